"""The whole story once: from a question to the assistant, over a person, to a mail with a copy."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.async_api import expect

from journeys.conftest import Servers
from journeys.pictures import picture, side_by_side
from journeys.stage import Stage
from servers.smtp import PostOffice

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_customer_is_helped_by_the_assistant_then_by_a_person(
    servers: Servers, stage: Stage, smtp: PostOffice
) -> None:
    rig = await servers(smtp=smtp)
    sara = await stage.desk(rig, "Sara")
    await sara.shot("1-nothing-to-do")

    # A customer asks, and is answered from the help pages, with the page named.
    wren = await stage.shop(rig)
    await wren.shot("1-closed")
    await wren.open()
    await expect(wren.header).to_contain_text("Fernhill assistant")
    await expect(wren.button("Talk to a person")).to_be_visible()
    await wren.shot("2-open")
    await wren.say("How long does delivery take?")
    await wren.is_answered()
    await wren.shot("3-answered")
    await picture(wren, "answer")

    # The customer asks for a person in words, and is told at once.
    await wren.say("My order 1234 never came. I want to talk to a human")
    await wren.sees("Finding someone in Orders")
    await wren.shot("4-finding")

    # The agent's screen rings with the reason; the agent takes it.
    await sara.rings()
    await expect(sara.offer).to_contain_text("Asked for a person")
    await expect(sara.offer).to_contain_text("1234")
    await expect(sara.page).to_have_title(re.compile(r"^\(\d+\) "))
    await sara.shot("2-rings")
    await picture(sara, "offer")
    await sara.take()
    await expect(sara.brief).to_contain_text("Asked for a person")
    await expect(sara.brief).to_contain_text("I want to talk to a human")
    await expect(sara.brief).to_contain_text("1234")

    # The customer sees who has joined, and that the assistant is silent.
    await wren.sees("Sara joined.")
    await expect(wren.header).to_contain_text("Sara · Orders")
    await expect(wren.header).to_contain_text("A person")
    await expect(wren.button("Talk to a person")).to_be_hidden()

    # A suggested greeting, and both talk.
    await expect(sara.greeting).to_contain_text("this is Sara")
    await sara.shot("3-taken")
    await picture(sara, "brief")
    greeting = await sara.greeting.locator("p").first.inner_text()
    await sara.greeting.get_by_role("button", name="Use").click()
    await expect(sara.field).to_have_value(greeting)
    await sara.field.press("Control+Enter")
    await wren.sees(greeting)
    await wren.field.press_sequentially("Yes, that")
    await expect(sara.page.get_by_label("is typing")).to_be_visible()
    await wren.say("Yes, that is the one. Where is it?")
    await sara.sees("Yes, that is the one. Where is it?")
    await sara.note("The depot confirms that the courier lost it. Replacement is free.")
    await sara.sees("The depot confirms that the courier lost it.")
    await sara.reply("It was lost on the way. A new one leaves today.")
    await wren.sees("It was lost on the way. A new one leaves today.")
    await wren.shot("5-talking")
    await sara.shot("4-talking")
    await side_by_side(stage, wren, sara)
    await wren.say("Thank you so much!")
    await sara.sees("Thank you so much!")

    # The agent closes; the customer rates it and asks for a copy.
    await sara.close("Solved", note="Courier lost it, sent again.")
    await expect(wren.panel.get_by_text("Did Sara sort it out?")).to_be_visible()
    await wren.shot("6-closed")
    await wren.panel.get_by_role("radio", name="Yes").click()
    await wren.panel.get_by_role("textbox", name="Tell us more").fill("Quick and kind")
    await wren.button("Send rating").click()
    await expect(wren.panel.get_by_text("Did Sara sort it out?")).to_be_hidden()
    await wren.shot("7-rated")
    await wren.menu("E-mail me the conversation")
    await wren.panel.get_by_label("E-mail for the copy").fill("wren@example.com")
    await wren.button("Send the copy").click()
    await expect(wren.panel.get_by_text("On its way to", exact=False).last).to_be_visible()
    await wren.shot("8-copy")

    # The mail arrives: case number, everything that was said, and nothing internal.
    letters = await asyncio.to_thread(smtp.wait, 1, 30)
    letter = letters[0]
    body = letter.message.get_body(("plain",))
    assert body is not None
    text = " ".join(body.get_content().split())
    assert letter.recipients == ["wren@example.com"]
    assert re.search(r"case \d+", letter.message["subject"])
    for said in ("How long does delivery take?", "A new one leaves today.", "Thank you so much!"):
        assert said in text
    assert "depot" not in text
    assert "sent again" not in text

    # The agent sees the rating in the conversation that is over.
    await sara.look_at("All")
    await sara.rows.first.click()
    await expect(sara.log).to_contain_text("5 of 5")
    await sara.shot("5-rated")
