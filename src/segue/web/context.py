"""What every part of the web layer has in hand: segue, audience, limits, counters."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from segue.build import Segue
from segue.web.limits import Buckets, Rates, countable
from segue.web.metrics import Metrics
from segue.web.passwords import Checking
from segue.web.refusals import slow_down
from segue.web.replays import Replays
from segue.web.sockets.audience import Audience
from segue.web.sockets.wire import Outbox, Scope
from segue.web.who import client_address


@dataclass
class Web:
    """One per process. Buckets are named by what they count."""

    segue: Segue
    rates: Rates = field(default_factory=Rates)
    audience: Audience = field(init=False)
    metrics: Metrics = field(init=False)
    buckets: dict[str, Buckets] = field(init=False)
    outbox: Outbox = field(default_factory=Outbox)
    checking: Checking = field(default_factory=Checking)
    replays: Replays = field(init=False)

    def __post_init__(self) -> None:
        self.audience = Audience(self.segue)
        self.replays = Replays(self.segue.store)
        self.metrics = Metrics(self.audience)
        names = self.rates.__dataclass_fields__
        self.buckets = {name: Buckets(getattr(self.rates, name)) for name in names}

    def wait(self, what: str, name: str) -> float:
        """Seconds that this one comes too early for the rate called `what`; 0 is welcome."""
        return self.buckets[what].take(name, time.monotonic())

    def wait_by_address(self, what: str, scope: Scope) -> float:
        """The same, by the client's address. Loopback addresses are not counted."""
        address = countable(client_address(scope, self.segue.settings.trusted_proxies))
        return self.wait(what, address) if address else 0.0

    def limit(self, what: str, name: str) -> None:
        """Raises the 429 that says when to come back."""
        wait = self.wait(what, name)
        if wait:
            self.metrics.slowed.labels(what).inc()
            raise slow_down(wait)

    def limit_address(self, what: str, scope: Scope) -> None:
        """Raises the 429 for an address that comes too often."""
        wait = self.wait_by_address(what, scope)
        if wait:
            self.metrics.slowed.labels(what).inc()
            raise slow_down(wait)
