"""What the table of stages tries: a conversation in each stage, and who says what to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from msgspec.structs import replace

from segue.domain import actions as a
from segue.domain import inputs as i
from segue.domain.conversation import Conversation, step
from segue.domain.floor import Floor, TeamNow
from segue.domain.ids import AgentId, ConversationId, Epoch, HandoffId, Seq, TeamId
from segue.domain.policy import Policy
from segue.domain.rules.judging import Rules
from segue.domain.rules.model import AllOf, Do, Lane, Rule, Test
from segue.domain.rules.recipes import RECIPES
from segue.domain.signals import Signals

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=2)  # when everything in the table is said
SUPPORT, BILLING = TeamId("support"), TeamId("billing")
ANA, BEN = i.Who(AgentId("ana"), "Ana Ruiz"), i.Who(AgentId("ben"), "Ben Okafor")
LEA = i.Who(AgentId("lea"), "Lea Brandt", lead=True)
DESK = i.Who(AgentId("desk:acme"), "Acme Desk")
POLICY = Policy()
HOLD = Rule("hold", Lane.BOT_FAILURE, Do.APPROVE, when=AllOf((Test("confidence", "below", 0.99),)))
HOLDING = replace(POLICY, rules=Rules((HOLD, *RECIPES)))
PROVEN = i.IdentityProven(i.Contact(email="kim@example.org", customer_id="k1"), "token")
SAFE = Signals(urgency=("medical",))
OPEN = Floor((TeamNow(SUPPORT, "Support", staffed=2), TeamNow(BILLING, "Billing", staffed=1)))
FREE = Floor((TeamNow(SUPPORT, "Support", staffed=2, free=2), TeamNow(BILLING, "Billing")))
SHUT = Floor(
    (
        TeamNow(
            SUPPORT,
            "Support",
            open=False,
            opens_at=NOON + timedelta(hours=19),
            answer_by=NOON + timedelta(hours=21),
        ),
    )
)

Row: TypeAlias = tuple[str, Callable[[Conversation], i.Input], Floor]


def told(one: Conversation, *heard: i.Input, policy: Policy = POLICY) -> Conversation:
    """The conversation after these inputs at noon."""
    for each in heard:
        one, _, _ = step(one, each, policy, OPEN, now=NOON)
    return one


def stages() -> dict[str, Conversation]:
    """One conversation in each stage, as they come about."""
    fresh = Conversation(ConversationId("c"))
    asked = told(fresh, i.ConversationStarted(4812), i.CustomerSaid("Where is my parcel?"))
    waiting = told(asked, i.CustomerAskedForPerson(), i.CustomerSaid("It is urgent"))
    offered = told(waiting, i.AgentFound(ANA.id, ANA.name, HandoffId("c.h1")))
    with_ana = told(offered, i.AgentAccepted(ANA))
    return {
        "WithBot": asked,
        "Waiting": waiting,
        "Offered": offered,
        "WithAgent": with_ana,
        "Deferred": told(waiting, i.CustomerChose("leave_message")),
        "WrappingUp": told(with_ana, i.AgentClosed(ANA)),
        "Closed": told(with_ana, i.AgentClosed(ANA), i.AgentClosed(ANA)),
    }


def _n(one: Conversation) -> int:
    return one.offers


def _handoff(one: Conversation) -> HandoffId:
    return one.handoff.id if one.handoff else HandoffId("c.h1")


def _call(needs: str = "") -> a.ActionCall:
    """Something to be done, that needs a yes, an approval or a proof of identity first."""
    return a.ActionCall(
        "return",
        "Start a return",
        ask="Start the return?",
        needs_yes=needs == "yes",
        needs_approval=needs == "approval",
        needs_identity=needs == "identity",
    )


def _wishes(needs: str = "") -> Callable[[Conversation], i.Input]:
    """The bot wants it done."""
    call = _call(needs)
    return lambda was: i.BotAnswered(was.heard, was.epoch, "", sure=True, act=call)


def _asks(was: Conversation) -> i.Input:
    ask = a.FieldAsk("order", "Order number", "order", "return")
    return i.BotAnswered(was.heard, was.epoch, "Which order is it?", sure=True, asks=ask)


def _clarifies(was: Conversation) -> i.Input:
    choices = ("Returns", "Repairs")
    said = "Which of the two?"
    return i.BotAnswered(was.heard, was.epoch, said, sure=True, clarifies=True, choices=choices)


def _acts(who: i.Who, needs: str = "") -> Callable[[Conversation], i.Input]:
    return lambda was: i.AgentActed(who, _call(needs), was.epoch)


def _ended(outcome: a.Outcome) -> Callable[[Conversation], i.Input]:
    return lambda was: i.ActionFinished(
        a.ActionResult(was.actions, "track", "Track an order", outcome, "It comes tomorrow.")
    )


def _called(outcome: str) -> Callable[[Conversation], i.Input]:
    return lambda was: i.AgentCalled(ANA, was.epoch, outcome)


def _late(was: Conversation) -> Conversation:
    """A case whose promise was for noon."""
    return replace(was, stage=replace(was.stage, answer_by=NOON))


def _broken(was: Conversation) -> i.Input:
    return i.PromiseDue(was.epoch, broken=True)


def _said(text: str) -> Callable[[Conversation], i.Input]:
    return lambda _: i.CustomerSaid(text)


CUSTOMER: tuple[Row, ...] = (
    ("opens a chat", lambda _: i.ConversationStarted(1), OPEN),
    ("says something", _said("It is the blue one"), OPEN),
    ("says something, somebody is free", _said("It is the blue one"), FREE),
    ("says thanks", _said("Thank you!"), OPEN),
    ("says “solved, thanks”", _said("Solved, thanks"), OPEN),
    ("asks for a person, in words", _said("I want to talk to a human"), OPEN),
    ("asks for a person, by button", lambda _: i.CustomerAskedForPerson(), OPEN),
    ("asks for a person, nobody is there", lambda _: i.CustomerAskedForPerson(), SHUT),
    ("takes an offered person (none was)", lambda _: i.CustomerTookPerson(), OPEN),
    ("declines an offered person (none was)", lambda _: i.CustomerDeclinedPerson(), OPEN),
    ("chooses e-mail", lambda _: i.CustomerChose("email", email="kim@example.org"), OPEN),
    ("chooses e-mail without an address", lambda _: i.CustomerChose("email"), OPEN),
    ("chooses a call", lambda _: i.CustomerChose("callback", phone="+4930123456"), OPEN),
    ("chooses a call without a number", lambda _: i.CustomerChose("callback"), OPEN),
    ("chooses to leave a message", lambda _: i.CustomerChose("leave_message"), OPEN),
    ("keeps asking the assistant", lambda _: i.CustomerChose("keep_asking"), OPEN),
    ("leaves the line", lambda _: i.CustomerChose("leave_line"), OPEN),
    ("fills in a field", lambda _: i.CustomerAnsweredField("order", "4812"), OPEN),
    ("rates", lambda _: i.CustomerRated(5), OPEN),
    ("asks for a transcript", lambda _: i.CustomerAskedTranscript("kim@example.org"), OPEN),
    ("says that it is solved, by a tap", lambda _: i.CustomerChose("solved"), OPEN),
    ("says yes to an action (none waits)", lambda _: i.CustomerAllowedAction(1), OPEN),
    ("says no to an action (none waits)", lambda _: i.CustomerStoppedAction(1), OPEN),
    ("asks for a one-time code", lambda _: i.CustomerAskedCode("kim@example.org"), OPEN),
    ("has proven who they are", lambda _: PROVEN, OPEN),
    ("goes away", lambda _: i.CustomerWentAway(), OPEN),
    ("comes back (was not away)", lambda _: i.CustomerCameBack(), OPEN),
)
BOT: tuple[Row, ...] = (
    ("the turn is understood", lambda was: i.Understood(was.heard, Signals()), OPEN),
    (
        "the turn sounds like wanting a person",
        lambda was: i.Understood(was.heard, Signals(wants_person=0.95)),
        OPEN,
    ),
    ("the turn holds safety words", lambda was: i.Understood(was.heard, SAFE), OPEN),
    ("answers", lambda was: i.BotAnswered(was.heard, was.epoch, "Here", sure=True), OPEN),
    ("is not sure", lambda was: i.BotAnswered(was.heard, was.epoch, "Hm", sure=False), OPEN),
    ("answers an older turn", lambda was: i.BotAnswered(Seq(1), was.epoch, "Old", sure=True), OPEN),
    ("fails or times out", lambda was: i.BotFailed(was.heard, was.epoch, "late"), OPEN),
    ("asks for a person", lambda was: i.BotAskedForPerson(was.heard, was.epoch), OPEN),
    ("asks for a field", _asks, OPEN),
    ("asks which is meant", _clarifies, OPEN),
    ("wants to act", _wishes(), OPEN),
    ("wants to act, which needs a yes", _wishes("yes"), OPEN),
    ("wants to act, which needs an approval", _wishes("approval"), OPEN),
    ("wants to act, which needs a proof of identity", _wishes("identity"), OPEN),
    ("another system asks", lambda _: i.IntegrationAskedForPerson("fraud check"), OPEN),
)
MACHINES: tuple[Row, ...] = (
    ("router finds Ben", lambda was: i.AgentFound(BEN.id, BEN.name, _handoff(was)), OPEN),
    ("offer to Ana lapses", lambda was: i.OfferExpired(ANA.id, _n(was)), OPEN),
    ("Ana’s connection is lost", lambda _: i.AgentLost(ANA.id), OPEN),
    ("wait: time for choices", lambda was: i.WaitReached(_handoff(was), 1), OPEN),
    ("wait: time to apologise", lambda was: i.WaitReached(_handoff(was), 2), OPEN),
    ("wait: the limit", lambda was: i.WaitReached(_handoff(was), 3), OPEN),
    ("the team closes for the day", lambda _: i.TeamClosed(SUPPORT), SHUT),
    ("a draft’s clock ends (none is held)", lambda _: i.DraftTimedOut(1), OPEN),
    ("a promise is due soon", lambda was: i.PromiseDue(was.epoch), OPEN),
    (
        "a promise is broken (before its time)",
        lambda was: i.PromiseDue(was.epoch, broken=True),
        OPEN,
    ),
    ("what may be let go after a wait", lambda was: i.RelaxReached(_handoff(was), 1), OPEN),
    ("the wait grew", lambda was: i.WaitGrew(_handoff(was), 1, 300, 600), OPEN),
    ("an answer is due (none was promised)", lambda _: i.AnswerDue("next_answer", Seq(1)), OPEN),
    ("nothing was heard for a while", lambda was: i.IdleTimedOut(was.epoch), OPEN),
    ("somebody stands by (nobody was asked to)", lambda _: i.StandByFound(BEN.id, BEN.name), OPEN),
    ("a snooze ends (nothing is snoozed)", lambda was: i.SnoozeEnded(was.epoch), OPEN),
    ("an action ended (none runs)", _ended("done"), OPEN),
    ("an action’s clock ends (none waits)", lambda _: i.ActionLapsed(1), OPEN),
    ("a kept place lapses (none is kept)", lambda was: i.PlaceLapsed(_handoff(was)), OPEN),
)
STAFF: tuple[Row, ...] = (
    ("Ana accepts", lambda _: i.AgentAccepted(ANA), OPEN),
    ("Ben accepts", lambda _: i.AgentAccepted(BEN), OPEN),
    ("Ana declines", lambda _: i.AgentDeclined(ANA), OPEN),
    ("Ben takes it from the line", lambda _: i.AgentPicked(BEN), OPEN),
    ("Ana says something", lambda was: i.AgentSaid(ANA, "Hello", was.epoch), OPEN),
    ("Ben says something", lambda was: i.AgentSaid(BEN, "Hello", was.epoch), OPEN),
    ("Ana speaks under an old epoch", lambda _: i.AgentSaid(ANA, "Hello", old_epoch()), OPEN),
    ("Ben notes", lambda _: i.AgentNoted(BEN, "For us"), OPEN),
    ("Ben tags", lambda _: i.AgentTagged(BEN, ("late",)), OPEN),
    ("Ben judges", lambda _: i.AgentJudged(BEN, "right"), OPEN),
    ("Ana approves a draft (none is held)", lambda _: i.AgentApprovedDraft(ANA, 1), OPEN),
    ("Ana rejects a draft (none is held)", lambda _: i.AgentRejectedDraft(ANA, 1), OPEN),
    ("Ana runs an action", _acts(ANA), OPEN),
    ("Ben runs an action", _acts(BEN), OPEN),
    ("Ana runs one that needs a proof of identity", _acts(ANA, "identity"), OPEN),
    ("Ana asks for a proof of identity", lambda was: i.AgentAskedProof(ANA, was.epoch), OPEN),
    ("Ana approves an action (none waits)", lambda _: i.AgentApprovedAction(ANA, 1), OPEN),
    ("Ana rejects an action (none waits)", lambda _: i.AgentRejectedAction(ANA, 1), OPEN),
    ("Ana transfers", lambda was: i.AgentTransferred(ANA, "refund", was.epoch, BILLING), OPEN),
    ("Lea transfers", lambda was: i.AgentTransferred(LEA, "refund", was.epoch, BILLING), OPEN),
    ("Ana returns it to the bot", lambda was: i.AgentReturned(ANA, was.epoch), OPEN),
    ("Ana snoozes it", lambda was: i.AgentSnoozed(ANA, was.epoch), OPEN),
    ("Ana closes", lambda _: i.AgentClosed(ANA), OPEN),
    ("Lea closes, with a reason", lambda _: i.AgentClosed(LEA, "spam", "a robot"), OPEN),
    ("Ana invites Ben", lambda was: i.AgentInvited(ANA, BEN, was.epoch), OPEN),
    ("Ben says who the customer is", lambda _: i.CustomerDescribed(BEN, "vip"), OPEN),
    ("Lea assigns it to Ben", lambda _: i.LeadAssigned(LEA, BEN), OPEN),
    ("Lea takes it over", lambda _: i.LeadTookOver(LEA), OPEN),
    ("Ben takes it over", lambda _: i.LeadTookOver(BEN), OPEN),
    ("Lea whispers", lambda _: i.LeadWhispered(LEA, "Ask for the order"), OPEN),
    ("Ana called and reached them", lambda was: i.AgentCalled(ANA, was.epoch, "reached"), OPEN),
    ("Ana called, no answer", lambda was: i.AgentCalled(ANA, was.epoch, "no_answer"), OPEN),
    ("an outside desk accepts", lambda _: i.DeskAccepted(DESK), OPEN),
)


def old_epoch() -> Epoch:
    """An epoch that no conversation of the table is in."""
    return Epoch(-1)


def special() -> tuple[tuple[str, Conversation, str, i.Input], ...]:
    """What needs more than a stage to happen: (when, where, what is heard in words, the input)."""
    one = stages()
    held = told(one["WithBot"], i.BotAnswered(Seq(2), Epoch(0), "Here", sure=True), policy=HOLDING)
    offer = told(one["WithBot"], i.Understood(Seq(2), Signals(wants_person=0.95)))
    left = told(one["Waiting"], i.CustomerChose("leave_line"))
    lost = told(one["WithAgent"], i.AgentLost(ANA.id))
    asleep = told(one["WithAgent"], i.AgentSnoozed(ANA, one["WithAgent"].epoch))
    rings = told(one["Deferred"], i.AgentFound(ANA.id, ANA.name, HandoffId("c.h1")))
    missed = told(one["WithBot"], i.BotAnswered(Seq(2), Epoch(0), "Hm", sure=False))
    ready = told(missed, i.StandByFound(BEN.id, BEN.name))
    again = told(missed, i.CustomerSaid("The blue one"))
    away = told(one["WithBot"], i.CustomerWentAway())
    yes = told(one["WithBot"], _wishes("yes")(one["WithBot"]))
    eyes = told(one["WithBot"], _wishes("approval")(one["WithBot"]))
    runs = told(one["WithBot"], _wishes()(one["WithBot"]))
    proof = told(one["WithBot"], _wishes("identity")(one["WithBot"]))
    field = told(one["WithBot"], _asks(one["WithBot"]))
    called = told(one["Waiting"], i.CustomerChose("callback", phone="+4930123456"))
    at = NOON + timedelta(hours=2)
    slot = told(one["Waiting"], i.CustomerChose("callback", phone="+4930123456", at=at))
    grown = told(one["Waiting"], i.WaitGrew(HandoffId("c.h1"), 1, 300, 600))
    needs = told(one["WithBot"], i.IntegrationAskedForPerson("fraud", skills=("fraud:2",)))
    works = told(one["WithAgent"], _acts(ANA)(one["WithAgent"]))
    return (
        ("a draft is held", held, "Ana approves it", i.AgentApprovedDraft(ANA, 1)),
        ("a draft is held", held, "Ana rejects it", i.AgentRejectedDraft(ANA, 1)),
        ("a draft is held", held, "its clock ends", i.DraftTimedOut(1)),
        ("a draft is held", held, "the customer says something", i.CustomerSaid("And?")),
        ("a draft is held", held, "asks for a person", i.CustomerAskedForPerson()),
        ("a draft is held", held, "Lea takes it over", i.LeadTookOver(LEA)),
        ("a person was offered", offer, "the customer takes them", i.CustomerTookPerson()),
        ("a person was offered", offer, "the customer says “yes”", i.CustomerSaid("Yes")),
        ("a person was offered", offer, "the customer declines", i.CustomerDeclinedPerson()),
        ("a person was offered", offer, "the customer asks on", i.CustomerSaid("What is it?")),
        ("the customer left the line", left, "asks for a person", i.CustomerAskedForPerson()),
        ("one answer missed", missed, "somebody is found", i.StandByFound(BEN.id, BEN.name)),
        ("Ben stands by", ready, "asks for a person", i.CustomerAskedForPerson()),
        ("one answer missed", again, "the next one misses", answer_missed(again)),
        ("the customer is away", away, "nothing was heard", i.IdleTimedOut(away.epoch)),
        ("a person was lost", lost, "the customer says something", i.CustomerSaid("Hello?")),
        ("a person was lost", lost, "the bot answers", answer_missed(lost)),
        ("Ana snoozed it", asleep, "the customer says something", i.CustomerSaid("News?")),
        ("Ana snoozed it", asleep, "Ana says something", i.AgentSaid(ANA, "Yes", asleep.epoch)),
        ("a case rings at Ana", rings, "Ana accepts", i.AgentAccepted(ANA)),
        ("a case rings at Ana", rings, "Ben accepts", i.AgentAccepted(BEN)),
        ("a case rings at Ana", rings, "the offer lapses", i.OfferExpired(ANA.id, 1)),
        ("an action waits for a yes", yes, "the customer says yes", i.CustomerAllowedAction(1)),
        ("an action waits for a yes", yes, "the customer says “yes”", i.CustomerSaid("Yes")),
        ("an action waits for a yes", yes, "the customer says “no”", i.CustomerSaid("No")),
        ("an action waits for a yes", yes, "the customer asks on", i.CustomerSaid("And when?")),
        ("an action waits for a yes", yes, "asks for a person", i.CustomerAskedForPerson()),
        ("an action waits for approval", eyes, "Ana approves it", i.AgentApprovedAction(ANA, 1)),
        ("an action waits for approval", eyes, "Ana rejects it", i.AgentRejectedAction(ANA, 1)),
        ("an action waits for approval", eyes, "the customer asks on", i.CustomerSaid("When?")),
        ("an action waits for a proof", proof, "the customer asks on", i.CustomerSaid("Why?")),
        ("an action waits for a proof", proof, "an address is said", i.CustomerSaid("k@x.org")),
        ("an action waits for a proof", proof, "it is proven", PROVEN),
        ("an action runs", runs, "it is done", _ended("done")(runs)),
        ("an action runs", runs, "it failed", _ended("failed")(runs)),
        ("an action runs", runs, "it may have happened", _ended("unsure")(runs)),
        ("Ana’s action runs", works, "it is done", _ended("done")(works)),
        ("a call was promised", called, "Ana calls and reaches them", _called("reached")(called)),
        ("a call was promised", called, "Ana calls, no answer", _called("no_answer")(called)),
        ("a call was promised", called, "the number is wrong", _called("wrong_number")(called)),
        (
            "a call has a slot",
            slot,
            "router finds Ana",
            i.AgentFound(ANA.id, "Ana", _handoff(slot)),
        ),
        ("a call has a slot", slot, "its time has come", i.PromiseDue(slot.epoch)),
        ("a promise is over", _late(one["Deferred"]), "its clock ends", _broken(one["Deferred"])),
        ("the wait grew once", grown, "it grew again", i.WaitGrew(HandoffId("c.h1"), 2, 900, None)),
        ("a skill is needed", needs, "a step is due", i.RelaxReached(_handoff(needs), 1)),
        ("a field was asked for", field, "a value is said", i.CustomerSaid("It is 4812")),
        ("a field was asked for", field, "no value is said", i.CustomerSaid("No idea")),
    )


def answer_missed(was: Conversation) -> i.BotAnswered:
    """The bot is not sure about the newest turn."""
    return i.BotAnswered(was.heard, was.epoch, "Hm", sure=False)
