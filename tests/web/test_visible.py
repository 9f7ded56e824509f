"""Who reads what: nothing that was judged, held, marked or foreseen ever reaches a customer."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest
from msgspec.structs import replace

from segue.app.ports import Row
from segue.domain import events as e
from segue.domain import stages as s
from segue.domain.actions import ActionCall, ActionResult, ActionRun, FieldAsk
from segue.domain.conversation import Conversation
from segue.domain.ids import AgentId, ConversationId, Seq, TeamId
from segue.domain.inputs import Contact
from segue.domain.signals import Signals
from segue.domain.visibility import for_customer, for_transcript, interested
from segue.web.frames.runs import IdentityState
from segue.web.runs import identity_shown, run_shown
from segue.web.thread import agent_event, customer_event

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
ORDERS = TeamId("orders")
ONE = Conversation(ConversationId("c1"))
STANDING = s.Standing("stand-by", ORDERS, s.Reason.MISSES, 0.4, 3)
SECRETS: tuple[tuple[e.Event, dict[str, object]], ...] = (
    (
        e.Judged(Seq(3), 6, ("asked", "vip"), "asked"),
        {"kind": "judged", "about": 3, "policy": 6, "fired": "asked", "answered": False},
    ),
    (
        e.Marked(s.Marks(ORDERS, "rule x", ("refunds",), s.Priority.HIGH), "x"),
        {"kind": "marked", "rule": "x", "team": "orders", "priority": "high"},
    ),
    (
        e.StandByAsked(STANDING),
        {"kind": "stand_by_asked", "rule": "stand-by", "team": "orders", "chance": 0.4},
    ),
    (e.StoodBy(AgentId("ana"), "Ana"), {"kind": "stood_by", "agent": "ana", "name": "Ana"}),
    (e.StandByReleased("calm"), {"kind": "stand_by_released", "why": "calm"}),
    (
        e.DraftHeld(s.HeldDraft(1, "Perhaps.", Seq(3), NOW)),
        {"kind": "draft_held"},
    ),
    (
        e.DraftSettled(1, "approved", "Ana", "Perhaps."),
        {"kind": "draft_settled", "n": 1, "how": "approved", "by": "Ana", "text": "Perhaps."},
    ),
    (e.SignalsRead(Seq(3), Signals(frustration=0.9)), {"kind": "signals", "about": 3}),
    (e.CustomerDescribed("vip", (("plan", "gold"),), "Ana"), {"kind": "customer_described"}),
    (e.PriorityChanged(s.Priority.HIGH, "rule x"), {"kind": "priority_changed"}),
    (e.Dropped("bot_answered", "closed"), {"kind": "dropped"}),
    (e.FieldMissed("order", 2), {"kind": "field_missed", "field": "order", "tries": 2}),
)


@pytest.mark.parametrize(("event", "told"), SECRETS, ids=lambda one: type(one).__name__)
def test_what_is_for_the_staff_is_for_the_staff(event: e.Event, told: dict[str, object]) -> None:
    row = Row("1.1", ONE.id, Seq(4), NOW, event)
    assert not for_customer(event)
    assert not for_transcript(event)
    assert customer_event(row, ONE, {}) is None
    shown = agent_event(row, ONE, {})
    assert {name: shown.get(name) for name in told} == told


def test_a_change_of_team_is_told_to_the_customer_and_to_the_staff() -> None:
    line = e.Line("in_line", team="Billing", place=2, say="Refunds are for Billing.")
    row = Row("1.1", ONE.id, Seq(4), NOW, e.TeamChanged(TeamId("billing"), "rule x", line))
    shown = customer_event(row, ONE, {})
    assert shown is not None
    assert shown.text.startswith("Refunds are for Billing.")
    staff = agent_event(row, ONE, {})
    assert (staff["kind"], staff["team"], staff["why"]) == ("team_changed", "billing", "rule x")


def test_who_approved_stands_in_the_staffs_thread_and_nowhere_else() -> None:
    said = e.MessagePosted(e.Author.BOT, "An egg.", NOW, approved_by="Ana Ruiz")
    row = Row("1.1", ONE.id, Seq(4), NOW, said)
    assert agent_event(row, ONE, {})["approved_by"] == "Ana Ruiz"
    assert "Ana" not in repr(customer_event(row, ONE, {}))


# --- actions and proofs ----------

HIDDEN = "for the staff only"
CALL = ActionCall(
    "return", "Start a return", (("token", HIDDEN),), (("Order", "4812"),), ask="Shall I?"
)
RUN = ActionRun(1, CALL, "confirm", Seq(3), AgentId("ana"), "Ana Ruiz", team=TeamId(HIDDEN))
RESULT = ActionResult(
    1,
    "return",
    "Start a return",
    "failed",
    "It did not work.",
    (("Order", "4812"),),
    facts=(("token", HIDDEN),),
    why=HIDDEN,
    undo="cancel",
    undo_inputs=(("token", HIDDEN),),
)
PROVEN = Contact(email="kim@example.org", verified=True, tier=HIDDEN, customer_id=HIDDEN)
DOINGS: tuple[tuple[e.Event, dict[str, object], dict[str, object]], ...] = (
    (
        e.ActionWanted(RUN, NOW),
        {"n": 1, "text": "Shall I?", "ask": "Shall I?", "state": "confirm"},
        {"kind": "action_wanted", "n": 1, "action": "return", "wanted_by": "Ana Ruiz"},
    ),
    (
        e.ActionMoved(replace(RUN, state="approval"), "customer", e.Line("action_approval")),
        {"n": 1, "state": "approval", "ask": ""},
        {"kind": "action_moved", "state": "approval", "by": "customer"},
    ),
    (
        e.ActionOver(1, "rejected", "Ana Ruiz", HIDDEN),
        {"n": 1, "how": "rejected"},
        {"kind": "action_over", "how": "rejected", "by": "Ana Ruiz", "why": HIDDEN},
    ),
    (
        e.ActionDone(RESULT, NOW),
        {"n": 1, "outcome": "failed", "text": "It did not work."},
        {"kind": "action_done", "outcome": "failed", "why": HIDDEN, "by": "assistant"},
    ),
    (e.ActionDone(RESULT, NOW, said=True), {"text": ""}, {"said": True}),
    (
        e.IdentityAsked(1, e.Line("identity_asked")),
        {"n": 1},
        {"kind": "identity_asked", "n": 1},
    ),
    (
        e.CodeAsked("kim@example.org", NOW, e.Line("code_sent", email="k…@example.org")),
        {"email": "k…@example.org"},
        {"kind": "code_asked", "email": "k…@example.org"},
    ),
    (
        e.IdentityProven(PROVEN, "token"),
        {"how": "token", "text": ""},
        {"kind": "identity_proven", "how": "token", "email": "kim@example.org"},
    ),
)


@pytest.mark.parametrize(("event", "seen", "told"), DOINGS, ids=lambda one: type(one).__name__)
def test_what_is_done_is_shown_to_both_and_its_inside_to_the_staff(
    event: e.Event, seen: dict[str, object], told: dict[str, object]
) -> None:
    row = Row("1.1", ONE.id, Seq(4), NOW, event)
    shown = customer_event(row, ONE, {})
    assert shown is not None
    assert {name: getattr(shown, name) for name in seen} == seen
    assert HIDDEN not in repr(shown)
    staff = agent_event(row, ONE, {})
    assert {name: staff.get(name) for name in told} == told
    msgspec.json.encode(staff)


def test_a_question_with_choices_shows_them_and_a_field_what_it_is_for() -> None:
    said = e.MessagePosted(e.Author.BOT, "Which?", NOW, choices=("Blue", "Red"), asked=True)
    shown = customer_event(Row("1.1", ONE.id, Seq(4), NOW, said), ONE, {})
    assert msgspec.to_builtins(shown)["choices"] == ("Blue", "Red")
    ask = FieldAsk("colour", "Colour", "choice", "return", ("Blue", "Red"))
    wanted = customer_event(Row("1.1", ONE.id, Seq(5), NOW, e.FieldWanted("colour", ask)), ONE, {})
    assert msgspec.to_builtins(wanted) == {
        "kind": "field_wanted",
        "field": "colour",
        "label": "Colour",
        "value_kind": "choice",
        "choices": ("Blue", "Red"),
        "purpose": "return",
    }


def test_a_screen_shows_the_run_that_waits_and_who_is_known() -> None:
    one = replace(ONE, action=RUN, contact=PROVEN)
    run = run_shown(one.action, first=True)
    assert run is not None
    assert (run.state, run.ask, run.by) == ("confirm", "Shall I?", "Ana")
    assert run.shown[0].label == "Order"
    assert identity_shown(one) == IdentityState(verified=True, asked=False, sent=False)
    asked = replace(ONE, action=replace(RUN, state="identity"), codes=(NOW,))
    assert identity_shown(asked) == IdentityState(verified=False, asked=True, sent=True)


@pytest.mark.parametrize(
    ("event", "news"),
    [
        (e.ActionWanted(replace(RUN, state="running"), NOW), False),
        (e.ActionWanted(replace(RUN, state="approval"), NOW), True),
        (e.ActionMoved(replace(RUN, state="running"), "customer"), False),
        (e.ActionMoved(replace(RUN, state="running"), "Ana Ruiz"), True),
        (e.ActionOver(1, "lapsed"), True),
        (e.ActionDone(RESULT, NOW), False),
    ],
)
def test_a_screen_that_looks_elsewhere_hears_what_waits_for_an_agents_yes(
    event: e.Event, *, news: bool
) -> None:
    assert interested(AgentId("ben"), ONE, event, viewing=False) is news
    assert interested(AgentId("ben"), ONE, event, viewing=True)
