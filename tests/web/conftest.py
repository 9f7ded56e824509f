"""A real server over real sockets in this process, with people who use it.

`House` is a `Rig` whose server runs in the test's own event loop, so that a test can look inside
and turn things off (the store, the clock) while both sides are connected.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from socket import SO_SNDBUF, SOL_SOCKET
from typing import Any

import httpx
import pytest
from msgspec.structs import replace

from segue.app.feed import Hub
from segue.app.ports import Mailer, StoreUnavailable
from segue.app.ports_bot import Bot, BotReply, BotTurn
from segue.app.ports_staff import Agent, Inbox, Team
from segue.build import Reader, Segue, put_together, wall_clock
from segue.domain.ids import AgentId, TeamId
from segue.domain.signals import Basis, Signals
from segue.domain.stages import Source
from segue.settings import Settings
from segue.store import open_store
from segue.testing import Rig
from segue.web.app import make_app
from segue.web.limits import Rates
from segue.web.passwords import hash_password
from segue.web.serving import Server, config

PASSWORD = "a long enough password"
KEY = "pk_test"
ORDERS, BILLING = TeamId("orders"), TeamId("billing")
PEOPLE = (
    ("ana", "Ana Ruiz", "agent", (ORDERS,)),
    ("ben", "Ben Okafor", "agent", (ORDERS,)),
    ("bea", "Bea Lind", "agent", (BILLING,)),
    ("lea", "Lea Haas", "lead", (ORDERS, BILLING)),
    ("max", "Max Weber", "manager", ()),
    ("ada", "Ada Iyer", "admin", ()),
)


class ShortBot:
    """Answers about deliveries, guesses at riddles, and is not sure of anything else."""

    async def answer(self, turn: BotTurn) -> BotReply:
        if "riddle" in turn.text.lower():
            source = Source("riddles", "Riddles", "/shop/help/riddles")
            return BotReply("Perhaps an egg.", (source,), confidence=0.3, sure=True)
        if "deliver" in turn.text.lower():
            source = Source("delivery", "Delivery", "/shop/help/delivery")
            return BotReply("It takes two days.", (source,), confidence=0.9, sure=True)
        return BotReply("I am not sure about that.", confidence=0.1)


async def nothing_read(_: tuple[tuple[str, str], ...]) -> Signals:
    return Signals()


async def exclaimed(said: tuple[tuple[str, str], ...]) -> Signals:
    """Two exclamation marks are anger, one is frustration."""
    text = said[-1][1] if said else ""
    basis = (Basis("anger", "!!"),) if "!!" in text else ()
    frustration = 0.65 if "!" in text else 0.1
    return Signals(frustration=frustration, anger=0.9 if "!!" in text else 0.1, basis=basis)


class HandClock:
    """The wall clock, until a test moves it ahead."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return wall_clock() + self.ahead

    def turn(self, **by: float) -> None:
        self.ahead += timedelta(**by)


class House(Rig):
    """The server of one test. `segue` is the inside of it."""

    def __init__(
        self,
        *,
        rates: Rates | None = None,
        settings: Settings | None = None,
        read: Reader = nothing_read,
        bot: Bot | None = None,
        mailer: Mailer | None = None,
    ) -> None:
        super().__init__()
        self.read = read
        self.mailer = mailer
        self.bot: Bot = bot or ShortBot()
        self.rates = rates or Rates()
        self.given = settings or Settings()
        self.clock = HandClock()
        self.segue: Segue
        self._server: Server
        self._serving: asyncio.Task[None] | None = None

    async def start(self, *, at: str | None = None) -> None:  # noqa: ARG002 - as the rig's
        data = self.folder / "data"
        data.mkdir(exist_ok=True)
        settings = replace(
            self.given, data_dir=data, brand="Fernhill", default_team="orders", offer_s=60.0
        )
        hub = Hub()
        store = open_store(f"sqlite:///{data / 'segue.db'}", hub)
        self.segue = put_together(
            settings, store, self.bot, self.read, self.mailer, hub=hub, clock=self.clock
        )
        self.app = make_app(self.segue, rates=self.rates, before=self._seed)
        self.web = self.app.web
        port = int(self.url.rsplit(":", 1)[-1]) if self.url else 0
        self._server = Server(config(self.app, "127.0.0.1", port))
        self._serving = asyncio.create_task(self._server._serve())  # noqa: SLF001 - no signals here
        while not self._server.started:
            if self._serving.done():
                await self._serving
            await asyncio.sleep(0.001)
        self.url = f"http://127.0.0.1:{self._server.port}"
        self.told = {
            "url": self.url,
            "inbox_key": KEY,
            "agents": [
                {"name": name, "email": f"{short}@fernhill.example", "password": PASSWORD}
                for short, name, _, _ in PEOPLE
            ],
        }

    async def _seed(self) -> None:
        store = self.segue.store
        for team, name in ((ORDERS, "Orders"), (BILLING, "Billing")):
            await store.save_team(Team(team, name))
        await store.save_inbox(Inbox(id="web", key=KEY, name="Shop", brand="Fernhill", team=ORDERS))
        if not await store.agents():
            hashed = await hash_password(PASSWORD)
            for short, name, role, teams in PEOPLE:
                email = f"{short}@fernhill.example"
                await store.save_agent(Agent(AgentId(short), name, email, role, teams), hashed)
        await self.segue.staffing.refresh()

    def narrow(self, port: int) -> None:
        """Let the kernel hold little for the client with this port."""
        connections: Any = self._server.server_state.connections
        for connection in connections:
            if connection.client is not None and connection.client[1] == port:
                socket = connection.transport.get_extra_info("socket")
                socket.setsockopt(SOL_SOCKET, SO_SNDBUF, 4096)

    @contextmanager
    def broken_store(self, *names: str) -> Iterator[None]:
        """While it lasts, nothing can be kept (or what is named fails) and the store says so."""
        store: Any = self.segue.store

        async def gone(*_: Any, **__: Any) -> Any:
            raise StoreUnavailable("gone for a moment", retry_after_s=1)

        with ExitStack() as stack:
            for name in names or ("take", "ping", "next_number"):
                stack.enter_context(patched(store, name, gone))
            yield

    async def stop(self) -> None:
        if self._serving is not None:
            self._server.end()
            await self._serving
            self._serving = None

    async def http(self, name: str = "") -> httpx.AsyncClient:
        """A client of the API, signed in as this person if one is named."""
        client = httpx.AsyncClient(base_url=self.url, trust_env=False, timeout=10)
        if name:
            answer = await client.post(
                "/api/v1/sign-in",
                json={"email": f"{name}@fernhill.example", "password": PASSWORD},
            )
            assert answer.status_code == 200, answer.text
            client.cookies.clear()
            client.headers["authorization"] = f"Bearer {answer.json()['token']}"
        return client


@contextmanager
def patched(thing: Any, name: str, value: Any) -> Iterator[None]:
    """`thing.name` is `value` while it lasts."""
    setattr(thing, name, value)
    try:
        yield
    finally:
        delattr(thing, name)


MakeHouse = Callable[..., Awaitable[House]]


@pytest.fixture
async def house() -> AsyncIterator[House]:
    """A house with the usual limits."""
    async with House() as made:
        yield made


@pytest.fixture
async def houses() -> AsyncIterator[MakeHouse]:
    """Houses with other limits or settings."""
    made: list[House] = []

    async def make(**options: Any) -> House:
        one = House(**options)
        made.append(one)
        return await one.__aenter__()

    yield make
    for one in made:
        await one.__aexit__(None, None, None)
