"""What leads and managers change of the staff: what can be, and what is kept of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from segue.app.people import Unfit, changed, languages_in, lent, skills_in
from segue.app.ports_staff import Agent, Team
from segue.domain.ids import AgentId, TeamId
from segue.domain.line_rules import Skill

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ANA = Agent(AgentId("ana"), "Ana Ruiz", "ana@example.test", teams=(TeamId("orders"),))
TEAMS = (Team(TeamId("orders"), "Orders"), Team(TeamId("billing"), "Billing"))


def after(**fields: Any) -> Agent:
    """Ana, with these fields changed by Lea."""
    return changed(ANA, fields, TEAMS, "Lea", NOW)


# --- reading ----------


def test_skills_are_names_with_levels() -> None:
    assert skills_in(["refunds:2", "gift cards", "tax:1"]) == (
        Skill("refunds", 2),
        Skill("gift cards"),
        Skill("tax"),
    )
    assert skills_in([]) == ()


@pytest.mark.parametrize(
    "words", [["refunds:4"], ["refunds:"], [":2"], ["a", "a:2"], ["language"], ["all"], ["a,b"],
              ["*"], ["x" * 61], [f"s{n}" for n in range(51)]],
)  # fmt: skip
def test_a_skill_that_is_none_is_refused(words: list[str]) -> None:
    with pytest.raises(Unfit) as no:
        skills_in(words)
    assert no.value.code == "bad_skill"


def test_languages_are_codes_without_a_region() -> None:
    assert languages_in(["DE", "pt-BR", "de_AT"]) == ("de", "pt")
    with pytest.raises(Unfit, match="no language code"):
        languages_in(["german"])


def test_a_change_is_kept_with_its_author_in_words() -> None:
    made = after(capacity=3, skills=["refunds:2"], teams=["Billing"])
    assert (made.capacity, made.skills, made.teams) == (3, (Skill("refunds", 2),), ("billing",))
    [one] = made.changes
    assert (one.by, one.at) == ("Lea", NOW)
    assert one.what == "capacity 4 → 3; skills none → refunds:2; teams orders → billing"


def test_what_is_the_same_as_before_is_no_change() -> None:
    assert after(capacity=4, teams=["orders"]) == ANA


def test_only_the_last_changes_are_kept() -> None:
    made = ANA
    for n in range(20):
        made = changed(made, {"capacity": n}, TEAMS, "Lea", NOW)
    assert len(made.changes) == 10
    assert made.changes[-1].what == "capacity 18 → 19"


def test_whoever_is_available_is_back() -> None:
    later = NOW + timedelta(hours=1)
    away = after(back_at=later)
    assert away.back_at == later
    assert changed(away, {"status": "available"}, TEAMS, "Lea", NOW).back_at is None


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"teams": ["sales"]}, "unknown_team"), ({"back_at": NOW - timedelta(days=1)}, "bad_time"),
     ({"back_at": NOW + timedelta(days=99)}, "bad_time"), ({"capacity": 51}, "bad_capacity"),
     ({"status": "asleep"}, "bad_status"), ({"email": "x"}, "unknown_field")],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_code(fields: dict[str, Any], code: str) -> None:
    with pytest.raises(Unfit) as no:
        after(**fields)
    assert no.value.code == code


def test_somebody_is_lent_for_a_while_and_taken_back() -> None:
    made = lent(ANA, "billing", 60, TEAMS, "Lea", NOW)
    assert [(one.team, one.until) for one in made.lent] == [("billing", NOW + timedelta(hours=1))]
    longer = lent(made, "billing", 90, TEAMS, "Lea", NOW)
    assert [one.until for one in longer.lent] == [NOW + timedelta(minutes=90)]
    assert lent(longer, "billing", 0, TEAMS, "Lea", NOW).lent == ()
    with pytest.raises(Unfit, match="already"):
        lent(ANA, "orders", 60, TEAMS, "Lea", NOW)
    with pytest.raises(Unfit, match="5 minutes"):
        lent(ANA, "billing", 2, TEAMS, "Lea", NOW)
