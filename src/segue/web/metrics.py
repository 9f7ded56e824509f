"""Counters and gauges for Prometheus, in a registry of their own."""

from __future__ import annotations

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from segue import __version__
from segue.web.sockets.audience import Audience

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class _Now(Collector):
    """What can simply be looked at when somebody asks."""

    def __init__(self, audience: Audience) -> None:
        self._audience = audience

    def collect(self) -> Iterable[Metric]:
        audience = self._audience
        staffing = audience.segue.staffing
        sockets = GaugeMetricFamily("segue_sockets", "Open sockets.", labels=["side"])
        sockets.add_metric(["customer"], audience.customers)
        sockets.add_metric(["agent"], len(audience.screens))
        yield sockets
        waiting = GaugeMetricFamily("segue_waiting", "People in line.", labels=["team"])
        free = GaugeMetricFamily("segue_free_places", "Free places of agents.", labels=["team"])
        for team in staffing.floor(audience.segue.clock()).teams:
            waiting.add_metric([team.id], team.waiting)
            free.add_metric([team.id], team.free)
        yield waiting
        yield free
        yield from self._promises()
        yield from self._estimates()

    def _estimates(self) -> Iterable[Metric]:
        """How good the waits were that customers read: coverage is covered over settled."""
        waits = self._audience.segue.waits
        if waits is None:
            return
        counted = waits.counted
        for name, value, what in (
            ("shown", counted.shown, "Estimated waits that were shown as a number."),
            ("settled", counted.settled, "Shown estimates of which the wait is known."),
            ("covered", counted.covered, "Of them, with a wait within the 80 % interval."),
            ("pinball_seconds", counted.pinball_s, "Sum of their pinball losses."),
        ):
            yield CounterMetricFamily(f"segue_wait_estimates_{name}", what, value=value)

    def _promises(self) -> Iterable[Metric]:
        """Every process hears of all promises: take the largest of them, not the sum."""
        promises = self._audience.segue.promises
        owed = GaugeMetricFamily(
            "segue_promises_open",
            "Promises to customers that are open, by kind and how they stand (ok, soon, broken).",
            labels=["kind", "state"],
        )
        for (kind, state), many in sorted(promises.counted().items()):
            owed.add_metric([kind, state], many)
        yield owed
        ended = CounterMetricFamily(
            "segue_promises",
            "Promises that were kept, broken, moved to a later one, or not needed any more.",
            labels=["kind", "outcome"],
        )
        for (kind, how), many in sorted(promises.ended.items()):
            ended.add_metric([kind, how], many)
        yield ended


class Metrics:
    """What the web layer counts."""

    def __init__(self, audience: Audience) -> None:
        self.registry = CollectorRegistry()
        self.registry.register(_Now(audience))
        info = Counter("segue_build", "The version.", ["version"], registry=self.registry)
        info.labels(__version__)
        self.commands = Counter(
            "segue_commands",
            "Commands taken, by side and what they were.",
            ["side", "what"],
            registry=self.registry,
        )
        self.refused = Counter(
            "segue_refused", "Commands refused.", ["side", "code"], registry=self.registry
        )
        self.slowed = Counter(
            "segue_slowed", "Too many, too fast.", ["what"], registry=self.registry
        )
        self.requests = Counter(
            "segue_requests", "HTTP answers.", ["route", "status"], registry=self.registry
        )

        self._known: dict[tuple[str, str], Counter] = {}

    def command(self, side: str, what: str) -> None:
        """Count a command; on the hot path, so the counter is looked up by name only once."""
        counter = self._known.get((side, what))
        if counter is None:
            counter = self._known[side, what] = self.commands.labels(side, what)
        counter.inc()

    def text(self) -> bytes:
        """The exposition."""
        return generate_latest(self.registry)
