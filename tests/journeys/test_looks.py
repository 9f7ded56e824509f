"""How it looks where space is short: 320 px, 200 % zoom, German, Arabic, dark; and axe's rules."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from journeys.conftest import Servers
from journeys.desk import Desk
from journeys.host_pages import HostPages
from journeys.looks import chat_frame, cut_off, findings, sideways
from journeys.shop import Shop
from journeys.stage import Stage
from segue.domain import words
from segue.testing import Rig

pytestmark = pytest.mark.asyncio(loop_scope="session")

SHEETS = {
    "transfer": "t",
    "snooze": "s",
    "close": "e",
    "return": "b",
    "keys": "?",
    "palette": "Control+k",
}
SIZES = {"320": (320, 568), "390": (390, 844), "1440": (1440, 900)}


async def is_fine(shop: Shop, name: str) -> None:
    """No sideways scroll, nothing cut off, no finding of axe; a picture is kept."""
    await shop.shot(name)
    frame = chat_frame(shop.page)
    problems = await findings(frame) + await cut_off(frame)
    assert not problems, f"{name}:\n" + "\n".join(problems)
    assert await sideways(frame) == 0, name
    assert await sideways(shop.page) == 0, name


async def desk_is_fine(page: Page, stage: Stage, name: str) -> None:
    """As above, for a page of the workspace."""
    await stage.shot(page, name)
    problems = await findings(page) + await cut_off(page)
    assert not problems, f"{name}:\n" + "\n".join(problems)
    assert await sideways(page) == 0, name


@pytest.mark.parametrize(
    ("language", "scheme"),
    [("en", "light"), ("en", "dark"), ("de", "light"), ("ar", "light"), ("ar", "dark")],
)
async def test_the_chat_fits_a_small_phone(
    servers: Servers, stage: Stage, host_pages: HostPages, language: str, scheme: str
) -> None:
    """320 px, which is also what 200 % zoom leaves of 640: every state, in a long language too."""

    def say(group: str, key: str) -> str:
        return words.word(group, key, language)

    rig = await servers()
    sara = await stage.desk(rig, "Sara")
    await sara.become("Busy")
    url = host_pages.add(
        "page", url=rig.url, key=rig.inbox_key, lang=language, rtl=language == "ar"
    )
    page = await stage.page(
        viewport={"width": 320, "height": 568}, color_scheme=scheme, locale=language
    )
    await page.goto(url)
    wren = await stage.shop(rig, page=page)
    await stage.shot(page, "0-closed")
    await wren.launcher.click()
    await expect(wren.field).to_be_visible()
    await expect(wren.panel.get_by_text(say("panel", "home_title"))).to_be_visible()
    await is_fine(wren, "1-home")
    await wren.say("How long does delivery take?")
    await expect(wren.log.get_by_role("link")).to_be_visible()
    await is_fine(wren, "2-assistant")
    await wren.button(say("panel", "menu")).click()
    await is_fine(wren, "3-menu")
    await page.keyboard.press("Escape")
    await wren.panel.locator("footer").get_by_role("button").first.click()
    await expect(wren.button(say("actions", "callback"))).to_be_visible()
    await is_fine(wren, "4-in-line")
    await wren.button(say("actions", "callback")).click()
    await is_fine(wren, "5-callback")
    await wren.button(words.table()["states"]["callback_pick"]["person"][language]).click()
    await wren.button(say("actions", "email")).click()
    await is_fine(wren, "6-email")
    await wren.button(say("panel", "back")).click()
    await sara.become("Available")
    await sara.take()
    await sara.reply("A word that is very long: " + "Donaudampfschifffahrtsgesellschaft" * 3)
    await expect(wren.log.get_by_text("Donaudampf")).to_be_visible()
    await is_fine(wren, "7-person")
    await sara.close("Solved")
    await expect(wren.panel.get_by_role("radiogroup")).to_be_visible()
    await wren.panel.get_by_role("radio", name=say("panel", "rate_5"), exact=True).click()
    await is_fine(wren, "8-rating")
    await wren.button(say("panel", "rate_send")).click()
    await expect(wren.panel.get_by_role("radiogroup")).to_be_hidden()
    await is_fine(wren, "9-ended")


async def test_the_chat_works_with_the_keyboard_alone(servers: Servers, stage: Stage) -> None:
    rig = await servers()
    sara = await stage.desk(rig, "Sara")
    wren = await stage.shop(rig)
    await expect(wren.launcher).to_be_visible()
    keys = wren.page.keyboard
    for _ in range(20):
        await keys.press("Tab")
        if await wren.launcher.evaluate("one => one.matches(':focus')"):
            break
    await expect(wren.launcher).to_be_focused()
    await keys.press("Enter")
    await expect(wren.field).to_be_focused()
    await keys.type("I need a person")
    await keys.press("Enter")
    await expect(wren.field).to_have_value("")  # what was typed has left the field,
    await wren.sees("I need a person")  # and stands in the thread, every letter of it
    await sara.take()
    await wren.sees("Sara joined.")
    await expect(wren.field).to_be_focused()
    await keys.type("Typed without a mouse")
    await keys.press("Enter")
    await sara.sees("Typed without a mouse")
    await sara.close("Solved")
    await expect(wren.panel.get_by_text("Did Sara sort it out?")).to_be_visible()
    yes = wren.panel.get_by_role("radio", name="Yes")
    for _ in range(30):
        await keys.press("Shift+Tab")
        if await yes.evaluate("one => one.matches(':focus')"):
            break
    await keys.press("Space")
    await wren.shot("focus")
    await keys.press("Tab")
    await expect(wren.panel.get_by_role("textbox", name="Tell us more")).to_be_focused()
    await keys.press("Tab")
    await keys.press("Enter")
    await expect(wren.panel.get_by_text("Did Sara sort it out?")).to_be_hidden()
    await keys.press("Escape")
    await expect(wren.launcher).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_workspace_has_no_finding_and_fits(
    servers: Servers, stage: Stage, scheme: str
) -> None:
    rig: Rig = await servers()
    wren = await stage.shop(rig)
    await wren.open()
    page = await stage.page(viewport={"width": 1440, "height": 900}, color_scheme=scheme)
    sara = Desk(page, stage, rig.account("Inès"))
    await page.goto(rig.url)
    await expect(page.get_by_role("region", name="Demo: choose who you are")).to_be_visible()
    await desk_is_fine(page, stage, "1-sign-in")
    await sara.sign_in(rig.url)
    await expect(page.get_by_text("You’re all caught up")).to_be_visible()
    await desk_is_fine(page, stage, "2-empty")
    await sara.become("Available")
    await wren.say("How long does delivery take?")
    await expect(wren.log.get_by_role("link")).to_be_visible()
    await wren.say("My order 1234 never came, I want a person")
    await sara.rings()
    await desk_is_fine(page, stage, "3-rings")
    await sara.take()
    await sara.reply("Hello, I am looking.")
    await sara.note("A note for the team.")
    await sara.sees("A note for the team.")
    await sara.button("Reply").first.click()
    await desk_is_fine(page, stage, "4-talking")
    for name, key in SHEETS.items():
        await page.keyboard.press("Escape")
        await page.keyboard.press(key)
        await expect(page.get_by_role("dialog")).to_be_visible()
        await desk_is_fine(page, stage, f"5-{name}")
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_be_hidden()
    for width, height in ((1024, 768), (390, 844), (320, 568)):
        await page.set_viewport_size({"width": width, "height": height})
        await desk_is_fine(page, stage, f"6-{width}")
    await page.set_viewport_size({"width": 1440, "height": 900})
    for path, heading in (("system", "System"), ("settings", "Settings")):
        await page.goto(f"{rig.url}/{path}")
        await expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
        await desk_is_fine(page, stage, f"7-{path}")
        await page.set_viewport_size({"width": 390, "height": 844})
        await desk_is_fine(page, stage, f"7-{path}-390")
        await page.set_viewport_size({"width": 1440, "height": 900})


async def test_the_workspace_mirrors_in_arabic_and_fits_in_german(
    servers: Servers, stage: Stage
) -> None:
    rig = await servers()
    sara = await stage.desk(rig, "Sara")
    wren = await stage.shop(rig)
    await wren.open()
    await wren.say("My order 1234 never came, I want a person")
    await sara.take()
    await sara.reply("مرحبًا Wren, 1234")
    await wren.sees("مرحبًا Wren, 1234")
    address = sara.page.url
    for language in ("de", "ar"):
        await sara.page.goto(f"{rig.url}/settings")
        await sara.page.locator("#language").select_option(language)
        await expect(sara.page.locator("html")).to_have_attribute("lang", re.compile(language))
        await sara.page.goto(address)
        await expect(sara.page.get_by_role("log")).to_contain_text("1234")
        for size, (width, height) in SIZES.items():
            await sara.page.set_viewport_size({"width": width, "height": height})
            await desk_is_fine(sara.page, stage, f"{language}-{size}")
        await sara.page.set_viewport_size({"width": 1440, "height": 900})
