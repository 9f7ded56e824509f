"""The schema says what reading says; the pages about policies show policies that work."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given

from policies.making import policies
from policies.test_reading import CASES, rule
from segue.domain.hours import OpenHours
from segue.domain.ids import TeamId
from segue.domain.policy import Policy
from segue.policies import TeamKnown, check_file, write_policy
from segue.policies.schema import schema

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
VALID = jsonschema_rs.Draft202012Validator(schema())
PAGES = (
    REFERENCE / "policy.md",
    ROOT / "docs" / "howto" / "change-when-a-person-is-called.md",
    ROOT / "docs" / "howto" / "decide-who-gets-what.md",
)
BEYOND = ("looking behind", "pointing back", "a broken pattern", "a pattern that explodes",
          "more times than turns", "a recipe's name for a rule", "not a number", "a region",
          "a language in full", "an empty sentence")  # fmt: skip
"""What only reading can say."""


@given(policies())
def test_every_policy_that_can_be_written_fits_the_schema(policy: Policy) -> None:
    assert VALID.is_valid(write_policy(policy, "note"))


@pytest.mark.parametrize("name", [name for name in CASES if name not in BEYOND])
def test_what_reading_refuses_does_not_fit_the_schema(name: str) -> None:
    assert not VALID.is_valid({"rules": [CASES[name][0]]})


@pytest.mark.parametrize(
    "when",
    ["always", {"misses": 2}, {"any": [{"tier": ["a", "b"]}]}, [{"urgency": ["danger"]}],
     [{"customer.plan": "free"}, {"open": "no"}], {"asked": True, "language": "de"}],
    ids=str,
)  # fmt: skip
def test_short_forms_fit_the_schema(when: Any) -> None:
    assert VALID.is_valid({"rules": [rule(when=when)]})


def test_the_reference_is_not_stale() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "gen_policy.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == ""
    assert done.returncode == 0
    assert json.loads((REFERENCE / "policy.schema.json").read_text()) == schema()


# --- pages ----------

TEAMS = tuple(
    TeamKnown(TeamId(one), one.capitalize(), OpenHours(), 2)
    for one in ("support", "billing", "vienna", "privacy")
)


def snippets(page: Path) -> list[str]:
    """Every piece of YAML on a page, as a policy of its own."""
    found = []
    for block in re.findall(r"```yaml\n(.*?)```", page.read_text("utf-8"), re.DOTALL):
        if block.startswith(("segue_policy", "rules", "line")):
            found.append(block)
        elif block.startswith("when:"):
            inner = "".join(f"    {line}\n" for line in block.splitlines())
            found.append(f"rules:\n  - id: mine\n    lane: mood\n    do: offer\n{inner}")
        elif not block.startswith("id:"):  # a recipe, shown whole
            found.append(f"rules:\n{block}")
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.name))
def test_what_the_pages_show_can_be_published(page: Path) -> None:
    assert snippets(page)
    for text in snippets(page):
        found = check_file(text, base=Policy(), teams=TEAMS)
        assert found.problems == (), text
