"""Conversations of the assistant's that somebody of the staff should know of: answers that wait for
approval, and customers for whom somebody stands by.

A picture in memory: made from every commit that is heard, and once from the store at the start.
Both last minutes, so it stays small; what is lost with a process is found again by the next.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from segue.app.ports import Kept
from segue.build import Segue
from segue.domain import events as e
from segue.domain import stages as s
from segue.domain.access import Person, may_approve, waits_for_approval
from segue.domain.conversation import Conversation
from segue.domain.ids import AgentId, ConversationId

FOUND_WITHIN = timedelta(days=1)
"""At the start, nothing is looked for among conversations that were silent for longer."""
PAGE = 200
MOST = 10_000
T = TypeVar("T")


@dataclass
class Ahead:
    """`drafts` hold an answer, or an action that waits for an agent's yes; `standing` have an agent
    who got the heads-up; `judged` is what matched when a person was called, for the brief."""

    segue: Segue
    drafts: dict[ConversationId, Conversation] = field(default_factory=dict)
    standing: dict[ConversationId, Conversation] = field(default_factory=dict)
    judged: dict[ConversationId, e.Judged] = field(default_factory=dict)

    async def find(self) -> None:
        """Look at the store once; what was heard meanwhile is newer and stays."""
        known, after = {*self.drafts, *self.standing}, None
        since = self.segue.clock() - FOUND_WITHIN
        while True:
            found, after = await self.segue.store.listed(
                stages=("with_bot",), after=after, limit=PAGE
            )
            for one in found:
                if one.conversation.id not in known:
                    self._know(one.conversation)
            last = found[-1].conversation.last.at if found else None
            if after is None or last is None or last < since:
                return

    def heard(self, kept: Kept) -> None:
        """A commit."""
        one = kept.conversation
        for row in kept.rows:
            if isinstance(row.event, e.Judged) and row.event.fired:
                _put(self.judged, one.id, row.event)
        self._know(one)

    def _know(self, one: Conversation) -> None:
        if waits_for_approval(one) is not None:
            _put(self.drafts, one.id, one)
        elif self.drafts:
            self.drafts.pop(one.id, None)
        if isinstance(one.stage, s.WithBot):
            if standing_agent(one) is not None:
                _put(self.standing, one.id, one)
            else:
                self.standing.pop(one.id, None)
        elif self.standing:
            self.standing.pop(one.id, None)

    # --- questions --------------------------------------------------------------------------------

    def to_approve(self, person: Person) -> list[Conversation]:
        """Whose answers wait for this person, the one with the least time left first."""
        mine = [
            (until, one)
            for one in self.drafts.values()
            if (until := waits_for_approval(one)) is not None and may_approve(person, one)
        ]
        return [one for _, one in sorted(mine, key=_first)]

    def stood_by(self, agent: AgentId) -> Iterable[Conversation]:
        """The conversations for which this agent stands by."""
        return [one for one in self.standing.values() if standing_agent(one) == agent]


def standing_agent(one: Conversation) -> AgentId | None:
    """Who stands by for this conversation."""
    match one.stage:
        case s.WithBot(standing=s.Standing(agent=agent)):
            return agent
        case _:
            return None


def _first(pair: tuple[datetime, Conversation]) -> datetime:
    return pair[0]


def _put(kept: dict[ConversationId, T], name: ConversationId, value: T) -> None:
    """The newest stand at the end; beyond what memory should hold, the oldest go."""
    kept.pop(name, None)
    kept[name] = value
    if len(kept) > MOST:
        del kept[next(iter(kept))]
