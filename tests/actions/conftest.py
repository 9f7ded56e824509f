"""Other systems to act in: the demo shop's own, and ones that misbehave, all over real sockets."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from segue.actions import actions_in
from segue.actions.doing import Actions
from segue.actions.keys import keys_from
from segue.actions.reading import read_file
from segue.app.ports_actions import ActionWish
from segue.demo import people, shop
from segue.domain.actions import ActionResult
from segue.domain.ids import ConversationId
from segue.domain.inputs import Contact

SHOP_KEY = "a-key-of-the-shop"
ENVIRON = {"SEGUE_SECRET_SHOP_KEY": SHOP_KEY, "SEGUE_SECRET_KEY": "the-other-key"}
DEMO = Path(shop.__file__).parent.parent / "actions.yaml"
NOA = Contact("Noa Berg", "noa@shopper.example", verified=True, customer_id="c-1001")
JONAS = Contact("Jonas Weiss", "jonas@shopper.example", verified=True, customer_id="c-1002")
STRANGER = Contact("Noa Berg", "noa@shopper.example", customer_id="c-1001")  # says so, no more
CONVERSATION = ConversationId("c_test")
assert people.CUSTOMERS[0].id == NOA.customer_id


class Clock:
    """A clock that is turned by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **ahead: float) -> None:
        self.now += timedelta(**ahead)


@asynccontextmanager
async def served(app: Any) -> AsyncIterator[str]:
    """The application on a free port of this machine."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    config = uvicorn.Config(app, lifespan="off", log_level="critical", ws="none")
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve([listening]))
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await running
        listening.close()


Speak = Callable[[asyncio.StreamReader, asyncio.StreamWriter, bytes], Awaitable[None]]


class Raw:
    """A server that says exactly what it is told to, byte by byte, and remembers what it heard."""

    def __init__(self, speak: Speak) -> None:
        self.speak = speak
        self.heard: list[bytes] = []
        self.url = ""

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = 0
            for line in head.split(b"\r\n"):
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            request = head + await reader.readexactly(length)
            self.heard.append(request)
            await self.speak(reader, writer, request)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def talking(speak: Speak) -> AsyncIterator[Raw]:
    raw = Raw(speak)
    server = await asyncio.start_server(raw, "127.0.0.1", 0)
    raw.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield raw
    finally:
        server.close()


def says(status: str, body: bytes, kind: str = "application/json", extra: str = "") -> bytes:
    """A whole answer."""
    head = (
        f"HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\n{extra}\r\n"
    )
    return head.encode() + body


FILE = """
segue_actions: 1
services:
  shop:
    url: {url}
    allow_private: true
    auth: {{kind: bearer, secret: KEY}}
    identity: {{customer_id: X-Customer, email: X-Customer-Email}}
    timeout_s: {timeout}
    idempotency: {idempotency}
actions:
  - id: look
    title: {{en: Look at an order, de: Bestellung ansehen}}
    request: GET /orders/{{order}}
    needs_identity: true
    inputs: {{order: {{label: {{en: Order number}}, kind: order, fact: order}}}}
    result:
      say: {{en: "{{order}} is {{/status}}."}}
      rows:
        - {{label: {{en: Status}}, value: /status}}
        - {{label: {{en: Note}}, value: /note}}
      url: /url
      facts: {{carrier: /carrier}}
  - id: stop
    title: {{en: Stop an order, de: Bestellung anhalten}}
    request: POST /orders/{{order}}/stop
    needs_identity: true
    inputs:
      order: {{label: {{en: Order number}}, kind: order}}
      why: {{label: {{en: Why}}, required: false}}
    confirm: {{en: "Stop {{order}}?", de: "{{order}} anhalten?"}}
    result: {{say: {{en: "{{order}} is stopped."}}}}
    errors: {{too_late: {{en: "{{order}} has left already."}}}}
"""


def described(url: str, *, timeout: float = 2.0, idempotency: str = "Idempotency-Key") -> Actions:
    """Two actions of a service there: `look` reads, `stop` changes."""
    read = read_file(FILE.format(url=url, timeout=timeout, idempotency=idempotency))
    return Actions(read, keys=keys_from(environ=ENVIRON))


async def run(
    actions: Actions,
    action: str,
    contact: Contact = NOA,
    *,
    language: str = "en",
    key: str = "c_test/7/1",
    dry: bool = False,
    again: bool = False,
    who: str = "bot",
    **inputs: str,
) -> ActionResult:
    """A wish, called and run."""
    call = actions.call(ActionWish(action, tuple(inputs.items())), who=who, language=language)
    return await actions.run(
        call, 1, conversation=CONVERSATION, contact=contact, language=language, key=key,
        dry=dry, again=again,
    )  # fmt: skip


class DemoShop:
    """The demo's services, running, and its actions."""

    def __init__(self, url: str, actions: Actions, clock: Clock, file: Path) -> None:
        self.url, self.actions, self.clock, self.file = url, actions, clock, file

    async def run(self, action: str, contact: Any = NOA, **inputs: Any) -> ActionResult:
        key = inputs.pop("key", f"key-{action}-{sorted(inputs.items())}-{self.clock.now}")
        return await run(self.actions, action, contact, key=key, **inputs)


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[DemoShop]:
    clock = Clock()
    server = shop.demo_services(tmp_path, SHOP_KEY, clock)
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(served(server)) + shop.MOUNT
        actions = actions_in(DEMO, urls={"shop": url}, environ=ENVIRON)
        yield DemoShop(url, actions, clock, tmp_path / "shop.db")
        await actions.stop()
    server.close()
