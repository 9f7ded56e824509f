"""The floor: the least that a durable relay in Python can be, to be measured beside Segue.

A customer's frame goes into SQLite (WAL, synchronous=FULL) with whatever else came in meanwhile in
one commit; after the commit the agent gets it, then the customer's ack goes out. No rules, no
sessions, no history, nobody to check who is who. Raw ASGI on the same uvicorn as Segue.

    python -m segue.benching.floor --port 0 --data DIR
"""

from __future__ import annotations

import argparse
import asyncio
import json
import socket
import sqlite3
import sys
import time
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeAlias

import uvicorn

Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
Said: TypeAlias = tuple[int, dict[str, str], Send, float]

TABLE = """
CREATE TABLE said (
    n INTEGER PRIMARY KEY, chat INTEGER, key TEXT, words TEXT, at REAL, UNIQUE (chat, key)
)
"""
INDEX = "CREATE INDEX said_in_order ON said (chat, n)"
KEEP = "INSERT OR IGNORE INTO said (chat, key, words, at) VALUES (?, ?, ?, ?)"


class Floor:
    """One writer thread; a commit carries everything that was said while the last one ran."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.agents: dict[int, Send] = {}
        self.waiting: list[Said] = []
        self.woken = asyncio.Event()
        self.lane = ThreadPoolExecutor(1)

    def open(self) -> sqlite3.Connection:
        """A new, empty database."""
        for end in ("", "-wal", "-shm"):
            Path(f"{self.path}{end}").unlink(missing_ok=True)
        made = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("PRAGMA synchronous=FULL")
        made.execute(TABLE)
        made.execute(INDEX)
        return made

    async def write(self) -> None:
        """For ever: commit what waits, then deliver and acknowledge it."""
        loop = asyncio.get_running_loop()
        base = await loop.run_in_executor(self.lane, self.open)

        def commit(rows: list[tuple[int, str, str, float]]) -> None:
            base.execute("BEGIN IMMEDIATE")
            base.executemany(KEEP, rows)
            base.execute("COMMIT")

        while True:
            await self.woken.wait()
            self.woken.clear()
            batch, self.waiting = self.waiting, []
            rows = [(chat, said["id"], said["text"], at) for chat, said, _, at in batch]
            await loop.run_in_executor(self.lane, commit, rows)
            for chat, said, send, _ in batch:
                told = {"t": "msg", "c": chat, "id": said["id"], "text": said["text"]}
                await self.tell(self.agents.get(chat % max(1, len(self.agents))), told)
                await self.tell(send, {"t": "ack", "id": said["id"]})

    @staticmethod
    async def tell(send: Send | None, told: dict[str, Any]) -> None:
        if send is None:
            return
        try:
            await send({"type": "websocket.send", "text": json.dumps(told)})
        except (OSError, RuntimeError):
            return  # gone meanwhile

    async def app(self, scope: Message, receive: Receive, send: Send) -> None:
        """The ASGI application: `/customer/N` and `/agent/N`."""
        if scope["type"] != "websocket":
            return
        await receive()
        await send({"type": "websocket.accept"})
        kind, number = scope["path"].strip("/").split("/")
        if kind == "agent":
            self.agents[int(number)] = send
        while (message := await receive())["type"] != "websocket.disconnect":
            if kind == "customer":
                said = json.loads(message["text"])
                self.waiting.append((int(number), said, send, time.time()))
                self.woken.set()
        if kind == "agent":
            self.agents.pop(int(number), None)


async def run(port: int, folder: Path) -> None:
    """Serve until told to end; says where on the first line."""
    floor = Floor(folder / "floor.db")
    bound = socket.socket()
    bound.bind(("127.0.0.1", port))
    config = uvicorn.Config(
        floor.app,
        interface="asgi3",
        proxy_headers=False,
        loop="uvloop",
        ws="websockets-sansio",
        ws_ping_interval=None,
        lifespan="off",
        log_config=None,
        access_log=False,
    )
    writing = asyncio.create_task(floor.write())
    sys.stdout.write(json.dumps({"url": f"http://127.0.0.1:{bound.getsockname()[1]}"}) + "\n")
    sys.stdout.flush()
    await uvicorn.Server(config).serve([bound])
    writing.cancel()


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--port", type=int, default=0)
    words.add_argument("--data", type=Path, required=True)
    given = words.parse_args()
    given.data.mkdir(parents=True, exist_ok=True)
    import uvloop  # noqa: PLC0415 - not there on Windows

    uvloop.run(run(given.port, given.data))


if __name__ == "__main__":
    main()
