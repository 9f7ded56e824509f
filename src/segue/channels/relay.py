"""Passing words between processes: typing, viewing, presence. Nothing that has to arrive.

Each process sends what its own screens say and hears what the others' do. NATS core forgets what
nobody hears, which is just right here: the record is the database.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import msgspec
import nats
import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg

from segue.app.feed import Hub, Passing

SUBJECT = "segue.passing"
CONNECT_S = 3.0
AGAIN_S = 5.0
log = structlog.get_logger()


@dataclass
class Relay:
    """Joins a hub to the hubs of other processes, as long as NATS can be reached."""

    url: str
    hub: Hub
    joined: asyncio.Event = field(default_factory=asyncio.Event)
    _client: Client | None = None
    _task: asyncio.Task[None] | None = None
    _sending: set[asyncio.Task[None]] = field(default_factory=set)

    def start(self) -> None:
        self.hub.relay = self.send
        self._task = asyncio.create_task(self._connect(), name="relay")

    async def stop(self) -> None:
        self.hub.relay = None
        for task in (*self._sending, *((self._task,) if self._task else ())):
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        if self._client is not None:
            await self._client.close()

    def send(self, passing: Passing) -> None:
        """Tell the other processes. Without a connection, nobody is told."""
        client = self._client
        if client is None or not client.is_connected:
            return
        told = client.publish(SUBJECT, msgspec.json.encode(passing))
        task = asyncio.get_running_loop().create_task(told)
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _connect(self) -> None:
        while self._client is None:
            try:
                client = await nats.connect(
                    self.url,
                    no_echo=True,
                    connect_timeout=CONNECT_S,
                    max_reconnect_attempts=-1,
                )
                await client.subscribe(SUBJECT, cb=self._heard)
                await client.flush()  # only now does the server know that we listen
                self._client = client
                self.joined.set()
            except Exception as why:  # noqa: BLE001 - whatever NATS says, we try again
                log.warning("relay.unreachable", why=f"{type(why).__name__}: {why}")
                await asyncio.sleep(AGAIN_S)

    async def _heard(self, message: Msg) -> None:
        try:
            passing = msgspec.json.decode(message.data, type=Passing)
        except msgspec.MsgspecError:
            return  # another version speaks; what it says is not needed
        self.hub.tell(passing, from_afar=True)
