"""Who reads what: nothing that was judged, held, marked or foreseen ever reaches a customer."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from segue.app.ports import Row
from segue.domain import events as e
from segue.domain import stages as s
from segue.domain.conversation import Conversation
from segue.domain.ids import AgentId, ConversationId, Seq, TeamId
from segue.domain.signals import Signals
from segue.domain.visibility import for_customer, for_transcript
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
