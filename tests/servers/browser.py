"""A real Chromium for tests, driven by Playwright."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from servers.finding_chromium import chromium_path

if TYPE_CHECKING:
    from playwright.async_api import Browser

ARGUMENTS = [
    "--no-sandbox",  # root cannot have one, and the pages are ours
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
]


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The program."""
    return chromium_path()


@pytest_asyncio.fixture
async def browser(chromium: Path) -> "AsyncIterator[Browser]":
    """A browser for this test alone (about a second); its `new_context()`s are its users."""
    from playwright.async_api import async_playwright  # noqa: PLC0415 - half a second

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        await browser.close()
