"""What the estimate of the wait costs: everybody in a line, somebody alone, and a very big house.

The small settings are the pure estimate for one event. The big one is the whole round of a house
with ten thousand people in twenty lines and a thousand agents, over its picture in memory: how much
work it is, and how long it holds the event loop at most, measured by somebody who wants it all the
time. Times are processor time of this thread: what others do on the machine is not counted.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import median
from typing import Any

from segue.app.feed import Hub
from segue.app.ports_staff import Agent, Team
from segue.app.staffing import Staffing
from segue.app.waiting import Waits
from segue.benching.measuring import machine
from segue.domain import stages as s
from segue.domain.conversation import Conversation
from segue.domain.ids import AgentId, ConversationId, HandoffId, TeamId
from segue.domain.policy import Policy
from segue.domain.waits import AtWork, History, Waiting, estimate_line
from segue.store.memory import MemoryStore

SETTINGS = ((10, 3, 4), (50, 20, 1), (50, 20, 4), (200, 50, 4))
"""People in line, agents, chats each."""
TYPES = ("a", "b", "c")
PEOPLE, AGENTS, TEAMS, CHATS = 10_000, 1_000, 20, 4
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
NOW = 50_000.0
ENOUGH = 60
TARGET_HELD_MS = 10.0
SEED = 7


def measure(rounds: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """Milliseconds by setting, and of the big house."""
    found = {}
    for people, agents, chats in SETTINGS:
        tell(f"{people} in line, {agents} agents")
        found[f"{people}/{agents}x{chats}"] = _setting(people, agents, chats, rounds)
    tell(f"{PEOPLE:,} in line, {AGENTS:,} agents")
    return {"machine": machine(), "one_event": found, "big_house": asyncio.run(_big(rounds))}


def _setting(people: int, agents: int, chats: int, rounds: int) -> dict[str, float]:
    dice = Random(SEED)  # noqa: S311 - a benchmark has to be repeatable
    line = [
        Waiting(f"c{n}", dice.choice(TYPES), 1, NOW - dice.expovariate(1 / 120))
        for n in range(people)
    ]
    at_work = [
        AtWork(
            f"a{n}",
            {kind: dice.choice((0.1, 1.0)) for kind in TYPES},
            tuple(NOW - dice.expovariate(1 / 300) for _ in range(chats)),
        )
        for n in range(agents)
    ]
    history, last = History(), (line[-1].id,)
    everybody = _ms(lambda: estimate_line(line, at_work, history, NOW), rounds)
    alone = _ms(lambda: estimate_line(line, at_work, history, NOW, only=last), rounds)
    told = estimate_line(line, at_work, history, NOW)[last[0]]
    if told is None:
        raise AssertionError("Somebody at work can serve everybody here.")
    receipt = told.receipt
    settling = _ms(lambda: history.settled(receipt, 60.0), rounds)
    return {
        "everybody_ms": everybody,
        "per_customer_us": round(1000 * everybody / people, 1),
        "last_alone_ms": alone,
        "settle_us": round(1000 * settling, 1),
    }


def _ms(does: Callable[[], object], rounds: int) -> float:
    took = []
    for _ in range(ENOUGH * rounds):
        began = time.thread_time()
        does()
        took.append(time.thread_time() - began)
    return round(1000 * median(took), 3)


async def _big(rounds: int) -> dict[str, Any]:
    staffing = Staffing(MemoryStore(), lambda: NOON, Policy())
    _fill(staffing)
    waits = Waits(staffing.store, lambda: NOON, staffing, Hub())
    await waits.round()  # the first one meets everybody
    works, held = [], []
    for _ in range(rounds):
        ticking = asyncio.create_task(_longest_gap())
        await asyncio.sleep(0)
        works.append(await waits.round())
        ticking.cancel()
        held.append(await ticking)
    numbers = sum(one.wait is not None for one in waits.lines.followed.values())
    longest = round(1000 * max(held), 2)
    return {
        "waiting": PEOPLE,
        "agents": AGENTS,
        "with_a_number": numbers,
        "round_ms": round(1000 * median(works), 1),
        "event_loop_held_ms": longest,
        "target_held_ms": TARGET_HELD_MS,
        "met": longest <= TARGET_HELD_MS,
    }


async def _longest_gap() -> float:
    """The longest time for which the event loop was not to be had."""
    longest, last = 0.0, time.thread_time()
    try:
        while True:
            await asyncio.sleep(0)
            now = time.thread_time()
            longest, last = max(longest, now - last), now
    except asyncio.CancelledError:
        return longest


def _fill(staffing: Staffing) -> None:
    """Everybody at work is full, and ten thousand wait."""
    dice = Random(SEED)  # noqa: S311 - as above
    teams = [Team(TeamId(f"t{n:02}"), f"Team {n}") for n in range(TEAMS)]
    agents = [
        Agent(
            AgentId(f"a{n:04}"),
            f"Agent {n}",
            f"a{n}@example.com",
            teams=tuple(one.id for one in dice.sample(teams, 2)),
            capacity=CHATS,
            status="available",
        )
        for n in range(AGENTS)
    ]
    staffing.know(teams, agents)
    for agent in agents:
        for n in range(CHATS):
            since = NOON - timedelta(seconds=dice.expovariate(1 / 300))
            staffing.sit(ConversationId(f"{agent.id}.{n}"), agent.id, 100, since)
    for n in range(PEOPLE):
        at = NOON - timedelta(seconds=(PEOPLE - n) / 4)
        name = ConversationId(f"c{n}")
        handoff = s.Handoff(HandoffId(f"{name}.h1"), s.Reason.ASKED, dice.choice(teams).id, at)
        staffing.stand(Conversation(name, s.Waiting(handoff, at)))
