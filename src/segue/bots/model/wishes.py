"""A model's wish to have something done, held against what the customer really said.

A wish is only a wish: the engine asks for proof of identity, for a yes and for an agent where the
action wants them, and the server alone knows for whom it runs. Here, before that, a value counts
only when the customer said it or when it is a known fact of the kind that the input takes. A
number out of a help page, a document or a result is never put into an action, however it got into
the model's head; it is asked for instead. And the customer has to have asked for that action:
otherwise they are asked whether they want it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from segue.app.ports_actions import Action, ActionInput, ActionWish, BadAction, Doing
from segue.app.ports_bot import BotTurn, Fact
from segue.bots.model.cleaning import orders_a_machine, visible
from segue.bots.model.memory import known
from segue.bots.model.specifics import folded
from segue.bots.model.spoken import Wanted
from segue.brains.encoder import Encodes
from segue.domain.actions import FieldAsk
from segue.domain.value import Plain

ALIKE: Final = 0.45
"""So near (cosine) must the customer's words be to the action's title or an example of it."""

MOST_TRIES: Final = 3
_BARE: Final = re.compile(r"[\W_]+")


class Weighed(Plain, frozen=True):
    """What becomes of a wish: it is passed on, something is asked first, or it is dropped.

    `confirm` is the title of an action that the customer did not clearly ask for.
    """

    wish: ActionWish | None = None
    ask: FieldAsk | None = None
    question: str = ""
    confirm: str = ""
    dropped: str = ""


def weigh(wanted: Wanted, turn: BotTurn, doing: Doing, language: str, by: Encodes) -> Weighed:
    """Weigh what a model wants. Blocks for the time of encoding a few sentences."""
    action = doing.named(wanted.name)
    if action is None or "bot" not in action.who:
        return Weighed(dropped="unknown action")
    if _to_a_machine(action, turn):
        return Weighed(dropped="words for a machine")
    values, invented = _founded(action, wanted, turn)
    if not _asked_for(action, turn, by):
        if invented or _comparable(language, by):
            return Weighed(dropped="not asked for")
        return Weighed(confirm=_title(action, language))
    missing = [one for one in action.inputs if one.required and one.name not in values]
    if missing:
        return _asking(missing[0], action, turn, language)
    wish = ActionWish(action.id, tuple(values.items()))
    try:
        doing.call(wish, who="bot", language=language)
    except BadAction as why:
        wrong = next((one for one in action.inputs if one.name == why.field), None)
        if wrong is None:
            return Weighed(dropped=why.code)
        return _asking(wrong, action, turn, language)
    return Weighed(wish=wish)


def ask_for(name: str, turn: BotTurn, doing: Doing, language: str, by: Encodes) -> Weighed:
    """The model wants a field asked for: only an input of an action that the customer asked for."""
    for action in doing.actions():
        field = next((one for one in action.inputs if one.name == name), None)
        if field and "bot" in action.who and _asked_for(action, turn, by):
            if _from_facts(field, known(turn)):
                return Weighed(dropped="known already")
            return _asking(field, action, turn, language)
    return Weighed(dropped="a field of nothing")


def _founded(action: Action, wanted: Wanted, turn: BotTurn) -> tuple[dict[str, str], bool]:
    """The values that may be used, in the order of the inputs; and whether others were named."""
    given = dict(wanted.inputs)
    said = [text for who, text in (*turn.history, ("customer", turn.text)) if who == "customer"]
    spoken, facts = _squeezed(said), known(turn)
    values: dict[str, str] = {}
    invented = bool(set(given) - {one.name for one in action.inputs})
    for field in action.inputs:
        value = visible(given.get(field.name, "")).strip()
        if value and (_said(value, spoken) or _is_fact(field, value, facts)):
            values[field.name] = value
            continue
        invented = invented or bool(value)
        if fact := _from_facts(field, facts):
            values[field.name] = fact
    return values, invented


def _squeezed(said: Sequence[str]) -> str:
    """What was said, word by word, with a space around each."""
    return f" {' | '.join(_BARE.sub(' ', folded(visible(one))).strip() for one in said)} "


def _said(value: str, spoken: str) -> bool:
    """Did the customer say just this? Whole words: 471 is not in 4712."""
    bare = _BARE.sub(" ", folded(value)).strip()
    return bool(bare) and f" {bare} " in spoken.replace(" | ", "  |  ")


def _is_fact(field: ActionInput, value: str, facts: Sequence[Fact]) -> bool:
    names = {field.fact, field.name} - {""}
    return any(
        one.name in names and one.source != "guess" and folded(one.value) == folded(value)
        for one in facts
    )


def _from_facts(field: ActionInput, facts: Sequence[Fact]) -> str:
    """The one value that is known for this input; empty when there is none, or two."""
    found = {one.value for one in facts if one.name == field.fact and one.source != "guess"}
    return found.pop() if field.fact and len(found) == 1 else ""


def _asked_for(action: Action, turn: BotTurn, by: Encodes) -> bool:
    """Do the customer's own words ask for this action? Their answer to our question for one of its
    inputs does."""
    if turn.asked is not None and turn.asked.purpose == action.id:
        return True
    phrases = [action.title, *(title for _, title in action.titles), *action.examples]
    said = [turn.text, *(text for who, text in turn.history[-2:] if who == "customer")]
    bare = {_BARE.sub(" ", folded(one)).strip() for one in phrases if one}
    if any(_BARE.sub(" ", folded(one)).strip() in bare for one in said):
        return True
    vectors = np.stack([by.encode(one) for one in phrases if one])
    return any(float((vectors @ by.encode(one)).max()) >= ALIKE for one in _own_words(said))


def _to_a_machine(action: Action, turn: BotTurn) -> bool:
    """Customers do not know what an action is called inside, nor speak to a model."""
    text = visible(turn.text)
    called = "_" in action.id and action.id.casefold() in text.casefold()
    return called or orders_a_machine(turn.text)


def _comparable(language: str, by: Encodes) -> bool:
    """Can words in this language be compared with those of an action? MiniLM reads English."""
    return by.name != "minilm" or language.lower().startswith("en")


def _own_words(said: Sequence[str]) -> list[str]:
    """What the customer says themselves: the beginning, not what they quote or paste."""
    return [first for one in said if (first := re.split(r"[\n>\"“„«`]", one.strip())[0][:160])]


def _asking(field: ActionInput, action: Action, turn: BotTurn, language: str) -> Weighed:
    tries = turn.asked.tries if turn.asked and turn.asked.name == field.name else 0
    if tries >= MOST_TRIES:
        return Weighed(dropped="asked often enough")
    code = language.split("-", maxsplit=1)[0].lower()
    asks = dict(field.ask)
    ask = FieldAsk(field.name, field.label, field.kind, action.id, field.choices, tries)
    return Weighed(ask=ask, question=asks.get(language) or asks.get(code) or "")


def _title(action: Action, language: str) -> str:
    titles = dict(action.titles)
    code = language.split("-", maxsplit=1)[0].lower()
    return titles.get(language) or titles.get(code) or action.title
