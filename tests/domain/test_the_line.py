"""Waiting: offers that ring and lapse, clocks that speak, and a place that never gets worse."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from domain.scene import (
    ANA,
    BEN,
    BILLING,
    CALLED,
    DESK,
    LEA,
    NOON,
    ORDERS,
    SUPPORT,
    Begin,
    Scene,
    closed,
    deferred,
    found,
    goodbye,
    in_line,
    kinds,
    lines,
    over,
    ringing,
    team,
    with_ana,
    with_bot,
)
from segue.domain import effects as x
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.ids import Epoch, HandoffId, Seq, TeamId

KNOWN = i.Contact(email="kim@example.org")
WAITING = s.Waiting(CALLED, NOON)


# --- offers ----------


def test_the_router_offers_it_to_one_agent_for_thirty_seconds() -> None:
    scene = in_line()
    until = NOON + timedelta(seconds=30)
    assert scene.hears(found(scene, ANA)) == (e.OfferMade(ANA.id, "Ana Ruiz", until, 1),)
    assert scene.one.stage == s.Offered(WAITING, ANA.id, until, 1)
    assert (scene.one.seat, scene.one.epoch) == (ANA.id, 1)
    assert scene.effects == (x.SetTimer("offer", until, i.OfferExpired(ANA.id, 1)),)


@pytest.mark.parametrize("begin", [with_bot, ringing, with_ana, goodbye, over])
def test_the_router_finds_nobody_for_what_does_not_wait(begin: Begin) -> None:
    begin().ignores(i.AgentFound(BEN.id, BEN.name, HandoffId("c.h1")))


def test_the_router_was_thinking_of_an_older_handoff() -> None:
    in_line().ignores(i.AgentFound(ANA.id, ANA.name, HandoffId("c.h0")))


def test_who_is_offered_it_joins_by_name_and_team() -> None:
    scene = ringing()
    scene.later(seconds=10)
    (joined,) = scene.hears(i.AgentAccepted(ANA))
    line = e.Line("joined", name="Ana", team="Support")
    assert joined == e.AgentJoined(ANA.id, "Ana Ruiz", SUPPORT, scene.now, line, since=NOON)
    assert scene.one.stage == s.WithAgent(ANA.id, "Ana Ruiz", CALLED, NOON, scene.now)
    assert (scene.one.epoch, scene.one.joined, scene.one.seat) == (2, (ANA.id,), ANA.id)
    assert scene.timers.running == {}
    scene.ignores(i.AgentAccepted(ANA))  # pressed twice, or in two tabs


def test_two_accept_together_and_one_gets_it() -> None:
    scene = ringing()
    assert scene.refuses(i.AgentAccepted(BEN)) == "taken"
    scene.hears(i.AgentAccepted(ANA))
    assert scene.refuses(i.AgentAccepted(BEN)) == "taken"


@pytest.mark.parametrize(
    ("begin", "code"),
    [
        (with_bot, "nothing_to_accept"),
        (in_line, "nothing_to_accept"),
        (deferred, "nothing_to_accept"),
        (goodbye, "nothing_to_accept"),
        (over, "already_closed"),
    ],
)
def test_there_is_nothing_to_accept(begin: Begin, code: str) -> None:
    assert begin().refuses(i.AgentAccepted(ANA)) == code


def test_a_declined_offer_keeps_the_place_and_is_not_repeated_for_two_minutes() -> None:
    scene = ringing()
    until = NOON + timedelta(minutes=2)
    assert scene.hears(i.AgentDeclined(ANA, "lunch")) == (
        e.OfferEnded(ANA.id, "declined", "lunch", until),
    )
    assert scene.one.stage == replace(WAITING, passed=(s.Passed(ANA.id, until),))
    assert scene.effects == (x.CancelTimer("offer"), x.FindAgent(SUPPORT))
    scene.ignores(found(scene, ANA))
    scene.later(minutes=2)
    assert kinds(scene.hears(found(scene, ANA))) == ["OfferMade"]


def test_an_offer_that_rings_out_goes_back_and_is_counted() -> None:
    scene = ringing()
    scene.later(seconds=30)
    until = scene.now + timedelta(minutes=2)
    assert scene.kept[-1] == e.OfferEnded(ANA.id, "lapsed", not_before=until)
    assert scene.one.stage == replace(WAITING, passed=(s.Passed(ANA.id, until),))
    assert scene.effects == (
        x.CancelTimer("offer"),
        x.CountMissedOffer(ANA.id),
        x.FindAgent(SUPPORT),
    )
    scene.ignores(i.AgentDeclined(ANA))
    scene.ignores(i.OfferExpired(ANA.id, 1))
    (offer,) = scene.hears(found(scene, BEN))
    assert isinstance(offer, e.OfferMade)
    assert (offer.agent, offer.n) == (BEN.id, 2)


def test_a_late_lapse_does_not_end_a_newer_offer_to_the_same_agent() -> None:
    scene = ringing()
    scene.hears(i.CustomerChose("leave_line"), i.CustomerAskedForPerson())
    scene.hears(found(scene, ANA))
    scene.ignores(i.OfferExpired(ANA.id, 1))
    assert scene.one.seat == ANA.id


def test_an_agent_who_loses_the_connection_stops_ringing() -> None:
    scene = ringing()
    until = NOON + timedelta(minutes=2)
    assert scene.hears(i.AgentLost(ANA.id)) == (
        e.OfferEnded(ANA.id, "withdrawn", not_before=until),
    )
    scene.ignores(i.AgentLost(ANA.id))


@pytest.mark.parametrize("begin", [with_bot, in_line, ringing, with_ana, deferred, goodbye, over])
def test_the_loss_of_an_agent_who_has_nothing_here_is_nothing(begin: Begin) -> None:
    begin().ignores(i.AgentLost(BEN.id))
    begin().ignores(i.AgentDeclined(BEN))


# --- picking, assigning, an outside desk ----------


@pytest.mark.parametrize("begin", [in_line, deferred])
def test_an_agent_may_take_it_from_the_line(begin: Begin) -> None:
    scene = begin()
    (joined,) = scene.hears(i.AgentPicked(BEN))
    assert isinstance(joined, e.AgentJoined)
    assert (joined.how, joined.since, joined.line.key) == ("picked", NOON, "joined")
    assert scene.one.seat == BEN.id
    scene.ignores(i.AgentPicked(BEN))
    assert scene.refuses(i.AgentPicked(ANA)) == "not_yours"


def test_what_rings_at_a_colleague_is_not_picked() -> None:
    scene = ringing()
    assert scene.refuses(i.AgentPicked(BEN)) == "taken"
    assert kinds(scene.hears(i.AgentPicked(ANA))) == ["AgentJoined"]


def test_a_team_may_forbid_picking_to_all_but_leads() -> None:
    assert in_line(picking=False).refuses(i.AgentPicked(BEN)) == "not_yours"
    assert kinds(in_line(picking=False).hears(i.AgentPicked(LEA))) == ["AgentJoined"]
    assert kinds(ringing(picking=False).hears(i.AgentPicked(ANA))) == ["AgentJoined"]


@pytest.mark.parametrize("begin", [with_bot, goodbye])
def test_the_assistants_conversations_are_not_picked(begin: Begin) -> None:
    assert begin().refuses(i.AgentPicked(BEN)) == "not_yours"


def test_a_lead_assigns_and_the_agent_cannot_decline() -> None:
    scene = in_line()
    (offer,) = scene.hears(i.LeadAssigned(LEA, BEN, "knows them"))
    until = NOON + timedelta(seconds=30)
    assert offer == e.OfferMade(BEN.id, "Ben Okafor", until, 1, binding=True)
    assert scene.refuses(i.AgentDeclined(BEN)) == "not_now"
    scene.later(seconds=30)
    assert isinstance(scene.one.stage, s.Waiting), "but it does not ring for ever"


def test_a_lead_assigns_what_rings_at_somebody_else() -> None:
    scene = ringing()
    assert scene.hears(i.LeadAssigned(LEA, BEN))[0] == e.OfferEnded(ANA.id, "taken")
    assert scene.one.seat == BEN.id
    assert scene.timers.running["offer"].then == i.OfferExpired(BEN.id, 2)


@pytest.mark.parametrize("begin", [with_bot, deferred, over])
def test_a_lead_assigns_what_does_not_wait_and_the_agent_joins(begin: Begin) -> None:
    scene = begin()
    *_, joined = scene.hears(i.LeadAssigned(LEA, BEN))
    assert isinstance(joined, e.AgentJoined)
    assert (joined.agent, joined.how, joined.line.name) == (BEN.id, "assigned", "Ben")


@pytest.mark.parametrize("begin", [with_bot, in_line, ringing, with_ana, deferred, over])
def test_a_lead_takes_over(begin: Begin) -> None:
    scene = begin()
    *_, joined = scene.hears(i.LeadTookOver(LEA, "I know them"))
    assert isinstance(joined, e.AgentJoined)
    assert (joined.agent, joined.how) == (LEA.id, "took_over")
    assert scene.told()[-1] == "joined"
    assert scene.one.seat == LEA.id
    scene.ignores(i.LeadTookOver(LEA))


def test_taking_over_from_the_bot_leaves_a_handoff_behind() -> None:
    scene = with_bot()
    called, joined = scene.hears(i.LeadTookOver(LEA, "an old friend"))
    assert isinstance(called, e.HandoffRequested)
    assert isinstance(joined, e.AgentJoined)
    assert called.handoff.reason == s.Reason.POLICY
    assert called.handoff.evidence == (s.Evidence("note", "an old friend", label="took_over"),)
    assert called.line.key == "finding"
    assert joined.handoff == called.handoff
    assert scene.timers.running == {}


@pytest.mark.parametrize("act", [i.LeadAssigned(ANA, BEN), i.LeadTookOver(ANA)])
def test_only_a_lead_assigns_and_takes_over(act: i.Input) -> None:
    assert in_line().refuses(act) == "lead_only"


@pytest.mark.parametrize("act", [i.LeadAssigned(LEA, BEN), i.LeadTookOver(LEA)])
def test_nobody_is_put_into_a_goodbye(act: i.Input) -> None:
    assert goodbye().refuses(act) == "not_now"


@pytest.mark.parametrize(
    ("begin", "first"), [(in_line, []), (ringing, ["OfferEnded"]), (deferred, [])]
)
def test_an_outside_desk_joins_as_an_agent_does(begin: Begin, first: list[str]) -> None:
    scene = begin()
    assert kinds(scene.hears(i.DeskAccepted(DESK))) == [*first, "AgentJoined"]
    assert scene.one.seat == DESK.id
    scene.ignores(i.DeskAccepted(DESK))
    assert kinds(scene.hears(i.AgentSaid(DESK, "Hello", scene.one.epoch))) == ["MessagePosted"]


@pytest.mark.parametrize(
    ("begin", "code"),
    [
        (with_bot, "nothing_to_accept"),
        (with_ana, "taken"),
        (goodbye, "nothing_to_accept"),
        (over, "already_closed"),
    ],
)
def test_an_outside_desk_is_refused(begin: Begin, code: str) -> None:
    assert begin().refuses(i.DeskAccepted(DESK)) == code


# --- the clocks of a wait ----------


def test_a_wait_shows_choices_then_apologises_then_promises() -> None:
    scene = in_line(team(eta=(300, 600)))
    scene.later(seconds=59)
    assert kinds(scene.kept)[-1] == "HandoffRequested"
    assert scene.later(seconds=1) == (e.ChoicesShown(1),)
    assert scene.later(minutes=2) == (
        e.ChoicesShown(
            2, e.Line("in_line_longer", team="Support", place=1, eta_low_s=300, eta_high_s=600)
        ),
    )
    grew, told, promised, address = scene.later(minutes=12)
    assert address == e.FieldWanted("email")
    assert isinstance(grew, e.WaitOutgrown)
    assert isinstance(told, e.PlaceTold)
    assert isinstance(promised, e.AnswerDeferred)
    assert (promised.channel, promised.case, promised.since) == ("message", "4812", NOON)
    assert promised.handoff == scene.one.handoff
    assert promised.line.key == "saved"
    assert isinstance(scene.one.stage, s.Deferred)


def test_no_apology_is_read_while_everybody_is_away() -> None:
    scene = in_line(closed())
    scene.later(minutes=3)
    assert scene.kept[-1] == e.ChoicesShown(2)


def test_a_limit_that_is_reached_while_it_rings_stops_the_ringing() -> None:
    scene = in_line()
    scene.later(minutes=14, seconds=45)
    scene.hears(found(scene, ANA))
    assert kinds(scene.later(seconds=15)) == ["OfferEnded", "AnswerDeferred", "FieldWanted"]
    assert scene.one.seat is None


def test_clocks_go_on_while_it_rings() -> None:
    scene = in_line()
    scene.later(seconds=50)
    scene.hears(found(scene, ANA))
    assert scene.later(seconds=10) == (e.ChoicesShown(1),)
    assert isinstance(scene.one.stage, s.Offered)
    assert scene.one.stage.waiting.shown == 1


def test_a_clock_that_speaks_twice_or_of_an_older_wait_is_ignored() -> None:
    scene = in_line()
    scene.later(minutes=1)
    scene.ignores(i.WaitReached(CALLED.id, 1))
    scene.ignores(i.WaitReached(HandoffId("c.h0"), 3))
    scene.hears(i.CustomerChose("leave_line"))
    scene.ignores(i.WaitReached(CALLED.id, 3))


def test_the_clock_of_a_wait_begins_anew_when_an_agent_is_lost_and_its_age_does_not() -> None:
    scene = with_ana()
    scene.later(minutes=40)
    scene.hears(i.AgentLost(ANA.id))
    assert scene.later(seconds=59) == ()
    assert isinstance(scene.one.stage, s.Waiting)
    assert scene.one.stage.since == NOON
    assert scene.later(seconds=1) == (e.ChoicesShown(1),)


@pytest.mark.parametrize("begin", [in_line, ringing])
def test_a_team_that_closes_offers_a_choice_and_keeps_the_clock(begin: Begin) -> None:
    scene = begin()
    there = closed()
    scene.put(there)
    (shown,) = scene.hears(i.TeamClosed(SUPPORT))
    line = e.Line("away", team="Support", opens_at=there.opens_at, by=there.answer_by)
    assert shown == e.ChoicesShown(1, line)
    assert scene.timers.running["wait"] == x.SetTimer(
        "wait", NOON + timedelta(minutes=3), i.WaitReached(CALLED.id, 2)
    )


def test_a_team_that_closes_after_the_apology_still_reaches_its_limit() -> None:
    scene = in_line()
    scene.later(minutes=4)
    scene.put(closed())
    assert scene.hears(i.TeamClosed(SUPPORT))[0].level == 2  # type: ignore[union-attr]
    assert kinds(scene.later(minutes=11)) == ["AnswerDeferred", "FieldWanted"]


@pytest.mark.parametrize("begin", [with_bot, with_ana, goodbye, over])
def test_a_team_that_closes_leaves_the_others_alone(begin: Begin) -> None:
    begin().ignores(i.TeamClosed(SUPPORT))


def test_another_teams_evening_is_nothing() -> None:
    in_line().ignores(i.TeamClosed(ORDERS))
    deferred().ignores(i.TeamClosed(ORDERS))


# --- leaving the screen ----------


def test_who_goes_away_and_is_known_gets_a_case_and_a_mail() -> None:
    scene = ringing(contact=KNOWN)
    scene.later(seconds=20)
    ended, left, promised = scene.hears(i.CustomerWentAway())
    assert (ended, left) == (e.OfferEnded(ANA.id, "withdrawn"), e.CustomerLeft(scene.now))
    assert isinstance(promised, e.AnswerDeferred)
    assert (promised.channel, promised.since) == ("email", NOON)
    assert x.SendMail("case", "kim@example.org", scene.one.seq) in scene.effects


def test_who_goes_away_unknown_is_closed_as_left_waiting() -> None:
    scene = ringing()
    left, ended = scene.hears(i.CustomerWentAway())[1:]
    assert left == e.CustomerLeft(NOON)
    kept = NOON + timedelta(minutes=5)
    assert ended == e.ConversationClosed(
        "left_waiting", NOON, NOON + timedelta(hours=72), place_until=kept
    )
    assert scene.one.seat is None
    assert scene.timers.running == {}


# --- leads move and close it ----------


def test_a_lead_moves_a_wait_to_another_team_and_the_customer_is_told() -> None:
    scene = ringing()
    scene.later(seconds=20)
    moves = i.AgentTransferred(LEA, "wrong team", scene.one.epoch, BILLING)
    ended, moved, called = scene.hears(moves)
    assert ended == e.OfferEnded(ANA.id, "withdrawn")
    assert moved == e.Transferred("Lea Brandt", "wrong team", BILLING)
    assert isinstance(called, e.HandoffRequested)
    assert called.line.key == "transferring"
    assert scene.one.stage == s.Waiting(called.handoff, NOON)
    assert (called.handoff.team, called.handoff.why_team) == (BILLING, "sent by Lea Brandt")
    assert scene.one.epoch == Epoch(1), "the line had it, and has it"


def test_what_a_transfer_must_not_be() -> None:
    scene = in_line()
    epoch = scene.one.epoch
    assert scene.refuses(i.AgentTransferred(ANA, "no", epoch, BILLING)) == "lead_only"
    assert scene.refuses(i.AgentTransferred(LEA, "no", Epoch(0), BILLING)) == "stale_owner"
    assert scene.refuses(i.AgentTransferred(LEA, "  ", epoch, BILLING)) == "not_now"
    assert scene.refuses(i.AgentTransferred(LEA, "no", epoch, TeamId("sales"))) == "not_now"
    assert scene.refuses(i.AgentTransferred(LEA, "mine", epoch, to=LEA)) == "not_now"


@pytest.mark.parametrize("begin", [in_line, ringing])
def test_a_lead_closes_a_wait_with_a_reason_and_the_customer_is_told(begin: Begin) -> None:
    scene = begin()
    assert scene.refuses(i.AgentClosed(ANA, note="spam")) == "lead_only"
    assert scene.refuses(i.AgentClosed(LEA)) == "not_now"
    assert scene.refuses(i.AgentClosed(LEA, note="spam", epoch=Epoch(0))) == "stale_owner"
    scene.hears(i.AgentClosed(LEA, "spam", "a robot", scene.one.epoch))
    assert scene.told()[-1] == "rating"
    assert isinstance(scene.one.stage, s.WrappingUp)
    assert scene.one.seat is None


def test_a_lead_closes_what_the_bot_has_without_giving_a_reason() -> None:
    scene = with_bot()
    assert scene.refuses(i.AgentClosed(ANA)) == "lead_only"
    assert kinds(scene.hears(i.AgentClosed(LEA))) == ["WrapUpBegun", "SurveyAsked"]


# --- what nobody may do here ----------

WAITS: list[Begin] = [in_line, ringing]


@pytest.mark.parametrize("begin", [with_bot, *WAITS, deferred, goodbye])
def test_nobody_speaks_who_does_not_have_it(begin: Begin) -> None:
    scene = begin()
    assert scene.refuses(i.AgentSaid(ANA, "Hello", scene.one.epoch)) == "not_yours"
    assert scene.refuses(i.AgentInvited(ANA, BEN, scene.one.epoch)) == "not_yours"


@pytest.mark.parametrize("begin", [with_bot, *WAITS, goodbye])
def test_nobody_gives_back_or_puts_aside_what_they_do_not_have(begin: Begin) -> None:
    scene = begin()
    assert scene.refuses(i.AgentReturned(ANA, scene.one.epoch)) == "not_yours"
    assert scene.refuses(i.AgentSnoozed(ANA, scene.one.epoch)) == "not_yours"


@pytest.mark.parametrize("begin", [with_bot, goodbye])
def test_nobody_transfers_what_the_bot_has(begin: Begin) -> None:
    scene = begin()
    transfer = i.AgentTransferred(LEA, "why not", scene.one.epoch, BILLING)
    assert scene.refuses(transfer) == "not_yours"


@pytest.mark.parametrize("begin", [*WAITS, with_ana, deferred, goodbye, over])
def test_there_is_no_draft_to_settle(begin: Begin) -> None:
    assert begin().refuses(i.AgentApprovedDraft(ANA, 1)) == "draft_gone"


def test_the_order_of_offers_is_kept_by_number() -> None:
    scene = Scene()
    scene.hears(i.ConversationStarted(1), i.CustomerAskedForPerson())
    for n, who in enumerate((ANA, BEN), start=1):
        scene.hears(found(scene, who))
        assert scene.one.offers == n
        scene.hears(i.AgentDeclined(who))
    assert scene.one.seq == Seq(6)
    assert len(lines(scene.kept)) == 1
