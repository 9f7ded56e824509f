"""Segue's own protocol: one signed POST a turn. See docs/reference/bot-protocol.md."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, Literal, TypeAlias, cast

import msgspec

from segue.app.bot_answers import offered_in, read_answer, reply_of, waits
from segue.app.bot_wire import (
    DoneBefore,
    Earlier,
    HandedBack,
    TheConversation,
    TheCustomer,
    TurnAsked,
)
from segue.app.ports_bot import BotReply, BotTurn
from segue.bots.remote import signing
from segue.bots.remote.asking import Asked, Event
from segue.bots.remote.choices import Choices
from segue.bots.remote.sending import Ask, Way, posted
from segue.bots.remote.streams import gathered

Who: TypeAlias = Literal["customer", "bot", "agent", "system"]
ACCEPTED: Final = 202
STREAM: Final = "text/event-stream"


class SegueBot:
    """A bot that speaks this protocol. `Talker`."""

    kind = "segue"
    hears = True

    def __init__(
        self,
        way: Way,
        url: str,
        keys: tuple[bytes, ...],
        now: Callable[[], datetime],
        choices: Choices,
    ) -> None:
        self._way, self._url, self._keys, self._now = way, url, keys, now
        self._choices = choices

    async def ask(self, asked: Asked) -> BotReply | None:
        body = msgspec.json.encode(told(asked))
        sent = Ask(
            self._url, body, headers=lambda: self._headers(asked.turn_id, body), piece=_unheard
        )
        reply = await self._way.ask(sent, lambda: asked.left_s)
        if reply.status == ACCEPTED:
            return None
        raw = gathered(reply.body) if reply.kind == STREAM else reply.body
        answer = read_answer(raw, asked.turn_id)
        if waits(answer):
            return None
        made = reply_of(answer, by=f"remote:{self.kind}", companion=asked.turn.companion)
        self._choices.offered(asked.turn.conversation, offered_in(answer))
        return made

    async def tell(self, event: Event) -> None:
        body = msgspec.json.encode(event)
        await posted(self._way.outgoing, self._url, self._headers(event.id, body), body)

    def _headers(self, ident: str, body: bytes) -> Mapping[str, str]:
        at = int(self._now().timestamp())
        accept = {"accept": f"application/json, {STREAM}"}
        return {**accept, **signing.headers(self._keys, ident, at, body)}


def _unheard(_: bytes) -> None:
    """A part of an answer is shown to nobody: it might yet be overtaken."""


def told(asked: Asked) -> TurnAsked:
    """The turn as the bot reads it."""
    turn = asked.turn
    return TurnAsked(
        turn_id=asked.turn_id,
        deadline_ms=int(asked.left_s * 1000),
        conversation=TheConversation(
            id=turn.conversation,
            owner="line" if turn.companion else "bot",
            owner_epoch=turn.epoch,
            channel=turn.channel,
            inbox=turn.inbox,
            locale=turn.language,
            waiting=turn.companion,
            attributes={fact.name: fact.value for fact in turn.facts},
        ),
        contact=TheCustomer(turn.verified, turn.customer_name),
        input=asked.input,
        history=tuple(Earlier(cast("Who", who), text) for who, text in asked.before),
        history_cursor=f"{turn.conversation}:{max(0, turn.about - len(asked.input))}",
        handback=handed_back(turn),
        asked=turn.asked.name if turn.asked else None,
        done=tuple(DoneBefore(one.action, one.outcome, one.text) for one in turn.done),
        misses=turn.misses,
        answer=asked.answer,
    )


def handed_back(turn: BotTurn) -> HandedBack | None:
    if not (turn.person_left or turn.summary or turn.promises):
        return None
    return HandedBack(turn.person_left or "", turn.summary, turn.promises)
