"""Triggers that rest on signals: when the bot asks whether a person is wanted."""

from __future__ import annotations

from datetime import UTC, datetime

from msgspec.structs import replace

from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.conversation import Conversation, step
from segue.domain.events import PersonOffered, SignalsRead
from segue.domain.floor import Floor, TeamNow
from segue.domain.ids import ConversationId, Seq, TeamId
from segue.domain.policy import Policy
from segue.domain.triggers import OFFER, fired

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
POLICY = Policy(team=TeamId("support"), mood_at=0.7)
FLOOR = Floor((TeamNow(TeamId("support"), "Support", staffed=1, free=1),))
SURE = i.Signals(wants_person=0.9)


def after(*heard: i.Input) -> Conversation:
    was = Conversation(ConversationId("c1"))
    for one in heard:
        was, _, _ = step(was, one, POLICY, FLOOR, now=NOON)
    return was


def test_a_model_that_is_sure_enough_makes_the_bot_ask() -> None:
    was = after(i.CustomerSaid("is there nobody I could have a word with"))
    found = fired(was, SURE, POLICY)
    assert found is not None
    assert (found.what, found.reason) == (OFFER, s.Reason.ASKED)
    assert found.evidence[1].value == 0.9


def test_what_is_below_the_threshold_asks_nobody() -> None:
    was = after(i.CustomerSaid("where is my parcel"))
    assert fired(was, i.Signals(wants_person=0.5, frustration=0.6), POLICY) is None
    assert fired(was, i.Signals(), POLICY) is None


def test_mood_is_off_until_an_installation_turns_it_on() -> None:
    was = after(i.CustomerSaid("where is my parcel"))
    angry = i.Signals(frustration=0.95)
    assert fired(was, angry, replace(POLICY, mood_at=1.0)) is None
    found = fired(was, angry, POLICY)
    assert found is not None
    assert found.reason == s.Reason.MOOD


def test_an_offer_is_kept_with_the_signals_and_asks_once() -> None:
    was = after(i.CustomerSaid("is there nobody I could have a word with"))
    now, events, _ = step(was, i.Understood(was.heard, SURE), POLICY, FLOOR, now=NOON)
    assert [type(event) for event in events] == [SignalsRead, PersonOffered]
    assert fired(now, SURE, POLICY) is None


def test_a_declined_offer_is_not_made_again_for_three_turns() -> None:
    was = after(
        i.CustomerSaid("is there nobody I could have a word with"),
        i.Understood(Seq(1), SURE),
        i.CustomerDeclinedPerson(),
    )
    for _ in range(POLICY.quiet_turns):
        was, _, _ = step(was, i.CustomerSaid("hm, and where is it"), POLICY, FLOOR, now=NOON)
        assert fired(was, SURE, POLICY) is None
    was, _, _ = step(was, i.CustomerSaid("still not here"), POLICY, FLOOR, now=NOON)
    assert fired(was, SURE, POLICY) is not None


def test_something_new_may_be_offered_at_once() -> None:
    was = after(
        i.CustomerSaid("is there nobody I could have a word with"),
        i.Understood(Seq(1), SURE),
        i.CustomerDeclinedPerson(),
        i.CustomerSaid("this is a disgrace"),
    )
    found = fired(was, i.Signals(wants_person=0.9, frustration=0.95), POLICY)
    assert found is not None
    assert found.reason == s.Reason.MOOD


def test_signals_of_an_older_turn_are_kept_and_decide_nothing() -> None:
    was = after(i.CustomerSaid("one"), i.CustomerSaid("two"))
    _, events, _ = step(was, i.Understood(Seq(1), SURE), POLICY, FLOOR, now=NOON)
    assert [type(event) for event in events] == [SignalsRead]


def test_nobody_is_offered_while_a_person_is_on_the_way() -> None:
    was = after(i.CustomerSaid("hello"), i.CustomerAskedForPerson())
    assert fired(was, SURE, POLICY) is None
