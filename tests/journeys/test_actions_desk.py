"""What the staff does in other systems: an action with a look at it first, and a yes or a no to one
that the assistant wants. In the demo shop, whose orders are real rows in its own books."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Locator, expect

from journeys.conftest import Servers
from journeys.desk import Desk
from journeys.pictures import picture
from journeys.shop import Shop
from journeys.stage import Stage
from journeys.test_looks import SIZES, desk_is_fine
from segue.testing import Rig

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def signed_in(stage: Stage, rig: Rig, name: str) -> Shop:
    """A customer who is signed in at the shop, with the chat open."""
    shop = await stage.shop(rig)
    await shop.page.get_by_label("Signed in as").select_option(name)
    await shop.open()
    return shop


def card(desk: Desk, title: str) -> Locator:
    """The card of a run in the open conversation."""
    return desk.page.get_by_role("region", name="Messages").get_by_role(
        "group", name=f"Action: {title}"
    )


async def test_an_agent_runs_an_action_after_a_look_at_what_would_be_sent(
    server: Rig, stage: Stage
) -> None:
    sara = await stage.desk(server, "Sara")
    noa = await signed_in(stage, server, "Noa Berg")
    await noa.say("Where is order 48002?")
    await noa.sees("Order 48002 was delivered")
    await noa.ask_person()
    await sara.rings()
    await sara.take()

    # What the assistant did is told on the card, once; and who this is is known.
    await expect(card(sara, "Track an order")).to_contain_text("done")
    await expect(sara.brief).to_contain_text("What was done")
    await expect(sara.page.get_by_text("Known for sure").first).to_be_attached()

    # By keyboard to the actions; the order number is filled in, and it is said from where.
    await sara.page.keyboard.press("Escape")
    await sara.page.keyboard.press("!")
    find = sara.brief.get_by_role("searchbox", name="Find an action")
    await expect(find).to_be_focused()
    await find.fill("send something")
    await find.press("Enter")
    await expect(sara.brief.get_by_role("heading", name="Send something back")).to_be_visible()
    await expect(sara.brief.get_by_label("Order", exact=True)).to_have_value("48002")
    await sara.button("Check first").click()
    tried = sara.brief.get_by_role("status", name="This would be sent")
    await expect(tried).to_contain_text("nothing was sent")
    await expect(card(sara, "Send something back")).to_have_count(0)
    await sara.shot("dry-run")
    await picture(sara, "actions")
    await sara.button("Do it").click()
    returned = card(sara, "Send something back")
    await expect(returned).to_contain_text("done")
    await expect(returned).to_contain_text("you ·")
    await expect(noa.log.locator(".w-run").filter(has_text="Send something back")).to_be_visible()
    await sara.shot("done")

    # Taking back asks once more, and the first card says that it was taken back.
    await returned.get_by_role("button", name="Undo").click()
    await expect(returned.get_by_role("button", name="Keep it")).to_be_focused()
    await returned.get_by_role("button", name="Take it back").click()
    await expect(returned).to_contain_text("taken back")
    await expect(card(sara, "Stop a return")).to_contain_text("done")
    for name, (width, height) in SIZES.items():
        await sara.page.set_viewport_size({"width": width, "height": height})
        await desk_is_fine(sara.page, stage, f"thread-{name}")


async def test_a_colleague_says_yes_to_what_the_assistant_wants(server: Rig, stage: Stage) -> None:
    amal = await stage.desk(server, "Amal")
    noa = await signed_in(stage, server, "Noa Berg")
    await noa.say("Cancel my order 48402 with approval")
    await noa.button("Yes, please do").click()
    await expect(noa.panel.get_by_text("A colleague looks at this first").first).to_be_visible()
    await amal.page.get_by_role("button", name=re.compile("needs your OK")).click()
    waits = amal.page.get_by_role("region", name="An action needs your OK")
    await expect(waits).to_contain_text("48402")
    await amal.shot("waits")
    await desk_is_fine(amal.page, stage, "waits")
    await amal.page.get_by_role("region", name="Messages").focus()
    await amal.page.keyboard.press("a")
    await expect(waits).to_be_hidden()
    await expect(card(amal, "Cancel a large order")).to_contain_text("done")
    await noa.sees("Order 48402 is cancelled.")


async def test_a_no_has_a_reason_and_nothing_is_done(servers: Servers, stage: Stage) -> None:
    rig = await servers()
    amal = await stage.desk(rig, "Amal")
    noa = await signed_in(stage, rig, "Noa Berg")
    await noa.say("Cancel my order 48402 with approval")
    await noa.button("Yes, please do").click()
    await amal.page.get_by_role("button", name=re.compile("needs your OK")).click()
    waits = amal.page.get_by_role("region", name="An action needs your OK")
    await expect(waits).to_be_visible()
    await amal.page.get_by_role("region", name="Messages").focus()
    await amal.page.keyboard.press("x")
    await expect(waits.get_by_role("textbox")).to_be_focused()
    await waits.get_by_role("textbox").fill("It is packed already")
    await waits.get_by_role("textbox").press("Enter")
    await expect(waits).to_be_hidden()
    line = amal.page.get_by_role("region", name="Messages").get_by_text("was rejected")
    await expect(line).to_contain_text("It is packed already")
    await expect(card(amal, "Cancel a large order")).to_have_count(0)
