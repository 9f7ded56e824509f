"""The demo company: its people and what they can do, its policy, and what a second start leaves."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from segue.app.ports_staff import Surge
from segue.build import teams_known
from segue.demo import (
    BILLING,
    DEFAULT_TEAM,
    PEOPLE,
    SHOP_HOURS,
    accounts,
    policy_file,
    secrets_of,
    seed,
)
from segue.demo.running import demo_settings
from segue.domain.hours import OpenHours
from segue.domain.ids import AgentId
from segue.domain.policy import Policy
from segue.policies import check_file
from segue.store.memory import MemoryStore

AT = datetime(2026, 11, 24, 22, tzinfo=UTC)


async def hashed(password: str) -> str:
    return f"hash of {password}"


async def seeded(folder: Path, store: MemoryStore, at: datetime | None = None) -> None:
    await seed(store, secrets_of(folder), hashed, at)


def test_everybody_may_serve_the_default_team() -> None:
    assert all(DEFAULT_TEAM in one.teams for one in PEOPLE)
    assert [one.name.split()[0] for one in PEOPLE[:4]] == ["Sara", "Marco", "Amal", "Inès"]


async def test_people_come_with_what_they_can_do(tmp_path: Path) -> None:
    store = MemoryStore()
    await seeded(tmp_path, store)
    known = {agent.id: agent for agent in await store.agents()}
    assert [(one.name, one.level) for one in known[AgentId("sara")].skills] == [
        ("refunds", 3),
        ("tents", 1),
    ]
    assert known[AgentId("sara")].languages == ()
    assert known[AgentId("lena")].languages == ("en", "de")
    listed = accounts(secrets_of(tmp_path))
    assert [set(one) for one in listed] == [{"email", "password", "name", "team"}] * len(PEOPLE)


async def test_the_policy_of_the_demo_has_nothing_wrong(tmp_path: Path) -> None:
    store = MemoryStore()
    await seeded(tmp_path, store)
    teams = teams_known(await store.teams(), await store.agents())
    spoken = ("en", "de", "es", "ar")
    base = Policy(team=DEFAULT_TEAM)
    found = check_file(policy_file().read_text("utf-8"), base=base, teams=teams, languages=spoken)
    assert found.problems == ()
    assert found.policy is not None
    assert found.policy.line.of(BILLING).steps


def test_a_policy_of_ones_own_wins_over_the_demos(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SEGUE_POLICY_FILE", raising=False)
    assert demo_settings(tmp_path).policy_file == str(policy_file())
    monkeypatch.setenv("SEGUE_POLICY_FILE", "mine.yaml")
    assert demo_settings(tmp_path).policy_file == "mine.yaml"


def test_a_folder_from_before_gets_passwords_for_whoever_is_new(tmp_path: Path) -> None:
    kept = {"passwords": {"sara": "birch-fern-0001"}, "inbox_key": "pk_x"}
    (tmp_path / "demo.json").write_text(json.dumps(kept))
    made = secrets_of(tmp_path)
    assert made["passwords"]["sara"] == "birch-fern-0001"
    assert set(made["passwords"]) == {one.short for one in PEOPLE}
    assert secrets_of(tmp_path) == made


async def test_a_second_start_leaves_what_was_changed(tmp_path: Path) -> None:
    store = MemoryStore()
    await seeded(tmp_path, store)
    orders = next(team for team in await store.teams() if team.id == DEFAULT_TEAM)
    own = replace(SHOP_HOURS, zone="Asia/Tokyo")
    surge = Surge(AT, "ines")
    await store.save_team(replace(orders, hours=own, surge=surge))
    await seeded(tmp_path, store, AT)
    again = {team.id: team for team in await store.teams()}
    assert (again[DEFAULT_TEAM].hours, again[DEFAULT_TEAM].surge) == (own, surge)
    assert again[BILLING].hours == SHOP_HOURS
    await seeded(tmp_path, store)
    assert {team.id: team.hours for team in await store.teams()}[BILLING] == OpenHours()
