"""The only place where everything is put together."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import structlog

from segue.app.codes import MailedCodes
from segue.app.feed import Hub, Passing
from segue.app.floor_day import FloorDay
from segue.app.jobs import Runner, Work
from segue.app.labels import failing
from segue.app.library import Library, Uploads
from segue.app.policybook import ExamplesFail, PolicyBook
from segue.app.ports import Clock, Kept, Mailer, Store
from segue.app.ports_actions import Doing, NothingDone
from segue.app.ports_bot import Bot
from segue.app.ports_outside import OutsideBot
from segue.app.ports_staff import Agent, Team
from segue.app.presence import Presence
from segue.app.promises import Promises
from segue.app.router import Router
from segue.app.staffing import Staffing
from segue.app.turn import Turns
from segue.app.waiting import Waits
from segue.app.waiting_said import says_growth
from segue.app.work import Workers
from segue.domain.ids import TeamId
from segue.domain.line_rules import Skill
from segue.domain.policy import Policy
from segue.domain.signals import Signals
from segue.policies import BadPolicy, Problem
from segue.policies.checking import check
from segue.policies.reaching import dead_ends
from segue.policies.teams import TeamKnown
from segue.settings import BadSettings, Settings

log = structlog.get_logger()
Reader = Callable[[tuple[tuple[str, str], ...]], Awaitable[Signals]]


class Joined(Protocol):
    """A tie to other processes."""

    def start(self) -> None: ...

    async def stop(self) -> None: ...


class Beside(Protocol):
    """What runs beside the conversations: it begins after the store, and ends before it."""

    async def start(self) -> None: ...

    async def stop(self) -> None: ...


def wall_clock() -> datetime:
    """The time, aware."""
    return datetime.now(UTC)  # noqa: TID251 - the one clock


def clock_from(start: datetime) -> Clock:
    """A clock that begins at `start` and runs as the wall clock does (`--at`)."""
    ahead = start - wall_clock()
    return lambda: wall_clock() + ahead


def policy_of(settings: Settings) -> Policy:
    """The numbers of this installation."""
    return Policy(
        brand=settings.brand,
        team=TeamId(settings.default_team),
        offer_lasts=timedelta(seconds=settings.offer_s),
        wait_choices=timedelta(seconds=settings.wait_choices_s),
        wait_apology=timedelta(seconds=settings.wait_apology_s),
        wait_limit=timedelta(seconds=settings.wait_limit_s),
    )


@dataclass
class Segue:
    """A running installation, or one about to run."""

    settings: Settings
    clock: Clock
    store: Store
    hub: Hub
    book: PolicyBook
    staffing: Staffing
    turns: Turns
    router: Router
    presence: Presence
    jobs: Runner
    mailer: Mailer | None
    read: Reader
    library: Library
    day: FloorDay
    promises: Promises
    doing: Doing = field(default_factory=NothingDone)
    waits: Waits | None = None  # how long everybody in a line will still wait
    codes: MailedCodes | None = None
    demo_accounts: tuple[dict[str, str], ...] = ()
    started_at: datetime = field(default_factory=wall_clock)
    warm: Callable[[], Awaitable[None]] | None = None
    relay: Joined | None = None
    outside: OutsideBot | None = None  # the company's own bot, if one answers
    brains_trouble: str | None = None  # why the models could not be loaded, if they could not
    mounted: dict[str, Any] = field(default_factory=dict)  # other applications, by their path
    beside: list[Beside] = field(default_factory=list)
    _stops: list[Callable[[], None]] = field(default_factory=list)
    _warming: asyncio.Task[None] | None = None

    @property
    def policy(self) -> Policy:
        """The one that is live."""
        return self.turns.policy

    async def start(self) -> None:
        """Open the store, look at the floor, begin to route and to work."""
        await self.store.start()
        await self.staffing.refresh()  # first: a policy is held against the teams that there are
        await self.book.start()
        if self.staffing.teams:  # before anybody is set up there is nobody to hand over to
            await self.begin_policy()
        self._stops.append(self.hub.listen(self._heard))
        self.turns.waking.runner.append(self.jobs.wake)
        await self.presence.begin()
        await self.library.start()
        await self.day.start()
        if self.waits is not None:
            await self.waits.start()
        await self.promises.start()
        self.router.start()
        self.jobs.start()
        if self.relay is not None:
            self.relay.start()
        for one in self.beside:
            await one.start()
        if self.warm is not None:
            self._warming = asyncio.create_task(self._warm(self.warm), name="warm")

    async def stop(self) -> None:
        """End the work first and the store last; what is unfinished comes back later."""
        if self._warming is not None:
            self._warming.cancel()
            await asyncio.gather(self._warming, return_exceptions=True)
        for stop in self._stops:
            stop()
        await self.library.stop()
        await self.day.stop()
        if self.waits is not None:
            await self.waits.stop()
        await self.promises.stop()
        for one in reversed(self.beside):
            await one.stop()
        if self.relay is not None:
            await self.relay.stop()
        await self.book.stop()
        await self.router.stop()
        await self.jobs.stop()
        if self.outside is not None:
            await self.outside.aclose()
        await self.presence.stop()
        await self.store.stop()

    async def begin_policy(self) -> None:
        """Raises `BadSettings` when the file that a new installation begins with will not do."""
        file = self.settings.policy_file
        try:
            await self.book.begin()
        except BadPolicy as why:
            said = f"The policy file {file} cannot be used here."
            raise BadSettings("\n".join([said, *(f"  {one}" for one in why.problems)])) from why
        except ExamplesFail as why:
            raise BadSettings(f"The policy file {file} cannot be used here. {why}") from why

    async def _warm(self, warm: Callable[[], Awaitable[None]]) -> None:
        """Load the models on the side. Without them the bot fails, and people take over."""
        try:
            await warm()
        except Exception as why:
            self.brains_trouble = f"{type(why).__name__}: {why}"[:300]
            log.exception("brains.not_loaded")

    def _heard(self, kept: Kept) -> None:
        self.day.heard(kept)
        self.promises.heard(kept)
        if self.staffing.heard(kept):
            self.hub.tell(Passing("presence"), from_afar=True)


def teams_known(teams: Iterable[Team], agents: Iterable[Agent]) -> tuple[TeamKnown, ...]:
    """What checking a policy has to know of the staff."""
    people = Counter[TeamId]()
    skills: dict[TeamId, set[Skill]] = {}
    most: dict[TeamId, int] = {}
    for agent in agents:
        people.update(agent.teams)
        for team in agent.teams:
            skills.setdefault(team, set()).update(agent.skills)
            most[team] = max(most.get(team, 0), agent.capacity)
    return tuple(
        TeamKnown(
            one.id,
            one.name,
            one.hours,
            people[one.id],
            tuple(skills.get(one.id, ())),
            most.get(one.id),
        )
        for one in teams
    )


def problems_with(policy: Policy, teams: tuple[TeamKnown, ...]) -> tuple[Problem, ...]:
    """What publishing refuses: teams that are not there, and ways that end nowhere.

    Before anybody is set up there is nothing to check against.
    """
    return (*check(policy, teams), *dead_ends(policy, teams)) if teams else ()


def policy_book(
    store: Store,
    clock: Clock,
    base: Policy,
    teams: Callable[[], tuple[TeamKnown, ...]],
    *,
    use: Sequence[Callable[[Policy], None]] = (),
    first: dict[str, Any] | None = None,
) -> PolicyBook:
    """The policies of a store, held at publishing against its teams and its labelled turns."""
    return PolicyBook(
        store,
        clock,
        base,
        use=list(use),
        check=lambda made: problems_with(made, teams()),
        examine=lambda made, examples: failing(store, made, examples),
        first=first,
    )


def put_together(
    settings: Settings,
    store: Store,
    bot: Bot,
    read: Reader,
    mailer: Mailer | None,
    *,
    hub: Hub | None = None,
    clock: Clock = wall_clock,
    policy: Policy | None = None,
    first_policy: dict[str, Any] | None = None,
    doing: Doing | None = None,
    library: Library | None = None,
    work: Mapping[str, Work] | None = None,
) -> Segue:
    """Wire the given parts: tests pass their own, `open_segue` the real ones."""
    hub = hub or Hub()
    policy = policy or policy_of(settings)
    staffing = Staffing(store, clock, policy)
    turns = Turns(store, hub, clock, staffing, policy)

    def teams() -> tuple[TeamKnown, ...]:
        return teams_known(staffing.teams.values(), staffing.agents.values())

    book = policy_book(store, clock, policy, teams, use=[turns.use], first=first_policy)
    doing = doing or NothingDone()
    codes = MailedCodes(store, mailer, clock, settings.brand)
    workers = Workers(
        store, turns, hub, bot, read, mailer, settings.bot_deadline_s, doing=doing, codes=codes
    )
    library = library or Library(store, hub, clock, uploads_of(settings))
    jobs = Runner(store, clock, {**workers.by_kind(), "sync": library.sync, **(work or {})})
    library.wake = jobs.wake
    return Segue(
        settings=settings,
        clock=clock,
        store=store,
        hub=hub,
        book=book,
        staffing=staffing,
        turns=turns,
        router=Router(turns, staffing),
        presence=Presence(
            store, turns, hub, clock, settings.agent_grace_s, settings.customer_grace_s
        ),
        jobs=jobs,
        mailer=mailer,
        read=read,
        library=library,
        day=FloorDay(store, clock),
        waits=waits_of(store, clock, staffing, hub, turns),
        promises=Promises(store, staffing, clock),
        doing=doing,
        codes=codes,
    )


def waits_of(store: Store, clock: Clock, staffing: Staffing, hub: Hub, turns: Turns) -> Waits:
    """Estimates of every wait; one that grew is said aloud."""
    waits = Waits(store, clock, staffing, hub)
    waits.growth.append(says_growth(turns))
    turns.waking.ours.append(waits.ours)
    return waits


def uploads_of(settings: Settings) -> Uploads:
    """Where uploaded files wait until they were read."""
    return Uploads(Path(settings.data_dir) / "uploads")


def database_url(settings: Settings) -> str:
    """Where the store is: what was set, or SQLite in the data folder."""
    return settings.database_url or f"sqlite:///{Path(settings.data_dir) / 'segue.db'}"
