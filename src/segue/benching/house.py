"""A Segue with many people on shift, for load: the real parts, wired as `serve` wires them.

Only two things differ from an installation: the staff is made up, and one customer may write as
fast as the generator does (the limiter runs, with a higher number).

    python -m segue.benching.house --port 0 --data DIR --agents 20
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import msgspec

from segue.app.ports_bot import BotReply, BotTurn
from segue.app.ports_staff import Agent, Inbox, Team
from segue.build import Segue
from segue.demo import help_folder
from segue.demo.running import listen
from segue.domain.ids import AgentId, TeamId
from segue.domain.signals import Signals
from segue.opening import open_segue
from segue.settings import load
from segue.web.limits import Rate, Rates

TEAM = TeamId("support")
KEY = "pk_load"
PASSWORD = "for-load-only"  # noqa: S105 - a server that lives for a minute on loopback
CAPACITY = 500
FAST = Rates(
    messages=Rate(5_000, 5_000),
    sessions_by_address=Rate(100_000, 100_000),
    sockets_by_address=Rate(100_000, 100_000),
    agent_commands=Rate(5_000, 5_000),
    requests_by_agent=Rate(5_000, 5_000),
)


async def seed(segue: Segue, agents: int, capacity: int = CAPACITY) -> None:
    """One team, one inbox, so many agents with the same password."""
    from segue.web.passwords import hash_password  # noqa: PLC0415

    store = segue.store
    await store.save_team(Team(TEAM, "Support"))
    await store.save_inbox(Inbox(id="web", key=KEY, name="Load", brand="Load", team=TEAM))
    known = {one.id for one in await store.agents()}
    hashed = await hash_password(PASSWORD)
    for n in range(agents):
        one = AgentId(f"a{n}")
        if one not in known:
            role = "lead" if n == 0 else "agent"
            made = Agent(one, f"Agent{n} Load", f"a{n}@load.example", role, (TEAM,), capacity)
            await store.save_agent(made, hashed)
    await segue.staffing.refresh()


def accounts(agents: int) -> list[dict[str, str]]:
    """Sign-in data, in the shape of the demo's."""
    return [
        {
            "email": f"a{n}@load.example",
            "password": PASSWORD,
            "name": f"Agent{n} Load",
            "team": "Support",
        }
        for n in range(agents)
    ]


class Silent:
    """Brains that cost nothing: what is left is what everything else costs."""

    async def warm(self) -> None:
        """Nothing has to be loaded."""

    async def answer(self, turn: BotTurn) -> BotReply:
        return BotReply(f"Noted: {turn.about}", confidence=1.0, sure=True, small_talk=True)

    async def read(self, _turns: tuple[tuple[str, str], ...]) -> Signals:
        return Signals()


def run(
    port: int, folder: Path, agents: int, *, silent: bool = False, capacity: int = CAPACITY
) -> None:
    """Serve until told to end; the first line says where."""
    from segue.web.serving import run as serving_run  # noqa: PLC0415 - uvloop where there is one
    from segue.web.serving import serve_on  # noqa: PLC0415

    waiting = listen(port)
    settings = msgspec.structs.replace(
        load(), data_dir=folder, default_team=str(TEAM), knowledge_dir=str(help_folder())
    )
    segue = open_segue(settings, brains=Silent() if silent else None)
    url = f"http://127.0.0.1:{waiting.getsockname()[1]}"
    line = {"url": url, "inbox_key": KEY, "agents": accounts(agents)}

    async def fill() -> None:
        await seed(segue, agents, capacity)

    async def ready() -> None:
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()

    serving_run(serve_on(segue, waiting, before=fill, ready=ready, rates=FAST))


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--port", type=int, default=0)
    words.add_argument("--data", type=Path, required=True)
    words.add_argument("--agents", type=int, default=20)
    words.add_argument("--capacity", type=int, default=CAPACITY, help="chats of each agent")
    words.add_argument("--silent", action="store_true", help="reads and answers nothing")
    given = words.parse_args()
    run(given.port, given.data, given.agents, silent=given.silent, capacity=given.capacity)


if __name__ == "__main__":
    main()
