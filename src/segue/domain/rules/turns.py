"""What the snapshot keeps of the last turns, so that rules may count over them.

Made by `apply` from kept events and by nothing else: a replay sees what was seen then.
"""

from __future__ import annotations

from msgspec.structs import replace

from segue.domain.ids import Seq
from segue.domain.signals import Signals
from segue.domain.value import Plain

TURNS_KEPT = 10


class TurnSeen(Plain, frozen=True):
    """One turn of the customer: what was read of it, and how the assistant answered.

    `result` is answered, missed, failed, small_talk, asked (it asked back, or wants to act) or ""
    (not answered). `item` names the knowledge item that it answered from. `signals` come without
    their basis: that stays in the journal.
    """

    seq: Seq
    signals: Signals = Signals()
    confidence: float | None = None
    result: str = ""
    item: str = ""


Turns = tuple[TurnSeen, ...]


def begun(turns: Turns, seq: Seq) -> Turns:
    """The customer said something that is to be understood."""
    return (*turns, TurnSeen(seq))[-TURNS_KEPT:]


def read(turns: Turns, about: Seq, signals: Signals) -> Turns:
    """The signals of a turn are there."""
    kept = replace(signals, basis=(), models=(), late=())
    return tuple(replace(one, signals=kept) if one.seq == about else one for one in turns)


def open_only(turns: Turns, seq: Seq) -> Turns:
    """The turn `seq`, if nobody has answered it: what counts when all is to begin anew."""
    return tuple(one for one in turns if one.seq == seq and not one.result)


def answered(turns: Turns, result: str, confidence: float | None = None, item: str = "") -> Turns:
    """The assistant had its say about the newest turn."""
    if not turns:
        return turns
    done = replace(turns[-1], result=result, confidence=confidence, item=item)
    return (*turns[:-1], done)
