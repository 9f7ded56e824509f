"""Putting a reply together from what other products answer. What they send is data of a stranger:
only text, links with http and short names come through."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from segue.app.bot_answers import cleaned
from segue.app.ports_bot import AskedPerson, BotReply, BotTrouble
from segue.domain.actions import Measured
from segue.domain.stages import Fact

T = TypeVar("T")
MOST_CHOICES, LONGEST_TITLE, MOST_FACTS = 10, 120, 40


def read(raw: bytes, kind: type[T]) -> T:
    """The answer as this shape. Raises `BotTrouble`."""
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as why:
        raise BotTrouble(f"malformed answer: {why}"[:200]) from None


class Made:
    """A reply in the making. `kind` names the bot, for the journal."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.texts: list[str] = []
        self.choices: dict[str, str] = {}
        self.facts: dict[str, str] = {}
        self.notes: list[str] = []
        self.person: AskedPerson | None = None
        self.confidence: float | None = None
        self.missed = False
        self.solved = False

    @property
    def empty(self) -> bool:
        return not self.texts and self.person is None

    def say(self, text: str) -> None:
        if cleaned(text):
            self.texts.append(cleaned(text))

    def link(self, url: Any, title: str = "") -> None:
        """A picture or a file, as a link."""
        if isinstance(url, str) and url.startswith(("https://", "http://")) and " " not in url:
            self.say(f"{title}: {url}" if title else url)

    def offer(self, title: str, ident: str = "") -> None:
        title = cleaned(title)[:LONGEST_TITLE]
        if title and len(self.choices) < MOST_CHOICES:
            self.choices[title] = ident

    def hand_over(
        self, *, why: Any = None, summary: Any = None, team: Any = None, facts: Any = None
    ) -> None:
        """A person, please; what is no text is left out."""
        self.person = AskedPerson(
            why=_text(why), summary=_text(summary), team=_text(team)[:80] or None
        )
        if isinstance(facts, Mapping):
            self.know(facts)

    def know(self, facts: Mapping[Any, Any]) -> None:
        for name, value in facts.items():
            told = _text(value)
            if isinstance(name, str) and cleaned(name) and told and len(self.facts) < MOST_FACTS:
                self.facts[cleaned(name)[:64]] = told[:500]

    def reply(self, *, companion: bool = False) -> BotReply:
        """All of it as one. A customer who is in the line already is only answered."""
        confidence = 1.0 if self.confidence is None else max(0.0, min(1.0, self.confidence))
        text = "\n\n".join(self.texts)
        return BotReply(
            text=text,
            confidence=confidence,
            sure=not self.missed,
            clarifies=bool(self.choices) and self.person is None,
            choices=tuple(self.choices),
            person=None if companion and text else self.person,
            facts=tuple(Fact(name, value, "crm") for name, value in self.facts.items()),
            note="\n".join(map(cleaned, self.notes)),
            solved=self.solved,
            measured=Measured(by=f"remote:{self.kind}", raw=self.confidence),
        )


def _text(value: Any) -> str:
    """Text or a number as text; nothing else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return cleaned(str(value))
