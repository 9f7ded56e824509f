"""Which team a conversation is for, learned from this installation's own finished handoffs.

The team where a handoff ended is what teaches: a transfer corrects the team that it came to, a
stand-in teaches the team it stood in for, and a handoff that a colleague called the assistant's job
teaches nothing. Examples from a file may stand beside them. Learning happens on the side, at the
start and now and then, with the newest conversations of the last months and no more; what it came
to is kept (version, counts, how often it was right when asked about conversations held out).

What was learned is one signal of a turn among others (`Signals.team`); what follows from it says
`domain.learned`.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol

import msgspec
import structlog
from msgspec.structs import replace

from segue.app.ports import Clock, Recorded, Store, StoreUnavailable
from segue.app.ports_staff import Team
from segue.domain import events as e
from segue.domain.ids import ConversationId, TeamId
from segue.domain.signals import Signals
from segue.domain.value import Plain

BACK = timedelta(days=90)
MOST, MOST_OF_A_TEAM, LARGEST = 2_000, 600, 2_000
"""Examples in all, of one team, and characters of a turn."""
FEWEST, FEWEST_OF_A_TEAM = 60, 8
"""Of one's own before they are believed; of a team before it takes part."""
MOST_TURNS = 5
EVERY_S, FIRST_S, AT_ONCE, BREATH_S = 900.0, 2.0, 50, 0.02
NEWS = 0.05
"""So many more than what was learned from, and it is learned anew."""
ASK_S = 0.2
KEPT_AS = "teams"
NO_TEACHER = ("bots_job",)
log = structlog.get_logger()

Reader = Callable[[tuple[tuple[str, str], ...]], Awaitable[Signals]]


class Ended(NamedTuple):
    """What a customer said before they had a person, and the team where it ended."""

    team: str
    turns: tuple[str, ...]


class Guess(Protocol):
    """The likeliest team, the chance that it is right, and whether to act on it already."""

    @property
    def team(self) -> str: ...
    @property
    def confidence(self) -> float: ...
    @property
    def sure(self) -> bool: ...


class Model(Protocol):
    """What was learned. Asking blocks for some milliseconds."""

    @property
    def checked(self) -> tuple[Any, ...]:
        """How it did on examples held out, as plain values with a field each."""
        ...

    def team_for(self, turns: Sequence[str]) -> Guess: ...


Learn = Callable[[Sequence[tuple[str, tuple[str, ...]]]], Model]
"""Blocks for seconds with thousands of examples."""


class Lesson(Plain, frozen=True):
    """What was learned, without the words that it was learned from. `counts` are examples by team,
    `own` how many of all are this installation's handoffs, `left_out` teams with too few examples
    or that there are not; `checked` how it did on examples held out, by turns of the customer."""

    version: str
    at: datetime
    counts: tuple[tuple[str, int], ...] = ()
    own: int = 0
    left_out: tuple[tuple[str, int], ...] = ()
    checked: tuple[Mapping[str, float], ...] = ()
    why_not: str = ""  # why nothing was learned, when nothing was

    @property
    def total(self) -> int:
        return sum(count for _, count in self.counts)


# --- what teaches ----------


def ended(rows: Iterable[Recorded]) -> list[Ended]:
    """The finished handoffs of one conversation, from its journal in order; one an episode."""
    found: list[Ended] = []
    one = _Episode()
    for row in rows:
        if isinstance(row.row.event, e.Reopened) and one.finished:
            found += one.example()
            one = _Episode()
        else:
            one.hears(row.row.event)
    return [*found, *one.example()]


@dataclass
class _Episode:
    turns: list[str] = field(default_factory=list)
    team: TeamId | None = None
    had_person: bool = False
    finished: bool = False
    wrong: bool = False

    def hears(self, event: e.Event) -> None:
        match event:
            case e.MessagePosted(author=e.Author.CUSTOMER, text=text) if not self.had_person:
                if text.strip() and len(self.turns) < MOST_TURNS:
                    self.turns.append(text[:LARGEST])
            case e.HandoffRequested(handoff=handoff) | e.AnswerDeferred(handoff=handoff):
                stood_in = handoff.why_team.startswith("stands in for ")
                self.team = (
                    TeamId(handoff.why_team.removeprefix("stands in for "))
                    if stood_in
                    else handoff.team
                )
            case e.TeamChanged(team=team) | e.Transferred(to_team=team):
                self.team = team
            case e.AgentJoined():
                self.had_person = True
            case e.VerdictGiven(verdict=verdict):
                self.wrong = verdict in NO_TEACHER
            case e.WrapUpBegun() | e.ConversationClosed():
                self.finished = self.finished or self.had_person
            case _:
                pass

    def example(self) -> list[Ended]:
        """What it teaches: nothing while a person is at it, or where none should have been."""
        if not (self.finished and self.team and self.turns) or self.wrong:
            return []
        return [Ended(str(self.team), tuple(self.turns))]


async def examples_of(
    store: Store, since: datetime, most: int = MOST, *, breath_s: float = 0.0
) -> dict[ConversationId, list[Ended]]:
    """Finished handoffs by conversation, of the newest so many in which something happened since
    then; with a pause between reads, so that it is in nobody's way."""
    names = await store.active_since(since, newest=most)
    found: dict[ConversationId, list[Ended]] = {}
    for start in range(0, len(names), AT_ONCE):
        rows: dict[ConversationId, list[Recorded]] = {}
        for one in await store.recorded(names[start : start + AT_ONCE]):
            rows.setdefault(one.row.conversation, []).append(one)
        for name, journal in rows.items():
            if taught := ended(journal):
                found[name] = taught
        await asyncio.sleep(breath_s)
    return found


def known_only(given: Iterable[Ended], teams: Iterable[Team]) -> tuple[list[Ended], Counter[str]]:
    """With the ids of teams in place of names; and what was left out, by the name it had."""
    ids = {team.id.casefold(): team.id for team in teams}
    ids = {team.name.casefold(): team.id for team in teams} | ids
    kept, left_out = [], Counter[str]()
    for one in given:
        team = ids.get(one.team.casefold())
        if team is None:
            left_out[one.team] += 1
        else:
            kept.append(one._replace(team=str(team)))
    return kept, left_out


def lesson_from(
    own: Sequence[Ended], given: Sequence[Ended], teams: Iterable[Team], learn: Learn, at: datetime
) -> tuple[Lesson, Model | None]:
    """Learn, if there is enough to learn from. Blocks. `given` are a file's, `own` the newest last.

    Raises what `learn` raises.
    """
    known = list(teams)
    mine, missing = known_only(own, known)
    theirs, unknown = known_only(given, known)
    left_out = missing + unknown
    taken: list[Ended] = []
    counts = Counter[str]()
    for one in [*theirs, *reversed(mine)]:
        if counts[one.team] < MOST_OF_A_TEAM and len(taken) < MOST:
            counts[one.team] += 1
            taken.append(one)
    few = {team for team, count in counts.items() if count < FEWEST_OF_A_TEAM and not theirs}
    for team in few:
        left_out[team] += counts.pop(team)
    taken = [one for one in taken if one.team not in few]
    version = _version(taken)
    lesson = Lesson(
        version,
        at,
        tuple(sorted(counts.items())),
        own=min(len(mine), len(taken)),
        left_out=tuple(sorted(left_out.items())),
    )
    if len(counts) < 2:  # noqa: PLR2004 - one team is no choice
        return replace(lesson, why_not="There are not two teams with enough handoffs."), None
    if len(taken) < FEWEST and not theirs:
        return replace(lesson, why_not=f"Fewer than {FEWEST} finished handoffs."), None
    model = learn([(one.team, one.turns) for one in taken])
    checked = tuple(msgspec.to_builtins(one) for one in model.checked)
    return replace(lesson, checked=checked), model


def _version(examples: Iterable[Ended]) -> str:
    """The same examples have the same version, in whatever order."""
    digest = hashlib.sha256()
    for one in sorted(examples):
        digest.update(repr(one).encode("utf-8", "replace"))
    return digest.hexdigest()[:8]


# --- in a running installation ----------


def one_thread() -> ThreadPoolExecutor:
    """Asked one after the other: a model that hangs holds up nothing else."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="segue-teams")


@dataclass
class LearnedTeams:
    """Learns beside the conversations, and adds the team to what was read of a turn.

    `given` are examples of a file; `wanted` says whether the policy wants it at all.
    """

    store: Store
    clock: Clock
    learn: Learn
    given: Sequence[Ended] = ()
    wanted: Callable[[], bool] = lambda: True
    every_s: float = EVERY_S
    first_s: float = FIRST_S
    lesson: Lesson | None = None
    model: Model | None = None
    _own: dict[ConversationId, list[Ended]] = field(default_factory=dict)
    _seen: datetime | None = None
    _learned: int = 0
    _thread: ThreadPoolExecutor = field(default_factory=one_thread)
    _task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._task = asyncio.create_task(self._watch(), name="learned teams")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _watch(self) -> None:
        await asyncio.sleep(self.first_s)
        while True:
            try:
                if self.wanted():
                    await self.look()
            except StoreUnavailable as why:
                log.warning("teams.store_unavailable", why=str(why))
            except Exception:  # without it, handoffs go where they went before
                log.exception("teams.not_learned")
            await asyncio.sleep(self.every_s)

    async def look(self) -> Lesson | None:
        """What ended since the last look; learned anew when that is worth it."""
        now = self.clock()
        since = now - BACK if self._seen is None else self._seen - timedelta(minutes=5)
        self._own |= await examples_of(self.store, since, breath_s=BREATH_S)
        while len(self._own) > MOST:
            self._own.pop(next(iter(self._own)))
        self._seen = now
        own = [one for several in self._own.values() for one in several]
        total = len(own) + len(self.given)
        if self.lesson is not None and total < self._learned * (1 + NEWS) + 1:
            return self.lesson
        teams = await self.store.teams()
        lesson, model = await asyncio.to_thread(
            lesson_from, own, self.given, teams, self.learn, now
        )
        self._learned, self.lesson, self.model = total, lesson, model
        await self.store.keep_learned(KEPT_AS, msgspec.json.encode(lesson), now)
        log.info("teams.learned", version=lesson.version, examples=lesson.total,
                 why_not=lesson.why_not)  # fmt: skip
        return lesson

    def reading(self, read: Reader) -> Reader:
        """The same reader, which also says which team a turn is for."""

        async def with_team(turns: tuple[tuple[str, str], ...]) -> Signals:
            signals = await read(turns)
            said = tuple(text for who, text in turns if who == "customer")
            return await self.told(signals, said)

        return with_team

    async def told(self, signals: Signals, said: Sequence[str]) -> Signals:
        """The signals with the team; as they were when nothing was learned or it takes too long."""
        model, lesson = self.model, self.lesson
        if model is None or lesson is None or not said or not self.wanted():
            return signals
        try:
            async with asyncio.timeout(ASK_S):
                loop = asyncio.get_running_loop()
                guess = await loop.run_in_executor(self._thread, model.team_for, said)
        except TimeoutError:
            return replace(signals, late=(*signals.late, "team"))
        except Exception:  # a broken model must not keep the rest from being read
            log.exception("teams.not_told")
            return signals
        return replace(
            signals,
            team=TeamId(guess.team),
            team_p=round(guess.confidence, 3),
            team_sure=guess.sure,
            team_like=dict(lesson.counts).get(guess.team, 0),
            models=(*signals.models, f"teams@{lesson.version}"),
        )
