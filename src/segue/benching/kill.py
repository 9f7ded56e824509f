"""kill -9 in the middle of load, again and again: is everything there that was acknowledged?

Customers and agents write as fast as they are answered. At a random moment, or at one of the named
places of `segue.app.crash`, the server dies and is started anew on the same folder; everybody comes
back with the last number they saw and says again, with the same keys, what was not acknowledged. In
the end the record is read: every acknowledged message must be there once, with the number that was
told, in the writer's order.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from websockets.exceptions import ConnectionClosed

from segue.benching import crowd
from segue.benching.measuring import machine, percentiles_ms
from segue.benching.relay import CALM, HOUSE
from segue.testing import AgentClient, Customer, NeverCame, Rig

CUSTOMERS, AGENTS = 20, 4
AFTER_S = (0.15, 0.9)
BACK_WITHIN_S = 5.0
PLACES = ("before_commit", "after_commit", "before_publish")
COMMITS = (150, 500)
"""A named place kills somewhere between these commits: after everybody has come back."""

DIES_WITHIN_S = 20.0


@dataclass(frozen=True)
class Death:
    """After so many seconds, or at this place (`SEGUE_CRASH_AT`)."""

    after_s: float = 0.0
    place: str = ""


@dataclass
class Writer:
    """Somebody who writes one message after the other into one conversation."""

    screen: Customer | AgentClient
    conversation: str
    epoch: int
    said: list[str] = field(default_factory=list)
    acked: dict[str, int] = field(default_factory=dict)
    moved: list[str] = field(default_factory=list)

    @property
    def author(self) -> str:
        return "customer" if isinstance(self.screen, Customer) else "agent"

    async def write(self) -> None:
        """Until the connection breaks. What was not acknowledged is said again first."""
        with suppress(ConnectionClosed, ConnectionError, NeverCame):
            while True:
                if not self.said or self.said[-1] in self.acked:
                    self.said.append(f"{self.author[0]}-{self.conversation[-6:]}-{len(self.said)}")
                await self.one(self.said[-1])

    async def one(self, key: str) -> None:
        """Say it and keep the number that the server gave it; the text is the key."""
        if isinstance(self.screen, Customer):
            seq = await self.screen.say(key, client_id=key)
        else:
            done = await self.screen.say(self.conversation, key, epoch=self.epoch, client_id=key)
            seq = int(done["seq"])
        before = self.acked.setdefault(key, seq)
        if before != seq:
            self.moved.append(f"{key}: {before}, then {seq}")


async def measure(
    rounds: int, tell: Callable[[str], None], *, kills: int | None = None, seed: int = 7
) -> dict[str, Any]:
    """`kills` are those at random moments, by default four for each round."""
    deaths = list(fates(4 * rounds if kills is None else kills, seed))
    backs: list[float] = []
    missed = 0
    async with Rig(command=(*HOUSE, "--agents", str(AGENTS)), settings=CALM) as rig:
        writers, agents = await people(rig)
        for n, death in enumerate(deaths):
            acked = sum(len(one.acked) for one in writers)
            tell(f"kill {n + 1} of {len(deaths)} {death.place}: {acked} acknowledged so far")
            following = deaths[n + 1] if n + 1 < len(deaths) else Death()
            missed += not await die(rig, writers, agents, death)
            rig.settings["crash_at"] = following.place
            backs.append(await come_back(rig, writers))
        for one in writers:
            if one.said and one.said[-1] not in one.acked:
                await one.one(one.said[-1])
        found = await compare(writers, agents[0])
    return {
        "what": "kill -9 under load; everything acknowledged is there once and in order",
        "machine": machine(),
        "seed": seed,
        "kills_at_random": sum(not one.place for one in deaths),
        "kills_at_named_places": sum(bool(one.place) for one in deaths) - missed,
        "named_places_not_reached": missed,
        "messages_acknowledged": sum(len(one.acked) for one in writers),
        **found,
        "restart_to_first_accepted_s": {
            name: round(value / 1e3, 2) for name, value in percentiles_ms(backs).items()
        },
        "targets": {
            "nothing lost, twice, out of order or renumbered": not any(found.values()),
            f"accepted again <= {BACK_WITHIN_S:g} s": max(backs, default=0) <= BACK_WITHIN_S,
        },
    }


def fates(kills: int, seed: int) -> Iterator[Death]:
    """Random moments, and after every second one a named place."""
    chance = random.Random(seed)  # noqa: S311 - moments to die, not secrets
    for n in range(kills):
        yield Death(after_s=chance.uniform(*AFTER_S))
        if n % 2:
            place = PLACES[n // 2 % len(PLACES)]
            yield Death(place=f"{place}:{chance.randint(*COMMITS)}")


async def people(rig: Rig) -> tuple[list[Writer], list[AgentClient]]:
    """Customers with a person each; both sides will write."""
    agents = await crowd.staff(rig)
    customers = await crowd.in_conversation(rig, CUSTOMERS, agents)
    writers = [Writer(one, one.conversation, 0) for one in customers]
    for agent in agents:
        for conversation, item in agent.items.items():
            if item["agent"] and item["agent"]["id"] == agent.id and item["stage"] == "with_agent":
                writers.append(Writer(agent, conversation, int(item["epoch"])))
    return writers, agents


async def die(rig: Rig, writers: list[Writer], agents: list[AgentClient], death: Death) -> bool:
    """Write until the server is dead; False if it had to be helped."""
    writing = [asyncio.create_task(one.write()) for one in writers]
    by_itself = True
    if death.place:
        by_itself = await rig.gone(DIES_WITHIN_S)
    else:
        await asyncio.sleep(death.after_s)
    await rig.kill()
    for screen in screens_of(writers, agents):
        await screen.drop()
    for task in writing:
        task.cancel()
    await asyncio.gather(*writing, return_exceptions=True)
    return by_itself


async def come_back(rig: Rig, writers: list[Writer]) -> float:
    """Start anew; the seconds until the first message was accepted again."""
    began = time.monotonic()
    await rig.start()
    first = next(one for one in writers if isinstance(one.screen, Customer))
    await first.screen.reconnect()
    if not first.said:
        first.said.append(f"c-{first.conversation[-6:]}-0")
    await first.one(first.said[-1])
    back = time.monotonic() - began
    others = (one for one in screens_of(writers) if one is not first.screen)
    await asyncio.gather(*(one.reconnect() for one in others))
    return back


def screens_of(
    writers: Iterable[Writer], more: Iterable[AgentClient] = ()
) -> list[Customer | AgentClient]:
    """Each screen once: an agent writes into many conversations."""
    found = {id(one): one for one in (*(one.screen for one in writers), *more)}
    return list(found.values())


async def compare(writers: Iterable[Writer], lead: AgentClient) -> dict[str, int]:
    """Faults by kind, against the record as a lead reads it and the screens of the customers."""
    faults = dict.fromkeys(("lost", "twice", "out_of_order", "renumbered", "screen_faults"), 0)
    for one in writers:
        record = await lead.record(one.conversation)
        mine = [
            (row["event"]["text"], row["seq"])
            for row in record
            if row["event"]["kind"] == "message" and row["event"]["author"] == one.author
        ]
        texts = [text for text, _ in mine]
        numbers = dict(mine)
        faults["lost"] += sum(key not in numbers for key in one.acked)
        faults["twice"] += len(texts) - len(set(texts))
        faults["out_of_order"] += texts != [key for key in one.said if key in numbers]
        faults["renumbered"] += len(one.moved)
        faults["renumbered"] += sum(numbers.get(key, seq) != seq for key, seq in one.acked.items())
        if isinstance(one.screen, Customer):
            faults["screen_faults"] += len(one.screen.faults)
            kept = [row["event"]["text"] for row in record if row["event"]["kind"] == "message"]
            faults["screen_faults"] += one.screen.said() != kept
    return faults
