"""Who has the right password: slowly, the same for everybody, and not for ever.

Five wrong ones in a quarter of an hour lock an address (also one that does not exist, so that the
lock says nothing); guessing over many addresses is slowed by where it comes from.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from segue.app.ports_staff import Agent
from segue.web.context import Web
from segue.web.passwords import NOBODYS
from segue.web.refusals import No
from segue.web.sockets.wire import Scope

WRONG_ALLOWED: Final = 5
LOCKED_FOR: Final = timedelta(minutes=15)


async def agent_with(web: Web, scope: Scope, email: str, password: str) -> Agent:
    """The agent with this address and password. Raises 401 or 429, with the same words for an
    unknown address and a wrong password, in the same time."""
    web.limit_address("sign_ins_by_address", scope)
    store, now = web.segue.store, web.segue.clock()
    address = email.strip().lower()
    if await store.failed_sign_ins(address, now - LOCKED_FOR) >= WRONG_ALLOWED:
        raise No(
            429,
            "locked",
            "Too many wrong passwords for this address. Try again in a quarter of an hour.",
            retry_after_s=LOCKED_FOR.total_seconds(),
        )
    found = await store.agent_by_email(address)
    kept = found[1] if found is not None else NOBODYS
    right = await web.checking.fits(password, kept)
    if found is None or not found[1] or right is not True:
        await store.note_sign_in(address, now, ok=False)
        raise No(401, "wrong_password", "The address or the password is wrong.")
    await store.note_sign_in(address, now, ok=True)
    return found[0]
