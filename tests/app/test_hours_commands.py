"""`segue hours` and `segue promises`, as they are typed: on a store, and through a server."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from app.typed import Typed
from segue.app.feed import Hub
from segue.app.ports_staff import Agent, Team
from segue.domain.ids import AgentId, TeamId
from segue.store import open_store
from segue.testing import Rig

HOURS = """
zone: Europe/Berlin
week:
  mon-fri: 09:00-17:00
closed_on: [2099-12-25 Christmas Day]
"""


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    return Typed(monkeypatch, capsys)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder of an installation with a team of one."""
    folder = tmp_path / "data"
    folder.mkdir()

    async def make() -> None:
        store = open_store(f"sqlite:///{folder / 'segue.db'}", Hub())
        await store.start()
        await store.save_team(Team(TeamId("support"), "Support"))
        teams = (TeamId("support"),)
        await store.save_agent(Agent(AgentId("ana"), "Ana", "ana@example.com", teams=teams), "x")
        await store.stop()

    asyncio.run(make())
    return folder


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "hours.yaml"
    path.write_text(HOURS)
    return path


def test_hours_are_set_shown_and_set_again_from_what_was_shown(
    typed: Typed, data: Path, file: Path
) -> None:
    assert typed("hours", "show", "support", "--data", data) == 0
    assert "Always open" in typed.out
    assert typed("hours", "set", "support", "--file", file, "--data", data) == 0
    assert "Support: Mon–Fri 09:00–17:00 (Europe/Berlin)" in typed.out
    assert f"segue hours preview support --data {data}" in typed.out
    assert typed("hours", "show", "support", "--data", data) == 0
    assert "mon-fri: 09:00-17:00" in typed.out
    file.write_text(typed.out)
    shown = ("hours", "show", "support", "--json", "--data", data)
    assert typed(*shown) == 0
    before = typed.told()
    assert typed("hours", "set", "support", "--file", file, "--data", data, "--json") == 0
    assert typed.told()["hours"] == before["hours"]


def test_what_is_wrong_with_a_file_is_said_line_by_line_and_nothing_changes(
    typed: Typed, data: Path, file: Path
) -> None:
    file.write_text("zone: Mars\nweek: {mon: 17:00-09:00}\n")
    assert typed("hours", "set", "support", "--file", file, "--data", data) == 2
    assert "There is no time zone “Mars”" in typed.err
    assert "write 09:00+1" in typed.err
    assert "2 problems" in typed.err
    for text in ("", "- 1", "zone: [", "a: &a b"):
        file.write_text(text)
        assert typed("hours", "set", "support", "--file", file, "--data", data) == 2
        assert "Traceback" not in typed.err
    assert typed("hours", "show", "support", "--json", "--data", data) == 0
    assert typed.told()["hours_text"] == "Always open"


def test_a_team_that_is_not_there_is_told_with_those_that_are(typed: Typed, data: Path) -> None:
    assert typed("hours", "show", "sales", "--data", data) == 2
    assert "There are: support." in typed.err
    assert typed("hours", "show", "--data", data) == 0
    assert typed.out.startswith("support")


def test_holidays_are_imported_and_replaced(
    typed: Typed, data: Path, file: Path, tmp_path: Path
) -> None:
    typed("hours", "set", "support", "--file", file, "--data", data)
    days = tmp_path / "days.csv"
    days.write_text("2098-12-25,Christmas Day\n2098-12-26,\n")
    assert typed("hours", "import", "support", days, "--data", data) == 0
    assert "2 days read, 2 of them ahead" in typed.out
    assert typed("hours", "show", "support", "--json", "--data", data) == 0
    hours = typed.told()["hours"]
    assert hours["closed_on"] == ["2098-12-26"]
    assert [day["date"] for day in hours["days"]] == ["2098-12-25", "2099-12-25"]
    assert typed("hours", "import", "support", days, "--replace", "--data", data, "--json") == 0
    assert [day["date"] for day in typed.told()["hours"]["days"]] == ["2098-12-25"]


def test_a_holiday_list_of_another_year_is_taken_and_noticed(
    typed: Typed, data: Path, tmp_path: Path
) -> None:
    days = tmp_path / "days.csv"
    days.write_text("2001-12-25,Christmas Day\n")
    assert typed("hours", "import", "support", days, "--data", data) == 0
    assert "All 1 holidays are over" in typed.err
    days.write_text("12/25/2026,Christmas Day\n")
    assert typed("hours", "import", "support", days, "--data", data) == 2
    assert "line 1" in typed.err
    assert typed("hours", "import", "support", tmp_path / "none.ics", "--data", data) == 2


def test_a_preview_says_what_customers_read(typed: Typed, data: Path, file: Path) -> None:
    typed("hours", "set", "support", "--file", file, "--data", data)
    asked = ("hours", "preview", "support", "--data", data, "--zone", "Europe/Madrid")
    assert typed(*asked, "--at", "2099-12-25T10:00", "--language", "es") == 0
    assert "2099-12-25 10:00 in Europe/Madrid: Support is closed for Christmas Day" in typed.out
    assert "Cerrado: Christmas Day / Volvemos a las lun. 09:00" in typed.out
    assert typed(*asked, "--at", "2099-12-23T10:00", "--json") == 0
    assert typed.told()["state"] == "finding"
    assert typed(*asked, "--at", "2099-12-23T10:00", "--nobody", "--json") == 0
    assert typed.told()["state"] == "in_line"
    assert typed(*asked, "--at", "soon") == 2
    assert typed("hours", "preview", "support", "--data", data, "--zone", "Mars") == 2


def test_nothing_is_owed_by_a_new_installation(typed: Typed, data: Path) -> None:
    assert typed("promises", "--data", data, "--json") == 0
    assert typed.told() == []
    assert typed("promises", "--data", data) == 0
    assert "0 open" in typed.err
    assert typed("promises", "--kind", "dance", "--data", data) == 2
    assert typed("promises", "--team", "sales", "--data", data) == 2


@pytest.mark.slow
async def test_through_a_running_server(
    typed: Typed, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Rig() as rig:
        manager = rig.account("Inès")
        monkeypatch.setenv("SEGUE_PASSWORD", manager["password"])
        there = ("--url", rig.url, "--email", manager["email"])

        async def run(*words: object) -> int:
            return await asyncio.to_thread(typed, *words, *there)

        assert await run("hours", "show", "--json") == 0
        team = typed.told()[0]["id"]
        assert await run("hours", "set", team, "--file", file) == 0
        assert "Mon–Fri 09:00–17:00 (Europe/Berlin)" in typed.out
        christmas = ("--at", "2028-12-25T10:00", "--json")
        assert await run("hours", "preview", team, *christmas) == 0
        assert (typed.told()["state"], typed.told()["open"]) == ("finding", True)
        await asyncio.to_thread(file.write_text, "zone: Mars")
        assert await run("hours", "set", team, "--file", file) == 2
        customer = await rig.customer()
        await customer.choose("leave_message", text="The zip broke.")
        assert await run("promises", "--json") == 0
        assert [one["kind"] for one in typed.told()] == ["case"]
        assert await run("hours", "show", "nowhere") == 2
