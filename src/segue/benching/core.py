"""One turn of the domain: decide, apply, react. No I/O, no clock, no store.

Each kind of turn is taken again and again on the same snapshot; the figure is the best of many
short runs, because everything that disturbs makes it larger, never smaller.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from segue.benching.measuring import machine
from segue.domain import inputs as i
from segue.domain.conversation import Conversation, step
from segue.domain.floor import Floor, TeamNow
from segue.domain.ids import AgentId, ConversationId, TeamId
from segue.domain.policy import Policy
from segue.domain.signals import Signals

TARGET_US = 20.0
TURNS = 300
START = datetime(2026, 11, 24, 9, tzinfo=UTC)
TEAM = TeamId("support")
POLICY = Policy(team=TEAM)
FLOOR = Floor((TeamNow(TEAM, "Support", staffed=2, free=3, eta_low_s=20, eta_high_s=60),))
SARA = i.Who(AgentId("sara"), "Sara Kim")
WORDS = "The parcel says delivered since Monday but it is not here at all"


def story() -> list[tuple[str, Conversation, i.Input]]:
    """A conversation from hello to the end: before each turn, the snapshot and what is heard."""
    turns: list[tuple[str, Conversation, i.Input]] = []
    one, now = Conversation(ConversationId("c_bench")), START

    def take(name: str, heard: i.Input) -> None:
        nonlocal one, now
        turns.append((name, one, heard))
        now += timedelta(seconds=2)
        one, _, _ = step(one, heard, POLICY, FLOOR, now=now)

    take("started", i.ConversationStarted(number=1))
    take("customer said, bot has it", i.CustomerSaid(WORDS, "k1"))
    take("understood", i.Understood(one.heard, Signals()))
    take("bot answered", i.BotAnswered(one.heard, one.epoch, "It came on Monday.", sure=True))
    take("customer asked for a person in words", i.CustomerSaid("I want to talk to a human", "k2"))
    handoff = one.handoff
    if handoff is None:
        raise AssertionError("Asking for a person called nobody.")
    take("agent found", i.AgentFound(SARA.id, SARA.name, handoff.id))
    take("agent accepted", i.AgentAccepted(SARA))
    take("customer said, agent has it", i.CustomerSaid(WORDS, "k3"))
    take("agent said", i.AgentSaid(SARA, text=WORDS, epoch=one.epoch))
    take("agent closed", i.AgentClosed(SARA, "solved", epoch=one.epoch))
    take("customer rated", i.CustomerRated(5))
    return turns


def measure(rounds: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """Microseconds for each kind of turn, and the mean of a whole story."""
    tell("taking turns")
    each = {
        name: round(min(_us(was, heard) for _ in range(5 * rounds)), 2)
        for name, was, heard in story()
    }
    mean = round(sum(each.values()) / len(each), 2)
    return {
        "what": "one turn of the domain (decide, apply, react), microseconds",
        "machine": machine(),
        "us_per_turn": each,
        "us_per_turn_mean": mean,
        "targets": {f"mean turn <= {TARGET_US:g} us": mean <= TARGET_US},
    }


def _us(was: Conversation, heard: i.Input) -> float:
    now = START + timedelta(minutes=5)
    began = time.perf_counter()
    for _ in range(TURNS):
        step(was, heard, POLICY, FLOOR, now=now)
    return (time.perf_counter() - began) / TURNS * 1e6
