"""When nobody is there, or the wait is long: messages, calls, the line left and taken up again."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.async_api import expect

from journeys.conftest import Servers
from journeys.stage import Stage
from servers.smtp import PostOffice

pytestmark = pytest.mark.asyncio(loop_scope="session")

NIGHT, MORNING = "2026-11-24T02:00:00Z", "2026-11-24T08:30:00Z"


async def test_at_night_a_message_is_left_and_answered_in_the_morning_in_the_same_thread(
    servers: Servers, stage: Stage, smtp: PostOffice
) -> None:
    rig = await servers(at=NIGHT, smtp=smtp)
    stage.forgive(r"WebSocket|ERR_|Failed to load")
    wren = await stage.shop(rig)
    await wren.open()
    await expect(wren.header).to_contain_text("08:00")
    await wren.shot("1-closed")
    await wren.say("The zip of my tent broke. I want to talk to a person")
    await expect(wren.panel.get_by_text("Leave it with us")).to_be_visible()
    await wren.shot("2-away")
    await wren.button("Send to the team").click()
    await expect(wren.panel.get_by_text("Please check the e-mail address")).to_be_visible()
    await wren.shot("3-no-email")
    await wren.panel.get_by_label("E-mail for our answer").fill("wren@example.com")
    await wren.panel.get_by_label("Anything to add?").fill("It is the Tarn 2.")
    await wren.button("Send to the team").click()
    await expect(wren.header).to_contain_text(re.compile(r"Case \d+"))
    case = re.search(r"Case (\d+)", await wren.header.inner_text())
    assert case is not None
    await wren.sees(f"Saved as case {case[1]}")
    await wren.shot("4-saved")
    letters = await asyncio.to_thread(smtp.wait, 1, 30)
    assert case[1] in letters[0].message["subject"]

    # In the morning an agent comes in and answers; the customer's page is still open.
    await rig.stop()
    await rig.start(at=MORNING)
    sara = await stage.desk(rig, "Sara")
    await sara.look_at("Waiting")
    await expect(sara.rows).to_have_count(1)
    await expect(sara.button("Waiting 1")).to_be_visible()
    await sara.rows.first.click()
    await sara.sees("It is the Tarn 2.")
    await expect(sara.page.get_by_text(f"Case {case[1]}").first).to_be_visible()
    await sara.shot("1-promised")
    await sara.take()
    await sara.reply("We send you a new zip today.")
    await wren.sees("We send you a new zip today.")
    await wren.sees("The zip of my tent broke.")
    await expect(wren.header).to_contain_text("Sara")
    await wren.shot("5-answered")
    await sara.shot("2-answered")


async def test_someone_in_line_leaves_it_and_takes_the_place_back(
    servers: Servers, stage: Stage
) -> None:
    rig = await servers(wait_choices_s=1)
    sara = await stage.desk(rig, "Sara")
    await sara.become("Busy")
    first = await stage.shop(rig)
    await first.open()
    await first.ask_person()
    await expect(first.header).to_contain_text("You’re next")
    wren = await stage.shop(rig)
    await wren.open()
    await wren.ask_person()
    await expect(wren.header).to_contain_text("You’re in line")
    await expect(wren.panel.get_by_text("Your place in line")).to_be_visible()
    await wren.shot("1-in-line")

    # The assistant helps meanwhile, and the place stays.
    await wren.say("How long does delivery take?")
    await wren.is_answered()
    await wren.shot("2-meanwhile")
    await wren.button("in line Options").click()

    await wren.button("Leave the line", exact=True).click()
    await wren.sees("You left the line.")
    await wren.shot("3-left")
    await wren.button("Take my place back").click()
    await expect(wren.header).to_contain_text("You’re in line")
    await wren.shot("4-back")

    # The one ahead goes; the place moves without a click.
    await first.button("Leave the line", exact=True).click()
    await expect(wren.header).to_contain_text("You’re next")
    await sara.become("Available")
    await sara.take()
    await wren.sees("Sara joined.")


async def test_someone_in_line_asks_to_be_called_back(servers: Servers, stage: Stage) -> None:
    rig = await servers(at="2026-11-24T09:00:00Z")
    sara = await stage.desk(rig, "Sara")
    await sara.become("Busy")
    wren = await stage.shop(rig)
    await wren.open()
    await wren.ask_person()
    await wren.button("Call me back").click()
    await expect(wren.header).to_contain_text("When shall we call?")
    await wren.shot("1-when")
    await wren.button("Back to my place in line").click()
    await expect(wren.header).to_contain_text("You’re next")
    await wren.button("Call me back").click()
    await wren.panel.get_by_role("button", name="Tomorrow").click()
    await wren.panel.get_by_role("radio", name="10:30").click()
    await wren.button("Call me at 10:30").click()
    await expect(wren.panel.get_by_text("Please check the number")).to_be_visible()
    await wren.panel.get_by_label("Your number").fill("+34 600 123 456")
    await wren.shot("2-chosen")
    await wren.button("Call me at 10:30").click()
    await expect(wren.header).to_contain_text("We’ll call by")
    await expect(wren.header).to_contain_text("11:00")
    await wren.sees("We’ll call between")
    await wren.shot("3-booked")
    await sara.look_at("Waiting")
    await sara.rows.first.click()
    await expect(sara.brief).to_contain_text("+34600123456")
    await sara.shot("promised")


async def test_someone_in_line_prefers_an_answer_by_mail(servers: Servers, stage: Stage) -> None:
    rig = await servers()
    sara = await stage.desk(rig, "Sara")
    await sara.become("Busy")
    wren = await stage.shop(rig)
    await wren.open()
    await wren.ask_person()
    await wren.button("Answer me by e-mail").click()
    await wren.shot("1-form")
    await wren.panel.get_by_label("E-mail for our answer").fill("wren@example.com")
    await wren.button("Send to the team").click()
    await expect(wren.header).to_contain_text(re.compile(r"Case \d+"))
    await wren.shot("2-saved")


async def test_a_closed_conversation_that_is_not_solved_is_opened_again(
    servers: Servers, stage: Stage
) -> None:
    rig = await servers()
    sara = await stage.desk(rig, "Sara")
    wren = await stage.shop(rig)
    await wren.open()
    await wren.ask_person()
    await sara.take()
    await sara.reply("Done.")
    await wren.sees("Done.")
    await sara.close("Solved")
    await wren.button("It isn’t solved, reopen").click()
    await sara.rings()
    await sara.shot("again")
    await sara.take()
    await expect(wren.header).to_contain_text("A person")
    await wren.say("It is still broken.")
    await sara.sees("It is still broken.")
    await wren.shot("again")
