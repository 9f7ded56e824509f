"""Days at a house in made-up time: conversations of every kind, through the one door.

Everything that a day has takes part: customers who wait, decline or leave, an assistant that
answers, misses or fails, agents who accept, let it ring, approve and close, timers that run out.
Whatever the effects of a turn ask for comes back as an input when its time has come, so that what
is in the store afterwards was decided by the product and by nothing else.

The same seed gives the same days.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random

from segue.app.ports import Kept
from segue.app.ports_staff import Agent, Team
from segue.benching.people import Person, person
from segue.build import Segue
from segue.domain import effects as x
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import routing
from segue.domain import stages as s
from segue.domain.errors import Refused
from segue.domain.ids import AgentId, ConversationId, TeamId
from segue.domain.inputs import Input
from segue.domain.stages import Source

SUPPORT, BILLING = TeamId("support"), TeamId("billing")
BEGIN = datetime(2026, 11, 16, 8, tzinfo=UTC)
SURVEYS, JUDGED, RINGS_OUT = 0.35, 0.25, 0.08


@dataclass
class Turned:
    """A clock that stands where the days are."""

    now: datetime = BEGIN

    def __call__(self) -> datetime:
        return self.now


async def staff(segue: Segue, agents: int) -> None:
    """Two teams, and so many agents who are all there."""
    store = segue.store
    await store.save_team(Team(SUPPORT, "Support"))
    await store.save_team(Team(BILLING, "Billing"))
    for n in range(agents):
        one = AgentId(f"a{n:02}")
        teams = (SUPPORT, BILLING) if n % 3 == 0 else (SUPPORT,)
        await store.save_agent(Agent(one, f"Agent{n}", f"a{n}@example.com", teams=teams), "hash")
        await store.set_status(one, "available")
    await segue.staffing.refresh()


Later = Input | Callable[[], Input | None]
"""What is said when its time comes: known now, or found out then."""


@dataclass
class Days:
    """The days of one house, which must not be running: nothing here waits for real time."""

    segue: Segue
    clock: Turned
    dice: Random = field(default_factory=lambda: Random(7))  # noqa: S311 - variety, no secrets
    people: dict[ConversationId, Person] = field(default_factory=dict)
    taken: int = 0
    _due: list[tuple[datetime, int, ConversationId, str, Later]] = field(default_factory=list)
    _set: dict[tuple[ConversationId, str], int] = field(default_factory=dict)
    _numbers: count[int] = field(default_factory=count)
    _now: dict[ConversationId, Kept] = field(default_factory=dict)

    async def play(self, conversations: int, over: timedelta) -> None:
        """So many conversations, begun at any time within `over`; all are played to their end."""
        stop = self.segue.hub.listen(self._moved)
        begin, known = self.clock.now, len(self.people)
        for n in range(known, known + conversations):
            one, name = person(n, self.dice), ConversationId(f"c_{n:05}")
            self.people[name] = one
            at = begin + over * self.dice.random()
            started = i.ConversationStarted(n, channel=one.channel, contact=one.contact)
            self._at(at, name, started)
        while self._due:
            at, number, name, timer, later = heapq.heappop(self._due)
            if timer and self._set.get((name, timer)) != number:
                continue
            self.clock.now = max(self.clock.now, at)
            heard = later() if callable(later) else later
            if heard is not None:
                await self._take(name, heard)
        stop()

    def _moved(self, kept: Kept) -> None:
        self.segue.staffing.heard(kept)

    async def _take(self, name: ConversationId, heard: Input) -> None:
        new = isinstance(heard, i.ConversationStarted)
        try:
            kept = await self.segue.turns.take(name, heard, new=new)
        except Refused:
            return  # as in life: a colleague was faster, it is over already
        self.taken += 1
        self._now[name] = kept
        for row in kept.rows:
            self._sees(name, kept, row.event)
        for effect in kept.effects:
            self._must(name, effect)

    # --- when things come ----------

    def _at(self, at: datetime, name: ConversationId, later: Later, timer: str = "") -> None:
        number = next(self._numbers)
        if timer:
            self._set[name, timer] = number
        heapq.heappush(self._due, (at, number, name, timer, later))

    def _in(self, low: float, high: float, name: ConversationId, later: Later) -> None:
        wait = timedelta(milliseconds=round(1000 * self.dice.uniform(low, high)))
        self._at(self.clock.now + wait, name, later)

    def _must(self, name: ConversationId, effect: x.Effect) -> None:
        """What the shell would do because of it."""
        match effect:
            case x.Consider(about=about):
                turn = self.people[name].seen.get(about)
                if turn is not None:
                    self._in(0.02, 0.4, name, i.Understood(about, turn.signals))
            case x.AskBot():
                self._in(0.3, 2.5, name, self._answer(name, effect))
            case x.SetTimer(name=timer, at=at, then=then):
                self._at(at, name, then, timer)
            case x.CancelTimer(name=timer):
                for one in TIMERS if timer == "*" else (timer,):
                    self._set.pop((name, one), None)
            case x.FindAgent():
                self._route()
            case x.FindStandBy(team=team):
                desk = routing.stand_by(team, self.segue.staffing.desks())
                if desk is not None:
                    self._in(0.1, 0.5, name, i.StandByFound(desk.agent, desk.name))
            case _:
                pass

    def _answer(self, name: ConversationId, wanted: x.AskBot) -> Input:
        turn = self.people[name].seen.get(wanted.about)
        if turn is None or turn.reply == "fail":
            return i.BotFailed(wanted.about, wanted.epoch, "no answer in time")
        sure = turn.reply != "miss"
        source = (Source(turn.item, turn.item.title()),) if sure and turn.item else ()
        text = "It takes two days." if sure else "I do not know that."
        talk = turn.reply == "small_talk"
        return i.BotAnswered(wanted.about, wanted.epoch, text, sure, round(turn.confidence, 4),
                             source, small_talk=talk)  # fmt: skip

    def _route(self) -> None:
        staffing = self.segue.staffing
        for one in routing.choose(list(staffing.places.values()), staffing.desks()):
            found = i.AgentFound(one.agent, one.name, one.handoff)
            self._in(0.1, 0.6, one.conversation, found)

    # --- what people do when they see it ----------

    def _sees(self, name: ConversationId, kept: Kept, event: e.Event) -> None:
        one = self.people[name]
        match event:
            case e.ConversationOpened():
                self._in(1, 20, name, lambda: self._says(name))
            case e.MessagePosted(author=e.Author.CUSTOMER):
                said = one.turns[min(one.done, len(one.turns)) - 1]
                one.seen[kept.conversation.heard] = said
            case e.MessagePosted(author=e.Author.BOT):
                self._in(6, 60, name, lambda: self._says(name))
            case e.PersonOffered():
                took = i.CustomerTookPerson() if one.takes else i.CustomerDeclinedPerson()
                self._in(3, 25, name, took)
            case e.DraftHeld(draft=draft):
                self._looks_at(name, draft)
            case e.HandoffRequested() | e.AnswerDeferred():
                self._in(one.patience_s, one.patience_s + 60, name, lambda: self._gives_up(name))
            case e.OfferMade(agent=agent, name=called):
                if self.dice.random() > RINGS_OUT:
                    by = i.Who(agent, called)
                    no = self.dice.random() < RINGS_OUT
                    self._in(2, 20, name, i.AgentDeclined(by) if no else i.AgentAccepted(by))
            case e.AgentJoined(agent=agent, name=called):
                self._talks(name, i.Who(agent, called), kept)
            case e.SurveyAsked() if self.dice.random() < SURVEYS:
                good = one.kind in ("fine", "asks", "long") or self.dice.random() < 0.4  # noqa: PLR2004
                score = self.dice.choice((4, 5) if good else (1, 2, 3))
                self._in(4, 90, name, i.CustomerRated(score))
            case _:
                pass

    def _says(self, name: ConversationId) -> Input | None:
        """The next line of the plan; when all is said, the customer is gone a while later."""
        turn = self.people[name].next()
        if turn is None:
            self._in(240, 400, name, i.CustomerWentAway())
            return None
        return i.CustomerSaid(turn.text)

    def _gives_up(self, name: ConversationId) -> Input | None:
        waits = isinstance(self._now[name].conversation.stage, s.Waiting | s.Offered)
        return i.CustomerWentAway() if waits else None

    def _looks_at(self, name: ConversationId, draft: s.HeldDraft) -> None:
        agents = self.segue.staffing.on_shift(draft.team or SUPPORT)
        if not agents or self.dice.random() < 0.3:  # noqa: PLR2004 - nobody looks
            return
        by = i.Who(agents[0].id, agents[0].name)
        how: list[Input] = [
            i.AgentApprovedDraft(by, draft.n),
            i.AgentApprovedDraft(by, draft.n, "It takes three days."),
            i.AgentRejectedDraft(by, draft.n),
        ]
        self._in(5, 55, name, self.dice.choice(how))

    def _talks(self, name: ConversationId, by: i.Who, kept: Kept) -> None:
        """A person has it: some words, now and then a note or a verdict, and the goodbye."""
        epoch, later = kept.conversation.epoch, 5.0
        for n in range(self.dice.randint(1, 4)):
            self._in(later, later + 20, name, i.AgentSaid(by, f"Let me look, {n}.", epoch))
            later += self.dice.uniform(20, 90)
        if self.dice.random() < JUDGED:
            verdict = self.dice.choice(("right", "right", "right", "too_late", "bots_job"))
            self._in(later, later + 5, name, i.AgentJudged(by, verdict))
        if self.dice.random() < RINGS_OUT:
            moved = i.AgentTransferred(by, "about money", epoch, team=BILLING)
            self._in(later, later + 5, name, moved)
        elif self.dice.random() < RINGS_OUT:
            self._in(later, later + 5, name, i.AgentReturned(by, epoch, "it is on its way"))
        else:
            outcome = "solved" if self.dice.random() < 0.85 else "unsolved"  # noqa: PLR2004
            self._in(later + 10, later + 60, name, i.AgentClosed(by, outcome, epoch=epoch))


TIMERS = ("wait", "offer", "place", "draft", "promise", "snooze", "idle")
