"""What the documents say is true: links lead somewhere, the tutorial's code works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from domain import test_triggers
from segue.domain import triggers

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)")
TUTORIAL = ROOT / "docs" / "tutorial" / "your-first-trigger.md"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    missing = [
        link
        for link in links
        if not link.startswith(("http:", "https:", "mailto:")) and not (page.parent / link).exists()
    ]
    assert missing == []


def test_the_tutorials_trigger_does_what_its_story_says(monkeypatch: pytest.MonkeyPatch) -> None:
    story, trigger = re.findall(
        r"```python\n(def test_.*?|MANY.*?)```", TUTORIAL.read_text(), re.DOTALL
    )
    rooms = dict(vars(triggers))
    exec(trigger, rooms)  # noqa: S102 - our own tutorial
    tests = dict(vars(test_triggers))
    exec(story, tests)  # noqa: S102
    with pytest.raises(AssertionError):
        tests["test_many_questions_at_once_offer_a_person"]()
    monkeypatch.setattr(triggers, "TRIGGERS", (*triggers.TRIGGERS, rooms["many_questions"]))
    tests["test_many_questions_at_once_offer_a_person"]()
