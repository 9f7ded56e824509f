"""The customer's endpoint. The session names the conversation; nothing in a frame can."""

from __future__ import annotations

import asyncio
import time
from typing import Any, TypeAlias

import structlog

from segue.app.feed import Passing
from segue.app.ports import StoreUnavailable
from segue.app.ports_staff import CustomerSession
from segue.domain import inputs as i
from segue.domain.conversation import Conversation
from segue.domain.errors import Refused
from segue.domain.identifying import gives_code
from segue.domain.ids import ConversationId, Seq
from segue.web import identity, who
from segue.web.context import Web
from segue.web.frames import customer as f
from segue.web.frames.base import encode
from segue.web.limits import Bucket, clean, countable
from segue.web.refusals import No, for_customer, from_inside, no_from, slow_down
from segue.web.sockets.reading import BAD_ALLOWED, Reader, client_id_in
from segue.web.sockets.rooms import Room, Seat
from segue.web.sockets.wire import (
    CLOSES,
    FAULT,
    LATER,
    Message,
    Receive,
    Scope,
    Send,
    Wire,
)

READER: Reader[f.CustomerSays] = Reader(f.CustomerSays)
PONG = encode(f.Pong())
CUES = (f.Ping, f.TypingNow, f.SeenUpTo)
AT_ONCE = 8
"""Commands of one socket that may wait for the disk together."""

Command: TypeAlias = Any
log = structlog.get_logger()


async def customer_socket(web: Web, scope: Scope, receive: Receive, send: Send) -> None:
    """One connection, from the handshake to the end."""
    await receive()
    await send({"type": "websocket.accept"})
    wire = Wire(web.outbox, scope, send)
    try:
        query = who.query(scope)
        web.limit_address("sockets_by_address", scope)
        session = await _session(web, query)
    except Exception as why:  # noqa: BLE001 - told on an open socket: handshakes fail in silence
        return await _goodbye(wire, receive, no_from(why))
    after = query.get("after", "0")
    here = Customer(web, wire, session.conversation, scope)
    _forget(scope)
    return await here.stay(int(after) if after.isascii() and after.isdigit() else 0, receive)


async def _session(web: Web, query: dict[str, str]) -> CustomerSession:
    session = await who.customer_of(web.segue, query.get("session", ""))
    if session is None:
        raise No(401, "session_over", "This session is over or was never one. Begin a new one.")
    return session


def _forget(scope: Scope) -> None:
    """Headers are of no more use: thousands of idle sockets need not keep them."""
    scope["headers"] = ()


async def _goodbye(wire: Wire, receive: Receive, no: No) -> None:
    """A browser cannot see why a handshake failed, so it is told on an open socket."""
    wire.push(encode(f.Refused(code=no.code, message=no.detail, retry_after_s=no.retry_after_s)))
    wire.close(CLOSES.get(no.status, FAULT), no.code)
    while (await receive())["type"] != "websocket.disconnect":
        pass


class Customer:
    """One open socket."""

    __slots__ = ("address", "bad", "cues", "id", "room", "seat", "under_way", "web", "wire")

    def __init__(self, web: Web, wire: Wire, conversation: ConversationId, scope: Scope) -> None:
        self.web = web
        self.wire = wire
        self.id = conversation
        self.room: Room
        self.seat = Seat(wire)
        self.cues: Bucket | None = None
        self.under_way: set[asyncio.Task[None]] | None = None
        self.bad = 0
        trusted = web.segue.settings.trusted_proxies
        self.address = countable(who.client_address(scope, trusted))

    async def stay(self, after: int, receive: Receive) -> None:
        presence = self.web.segue.presence
        self.room = self.web.audience.enter(self.id)
        counted = False
        try:
            one = await self.room.join(self.seat, after)
            presence.customer_connected(self.id, was_away=one.away)
            counted = True
            while True:
                message = await receive()
                if message["type"] == "websocket.disconnect":
                    break
                if message["type"] == "websocket.receive":
                    await self._hear(message)
        except StoreUnavailable as why:
            self._refuse(from_inside(why), None)
            self.wire.close(LATER, "come back and resume")
        except Exception as why:  # the client comes back and resumes; the reason is written down
            log.exception("socket.customer", conversation=self.id, why=type(why).__name__)
            self.wire.close(FAULT, "come back and resume")
        finally:
            self.wire.drop()
            self.room.leave(self.seat)
            self.web.audience.leave(self.room)
            if counted:
                presence.customer_gone(self.id)

    async def _hear(self, message: Message) -> None:
        """Reading goes on while commands wait for the disk, so that one commit may carry several
        of one customer; they reach their lane, and are kept, in the order in which they came."""
        try:
            said = READER.read(message)
        except Exception as why:  # noqa: BLE001 - whatever it was becomes a refusal
            return self._failed(why, client_id_in(message))
        if isinstance(said, CUES):
            return await self._answer(said)
        task = asyncio.get_running_loop().create_task(self._answer(said))
        if self.under_way is None:
            self.under_way = set()
        self.under_way.add(task)
        task.add_done_callback(self.under_way.discard)
        if len(self.under_way) >= AT_ONCE:
            await asyncio.wait(self.under_way, return_when=asyncio.FIRST_COMPLETED)
        return None

    async def _answer(self, said: f.CustomerSays) -> None:
        try:
            await self._do(said)
        except Exception as why:  # noqa: BLE001 - whatever it was becomes a refusal
            self._failed(why, getattr(said, "client_id", None))

    def _failed(self, why: Exception, client_id: str | None) -> None:
        no = from_inside(why)
        if no.status == 500:  # noqa: PLR2004
            log.error("socket.customer.command", conversation=self.id, exc_info=why)
        self._refuse(no, client_id)

    def _refuse(self, no: No, client_id: str | None) -> None:
        one = self.room.one
        self.web.metrics.refused.labels("customer", no.code).inc()
        self.wire.push(
            encode(
                f.Refused(
                    code=no.code,
                    message=for_customer(no, one.language) if one else no.detail,
                    client_id=client_id,
                    retry_after_s=no.retry_after_s,
                    alternatives=no.alternatives,
                )
            )
        )
        self.bad += no.code == "bad_frame"
        if self.bad > BAD_ALLOWED:
            self.wire.close(1008, "too many bad frames")

    async def _do(self, said: f.CustomerSays) -> None:
        match said:
            case f.Say():
                await self._say(said)
            case f.Ping():
                self.wire.push(PONG)
            case f.TypingNow():
                if self._cue():
                    self.web.segue.hub.tell(Passing("typing", self.id, "customer"))
            case f.SeenUpTo(seq=seq):
                if self._cue():
                    await self._seen(seq)
            case f.GiveCode(code=code, client_id=client_id):
                await self._take(await self._proven(code), client_id)
            case _:
                await self._take(heard_from(said), said.client_id)

    async def _say(self, said: f.Say) -> None:
        text = clean(said.text)
        if not text:
            raise No(422, "empty", "There is nothing to send in it.")
        was = self.room.one
        await self._take(i.CustomerSaid(text, said.client_id), said.client_id)
        if was is not None and gives_code(was, text):
            await self._try_code(text)

    async def _try_code(self, text: str) -> None:
        """The code, written like a message. The words are kept; a wrong one is said to be wrong."""
        try:
            await self._take(await self._proven(text), None)
        except (No, Refused) as why:
            self._refuse(from_inside(why), None)

    async def _take(self, heard: i.Input, client_id: str | None) -> None:
        """Through the one door; accepted only once it is on disk."""
        web = self.web
        wait = web.wait("messages", self.id)
        if not wait and self.address:
            wait = web.wait("messages_by_address", self.address)
        if wait:
            web.metrics.slowed.labels("messages").inc()
            raise slow_down(wait)
        key = f"c.{client_id}" if client_id is not None else None
        kept = await web.segue.turns.take(self.id, heard, key=key)
        web.metrics.command("customer", type(heard).__name__)
        if client_id is not None:
            seq = kept.seq or kept.conversation.seq
            self.wire.push(encode(f.Accepted(client_id=client_id, seq=seq)))

    async def _proven(self, code: str) -> i.IdentityProven:
        """What this code proves. A wrong one is refused, and counted, before any door is asked."""
        wait = self.web.wait("messages", self.id)
        if wait:
            raise slow_down(wait)
        return await identity.proven_by_code(self.web.segue, self.id, code)

    def _cue(self) -> bool:
        """Cues are worth nothing: too many of them are left out."""
        if self.cues is None:
            self.cues = Bucket()
        return not self.cues.take(self.web.rates.cues, time.monotonic())

    async def _seen(self, seq: int) -> None:
        one: Conversation | None = self.room.one
        upto = Seq(min(seq, one.seq if one else 0))
        await self.web.segue.store.seen(self.id, "customer", upto)
        self.web.segue.hub.tell(Passing("seen", self.id, "customer", seq=upto))


def heard_from(said: f.CustomerSays) -> i.Input:
    """A frame as the input that it means."""
    match said:
        case f.AskPerson(client_id=client_id):
            return i.CustomerAskedForPerson(client_id or "")
        case f.AcceptPerson(client_id=client_id):
            return i.CustomerTookPerson(client_id or "")
        case f.DeclinePerson(client_id=client_id):
            return i.CustomerDeclinedPerson(client_id or "")
        case f.Choose():
            return i.CustomerChose(
                choice=said.choice,
                email=said.email,
                phone=said.phone,
                at=said.at,
                text=clean(said.text),
                client_id=said.client_id or "",
            )
        case f.AnswerField(field=field, value=value, client_id=client_id):
            return i.CustomerAnsweredField(field, _something(clean(value)), client_id or "")
        case f.Rate(score=score, comment=comment, client_id=client_id):
            return i.CustomerRated(score, clean(comment), client_id or "")
        case f.Transcript(email=email, client_id=client_id):
            return i.CustomerAskedTranscript(email, client_id or "")
        case f.Say(text=text, client_id=client_id):
            return i.CustomerSaid(text, client_id)
        case f.AllowAction(n=n, client_id=client_id):
            return i.CustomerAllowedAction(n, client_id or "")
        case f.StopAction(n=n, client_id=client_id):
            return i.CustomerStoppedAction(n, client_id or "")
        case f.AskCode(email=email, client_id=client_id):
            return i.CustomerAskedCode(email, client_id or "")
        case f.TypingNow() | f.SeenUpTo() | f.Ping() | f.GiveCode():
            raise TypeError("Cues are not inputs, and codes are checked first.")


def _something(text: str) -> str:
    if not text:
        raise No(422, "empty", "There is nothing to send in it.")
    return text
