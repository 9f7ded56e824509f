"""An agent's day: with the keyboard alone, notes, transfers, back to the assistant, later."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from journeys.conftest import Servers
from journeys.desk import Desk
from journeys.stage import Stage
from segue.testing import Rig

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def press_until(page: Page, key: str, name: str, most: int = 40) -> None:
    """Press a key until the element with this name has the focus; somebody has to see where."""
    for _ in range(most):
        await page.keyboard.press(key)
        focused = page.locator(":focus")
        if await focused.count() and re.search(name, await focused.first.evaluate(NAME)):
            outline = await focused.first.evaluate(RING)
            assert outline, f"nothing shows that {name} has the focus"
            return
    raise AssertionError(f"{most} times {key} did not lead to {name}")


NAME = "one => one.ariaLabel || one.labels?.[0]?.textContent || one.textContent"
RING = """one => [one, one.closest(".composer, .w-in, .pick, .input")].some((it) => {
  const style = it && getComputedStyle(it);
  return style && (style.outlineStyle !== "none" || style.boxShadow !== "none");
})"""


async def test_an_agent_works_with_the_keyboard_alone(servers: Servers, stage: Stage) -> None:
    rig = await servers()
    marco = await stage.desk(rig, "Marco")
    await marco.become("Busy")
    page = await stage.page(viewport={"width": 1440, "height": 900})
    sara = Desk(page, stage, rig.account("Sara"))
    await page.goto(rig.url)
    await expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    await press_until(page, "Tab", "^(SK)?Sara Kim")
    await page.keyboard.press("Enter")
    await press_until(page, "Shift+Tab", "^Sign in$")
    await page.keyboard.press("Enter")
    await expect(sara.me).to_be_visible()

    # Available, by the palette.
    await page.keyboard.press("Control+k")
    await page.keyboard.type("become avail")
    await sara.shot("1-palette")
    await page.keyboard.press("Enter")
    await expect(sara.me).to_have_accessible_name(re.compile("Available"))
    await page.keyboard.press("?")
    await expect(sara.sheet("Keys")).to_be_visible()
    await sara.shot("2-keys")
    await page.keyboard.press("Escape")
    await expect(sara.sheet("Keys")).to_be_hidden()

    wren = await stage.shop(rig)
    await wren.open()
    await wren.say("I need a person")
    await sara.rings()
    await page.keyboard.press("Enter")
    await expect(sara.offer).to_be_hidden()
    await wren.sees("Sara joined.")

    # Accepting put the cursor into the reply.
    await expect(sara.field).to_be_focused()
    await page.keyboard.type("Hello from the keyboard.")
    await page.keyboard.press("Control+Enter")
    await wren.sees("Hello from the keyboard.")

    # Escape out of the field, T for a transfer, to a person with a reason.
    await page.keyboard.press("Escape")
    await page.keyboard.press("t")
    await expect(sara.sheet("Transfer")).to_be_visible()
    await sara.shot("3-transfer")
    sheet = sara.sheet("Transfer")
    await press_until(page, "Tab", "^Why, in one line")
    await page.keyboard.type("knows tents")
    await sheet.get_by_role("radio", name=re.compile("Marco")).focus()
    await page.keyboard.press("Space")
    await page.keyboard.press("Enter")
    await expect(sheet).to_be_hidden()
    await marco.become("Available")
    await marco.rings()
    await marco.take()
    await wren.sees("Marco joined.")
    await expect(marco.log).to_contain_text("knows tents")
    await marco.shot("1-transferred")

    await marco.page.keyboard.press("Escape")
    await marco.page.keyboard.press("e")
    await expect(marco.sheet("Close")).to_be_visible()
    await marco.shot("2-close")
    await marco.page.keyboard.press("Control+Enter")
    await expect(marco.sheet("Close")).to_be_hidden()
    await expect(wren.panel.get_by_text("Did Marco sort it out?")).to_be_visible()


async def test_a_note_never_reaches_the_customer(servers: Servers, stage: Stage) -> None:
    rig = await servers()
    sara = await stage.desk(rig, "Sara")
    wren = await stage.shop(rig)
    frames: list[str] = []
    wren.page.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda frame: frames.append(str(frame))),
    )
    await wren.page.reload()
    await wren.open()
    await wren.ask_person()
    await sara.take()
    await wren.sees("Sara joined.")

    # A reply that was begun stays a reply; the note has its own words and its own button.
    await sara.field.fill("Half a reply")
    await sara.button("Note").first.click()
    await expect(sara.field).to_have_value("")
    await expect(sara.page.get_by_role("button", name=re.compile("^Send to"))).to_have_count(0)
    await expect(sara.page.get_by_text("Only your team sees this")).to_be_visible()
    await sara.field.fill("XSECRETX: paid twice before")
    await sara.shot("1-note")
    await sara.field.press("Control+Enter")
    await sara.sees("XSECRETX: paid twice before")
    await sara.button("Reply").first.click()
    await expect(sara.field).to_have_value("Half a reply")
    await sara.field.press("Control+Enter")
    await wren.sees("Half a reply")
    await sara.close("Solved", note="XSECRETX in the wrap-up")
    await expect(wren.panel.get_by_text("Did Sara sort it out?")).to_be_visible()
    await wren.page.reload()
    await wren.open()
    await wren.sees("Half a reply")
    assert frames
    assert not any("XSECRETX" in frame for frame in frames)
    assert "XSECRETX" not in await wren.panel.inner_text()


async def test_a_team_gets_it_with_a_reason_and_the_assistant_gets_it_back(
    servers: Servers, stage: Stage
) -> None:
    rig = await servers()
    marco = await stage.desk(rig, "Marco")
    wren = await stage.shop(rig)
    await wren.open()
    await wren.say("I was charged twice, I need a person")
    await marco.take()
    await marco.reply("I will get billing.")
    await wren.sees("I will get billing.")

    await marco.button("Transfer").first.click()
    sheet = marco.sheet("Transfer")
    await sheet.get_by_role("button", name="Transfer").click()
    await expect(sheet.get_by_text("Choose a team or a person.")).to_be_visible()
    await marco.shot("1-choose")
    await sheet.get_by_role("radio", name=re.compile("Billing")).check()
    await sheet.get_by_label("Why, in one line").fill("needs a refund")
    await sheet.get_by_role("button", name="Transfer").click()
    await expect(sheet).to_be_hidden()
    await wren.sees("Marco is bringing in Billing.")
    await wren.shot("1-transferring")
    assert "needs a refund" not in await wren.panel.inner_text()

    amal = await stage.desk(rig, "Amal")
    await amal.rings()
    await expect(amal.offer).to_contain_text("needs a refund")
    await amal.shot("1-rings")
    await amal.take()
    await wren.sees("Amal joined.")
    await expect(wren.header).to_contain_text("Amal · Billing")
    await amal.reply("Refunded.")
    await wren.sees("Refunded.")

    # Back to the assistant: the customer is told, and the assistant answers again.
    await amal.more("Hand back to the assistant")
    sheet = amal.sheet("Back to the assistant")
    await sheet.get_by_role("button", name="Hand back").click()
    await expect(sheet.get_by_text("One sentence")).to_be_visible()
    await sheet.get_by_label("What was settled").fill("Refunded once")
    await amal.shot("2-hand-back")
    await sheet.get_by_role("button", name="Hand back").click()
    await expect(sheet).to_be_hidden()
    await wren.sees("Amal has left.")
    await expect(wren.header).to_contain_text("Automated")
    await wren.say("How long does delivery take?")
    await wren.is_answered()
    await wren.shot("2-assistant-again")
    await expect(wren.button("Talk to a person")).to_be_visible()


async def test_what_is_snoozed_comes_back_with_the_customers_next_word(
    servers: Servers, stage: Stage
) -> None:
    rig = await servers()
    sara = await stage.desk(rig, "Sara")
    wren = await stage.shop(rig)
    await wren.open()
    await wren.ask_person()
    await sara.take()
    await sara.button("Snooze").first.click()
    await sara.shot("1-until")
    await sara.sheet("Snooze").get_by_role("button", name="Tomorrow morning").click()
    await expect(sara.sheet("Snooze")).to_be_hidden()
    await sara.look_at("Snoozed")
    await expect(sara.rows).to_have_count(1)
    await sara.shot("2-snoozed")
    await wren.say("One more thing")
    await expect(sara.rows).to_have_count(0)
    await sara.look_at("Mine")
    await expect(sara.rows).to_have_count(1)
    await sara.rows.first.click()
    await sara.sees("One more thing")
    await expect(sara.log).to_contain_text("Back from snooze")
    await sara.shot("3-woken")


async def test_everything_in_the_workspace_can_be_opened(servers: Servers, stage: Stage) -> None:
    """A walk through menus, pages and panels: nothing breaks, nothing is an empty page."""
    rig: Rig = await servers()
    ines = await stage.desk(rig, "Inès")
    page = ines.page
    wren = await stage.shop(rig)
    await wren.open()
    await wren.say("My order 1234 is broken, I want a person")
    await ines.take()
    await expect(ines.me).to_have_accessible_name(re.compile("1 of 4"))
    await ines.page.get_by_role("button", name="Customer", exact=True).click()
    await expect(ines.brief).to_contain_text("Contact")
    await ines.shot("1-customer")
    tag = ines.brief.get_by_role("textbox", name="Add a tag")
    if not await tag.count():
        await ines.brief.get_by_role("button", name="Add a tag").click()
    await tag.fill("broken")
    await tag.press("Enter")
    await expect(ines.brief.get_by_text("broken", exact=True)).to_be_visible()
    await ines.page.get_by_role("button", name="Why", exact=True).click()
    await ines.brief.get_by_role("button", name="Right call").click()
    await expect(ines.brief.get_by_role("button", name="Right call")).to_have_attribute(
        "aria-pressed", "true"
    )
    await ines.field.fill("/")
    await ines.shot("2-saved-replies")
    await ines.field.press("ArrowDown")
    await ines.field.press("Enter")
    await expect(ines.field).not_to_have_value("/")
    await ines.field.fill("")
    await ines.button("More actions").click()
    await ines.shot("3-menu")
    await page.keyboard.press("Escape")
    for view in ("Waiting", "Assistant", "All", "Snoozed", "Mine"):
        await ines.look_at(view)
        await expect(page.get_by_role("heading", level=1).first).to_be_visible()

    navigation = page.get_by_role("navigation", name="Main")
    await navigation.get_by_role("link", name="System").click()
    await expect(page.get_by_role("heading", name="System")).to_be_visible()
    await expect(page.get_by_text("Database")).to_be_visible()
    await expect(page.get_by_text("Connected now")).to_be_visible()
    await ines.shot("4-system")
    await navigation.get_by_role("link", name="Settings").click()
    await expect(page.get_by_role("heading", name="Settings")).to_be_visible()
    await ines.shot("5-settings")
    await page.get_by_role("button", name="Dark").click()
    await ines.shot("6-settings-dark")
    await page.get_by_label("Language").select_option("de")
    await expect(page.get_by_role("heading", name="Einstellungen")).to_be_visible()
    await ines.shot("7-settings-german")
    await page.get_by_label("Sprache").select_option("ar")
    await expect(page.locator("html")).to_have_attribute("dir", "rtl")
    await ines.shot("8-settings-arabic")
    await page.locator("#language").select_option("en")
    await page.get_by_role("button", name="Light").click()
    await page.goto(f"{rig.url}/gallery")
    await expect(page.get_by_role("heading", level=1).first).to_be_visible()
    await ines.shot("9-gallery")
    await page.goto(f"{rig.url}/c/c_nothing")
    await expect(page.get_by_text("This conversation is not here")).to_be_visible()
    stage.forgive("status of 404")
    await ines.me.click()
    await page.get_by_role("menuitem", name="Sign out").click()
    await expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
