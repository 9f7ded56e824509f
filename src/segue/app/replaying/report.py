"""Many conversations under a policy: how many handoffs more or fewer, which, and were they good?

Counted by conversation, at its first divergence. A *gained* handoff is one in a conversation that
had none afterwards; where a person came later anyway it is *sooner*. Outcomes after a divergence
are unknown: what is joined is what really happened.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from segue.app.decisions.readings import Taken, taken
from segue.app.ports import Recorded, Store
from segue.app.replaying.truth import Truth, median, truth_of
from segue.app.replaying.walking import OWNS, Divergence, Happened, walk
from segue.domain.ids import ConversationId, Seq
from segue.domain.policy import Policy
from segue.domain.value import Plain

FEW = 30
"""With fewer conversations nothing is judged."""

LOW = 2
"""A rating up to this is a bad one."""

BUSIEST = 5
AT_ONCE = 100
MOST_SHOWN = 500
WEEK = timedelta(days=7)
Progress = Callable[[int, int], None]


class Change(Plain, frozen=True, omit_defaults=False):
    """One conversation that would have gone another way.

    `kind`: gained, sooner, lost, rerouted, offered, not_offered, held, not_held. `asked_later_s` is
    how much later the customer asked for a person anyway.
    """

    kind: str
    conversation: ConversationId
    case: str
    seq: Seq
    at: datetime
    words: str
    was: tuple[Happened, ...]
    would: tuple[Happened, ...]
    rating: int | None = None
    left_waiting: bool = False
    left_angry: bool = False
    bot_solved: bool = False
    asked_later_s: float | None = None
    sooner_s: float | None = None
    verdict: str = ""
    staffed: int = 0  # people of the team then
    free: int = 0  # seats of theirs that were free

    @property
    def speaks_for(self) -> bool:
        """Did it end badly, or with the customer asking for a person, without one at this turn?"""
        low = self.rating is not None and self.rating <= LOW
        return low or self.left_waiting or self.left_angry or self.asked_later_s is not None


class Share(Plain, frozen=True, omit_defaults=False):
    """A share of conversations with its 95 % interval (Wilson 1927)."""

    n: int
    of: int
    share: float
    low: float
    high: float


class Busy(Plain, frozen=True, omit_defaults=False):
    """An hour of the week (UTC, 0 is Monday midnight): handoffs a week, before and after.

    `more_at_once` is how many conversations more people would have at the same time (handoffs more,
    times the median of what one takes); `staffed` and `free` are the medians of people and free
    seats that the floor showed then. `over`: more than were free.
    """

    hour: int
    before: float
    after: float
    more_at_once: float | None
    staffed: float | None
    free: float | None
    over: bool


class Report(Plain, frozen=True, omit_defaults=False):
    """What a policy would have done. `enough` false: too few conversations to judge.

    `good` counts, of the gained and the sooner, what really came of them. `were_good` is good, bad
    or too_few: fewer than thirty, or shares for and against whose intervals overlap.
    """

    since: datetime
    until: datetime
    conversations: int
    turns: int
    unread: int
    net: int
    counts: dict[str, int]
    before: Share
    after: Share
    enough: bool
    good: dict[str, int]
    were_good: str
    handled_median_s: float | None
    agent_hours_a_week: float | None
    busiest: tuple[Busy, ...]
    changes: tuple[Change, ...]
    shown: int
    notes: tuple[str, ...]


async def replay(
    store: Store,
    policy: Policy,
    *,
    since: datetime,
    until: datetime,
    channel: str | None = None,
    newest: int | None = None,
    progress: Progress | None = None,
    rest: Callable[[], Awaitable[None]] | None = None,
) -> Report:
    """Walk every conversation in which something happened since then, or the `newest` so many.

    `rest` is awaited between batches, so that a server can do something else meanwhile.
    """
    names = await store.active_since(since, channel, newest)
    truths: list[Truth] = []
    changes: list[Change] = []
    for start in range(0, len(names), AT_ONCE):
        for name, journal in await journals(store, names[start : start + AT_ONCE]):
            truth = truth_of(name, journal)
            truths.append(truth)
            split = walk(name, journal, policy)
            if split is not None and split.at >= since:
                changes.append(change_of(truth, split))
        if progress is not None:
            progress(min(len(names), start + AT_ONCE), len(names))
        if rest is not None:
            await rest()
    return summed_up(truths, changes, since, until)


async def journals(
    store: Store, names: Sequence[ConversationId]
) -> list[tuple[ConversationId, list[Taken]]]:
    """The turns of each of these conversations, in the order given."""
    of_each: dict[ConversationId, list[Recorded]] = {name: [] for name in names}
    for one in await store.recorded(names):
        of_each[one.row.conversation].append(one)
    return [(name, taken(found)) for name, found in of_each.items()]


def change_of(truth: Truth, split: Divergence) -> Change:
    """A divergence, with what really came of that conversation."""
    later = [one.at for one in truth.handoffs if one.at > split.at]
    asked = [at for at in truth.asked_at if at >= split.at]
    kind = kind_of(split, came_later=bool(later))
    return Change(
        kind=kind,
        conversation=truth.conversation,
        case=truth.case,
        seq=split.seq,
        at=split.at,
        words=split.words,
        was=split.was,
        would=split.would,
        rating=truth.rating,
        left_waiting=truth.left_waiting,
        left_angry=truth.left_angry,
        bot_solved=truth.bot_solved,
        asked_later_s=(asked[0] - split.at).total_seconds() if asked else None,
        sooner_s=(later[0] - split.at).total_seconds() if kind == "sooner" else None,
        verdict=truth.verdict,
        staffed=split.staffed,
        free=split.free,
    )


def kind_of(split: Divergence, *, came_later: bool) -> str:
    """What sort of change it is; owning the conversation counts before offers and held answers."""
    was = {one.what for one in split.was}
    would = {one.what for one in split.would}
    calls, called = would & set(OWNS), was & set(OWNS)
    if calls and called:
        return "rerouted"
    if calls:
        return "sooner" if came_later else "gained"
    if called:
        return "lost"
    for what, more, less in (("offered", "offered", "not_offered"), ("held", "held", "not_held")):
        if what in would and what not in was:
            return more
        if what in was and what not in would:
            return less
    return "rerouted"


def wilson(n: int, of: int) -> Share:
    """A share and its 95 % interval."""
    if of == 0:
        return Share(0, 0, 0.0, 0.0, 1.0)
    z, p = 1.96, n / of
    middle = (p + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return Share(
        n, of, round(p, 4), round(max(0.0, middle - half), 4), round(min(1.0, middle + half), 4)
    )


def summed_up(
    truths: Sequence[Truth], changes: Sequence[Change], since: datetime, until: datetime
) -> Report:
    """Counts first, then whether they were good, then what they cost."""
    counts = dict(Counter(one.kind for one in changes))
    gained, lost = counts.get("gained", 0), counts.get("lost", 0)
    handed = sum(bool(one.handoffs) for one in truths)
    weeks = _weeks(truths, since, until)
    handled = median([one.handled_s for one in truths if one.handled_s is not None])
    hours = None if handled is None else round((gained - lost) * handled / 3600 / weeks, 2)
    total = len(truths)
    called = [one for one in changes if one.kind in ("gained", "sooner")]
    shown = _shown(changes)
    return Report(
        since=since,
        until=until,
        conversations=total,
        turns=sum(one.turns for one in truths),
        unread=sum(one.unread for one in truths),
        net=gained - lost,
        counts=counts,
        before=wilson(handed, total),
        after=wilson(max(0, handed + gained - lost), total),
        enough=total >= FEW,
        good=_good(called),
        were_good=_were_good(called),
        handled_median_s=handled,
        agent_hours_a_week=hours,
        busiest=_busiest(truths, changes, weeks, handled),
        changes=tuple(shown),
        shown=len(shown),
        notes=_notes(truths, changes, len(shown), weeks),
    )


def _weeks(truths: Sequence[Truth], since: datetime, until: datetime) -> float:
    """How long there was something to replay; a young installation has not four weeks.

    A first hour is not counted up to a week as if every hour were like it: it counts as a day.
    """
    began = min((one.opened_at for one in truths if one.opened_at is not None), default=since)
    return max((until - max(since, began)) / WEEK, min(1 / 7, (until - since) / WEEK))


ORDER = ("gained", "sooner", "lost", "rerouted", "held", "not_held", "offered", "not_offered")


def _shown(changes: Sequence[Change]) -> list[Change]:
    """The first of each kind, so many that all kinds have room."""
    ranked = sorted(changes, key=lambda one: (ORDER.index(one.kind), one.at, one.conversation))
    if len(ranked) <= MOST_SHOWN:
        return ranked
    room = MOST_SHOWN // len({one.kind for one in ranked})
    of_each: Counter[str] = Counter()
    shown = []
    for one in ranked:
        of_each[one.kind] += 1
        if of_each[one.kind] <= room:
            shown.append(one)
    return shown


def _good(changes: Sequence[Change]) -> dict[str, int]:
    return {
        "rated_low": sum(one.rating is not None and one.rating <= LOW for one in changes),
        "left_waiting": sum(one.left_waiting for one in changes),
        "left_angry": sum(one.left_angry for one in changes),
        "asked_later": sum(one.asked_later_s is not None for one in changes),
        "bot_solved": sum(one.bot_solved for one in changes),
        "speaks_for": sum(one.speaks_for for one in changes),
        "of": len(changes),
    }


def _were_good(changes: Sequence[Change]) -> str:
    """More that ended badly without a person, or more that the assistant had solved?"""
    of = len(changes)
    if of < FEW:
        return "too_few" if of else ""
    well = wilson(sum(one.speaks_for for one in changes), of)
    badly = wilson(sum(one.bot_solved and not one.speaks_for for one in changes), of)
    if well.low > badly.high:
        return "good"
    return "bad" if badly.low > well.high else "too_few"


def _busiest(
    truths: Sequence[Truth], changes: Sequence[Change], weeks: float, handled_s: float | None
) -> tuple[Busy, ...]:
    """The five hours of the week with the most handoffs afterwards."""
    gained = [one for one in changes if one.kind == "gained"]
    first = [one.handoffs[0] for one in truths if one.handoffs]
    before = Counter(_hour(one.at) for one in first)
    after = Counter(before)
    after.update(_hour(one.at) for one in gained)
    after.subtract(_hour(one.at) for one in changes if one.kind == "lost")
    floors: dict[int, list[tuple[int, int]]] = {}
    seen = [(one.at, one.staffed, one.free) for one in first]
    seen += [(one.at, one.staffed, one.free) for one in gained]
    for at, staffed, free in seen:
        floors.setdefault(_hour(at), []).append((staffed, free))
    ranked = sorted(after.items(), key=lambda one: (-one[1], one[0]))
    times = max(1.0, weeks)  # each hour of the week was there once in less than a week
    return tuple(
        _busy(hour, before[hour] / times, number / times, floors.get(hour, []), handled_s)
        for hour, number in ranked[:BUSIEST]
        if number > 0
    )


def _busy(
    hour: int,
    before: float,
    after: float,
    floors: Sequence[tuple[int, int]],
    handled_s: float | None,
) -> Busy:
    """By Little's law, so many more at once as come more in an hour, times the hours they take."""
    more = None if handled_s is None else round((after - before) * handled_s / 3600, 2)
    free = median([free for _, free in floors])
    over = more is not None and free is not None and more > max(0.0, free)
    staffed = median([staffed for staffed, _ in floors])
    return Busy(hour, round(before, 2), round(after, 2), more, staffed, free, over)


def _hour(at: datetime) -> int:
    return at.weekday() * 24 + at.hour


STOPS = "A replay stops at the first divergence of a conversation: what comes after is not known."


def _length(weeks: float) -> str:
    days = round(7 * weeks)
    if days >= 1:
        return "1 day" if days == 1 else f"{days} days"
    hours = max(1, round(168 * weeks))
    return "1 hour" if hours == 1 else f"{hours} hours"


def _notes(
    truths: Sequence[Truth], changes: Sequence[Change], shown: int, weeks: float
) -> tuple[str, ...]:
    notes = [STOPS]
    if truths and weeks < 1:
        notes.append(f"Hours a week are counted up from {_length(weeks)}.")
    unread = sum(one.unread for one in truths)
    if unread:
        were = "turn was" if unread == 1 else "turns were"
        notes.append(
            f"{unread} {were} never read (a model was missing or late): rules about signals could"
            " not match there."
        )
    if len(truths) < FEW:
        many = "conversation" if len(truths) == 1 else "conversations"
        notes.append(f"Only {len(truths)} {many}: too few to judge.")
    if len(changes) > shown:
        notes.append(f"{shown} of {len(changes)} changed conversations are listed.")
    return tuple(notes)
