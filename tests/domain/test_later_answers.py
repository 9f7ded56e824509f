"""A later answer: a number, a time, and an owner who is a promise until somebody picks it up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from domain.scene import (
    ANA,
    BEN,
    BILLING,
    CALLED,
    NOON,
    SUPPORT,
    Begin,
    Scene,
    closed,
    deferred,
    floor,
    found,
    goodbye,
    in_line,
    kinds,
    over,
    ringing,
    team,
    with_bot,
)
from segue.domain import effects as x
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.floor import TeamNow
from segue.domain.ids import Epoch, Seq
from segue.domain.signals import Signals

KNOWN = i.Contact(email="kim@example.org")
IN_FOUR_HOURS = timedelta(hours=4)


def test_a_message_becomes_a_case_with_a_number_and_a_time() -> None:
    scene = in_line()
    scene.later(minutes=2)
    (promised,) = scene.hears(i.CustomerChose("leave_message"))
    by = scene.now + IN_FOUR_HOURS
    line = e.Line("saved", team="Support", case="4812", by=by)
    assert promised == e.AnswerDeferred(CALLED, "4812", "message", by, NOON, line)
    assert scene.one.stage == s.Deferred(CALLED, "4812", "message", by, NOON)
    assert (scene.one.epoch, scene.one.handoffs) == (2, 1)
    assert scene.effects == (
        x.CancelTimer("*"),
        x.SetTimer("promise", by - timedelta(minutes=30), i.PromiseDue(Epoch(2))),
        x.FindAgent(SUPPORT),
    )


def test_what_is_written_with_it_is_kept_first_and_learned_from() -> None:
    scene = in_line()
    text = "It is about order #4812"
    said, learned, known, promised = scene.hears(
        i.CustomerChose("email", email="kim@example.org", text=text, client_id="k3")
    )
    assert isinstance(said, e.MessagePosted)
    assert (said.text, said.client_id, said.consider) == (text, "k3", False)
    assert learned == e.FactsLearned((s.Fact("order", "4812", seq=scene.one.heard),))
    assert known == e.ContactKnown(KNOWN)
    assert isinstance(promised, e.AnswerDeferred)
    assert (promised.channel, promised.line.email) == ("email", "kim@example.org")
    assert x.SendMail("case", "kim@example.org", scene.one.seq) in scene.effects


def test_an_email_needs_an_address_and_a_call_a_number() -> None:
    scene = in_line()
    assert scene.refuses(i.CustomerChose("email")) == "email_needed"
    assert scene.refuses(i.CustomerChose("callback")) == "phone_needed"
    naive = NOON.replace(tzinfo=None)
    assert scene.refuses(i.CustomerChose("callback", phone="+4930123456", at=naive)) == "not_now"


def test_a_call_is_promised_for_its_slot() -> None:
    scene = in_line()
    slot = NOON + timedelta(hours=2)
    scene.hears(i.CustomerChose("callback", phone="+4930123456", at=slot))
    assert isinstance(scene.one.stage, s.Deferred)
    assert (scene.one.stage.channel, scene.one.stage.slot, scene.one.stage.answer_by) == (
        "callback",
        slot,
        slot + timedelta(minutes=30),
    )
    assert scene.kept[-1].line == e.Line(  # type: ignore[union-attr]
        "callback_slot",
        team="Support",
        case="4812",
        by=slot + timedelta(minutes=30),
        time=slot,
        until=slot + timedelta(minutes=30),
    )


def test_nobody_is_promised_the_past() -> None:
    scene = in_line(replace(closed(), answer_by=NOON - timedelta(hours=1)))
    scene.hears(i.CustomerChose("callback", phone="+4930123456", at=NOON - timedelta(hours=1)))
    assert isinstance(scene.one.stage, s.Deferred)
    assert (scene.one.stage.slot, scene.one.stage.answer_by) == (None, NOON + IN_FOUR_HOURS)


def test_a_message_to_a_closed_team_is_answered_after_it_opens() -> None:
    there = closed()
    scene = in_line(there)
    scene.hears(i.CustomerChose("leave_message"))
    assert isinstance(scene.one.stage, s.Deferred)
    assert scene.one.stage.answer_by == there.answer_by


def test_straight_from_the_bot_it_is_a_handoff_of_its_own() -> None:
    scene = with_bot()
    (promised,) = scene.hears(i.CustomerChose("leave_message"))
    assert isinstance(promised, e.AnswerDeferred)
    assert promised.handoff == replace(CALLED, rule="", policy=0), "chosen, not called for"
    assert (scene.one.handoffs, scene.one.epoch) == (1, 1)
    scene.hears(i.CustomerAskedForPerson())
    assert scene.one.handoff is not None
    assert scene.one.handoff.id == "c.h2"


@pytest.mark.parametrize(("begin", "first"), [(goodbye, []), (over, ["Reopened"])])
def test_after_the_end_it_goes_to_who_resolved_it(begin: Begin, first: list[str]) -> None:
    scene = begin()
    events = scene.hears(i.CustomerChose("leave_message", text="It broke again"))
    assert kinds(events) == ["MessagePosted", *first, "AnswerDeferred"]
    stage = scene.one.stage
    assert isinstance(stage, s.Deferred)
    assert (stage.handoff.id, stage.handoff.preferred) == ("c.h2", ANA.id)
    assert (stage.since, scene.one.episode) == (scene.now, 1)
    assert stage.handoff.evidence == (s.Evidence("quote", "It broke again", scene.one.heard),)


def test_after_the_window_it_is_a_new_episode() -> None:
    scene = over()
    scene.later(hours=73)
    scene.hears(i.CustomerChose("leave_message"))
    assert scene.one.episode == 2


def test_choosing_again_changes_the_case_and_keeps_its_age() -> None:
    scene = deferred()
    scene.hears(found(scene, ANA), i.AgentDeclined(ANA))
    epoch = scene.one.epoch
    scene.hears(i.CustomerChose("email", email="kim@example.org"))
    stage = scene.one.stage
    assert isinstance(stage, s.Deferred)
    assert (stage.channel, stage.since, stage.handoff) == ("email", NOON, CALLED)
    assert [one.agent for one in stage.passed] == [ANA.id], "and who declined is remembered"
    assert scene.one.epoch == epoch


def test_a_ringing_case_stops_ringing_when_it_changes() -> None:
    scene = ringing()
    assert kinds(scene.hears(i.CustomerChose("leave_message"))) == [
        "OfferEnded",
        "AnswerDeferred",
    ]


# --- more words ----------


def test_words_are_added_and_read_and_the_bot_is_not_asked() -> None:
    scene = deferred()
    assert kinds(scene.hears(i.CustomerSaid("The box was open"))) == ["MessagePosted"]
    assert scene.effects == (x.Consider(scene.one.heard),)
    assert kinds(scene.hears(i.Understood(scene.one.heard, Signals()))) == ["SignalsRead"]
    assert not scene.effects


def test_when_somebody_is_free_a_person_is_offered_once() -> None:
    scene = deferred(team(free=1))
    _, offered = scene.hears(i.CustomerSaid("The box was open"))
    assert offered == e.PersonOffered(
        s.Reason.ASKED, SUPPORT, e.Line("offer", team="Support", place=1)
    )
    assert kinds(scene.hears(i.CustomerSaid("And wet"))) == ["MessagePosted"]


@pytest.mark.parametrize("there", [team(free=1, waiting=1), closed(), team()])
def test_a_person_is_offered_only_when_one_is_free(there: TeamNow) -> None:
    scene = deferred()
    scene.floor = floor(there)
    assert kinds(scene.hears(i.CustomerSaid("The box was open"))) == ["MessagePosted"]


def test_thanks_for_a_case_calls_nobody() -> None:
    scene = deferred(team(free=1))
    assert kinds(scene.hears(i.CustomerSaid("Thank you!"))) == ["MessagePosted"]


@pytest.mark.parametrize("yes", [i.CustomerTookPerson(), i.CustomerSaid("Yes please")])
def test_yes_goes_into_the_line_by_the_age_of_the_case(yes: i.Input) -> None:
    scene = deferred(team(free=1))
    scene.hears(i.CustomerSaid("The box was open"))
    called = scene.hears(yes)[-1]
    assert isinstance(called, e.HandoffRequested)
    assert (called.since, called.line.key) == (NOON, "finding")


# --- those who answer ----------


def test_a_case_is_offered_as_work_and_whoever_accepts_owns_it() -> None:
    scene = deferred()
    before, until = scene.one.stage, scene.now + timedelta(seconds=30)
    assert isinstance(before, s.Deferred)
    scene.hears(found(scene, ANA))
    rings = replace(before, offer=s.LiveOffer(ANA.id, until, 1))
    rung = scene.one.stage
    assert rung == rings
    assert (scene.one.seat, scene.one.epoch) == (ANA.id, 2)
    scene.ignores(found(scene, BEN))
    assert scene.refuses(i.AgentAccepted(BEN)) == "taken"
    assert scene.refuses(i.AgentPicked(BEN)) == "taken"
    scene.hears(i.AgentAccepted(ANA))
    assert scene.one.stage == s.WithAgent(ANA.id, "Ana Ruiz", CALLED, NOON, scene.now)
    assert scene.one.epoch == 3


@pytest.mark.parametrize("lapse", ["declined", "lapsed", "withdrawn"])
def test_a_case_that_nobody_took_stays_a_case(lapse: str) -> None:
    scene = deferred()
    before = scene.one.stage
    scene.hears(found(scene, ANA))
    heard: dict[str, i.Input] = {
        "declined": i.AgentDeclined(ANA),
        "lapsed": i.OfferExpired(ANA.id, 1),
        "withdrawn": i.AgentLost(ANA.id),
    }
    (ended,) = scene.hears(heard[lapse])
    assert isinstance(ended, e.OfferEnded)
    assert ended.why == lapse
    assert isinstance(before, s.Deferred)
    passed = (s.Passed(ANA.id, scene.now + timedelta(minutes=2)),)
    assert scene.one.stage == replace(before, passed=passed)
    scene.ignores(found(scene, ANA))


def test_a_lead_takes_a_case_that_rings() -> None:
    scene = deferred()
    scene.hears(found(scene, ANA))
    assert kinds(scene.hears(i.LeadAssigned(i.Who(BEN.id, "Ben", lead=True), BEN))) == [
        "OfferEnded",
        "AgentJoined",
    ]


def test_a_case_moves_to_another_team_with_its_promise() -> None:
    scene = deferred()
    scene.hears(found(scene, ANA))
    before = scene.one.stage
    assert isinstance(before, s.Deferred)
    epoch = scene.one.epoch
    moves = i.AgentTransferred(BEN, "a refund", epoch, BILLING)
    ended, moved, kept = scene.hears(moves)
    assert ended == e.OfferEnded(ANA.id, "withdrawn")
    assert moved == e.Transferred("Ben Okafor", "a refund", BILLING)
    assert isinstance(kept, e.AnswerDeferred)
    assert (kept.handoff.team, kept.handoff.id, kept.handoff.reason) == (
        BILLING,
        "c.h2",
        s.Reason.TRANSFERRED,
    )
    assert (kept.answer_by, kept.since, kept.line.team) == (before.answer_by, NOON, "Billing")
    assert (scene.one.epoch, scene.one.handoffs) == (epoch, 2)


def test_a_stale_person_moves_no_case() -> None:
    scene = deferred()
    assert scene.refuses(i.AgentTransferred(BEN, "why", Epoch(1), BILLING)) == "stale_owner"
    assert scene.refuses(i.AgentReturned(BEN, Epoch(1))) == "stale_owner"
    assert scene.refuses(i.AgentClosed(BEN, epoch=Epoch(1))) == "stale_owner"


def test_a_case_may_be_given_back_to_the_bot() -> None:
    scene = deferred()
    scene.hears(found(scene, ANA))
    assert kinds(scene.hears(i.AgentReturned(BEN, scene.one.epoch, "It was sent."))) == [
        "OfferEnded",
        "BotReturned",
    ]
    assert scene.one.stage == s.WithBot(earlier=s.Earlier("Ben", "It was sent."))


def test_a_case_is_not_put_aside() -> None:
    scene = deferred()
    scene.ignores(i.AgentSnoozed(ANA, scene.one.epoch))


def test_closing_a_case_sends_a_mail_and_asks() -> None:
    scene = deferred(contact=KNOWN)
    wrapped, asked = scene.hears(i.AgentClosed(ANA, "solved", "sent it again"))
    assert isinstance(wrapped, e.WrapUpBegun)
    assert asked == e.SurveyAsked("Ana")
    assert x.SendMail("case_closed", "kim@example.org", Seq(scene.one.seq - 1)) in scene.effects
    assert scene.one.stage == s.WrappingUp("agent", "solved", CALLED, ANA.id, "Ana")


# --- promises ----------


def test_a_promise_alarms_before_it_is_due_and_when_it_is_broken() -> None:
    scene = deferred()
    assert scene.later(hours=3, minutes=30) == (e.AlarmRaised("promise_due", scene.now),)
    broken, moved = scene.later(minutes=30)
    assert broken == e.AlarmRaised("promise_broken", scene.now)
    assert isinstance(moved, e.PromiseMoved)
    assert (moved.line.key, moved.answer_by) == ("promise_moved", scene.now + timedelta(hours=4))
    assert isinstance(scene.one.stage, s.Deferred)
    assert scene.one.due is not None
    assert (scene.one.due.state, scene.one.due.by) == ("broken", moved.answer_by)
    scene.ignores(i.PromiseDue(Epoch(1)))


def test_a_promise_of_somebody_who_has_it_now_is_theirs() -> None:
    scene = deferred()
    scene.hears(i.AgentPicked(ANA))
    scene.ignores(i.PromiseDue(scene.one.epoch))
    assert list(scene.timers.running) == ["answer"]
    assert scene.later(hours=4) == (
        e.AlarmRaised("promise_due", NOON + timedelta(hours=3, minutes=32)),
        e.AlarmRaised("promise_broken", NOON + timedelta(hours=4, minutes=2)),
    )
    scene.hears(i.AgentSaid(ANA, "Here it is.", scene.one.epoch))
    assert scene.one.due is None


def test_a_promise_moves_to_the_opening_and_that_is_told() -> None:
    scene = deferred(contact=KNOWN)
    there = closed()
    scene.put(there)
    assert there.answer_by is not None
    line = e.Line("saved", team="Support", case="4812", by=there.answer_by, email=KNOWN.email)
    assert scene.hears(i.TeamClosed(SUPPORT)) == (e.PromiseMoved(there.answer_by, line),)
    assert isinstance(scene.one.stage, s.Deferred)
    assert scene.one.stage.answer_by == there.answer_by
    assert scene.timers.running["promise"].at == there.answer_by - timedelta(minutes=30)


@pytest.mark.parametrize(
    "there",
    [
        closed(opens_in_h=1),  # promised for later than the opening anyway
        replace(closed(), opens_at=None),
        replace(closed(), answer_by=NOON + timedelta(hours=3)),
    ],
)
def test_a_promise_never_moves_without_need(there: TeamNow) -> None:
    scene = deferred()
    scene.floor = floor(there)
    scene.ignores(i.TeamClosed(SUPPORT))


def test_a_team_without_a_promise_of_its_own_answers_within_an_hour_of_opening() -> None:
    scene = deferred()
    there = replace(closed(), answer_by=None)
    scene.put(there)
    (moved,) = scene.hears(i.TeamClosed(SUPPORT))
    assert isinstance(moved, e.PromiseMoved)
    assert there.opens_at is not None
    assert moved.answer_by == there.opens_at + timedelta(hours=1)


def test_a_customer_of_a_case_may_leave() -> None:
    scene = deferred()
    stage = scene.one.stage
    assert kinds(scene.hears(i.CustomerWentAway())) == ["CustomerLeft"]
    assert (scene.one.stage, scene.effects) == (stage, ())


def test_a_case_on_a_fresh_conversation_still_has_a_number() -> None:
    scene = Scene()
    scene.hears(i.CustomerChose("leave_message", text="Hello"))
    assert isinstance(scene.one.stage, s.Deferred)
    assert scene.one.stage.case == "0"
