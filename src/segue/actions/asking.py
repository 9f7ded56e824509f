"""One run as a request: where it goes, what it carries, and who the customer is.

Who the customer is comes from the verified contact alone and goes into headers that no input can
reach; the key of the other system is put in last and shown nowhere.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from segue.actions.described import Auth, Described, Field, Service
from segue.actions.keys import Keys
from segue.actions.shaping import plain
from segue.domain.inputs import Contact
from segue.domain.value import Plain

HIDDEN = "•••"


class Ask(Plain, frozen=True):
    """A request, ready to be made. `secret` names the headers that must not be shown."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    secret: tuple[str, ...] = ()

    def shown(self) -> tuple[tuple[str, str], ...]:
        """As people may see it: (label, value)."""
        headers = ", ".join(
            f"{name}: {HIDDEN if name in self.secret else value}" for name, value in self.headers
        )
        rows = [("Request", f"{self.method} {self.url}"), ("Headers", headers)]
        if self.body:
            rows.append(("Body", plain(self.body.decode("utf-8", "replace"), 2000)))
        return tuple(row for row in rows if row[1])


def ask_for(
    described: Described,
    service: Service,
    inputs: Mapping[str, str],
    contact: Contact,
    *,
    key: str,
    keys: Keys,
    now: datetime,
    dry: bool = False,
) -> Ask:
    """The request of one run. Raises `keys.NoKey`."""
    method: str = described.method
    path = described.path
    if dry and described.dry_request:
        method, _, path = described.dry_request.partition(" ")
    has_body = method not in ("GET", "DELETE") or any(f.place == "body" for f in described.fields)
    path, query, body = _filled(described, inputs, path, has_body=has_body)
    if dry and described.dry_query:
        query.append((described.dry_query, "true"))
    url = service.url + path + (f"?{urlencode(query)}" if query else "")
    content = json.dumps(body, ensure_ascii=False).encode() if has_body else b""
    headers = [("accept", "application/json"), *identity(service, contact)]
    if content:
        headers.append(("content-type", "application/json"))
    header = idempotency_of(described, service)
    if header and described.action.changes:
        headers.append((header, key))
    opened = auth(service.auth, keys, method, path, content, now)
    return Ask(method, url, (*headers, *opened), content, tuple(name for name, _ in opened))


def _filled(
    described: Described, inputs: Mapping[str, str], path: str, *, has_body: bool
) -> tuple[str, list[tuple[str, str]], dict[str, Any]]:
    """Path, query and body with the inputs, and with what is always sent."""
    query: list[tuple[str, str]] = []
    body: dict[str, Any] = {}
    for name, fixed in described.fixed:
        if has_body:
            put(body, name, fixed)
        else:
            query.append((name, _as_word(fixed)))
    for field in described.fields:
        value = inputs.get(field.shown.name)
        if value is None:
            continue
        match field.place:
            case "path":
                path = path.replace(f"{{{field.shown.name}}}", _step(value))
            case "query":
                query.append((field.key, value))
            case _:
                put(body, field.key, sent_as(field, value))
    return path, query, body


def idempotency_of(described: Described, service: Service) -> str:
    """The header that carries a run's key; empty where the other system knows none."""
    return service.idempotency if described.idempotency is None else described.idempotency


def identity(service: Service, contact: Contact) -> list[tuple[str, str]]:
    """Headers that say who the customer is. Nothing of it for somebody who merely says so."""
    if not contact.verified:
        return []
    known = {
        "customer_id": contact.customer_id,
        "email": contact.email or "",
        "phone": contact.phone or "",
        "name": contact.name or "",
    }
    return [
        (header, quote(plain(known[part], 254), safe=" @+.-_:/"))
        for part, header in service.identity
        if known[part]
    ]


def is_known(service: Service, contact: Contact) -> bool:
    """Is it certain who this is, in a way that the other system understands?"""
    sure = {"customer_id", "email", "phone"}
    headers = dict(service.identity)
    said = identity(service, contact)
    return bool({headers[part] for part in headers if part in sure} & {name for name, _ in said})


def _step(value: str) -> str:
    """One step of a path, whatever is in it: never another step, never up."""
    made = quote(value, safe="")
    return made.replace(".", "%2E") if set(value) == {"."} else made


def _as_word(value: str | float) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def sent_as(field: Field, value: str) -> Any:
    """The value as JSON has it."""
    if field.sent_as == "number":
        try:
            number = float(value)
        except ValueError:
            return value
        return int(number) if number.is_integer() else number
    if field.sent_as == "flag":
        return value.casefold() in ("true", "yes", "1")
    return value


def put(body: dict[str, Any], key: str, value: Any) -> None:
    """Set `address/street` where it belongs."""
    *above, last = key.split("/")
    for step in above:
        inner = body.setdefault(step, {})
        if not isinstance(inner, dict):
            return
        body = inner
    body[last] = value


def auth(
    how: Auth, keys: Keys, method: str, path: str, body: bytes, now: datetime
) -> tuple[tuple[str, str], ...]:
    """The headers that open the other system. Raises `keys.NoKey`.

    `hmac`: the header is `t=SECONDS,v1=HEX` over `SECONDS.METHOD PATH.BODY`, SHA-256.
    """
    match how.kind:
        case "bearer":
            return (("authorization", f"Bearer {keys(how.secret)}"),)
        case "basic":
            pair = f"{how.name}:{keys(how.secret)}".encode()
            return (("authorization", f"Basic {base64.b64encode(pair).decode()}"),)
        case "header":
            return ((how.name.lower(), keys(how.secret)),)
        case "hmac":
            seconds = int(now.timestamp())
            signed = f"{seconds}.{method} {path}.".encode() + body
            made = hmac.new(keys(how.secret).encode(), signed, hashlib.sha256).hexdigest()
            return ((how.name.lower(), f"t={seconds},v1={made}"),)
        case _:
            return ()
