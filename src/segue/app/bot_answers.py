"""Reading a bot's answer: from the wire to the one reply that the shell knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import msgspec
import structlog
from msgspec import Meta, Struct

from segue.app.bot_wire import (
    KINDS,
    LONGEST_NAME,
    MOST_ACTIONS,
    Action,
    AskField,
    CloseIt,
    HandOver,
    Note,
    Plain,
    Reply,
    RunAction,
    SetFacts,
    TurnAnswered,
    Wait,
)
from segue.app.ports_bot import ActionWish, AskedPerson, BotReply, BotTrouble
from segue.domain.actions import FieldAsk, Measured
from segue.domain.stages import Fact, Priority, Source

log = structlog.get_logger()
MOST_FACTS, MOST_TAGS, LONGEST_TAG, LONGEST_VALUE = 40, 20, 40, 500
UNSURE = 0.2  # the most that one is sure of who says that it does not know


_UNWANTED = {
    **dict.fromkeys(code for code in range(0x20) if code not in (0x09, 0x0A)),
    **dict.fromkeys(range(0x7F, 0xA0)),
    **dict.fromkeys(range(0xD800, 0xE000)),
}


def cleaned(text: str) -> str:
    """A bot's words without control characters; line ends become `\\n`."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNWANTED).strip()


class _Loose(Struct):
    actions: Annotated[tuple[msgspec.Raw, ...], Meta(max_length=MOST_ACTIONS)]
    turn_id: str = ""
    confidence: Annotated[float, Meta(ge=0, le=1)] | None = None
    missed: bool = False
    small_talk: bool = False


class _Doing(Struct):
    do: str


def read_answer(raw: bytes, turn_id: str) -> TurnAnswered:
    """What the bot wants, without what this version does not know. Raises `BotTrouble`."""
    try:
        loose = msgspec.json.decode(raw, type=_Loose)
        actions = tuple(_known(loose.actions))
    except (msgspec.DecodeError, UnicodeDecodeError) as why:
        raise BotTrouble(f"malformed answer: {why}"[:200]) from None
    if loose.turn_id and loose.turn_id != turn_id:
        raise BotTrouble("malformed answer: it is about another turn")
    return TurnAnswered(actions, turn_id, loose.confidence, loose.missed, loose.small_talk)


def _known(raws: tuple[msgspec.Raw, ...]) -> Iterator[Action]:
    for raw in raws:
        kind = msgspec.json.decode(raw, type=_Doing).do
        if kind in KINDS:
            found: Action = msgspec.json.decode(raw, type=KINDS[kind])
            yield found
        else:
            log.info("bot.unknown_action", do=kind[:40])


def waits(answer: TurnAnswered) -> bool:
    """Is this only "it takes longer"?"""
    return not says_something(answer) and any(isinstance(one, Wait) for one in answer.actions)


def says_something(answer: TurnAnswered) -> bool:
    """Is there anything in it that ends the turn?"""
    return any(isinstance(one, Reply | AskField | RunAction | HandOver) for one in answer.actions)


def offered_in(answer: TurnAnswered) -> dict[str, str]:
    """Titles of what is offered to tap, and what the bot calls them."""
    said = (one for one in answer.actions if isinstance(one, Reply))
    return {cleaned(choice.title): choice.id for one in said for choice in one.choices}


def reply_of(answer: TurnAnswered, *, by: str, companion: bool = False) -> BotReply:
    """The whole answer as one reply. `by` names the bot, for the journal. A customer who is in the
    line already is only answered. Raises `BotTrouble` when it says nothing."""
    if not says_something(answer):
        raise BotTrouble("an empty answer")
    said = [one for one in answer.actions if isinstance(one, Reply)]
    asks = _last(answer, AskField)
    runs = _last(answer, RunAction)
    texts = [*map(_text, said), *([asks.text] if asks else [])]
    choices = tuple(choice.title for one in said for choice in one.choices)
    confidence = answer.confidence if answer.confidence is not None else 1.0
    text = "\n\n".join(filter(None, map(cleaned, texts)))
    return BotReply(
        text=text,
        sources=tuple(
            Source(one.url or one.title, one.title, one.url)
            for reply in said
            for one in reply.sources
        ),
        confidence=confidence if not answer.missed else min(confidence, UNSURE),
        sure=not answer.missed,
        small_talk=answer.small_talk,
        clarifies=asks is None and any(_is_question(one) for one in said),
        choices=_titles(choices if asks is None else asks.choices),
        asks=FieldAsk(
            cleaned(asks.field), cleaned(asks.label or asks.field), asks.kind,
            choices=_titles(asks.choices),
        )
        if asks
        else None,
        act=ActionWish(runs.action, tuple(_plain(runs.inputs))) if runs else None,
        person=None if companion and text else _person(answer),
        facts=_facts(answer),
        tags=tuple(
            cleaned(tag)[:LONGEST_TAG] for one in answer.actions if isinstance(one, SetFacts)
            for tag in one.tags[:MOST_TAGS] if cleaned(tag)
        ),
        note="\n".join(cleaned(one.text) for one in answer.actions if isinstance(one, Note)),
        solved=_last(answer, CloseIt) is not None,
        measured=Measured(by=by, raw=answer.confidence),
    )  # fmt: skip


def _last(answer: TurnAnswered, kind: type[Any]) -> Any:
    return next((one for one in reversed(answer.actions) if isinstance(one, kind)), None)


def _text(reply: Reply) -> str:
    links = (f"{one.title}: {one.url}" if one.title else one.url for one in reply.media)
    return "\n".join(filter(None, (reply.text, *links)))


def _is_question(reply: Reply) -> bool:
    return bool(reply.choices) if reply.question is None else reply.question


def _titles(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Each once, and none that is empty."""
    return tuple(dict.fromkeys(filter(None, map(cleaned, texts))))


def _person(answer: TurnAnswered) -> AskedPerson | None:
    wanted: HandOver | None = _last(answer, HandOver)
    if wanted is None:
        return None
    priority = (wanted.priority or "").upper()
    return AskedPerson(
        why=cleaned(wanted.reason),
        summary=cleaned(wanted.summary),
        team=cleaned(wanted.queue or "") or None,
        skills=_titles(wanted.skills),
        priority=Priority[priority] if priority in Priority.__members__ else None,
    )


def _facts(answer: TurnAnswered) -> tuple[Fact, ...]:
    """What the bot says it knows: of another system, so never proof of who the customer is."""
    kept: dict[str, str] = {}
    for one in answer.actions:
        if isinstance(one, SetFacts):
            kept.update(_plain(one.attributes))
        elif isinstance(one, HandOver):
            kept.update(_plain(one.fields))
    return tuple(Fact(name, value, "crm") for name, value in [*kept.items()][:MOST_FACTS])


def _plain(values: dict[str, Plain]) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if value is None or not cleaned(name):
            continue
        told = ("yes" if value else "no") if isinstance(value, bool) else str(value)
        yield cleaned(name)[:LONGEST_NAME], cleaned(told)[:LONGEST_VALUE]
