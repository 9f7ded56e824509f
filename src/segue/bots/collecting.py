"""What an action still needs, asked for one thing at a time, and taken from what was said.

Nobody is asked what they have said: a value is looked for in this very turn, then among the facts,
the newest first. What only fits one occasion (a text, a date, a choice) is taken from earlier turns
only while it is being collected. Whether the action may run, and for whom, is not decided here: the
bot wishes, the engine checks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from msgspec.structs import replace

from segue.app.ports_actions import (
    Action,
    ActionInput,
    ActionWish,
    BadAction,
    Doing,
    choices_in,
    label_in,
)
from segue.app.ports_bot import BotReply, BotTurn
from segue.bots.words import has, in_language, say
from segue.domain.actions import FieldAsk
from segue.domain.fields import value_in
from segue.domain.stages import Fact

ENOUGH: Final = 2
"""After so many answers that were none, a person is offered instead of asking again. The engine
counts them: `FieldAsk.tries` holds this turn's, too."""

_LASTING: Final = ("order", "email", "phone")  # kinds that stay true from one wish to the next
_READ_IN_PASSING: Final = (*_LASTING, "date", "choice")  # found in a sentence about something else


def title_of(action: Action, language: str) -> str:
    return in_language(action.titles, language) or action.title


def question_for(name: str, kind: str, label: str, language: str) -> str:
    """Return the usual question for a field."""
    for what in (f"ask_{name}", f"ask_{kind}"):
        if has(what) and what not in {"ask_field", "ask_again", "ask_still"}:
            return say(what, language)
    return say("ask_field", language, label=label)


def go_on(
    turn: BotTurn, action: Action, doing: Doing, language: str, *, tries: int = 0
) -> BotReply:
    """Return the wish to run `action`, or the question for the first thing that is missing."""
    known = dict(_known(turn, action))
    missing = next((one for one in action.inputs if one.required and one.name not in known), None)
    if missing is not None:
        asks = asking(action, missing, language)
        return replace(asks, facts=_read_now(turn, action, known))
    wish = ActionWish(action.id, tuple(known.items()))
    try:
        doing.call(wish, who="bot", language=language)
    except BadAction as why:
        wrong = next((one for one in action.inputs if one.name == why.field), None)
        if wrong is None or tries >= ENOUGH:
            return BotReply(say("asked_enough", language), sure=False)
        return asking(action, wrong, language, before=str(why), tries=tries + 1)
    return BotReply("", act=wish, sure=True, confidence=1.0)


def _read_now(turn: BotTurn, action: Action, known: dict[str, str]) -> tuple[Fact, ...]:
    """Return what this turn said in passing and no fact keeps: the next turn does not say it."""
    kept = {fact.name for fact in turn.facts if fact.seq == turn.about}
    return tuple(
        Fact(one.name, known[one.name], seq=turn.about)
        for one in action.inputs
        if one.kind in _READ_IN_PASSING and one.kind not in _LASTING
        and one.name in known and one.name not in kept
    )  # fmt: skip


def asking(
    action: Action, one: ActionInput, language: str, *, before: str = "", tries: int = 0
) -> BotReply:
    """Return the question for this input of this action."""
    label, choices = label_in(one, language), choices_in(one, language)
    question = in_language(one.ask, language) or question_for(one.name, one.kind, label, language)
    asks = FieldAsk(one.name, label, one.kind, action.id, choices, tries)
    text = f"{before} {question}".strip()
    return BotReply(text, asks=asks, choices=choices, sure=True, confidence=1.0)


def answered(turn: BotTurn, asked: FieldAsk) -> str | None:
    """Return the value that this turn gives for what was asked, if it gives one."""
    said = value_in(asked.kind, turn.text, asked.choices)
    if said is not None:
        return said
    kept = [fact.value for fact in turn.facts if fact.name == asked.name and fact.seq == turn.about]
    return kept[-1] if kept else None


def again(
    asked: FieldAsk, action: Action, language: str, how: Literal["ask_again", "ask_still"]
) -> BotReply:
    """Return the same question once more: because of an answer that was none, or after another
    question."""
    one = next((one for one in action.inputs if one.name == asked.name), None)
    lead = say(how, language, label=asked.label, title=title_of(action, language))
    if one is not None:
        return asking(action, one, language, before=lead, tries=asked.tries)
    text = f"{lead} {question_for(asked.name, asked.kind, asked.label, language)}"
    return BotReply(text, asks=asked, sure=True, confidence=1.0)


def asked_still(turn: BotTurn, asked: FieldAsk, action: Action, language: str) -> bool:
    """Has this been asked again after another question? Once is enough."""
    lead = say("ask_still", language, label=asked.label, title=title_of(action, language))
    return any(who == "bot" and lead in text for who, text in turn.history)


def _known(turn: BotTurn, action: Action) -> Iterator[tuple[str, str]]:
    """Yield (input, value) for everything that is known of the action's inputs."""
    going_on = turn.asked is not None and turn.asked.purpose == action.id
    for one in action.inputs:
        value = None
        if going_on and turn.asked is not None and turn.asked.name == one.name:
            value = answered(turn, turn.asked)
        elif one.kind in _READ_IN_PASSING and not going_on:
            value = value_in(one.kind, turn.text, choices_in(one, turn.language))
        value = value or _fact(turn, one, going_on=going_on)
        if value:
            yield one.name, value


def _fact(turn: BotTurn, one: ActionInput, *, going_on: bool) -> str | None:
    """Return the newest fact that says this input."""
    names = [one.fact, one.name] if one.fact else [one.name]
    if one.kind in _LASTING:
        names.append(one.kind)
    lasting = bool(one.fact) or one.kind in _LASTING
    for name in names:
        said = [
            fact for fact in turn.facts
            if fact.name == name and (lasting or going_on or fact.seq == turn.about)
        ]  # fmt: skip
        if said:
            return max(said, key=lambda fact: fact.seq).value
    return None
