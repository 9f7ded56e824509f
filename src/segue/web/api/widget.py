"""Customers before the socket: the launcher's few words, and the session."""

from __future__ import annotations

import asyncio
import re
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from litestar.params import FromQuery, JSONBody

from segue.app.ports_staff import CustomerSession, Inbox
from segue.build import Segue
from segue.domain import words
from segue.domain.ids import ConversationId, InboxId
from segue.domain.inputs import Contact, ConversationStarted
from segue.web import who
from segue.web.api.asked import Asked
from segue.web.frames import http as f
from segue.web.identity import BadToken, contact_in, is_other, known_already, proven
from segue.web.refusals import No

LOCALE = re.compile(r"^[a-z]{2,3}(-[a-z0-9]{2,8})*$")


async def config(
    request: Asked, key: FromQuery[str], locale: FromQuery[str] = ""
) -> f.WidgetConfig:
    """What the launcher on a page shows. Public: everything in it stands on the page anyway."""
    inbox = await inbox_for(request, key)
    language = spoken(locale, inbox)
    segue = request.segue
    floor = segue.staffing.floor(segue.clock())
    there = floor.team(inbox.team or segue.policy.team)
    return f.WidgetConfig(
        brand=inbox.brand,
        accent=inbox.accent,
        label=words.word("panel", "launcher", language),
        position="end",
        people_online=there.open and there.staffed > 0,
        locale=language,
    )


async def sessions(request: Asked, data: JSONBody[f.NewSession]) -> f.Session:
    """Begin a conversation, or go on with an earlier one (`resume`).

    The session is a secret that opens this conversation's socket and no other. A session that is
    over, or never was one, begins a new conversation. `identity` is a token by which the company's
    site says who is signed in; one that will not do is told about, and changes nothing else. A
    conversation that belongs to somebody else than the token says is left alone.
    """
    inbox = await inbox_for(request, data.inbox_key)
    language = spoken(data.locale, inbox)
    segue = request.segue
    proof, shown = _proof(request, inbox, data.identity)
    known = await who.customer_of(segue, data.resume) if data.resume else None
    if known is not None and known.inbox == inbox.id and await _goes_on(segue, known, proof):
        token, conversation = data.resume or "", known.conversation
    else:
        request.web.limit_address("sessions_by_address", request.asgi)
        token, conversation = await _begin(request, inbox, language, data.zone, proof)
    return f.Session(
        session=token,
        conversation=conversation,
        locale=language,
        branding=branding(inbox, language),
        identity=shown,
    )


def _proof(
    request: Asked, inbox: Inbox, token: str | None
) -> tuple[Contact | None, f.IdentityShown | None]:
    """Who the token proves the customer to be, and what the page is told of it."""
    if not token:
        return None, None
    segue = request.segue
    try:
        found = contact_in(token, segue.settings.identity_secrets, inbox.key, segue.clock())
    except BadToken as why:
        request.web.metrics.refused.labels("customer", why.code).inc()
        return None, f.IdentityShown(verified=False, code=why.code, message=str(why))
    return found, f.IdentityShown(verified=True)


async def _goes_on(segue: Segue, known: CustomerSession, proof: Contact | None) -> bool:
    """Prove who it is in the conversation that is gone on with; says whether it is theirs."""
    if proof is None:
        return True
    one = await segue.store.conversation(known.conversation)
    if one is None or is_other(one.contact, proof):
        return False
    if not known_already(one.contact, proof):
        heard = await proven(segue, proof, "token", known.conversation)
        await segue.turns.take(known.conversation, heard)
    return True


async def _begin(
    request: Asked, inbox: Inbox, language: str, zone: str, proof: Contact | None
) -> tuple[str, ConversationId]:
    segue = request.segue
    conversation = ConversationId(who.new_conversation_id())
    started = ConversationStarted(
        number=await segue.store.next_number(),
        inbox=InboxId(inbox.id),
        language=language,
        zone=known_zone(zone),
    )
    token = who.new_token("cs")
    session = CustomerSession(conversation, inbox.id, segue.clock() + who.CUSTOMER_LIFE)
    await asyncio.gather(  # in one commit, where the store can
        segue.turns.take(conversation, started, new=True),
        segue.store.open_customer(who.hashed(token), session),
    )
    if proof is not None:
        await segue.turns.take(conversation, await proven(segue, proof, "token", conversation))
    return token, conversation


def branding(inbox: Inbox, language: str) -> f.Branding:
    """How the frame looks, and the assistant's hello."""
    return f.Branding(
        brand=inbox.brand,
        accent=inbox.accent,
        email=inbox.email or None,
        phone=inbox.phone or None,
        suggestions=inbox.suggestions,
        greeting=words.word("says", "greeting", language, brand=inbox.brand),
    )


async def inbox_for(request: Asked, key: str) -> Inbox:
    """The inbox of this public key, if this page may use it."""
    inbox = await request.segue.store.inbox_by_key(key) if key else None
    if inbox is None:
        raise No(404, "unknown_inbox", "There is no inbox with this key.")
    origin = request.headers.get("origin", "")
    if origin and inbox.origins and not allowed(origin, inbox, request.headers.get("host", "")):
        raise No(403, "origin_not_allowed", "This page may not use this inbox.")
    return inbox


def allowed(origin: str, inbox: Inbox, host: str) -> bool:
    """Our own frame, or a page that the inbox names."""
    return urlsplit(origin).netloc.lower() == host.lower() or origin.lower() in (
        one.lower().rstrip("/") for one in inbox.origins
    )


def spoken(locale: str, inbox: Inbox) -> str:
    """The customer's language as far as we can tell: `pt-BR` is `pt`."""
    asked = locale.strip().replace("_", "-").lower()
    if LOCALE.match(asked):
        return asked.split("-", 1)[0]
    return inbox.locale.split("-", 1)[0]


def known_zone(name: str) -> str:
    """The zone's name if there is one like it, else UTC."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return "UTC"
    return name or "UTC"
