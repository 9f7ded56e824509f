"""Who is asking: tokens, sessions, addresses. Secrets are random, stored as SHA-256, never logged.

Staff: a bearer token or the cookie `segue_session`, for twelve hours, and two without a sign of
life. A cookie alone may change nothing from another site: unsafe requests must come from our own
origin. Customers: a session that names its conversation, and nothing else does.
"""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import parse_qs, urlsplit

from msgspec.structs import replace

from segue.app.ports_staff import Agent, CustomerSession, StaffSession
from segue.build import Segue
from segue.domain.access import Person
from segue.web import limits
from segue.web.refusals import No
from segue.web.sockets.wire import Scope

COOKIE: Final = "segue_session"
STAFF_LIFE: Final = timedelta(hours=12)
STAFF_IDLE: Final = timedelta(hours=2)
STAFF_RENEW: Final = timedelta(minutes=5)
CUSTOMER_LIFE: Final = timedelta(days=90)
SAFE: Final = ("GET", "HEAD", "OPTIONS")
TOKEN_LENGTH: Final = 200


def new_token(prefix: str) -> str:
    """192 random bits, with a prefix by which a leaked one is recognised."""
    return f"{prefix}_{secrets.token_urlsafe(24)}"


def new_conversation_id() -> str:
    """96 random bits: not a secret, but nobody guesses a neighbour's."""
    return f"c_{secrets.token_urlsafe(12)}"


def hashed(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def person_of(agent: Agent, now: datetime) -> Person:
    """The staff member as access sees them: of the teams that they are lent to, too."""
    helped = (one.team for one in agent.lent if one.until > now)
    teams = tuple(dict.fromkeys((*agent.teams, *helped)))
    return Person(agent.id, agent.name, agent.role, teams)


@dataclass(frozen=True, slots=True)
class Caller:
    """One signed-in member of the staff, and the session by which they ask."""

    agent: Agent
    person: Person
    token: str
    by_cookie: bool


def header(scope: Scope, name: bytes) -> str:
    """The first header of this name (lower case), or an empty text."""
    for key, value in scope["headers"]:
        if key == name:
            text: str = value.decode("latin-1")
            return text
    return ""


def query(scope: Scope) -> dict[str, str]:
    """The query; of a name given twice, the first. Raises `No` for one that is too long."""
    raw: bytes = scope.get("query_string", b"")
    if len(raw) > limits.QUERY_BYTES:
        raise No(414, "too_long", "The address is too long.")
    found = parse_qs(raw.decode("latin-1"), keep_blank_values=True, max_num_fields=50)
    return {name: values[0] for name, values in found.items()}


def client_address(scope: Scope, trusted: Sequence[str]) -> str:
    """Where the request comes from. `X-Forwarded-For` counts only when a trusted proxy says it,
    and only from the right, up to the first address that is not one of ours."""
    client = scope.get("client")
    address = str(client[0]) if client else ""
    if not trusted or not _is_one_of(address, trusted):
        return address
    said = [part.strip() for part in header(scope, b"x-forwarded-for").split(",") if part.strip()]
    for hop in reversed(said):
        address = hop
        if not _is_one_of(hop, trusted):
            break
    return address


def _is_one_of(address: str, networks: Iterable[str]) -> bool:
    try:
        found = ipaddress.ip_address(address)
        return any(found in ipaddress.ip_network(network, strict=False) for network in networks)
    except ValueError:
        return False


def is_secure(scope: Scope, segue: Segue) -> bool:
    """Did the browser come by https, to us or to the proxy in front of us?"""
    if scope.get("scheme") in ("https", "wss") or segue.settings.public_url.startswith("https://"):
        return True
    client = scope.get("client")
    proxied = client and _is_one_of(str(client[0]), segue.settings.trusted_proxies)
    return bool(proxied) and header(scope, b"x-forwarded-proto") == "https"


# --- staff --------------------------------------------------------------------------------


def token_of(scope: Scope, *, asked: str = "") -> tuple[str, bool]:
    """The token of a request, and whether a cookie brought it. `asked` is one from the query."""
    authorization = header(scope, b"authorization")
    if authorization[:7].lower() == "bearer ":
        return authorization[7:].strip(), False
    if asked:
        return asked, False
    for part in header(scope, b"cookie").split(";"):
        name, _, value = part.strip().partition("=")
        if name == COOKIE:
            return value, True
    return "", False


async def caller_of(segue: Segue, scope: Scope, *, asked: str = "") -> Caller:
    """Who is signed in here. Raises `No` 401, the same for no, dead and forged sessions."""
    token, by_cookie = token_of(scope, asked=asked)
    if not token or len(token) > TOKEN_LENGTH:
        raise sign_in_first()
    key = hashed(token)
    session = await segue.store.session(key)
    now = segue.clock()
    if session is None or session.expires <= now:
        raise sign_in_first()
    agent = await segue.store.agent(session.agent)
    if agent is None:
        raise sign_in_first()
    await _renew(segue, key, session)
    return Caller(agent, person_of(agent, now), token, by_cookie)


async def _renew(segue: Segue, key: str, session: StaffSession) -> None:
    """A sign of life moves the idle end, never beyond the life of the session."""
    now = segue.clock()
    until = min(session.created + STAFF_LIFE, now + STAFF_IDLE)
    if until - session.expires >= STAFF_RENEW:
        await segue.store.open_session(key, replace(session, expires=until))


async def open_staff_session(segue: Segue, agent: Agent) -> str:
    """A new session for somebody whose password was right; the token is told once, here."""
    token, now = new_token("sg"), segue.clock()
    session = StaffSession(agent.id, now, now + STAFF_IDLE)
    await segue.store.open_session(hashed(token), session)
    return token


def sign_in_first() -> No:
    return No(
        401,
        "sign_in_first",
        "Sign in first, or again: this session is over.",
        headers={"www-authenticate": "Bearer"},
    )


def same_site(scope: Scope) -> bool:
    """May a cookie count for this unsafe request or socket? Only from our own pages."""
    fetched = header(scope, b"sec-fetch-site")
    if fetched:
        return fetched in ("same-origin", "none")
    origin = header(scope, b"origin")
    if not origin:
        return True  # not a browser: browsers always say it with unsafe requests and sockets
    return urlsplit(origin).netloc.lower() == header(scope, b"host").lower()


# --- customers ----------------------------------------------------------------------------


async def customer_of(segue: Segue, token: str) -> CustomerSession | None:
    """The customer's session, if it is one and alive."""
    if not token or len(token) > TOKEN_LENGTH:
        return None
    found = await segue.store.customer(hashed(token))
    if found is None or found.expires <= segue.clock():
        return None
    return found
