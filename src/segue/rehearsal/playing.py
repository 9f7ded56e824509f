"""The stage of a rehearsal: people, steps, and what is written down about them."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from msgspec import Struct
from websockets.exceptions import WebSocketException

from segue.testing import AgentClient, Customer, Rig, SentBack

LEAD = "Inès"
"""Sees every conversation; reads the record when the play is over."""


class Wrong(AssertionError):
    """Something was not as it must be."""


class Stopped(Exception):
    """A step failed; the rest of this play makes no sense."""


class Step(Struct, frozen=True):
    """One thing that was done or checked. `why` is empty when it went well."""

    says: str
    took_ms: float
    why: str = ""

    @property
    def ok(self) -> bool:
        return not self.why


class Thread(Struct, frozen=True):
    """What one side saw of one conversation, as (who, words)."""

    side: str
    lines: tuple[tuple[str, str], ...]


class Played(Struct, frozen=True):
    """What became of one scenario. `laws` hold in every scenario, whatever happens in it."""

    name: str
    title: str
    took_s: float
    steps: tuple[Step, ...]
    laws: tuple[Step, ...]
    threads: tuple[Thread, ...] = ()

    @property
    def ok(self) -> bool:
        return all(step.ok for step in (*self.steps, *self.laws))


@dataclass
class Play:
    """What a scenario is given. `watch` hears of every step as it ends."""

    rig: Rig
    watch: Callable[[Step], None]
    steps: list[Step] = field(default_factory=list)
    customers: list[Customer] = field(default_factory=list)
    agents: list[AgentClient] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """Words that no customer may ever get."""

    async def customer(self, name: str = "customer", locale: str = "en") -> Customer:
        """Somebody who opens the chat now."""
        made = await self.rig.customer(name, locale)
        self.customers.append(made)
        return made

    async def agent(self, name: str, *, available: bool = True) -> AgentClient:
        """Somebody of the staff, at their screen."""
        made = await self.rig.agent(name)
        self.agents.append(made)
        if available:
            await made.available()
        return made

    @asynccontextmanager
    async def step(self, says: str) -> AsyncIterator[None]:
        """Everything within belongs to this sentence of the report."""
        began = time.perf_counter()
        why = ""
        try:
            yield
        except (AssertionError, OSError, LookupError, RuntimeError, WebSocketException) as wrong:
            why = f"{wrong}" or type(wrong).__name__
        except Exception as wrong:  # noqa: BLE001 - a refusal, or a fault of the play
            why = f"{type(wrong).__name__}: {wrong}"
        step = Step(says, round((time.perf_counter() - began) * 1e3, 1), why)
        self.steps.append(step)
        self.watch(step)
        if why:
            raise Stopped(why)

    @staticmethod
    def check(holds: object, otherwise: str) -> None:
        """Raises `Wrong` with these words if it does not hold."""
        if not holds:
            raise Wrong(otherwise)


async def refused(command: Awaitable[object]) -> str:
    """The code with which the server refused this command; empty when it did not."""
    try:
        await command
    except SentBack as why:
        return why.code
    return ""


@dataclass(frozen=True)
class Scenario:
    """`play` is the story; `settings` and `at` are for the server that it is played on."""

    name: str
    title: str
    play: Callable[[Play], Awaitable[None]]
    settings: Mapping[str, object] = field(default_factory=dict)
    at: str = ""
