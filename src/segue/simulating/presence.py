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

    __slots__ = ("_as", "chats", "id", "idle", "last", "room", "serves", "weight")

    def __init__(self, name: str, at: float, at_once: int) -> None:
        self.id = name
        self.room = at_once
        self.chats: dict[int, float] = {}  # since when, by line
        self.idle = at  # since when nothing ended or began
        self.last: deque[str] = deque(maxlen=RECENT)
        self.serves: frozenset[str] = frozenset()
        self.weight: dict[str, float] = {}
        self._as: AtWork | None = None

    def at_work(self, now: float) -> bool:
        return bool(self.chats) or now - self.idle <= GONE_S

    def seen(self) -> AtWork:
        """As the estimate wants them."""
        if self._as is None:
            free = (self.idle,) * (self.room - len(self.chats))
            self._as = AtWork(self.id, self.weight, tuple(self.chats.values()), free)
        return self._as

    def changed(self) -> None:
        self._as = None


class Staff:
    """Everybody who was ever seen."""

    def __init__(self, at_once: int = 1) -> None:
        self.at_once = at_once
        self.agents: dict[str, Agent] = {}
        self.types: list[str] = []

    def known(self, kind: str) -> None:
        """There is such a type."""
        if kind not in self.types:
            self.types.append(kind)
            for agent in self.agents.values():
                self._weigh(agent)

    def took(self, name: str, kind: str, at: float, line: int) -> None:
        """They are in this call from now on, and no longer in one that there is no room for."""
        agent = self.agents.get(name)
        if agent is None:
            agent = self.agents[name] = Agent(name, at, self.at_once)
        agent.last.append(kind)
        serves = frozenset(agent.last)
        if serves != agent.serves or not agent.weight:
            agent.serves = serves
            self._weigh(agent)
        while len(agent.chats) >= self.at_once:
            del agent.chats[next(iter(agent.chats))]
        agent.chats[line] = at
        agent.changed()

    def ended(self, name: str, at: float, line: int) -> None:
        """This call of theirs is over."""
        agent = self.agents.get(name)
        if agent is not None and agent.chats.pop(line, None) is not None:
            agent.idle = at
            agent.changed()

    def new_day(self) -> None:
        """Whoever was in a call yesterday is not in it today."""
        for agent in self.agents.values():
            agent.chats.clear()
            agent.changed()

    def at_work(self, now: float) -> list[AtWork]:
        return [agent.seen() for agent in self.agents.values() if agent.at_work(now)]

    def free(self, now: float) -> Iterator[Agent]:
        """At work, with room for one more."""
        for agent in self.agents.values():
            if len(agent.chats) < agent.room and agent.at_work(now):
                yield agent

    def _weigh(self, agent: Agent) -> None:
        agent.weight = {kind: 1.0 if kind in agent.serves else A_LITTLE for kind in self.types}
        agent.changed()
