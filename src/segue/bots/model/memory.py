"""What a model is told of the conversation: the last turns, and what was said before in short.

The short form is made by picking, never by a model: the customer's first words, and whatever holds
a number or an address. So nothing in it was invented, and it costs nothing.
"""

from __future__ import annotations

from segue.app.ports_bot import BotTurn, Fact
from segue.bots.model.specifics import specifics
from segue.domain.value import Plain

LAST_TURNS, LONGEST_TURN = 6, 1_200
LONGEST_SHORT, LONGEST_PIECE = 600, 160

_OPEN = frozenset({"said", "order"})
"""Facts that come from the customer, or from what was done here: known without any proof."""


class Memory(Plain, frozen=True):
    """`turns` are (who, text), oldest first; `short` what came before them."""

    turns: tuple[tuple[str, str], ...] = ()
    short: str = ""


def remembered(turn: BotTurn) -> Memory:
    """What to tell of the turns before this one."""
    recent = turn.history[-LAST_TURNS:]
    older = turn.history[: len(turn.history) - len(recent)]
    said = [text for who, text in older if who == "customer"]
    pieces = [text for n, text in enumerate(said) if n == 0 or specifics(text).numbers]
    short = " / ".join(" ".join(one.split())[:LONGEST_PIECE] for one in pieces)
    return Memory(tuple((who, text[:LONGEST_TURN]) for who, text in recent), short[:LONGEST_SHORT])


def known(turn: BotTurn) -> tuple[Fact, ...]:
    """The facts that a model may be told: what comes from records waits for proof of identity."""
    return tuple(fact for fact in turn.facts if turn.verified or fact.source in _OPEN)


def told(turn: BotTurn) -> str:
    """The customer's problem in their own words, for a person who takes over."""
    said = [text for who, text in turn.history if who == "customer"] + [turn.text]
    return "\n".join(" ".join(one.split())[:300] for one in said[-3:])[:900]
