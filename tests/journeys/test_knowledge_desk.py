"""What the staff does with knowledge: writes, tries and publishes it; what customers read then."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import FilePayload, Page, expect

from journeys.desk import Desk
from journeys.pictures import picture
from journeys.stage import Stage
from journeys.test_looks import SIZES, desk_is_fine
from segue.testing import Rig

pytestmark = pytest.mark.asyncio(loop_scope="session")

QUESTION = "May I bring my dog into the shop?"
ANSWER = "Dogs are welcome in every Fernhill shop"


async def at_knowledge(desk: Desk) -> Page:
    """The page is open, and its list is there."""
    await desk.page.get_by_role("link", name="Knowledge").click()
    await expect(desk.page.get_by_role("heading", name="Knowledge", level=1)).to_be_visible()
    items = desk.page.get_by_role("navigation", name="Knowledge items")
    await expect(items.get_by_role("button", name=re.compile("Refund policy"))).to_be_visible()
    return desk.page


async def asked(page: Page, question: str) -> None:
    """Ask the assistant for a trial, and have its answer."""
    log = page.get_by_role("log", name="Test conversation")
    before = await log.get_by_text("automated").count()
    await page.get_by_role("textbox", name="Ask a test question").fill(question)
    await page.get_by_role("button", name="Ask", exact=True).click()
    await expect(log.get_by_text("automated")).to_have_count(before + 1)


async def test_what_a_manager_writes_is_tried_first_and_answers_customers_once_it_is_live(
    server: Rig, stage: Stage
) -> None:
    ines = await stage.desk(server, "Inès", available=False)
    page = await at_knowledge(ines)

    # By keyboard: a new item, its title, its text, a customer's words, kept as a draft.
    await page.keyboard.press("n")
    await expect(page.get_by_role("textbox", name="Title")).to_be_focused()
    await page.keyboard.type("Dogs in our shops")
    text = page.get_by_role("textbox", name="Text", exact=True)
    await text.fill(f"{ANSWER}, on a lead.\n\n- not in the fitting rooms")
    phrasing = page.get_by_role("textbox", name="Add a phrasing")
    await phrasing.fill("can I bring my dog")
    await phrasing.press("Enter")
    await text.press("Control+s")
    await expect(page.get_by_text("Draft, not live yet")).to_be_visible()

    # Tried: with the draft it is known, live it is not.
    await asked(page, QUESTION)
    log = page.get_by_role("log", name="Test conversation")
    await expect(log.get_by_text(ANSWER).first).to_be_visible()
    await expect(log.get_by_text("with draft")).to_be_visible()
    await expect(log.get_by_text(re.compile(r"\d\.\d\d · needs \d\.\d\d"))).to_be_visible()
    await ines.shot("draft-tried")
    await picture(ines, "knowledge")
    today = log.locator("details")
    await today.get_by_text("What’s live today answers").click()
    await expect(today.get_by_role("paragraph")).not_to_contain_text(ANSWER)

    # Live: the same question is answered from it, and what it answered can be read here.
    await page.get_by_role("textbox", name="Title").press("Control+Enter")
    await expect(page.get_by_text(re.compile(r"^Live · v\d"))).to_be_visible()
    wren = await stage.shop(server)
    await wren.open()
    await wren.say(QUESTION)
    await expect(wren.log.get_by_text(ANSWER)).to_be_visible()
    await page.reload()
    await expect(page.get_by_text(f"“{QUESTION}”")).to_be_visible()
    await page.get_by_role("button", name=re.compile(re.escape(QUESTION))).click()
    await expect(page).to_have_url(re.compile("/decisions$"))


async def test_agents_read_and_try_and_change_nothing(server: Rig, stage: Stage) -> None:
    sara = await stage.desk(server, "Sara", available=False)
    page = await at_knowledge(sara)
    await expect(page.get_by_text("Leads change it.")).to_be_visible()
    for name in ("New item", "Add a website", "Publish", "Save draft", "Remove item"):
        await expect(sara.button(name)).to_have_count(0)
    await page.get_by_role("searchbox", name="Search knowledge").fill("refund")
    items = page.get_by_role("navigation", name="Knowledge items")
    await expect(items.get_by_role("button", name="Delivery times")).to_have_count(0)
    await asked(page, "How long does a refund take?")
    await expect(page.get_by_role("log").get_by_text(re.compile("business days"))).to_be_visible()


async def test_a_file_is_read_and_one_that_cannot_be_says_so(server: Rig, stage: Stage) -> None:
    ines = await stage.desk(server, "Inès", available=False)
    page = await at_knowledge(ines)
    await ines.button("Add something else").click()
    await page.get_by_role("menuitem", name="Upload files").click()
    sheet = ines.sheet("Upload files")
    words = b"# Our shop in Leith\n\nIt is open until eight on Thursdays.\n"
    files: list[FilePayload] = [
        {"name": "leith.md", "mimeType": "text/markdown", "buffer": words},
        {"name": "empty.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n"},
        {"name": "setup.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"},
    ]
    await sheet.locator("input[type=file]").set_input_files(files)
    rows = sheet.get_by_role("list", name="Files").get_by_role("listitem")
    await expect(rows.filter(has_text="leith.md")).to_contain_text("Kept")
    await expect(rows.filter(has_text="setup.exe")).to_contain_text("This kind of file is not read")
    await expect(rows.filter(has_text="empty.pdf").locator(".bad").first).to_be_visible()
    await ines.shot("uploaded")
    await sheet.get_by_role("button", name="Done").click()
    items = page.get_by_role("navigation", name="Knowledge items")
    await expect(items.get_by_role("button", name=re.compile("Our shop in Leith"))).to_be_visible()


@pytest.mark.parametrize("path", ["/knowledge", "/assistant"])
async def test_the_pages_fit_every_screen(server: Rig, stage: Stage, path: str) -> None:
    ines = await stage.desk(server, "Inès", available=False)
    await ines.page.goto(f"{server.url}{path}")
    await expect(ines.page.get_by_role("heading", level=1)).to_be_visible()
    await expect(
        ines.page.get_by_text("Refund policy").or_(ines.page.get_by_text("What it may do")).first
    ).to_be_visible()
    for name, (width, height) in SIZES.items():
        await ines.page.set_viewport_size({"width": width, "height": height})
        await desk_is_fine(ines.page, stage, f"{path.strip('/')}-{name}")
