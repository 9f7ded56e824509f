"""What the staff sees of judgement: answers to check, heads-ups, why then and why not earlier."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from journeys.conftest import Servers
from journeys.desk import Desk
from journeys.pictures import picture
from journeys.rules import CHECKING, under
from journeys.shop import Shop
from journeys.stage import Stage
from journeys.test_looks import SIZES, desk_is_fine
from segue.testing import Rig

pytestmark = pytest.mark.asyncio(loop_scope="session")

SOON = """
segue_policy: 1
note: Storms lead to questions
rules:
  - id: storms
    name: Storms lead to questions
    lane: bot_failure
    when:
      - words: {has_any: [storm]}
    do: stand_by
  - id: wolves
    name: Wolves are serious
    lane: safety
    when:
      - words: {has_any: [wolf, wolves]}
    do: hand_off
    reason: urgent
    priority: urgent
    tags: [wolves]
"""
QUESTION = "How long does delivery take?"
ANSWER = re.compile(r"working days", re.IGNORECASE)


async def asked(stage: Stage, rig: Rig) -> Shop:
    """A customer who asked something, and reads that an answer is being prepared."""
    wren = await stage.shop(rig)
    await wren.open()
    await wren.say(QUESTION)
    await wren.sees("An answer is being prepared")
    return wren


async def opened(desk: Desk) -> None:
    """The answer above the list was chosen, and stands in the thread with its buttons."""
    await desk.to_check.click()
    await expect(desk.approval).to_be_visible()
    await expect(desk.log.get_by_text(QUESTION)).to_be_visible()


async def test_an_answer_is_approved_with_the_keyboard_and_the_record_says_by_whom(
    servers: Servers, stage: Stage, tmp_path: Path
) -> None:
    rig = await under(servers, tmp_path, CHECKING.format(within=600))
    sara = await stage.desk(rig, "Sara")
    field = sara.page.get_by_role("button", name="Search conversations")
    await field.focus()
    wren = await asked(stage, rig)

    # It shows itself above the list, is said once, and leaves the focus where it is.
    await expect(sara.to_check).to_contain_text("1 answer needs your OK")
    await expect(sara.to_check).to_contain_text(QUESTION)
    await expect(sara.said).to_contain_text("needs your OK")
    await expect(field).to_be_focused()
    await sara.shot("1-above-the-list")
    await sara.page.keyboard.press("g")
    await sara.page.keyboard.press("c")
    await expect(sara.rows).to_have_count(1)
    await sara.shot("2-to-check")
    await opened(sara)
    await expect(sara.approval).to_contain_text("draft, not sent")
    await expect(sara.approval.get_by_role("timer")).to_be_visible()
    await expect(sara.approval).to_contain_text("goes in line for")
    await expect(sara.brief).to_contain_text("A person looks at every answer")
    await expect(sara.said).to_contain_text("The assistant wants to answer")
    await sara.shot("3-approval")

    # The keys are in the key list; the same key sends it.
    await sara.page.keyboard.press("?")
    keys = sara.sheet("Keys")
    await expect(keys.get_by_text("Approve the assistant’s answer and send it")).to_be_visible()
    await sara.page.keyboard.press("Escape")
    await expect(keys).to_be_hidden()
    await sara.page.keyboard.press("Control+Enter")
    await wren.is_answered()
    await expect(sara.approval).to_be_hidden()
    await expect(sara.to_check).to_be_hidden()
    await expect(sara.log.get_by_text("Written by the assistant, approved by you")).to_be_visible()
    await sara.shot("4-approved")
    assert "approved" not in await wren.log.inner_text()


async def test_an_answer_goes_out_as_it_was_edited_and_a_late_colleague_is_told(
    servers: Servers, stage: Stage, tmp_path: Path
) -> None:
    rig = await under(servers, tmp_path, CHECKING.format(within=600))
    stage.forgive("status of 409")
    sara = await stage.desk(rig, "Sara")
    ines = await stage.desk(rig, "Inès")
    wren = await asked(stage, rig)
    await opened(sara)
    await opened(ines)

    # Escape goes back to the assistant's words, and nothing was sent.
    await sara.page.keyboard.press("e")
    words = sara.approval.get_by_role("textbox")
    await expect(words).to_be_focused()
    await expect(words).to_have_value(ANSWER)
    await sara.page.keyboard.press("Escape")
    await expect(sara.approval.get_by_role("button", name="Approve and send")).to_be_focused()
    await sara.approval.get_by_role("button", name="Edit").click()
    await words.fill("Two to four working days, Wren.")
    await sara.shot("1-editing")

    # Somebody else is at it with words of her own, and is not quick enough.
    await ines.approval.get_by_role("button", name="Edit").click()
    await ines.approval.get_by_role("textbox").fill("Inès’ own words")
    await sara.approval.get_by_role("button", name="Send edited").click()
    await wren.sees("Two to four working days, Wren.")
    await sara.sees("Written by the assistant, edited by you")
    late = ines.page.get_by_role("region", name="Too late, nothing was sent.")
    await expect(late).to_contain_text("Inès’ own words")
    await ines.sees("Written by the assistant, edited by Sara Kim")
    await ines.shot("1-too-late")
    await late.get_by_role("button", name="Keep as a note").click()
    await expect(ines.field).to_have_value("Inès’ own words")
    await expect(late).to_be_hidden()


async def test_when_nobody_approves_in_time_a_person_is_called(
    servers: Servers, stage: Stage, tmp_path: Path
) -> None:
    rig = await under(servers, tmp_path, CHECKING.format(within=24))
    sara = await stage.desk(rig, "Sara")
    await sara.page.get_by_role("link", name="Settings").click()
    await asked(stage, rig)
    await sara.told("needs your OK")
    await sara.page.get_by_role("link", name="Conversations", exact=True).click()
    await opened(sara)
    # It warns while there is still time to do something.
    await expect(sara.said).to_contain_text("seconds left to approve the answer")
    await sara.shot("1-hurry")
    await expect(sara.approval).to_be_hidden(timeout=40_000)
    await sara.sees("Nobody approved the answer in time")
    await sara.rings()
    await sara.shot("2-timed-out")
    await sara.take()


async def test_who_says_no_to_an_answer_can_be_the_person_instead(
    servers: Servers, stage: Stage, tmp_path: Path
) -> None:
    rig = await under(servers, tmp_path, CHECKING.format(within=600))
    sara = await stage.desk(rig, "Sara")
    wren = await asked(stage, rig)
    await opened(sara)
    await sara.page.keyboard.press("Backspace")
    await expect(sara.page.get_by_role("textbox", name=re.compile("^Reply to"))).to_be_visible()
    await sara.sees("The answer was rejected by you")
    await sara.reply("Hello, this is Sara.")
    await wren.sees("Hello, this is Sara.")
    assert not ANSWER.search(await wren.log.inner_text())


async def test_a_heads_up_is_quiet_opens_with_the_brief_and_becomes_the_offer(
    servers: Servers, stage: Stage, tmp_path: Path
) -> None:
    rig = await under(servers, tmp_path, SOON)
    sara = await stage.desk(rig, "Sara")
    wren = await stage.shop(rig)
    await wren.open()
    await wren.say("There is a storm coming. How long does delivery take?")
    await wren.is_answered()
    await expect(sara.heads_up).to_be_visible()
    await expect(sara.heads_up).to_contain_text("Storms lead to questions")
    await expect(sara.offer).to_be_hidden()
    await expect(sara.said).to_contain_text("may soon need you")
    await sara.shot("1-heads-up")
    await sara.heads_up.get_by_role("button").first.click()
    card = sara.page.get_by_role("article", name="Why you may soon be needed")
    await expect(card).to_contain_text("Storms lead to questions")
    await expect(card.get_by_role("group", name="Was this handoff right?")).to_have_count(0)
    await sara.sees("Heads-up to you: may soon need a person")
    await sara.shot("2-brief")

    # A person is called: the heads-up has become the offer.
    await wren.say("And there are wolves outside")
    await sara.rings()
    await expect(sara.heads_up).to_be_hidden()
    await sara.shot("3-offer")
    await sara.take()
    await expect(sara.brief).to_contain_text("Wolves are serious")
    await sara.sees("Handed to a person · urgent · rule “Wolves are serious”")
    await sara.shot("4-taken")


async def test_a_heads_up_that_is_waved_away_stays_away(
    servers: Servers, stage: Stage, tmp_path: Path
) -> None:
    rig = await under(servers, tmp_path, SOON)
    sara = await stage.desk(rig, "Sara")
    wren = await stage.shop(rig)
    await wren.open()
    await wren.say("There is a storm coming. How long does delivery take?")
    await sara.heads_up.get_by_role("button", name=re.compile("^Dismiss")).click()
    await expect(sara.heads_up).to_be_hidden()
    await wren.is_answered()  # a second question before that would be answered instead of the first
    await wren.say("How do I return a tent?")
    await expect(wren.log.locator(".bub")).to_have_count(5)
    await expect(sara.heads_up).to_be_hidden()


async def story(stage: Stage, sara: Desk, rig: Rig) -> Shop:
    """A customer asks, loses patience, asks for a person and gets one."""
    wren = await stage.shop(rig)
    await wren.open()
    await wren.say(QUESTION)
    await wren.is_answered()
    await wren.say("It has been 12 days. This is ridiculous, get me a person")
    await sara.rings()
    await sara.take()
    await sara.reply("Hello, this is Sara.")
    await wren.sees("Hello, this is Sara.")
    return wren


async def test_the_page_of_decisions_says_why_then_and_what_would_have_been(
    servers: Servers, stage: Stage
) -> None:
    rig = await servers()
    sara = await stage.desk(rig, "Sara")
    await story(stage, sara, rig)
    await sara.page.keyboard.press("Escape")
    await sara.why()
    page = sara.page
    await expect(page).to_have_url(re.compile(r"/conversations/[^/]+/decisions$"))
    answer = page.locator(".answer")
    await expect(answer).to_contain_text("asked for a person. That rule always wins")
    await expect(answer).to_contain_text("Asked to joined:")
    timeline = page.get_by_role("region", name="Timeline")
    await expect(timeline.get_by_text("Handed to a person.")).to_be_visible()
    rules = page.get_by_role("complementary", name="Rules and checks")
    await expect(rules.get_by_text("decided")).to_be_visible()
    await sara.shot("1-decisions")
    await picture(sara, "decisions")

    # Another turn is chosen with the arrow keys; its rules stand beside it.
    turns = timeline.get_by_role("button", name=re.compile("Show the rules at this message"))
    await timeline.get_by_role("button", pressed=True).focus()
    await page.keyboard.press("Home")
    await expect(turns.first).to_have_attribute("aria-pressed", "true")
    await page.keyboard.press("End")
    await expect(turns.last).to_have_attribute("aria-pressed", "true")

    # A line is moved with the keyboard, and the answer follows.
    slider = rules.get_by_role("slider")
    await slider.focus()
    await page.keyboard.press("Home")
    told = rules.locator(".told")
    await expect(told).to_contain_text(re.compile("would have come|would not have come"))
    await expect(told).to_contain_text(re.compile("Too few to judge|nothing would change|more"))
    await sara.shot("2-what-if")
    await rules.get_by_role("button", name="As it is").click()
    await rules.get_by_role("spinbutton").fill("0.2")
    await expect(told).to_contain_text(re.compile("would have come|would not have come"))

    # What should have been is kept as an example, and can be taken back.
    await rules.get_by_role("button", name="Yes, here").click()
    await expect(rules.get_by_text("An example, by Sara Kim")).to_be_visible()
    await page.reload()
    yes = rules.get_by_role("button", name="Yes, here")
    await expect(yes).to_have_attribute("aria-pressed", "true")
    await yes.click()
    await expect(yes).to_have_attribute("aria-pressed", "false")
    await page.get_by_role("button", name="Back to the conversation").click()
    await sara.sees("Hello, this is Sara.")


async def test_a_lead_moves_any_line_of_the_policy_and_tries_whole_files(
    servers: Servers, stage: Stage
) -> None:
    rig = await servers()
    stage.forgive("status of 422")
    sara = await stage.desk(rig, "Sara")
    await story(stage, sara, rig)
    ines = await stage.desk(rig, "Inès")
    page = ines.page
    await page.goto(sara.page.url.replace("/c/", "/conversations/") + "/decisions")
    rules = page.get_by_role("complementary", name="Rules and checks")
    which = rules.get_by_role("combobox", name="Rule and reading")
    await which.select_option(label="Long conversation · Messages of the customer")
    await rules.get_by_role("spinbutton").fill("1")
    await expect(rules.locator(".told")).to_contain_text(
        "the offer of a person would have come one message earlier"
    )
    await ines.shot("1-long")

    # The live policy stands there to be changed; what is wrong with a file is said.
    await page.get_by_role("button", name="Try other rules on this").click()
    sheet = ines.sheet("Try other rules on this")
    file = sheet.get_by_role("textbox", name="Policy file")
    await expect(file).to_have_value(re.compile('"segue_policy": 1'))
    await sheet.get_by_role("button", name="Try", exact=True).click()
    await expect(sheet.locator(".told")).to_contain_text("at the same message")
    await ines.shot("2-try")
    await file.fill('{"segue_policy": 1, "rules": [{"recipe": "nothing"}]}')
    await sheet.get_by_role("button", name="Try", exact=True).click()
    await expect(sheet.get_by_role("alert")).to_contain_text("The file has a problem")
    await file.fill("rules:")
    await sheet.get_by_role("button", name="Try", exact=True).click()
    await expect(sheet.get_by_role("alert")).to_contain_text("This is not JSON")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_screens_of_judgement_have_no_finding_and_fit(
    servers: Servers, stage: Stage, tmp_path: Path, scheme: str
) -> None:
    rig = await under(servers, tmp_path, CHECKING.format(within=600))
    sara = await stage.desk(rig, "Sara", color_scheme=scheme)
    await asked(stage, rig)
    await opened(sara)
    for size, (width, height) in SIZES.items():
        await sara.page.set_viewport_size({"width": width, "height": height})
        await desk_is_fine(sara.page, stage, f"approval-{size}")
        await sara.approval.get_by_role("button", name="Edit").click()
        await desk_is_fine(sara.page, stage, f"editing-{size}")
        await sara.approval.get_by_role("button", name="Cancel").click()
    await sara.page.set_viewport_size({"width": 1440, "height": 900})
    await sara.approval.get_by_role("button", name="Approve and send").click()
    await expect(sara.approval).to_be_hidden()
    address = sara.page.url.replace("/c/", "/conversations/") + "/decisions"
    for language in ("en", "de", "ar"):
        await sara.page.goto(f"{rig.url}/settings")
        await sara.page.locator("#language").select_option(language)
        await expect(sara.page.locator("html")).to_have_attribute("lang", language)
        for path in ("decisions", address.removeprefix(f"{rig.url}/")):
            await sara.page.goto(f"{rig.url}/{path}")
            await expect(sara.page.get_by_text(ANSWER).first).to_be_visible()
            name = "one" if path.endswith("/decisions") else "all"
            for size, (width, height) in SIZES.items():
                await sara.page.set_viewport_size({"width": width, "height": height})
                await desk_is_fine(sara.page, stage, f"{name}-{language}-{size}")
            await sara.page.set_viewport_size({"width": 1440, "height": 900})
