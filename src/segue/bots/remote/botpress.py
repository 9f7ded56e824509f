"""A Botpress bot, by the Chat API of its Chat integration.

`bot_url` is the integration's address (`https://chat.botpress.cloud/WEBHOOK_ID`), `bot_secret` its
encryption key: with it, our conversations are theirs by name and nothing has to be remembered.
The bot's messages come by the conversation's stream, until it falls silent.

A person is asked for by a custom event (`{"type": "startHitl", "title", "description"}`), or by
calling `POST /api/v1/botpress/start` with the input of Botpress's `startHitl`, whose `userId` is
the one that we talk as, and `bot_token` as bearer token. The bot hears `hitlAssigned` and
`hitlStopped`.
"""

from __future__ import annotations

import asyncio
import hmac
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from hashlib import sha256
from typing import Any, Final

import msgspec
from msgspec import Struct

from segue.app.bot_wire import OwnerChanged
from segue.app.ports_bot import BotReply, BotTrouble
from segue.app.ports_outside import NoSuchTurn, NotOurBot
from segue.bots.remote.asking import Asked, Event, number_of
from segue.bots.remote.choices import Choices
from segue.bots.remote.gathering import Gathering, Known
from segue.bots.remote.later import Later
from segue.bots.remote.making import Made
from segue.bots.remote.sending import MOST_BYTES, Ask, Way, posted, trouble
from segue.bots.remote.streams import Events
from segue.outgoing import OutgoingError, Reply

HITL: Final = ("startHitl", "hitl", "handoff")
HEADER: Final = '{"alg":"HS256","typ":"JWT"}'


class Signal(Struct, frozen=True):
    """One event of a conversation's stream."""

    type: str
    data: dict[str, Any] = {}


class Botpress:
    """`Talker`, with a call."""

    kind = "botpress"
    hears = True

    def __init__(self, way: Way, url: str, key: str, token: str, choices: Choices) -> None:
        self._way, self._url, self._key = way, url, key
        self._token, self._choices = token, choices
        self._known = Known()

    async def ask(self, asked: Asked) -> BotReply | None:
        turn = asked.turn
        name = name_of(turn.conversation)
        key = {"x-user-key": self._user_key(name)}
        gathering = Gathering(asked, Made(self.kind))
        self._known.begin(name, gathering)

        async def post(path: str, body: Any) -> Reply:
            sent = Ask(f"{self._url}{path}", body, lambda: key)
            return await self._way.ask(sent, lambda: asked.left_s)

        if not self._known.met(name):
            await post("/users/get-or-create", {"name": turn.customer_name or "Customer"})
            await post("/conversations/get-or-create", {"id": name})
            self._known.meet(name)
        try:
            async with self._listening(name, key, gathering) as listening:
                for _, text in self._known.unseen(asked):
                    payload = {"type": "text", "text": text}
                    await post("/messages", {"conversationId": name, "payload": payload})
                self._known.saw(asked)
                made = await _gathered(gathering, listening)
        except BotTrouble:
            self._known.forget(name)
            raise
        finally:
            gathering.open = False
        self._choices.offered(turn.conversation, made.choices)
        return made.reply(companion=turn.companion)

    @asynccontextmanager
    async def _listening(
        self, name: str, key: dict[str, str], gathering: Gathering
    ) -> AsyncIterator[asyncio.Task[None]]:
        """While it lasts, what the bot says is gathered."""
        begun = asyncio.Event()
        task = asyncio.create_task(self._listen(name, key, gathering, begun))
        waiting = asyncio.ensure_future(begun.wait())
        try:
            await asyncio.wait({waiting, task}, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                await task
            yield task
        finally:
            waiting.cancel()
            task.cancel()
            await asyncio.gather(task, waiting, return_exceptions=True)

    async def _listen(
        self, name: str, key: dict[str, str], gathering: Gathering, begun: asyncio.Event
    ) -> None:
        left = gathering.asked.left_s
        events = Events()
        stream = self._way.outgoing.stream(
            "GET", f"{self._url}/conversations/{name}/listen", headers=key,
            idle_s=left, timeout_s=left, most_bytes=MOST_BYTES, begun=lambda _: begun.set(),
        )  # fmt: skip
        try:
            async with aclosing(stream) as pieces:
                async for piece in pieces:
                    for _, data in events.feed(piece):
                        if _heard(gathering.made, data):
                            gathering.said()
        except OutgoingError as error:
            raise trouble(error) from None

    def _user_key(self, name: str) -> str:
        """The user's key, signed by ourselves: that is what the encryption key is for."""
        head, body = _part(HEADER.encode()), _part(msgspec.json.encode({"id": name}))
        mac = hmac.new(self._key.encode(), f"{head}.{body}".encode(), sha256).digest()
        return f"{head}.{body}.{_part(mac)}"

    async def tell(self, event: Event) -> None:
        if not isinstance(event, OwnerChanged) or event.conversation.owner == "line":
            return
        name = name_of(event.conversation.id)
        if event.conversation.owner == "person":
            payload = {"type": "hitlAssigned", "conversationId": name, "userId": event.name}
        else:
            payload = {"type": "hitlStopped", "conversationId": name}
        body = msgspec.json.encode({"conversationId": name, "payload": payload})
        key = {"x-user-key": self._user_key(name)}
        await posted(self._way.outgoing, f"{self._url}/events", key, body)

    async def called(
        self, verb: str, about: str, token: str, body: dict[str, Any], later: Later
    ) -> dict[str, Any]:
        """`startHitl`; `about` is the user's id."""
        if not self._token or not hmac.compare_digest(token.encode(), self._token.encode()):
            raise NotOurBot
        turn = self._known.of(about)
        if turn is None or verb != "start":
            raise NoSuchTurn
        made = turn.made if turn.open else Made(self.kind)
        made.hand_over(why=body.get("title"), summary=body.get("description"))
        if turn.open:
            await later.check(turn.ticket)
            turn.said()
        else:
            await later.say(turn.ticket, made.reply(), "start")
        return {"conversationId": about}


async def _gathered(gathering: Gathering, listening: asyncio.Task[None]) -> Made:
    """What the bot said. Raises `BotTrouble` when its stream ends before that."""
    done = asyncio.ensure_future(gathering.done())
    try:
        await asyncio.wait({done, listening}, return_when=asyncio.FIRST_COMPLETED)
        if done.done():
            return done.result()
    finally:
        done.cancel()
    await listening
    raise BotTrouble("Botpress ended the conversation's stream")


def name_of(conversation: str) -> str:
    """The user and the conversation, as Botpress knows them."""
    return f"segue-{number_of(conversation):x}"


def _heard(made: Made, data: str) -> bool:
    """Add what the bot said; False when it was not the bot, or nothing to say."""
    try:
        signal = msgspec.json.decode(data, type=Signal)
    except msgspec.DecodeError:
        return False  # a comment, a ping, or something newer
    if signal.data.get("isBot") is False:
        return False
    payload = signal.data.get("payload")
    if not isinstance(payload, dict):
        return False
    if signal.type == "event_created":
        if payload.get("type") not in HITL:
            return False
        made.hand_over(why=payload.get("title"), summary=payload.get("description"))
        return True
    if signal.type == "message_created":
        _add(made, payload)
        return not made.empty
    return False


def _add(made: Made, payload: dict[str, Any]) -> None:
    """A message of any of Botpress's kinds."""
    for name in ("text", "markdown", "title"):
        if isinstance(payload.get(name), str):
            made.say(payload[name])
            break
    for name in ("imageUrl", "fileUrl", "videoUrl", "audioUrl"):
        made.link(payload.get(name))
    for name, shown, value in (("options", "label", "value"), ("actions", "label", "value")):
        found = payload.get(name)
        for one in found if isinstance(found, list) else ():
            if isinstance(one, dict) and isinstance(one.get(shown), str):
                made.offer(one[shown], str(one.get(value, "")))
    items = payload.get("items")
    for item in items if isinstance(items, list) else ():
        inner = item.get("payload", item) if isinstance(item, dict) else None
        if isinstance(inner, dict) and "items" not in inner:
            _add(made, inner)


def _part(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")
