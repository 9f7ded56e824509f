"""Memory for each customer socket that is open and does nothing: signed in, in a conversation."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Any

from picows import WSListener, WSTransport, ws_connect

from segue.benching import crowd
from segue.benching.measuring import cpu_s, machine, many_files, pss_kb
from segue.benching.relay import CALM, HOUSE, quiet
from segue.testing import Rig

STEPS = (1_000, 5_000, 10_000)
TARGET_KB = 28.0
SPARE_FILES = 500
AT_ONCE = 64
SETTLES_S = 2.0
LOOK_S = 4.0


async def measure(
    rounds: int,  # noqa: ARG001 - memory does not need rounds
    tell: Callable[[str], None],
    *,
    steps: Sequence[int] = STEPS,
) -> dict[str, Any]:
    """Open sockets step by step; each step says what one of them costs the server."""
    allowed = many_files()
    steps = [one for one in steps if one + SPARE_FILES <= allowed]
    told: dict[str, Any] = {}
    async with Rig(command=(*HOUSE, "--agents", "1"), settings=CALM) as rig:
        await quiet(rig.pid)
        bare = pss_kb(rig.pid)
        tell(f"opening {steps[-1]} sessions")
        tokens = await crowd.sessions(rig, steps[-1])
        await quiet(rig.pid)
        base = pss_kb(rig.pid)
        open_now: list[WSTransport] = []
        for step in steps:
            tell(f"opening sockets up to {step}")
            began = time.monotonic()
            more = step - len(open_now)
            open_now += await connect(rig, tokens[len(open_now) : step])
            took = time.monotonic() - began
            await asyncio.sleep(SETTLES_S)
            held = pss_kb(rig.pid)
            told[f"{step} sockets"] = {
                "kb_per_socket": round((held - base) / step, 2),
                "server_mb": round(held / 1024, 1),
                "connects_per_s": round(more / took),
            }
        before = cpu_s(rig.pid)
        await asyncio.sleep(LOOK_S)
        idle = (cpu_s(rig.pid) - before) / LOOK_S * 100
        for one in open_now:
            one.disconnect()
    last = told[f"{steps[-1]} sockets"]["kb_per_socket"]
    return {
        "what": "server memory (PSS) for each idle, signed-in customer socket",
        "machine": machine(),
        "server_mb_bare": round(bare / 1024, 1),
        "server_mb_with_sessions": round(base / 1024, 1),
        **told,
        "idle_cpu_percent": round(idle, 2),
        "targets": {f"kb_per_socket <= {TARGET_KB:g} at {steps[-1]}": last <= TARGET_KB},
    }


async def connect(rig: Rig, tokens: Sequence[str]) -> list[WSTransport]:
    made: list[WSTransport] = []
    for first in range(0, len(tokens), AT_ONCE):
        some = [_one(rig, token) for token in tokens[first : first + AT_ONCE]]
        made += await asyncio.gather(*some)
    return made


async def _one(rig: Rig, token: str) -> WSTransport:
    transport, _ = await ws_connect(WSListener, crowd.customer_url(rig, token))
    return transport
