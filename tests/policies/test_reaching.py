"""Asking for a person ends somewhere in every cell, or the policy is refused and the cell named."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.scene import ORDERS, in_line, team, with_bot
from policies.making import BILLING, FAIR, HOLIDAYS, OFFICE, SUPPORT, TEAMS
from segue.domain import inputs as i
from segue.domain.hours import OpenHours
from segue.domain.ids import TeamId
from segue.domain.policy import LATER_WAYS, Policy, StandIn
from segue.domain.rules.catalogue import BY_NAME
from segue.domain.showing import shown
from segue.policies import check_form, dead_ends, reach, read_form
from segue.policies.teams import TeamKnown

BASE = Policy()
NEVER_OPEN = OpenHours("UTC", ((),) * 7)
HOURS = st.sampled_from((OpenHours(), OFFICE, HOLIDAYS, FAIR, NEVER_OPEN))


def policy(**form: Any) -> Policy:
    return read_form(form, base=BASE)


def told(made: Policy, *teams: TeamKnown) -> list[str]:
    """What is said about dead ends."""
    return [one.message for one in dead_ends(made, teams)]


def asked(**keys: Any) -> dict[str, Any]:
    """A rule that sends some who ask elsewhere."""
    return {"id": "mine", "lane": "asked", "when": {"asked": True, "tier": "vip"},
            "do": "hand_off", **keys}  # fmt: skip


# --- where it ends ----------


def test_every_cell_is_looked_at() -> None:
    cells = reach(BASE, TEAMS)
    assert {one.channel for one in cells} == set(BY_NAME["channel"].codes)
    assert {(one.hours, one.staffing) for one in cells} == {
        (hours, staff) for hours in ("open", "closed") for staff in ("free", "busy", "nobody")
    }
    assert len(cells) == 7 * 2 * 3


def test_cells_say_where_asking_ends() -> None:
    ends = {(one.hours, one.staffing): one.ends for one in reach(BASE, TEAMS)}
    assert ends == {
        ("open", "free"): "person",
        ("open", "busy"): "line",
        ("open", "nobody"): "case",
        ("closed", "free"): "told",
        ("closed", "busy"): "told",
        ("closed", "nobody"): "told",
    }


def test_without_ways_a_closed_team_ends_in_a_case() -> None:
    ends = {(one.hours, one.ends) for one in reach(policy(ways=[]), TEAMS)}
    assert ("closed", "case") in ends
    assert all(one.ok for one in reach(policy(ways=[]), TEAMS))


def test_teams_that_asking_can_lead_to_are_looked_at() -> None:
    made = policy(rules=[
        asked(team="billing"),
        {"id": "m", "lane": "business", "when": [{"tier": "vip"}], "do": "mark", "team": "vips"},
    ])  # fmt: skip
    teams = (*TEAMS, TeamKnown(TeamId("vips"), "VIPs", OFFICE, 1))
    assert {(one.team, one.rule) for one in reach(made, teams)} == {
        ("support", ""), ("billing", "mine"), ("vips", "m"),
    }  # fmt: skip
    assert all(one.ok for one in reach(made, teams))


@given(HOURS, HOURS, st.integers(1, 5), st.integers(0, 5), st.lists(st.sampled_from(LATER_WAYS)))
def test_the_shipped_policy_has_no_dead_end(
    mine: OpenHours, others: OpenHours, people: int, more: int, ways: list[str]
) -> None:
    """Whatever the hours, as long as somebody works for the team; without ways, too, as long as an
    opening is known."""
    teams = (
        TeamKnown(SUPPORT, "Support", mine, people),
        TeamKnown(BILLING, "Billing", others, more),
    )
    assert told(BASE, *teams) == []
    if mine in (OpenHours(), OFFICE):
        assert told(replace(BASE, ways=tuple(ways)), *teams) == []


# --- each way of breaking it ----------

OPEN_TEAM = TeamKnown(SUPPORT, "Support", OFFICE, 2)
EMPTY = TeamKnown(BILLING, "Billing", OFFICE, 0)


def test_no_ways_and_no_opening_known() -> None:
    [message] = told(policy(ways=[]), replace(OPEN_TEAM, hours=FAIR))
    assert message == (
        "On every channel, while closed with no opening known: asking for a person ends nowhere,"
        " because no opening of Support is known and every way to leave a message is off. Turn on"
        " one of the ways (leave_message, email, callback), or give Support opening hours."
    )


def test_a_way_that_needs_an_address_which_the_channel_does_not_give() -> None:
    [message] = told(policy(ways=["callback"]), replace(OPEN_TEAM, hours=NEVER_OPEN))
    assert message.startswith(
        "On Instagram, on Messenger, on Telegram, by e-mail, at any hour: asking for a person ends"
        " nowhere, because no opening of Support is known and callback cannot be used there."
    )
    [message] = told(policy(ways=["email"]), replace(OPEN_TEAM, hours=NEVER_OPEN))
    assert message.startswith("On WhatsApp, on Instagram")
    assert "by e-mail" not in message


def test_a_team_that_does_not_exist() -> None:
    [message] = told(policy(team="nobody"), OPEN_TEAM)
    assert "there is no team “nobody”. Name a team that exists in “team”." in message
    [message] = told(policy(rules=[asked(team="nobody")]), OPEN_TEAM)
    assert "(rule “mine”)" in message
    assert "Name a team that exists in the rule “mine”." in message


def test_a_team_that_nobody_works_for() -> None:
    [message] = told(policy(rules=[asked(team="billing")]), OPEN_TEAM, EMPTY)
    assert message == (
        "On every channel, at any hour: asking for a person (rule “mine”) ends nowhere, because"
        " nobody works for Billing. Add people to Billing, or give it a stand-in that has some."
    )


@pytest.mark.parametrize(
    "form",
    [
        {"team": "billing", "stand_ins": {"billing": "support"}},
        {"rules": [asked(team="billing", if_nobody={"team": "support"})]},
        {"rules": [asked(team="billing")], "stand_ins": {"billing": "support"}},
    ],
    ids=["the policy's team", "the rule's other team", "a rule's team"],
)
def test_a_stand_in_with_people_mends_it(form: dict[str, Any]) -> None:
    assert told(policy(**form), OPEN_TEAM, EMPTY) == []


def test_a_stand_in_that_is_as_empty_does_not() -> None:
    made = policy(team="billing", stand_ins={"billing": "orders"})
    empty = TeamKnown(TeamId("orders"), "Orders", OFFICE, 0)
    assert len(told(made, OPEN_TEAM, EMPTY, empty)) == 1


def test_a_mark_that_sends_to_an_empty_team() -> None:
    mark = {"id": "m", "lane": "business", "when": [{"tier": "vip"}], "do": "mark",
            "team": "billing"}  # fmt: skip
    [message] = told(policy(rules=[mark]), OPEN_TEAM, EMPTY)
    assert "(rule “m”)" in message


@pytest.mark.parametrize("stands_in", [True, False])
def test_a_team_that_the_customer_names_and_nobody_works_for(stands_in: bool) -> None:  # noqa: FBT001
    """Its line would lead nowhere: the stand-in takes it, or else the usual team."""
    away = replace(team(BILLING), staffed=0, people=0)
    scene = with_bot(away, stand_ins=(StandIn(BILLING, ORDERS),) if stands_in else ())
    scene.hears(i.CustomerSaid("I want to speak to a person in billing"))
    assert scene.one.handoff is not None
    assert scene.one.handoff.team == (ORDERS if stands_in else SUPPORT)
    assert scene.one.handoff.why_team != "named by the customer"
    scene = with_bot(replace(away, people=2))
    scene.hears(i.CustomerSaid("I want to speak to a person in billing"))
    assert scene.one.handoff is not None
    assert scene.one.handoff.team == BILLING


def test_ways_that_are_off_are_neither_shown_nor_taken() -> None:
    scene = in_line(ways=("email",))
    seen = shown(scene.one, scene.floor, scene.policy, scene.now)
    assert seen.choices == ("email", "keep_asking", "leave_line")
    assert scene.refuses(i.CustomerChose("callback", phone="+4930123456")) == "not_now"
    scene.hears(i.CustomerChose("email", email="kim@example.org"))
    assert scene.one.stage.__class__.__name__ == "Deferred"


def test_a_policy_with_a_dead_end_is_refused() -> None:
    found = check_form({"ways": []}, base=BASE, teams=(replace(OPEN_TEAM, hours=NEVER_OPEN),))
    assert not found.ok
    [problem] = found.errors
    assert problem.code == "dead_end"
    assert problem.where.startswith("reach · web, whatsapp")
    assert [one.ok for one in found.cells] == [False] * len(found.cells)
