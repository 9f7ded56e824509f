"""The demo shop's own server: it knows its customers, and signs who is signed in.

A company does the same on its site, in any language: see docs/howto/know-who-is-asking.md. Nobody
has a password in this shop, because nothing in it is real; it exists only in the demo.
"""

from __future__ import annotations

from typing import Any, Final

from segue.build import Segue
from segue.demo.people import CUSTOMERS
from segue.web.refusals import No, not_found

LIFE_S: Final = 300


def signing_in(segue: Segue, customer: str, audience: str) -> dict[str, Any]:
    """Who may sign in; with `customer` (an id), the token that says it is them. Raises `No`."""
    if not customer:
        return {"customers": [{"id": one.id, "name": one.name} for one in CUSTOMERS]}
    found = next((one for one in CUSTOMERS if one.id == customer), None)
    if found is None:
        raise not_found()
    if not segue.settings.identity_secrets:
        raise No(409, "identity_off", "No identity secret is set: SEGUE_IDENTITY_SECRETS.")
    from joserfc import jwt  # noqa: PLC0415 - only where tokens are signed
    from joserfc.jwk import OctKey  # noqa: PLC0415

    at = int(segue.clock().timestamp())
    said: dict[str, Any] = {
        "sub": found.id,
        "aud": audience,
        "iat": at,
        "exp": at + LIFE_S,
        "name": found.name,
        "email": found.email,
    }
    if found.tier:
        said["tier"] = found.tier
    key = OctKey.import_key(segue.settings.identity_secrets[0].encode())
    return {"token": jwt.encode({"alg": "HS256"}, said, key), "name": found.name}
