"""What the stories in a real browser share: the browser, a server with the demo shop, the people.

One browser for all stories, one server for all stories of a file that do not disturb each other
(`server`; the file may name `SETTINGS`), and as many servers of their own as a story needs
(`servers`). A story fails when a page of it broke on the way, even if nobody looked; what the
pages showed then lies in `.cache/shots/`, beside the pictures that the stories keep, and stands as
text below the failure, with the server's last words.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from journeys.host_pages import HostPages
from journeys.stage import PATIENCE_MS, Stage
from segue.testing import Rig
from servers.browser import ARGUMENTS

if TYPE_CHECKING:
    from servers.smtp import PostOffice

Servers = Callable[..., Awaitable[Rig]]
expect.set_options(timeout=PATIENCE_MS)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Lets `stage` see how the story went."""
    report = yield
    setattr(item, f"went_{report.when}", report)
    return report


def failed(item: pytest.Item) -> bool:
    """Did the story fail? Whatever is written then stands below its failure."""
    went = getattr(item, "went_call", None)
    return went is not None and bool(went.failed)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chrome(chromium: Path) -> AsyncIterator[Browser]:
    """The browser of all stories; contexts are its users."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def server(request: pytest.FixtureRequest) -> AsyncIterator[Rig]:
    """`segue demo`, shared by the stories of one file; settings are the file's `SETTINGS`."""
    async with Rig(settings=getattr(request.module, "SETTINGS", None)) as rig:
        yield rig


@pytest_asyncio.fixture(loop_scope="session")
async def servers(request: pytest.FixtureRequest) -> AsyncIterator[Servers]:
    """Starts servers for this story alone: `await servers(offer_s=2, at="...")`."""
    rigs: list[Rig] = []

    async def start(*, at: str = "", smtp: PostOffice | None = None, **settings: object) -> Rig:
        if smtp is not None:
            settings["smtp_url"] = f"smtp://{smtp.host}:{smtp.port}"
        rig = Rig(at=at, settings=settings)
        await rig.__aenter__()
        rigs.append(rig)
        return rig

    yield start
    for rig in rigs:
        if failed(request.node):
            sys.stderr.write(f"{rig.url}\n{rig.log()}\n")
        await rig.__aexit__(None, None, None)


@pytest_asyncio.fixture(loop_scope="session")
async def stage(chrome: Browser, request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    """Where the people of one story stand; it looks after their pages."""
    one = Stage(chrome, request.node.name)
    yield one
    if failed(request.node):
        sys.stderr.write(f"{await one.keep_evidence()}\n\n")
    await one.close()
    went = getattr(request.node, "went_call", None)
    if went is not None and went.passed:
        assert not one.complaints, "\n".join(one.complaints)


@pytest.fixture
def host_pages() -> Iterator[HostPages]:
    """A web server for pages of other people that embed the chat."""
    with HostPages() as pages:
        yield pages
