"""While a person has it: only they speak, they may give it away, and the customer never loses."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from domain.scene import (
    ANA,
    BEN,
    BILLING,
    CALLED,
    LEA,
    NOON,
    SUPPORT,
    answer,
    closed,
    found,
    in_line,
    kinds,
    lines,
    team,
    with_ana,
)
from segue.domain import effects as x
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.errors import NotNow
from segue.domain.ids import AgentId, Epoch, HandoffId
from segue.domain.joining import join

JOINED_AT = NOON + timedelta(seconds=10)
KNOWN = i.Contact(email="kim@example.org")


# --- speaking ----------


def test_the_owner_speaks_and_the_customer_waits_no_longer() -> None:
    scene = with_ana()
    before = scene.one
    (said,) = scene.hears(i.AgentSaid(ANA, "Hello, I am Ana.", Epoch(2), "k7"))
    assert said == e.MessagePosted(
        e.Author.AGENT, "Hello, I am Ana.", JOINED_AT, "Ana Ruiz", ANA.id, "k7"
    )
    assert scene.one == replace(
        before,
        seq=before.seq + 1,
        last=scene.one.last,
        unanswered=0,
        waiting_since=None,
        replied_at=JOINED_AT,
    )
    assert scene.effects == ()


def test_an_answer_goes_by_mail_when_the_customer_has_left() -> None:
    scene = with_ana(contact=KNOWN)
    assert kinds(scene.hears(i.CustomerWentAway())) == ["CustomerLeft"]
    assert isinstance(scene.one.stage, s.WithAgent)
    scene.hears(i.AgentSaid(ANA, "It is on its way.", Epoch(2)))
    assert scene.effects == (x.SendMail("answer", "kim@example.org", scene.one.seq),)


def test_a_stale_owner_is_told_so() -> None:
    scene = with_ana()
    for stale in (
        i.AgentSaid(ANA, "Hello", Epoch(1)),
        i.AgentReturned(ANA, Epoch(1)),
        i.AgentSnoozed(ANA, Epoch(1)),
        i.AgentInvited(ANA, BEN, Epoch(1)),
        i.AgentTransferred(ANA, "why", Epoch(1), BILLING),
        i.AgentClosed(ANA, epoch=Epoch(1)),
    ):
        assert scene.refuses(stale) == "stale_owner"


def test_a_colleague_may_note_but_not_speak_until_invited() -> None:
    scene = with_ana()
    hello = i.AgentSaid(BEN, "Hello", Epoch(2))
    assert scene.refuses(hello) == "not_yours"
    assert scene.refuses(i.AgentClosed(BEN)) == "not_yours"
    assert kinds(scene.hears(i.AgentNoted(BEN, "careful"))) == ["NoteAdded"]
    assert scene.hears(i.AgentInvited(ANA, BEN, Epoch(2))) == (e.GuestInvited(BEN.id, BEN.name),)
    assert kinds(scene.hears(hello)) == ["MessagePosted"]
    assert scene.refuses(i.AgentReturned(BEN, Epoch(2))) == "not_yours", "a guest owns nothing"


def test_no_bot_speaks_while_a_person_has_it() -> None:
    scene = with_ana()
    posted, *_ = scene.hears(i.CustomerSaid("Are you there?"))
    assert isinstance(posted, e.MessagePosted)
    assert not posted.consider
    assert scene.effects == ()
    assert scene.hears(answer(scene)) == (e.Dropped("bot_answered", "a person has it"),)


@pytest.mark.parametrize("choice", ["email", "callback", "leave_message"])
def test_a_later_answer_is_not_chosen_while_a_person_is_there(choice: str) -> None:
    scene = with_ana(contact=i.Contact(email="kim@example.org", phone="+4930123456"))
    assert scene.refuses(i.CustomerChose(choice)) == "with_person"


# --- notes, tags, verdicts ----------


def test_notes_tags_and_verdicts_never_touch_the_stage() -> None:
    scene = with_ana()
    stage = scene.one.stage
    (note,) = scene.hears(i.AgentNoted(BEN, "for us", "k9"))
    assert note == e.NoteAdded(BEN.id, "Ben Okafor", "for us", JOINED_AT, "k9")
    assert scene.hears(i.AgentTagged(BEN, ("late",))) == (e.Tagged(("late",), "Ben Okafor"),)
    scene.ignores(i.AgentTagged(BEN, ("late",)))
    assert scene.hears(i.AgentJudged(BEN, "too_late", "an hour")) == (
        e.VerdictGiven("too_late", "Ben Okafor", "an hour"),
    )
    assert scene.refuses(i.AgentJudged(BEN, "purple")) == "not_now"
    assert (scene.one.stage, scene.one.tags, scene.one.verdict) == (stage, ("late",), "too_late")
    assert lines(scene.kept[-3:]) == []


# --- giving it away ----------


def test_a_transfer_keeps_the_age_and_never_goes_back_to_who_sent_it() -> None:
    scene = with_ana(team(BILLING, free=1))
    scene.later(minutes=5)
    moves = i.AgentTransferred(ANA, "a refund", Epoch(2), BILLING)
    moved, left, called = scene.hears(moves)
    assert moved == e.Transferred("Ana Ruiz", "a refund", BILLING)
    assert left == e.AgentLeft(ANA.id, "Ana Ruiz", "transferred", "a refund")
    assert isinstance(called, e.HandoffRequested)
    assert called.line == e.Line("transferring", name="Ana", team="Billing", place=1)
    assert called.handoff == replace(
        CALLED,
        id=HandoffId("c.h2"),
        reason=s.Reason.TRANSFERRED,
        team=BILLING,
        at=scene.now,
        why_team="sent by Ana Ruiz",
        avoid=(ANA.id,),
        note="a refund",
        rule="",
        policy=0,
    )
    assert scene.one.stage == s.Waiting(called.handoff, NOON, companion=False)
    assert (scene.one.epoch, scene.one.seat) == (3, None)
    scene.ignores(found(scene, ANA))
    assert kinds(scene.hears(found(scene, BEN))) == ["OfferMade"]


def test_a_transfer_to_a_colleague_prefers_them() -> None:
    scene = with_ana()
    moved, _, called = scene.hears(i.AgentTransferred(ANA, "knows returns", Epoch(2), to=BEN))
    assert moved == e.Transferred("Ana Ruiz", "knows returns", SUPPORT, BEN.id, "Ben Okafor")
    assert isinstance(called, e.HandoffRequested)
    assert (called.handoff.team, called.handoff.preferred) == (SUPPORT, BEN.id)


def test_a_transfer_needs_a_reason_and_somebody_else() -> None:
    scene = with_ana()
    assert scene.refuses(i.AgentTransferred(ANA, "", Epoch(2), BILLING)) == "not_now"
    assert scene.refuses(i.AgentTransferred(ANA, "me", Epoch(2), to=ANA)) == "not_now"
    assert scene.refuses(i.AgentTransferred(BEN, "mine", Epoch(2), BILLING)) == "not_yours"


def test_giving_it_back_tells_the_customer_and_the_bot_what_was_promised() -> None:
    scene = with_ana()
    returns = i.AgentReturned(ANA, Epoch(2), "Refund is out.", ("Money by Friday", " "))
    promised = s.Promise("Money by Friday", JOINED_AT)
    assert scene.hears(returns) == (
        e.BotReturned("Ana", e.Line("handed_back", name="Ana"), "Refund is out.", (promised,)),
    )
    assert scene.one.stage == s.WithBot(earlier=s.Earlier("Ana", "Refund is out.", (promised,)))
    assert (scene.one.epoch, scene.one.unanswered) == (3, 0)
    scene.hears(i.CustomerAskedForPerson())
    assert scene.one.handoff is not None
    assert scene.one.handoff.promises == (promised,)


def test_older_promises_survive_being_given_back_again() -> None:
    scene = with_ana()
    scene.hears(i.AgentReturned(ANA, Epoch(2), promises=("Money by Friday",)))
    scene.hears(i.CustomerAskedForPerson(), i.AgentPicked(BEN))
    scene.hears(i.AgentReturned(BEN, scene.one.epoch, promises=("A call on Monday",)))
    assert isinstance(scene.one.stage, s.WithBot)
    assert scene.one.stage.earlier is not None
    assert [one.text for one in scene.one.stage.earlier.promises] == [
        "Money by Friday",
        "A call on Monday",
    ]


def test_given_back_while_the_customer_is_away_ends_in_silence_after_a_while() -> None:
    scene = with_ana()
    scene.hears(i.CustomerWentAway(), i.AgentReturned(ANA, Epoch(2)))
    assert kinds(scene.later(minutes=30)) == ["ConversationClosed"]


def test_an_agent_leaving_keeps_the_customers_place_ahead_of_its_class() -> None:
    scene = with_ana(team(waiting=3, eta=(60, 120)))
    scene.later(minutes=5)
    left, called = scene.hears(i.AgentLost(ANA.id))
    assert left == e.AgentLeft(ANA.id, "Ana Ruiz", "lost")
    assert isinstance(called, e.HandoffRequested)
    assert called.ahead
    assert called.line == e.Line(
        "person_lost", name="Ana", team="Support", place=1, eta_low_s=60, eta_high_s=120
    )
    assert called.handoff.reason == s.Reason.AGENT_LOST
    assert called.handoff.evidence[-1] == s.Evidence("note", "Ana", label="agent_lost")
    told = called.handoff.at + timedelta(seconds=120)
    assert scene.one.stage == s.Waiting(
        called.handoff, NOON, ahead=True, companion=False, told_until=told
    )
    assert (scene.one.epoch, scene.one.seat) == (3, None)
    assert scene.refuses(i.AgentSaid(ANA, "I am back", Epoch(2))) == "stale_owner"


def test_an_agent_lost_after_hours_leads_to_an_honest_line() -> None:
    scene = with_ana()
    scene.put(closed())
    assert [line.key for line in lines(scene.hears(i.AgentLost(ANA.id)))] == ["away"]


def test_a_lead_who_takes_over_replaces_the_owner_and_says_why() -> None:
    scene = with_ana()
    left, joined = scene.hears(i.LeadTookOver(LEA, "a complaint"))
    assert left == e.AgentLeft(ANA.id, "Ana Ruiz", "replaced", "a complaint")
    assert isinstance(joined, e.AgentJoined)
    assert scene.one.stage == s.WithAgent(LEA.id, "Lea Brandt", CALLED, NOON, JOINED_AT)
    assert (scene.one.epoch, scene.one.joined) == (3, (ANA.id, LEA.id))


def test_a_lead_who_assigns_it_elsewhere_replaces_the_owner() -> None:
    scene = with_ana()
    assert kinds(scene.hears(i.LeadAssigned(LEA, BEN, "your field"))) == [
        "AgentLeft",
        "AgentJoined",
    ]
    scene.ignores(i.LeadAssigned(LEA, BEN))


def test_nobody_joins_what_was_never_handed_over() -> None:
    scene = in_line()
    scene.hears(i.CustomerChose("leave_line"))
    with pytest.raises(NotNow):
        join(scene.one, ANA, scene.floor, scene.now, how="accepted")


def test_a_person_without_a_name_breaks_nothing() -> None:
    nameless = i.Who(AgentId("x"), "")
    scene = in_line()
    scene.hears(i.AgentPicked(nameless))
    scene.hears(i.AgentTransferred(nameless, "why", scene.one.epoch, BILLING))
    assert isinstance(scene.one.stage, s.Waiting)


# --- putting it aside ----------


def test_a_snooze_ends_at_its_time() -> None:
    scene = with_ana()
    until = JOINED_AT + timedelta(hours=2)
    assert scene.hears(i.AgentSnoozed(ANA, Epoch(2), until)) == (e.Snoozed(until, "Ana Ruiz"),)
    assert isinstance(scene.one.stage, s.WithAgent)
    assert (scene.one.stage.snoozed, scene.one.stage.snoozed_until) == (True, until)
    assert scene.later(hours=2) == (e.Woken("time"),)
    assert not scene.one.stage.snoozed
    scene.ignores(i.SnoozeEnded(Epoch(2)))
    scene.ignores(i.SnoozeEnded(Epoch(1)))


@pytest.mark.parametrize("until", [None, JOINED_AT + timedelta(hours=2)])
@pytest.mark.parametrize(
    ("word", "why"),
    [
        (i.CustomerSaid("Anything new?"), "customer"),
        (i.AgentSaid(ANA, "Found it.", Epoch(2)), "agent"),
    ],
)
def test_a_snooze_ends_with_the_next_word(until: datetime | None, word: i.Input, why: str) -> None:
    scene = with_ana()
    scene.hears(i.AgentSnoozed(ANA, Epoch(2), until))
    assert scene.hears(word)[-1] == e.Woken(why)
    assert scene.one.stage == s.WithAgent(ANA.id, "Ana Ruiz", CALLED, NOON, JOINED_AT)
    assert scene.timers.running == {}


def test_a_snooze_needs_a_time_with_its_zone() -> None:
    scene = with_ana()
    naive = NOON.replace(tzinfo=None)
    assert scene.refuses(i.AgentSnoozed(ANA, Epoch(2), naive)) == "not_now"


def test_a_snooze_to_the_next_word_forgets_an_older_time() -> None:
    scene = with_ana()
    scene.hears(
        i.AgentSnoozed(ANA, Epoch(2), NOON + timedelta(hours=1)), i.AgentSnoozed(ANA, Epoch(2))
    )
    assert scene.timers.running == {}
    assert scene.later(hours=2) == ()
