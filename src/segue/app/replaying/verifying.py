"""Decided again under the policies that decided then, everything must come out the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import zip_longest

from segue.app.decisions.readings import PolicyAt, Taken
from segue.app.ports import Store
from segue.app.replaying.report import journals
from segue.domain.applying import fold
from segue.domain.conversation import Conversation, decide
from segue.domain.errors import Refused
from segue.domain.events import Event
from segue.domain.ids import ConversationId, Seq
from segue.domain.value import Plain


class Difference(Plain, frozen=True):
    """A turn that came out otherwise: a fault of ours, or a journal by another program. `what`
    names the first difference: `stand_by_asked.standing`, `a instead of b`."""

    conversation: ConversationId
    seq: Seq
    heard: str
    kept: tuple[Event, ...]
    again: tuple[Event, ...]
    what: str = ""


def verify(
    conversation: ConversationId, journal: Iterable[Taken], policy_at: PolicyAt, newest: int
) -> Difference | None:
    """The first turn that differs to the bit; None when the journal is reproduced exactly.

    Turns that rested on no policy (plain words, notes) are decided under the last one that is
    known, at first under `newest`: they come out the same under any.
    """
    was = Conversation(conversation)
    version = newest
    for taken in journal:
        kept = tuple(row.event for row in taken.rows)
        if taken.heard is None:
            was = fold(was, kept)
            continue
        version = taken.rested.policy if taken.rested else version
        made, why = _again(was, taken, policy_at, version)
        if made != kept or why:
            seq, heard = taken.rows[0].seq, type(taken.heard).__name__
            return Difference(conversation, seq, heard, kept, made, why or _named(kept, made))
        was = fold(was, kept)
    return None


def _named(kept: Sequence[Event], again: Sequence[Event]) -> str:
    for one, other in zip_longest(kept, again):
        name, new = _name(one), _name(other)
        if name != new:
            return f"{new} instead of {name}"
        for field in type(one).__struct_fields__ if one != other else ():
            if getattr(one, field) != getattr(other, field):
                return f"{name}.{field}"
    return ""


def _name(event: Event | None) -> str:
    return "nothing" if event is None else str(type(event).__struct_config__.tag)


class Verified(Plain, frozen=True, omit_defaults=False):
    """Of so many conversations and turns, those that came out otherwise; the first hundred."""

    conversations: int
    turns: int
    different: int
    differences: tuple[Difference, ...]


SHOWN = 100
AT_ONCE = 100


async def verify_all(
    store: Store,
    policy_at: PolicyAt,
    newest: int,
    *,
    since: datetime,
    channel: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Verified:
    """Decide every turn since then again, each under the policy that decided it."""
    names = await store.active_since(since, channel)
    found: list[Difference] = []
    turns = 0
    for start in range(0, len(names), AT_ONCE):
        for name, journal in await journals(store, names[start : start + AT_ONCE]):
            turns += len(journal)
            difference = verify(name, journal, policy_at, newest)
            if difference is not None:
                found.append(difference)
        if progress is not None:
            progress(min(len(names), start + AT_ONCE), len(names))
    return Verified(len(names), turns, len(found), tuple(found[:SHOWN]))


def _again(
    was: Conversation, taken: Taken, policy_at: PolicyAt, version: int
) -> tuple[tuple[Event, ...], str]:
    if taken.heard is None:
        return (), ""
    try:
        policy = policy_at(version)
        return decide(was, taken.heard, policy, taken.floor, taken.at), ""
    except LookupError:
        return (), f"policy version {version} is not known"
    except Refused as why:
        return (), f"refused: {why.code}"
