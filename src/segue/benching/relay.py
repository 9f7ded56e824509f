"""Durable relay, customer to agent, beside the floor in the same minutes.

200 customers whose conversations 20 agents have accepted; every socket signed in; 64 bytes of
text; acknowledged and delivered only after the commit. Each round measures Segue and the floor in
turn, at saturation (4 un-acked a customer) and in open loop (2,000 a second, Poisson). Judge by the
ratios, and by CPU per message first: on shared cores nothing else is steady.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from typing import Any

import msgspec

from segue.benching import crowd
from segue.benching.measuring import cpu_s, machine, medians, ratio
from segue.testing import Rig

CUSTOMERS, AGENTS = 200, 20
WINDOW, RATE = 4, 2000.0
QUIET_PERCENT, QUIET_WITHIN_S = 5.0, 30.0
LAG_ALLOWED_MS = 1.0
HOUSE = (sys.executable, "-m", "segue.benching.house")
FLOOR = (sys.executable, "-m", "segue.benching.floor")
GENERATOR = (sys.executable, "-m", "segue.benching.generator")
CALM = {"agent_grace_s": 3600, "customer_grace_s": 3600}
GOALS = (
    ("msgs_per_s", ">=", 0.40),
    ("cpu_per_msg", "<=", 2.5),
    ("open_loop_p50", "<=", 2.0),
    ("open_loop_p99", "<=", 2.0),
)
"""Ratios to the floor that are to be reached: Segue's figure divided by the floor's."""

Tell = Callable[[str], None]


class Ring(msgspec.Struct):
    """One of the two servers, with the addresses that load goes to."""

    name: str
    rig: Rig
    customers: list[str]
    agents: list[str]


async def measure(
    rounds: int, tell: Tell, *, measure_s: float = 3.0, warm_s: float = 1.0
) -> dict[str, Any]:
    """The whole benchmark: rounds, medians of both sides, ratios and the targets."""
    async with (
        Rig(command=(*HOUSE, "--agents", str(AGENTS)), settings=CALM) as house,
        Rig(command=FLOOR) as floor,
    ):
        tell("setting the stage: agents sign in, customers ask for a person and are accepted")
        rings = [await segue_ring(house), floor_ring(floor)]
        await quiet(house.pid)
        found: dict[str, list[dict[str, Any]]] = {}
        for n in range(rounds):
            for mode in ("saturation", "open_loop"):
                for ring in rings if n % 2 == 0 else rings[::-1]:
                    tell(f"round {n + 1} of {rounds}: {ring.name}, {mode}")
                    window = WINDOW if mode == "saturation" else 0
                    got = await load(ring, window, measure_s=measure_s, warm_s=warm_s)
                    found.setdefault(f"{ring.name} {mode}", []).append(got)
    return verdict(found)


async def segue_ring(rig: Rig) -> Ring:
    """Everybody in place by the public contract; then their sockets make room for the load's."""
    agents = await crowd.staff(rig)
    customers = await crowd.in_conversation(rig, CUSTOMERS, agents)
    for one in (*customers, *agents):
        await one.close()
    return Ring(
        "segue",
        rig,
        [crowd.customer_url(rig, one.session) for one in customers],
        [crowd.agent_url(rig, one.token) for one in agents],
    )


def floor_ring(rig: Rig) -> Ring:
    base = f"ws{rig.url.removeprefix('http')}"
    return Ring(
        "floor",
        rig,
        [f"{base}/customer/{n}" for n in range(CUSTOMERS)],
        [f"{base}/agent/{n}" for n in range(AGENTS)],
    )


async def quiet(pid: int) -> None:
    """Until the server has loaded its models and does nothing."""
    deadline = time.monotonic() + QUIET_WITHIN_S
    while time.monotonic() < deadline:
        before = cpu_s(pid)
        await asyncio.sleep(1.0)
        if (cpu_s(pid) - before) * 100 < QUIET_PERCENT:
            return


async def load(
    ring: Ring, window: int, *, measure_s: float, warm_s: float, rate: float = RATE
) -> dict[str, Any]:
    """One run of the generator against one server."""
    order = {
        "dialect": ring.name,
        "run": f"r{time.time_ns() // 1_000_000}",
        "customers": ring.customers,
        "agents": ring.agents,
        "pid": ring.rig.pid,
        "window": window,
        "rate": rate,
        "measure_s": measure_s,
        "warm_s": warm_s,
    }
    return await generated(GENERATOR, order, ring.rig)


async def generated(command: tuple[str, ...], order: dict[str, Any], rig: Rig) -> dict[str, Any]:
    """What a generator of load, given its order, measured at this server. Raises `RuntimeError`
    with its last words and the server's log."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, stderr=pipe)
    try:
        said, wrong = await process.communicate(msgspec.json.encode(order))
    except BaseException:
        process.kill()
        raise
    if process.returncode:
        raise RuntimeError(f"The generator failed: {wrong.decode()[-2000:]}\n{rig.log()}")
    told: dict[str, Any] = msgspec.json.decode(said)
    return told


def verdict(found: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """Medians, ratios to the floor, and whether the targets were met."""
    told: dict[str, Any] = {name: medians(rounds) for name, rounds in found.items()}
    ours, floor = told["segue saturation"], told["floor saturation"]
    ours_open, floor_open = told["segue open_loop"], told["floor open_loop"]
    calm = quiet_pairs(found)
    ratios = {
        "msgs_per_s": ratio(ours["msgs_per_s"], floor["msgs_per_s"]),
        "cpu_per_msg": ratio(ours["server_cpu_us_per_msg"], floor["server_cpu_us_per_msg"]),
        "open_loop_p50": ratio(ours_open["delivery_ms"]["p50"], floor_open["delivery_ms"]["p50"]),
        "open_loop_p99": ratio(ours_open["delivery_ms"]["p99"], floor_open["delivery_ms"]["p99"]),
    }
    faults = {
        name: sum(one[name] for key in told if key.startswith("segue") for one in found[key])
        for name in ("lost", "duplicated", "out_of_order", "refused", "closed")
    }
    return {
        "what": "durable relay, customer to agent, beside the floor in one run",
        "machine": machine(),
        "rounds": len(found["segue saturation"]),
        "ratios": ratios,
        "targets": {
            **{
                f"{name} {sign} {goal:g}": met(ratios[name], sign, goal)
                for name, sign, goal in GOALS
            },
            "nothing lost, twice or out of order": not any(faults.values()),
        },
        "faults": faults,
        "rounds_with_generator_lag_p99_below_1_ms": calm,
        "medians": told,
        "each_round": {name: brief(rounds) for name, rounds in found.items()},
    }


def met(value: float | None, sign: str, goal: float) -> bool:
    if value is None:
        return False
    return value >= goal if sign == ">=" else value <= goal


def quiet_pairs(found: dict[str, list[dict[str, Any]]]) -> int:
    """Rounds whose p99 may be judged: the generator itself was on time on both sides."""
    pairs = zip(found["segue open_loop"], found["floor open_loop"], strict=True)
    return sum(
        all(one["generator_lag_ms"].get("p99", 0.0) < LAG_ALLOWED_MS for one in pair)
        for pair in pairs
    )


def brief(rounds: list[dict[str, Any]]) -> list[dict[str, Any]]:
    names = ("msgs_per_s", "server_cpu_us_per_msg")
    return [
        {
            **{name: one[name] for name in names},
            "p50_ms": one["delivery_ms"].get("p50"),
            "p99_ms": one["delivery_ms"].get("p99"),
            "lag_p99_ms": one["generator_lag_ms"].get("p99"),
        }
        for one in rounds
    ]
