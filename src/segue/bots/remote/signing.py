"""Standard Webhooks signatures: how a bot knows that it is us.

    webhook-id         the same for every attempt
    webhook-timestamp  of this attempt, in seconds
    webhook-signature  v1,<base64 of HMAC-SHA256 over "id.timestamp.body">, one for each secret

Two secrets, separated by a space, let a secret be changed without a gap: both sign.
"""

from __future__ import annotations

import binascii
import hmac
from base64 import b64decode, b64encode
from collections.abc import Sequence
from hashlib import sha256
from typing import Final

PREFIX: Final = "whsec_"
SHORTEST: Final = 16  # bytes of a secret


def keys_of(secrets: str) -> tuple[bytes, ...]:
    """The keys in a setting like `whsec_… whsec_…`. Raises ValueError for one that is none."""
    return tuple(_key(one) for one in secrets.split())


def _key(secret: str) -> bytes:
    try:
        key = b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not secret.startswith(PREFIX) or len(key) < SHORTEST:
        raise ValueError(f"A secret is `{PREFIX}` and the base64 of at least {SHORTEST} bytes.")
    return key


def signature(key: bytes, ident: str, at: int, body: bytes) -> str:
    mac = hmac.new(key, f"{ident}.{at}.".encode() + body, sha256).digest()
    return f"v1,{b64encode(mac).decode()}"


def headers(keys: Sequence[bytes], ident: str, at: int, body: bytes) -> dict[str, str]:
    """The headers of one attempt."""
    signed = " ".join(signature(key, ident, at, body) for key in keys)
    return {"webhook-id": ident, "webhook-timestamp": str(at), "webhook-signature": signed}
