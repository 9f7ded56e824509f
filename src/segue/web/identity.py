"""Who a customer is, proven: tokens that the company's own site signs, and codes by mail.

A token is a JWT (RFC 7519), signed with HS256 and a secret that only the company's server and
Segue know. It lives for minutes, names the inbox it is for, and says who is signed in there:

    {"sub": "customer id", "aud": "inbox key", "iat": …, "exp": …,
     "email"?, "name"?, "phone"?, "tier"?, "attributes"?: {"plan": "gold"}}

A token that will not do never breaks the chat: the customer is then somebody unknown, and the page
is told why.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, Final

from segue.app.codes import NotProven
from segue.app.ports import Listed, StoreUnavailable
from segue.build import Segue
from segue.domain.ids import ConversationId
from segue.domain.inputs import Contact, IdentityProven
from segue.web.refusals import No

LONGEST_LIFE_S: Final = 15 * 60
LEEWAY_S: Final = 60
SHORTEST_SECRET: Final = 32
LONGEST: Final = 200  # characters of a claim
MOST_ATTRIBUTES: Final = 20
LOOKS_S: Final = 0.25
LOOKS_AT: Final = 20


class BadToken(ValueError):
    """`code` is stable; the sentence is for whoever builds the page."""

    def __init__(self, code: str, said: str) -> None:
        super().__init__(said)
        self.code = code


def contact_in(token: str, secrets: Sequence[str], audience: str, now: datetime) -> Contact:
    """The customer that this token proves. `secrets` are all that are good at the moment: two
    while one is changed for another. Raises `BadToken`."""
    if not secrets:
        raise BadToken("identity_off", "No identity secret is set: SEGUE_IDENTITY_SECRETS.")
    claims = _claims(token, secrets)
    _validate(claims, audience, now)
    sub = claims["sub"]
    if not isinstance(sub, str | int) or isinstance(sub, bool) or not str(sub).strip():
        raise BadToken("identity_claims", "The token's `sub` is the customer's id: a text.")
    return Contact(
        name=_text(claims, "name"),
        email=_text(claims, "email"),
        phone=_text(claims, "phone"),
        verified=True,
        tier=_text(claims, "tier") or "",
        attributes=_attributes(claims.get("attributes")),
        customer_id=str(sub).strip()[:LONGEST],
    )


def _claims(token: str, secrets: Sequence[str]) -> dict[str, Any]:
    from joserfc import jwt  # noqa: PLC0415 - only where the company signs tokens
    from joserfc.errors import JoseError  # noqa: PLC0415
    from joserfc.jwk import OctKey  # noqa: PLC0415

    for secret in secrets:
        try:
            key = OctKey.import_key(secret.encode())
            return dict(jwt.decode(token, key, algorithms=["HS256"]).claims)
        except (JoseError, ValueError):
            continue
    said = "The token is not signed with our secret by HS256, or is no JWT at all."
    raise BadToken("identity_signature", said)


def _validate(claims: dict[str, Any], audience: str, now: datetime) -> None:
    from joserfc import jwt  # noqa: PLC0415
    from joserfc.errors import ExpiredTokenError, JoseError  # noqa: PLC0415

    wanted = jwt.JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=LEEWAY_S,
        aud={"essential": True, "value": audience},
        iat={"essential": True},
        exp={"essential": True},
        sub={"essential": True},
    )
    try:
        wanted.validate(claims)
    except ExpiredTokenError as why:
        said = "The token is over. Make one when the page is loaded; it lives for minutes."
        raise BadToken("identity_expired", said) from why
    except (JoseError, ValueError, TypeError) as why:
        said = f"The token needs sub, aud (the inbox key), iat and exp that fit: {why}"[:LONGEST]
        raise BadToken("identity_claims", said) from why
    try:
        life = float(claims["exp"]) - float(claims["iat"])
    except (TypeError, ValueError) as why:
        raise BadToken("identity_claims", "iat and exp are numbers of seconds.") from why
    if not 0 < life <= LONGEST_LIFE_S:
        said = f"The token lives too long: exp is at most {LONGEST_LIFE_S // 60} min after iat."
        raise BadToken("identity_life", said)


def _text(claims: dict[str, Any], name: str) -> str | None:
    found = claims.get(name)
    return found.strip()[:LONGEST] or None if isinstance(found, str) else None


def _attributes(found: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(found, dict):
        return ()
    plain = (str, int, float, bool)
    return tuple(
        (str(name)[:60], str(value)[:LONGEST])
        for name, value in list(found.items())[:MOST_ATTRIBUTES]
        if isinstance(value, plain)
    )


def is_other(was: Contact, now: Contact) -> bool:
    """Does a conversation with `was` belong to somebody else than the proven `now`? Then it is
    neither shown nor gone on with: people are never merged."""
    if not was.verified:
        return False
    if was.customer_id and now.customer_id:
        return was.customer_id != now.customer_id
    return (was.email or "").lower() != (now.email or "").lower()


def known_already(was: Contact, now: Contact) -> bool:
    """Would this proof say nothing new?"""
    new = (now.customer_id, now.name, now.email, now.phone, now.tier, now.attributes)
    old = (was.customer_id, was.name, was.email, was.phone, was.tier, was.attributes)
    return was.verified and all(not one or one == two for one, two in zip(new, old, strict=True))


async def proven(
    segue: Segue, contact: Contact, how: str, conversation: ConversationId
) -> IdentityProven:
    """The proof, with the person whom this customer had last: looked for a moment, and done without
    when the store takes longer."""
    found: list[Listed] = []
    if contact.email:
        with suppress(TimeoutError, StoreUnavailable):
            async with asyncio.timeout(LOOKS_S):
                found, _ = await segue.store.listed(text=contact.email, limit=LOOKS_AT)
    same = (
        one.conversation
        for one in found
        if one.conversation.id != conversation
        and one.conversation.contact.verified
        and not is_other(one.conversation.contact, contact)
    )
    last = next((one for one in same if one.person is not None), None)
    if last is None:
        return IdentityProven(contact, how)
    return IdentityProven(contact, how, last.person, last.person_at)


async def proven_by_code(segue: Segue, conversation: ConversationId, code: str) -> IdentityProven:
    """What a code proves that a customer typed. Raises `No`; each call is a try."""
    if segue.codes is None:
        raise No(409, "code_expired", "That code is over. Ask for a new one.")
    try:
        found = await segue.codes.prove(conversation, code)
    except NotProven as why:
        raise No(422, why.code, str(why)) from why
    return await proven(segue, found.contact, found.how, conversation)
