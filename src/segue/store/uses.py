"""Which items answered, and which turns nothing answered: kept in the same transaction as the turn.

A row for each item that a message of the bot names as its source, and one without an item for a
turn that it missed. When a person is called, the rows of the customer's last few turns are marked:
those answers did not help.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from sqlalchemy import Connection, update

from segue.app.ports_knowledge import NEXT_TURNS
from segue.domain import events as e
from segue.domain.ids import ConversationId
from segue.domain.stages import Reason
from segue.domain.state import Conversation
from segue.store import schema as t

UseRow: TypeAlias = tuple[ConversationId, int, str, int, int, float, int]
"""conversation, seq, item, at, turn, confidence, failed: as `statements.USE_COLUMNS`."""

Call: TypeAlias = tuple[ConversationId, int, int]
"""A person was called: conversation, seq, and the customer's turn from which on rows are marked."""

MISSED: Final = ""
BROKEN: Final = -1.0
"""The confidence of a turn that the bot broke at: nobody's gap."""

LONGEST_ID = 200
_NOT_ITS_FAULT: Final = (Reason.TRANSFERRED, Reason.AGENT_LOST, Reason.REOPENED)
_UNANSWERED: Final = (Reason.LOW_CONFIDENCE, Reason.UNKNOWN, Reason.BOT_ERROR)


def uses_of(
    now: Conversation, events: Sequence[e.Event], first: int, at: int
) -> tuple[list[UseRow], list[Call]]:
    """What the events of one turn, numbered from `first`, say of the items behind them.

    `at` is in microseconds since 1970."""
    rows: list[UseRow] = []
    calls: list[Call] = []
    for seq, event in enumerate(events, first):
        match event:
            case e.MessagePosted(author=e.Author.BOT) if event.sources:
                sure = event.confidence or 0.0
                names = dict.fromkeys(one.id for one in event.sources if keepable(one.id))
                rows += [(now.id, seq, name, at, now.turns, sure, 0) for name in names]
            case e.BotMissed():
                rows.append((now.id, event.about, MISSED, at, now.turns, event.confidence, 0))
            case e.HandoffRequested(handoff=handoff) if handoff.reason not in _NOT_ITS_FAULT:
                if handoff.reason in _UNANSWERED and now.heard:
                    broke = handoff.reason == Reason.BOT_ERROR
                    sure = BROKEN if broke else _confidence(handoff.tried, now.heard)
                    rows.append((now.id, now.heard, MISSED, at, now.turns, sure, 0))
                if rows or now.tried or handoff.tried:
                    calls.append((now.id, seq, _from_turn(now)))
            case _:
                pass
    return rows, calls


def _confidence(tried: Sequence[object], about: int) -> float:
    found = [one for one in tried if getattr(one, "seq", 0) == about]
    return float(getattr(found[-1], "confidence", 0.0)) if found else 0.0


def _from_turn(now: Conversation) -> int:
    """The last few turns, but none of an earlier episode."""
    return max(now.turns - NEXT_TURNS, now.turns_before + 1)


def keepable(name: str) -> bool:
    """Bots of other people name their sources as they like."""
    return 0 < len(name) <= LONGEST_ID and name.isprintable()


def marked(row: UseRow, call: Call) -> bool:
    """Does this call say that this row did not help?"""
    conversation, seq, turn = call
    return row[0] == conversation and row[1] < seq and row[4] >= turn


def mark(connection: Connection, calls: Sequence[Call]) -> None:
    c = t.knowledge_use.c
    for conversation, seq, turn in sorted(calls):
        connection.execute(
            update(t.knowledge_use)
            .where(c.conversation == conversation, c.seq < seq, c.turn >= turn)
            .values(failed=1)
        )
