"""What the documents say is true: links lead somewhere, the tutorial's rule does what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from domain.scene import answer, says, with_bot
from segue.cli import app
from segue.domain.policy import Policy
from segue.policies import TeamKnown, check_file, note_of
from segue.policies.comparing import difference
from segue.policies.parsing import parsed
from segue.policy_commands import app as policy_app

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)")
TUTORIAL = ROOT / "docs" / "tutorial" / "your-first-rule.md"
TOLD = TUTORIAL.read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", TOLD, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    missing = [
        link
        for link in links
        if not link.startswith(("http:", "https:", "mailto:")) and not (page.parent / link).exists()
    ]
    assert missing == []


def test_the_tutorials_rule_does_what_its_story_says() -> None:
    (file,) = blocks("yaml")
    shipped = Policy()
    teams = (TeamKnown(shipped.team, "Support", people=2),)
    checked = check_file(file, base=shipped, teams=teams)
    assert checked.policy is not None
    assert (checked.problems, note_of(parsed(file))) == ((), "One miss is enough to ask")
    before, after = with_bot(), with_bot(rules=checked.policy.rules)
    for scene in (before, after):
        scene.hears(answer(scene, sure=False))
    assert (before.told(), after.told()) == ([], ["offer"])
    says(after, "No. Who conducted it?")
    after.hears(answer(after, sure=False))
    assert after.told() == ["offer"], "not again at once"
    says(before, "And who conducted it?")
    before.hears(answer(before, sure=False))
    assert before.told() == ["in_line_next"]


def test_the_tutorial_says_what_differs_in_the_words_of_the_program() -> None:
    (file,) = blocks("yaml")
    checked = check_file(file, base=Policy())
    assert checked.policy is not None
    (said,) = blocks("text")
    assert difference(Policy(), replace(checked.policy, version=2)) == tuple(said.splitlines())


def test_every_command_of_the_tutorial_exists() -> None:
    lines = [line for line in TOLD.splitlines() if line.startswith(("segue ", "./run "))]
    said = {tuple(line.split()[1:]) for line in lines}
    ours = {command.name or command.callback.__name__ for command in app.registered_commands}  # type: ignore[union-attr]
    of_policy = {
        command.name or command.callback.__name__  # type: ignore[union-attr]
        for command in policy_app.registered_commands
    }
    assert len(said) > 5
    for words in said:
        assert words[0] in ours
        if words[0] == "policy":
            assert words[1] in of_policy
