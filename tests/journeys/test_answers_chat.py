"""What the assistant says when it is not sure: it asks back once, and offers a person."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from journeys.stage import Stage
from segue.testing import Rig

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_when_two_pages_compete_it_asks_which_is_meant(server: Rig, stage: Stage) -> None:
    wren = await stage.shop(server)
    await wren.open()
    await wren.say("How do I send back or exchange boots?")
    await wren.sees("Which of these do you mean")
    choices = wren.panel.get_by_role("group", name="Answers to choose from")
    await expect(choices.get_by_role("button")).to_have_count(2)
    await wren.shot("asked-which")
    await choices.get_by_role("button", name="Exchanges").click()
    await expect(wren.log.get_by_role("link", name="Exchanges")).to_be_visible()
    await expect(choices).to_have_count(0)
    await wren.shot("answered")


async def test_what_it_does_not_know_it_says_and_a_person_comes_after_the_second_time(
    server: Rig, stage: Stage
) -> None:
    sara = await stage.desk(server, "Sara")
    wren = await stage.shop(server)
    await wren.open()
    await wren.say("What is the capital of Peru?")
    await wren.sees("I don’t know that, and I’d rather not guess.")
    await expect(wren.button("Talk to a person")).to_be_visible()
    await wren.say("Which river flows through Lima?")
    await sara.rings()
    await sara.take()
    await wren.sees("Sara joined.")
    await expect(sara.brief).to_contain_text("capital of Peru")
