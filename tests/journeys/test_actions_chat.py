"""What the assistant does for a customer: with proof of who it is, a yes, a colleague's yes.

And what becomes of it when a person joins. In the demo shop, whose orders are real rows in its own
books.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from journeys.pictures import picture
from journeys.shop import Shop
from journeys.stage import Stage
from segue.testing import Rig

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def signed_in(stage: Stage, rig: Rig, name: str) -> Shop:
    """A customer who is signed in at the shop, with the chat open."""
    shop = await stage.shop(rig)
    await shop.page.get_by_label("Signed in as").select_option(name)
    await shop.open()
    return shop


def card(shop: Shop, title: str) -> Locator:
    """The card of something that was done."""
    return shop.log.locator(".w-run").filter(has_text=title)


def code_in(rig: Rig) -> str:
    """The newest code in the demo's folder of mails."""
    mails = sorted(
        (rig.folder / "data" / "mail").glob("code*"), key=lambda one: one.stat().st_mtime
    )
    found = re.search(r"\b\d{6}\b", Path(mails[-1]).read_text("utf-8"))
    assert found
    return found[0]


async def test_an_order_is_tracked_for_a_customer_whom_the_shop_knows(
    server: Rig, stage: Stage
) -> None:
    noa = await signed_in(stage, server, "Noa Berg")
    await noa.say("Where is my order?")
    await noa.sees("What is the order number?")
    await noa.say("48213")
    await noa.sees("Order 48213 is on its way.")
    await expect(card(noa, "Track an order")).to_contain_text("Parcelline")
    await expect(card(noa, "Track an order")).to_contain_text("Done")
    link = card(noa, "Track an order").get_by_role("link", name="Track the parcel")
    await expect(link).to_have_attribute("href", re.compile("^https://"))
    await noa.shot("tracked")
    await picture(noa, "action")
    # A second question about the same order needs no number any more.
    await noa.say("When will my parcel arrive?")
    await noa.sees("Order 48213 is on its way.", times=2)


async def test_without_proof_nothing_is_told_and_a_code_from_a_mail_is_proof(
    server: Rig, stage: Stage
) -> None:
    stranger = await stage.shop(server)
    await stranger.open()
    await stranger.say("Where is order 48213?")
    await stranger.sees("I need to know it’s you")
    proving = stranger.panel.get_by_text("First, show that it’s you")
    await expect(proving).to_be_visible()
    assert "Parcelline" not in await stranger.log.inner_text()
    # A question meanwhile is answered, and the run goes on waiting.
    await stranger.say("How long do refunds take?")
    await stranger.sees("Refunds arrive")
    await stranger.panel.get_by_label("Your e-mail address with us").fill("noa@shopper.example")
    await stranger.button("Send me a code").click()
    await stranger.sees("A code is on its way")
    field = stranger.panel.get_by_label("Code from the mail")
    code = code_in(server)
    await field.fill(f"{(int(code) + 1) % 1_000_000:06d}")
    await stranger.button("Check the code").click()
    await expect(stranger.panel.get_by_role("alert")).to_contain_text("That is not the code")
    await stranger.shot("wrong-code")
    await field.fill(code)
    await stranger.button("Check the code").click()
    await stranger.sees("Order 48213 is on its way.")
    await expect(proving).to_be_hidden()


async def test_somebody_elses_order_is_not_there(server: Rig, stage: Stage) -> None:
    jonas = await signed_in(stage, server, "Jonas Weiss")
    await jonas.say("Where is order 48213?")
    await jonas.sees("I can’t find that order for you.")
    text = await jonas.log.inner_text()
    assert "Parcelline" not in text
    assert "Keizersgracht" not in text


async def test_what_changes_something_wants_a_yes_and_can_be_left(
    server: Rig, stage: Stage
) -> None:
    jonas = await signed_in(stage, server, "Jonas Weiss")
    await jonas.say("Please cancel order 51988")
    ask = jonas.panel.get_by_text("Cancel order 51988?").last
    await expect(ask).to_be_visible()
    await jonas.shot("asked")
    await jonas.button("No, leave it").click()
    await expect(jonas.button("Yes, please do")).to_be_hidden()
    await expect(card(jonas, "Cancel an order")).to_have_count(0)
    await jonas.say("I want to cancel order 51988")
    await jonas.button("Yes, please do").click()
    await jonas.sees("Order 51988 is cancelled.")
    await expect(card(jonas, "Cancel an order")).to_contain_text("Done")


async def test_what_a_colleague_has_to_agree_to_waits_for_them(server: Rig, stage: Stage) -> None:
    sara = await server.agent("Sara")
    await sara.available()
    noa = await signed_in(stage, server, "Noa Berg")
    await noa.say("Cancel my order 48402 with approval")
    await noa.button("Yes, please do").click()
    await expect(noa.panel.get_by_text("Nothing to do for you")).to_be_visible()
    await noa.shot("waits-for-a-colleague")
    [waiting] = [
        one for one in (await sara.get("conversations?view=approvals"))["items"] if one["action"]
    ]
    await sara.act(waiting["id"], f"actions/{waiting['action']['n']}/approve")
    await noa.sees("Order 48402 is cancelled.")
    await sara.leave()


async def test_the_assistant_works_in_the_line_and_is_silent_once_a_person_is_there(
    server: Rig, stage: Stage
) -> None:
    sara = await stage.desk(server, "Sara")
    wren = await signed_in(stage, server, "Wren Adeyemi")
    await sara.become("Busy")
    await wren.ask_person()
    await expect(wren.header).to_contain_text("You’re next")
    await wren.say("Where is order 70122?")
    await wren.sees("Order 70122 was delivered")
    await wren.sees("Asking this didn’t change your place")
    await sara.become("Available")
    await sara.rings()
    await sara.take()
    await wren.sees("Sara joined.")
    # The person reads what was done meanwhile, and the assistant says no more.
    await expect(sara.brief).to_contain_text("Track an order")
    before = len(await wren.lines())
    await wren.say("And where is order 70310?")
    await sara.sees("And where is order 70310?")
    await sara.reply("That one leaves tomorrow.")
    await wren.sees("That one leaves tomorrow.")
    assert len(await wren.lines()) == before + 2
    # Handed back, it knows what was promised.
    await sara.more("Hand back to the assistant")
    sheet = sara.sheet("Back to the assistant")
    await sheet.get_by_label("What was settled").fill("The old poles are replaced.")
    promised = "Your replacement poles are posted on Friday"
    await sheet.get_by_label("What you promised, if anything").fill(promised)
    await sheet.get_by_role("button", name="Hand back").click()
    await wren.sees("Sara has left.")
    await wren.say("When are my replacement poles posted?")
    await wren.sees(promised)
    await wren.shot("handed-back")
