"""How long everybody in a line will still wait, estimated anew whenever something moves.

Hears every commit: somebody joined a line, was taken by a person, left; a chat ended. What comes of
it is learned by `domain.waits.History`. A round of estimates goes over the front of each line a
little at a time, so that nothing else waits for it, and is started at most about once a second.

What a customer reads keeps its word (`domain/waits_shown.py`): the upper end does not flicker, it
rises only when it has to, and then whoever listens to `growth` is told, who says it aloud. After
the second time no number is said any more. What was told outlives a restart: it is in the store,
as are the history and every estimate with how it turned out.

With several processes each hears the same and estimates by itself; a process writes what somebody
of its own has looked at.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import structlog
from msgspec.structs import replace

from segue.app.feed import Hub, Passing
from segue.app.ports import Clock, Kept, Store, StoreUnavailable
from segue.app.ports_waits import Tally
from segue.app.staffing import Staffing
from segue.app.waiting_followed import UNSURE, Followed, telling
from segue.app.waiting_heard import Heard
from segue.app.waiting_kept import Counted, Keeping
from segue.app.waiting_picture import MOST_OF_A_TEAM, Breath, Idle, Picture, look, newcomer_of
from segue.domain.ids import ConversationId, HandoffId, TeamId
from segue.domain.value import Plain
from segue.domain.waits import Estimate, History, Shown, Wait, estimates, shown
from segue.domain.waits_shown import UPPER

EVERY_S = 5.0
"""While somebody waits, estimates are made anew at least so often."""
STALE_S = 15.0
"""A newcomer's number that is older is made anew when somebody asks for it."""
PAUSE_S = 0.7
"""Between two rounds; longer when a round is dear."""
SHARE = 0.1
"""Of the time may go into estimates."""
SAVE_S = 300.0
LEARNED = "waits"
KEPT = timedelta(days=100)
LONGEST_HEAD_S = 180.0
"""Who comes in later than this has hardly time left to overtake anybody."""
log = structlog.get_logger()


class WaitShown(Plain, frozen=True, omit_defaults=False):
    """What a customer reads: seconds from and to, whole minutes; without an upper end, more than.

    `grew` counts how often the upper end rose. `median_s` and `high80_s` are the estimate behind
    it, from `at` on. `handoff` is None for somebody who is not there yet.
    """

    low_s: int
    high_s: int | None
    grew: int
    at: datetime
    median_s: float
    high80_s: float
    handoff: HandoffId | None = None


Grown: TypeAlias = Callable[[ConversationId, WaitShown], None]


@dataclass
class Waits:
    """Asked by the floor (`staffing.waits`); fed by the hub."""

    store: Store
    clock: Clock
    staffing: Staffing
    hub: Hub
    growth: list[Grown] = field(default_factory=list)
    """Told when the upper end that somebody reads became later, once for each time."""
    front: int = MOST_OF_A_TEAM
    """So many people of each team have a number, at most."""

    def __post_init__(self) -> None:
        self.keeping = Keeping(self.store)
        self.lines = Heard(self.staffing, self.keeping)
        self._idle = Idle()
        self._new: dict[TeamId, WaitShown | None] = {}
        self._new_at = 0.0
        self._woken = asyncio.Event()
        self._saved_at = 0.0
        self._forgot_at = 0.0
        self._task: asyncio.Task[None] | None = None
        self._stops: list[Callable[[], None]] = []

    @property
    def counted(self) -> Counted:
        """What was shown since this process began, and how it turned out."""
        return self.keeping.counted

    # --- beginning and end ------------------------------------------------------------------------

    async def start(self) -> None:
        """Listen, remember, and begin to estimate."""
        self._stops.append(self.hub.listen(self.heard))
        await self.begin()
        self.staffing.waits = self
        self._task = asyncio.create_task(self._run(), name="waits")
        self.moved()

    async def begin(self) -> None:
        """What was learned, what was told to whoever still waits, and who talks to whom."""
        self._saved_at = self._forgot_at = self._now()
        body = await self.store.learned(LEARNED)
        if body is not None:
            try:
                self.lines.history = History.from_json(body)
            except ValueError as why:
                log.warning("waits.history_damaged", why=str(why))
        self.lines.remember(await self.store.open_estimates(), self._now())

    async def stop(self) -> None:
        """Keep what was learned and told. A store that is away does not hold anybody up."""
        for stop in self._stops:
            stop()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        try:
            await self.keeping.write()
            await self.save()
        except StoreUnavailable as why:
            log.warning("waits.not_saved", why=str(why))

    async def save(self) -> None:
        """The history, as it is now."""
        self._saved_at = self._now()
        body = self.lines.history.to_json().encode()
        await self.store.keep_learned(LEARNED, body, self.clock())

    def _now(self) -> float:
        return self.clock().timestamp()

    # --- rounds of estimates ----------------------------------------------------------------------

    def heard(self, kept: Kept) -> None:
        """A commit. Costs microseconds; everything else is done later."""
        if self.lines.heard(kept):
            self.moved()

    def ours(self, kept: Kept) -> None:
        """A turn that this process took."""
        self.lines.ours(kept)

    def moved(self) -> None:
        """A line, or who is at work, is another one now."""
        self._woken.set()

    async def _run(self) -> None:
        while True:
            try:
                async with asyncio.timeout(EVERY_S if self.lines.followed else None):
                    await self._woken.wait()
            except TimeoutError:
                pass
            self._woken.clear()
            cost = 0.0
            try:
                cost = await self.round()
                await self.write()
            except StoreUnavailable as why:
                log.warning("waits.store_unavailable", why=str(why))
                cost = max(cost, why.retry_after_s * SHARE)
            except Exception:  # one bad round must not end all estimates
                log.exception("waits.round_failed")
            await asyncio.sleep(max(PAUSE_S, cost / SHARE))

    async def write(self) -> None:
        """What was told and settled; now and then what was learned."""
        await self.keeping.write()
        now = self._now()
        if not 0 <= now - self._saved_at < SAVE_S:
            await self.save()
        if not 0 <= now - self._forgot_at < KEPT.total_seconds() / 100:
            self._forgot_at = now
            await self.store.forget_estimates(self.clock() - KEPT)

    async def round(self) -> float:
        """Estimate the front of each line and somebody new; the seconds of work that it took."""
        rest = Breath()
        now, lines = self._now(), self.lines
        await lines.reconcile(now, rest)
        history = self._history()
        picture = await look(self.staffing, self._idle, now, rest, self.front)
        lines.settle_leavers(picture)
        new: dict[TeamId, WaitShown | None] = {}
        for found in estimates(
            picture.line,
            picture.agents,
            history,
            now,
            only=picture.ahead.keys(),
            newcomers=picture.newcomers,
        ):
            if found is not None:
                self._estimated(picture, new, *found)
            await rest()
        self._newcomers(new, now)
        for who in lines.followed.values():
            if who.at != now and who.began < now:
                who.wait = None  # too far back for an honest number
        return rest.done()

    def _history(self) -> History:
        """With the head start that this house gives."""
        history, heads = self.lines.history, self.staffing.policy.line.heads
        head = min(max(heads.high, 0.0), LONGEST_HEAD_S)
        history.constants = replace(history.constants, head_start_s=head)
        return history

    def _estimated(
        self,
        picture: Picture,
        new: dict[TeamId, WaitShown | None],
        name: str,
        found: Estimate | None,
    ) -> None:
        who = self.lines.followed.get(ConversationId(name))
        if who is None:
            team = TeamId(name[1:])
            if name == newcomer_of(team):
                new[team] = self._shown(found.wait if found else None, None, picture.now)
        elif picture.places[name].handoff == who.handoff:
            who.place = picture.ahead[name] + 1
            self._tell(who, found, picture.now)

    def _tell(self, who: Followed, found: Estimate | None, now: float) -> None:
        """What they read from now on, and what of it is kept."""
        before, who.at = who.shown, now
        after = shown(found.wait, before) if found else None
        if found is None or after is None:
            who.wait = None  # nobody can say; what was said last is remembered
            return
        entering = who.first
        who.wait, who.shown = found.wait, Shown(after.low_min, after.high_min)
        who.grew += after.grew
        due, changed = who.due(now), who.shown != before
        if due or changed:
            weight = 1.0 if entering else 0.5
            receipt = replace(found.receipt, weight=weight) if due else None
            kept = telling(who, found.wait, receipt, now, self.clock())
            who.tellings.append(kept)
            if who.asked:
                self.keeping.tell(kept)
        if changed:
            self.hub.tell(Passing("wait", who.conversation), from_afar=True)
        if after.grew and who.asked and who.grew <= UNSURE:
            self._say_that_it_grew(who)

    def _say_that_it_grew(self, who: Followed) -> None:
        number = self._of(who)
        if number is not None:
            for grown in self.growth:
                grown(who.conversation, number)

    def _newcomers(self, new: dict[TeamId, WaitShown | None], now: float) -> None:
        """What the floor says of each team, when that is another range now."""
        before, self._new, self._new_at = self._new, new, now
        for team in before.keys() | new.keys():
            if _range(before.get(team)) != _range(new.get(team)):
                self.staffing.now.moved(team)

    # --- questions --------------------------------------------------------------------------------

    def shown(self, conversation: ConversationId) -> WaitShown | None:
        """What somebody in a line reads now; None: nobody can say."""
        who = self.lines.followed.get(conversation)
        if who is None:
            place = self.staffing.places.get(conversation)
            return self.newcomer(place.team) if place and not place.case else None
        who.asked = True
        if who.grew >= UNSURE or (who.wait is None and who.at):
            return None
        return self._of(who)

    def newcomer(self, team: TeamId) -> WaitShown | None:
        """What somebody would read who came to this team now."""
        if self._now() - self._new_at > STALE_S:
            self.moved()
        return self._new.get(team)

    def _of(self, who: Followed) -> WaitShown | None:
        number = self._shown(who.wait, who.shown, who.at or self._now())
        return number and replace(number, grew=who.grew, handoff=who.handoff)

    def _shown(self, wait: Wait | None, said: Shown | None, now: float) -> WaitShown | None:
        number = said or shown(wait)
        if number is None:
            return None
        return WaitShown(
            number.low_min * 60,
            None if number.high_min is None else number.high_min * 60,
            0,
            datetime.fromtimestamp(now, tz=UTC),
            wait.median_s if wait else 0.0,
            wait.quantile(UPPER) if wait else 0.0,
        )

    async def tallies(self, days: int) -> list[Tally]:
        """Estimates of so many days, summed by team, day and how they ended."""
        return await self.store.tally_estimates(self.clock() - timedelta(days=days))


def _range(one: WaitShown | None) -> tuple[int, int | None] | None:
    return None if one is None else (one.low_s, one.high_s)
