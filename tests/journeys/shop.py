"""A customer in front of a page with the chat: finds things by role and name, as people do."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.async_api import FrameLocator, Locator, Page, expect

if TYPE_CHECKING:
    from journeys.stage import Stage


class Shop:
    """One customer's page."""

    def __init__(self, page: Page, stage: Stage) -> None:
        self.page = page
        self.stage = stage

    # --- where things are -----------------------------------------------------------------------

    @property
    def launcher(self) -> Locator:
        return self.page.locator("segue-chat").get_by_role("button")

    @property
    def frame(self) -> FrameLocator:
        return self.page.frame_locator("segue-chat iframe")

    @property
    def panel(self) -> Locator:
        return self.frame.get_by_role("dialog")

    @property
    def header(self) -> Locator:
        """Who has the conversation, in one sentence."""
        return self.panel.get_by_role("banner").or_(self.panel.locator("header"))

    @property
    def log(self) -> Locator:
        return self.panel.get_by_role("log")

    @property
    def field(self) -> Locator:
        """Where one writes: the last text field of the panel."""
        return self.panel.locator("footer").get_by_role("textbox")

    @property
    def place(self) -> Locator:
        """The number of one's place in the line."""
        return self.panel.locator(".place .n")

    @property
    def next(self) -> Locator:
        """What the header says to whoever is first in the line."""
        return self.header.get_by_text("You’re next")

    @property
    def status(self) -> Locator:
        """What a screen reader says by itself."""
        return self.panel.get_by_role("status").first

    def button(self, name: str, *, exact: bool = False) -> Locator:
        return self.panel.get_by_role("button", name=name, exact=exact)

    # --- doing ----------------------------------------------------------------------------------

    async def open(self) -> None:
        await self.launcher.click()
        await expect(self.panel).to_be_visible()
        await expect(self.field).to_be_editable()

    async def say(self, text: str) -> None:
        """Type it and press Enter."""
        await self.field.fill(text)
        await self.field.press("Enter")

    async def ask_person(self) -> None:
        await self.button("Talk to a person").click()

    async def menu(self, entry: str) -> None:
        """Choose from the menu behind the three dots."""
        await self.button("More options").click()
        await self.panel.get_by_role("menuitem", name=entry).click()

    # --- looking --------------------------------------------------------------------------------

    async def sees(self, text: str, times: int = 1) -> None:
        """Stands in the thread, so many times."""
        await expect(self.log.get_by_text(text)).to_have_count(times)
        if times:
            await expect(self.log.get_by_text(text).last).to_be_visible()

    async def is_answered(self) -> None:
        """The assistant answered about deliveries, and named the help page it has that from."""
        source = re.compile("deliver|shipping", re.IGNORECASE)
        await expect(self.log.get_by_role("link", name=source)).to_be_visible()

    async def lines(self) -> list[str]:
        """The bubbles of the thread, top to bottom, each with who speaks and when."""
        return [" ".join(one.split()) for one in await self.log.locator(".bub").all_inner_texts()]

    async def shot(self, name: str) -> Path:
        return await self.stage.shot(self.page, f"shop-{name}")
