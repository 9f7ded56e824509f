"""Who is at work, as far as a list of calls can say.

Segue knows who is available; a file of calls does not. So somebody counts as at work while they are
in a call and for ten minutes after it, and as able to serve a type fully when it is among their
last thirty calls, else a little: everybody may learn. Only what was seen up to now counts.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from segue.domain.waits import AtWork

GONE_S = 600.0
"""Idle for so long: not at work any more."""
RECENT = 30
"""Calls by which it is told what somebody serves."""
A_LITTLE = 0.1
"""Weight of a type that somebody has not served lately."""


class Agent:
    """One agent, as their calls show them."""

    __slots__ = ("_as", "busy", "id", "idle", "last", "serves", "weight")

    def __init__(self, name: str, at: float) -> None:
        self.id = name
        self.busy: float | None = None  # since when
        self.idle = at  # since when, while not busy
        self.last: deque[str] = deque(maxlen=RECENT)
        self.serves: frozenset[str] = frozenset()
        self.weight: dict[str, float] = {}
        self._as: AtWork | None = None

    def at_work(self, now: float) -> bool:
        return self.busy is not None or now - self.idle <= GONE_S

    def seen(self) -> AtWork:
        """As the estimate wants them."""
        if self._as is None:
            chats = () if self.busy is None else (self.busy,)
            free = (self.idle,) if self.busy is None else ()
            self._as = AtWork(self.id, self.weight, chats, free)
        return self._as

    def changed(self) -> None:
        self._as = None


class Staff:
    """Everybody who was ever seen."""

    def __init__(self) -> None:
        self.agents: dict[str, Agent] = {}
        self.types: list[str] = []

    def known(self, kind: str) -> None:
        """There is such a type."""
        if kind not in self.types:
            self.types.append(kind)
            for agent in self.agents.values():
                self._weigh(agent)

    def took(self, name: str, kind: str, at: float) -> None:
        """They are in a call from now on."""
        agent = self.agents.get(name)
        if agent is None:
            agent = self.agents[name] = Agent(name, at)
        agent.last.append(kind)
        serves = frozenset(agent.last)
        if serves != agent.serves or not agent.weight:
            agent.serves = serves
            self._weigh(agent)
        agent.busy = at
        agent.changed()

    def ended(self, name: str, at: float) -> None:
        """Their call is over."""
        agent = self.agents.get(name)
        if agent is not None:
            agent.busy, agent.idle = None, at
            agent.changed()

    def new_day(self) -> None:
        """Whoever was in a call yesterday is not in it today."""
        for agent in self.agents.values():
            agent.busy = None
            agent.changed()

    def at_work(self, now: float) -> list[AtWork]:
        return [agent.seen() for agent in self.agents.values() if agent.at_work(now)]

    def free(self, now: float) -> Iterator[Agent]:
        """At work and in no call."""
        for agent in self.agents.values():
            if agent.busy is None and agent.at_work(now):
                yield agent

    def _weigh(self, agent: Agent) -> None:
        agent.weight = {kind: 1.0 if kind in agent.serves else A_LITTLE for kind in self.types}
        agent.changed()
