"""A made-up team that chats with its customers, for judging estimates of the wait.

Lognormal work (480 s alone), each further chat slows all of an agent's by a quarter, breaks, a peak
in the middle of each day, a little more load than can be served, and customers who leave after
about fifteen minutes. First come, first served. Nothing of it is known to the estimate.
"""

from __future__ import annotations

import heapq
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from segue.domain.waits import AtWork, History, Receipt, Wait, Waiting, estimate_line

DAY_S = 8 * 3600.0
WORK_S = 480.0
SLOWER = 0.25
LOAD = 1.05
PATIENCE_S = 900.0
BREAK_EVERY_S = 7200.0
BREAK_S = 600.0
MARKS_S = (30.0, 60.0, 120.0, 240.0, 480.0)
KIND = "team"


@dataclass
class Told:
    """One estimate and what became of it."""

    day: int
    wait: Wait
    receipt: Receipt
    at: float
    entry: bool
    waited_s: float | None = None
    served: bool = False

    @property
    def covered(self) -> bool:
        assert self.waited_s is not None
        return self.wait.low_s <= self.waited_s <= self.wait.high_s

    @property
    def pinball_s(self) -> float:
        assert self.waited_s is not None
        told = (self.wait.low_s, self.wait.median_s, self.wait.high_s)
        return sum(
            max(p * (self.waited_s - q), (p - 1) * (self.waited_s - q))
            for p, q in zip((0.1, 0.5, 0.9), told, strict=True)
        ) / len(told)


@dataclass
class Agent:
    """Their chats as work that is left, in seconds alone."""

    name: str
    slots: int
    chats: dict[str, list[float]] = field(default_factory=dict)  # begun, left
    upto: float = 0.0
    break_at: float = 0.0
    back_at: float = 0.0
    free_since: float = 0.0
    version: int = 0

    @property
    def speed(self) -> float:
        return 1 / (1 + SLOWER * (len(self.chats) - 1)) if self.chats else 1.0

    def work(self, now: float) -> None:
        for chat in self.chats.values():
            chat[1] -= (now - self.upto) * self.speed
        self.upto = now

    def ends(self) -> tuple[float, str] | None:
        if not self.chats:
            return None
        name, chat = min(self.chats.items(), key=lambda one: one[1][1])
        return self.upto + max(0.0, chat[1]) / self.speed, name

    def takes(self, now: float) -> bool:
        return self.back_at <= now and len(self.chats) < self.slots


class Team:
    """One run. `told` is everything that was said and settled; `leavers` the share who left."""

    def __init__(
        self,
        agents: int,
        slots: int,
        *,
        seed: int,
        history: History | None = None,
        doubles_on: int | None = None,
    ) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - the same team again
        self.history = history or History()
        self.agents = [Agent(f"a{n}", slots) for n in range(agents)]
        self.doubles_on = doubles_on
        served = agents * slots / (1 + SLOWER * (slots - 1))
        self.rate = LOAD * served / WORK_S
        self.line: list[Waiting] = []
        self.left: dict[str, float] = {}  # joined, in order
        self.open: dict[str, list[Told]] = {}
        self.told: list[Told] = []
        self.events: list[tuple[float, int, str, str, int]] = []
        self.came = self.gone = self.number = 0

    def run(self, days: int) -> list[Told]:
        for day in range(days):
            self._begin(day)
            while self.events:
                now, _, what, name, version = heapq.heappop(self.events)
                getattr(self, f"_{what}")(day, now, name, version)
                self._take(now)
            self.open.clear()
        return [one for one in self.told if one.waited_s is not None]

    @property
    def leavers(self) -> float:
        return self.gone / max(1, self.came)

    def _put(self, at: float, what: str, name: str, version: int = 0) -> None:
        self.number += 1
        heapq.heappush(self.events, (at, self.number, what, name, version))

    def _begin(self, day: int) -> None:
        start = day * 86_400.0
        self.line.clear()
        self.left.clear()
        for agent in self.agents:
            agent.chats.clear()
            agent.upto = agent.back_at = agent.free_since = start
            agent.break_at = start + self.rng.uniform(0.3, 1.5) * BREAK_EVERY_S
        for number, at in enumerate(self._arrivals(start)):
            self._put(at, "joins", f"d{day}c{number}")

    def _arrivals(self, start: float) -> Iterator[float]:
        at, most = 0.0, self.rate * 1.4
        while True:
            at += self.rng.expovariate(most)
            if at > DAY_S:
                return
            now = self.rate * (1 + 0.4 * math.sin(2 * math.pi * (at / DAY_S - 0.25)))
            if self.rng.random() < now / most:
                yield start + at

    # --- events -----------------------------------------------------------------------------

    def _joins(self, day: int, now: float, name: str, _: int) -> None:
        self.came += 1
        self.line.append(Waiting(name, KIND, 1, now))
        self.history.joined(now, may_overtake=False)
        self._tell(day, now, name, entry=True)
        self._put(now + self.rng.expovariate(1 / PATIENCE_S), "leaves", name)
        for mark in MARKS_S:
            self._put(now + mark, "mark", name)

    def _mark(self, day: int, now: float, name: str, _: int) -> None:
        if any(one.id == name for one in self.line):
            self._tell(day, now, name, entry=False)

    def _leaves(self, day: int, now: float, name: str, _: int) -> None:  # noqa: ARG002
        for one in self.line:
            if one.id == name:
                self.line.remove(one)
                self.gone += 1
                self.history.left_line(KIND, now - one.joined, was_served=False)
                self.left[name] = one.joined
                return

    def _ends(self, day: int, now: float, name: str, version: int) -> None:  # noqa: ARG002
        agent = next(one for one in self.agents if one.name == name)
        if agent.version != version:
            return
        agent.work(now)
        found = agent.ends()
        assert found is not None
        begun, _ = agent.chats.pop(found[1])
        self.history.service_ended(agent.name, now - begun)
        agent.free_since = now
        if now >= agent.break_at and not agent.chats:
            agent.back_at = now + BREAK_S
            agent.break_at = agent.back_at + self.rng.uniform(0.7, 1.3) * BREAK_EVERY_S
            self._put(agent.back_at, "returns", name)
        self._next_end(agent)

    def _returns(self, day: int, now: float, name: str, version: int) -> None:
        """Back from a break: `_take` sees to it."""

    def _next_end(self, agent: Agent) -> None:
        agent.version += 1
        found = agent.ends()
        if found is not None:
            self._put(found[0], "ends", agent.name, agent.version)

    def _take(self, now: float) -> None:
        """The first in line to whoever has most room; then whoever left is settled."""
        while self.line:
            able = [one for one in self.agents if self._takes(one, now)]
            if not able:
                return
            agent = min(able, key=lambda one: len(one.chats))
            first = self.line.pop(0)
            self.history.left_line(KIND, now - first.joined, was_served=True)
            self._settle(first.id, now, served=True)
            for name in [name for name, joined in self.left.items() if joined < first.joined]:
                del self.left[name]
                self._settle(name, now, served=False)
            agent.work(now)
            doubled = 2 if self.doubles_on is not None and now // 86_400 >= self.doubles_on else 1
            work = self.rng.lognormvariate(math.log(WORK_S * doubled) - 0.5, 1.0)
            agent.chats[first.id] = [now, work]
            self._next_end(agent)
        if any(self._takes(one, now) for one in self.agents):
            for name in list(self.left):
                del self.left[name]
                self._settle(name, now, served=False)

    def _takes(self, agent: Agent, now: float) -> bool:
        return agent.takes(now) and not (now >= agent.break_at)

    # --- estimates --------------------------------------------------------------------------

    def _tell(self, day: int, now: float, name: str, *, entry: bool) -> None:
        at_work = [
            AtWork(
                one.name,
                {KIND: 1.0},
                tuple(begun for begun, _ in one.chats.values()),
                (now,) * (one.slots - len(one.chats) if self._takes(one, now) else 0),
            )
            for one in self.agents
            if one.back_at <= now
        ]
        found = estimate_line(self.line, at_work, self.history, now, only=(name,))[name]
        if found is not None:
            told = Told(day, found.wait, found.receipt, now, entry)
            self.open.setdefault(name, []).append(told)
            self.told.append(told)

    def _settle(self, name: str, now: float, *, served: bool) -> None:
        for told in self.open.pop(name, ()):
            if served or now - told.at <= 3600:
                told.waited_s, told.served = now - told.at, served
                self.history.settled(told.receipt, now - told.at, inferred=not served)
