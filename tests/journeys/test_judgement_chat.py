"""What the customer sees of judgement: an offer taken, an offer declined, an answer in preparation.

The server begins with a policy of its own, as a support manager would write it.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import expect

from journeys.conftest import Servers
from journeys.rules import CHECKING, under
from journeys.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="session")

OFFERING = """
segue_policy: 1
note: Somebody helps with gifts, and for anything about wolves
rules:
  - id: gifts
    name: Gifts deserve advice
    lane: business
    when:
      - words: {has_any: [gift, present]}
    do: offer
    reason: policy
    say: {en: "Choosing a gift is easier together."}
  - id: wolves
    name: Wolves are serious
    lane: safety
    when:
      - words: {has_any: [wolf, wolves]}
    do: hand_off
    reason: urgent
    priority: urgent
    say: {en: "Please keep your distance."}
"""


async def test_a_declined_offer_is_not_made_again_at_once_and_a_taken_one_leads_to_a_person(
    servers: Servers, stage: Stage, tmp_path: Path
) -> None:
    rig = await under(servers, tmp_path, OFFERING)
    sara = await rig.agent("Sara")
    await sara.available()
    wren = await stage.shop(rig)
    await wren.open()
    await wren.say("Which tent is a good gift for two?")
    offer = wren.panel.get_by_text("Shall I bring in a person")
    await expect(offer).to_be_visible()
    await wren.sees("Choosing a gift is easier together.")
    await wren.shot("offered")

    await wren.button("Keep asking").click()
    await expect(offer).to_have_count(0)
    await wren.say("A gift for my sister and her dog, to be precise")
    await wren.say("Thanks!")
    await expect(wren.button("Talk to a person")).to_be_visible()
    await expect(offer).to_have_count(0)

    # Something graver is said meanwhile: that is no offer, and it does not wait for quiet turns.
    await wren.say("And what do I do about wolves?")
    await wren.sees("Please keep your distance.")
    ring = await sara.offered()
    assert ring["brief"]["reason"] == "urgent"
    assert ring["item"]["priority"] == "urgent"
    await sara.accept(ring)
    await expect(wren.header).to_contain_text("Sara")
    await wren.shot("with-a-person")


async def test_an_answer_that_a_person_looks_at_says_only_that_it_is_being_prepared(
    servers: Servers, stage: Stage, tmp_path: Path
) -> None:
    rig = await under(servers, tmp_path, CHECKING.format(within=600))
    sara = await rig.agent("Sara")
    await sara.available()
    wren = await stage.shop(rig)
    await wren.open()
    await wren.say("How long does delivery take?")
    await wren.sees("An answer is being prepared")
    thread = await wren.log.inner_text()
    assert "Sara" not in thread
    await wren.shot("being-prepared")
    [waiting] = (await sara.get("conversations?view=approvals"))["items"]
    await sara.act(waiting["id"], "drafts/1/approve")
    await wren.is_answered()
    await wren.sees("An answer is being prepared", times=0)
    thread = await wren.log.inner_text()
    assert "Sara" not in thread, "who looked is no business of the customer's"
    await wren.shot("answered")
