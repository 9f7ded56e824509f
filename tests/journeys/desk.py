"""An agent in front of the workspace: finds things by their role and name, as people do."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.async_api import Locator, Page, expect

if TYPE_CHECKING:
    from journeys.stage import Stage


class Desk:
    """One agent's window."""

    def __init__(self, page: Page, stage: Stage, account: dict[str, str]) -> None:
        self.page = page
        self.stage = stage
        self.account = account
        self.name = account["name"]
        self.first = self.name.split(maxsplit=1)[0]

    # --- coming and going -----------------------------------------------------------------------

    async def sign_in(self, url: str) -> None:
        """Choose oneself among the people of the demo, and sign in."""
        await self.page.goto(url)
        people = self.page.get_by_role("region", name="Demo: choose who you are")
        await people.get_by_role("button", name=self.name).click()
        await self.page.get_by_role("button", name="Sign in", exact=True).click()
        await expect(self.me).to_be_visible()

    @property
    def me(self) -> Locator:
        """Oneself in the corner: name, status and how many one has."""
        return self.page.get_by_role("button", name=re.compile(rf": {re.escape(self.name)}, "))

    async def become(self, status: str) -> None:
        """Available, Busy, Away or Offline."""
        await self.me.click()
        await self.page.get_by_role("menuitemcheckbox", name=status).click()
        await expect(self.me).to_have_accessible_name(re.compile(status))

    # --- where things are -----------------------------------------------------------------------

    @property
    def offer(self) -> Locator:
        return self.page.get_by_role("dialog", name=re.compile("New handoff"))

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def field(self) -> Locator:
        """Where one writes, be it a reply or a note."""
        return self.page.get_by_role("textbox", name=re.compile(r"^(Reply to|Note for)"))

    @property
    def brief(self) -> Locator:
        """Why this came to a person."""
        return self.page.get_by_role("complementary", name="About this conversation")

    @property
    def greeting(self) -> Locator:
        return self.page.get_by_role("region", name="Suggested greeting")

    @property
    def approval(self) -> Locator:
        """An answer of the assistant's that waits here, with what can be done with it."""
        return self.page.get_by_role("region", name="The assistant wants to answer")

    @property
    def to_check(self) -> Locator:
        """Above the list: how many answers wait for this agent's OK."""
        return self.page.get_by_role("button", name=re.compile(r"answers? needs? your OK"))

    @property
    def heads_up(self) -> Locator:
        """Above the list: who may soon need this agent."""
        return self.page.get_by_role("region", name="May soon need you")

    @property
    def said(self) -> Locator:
        """What a screen reader says by itself."""
        return self.page.get_by_role("status").filter(visible=None).first

    @property
    def rows(self) -> Locator:
        return self.page.get_by_role("region", name="Conversations").get_by_role("option")

    async def conversation(self) -> str:
        """The id of the open one, as its address says."""
        found = re.search(r"(c_[\w-]+)", self.page.url)
        assert found is not None, self.page.url
        return found[1]

    def button(self, name: str, *, exact: bool = False) -> Locator:
        return self.page.get_by_role("button", name=name, exact=exact)

    def sheet(self, title: str) -> Locator:
        return self.page.get_by_role("dialog", name=title)

    # --- doing ----------------------------------------------------------------------------------

    async def take(self) -> None:
        """Take what rings."""
        await self.offer.get_by_role("button", name="Take it").click()
        await expect(self.offer).to_be_hidden()
        await expect(self.field).to_be_visible()

    async def reply(self, text: str) -> None:
        await self.button("Reply").first.click()
        await self.field.fill(text)
        await self.page.get_by_role("button", name=re.compile("^Send to")).click()

    async def note(self, text: str) -> None:
        await self.button("Note").first.click()
        await self.field.fill(text)
        await self.button("Add note (team only)").click()

    async def look_at(self, view: str) -> None:
        """Mine, Waiting, Assistant, To check, All or Snoozed."""
        tabs = self.page.get_by_role("group", name="View", exact=True)
        tab = tabs.get_by_role("button", name=re.compile(rf"^{view}"))
        if await tab.count():
            await tab.click()
            return
        await tabs.get_by_role("button").last.click()
        await self.page.get_by_role("menu").get_by_text(view).click()

    async def more(self, entry: str) -> None:
        """Choose from the menu of the open conversation."""
        await self.button("More actions").click()
        await self.page.get_by_role("menuitem", name=entry).click()

    async def close(self, outcome: str = "Solved", note: str = "") -> None:
        """Close the open conversation and wrap it up."""
        await self.page.get_by_role("button", name=re.compile("^Close")).first.click()
        sheet = self.sheet("Close")
        await sheet.get_by_role("radio", name=re.compile(f"^{outcome}")).check()
        if note:
            await sheet.get_by_role("textbox").fill(note)
        await sheet.get_by_role("button", name="Close conversation").click()
        await expect(sheet).to_be_hidden()

    async def why(self) -> None:
        """From the open conversation to what was decided in it, and when."""
        await self.brief.get_by_role("button", name="Why then").click()
        await expect(self.page.get_by_role("heading", name="Why then")).to_be_visible()

    # --- looking --------------------------------------------------------------------------------

    async def rings(self) -> None:
        await expect(self.offer).to_be_visible()

    async def sees(self, text: str, times: int = 1) -> None:
        """Stands in the open conversation, so many times."""
        await expect(self.log.get_by_text(text)).to_have_count(times)

    async def told(self, text: str) -> None:
        """A notice at the edge of the window says so."""
        await expect(
            self.page.get_by_role("region", name="Notices").get_by_text(text)
        ).to_be_visible()

    async def lines(self) -> list[str]:
        """The bubbles of the thread, top to bottom."""
        return [" ".join(one.split()) for one in await self.log.locator(".bub").all_inner_texts()]

    async def shot(self, name: str) -> Path:
        return await self.stage.shot(self.page, f"{self.first.lower()}-{name}")
