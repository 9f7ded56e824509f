"""Requests of strangers, of broken networks and of newer Segues."""

from __future__ import annotations

import asyncio
import time
from urllib.parse import urlsplit

import msgspec

from segue.app.bot_wire import MessageSeen, OwnerChanged, TheConversation
from segue.bots.remote import signing
from segue.bots.remote.checks.kit import GOOD, MOVED, Check, Failed, Kit, Skipped

STRANGER = (b"a key that is nobody's, 32 bytes",)
HOUR = 3600
SERVER_ERROR = 500
VERIFY = (
    "Check `webhook-signature` over `id.timestamp.body`, byte by byte, before you read the body."
)
OLD = "Refuse a `webhook-timestamp` that is more than five minutes away."


async def wrong_signature(kit: Kit) -> None:
    turn = kit.turn("Hello")
    body = msgspec.json.encode(turn)
    await kit.refused(await kit.send(body, turn.turn_id, keys=STRANGER))


async def no_signature(kit: Kit) -> None:
    turn = kit.turn("Hello")
    body = msgspec.json.encode(turn)
    bare = {"webhook-signature": ""}
    await kit.refused(await kit.send(body, turn.turn_id, headers=bare))


async def changed_body(kit: Kit) -> None:
    turn = kit.turn("Hello")
    body = msgspec.json.encode(turn)
    signed = signing.headers(kit.keys, turn.turn_id, int(time.time()), body)
    await kit.refused(
        await kit.send(body.replace(b"Hello", b"Jello"), turn.turn_id, headers=signed)
    )


async def other_id(kit: Kit) -> None:
    turn = kit.turn("Hello")
    body = msgspec.json.encode(turn)
    await kit.refused(await kit.send(body, turn.turn_id, headers={"webhook-id": "trn_other"}))


async def too_old(kit: Kit) -> None:
    turn = kit.turn("Hello")
    body = msgspec.json.encode(turn)
    await kit.refused(await kit.send(body, turn.turn_id, at=int(time.time()) - HOUR))


async def too_new(kit: Kit) -> None:
    turn = kit.turn("Hello")
    body = msgspec.json.encode(turn)
    await kit.refused(await kit.send(body, turn.turn_id, at=int(time.time()) + HOUR))


async def rotation(kit: Kit) -> None:
    turn = kit.turn("Hello")
    body = msgspec.json.encode(turn)
    reply = await kit.send(body, turn.turn_id, keys=(*STRANGER, *kit.keys))
    _good(reply.status)


async def no_json(kit: Kit) -> None:
    reply = await kit.send(b'{"type": "bot.turn", ', "trn_no_json")
    if not 400 <= reply.status < SERVER_ERROR:  # noqa: PLR2004 - a client's error
        raise Failed(f"it answered {reply.status}, and should have answered 400")


async def too_large(kit: Kit) -> None:
    turn = kit.turn("x" * 2_000_000)
    body = msgspec.json.encode(turn)
    try:
        reply = await kit.send(body, turn.turn_id)
    except Failed:
        pass  # it hung up, which is one way to say it
    else:
        if reply.status >= SERVER_ERROR:
            raise Failed(f"it answered {reply.status}, and should have answered 413")
    await kit.ask(kit.turn("Hello"))


async def hung_up(kit: Kit) -> None:
    """The connection breaks while it answers; the turn comes again."""
    turn = kit.turn("Do you have tents?")
    body = msgspec.json.encode(turn)
    parts = urlsplit(kit.url)
    if parts.scheme != "http":
        raise Skipped("over https this is left to the tests of your web server")
    signed = signing.headers(kit.keys, turn.turn_id, int(time.time()), body)
    lines = [
        f"POST {parts.path or '/'} HTTP/1.1", f"host: {parts.netloc}",
        "content-type: application/json", f"content-length: {len(body)}",
        *(f"{name}: {value}" for name, value in signed.items()),
    ]  # fmt: skip
    try:
        async with asyncio.timeout(kit.deadline_s):
            _, writer = await asyncio.open_connection(parts.hostname, parts.port or 80)
            writer.write(("\r\n".join(lines) + "\r\n\r\n").encode() + body[:-5])
            await writer.drain()
            writer.transport.abort()
    except (OSError, TimeoutError) as why:
        raise Failed(f"it cannot be reached: {why}") from None
    await kit.ask(turn)


async def owner_changed(kit: Kit) -> None:
    one = TheConversation(id="cnv_owner", owner="person", owner_epoch=2)
    event = OwnerChanged(id="own_1", at="2026-11-24T12:00:00.000Z", conversation=one, name="Ana")
    reply = await kit.send(msgspec.json.encode(event), event.id)
    _good(reply.status)


async def message_seen(kit: Kit) -> None:
    one = TheConversation(id="cnv_owner", owner="person", owner_epoch=2)
    event = MessageSeen(
        id="msg_1", at="2026-11-24T12:00:00.000Z", conversation=one, who="agent", seq=9, text="Hi"
    )
    reply = await kit.send(msgspec.json.encode(event), event.id)
    _good(reply.status)


async def newer_event(kit: Kit) -> None:
    reply = await kit.send(b'{"type": "conversation.something.newer", "id": "x_1"}', "x_1")
    _good(reply.status)


async def late(kit: Kit) -> None:
    """Somebody took over while it worked: its late answer is refused, and it lives on."""
    if not kit.later:
        raise Skipped("it always answers at once")
    kit.ear.refusing = True
    try:
        turn = kit.turn("Do you have tents?")
        await kit.send(msgspec.json.encode(turn), turn.turn_id)
        async with asyncio.timeout(kit.deadline_s):
            while not kit.ear.refusals:  # noqa: ASYNC110 - it comes when it comes
                await asyncio.sleep(0.02)
    except TimeoutError:
        raise Failed("its late answer never came") from None
    finally:
        kit.ear.refusing = False
    await kit.ask(kit.turn("And now?"))


async def token(kit: Kit) -> None:
    if not kit.later:
        raise Skipped("it always answers at once")
    if kit.ear.wrong:
        raise Failed(kit.ear.wrong[0])


def _good(status: int) -> None:
    if not GOOD <= status < MOVED:
        raise Failed(f"it answered {status}")


UNFRIENDLY = (
    Check("wrong_signature", "must", "A stranger's signature is refused.", VERIFY,
          wrong_signature),
    Check("no_signature", "must", "A request without a signature is refused.", VERIFY,
          no_signature),
    Check("changed_body", "must", "A body that was changed on its way is refused.", VERIFY,
          changed_body),
    Check("other_id", "must", "A signature for another id is refused.", VERIFY, other_id),
    Check("too_old", "must", "A request of an hour ago is refused.", OLD, too_old),
    Check("too_new", "should", "A request of in an hour is refused.", OLD, too_new),
    Check("rotation", "should", "Of several signatures one that is right will do.",
          "Split `webhook-signature` at spaces: while a secret is changed there are two.",
          rotation),
    Check("no_json", "should", "What is no JSON is refused with 400.", "Answer 400.", no_json),
    Check("too_large", "must", "Two megabytes do not bring it down.",
          "Refuse more than a megabyte with 413, by its content-length.", too_large),
    Check("hung_up", "must", "When the connection breaks, the turn may be asked again.",
          "Do not remember a turn as answered before its body is complete.", hung_up),
    Check("owner_changed", "must", "Hearing that a person has it is fine.",
          "Answer 204 to events, whether you use them or not.", owner_changed),
    Check("message_seen", "should", "Hearing what is said meanwhile is fine.",
          "Answer 204 to events, whether you use them or not.", message_seen),
    Check("newer_event", "should", "An event that it does not know is no error.",
          "Answer 204 to a `type` that you do not know.", newer_event),
    Check("late", "must", "A late answer that is refused with 409 does no harm.",
          "Expect 409 `stale_owner`: drop the answer and go on.", late),
    Check("token", "must", "Late answers bring the token of their turn.",
          "Send `Authorization: Bearer` with `answer.token` of that very turn.", token),
)  # fmt: skip
