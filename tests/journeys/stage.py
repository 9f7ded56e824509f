"""The stage of a story: who is on it, what their pages complained about, what they looked like."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Error, Page

from journeys.desk import Desk
from journeys.shop import Shop
from segue.testing import Rig

SHOTS = Path(__file__).resolve().parents[2] / ".cache" / "shots"
PATIENCE_MS = 20_000
"""For machines that do something else at the same time; nothing waits longer than it has to."""

MOST_TOLD = 5_000
"""Characters of a page that are told of when a story failed."""

NOT_SIGNED_IN = re.compile(r"status of 401")
"""A desk asks who is signed in before anybody is; browsers write that down as an error."""


class Stage:
    """Opens pages for people and listens to what those pages complain about."""

    def __init__(self, browser: Browser, story: str) -> None:
        self.browser = browser
        self.story = re.sub(r"\W+", "-", story.removeprefix("test_")).strip("-")[:80]
        self.complaints: list[str] = []
        self.forgiven: list[re.Pattern[str]] = [NOT_SIGNED_IN]
        self.contexts: list[BrowserContext] = []

    # --- people ---------------------------------------------------------------------------------

    async def context(self, **options: Any) -> BrowserContext:
        """A browser profile of its own, as another person's computer would be."""
        options.setdefault("viewport", {"width": 1280, "height": 800})
        options.setdefault("locale", "en-GB")
        options.setdefault("timezone_id", "UTC")
        options.setdefault("reduced_motion", "reduce")
        context = await self.browser.new_context(**options)
        self.look_after(context)
        return context

    def look_after(self, context: BrowserContext) -> None:
        context.set_default_timeout(PATIENCE_MS)
        context.on("page", self._listen)
        self.contexts.append(context)

    async def page(self, **options: Any) -> Page:
        return await (await self.context(**options)).new_page()

    async def shop(self, rig: Rig, *, page: Page | None = None, **options: Any) -> Shop:
        """A customer on the demo's shop page, or on a page that is open already."""
        if page is None:
            page = await self.page(**options)
            await page.goto(f"{rig.url}/shop")
        return Shop(page, self)

    async def desk(self, rig: Rig, name: str, *, available: bool = True, **options: Any) -> Desk:
        """An agent who signed in, and is available unless told otherwise."""
        options.setdefault("viewport", {"width": 1440, "height": 900})
        page = await self.page(**options)
        desk = Desk(page, self, rig.account(name))
        await desk.sign_in(rig.url)
        if available:
            await desk.become("Available")
        return desk

    # --- what pages say -------------------------------------------------------------------------

    def forgive(self, pattern: str) -> None:
        """From now on (and before) this may stand on a console: the story made it happen."""
        self.forgiven.append(re.compile(pattern))
        self.complaints = [one for one in self.complaints if not re.search(pattern, one)]

    def _listen(self, page: Page) -> None:
        page.on("pageerror", lambda error: self._complain(f"{error}\n{error.stack or ''}"))
        page.on("console", self._console)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            where = message.location.get("url", "")
            self._complain(f"{message.text} ({where})")

    def _complain(self, text: str) -> None:
        if not any(pattern.search(text) for pattern in self.forgiven):
            self.complaints.append(text)

    # --- pictures -------------------------------------------------------------------------------

    async def shot(self, page: Page, name: str) -> Path:
        """Keep what this page looks like now, under this story's name."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        path = SHOTS / f"{self.story}.{name}.png"
        await page.screenshot(path=path, animations="disabled", caret="hide")
        return path

    async def keep_evidence(self) -> str:
        """What every page showed when the story failed: as a picture, and as the text returned."""
        told = [*self.complaints]
        for number, page in enumerate(page for one in self.contexts for page in one.pages):
            with suppress(Error):
                await self.shot(page, f"failed-{number}")
            for frame in page.frames:
                with suppress(Error):
                    shown = await frame.locator("body").aria_snapshot(timeout=2_000)
                    told.append(f"failed-{number}: {frame.url}\n{shown[:MOST_TOLD]}")
        return "\n\n".join(told)

    async def close(self) -> None:
        for context in self.contexts:
            with suppress(Error):
                await context.close()
