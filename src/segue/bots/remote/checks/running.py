"""All checks, one after the other."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal

from segue.bots.remote import place_of, signing
from segue.bots.remote.checks.friendly import FRIENDLY, LAST
from segue.bots.remote.checks.kit import Check, Ear, Failed, Found, Kit, Skipped
from segue.bots.remote.checks.unfriendly import UNFRIENDLY
from segue.outgoing import Outgoing

CHECKS: tuple[Check, ...] = (*FRIENDLY, *UNFRIENDLY, *LAST)


async def run(
    url: str,
    secret: str,
    *,
    deadline_s: float = 8.0,
    told: Callable[[Found], None] | None = None,
) -> list[Found]:
    """What every check found, in order; `told` hears of each as it comes. Raises ValueError for an
    address or a secret that is none."""
    keys, place = signing.keys_of(secret), place_of(url)
    if place is None:
        raise ValueError(f"{url!r} is no http or https address.")
    if not keys:
        raise ValueError("The secret is missing: whsec_…")
    found: list[Found] = []
    async with Outgoing(allow_private=[place]) as outgoing, Ear() as ear:
        kit = Kit(url, keys, outgoing, ear, deadline_s)
        for check in CHECKS:
            found.append(await _one(check, kit))
            if told is not None:
                told(found[-1])
            if check.name == "plain" and found[-1].result == "failed":
                break  # nothing else would tell more
    return found


async def _one(check: Check, kit: Kit) -> Found:
    started = time.monotonic()
    result: Literal["ok", "failed", "skipped"] = "ok"
    why = ""
    try:
        await check.do(kit)
    except Failed as failed:
        result, why = "failed", str(failed)
    except Skipped as skipped:
        result, why = "skipped", str(skipped)
    advice = check.advice if result == "failed" else ""
    ms = round((time.monotonic() - started) * 1000)
    return Found(check.name, check.grade, check.says, result, why, advice, ms)
