"""The chat on pages that are not ours: hostile styles, a strict policy, a server that is down."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from journeys.conftest import Servers
from journeys.host_pages import HostPages
from journeys.looks import sideways
from journeys.stage import Stage
from segue.testing import Rig

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOSTILE = """<style>
* { all: revert; font-size: 40px !important; color: red !important; margin: 20px !important;
    text-transform: uppercase !important; letter-spacing: 1em !important }
body, body *, segue-chat { transform: rotate(1deg) !important; opacity: .6 !important;
    position: static !important; display: block !important; filter: blur(1px) !important }
iframe, button, segue-chat { display: none !important; visibility: hidden !important;
    width: 1px !important; height: 1px !important; pointer-events: none !important }
:focus { outline: none !important }
</style>"""


def strict(url: str) -> str:
    """What `docs/howto/embed-the-chat.md` says a page has to allow, and nothing more."""
    allowed = f"script-src {url}; frame-src {url}; connect-src {url}; img-src data:"
    return f"default-src 'none'; base-uri 'none'; form-action 'none'; {allowed}"


async def test_hostile_styles_of_the_page_do_not_reach_the_chat(
    server: Rig, stage: Stage, host_pages: HostPages
) -> None:
    url = host_pages.add("hostile", url=server.url, key=server.inbox_key, head=HOSTILE)
    page = await stage.page()
    await page.goto(url)
    wren = await stage.shop(server, page=page)
    await expect(wren.launcher).to_be_visible()
    box = await wren.launcher.bounding_box()
    assert box is not None
    assert 40 <= box["height"] <= 64
    assert box["width"] < 200
    await wren.shot("closed")
    await wren.open()
    await wren.say("How long does delivery take?")
    await wren.is_answered()
    frame = await page.locator("segue-chat iframe").bounding_box()
    assert frame is not None
    assert (frame["width"], frame["height"]) == (360, 600)
    await wren.shot("open")
    assert await wren.field.evaluate("one => getComputedStyle(one).fontSize") == "16px"


async def test_a_strict_policy_of_the_page_is_enough(
    server: Rig, stage: Stage, host_pages: HostPages
) -> None:
    policy = {"content-security-policy": strict(server.url)}
    url = host_pages.add("strict", url=server.url, key=server.inbox_key, headers=policy)
    page = await stage.page()
    await page.goto(url)
    wren = await stage.shop(server, page=page)
    await wren.open()
    await wren.say("How long does delivery take?")
    await wren.is_answered()
    await wren.shot("open")
    # The conversation is there after a reload, and the stage has no complaint of the policy.
    await page.reload()
    await wren.open()
    await wren.sees("How long does delivery take?")


async def test_without_the_server_the_page_is_as_if_there_were_no_chat(
    servers: Servers, stage: Stage, host_pages: HostPages
) -> None:
    rig = await servers()
    url = host_pages.add("plain", url=rig.url, key=rig.inbox_key)
    await rig.kill()
    stage.forgive("ERR_CONNECTION_REFUSED")
    page = await stage.page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text))
    await page.goto(url)
    await page.wait_for_load_state("networkidle")
    await page.get_by_role("button", name="a button").click()
    await expect(page.locator("segue-chat")).to_have_count(0)
    assert await sideways(page) == 0
    assert len(errors) == 1, errors  # the browser's own, about the script that did not come

    # Where only the script came from a cache, the launcher stays away as well.
    await rig.start()
    await page.reload()
    wren = await stage.shop(rig, page=page)
    await expect(wren.launcher).to_be_visible()
    await page.route("**/api/v1/widget/config*", lambda route: route.abort())
    stage.forgive("ERR_FAILED")
    await page.reload()
    await page.wait_for_load_state("networkidle")
    await expect(page.locator("segue-chat")).to_have_count(0)


async def test_a_server_that_dies_under_an_open_chat_leaves_the_page_alone(
    servers: Servers, stage: Stage, host_pages: HostPages
) -> None:
    rig = await servers()
    url = host_pages.add("plain", url=rig.url, key=rig.inbox_key)
    page = await stage.page()
    await page.goto(url)
    wren = await stage.shop(rig, page=page)
    await wren.open()
    await wren.say("How long does delivery take?")
    await wren.is_answered()
    stage.forgive("WebSocket|ERR_CONNECTION_REFUSED")
    await rig.kill()
    await wren.say("Are you there?")
    await expect(wren.panel.get_by_text("Connecting again").first).to_be_visible()
    await wren.shot("down")
    # What somebody does on the page meanwhile is not disturbed by what happens in the chat.
    await page.get_by_role("button", name="a button").click()
    await rig.start()
    await expect(wren.panel.get_by_text("Connecting again")).to_have_count(0)
    await expect(page.get_by_role("button", name="a button")).to_be_focused()
    await wren.button("Close chat").click()
    await expect(wren.launcher).to_be_visible()
    await expect(wren.launcher).to_be_focused()
