"""Any input in any stage: right or wrong epochs, live or stale offers, known and unknown people.

`any_input` draws one that the conversation at hand could meet. Most are believable, so that
histories get somewhere; the rest are what late machines, second tabs and strangers say.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol, TypeVar, get_args

from hypothesis import strategies as st

from domain.scene import ANA, BEN, BILLING, DESK, LEA, NOON, ORDERS, SUPPORT, Timers
from segue.domain import inputs as i
from segue.domain import phoning
from segue.domain import stages as s
from segue.domain.actions import ActionCall, ActionResult, FieldAsk, Outcome
from segue.domain.ids import AgentId, Epoch, HandoffId, Seq, TeamId
from segue.domain.signals import Signals
from segue.domain.state import Conversation

T = TypeVar("T")
ASKING = ("I want to talk to a human", "agent!!", "Ich möchte mit einem Menschen sprechen")
COURTESY = ("thanks!", "ok", "👍", "No, that's all, thanks")
OTHER = (
    "where is my order #4812?",
    "yes please",
    "no",
    "solved, thanks",
    "my mail is kim@example.org and my number +49 30 1234567",
    "no, I don't need a human",
    "",
    "هل من جديد؟",
)
PEOPLE = (ANA, BEN, LEA, DESK, i.Who(AgentId("no-name"), ""))
OUTCOMES: tuple[Outcome, ...] = ("done", "done", "failed", "unsure", "refused")
NAMELESS = "a team that nobody knows"


ODD = (0.3, 0.5, 0.7, 0.95, 0.0, 1.0, -1.0, 7.0)
"""Scores as models give them, and two that no model should."""


class Draw(Protocol):
    def __call__(self, strategy: st.SearchStrategy[T]) -> T: ...


def signals(*scores: float) -> st.SearchStrategy[Signals]:
    """What a reader may say of a turn: any part of it, or nothing."""
    score = st.sampled_from((None, *(scores or ODD)))
    code = st.sampled_from(("medical", "outage", "no_such_code"))
    return st.builds(
        Signals,
        wants_person=score,
        frustration=score,
        anger=score,
        mood_trend=score,
        about_money=score,
        repeats=score,
        circles=score,
        urgency=st.sampled_from(((), (), (), ("medical",), ("outage", "no_such_code"))),
        topics=st.lists(st.tuples(code, st.just(0.8)), max_size=2).map(tuple),
        language=st.sampled_from((None, "de", "xx")),
        language_sure=score,
        words=st.sampled_from((0, 4, 300)),
    )


class Talk(NamedTuple):
    """One turn with the assistant: what is said and read, how it answers, what comes after."""

    text: str
    signals: Signals
    sure: bool
    confidence: float
    sources: tuple[s.Source, ...]
    then: Callable[[Conversation], i.Input] | None


SHIPPING, REFUNDS = s.Source("s1", "Shipping"), s.Source("s2", "Refunds")
AFTER_AN_ANSWER: tuple[Callable[[Conversation], i.Input] | None, ...] = (
    None,
    None,
    None,
    lambda _: i.CustomerAskedForPerson(),
    lambda _: i.CustomerTookPerson(),
    lambda _: i.CustomerDeclinedPerson(),
    lambda _: i.StandByFound(ANA.id, ANA.name),
    lambda one: i.AgentApprovedDraft(ANA, one.drafts),
    lambda one: i.AgentRejectedDraft(ANA, one.drafts),
    lambda _: i.LeadTookOver(LEA),
)


def turns() -> st.SearchStrategy[Talk]:
    """Believable turns in which rules find something to do."""
    return st.builds(
        Talk,
        st.sampled_from((*OTHER, *OTHER, "ok", "I want to talk to a human")),
        signals(),
        st.booleans(),
        st.sampled_from((0.9, 0.45, 0.45, 0.1)),
        st.sampled_from(((), (SHIPPING,), (REFUNDS,))),
        st.sampled_from(AFTER_AN_ANSWER),
    )


class Someone:
    """Draws the parts of an input as somebody would say them to this conversation now."""

    def __init__(self, draw: Draw, one: Conversation, now: datetime, timers: Timers) -> None:
        self.draw, self.one, self.now, self.timers = draw, one, now, timers

    def of(self, *values: T) -> T:
        return self.draw(st.sampled_from(values))

    def mostly(self, right: T, *wrong: T) -> T:
        return self.draw(st.sampled_from((right,) * 6 * len(wrong) + wrong))

    def chance(self) -> bool:
        return self.draw(st.booleans())

    def epoch(self) -> Epoch:
        return Epoch(self.mostly(int(self.one.epoch), 0, int(self.one.epoch) - 1, 99))

    def about(self) -> Seq:
        return Seq(self.mostly(int(self.one.heard), 0, int(self.one.heard) - 2, 999))

    def who(self) -> i.Who:
        """Whoever has it or is called, or anybody else."""
        known = {str(one.id): one for one in PEOPLE}
        there = known.get(str(self.one.seat or ""), ANA)
        return self.mostly(there, *PEOPLE)

    def team(self) -> TeamId | None:
        return self.of(None, SUPPORT, ORDERS, ORDERS, BILLING, TeamId(NAMELESS))

    def handoff(self) -> HandoffId:
        handoff = self.one.handoff
        return self.mostly(handoff.id if handoff else HandoffId("none"), HandoffId("c.h1"))

    def offer(self) -> tuple[AgentId, int]:
        match self.one.stage:
            case s.Offered(agent=agent, n=n) | s.Deferred(offer=s.LiveOffer(agent=agent, n=n)):
                return self.mostly((agent, n), (ANA.id, n), (agent, n - 1))
            case _:
                return ANA.id, self.one.offers

    def due(self) -> tuple[str, Seq]:
        due = self.one.due
        right = (due.what, due.seq) if due else ("first_answer", Seq(0))
        return self.mostly(right, ("next_answer", Seq(1)))

    def moment(self) -> datetime | None:
        """A time with a zone, as another call may be asked for."""
        return self.of(None, None, self.now + timedelta(hours=2), self.now - timedelta(1))

    def draft(self) -> int:
        return self.mostly(self.one.drafts, 0)

    def run(self) -> int:
        return self.mostly(self.one.actions, 0, self.one.actions - 1, 99)

    def call(self, undoes: int = 0) -> ActionCall:
        """Something to be done, which needs any of the three kinds of yes, or none."""
        return ActionCall(
            "return",
            "Start a return",
            (("order", "4812"),),
            ask=self.of("Start the return?", ""),
            needs_yes=self.chance(),
            needs_identity=self.of(0, 0, 1) == 1,
            needs_approval=self.of(0, 0, 1) == 1,
            undoes=undoes,
        )

    def result(self) -> ActionResult:
        outcome = self.of(*OUTCOMES)
        facts = self.of((), (("order", "4812"),), (("return", "R-1"),))
        undo = self.of("", "take_back")
        text = self.of("It is done.", "")
        then, n, title = self.of(None, self.call()), self.run(), "Start a return"
        return ActionResult(n, "return", title, outcome, text, facts=facts, undo=undo, then=then)

    def reply(self) -> dict[str, Any]:
        """What stands in a reply beside its words; mostly nothing."""
        ask = FieldAsk(self.of("order", "email", "colour"), "Order", self.of("order", "text"))
        return self.of(
            {},
            {},
            {},
            {"act": self.call()},
            {"act": self.call()},
            {"asks": ask},
            {"clarifies": True, "choices": ("Returns", "Repairs")},
            {"solved": True},
            {"facts": (s.Fact("order", "9", "signed_in"),), "tags": ("late",), "note": "look"},
        )

    def time(self) -> datetime | None:
        naive = NOON.replace(tzinfo=None)
        return self.of(None, None, self.now + timedelta(hours=2), self.now - timedelta(1), naive)

    def email(self) -> str | None:
        return self.of(None, "kim@example.org")


BUILDERS: dict[type, Callable[[Someone], i.Input]] = {
    i.ConversationStarted: lambda a: i.ConversationStarted(
        4711, contact=i.Contact(email=a.email(), verified=a.chance(), tier=a.of("", "vip"))
    ),
    i.CustomerSaid: lambda a: i.CustomerSaid(a.of(*ASKING, *COURTESY, *OTHER), "k"),
    i.CustomerAskedForPerson: lambda _: i.CustomerAskedForPerson(),
    i.CustomerTookPerson: lambda _: i.CustomerTookPerson(),
    i.CustomerDeclinedPerson: lambda _: i.CustomerDeclinedPerson(),
    i.CustomerChose: lambda a: i.CustomerChose(
        a.of("email", "callback", "leave_message", "keep_asking", "leave_line", "solved", "dance"),
        email=a.email(),
        phone=a.of(None, "+49301234567"),
        at=a.time(),
        text=a.of("", "it is about order 4812"),
    ),
    i.CustomerAnsweredField: lambda a: i.CustomerAnsweredField(a.of("order", "email"), "4812"),
    i.CustomerRated: lambda a: i.CustomerRated(a.of(5, 1, 0, 6)),
    i.CustomerAskedTranscript: lambda _: i.CustomerAskedTranscript("kim@example.org"),
    i.CustomerWentAway: lambda _: i.CustomerWentAway(),
    i.CustomerCameBack: lambda _: i.CustomerCameBack(),
    i.Understood: lambda a: i.Understood(a.about(), a.draw(signals())),
    i.BotAnswered: lambda a: i.BotAnswered(
        a.about(),
        a.epoch(),
        "Here is how.",
        a.chance(),
        a.of(0.9, 0.9, 0.45, 0.1),
        a.of((), (SHIPPING,), (REFUNDS,)),
        a.of(*(False, False, True)),
        **a.reply(),
    ),
    i.CustomerAllowedAction: lambda a: i.CustomerAllowedAction(a.run()),
    i.CustomerStoppedAction: lambda a: i.CustomerStoppedAction(a.run()),
    i.CustomerAskedCode: lambda a: i.CustomerAskedCode(a.of("kim@example.org", "no address")),
    i.IdentityProven: lambda a: i.IdentityProven(
        i.Contact(email=a.email(), customer_id=a.of("", "k1", "k2"), verified=True),
        a.of("token", "code"),
    ),
    i.ActionFinished: lambda a: i.ActionFinished(a.result()),
    i.ActionLapsed: lambda a: i.ActionLapsed(a.run()),
    i.AgentActed: lambda a: i.AgentActed(a.who(), a.call(undoes=a.of(0, 0, 1)), a.epoch()),
    i.AgentAskedProof: lambda a: i.AgentAskedProof(a.who(), a.epoch()),
    i.AgentApprovedAction: lambda a: i.AgentApprovedAction(a.who(), a.run()),
    i.AgentRejectedAction: lambda a: i.AgentRejectedAction(a.who(), a.run(), "not for this one"),
    i.BotFailed: lambda a: i.BotFailed(a.about(), a.epoch(), "no answer in time"),
    i.BotAskedForPerson: lambda a: i.BotAskedForPerson(
        a.about(), a.epoch(), "stuck", a.team(), a.of("", "I cannot do that."), skills=("no such",)
    ),
    i.IntegrationAskedForPerson: lambda a: i.IntegrationAskedForPerson(
        "fraud check", a.team(), facts=a.of((), (s.Fact("order", "4812", "crm"),))
    ),
    i.AgentFound: lambda a: i.AgentFound(a.of(ANA, BEN).id, "Ana Ruiz", a.handoff()),
    i.OfferExpired: lambda a: i.OfferExpired(*a.offer()),
    i.AgentLost: lambda a: i.AgentLost(a.who().id),
    i.WaitReached: lambda a: i.WaitReached(a.handoff(), a.of(1, 2, 3, 4)),
    i.TeamClosed: lambda a: i.TeamClosed(a.of(SUPPORT, ORDERS)),
    i.DraftTimedOut: lambda a: i.DraftTimedOut(a.draft()),
    i.PromiseDue: lambda a: i.PromiseDue(a.epoch(), a.chance()),
    i.IdleTimedOut: lambda a: i.IdleTimedOut(a.epoch()),
    i.SnoozeEnded: lambda a: i.SnoozeEnded(a.epoch()),
    i.StandByFound: lambda a: i.StandByFound(a.of(ANA, BEN).id, "Ana Ruiz"),
    i.RelaxReached: lambda a: i.RelaxReached(a.handoff(), a.of(1, 2, 3, 0)),
    i.WaitGrew: lambda a: i.WaitGrew(
        a.handoff(), a.of(0, 1, 2, 3), *a.of((None, None), (60, 300), (1200, None)), a.chance()
    ),
    i.AnswerDue: lambda a: i.AnswerDue(*a.due(), a.chance()),
    i.PlaceLapsed: lambda a: i.PlaceLapsed(a.of(*(HandoffId(f"c.h{n}") for n in range(4)))),
    i.AgentAccepted: lambda a: i.AgentAccepted(a.who()),
    i.AgentDeclined: lambda a: i.AgentDeclined(a.who(), "busy"),
    i.AgentPicked: lambda a: i.AgentPicked(a.who()),
    i.AgentSaid: lambda a: i.AgentSaid(a.who(), "I have it.", a.epoch()),
    i.AgentNoted: lambda a: i.AgentNoted(a.who(), "for us only"),
    i.AgentTagged: lambda a: i.AgentTagged(a.who(), a.of((), ("late",))),
    i.AgentJudged: lambda a: i.AgentJudged(a.who(), a.of("right", "too_late", "purple")),
    i.AgentApprovedDraft: lambda a: i.AgentApprovedDraft(
        a.who(), a.draft(), a.of(None, "", "Here is how, edited.")
    ),
    i.AgentRejectedDraft: lambda a: i.AgentRejectedDraft(a.who(), a.draft()),
    i.AgentTransferred: lambda a: i.AgentTransferred(
        a.who(), a.mostly("knows returns", " "), a.epoch(), a.team(), a.of(None, ANA, BEN)
    ),
    i.AgentReturned: lambda a: i.AgentReturned(
        a.who(), a.epoch(), "all done", a.of((), ("a refund by Friday", " "))
    ),
    i.AgentSnoozed: lambda a: i.AgentSnoozed(a.who(), a.epoch(), a.time()),
    i.AgentClosed: lambda a: i.AgentClosed(
        a.who(), "solved", a.of("", "spam"), a.of(None, a.epoch())
    ),
    i.AgentInvited: lambda a: i.AgentInvited(a.who(), a.of(ANA, BEN), a.epoch()),
    i.CustomerDescribed: lambda a: i.CustomerDescribed(
        a.who(), a.of(None, "vip", ""), a.of((), (("plan", "gold"),), (("plan", ""),))
    ),
    i.LeadAssigned: lambda a: i.LeadAssigned(a.of(LEA, ANA), a.of(ANA, BEN), "balance"),
    i.LeadTookOver: lambda a: i.LeadTookOver(a.of(LEA, ANA), "I know them"),
    i.LeadWhispered: lambda a: i.LeadWhispered(a.of(LEA, ANA), "ask for the order"),
    i.AgentCalled: lambda a: i.AgentCalled(
        a.who(), a.epoch(), a.of(*phoning.OUTCOMES, "sang"), a.moment(), a.of("", "twice")
    ),
    i.DeskAccepted: lambda _: i.DeskAccepted(DESK),
}
"""How each input is drawn. `test_laws` checks that none is missing."""

LIKELY: dict[type, tuple[type, ...]] = {
    s.WithBot: (
        i.CustomerSaid,
        i.CustomerSaid,
        i.Understood,
        i.Understood,
        i.BotAnswered,
        i.BotAnswered,
        i.CustomerAskedForPerson,
        i.CustomerDeclinedPerson,
        i.StandByFound,
        i.DraftTimedOut,
        i.AgentApprovedDraft,
        i.CustomerAllowedAction,
        i.AgentApprovedAction,
        i.IdentityProven,
        i.ActionFinished,
    ),
    s.Waiting: (
        i.AgentFound,
        i.CustomerSaid,
        i.Understood,
        i.AgentPicked,
        i.BotAnswered,
        i.CustomerAllowedAction,
        i.ActionFinished,
    ),
    s.Offered: (i.AgentAccepted, i.AgentDeclined, i.OfferExpired),
    s.WithAgent: (
        i.AgentSaid,
        i.CustomerSaid,
        i.AgentClosed,
        i.AgentTransferred,
        i.AgentReturned,
        i.AgentSnoozed,
        i.AgentActed,
        i.ActionFinished,
    ),
    s.Deferred: (i.AgentFound, i.AgentAccepted, i.CustomerSaid, i.AgentPicked, i.AgentCalled),
    s.WrappingUp: (i.CustomerSaid, i.CustomerRated, i.IdleTimedOut, i.AgentClosed),
    s.Closed: (i.CustomerSaid, i.CustomerAskedForPerson, i.AgentPicked),
}
EVERY = tuple(BUILDERS)


def all_inputs() -> set[type]:
    """Every kind of input there is."""
    return set(get_args(i.Input))


def any_input(draw: Draw, one: Conversation, now: datetime, timers: Timers) -> i.Input:
    """What somebody says next."""
    overdue = [timer for timer in timers.ever if timer.at <= now]
    if overdue and draw(st.integers(0, 9)) == 0:
        return draw(st.sampled_from(overdue)).then  # a job that runs late, or twice
    kind = draw(st.sampled_from(LIKELY[type(one.stage)] * 5 + EVERY))
    return BUILDERS[kind](Someone(draw, one, now, timers))


def about_actions(
    draw: Draw, one: Conversation, now: datetime, timers: Timers, about: Seq, epoch: Epoch
) -> i.Input:
    """What is said about actions and fields: mostly what fits the run that waits."""
    someone = Someone(draw, one, now, timers)
    run = one.action
    if run is None:
        bot: i.Input = i.BotAnswered(about, epoch, "", sure=True, act=someone.call())
        asks = FieldAsk("order", "Order", "order")
        question = i.BotAnswered(about, epoch, "Which order?", sure=True, asks=asks)
        said = i.CustomerSaid(someone.of("It is 4812", "no idea", "why?"), "k")
        return someone.of(bot, bot, question, said, i.CustomerAnsweredField("order", "4812"))
    allowed: i.Input = i.CustomerAllowedAction(run.n)
    fits: dict[str, i.Input] = {
        "identity": i.IdentityProven(i.Contact(email="kim@example.org", verified=True), "code"),
        "confirm": someone.of(allowed, i.CustomerSaid("yes please", "k")),
        "approval": i.AgentApprovedAction(ANA, run.n),
        "running": i.ActionFinished(someone.result()),
    }
    kind = someone.of(*EVERY)
    return someone.of(fits[run.state], fits[run.state], BUILDERS[kind](someone))
