"""People, teams, inboxes, sessions and sign-ins."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec.structs import replace

from contracts.house import C1, NOW, House
from segue.app.ports import EmailTaken
from segue.app.ports_staff import Agent, CustomerSession, Inbox, StaffSession, Team
from segue.domain.hours import OpenHours
from segue.domain.ids import AgentId, TeamId
from segue.domain.line_rules import Skill

ANA = Agent(
    AgentId("ana"),
    "Ana Silva",
    "Ana@example.test",
    role="lead",
    teams=(TeamId("support"), TeamId("billing")),
    capacity=5,
)
BEN = Agent(AgentId("ben"), "Ben Okri", "ben@example.test")


async def test_people_come_back_as_they_were_saved(house: House) -> None:
    here = replace(BEN, status="busy", seen_at=NOW, missed=1)
    await house.store.save_agent(ANA, "hash of ana")
    await house.store.save_agent(here)
    assert await house.store.agents() == [ANA, here]
    assert await house.store.agent(ANA.id) == ANA
    assert await house.store.agent(AgentId("nobody")) is None
    assert await house.store.agent(AgentId("\x00")) is None


async def test_people_are_found_by_address_whatever_its_case(house: House) -> None:
    await house.store.save_agent(ANA, "hash of ana")
    assert await house.store.agent_by_email(" ANA@EXAMPLE.test ") == (ANA, "hash of ana")
    assert await house.store.agent_by_email("eve@example.test") is None
    assert await house.store.agent_by_email("\x00") is None


async def test_a_change_of_the_profile_leaves_the_password(house: House) -> None:
    await house.store.save_agent(ANA, "first")
    await house.store.save_agent(replace(ANA, name="Ana Sousa", capacity=2))
    found = await house.store.agent_by_email(ANA.email)
    assert found is not None
    assert (found[0].name, found[0].capacity, found[1]) == ("Ana Sousa", 2, "first")
    await house.store.save_agent(ANA, "second")
    assert (await house.store.agent_by_email(ANA.email) or ("", ""))[1] == "second"


async def test_an_address_is_one_persons(house: House) -> None:
    await house.store.save_agent(ANA)
    with pytest.raises(EmailTaken):
        await house.store.save_agent(replace(BEN, email="ana@EXAMPLE.test"))
    assert await house.store.agents() == [ANA]


async def test_status_signs_of_life_and_missed_offers(house: House) -> None:
    await house.store.save_agent(ANA)
    await house.store.save_agent(BEN)
    await house.store.set_status(ANA.id, "available")
    await house.store.seen_agents([ANA.id, AgentId("gone")], NOW)
    await house.store.seen_agents([], NOW)
    assert [await house.store.missed_offer(ANA.id) for _ in range(2)] == [1, 2]
    assert await house.store.agent(ANA.id) == replace(
        ANA, status="available", seen_at=NOW, missed=2
    )
    assert await house.store.missed_offer(ANA.id, reset=True) == 0
    assert await house.store.missed_offer(AgentId("nobody")) == 0
    assert await house.store.agent(BEN.id) == BEN


async def test_teams_and_inboxes(house: House) -> None:
    orders = Team(TeamId("orders"), "Orders", OpenHours(zone="Europe/Lisbon"))
    await house.store.save_team(orders)
    await house.store.save_team(Team(TeamId("billing"), "Billing"))
    await house.store.save_team(replace(orders, name="Orders & returns"))
    assert [team.name for team in await house.store.teams()] == ["Billing", "Orders & returns"]

    shop = Inbox("web", "pk_1", "Shop", "Fernhill", suggestions=("Hi",), origins=("https://a",))
    await house.store.save_inbox(shop)
    await house.store.save_inbox(replace(shop, key="pk_2"))
    assert await house.store.inboxes() == [replace(shop, key="pk_2")]
    assert await house.store.inbox_by_key("pk_1") is None
    assert await house.store.inbox_by_key("\x00") is None
    assert await house.store.inbox_by_key("pk_2") == replace(shop, key="pk_2")


async def test_staff_sessions_open_are_extended_and_end(house: House) -> None:
    mine = StaffSession(ANA.id, NOW, NOW + timedelta(hours=1))
    await house.store.open_session("t1", mine)
    await house.store.open_session("t2", mine)
    await house.store.open_session("other", replace(mine, agent=BEN.id))
    longer = replace(mine, expires=NOW + timedelta(hours=9))
    await house.store.open_session("t1", longer)
    assert await house.store.session("t1") == longer
    assert await house.store.session("unknown") is None
    await house.store.end_session("t1")
    assert await house.store.session("t1") is None
    assert await house.store.session("t2") == mine
    await house.store.end_sessions(ANA.id)
    assert await house.store.session("t2") is None
    assert await house.store.session("other") is not None


async def test_opening_a_session_sweeps_those_that_expired(house: House) -> None:
    old = StaffSession(ANA.id, NOW, NOW + timedelta(hours=1))
    await house.store.open_session("old", old)
    tomorrow = NOW + timedelta(days=1)
    await house.store.open_session("new", StaffSession(ANA.id, tomorrow, tomorrow))
    assert await house.store.session("old") is None


async def test_customers_are_known_again_by_their_token(house: House) -> None:
    session = CustomerSession(C1, "web", NOW + timedelta(days=30))
    await house.store.open_customer("t1", session)
    assert await house.store.customer("t1") == session
    assert await house.store.customer("t2") is None
    await house.store.open_customer("t1", replace(session, expires=NOW))
    assert await house.store.customer("t1") == replace(session, expires=NOW)


async def test_failed_sign_ins_are_counted_until_one_succeeds(house: House) -> None:
    for minutes in (0, 10, 20):
        at = NOW + timedelta(minutes=minutes)
        await house.store.note_sign_in("Ana@example.test", at, ok=False)
    await house.store.note_sign_in("ben@example.test", NOW, ok=False)
    since = NOW + timedelta(minutes=5)
    assert await house.store.failed_sign_ins("ana@EXAMPLE.test", since) == 2
    await house.store.note_sign_in("ana@example.test", NOW, ok=True)
    assert await house.store.failed_sign_ins("ana@example.test", NOW) == 0
    assert await house.store.failed_sign_ins("ben@example.test", NOW) == 1
    assert await house.store.failed_sign_ins("\x00\ud800", NOW) == 0
    await house.store.note_sign_in("\x00\ud800", NOW, ok=False)
    assert await house.store.failed_sign_ins("\x00\ud800", NOW) == 1


async def test_a_store_answers_a_ping(house: House) -> None:
    assert await house.store.ping() >= 0.0


async def test_what_is_changed_of_somebody_leaves_status_and_signs_alone(house: House) -> None:
    await house.store.save_agent(replace(ANA, status="busy", seen_at=NOW, missed=1))

    def teach(was: Agent) -> Agent:
        return replace(was, skills=(Skill("refunds", 2),), status="offline", missed=9)

    made = await house.store.change_agent(ANA.id, teach)
    kept = await house.store.agent(ANA.id)
    assert made == kept is not None
    assert (kept.skills, kept.status, kept.seen_at, kept.missed) == (
        (Skill("refunds", 2),),
        "busy",
        NOW,
        1,
    )
    assert await house.store.change_agent(AgentId("nobody"), teach) is None
    assert await house.store.change_agent(AgentId("\x00"), teach) is None


async def test_a_change_that_is_refused_changes_nothing(house: House) -> None:
    await house.store.save_agent(ANA)

    def refuse(_: Agent) -> Agent:
        raise ValueError("no such skill")

    with pytest.raises(ValueError, match="no such skill"):
        await house.store.change_agent(ANA.id, refuse)
    assert await house.store.agent(ANA.id) == ANA


async def test_changes_by_many_at_once_are_all_kept(house: House) -> None:
    await house.store.save_agent(ANA)

    def learns(name: str) -> Callable[[Agent], Agent]:
        return lambda was: replace(was, skills=(*was.skills, Skill(name)))

    names = [f"skill {n}" for n in range(12)]
    await asyncio.gather(*(house.store.change_agent(ANA.id, learns(name)) for name in names))
    kept = await house.store.agent(ANA.id)
    assert kept is not None
    assert sorted(one.name for one in kept.skills) == sorted(names)
