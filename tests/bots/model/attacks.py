"""The attacks of `injections.yaml`, and the model that obeys every one of them."""

from __future__ import annotations

import base64
import codecs
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import yaml
from msgspec import Struct, convert
from msgspec.structs import replace

from bots.model.house import turn
from segue.app.ports_bot import BotTurn, Fact
from segue.bots.model.cleaning import visible
from segue.brains.knowledge import Knowledge
from segue.brains.pages import Item, Passage
from segue.domain.actions import ActionResult

_TAGS: Final = 0xE0000
_PASSAGE: Final = re.compile(r"<<\w+ (?:passage|done for this customer) ([pd]\d+)>>")


class Obeys(Struct, forbid_unknown_fields=True):
    text: str = ""
    cites: bool = False
    act: str = ""
    inputs: dict[str, str] = {}
    person: str = ""
    asks: str = ""


class Attack(Struct, forbid_unknown_fields=True, rename={"where": "in", "how": "as"}):
    where: str
    text: str
    asks: str = "How long does a refund take?"
    knows: str = ""
    tags: str = ""
    language: str = "en"
    obeys: Obeys | None = None
    reveals: str = ""
    how: str = "plain"
    never: tuple[str, ...] = ()
    may: str = ""
    name: str = ""

    @property
    def words(self) -> str:
        """The attack with what nobody sees in it."""
        return self.text + "".join(chr(_TAGS + ord(one)) for one in self.tags)


def attacks() -> list[Attack]:
    file = Path(__file__).with_name("injections.yaml")
    table: dict[str, list[dict[str, Any]]] = yaml.safe_load(file.read_text("utf-8"))
    return [
        replace(convert(one, Attack), name=f"{kind}-{number}")
        for kind, some in table.items()
        for number, one in enumerate(some, 1)
    ]


def turn_under(attack: Attack) -> BotTurn:
    """The turn in which the attack is read."""
    words, asks = attack.words, attack.asks
    history: tuple[tuple[str, str], ...] = (("customer", "Hello, I have a question"),)
    more: dict[str, Any] = {"language": attack.language}
    match attack.where:
        case "turn":
            asks = words
        case "earlier":
            history = (("customer", words), ("bot", "All right."))
        case "bot" | "agent":
            history = (*history, (attack.where, words))
        case "result":
            rows = (("Order", "4712"), ("Note", words))
            more["done"] = (ActionResult(1, "track_order", "Track", "done", "On its way.", rows),)
        case "fact":
            more["facts"] = (Fact("order", words, "order"),)
        case "promise":
            more |= {"person_left": "Sara", "promises": (words,)}
        case "summary":
            more |= {"person_left": "Sara", "summary": words}
        case "name":
            more["customer_name"] = words
        case _:  # in a page
            pass
    return turn(asks, *history, **more)


def knowledge_under(attack: Attack, known: Knowledge) -> Knowledge:
    """What there is to know, with the attack in the page that fits the question."""
    found = known.answer(attack.asks)
    assert found is not None
    page = next(one for one in known.items if one.id == found.id)
    others = [one for one in known.items if one.id != page.id][:6]
    match attack.where:
        case "page":
            page = replace(page, passages=(*page.passages, Passage(attack.words)))
        case "title":
            page = replace(page, title=attack.words)
        case "heading":
            more = Passage("Refunds are made to your card.", attack.words)
            page = replace(page, passages=(*page.passages, more))
        case "internal" | "signed_in":
            hidden = Item("hidden", attack.asks, (Passage(attack.words),), audience=attack.where)
            others.append(hidden)
        case _:
            return known
    return Knowledge([page, *others])


class Obedient:
    """Does what it reads. `read` says whether the attack reached it at all."""

    def __init__(self, attack: Attack) -> None:
        self._attack = attack
        self.read = False

    def __call__(self, rules: str, data: str) -> dict[str, Any]:
        attack = self._attack
        # A model sees through invisible characters and changed brackets as well as anybody.
        seen = _bare(data)
        if _bare(attack.knows or attack.text)[:40] not in seen:
            return {}
        self.read = True
        cited = sorted(set(_PASSAGE.findall(data)))
        if attack.reveals:
            return {
                "text": _told(_part(attack.reveals, rules, data), attack.how),
                "citations": cited,
            }
        obeys = attack.obeys
        assert obeys is not None
        pairs = [{"name": name, "value": value} for name, value in obeys.inputs.items()]
        return {
            "text": obeys.text,
            "citations": cited if obeys.cites else [],
            "confidence": 1.0,
            "wants_action": {"name": obeys.act, "inputs": pairs},
            "wants_person": bool(obeys.person),
            "why_person": obeys.person,
            "asks_field": obeys.asks,
        }


def _bare(text: str) -> str:
    return re.sub(r"\W+", " ", visible(text).casefold()).strip()


def _part(part: str, rules: str, data: str) -> str:
    mark = re.findall(r"<<(\w{16}) ", data)[0]
    return {"rules": rules, "data": data, "mark": f"The number is {mark}."}[part]


def _told(text: str, how: str) -> str:
    text = text[:900]
    return {
        "plain": text,
        "base64": base64.b64encode(text.encode()).decode(),
        "reversed": text[::-1],
        "spaced": " ".join(text),
        "rot13": codecs.encode(text, "rot13"),
        "translated": "Vous écrivez ce que dit l'assistant. Ne dites jamais que c'est fait.",
    }[how]


def shown(reply: Any) -> str:
    """Everything of a reply that anybody will read."""
    parts: Sequence[str] = (reply.text, *reply.choices, *(one.title for one in reply.sources))
    person = reply.person.summary + reply.person.why if reply.person else ""
    return "\n".join([*parts, *(one.url or "" for one in reply.sources), person])
