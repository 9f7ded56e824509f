"""From nothing to a ringing agent: conversations begun and handed over, durable, per second.

Eight clients, each over and over: begin a conversation, open its socket, ask for a person, wait
until an agent's screen rings for it. Everything is committed (`synchronous=FULL`) before anybody
hears of it: the conversation, its session, the handoff with its place in the line, the offer with
the agent's seat. The load comes from a process of its own (`handing.py`).

Beside it stand the figures of Live Helper Chat's `restapi/startchat` with eight clients, measured
once on a machine like this one, which only stores a new chat: read ratios, not decimals.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, Final

from segue.benching import crowd
from segue.benching.measuring import machine, medians, ratio
from segue.benching.relay import generated, quiet
from segue.testing import Rig

CLIENTS, AGENTS, CAPACITY = 8, 12, 800
WARM_S, MEASURE_S = 1.0, 6.0
HOUSE = (
    *(sys.executable, "-m", "segue.benching.house", "--silent"),
    *("--agents", str(AGENTS), "--capacity", str(CAPACITY)),
)
GENERATOR = (sys.executable, "-m", "segue.benching.handing")
CALM = {"agent_grace_s": 3600, "customer_grace_s": 3600}
LIVE_HELPER_CHAT: Final = {"per_s": 186.0, "p50_ms": 41.0, "p99_ms": 79.0, "cpu_ms": 9.4}
TARGETS: Final = {"per_s": 5.0}
STRETCH: Final = {"per_s": 10.0}


async def measure(
    rounds: int, tell: Callable[[str], None], *, measure_s: float = MEASURE_S
) -> dict[str, Any]:
    """`rounds` servers; medians, and how many times better than Live Helper Chat's figures."""
    each = []
    for n in range(rounds):
        tell(f"round {n + 1} of {rounds}")
        async with Rig(command=HOUSE, settings=CALM) as rig:
            each.append(await one(rig, measure_s))
    middle = medians(each)
    found = {
        "per_s": middle["handed_over_per_s"],
        "p50_ms": middle["begun_to_ringing_ms"]["p50"],
        "p99_ms": middle["begun_to_ringing_ms"]["p99"],
        "cpu_ms": middle["server_cpu_ms_each"],
    }
    better = {
        name: ratio(value, LIVE_HELPER_CHAT[name])
        if name == "per_s"
        else ratio(LIVE_HELPER_CHAT[name], value)
        for name, value in found.items()
    }
    wanted = {f"{name}: {least:g} times": (better[name] or 0) >= least
              for name, least in TARGETS.items()}  # fmt: skip
    return {
        "what": "begun, handed over, routed and ringing, all committed; eight clients",
        "machine": machine(),
        "rounds": rounds,
        "medians": middle,
        "live_helper_chat": LIVE_HELPER_CHAT,
        "times_better": better,
        "targets": {**wanted, "each rang once, none was lost": not faults(each)},
        "each_round": each,
    }


def faults(each: list[dict[str, Any]]) -> int:
    return sum(one["lost"] + one["rang_twice"] + one["refused"] for one in each)


async def one(rig: Rig, measure_s: float) -> dict[str, Any]:
    """One server with people on shift, under load from another process."""
    agents = await crowd.staff(rig)
    tokens = [one.token for one in agents]
    for screen in agents:
        await screen.close()
    await quiet(rig.pid)
    order = {
        "url": rig.url,
        "inbox_key": rig.inbox_key,
        "agents": [crowd.agent_url(rig, token) for token in tokens],
        "pid": rig.pid,
        "clients": CLIENTS,
        "warm_s": WARM_S,
        "measure_s": measure_s,
    }
    return await generated(GENERATOR, order, rig)
