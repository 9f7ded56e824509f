"""What goes wrong in real life: late answers, dead servers, dead browsers, tunnels, two at once."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Route, async_playwright, expect

from journeys.cable import Cable
from journeys.conftest import Servers
from journeys.desk import Desk
from journeys.stage import Stage
from servers.browser import ARGUMENTS

pytestmark = pytest.mark.asyncio(loop_scope="session")

CONNECTION_ERRORS = r"WebSocket|ERR_|Failed to (load|fetch)|net::"

BUSY = """
if (location.pathname === "/widget/v1/frame") {
  const later = setTimeout.bind(window);
  window.setTimeout = (task, ms = 0) => later(task, ms + 3000);
  window.requestAnimationFrame = (paint) => later(() => paint(performance.now()), 3000);
}
"""
"""A machine with much else to do: keys come through at once, pictures and timers do not."""


async def test_what_is_typed_before_the_chat_was_painted_is_sent(
    servers: Servers, stage: Stage
) -> None:
    rig = await servers()
    page = await stage.page()
    await page.add_init_script(BUSY)
    await page.goto(f"{rig.url}/shop")
    wren = await stage.shop(rig, page=page)
    await wren.launcher.press("Enter")
    await expect(wren.field).to_be_focused()
    await page.keyboard.type("Where is my order?")
    await page.keyboard.press("Enter")
    await expect(wren.field).to_have_value("")
    await wren.sees("Where is my order?")


async def test_an_answer_of_the_assistant_that_comes_too_late_is_never_shown(
    servers: Servers, stage: Stage
) -> None:
    rig = await servers(bot_delay_s=4)
    sara = await stage.desk(rig, "Sara")
    wren = await stage.shop(rig)
    await wren.open()
    await wren.say("How long does delivery take?")
    await expect(wren.panel.get_by_label("The assistant is typing")).to_be_visible()

    # The assistant still thinks when the customer asks for a person, and the person is there.
    await wren.ask_person()
    await sara.rings()
    await sara.take()
    await wren.sees("Sara joined.")
    await sara.reply("I can tell you: two days.")
    await wren.sees("I can tell you: two days.")
    await expect(wren.panel.get_by_label("The assistant is typing")).to_be_hidden()

    # Its answer was held back; the agent can see that, the customer never sees anything of it.
    await sara.sees("came too late and was held back")
    await wren.say("Thanks!")
    await sara.sees("Thanks!")
    await wren.shot("after")
    await sara.shot("after")
    assert not any("working days" in line for line in await wren.lines())
    await expect(wren.header).to_contain_text("A person")

    # Nor after a reload.
    await wren.page.reload()
    await wren.open()
    await wren.sees("Thanks!")
    assert not any("working days" in line for line in await wren.lines())


async def test_a_server_killed_while_both_type_loses_nothing(
    servers: Servers, stage: Stage
) -> None:
    rig = await servers()
    sara = await stage.desk(rig, "Sara")
    wren = await stage.shop(rig)
    await wren.open()
    await wren.ask_person()
    await sara.take()
    await wren.sees("Sara joined.")
    stage.forgive(CONNECTION_ERRORS)

    for number in range(4):
        await wren.say(f"customer {number}")
        await sara.reply(f"agent {number}")
    await wren.field.press_sequentially("half a sent")
    await rig.kill()
    await wren.say("customer 4, into the void")
    await sara.reply("agent 4, into the void")
    await expect(wren.panel.get_by_text("Connecting again").first).to_be_visible()
    await expect(sara.page.get_by_text("You’re offline").first).to_be_visible()
    await wren.shot("down")
    await sara.shot("down")

    await rig.start()
    # Nobody clicks anything: both sides come back by themselves and send what waited.
    await sara.sees("customer 4, into the void")
    await wren.sees("agent 4, into the void")
    await expect(wren.panel.get_by_text("Waiting to send")).to_be_hidden()
    await expect(sara.button("Try now")).to_be_hidden()
    await wren.shot("again")
    await sara.shot("again")

    for lines in (await wren.lines(), await sara.lines()):
        for who in ("customer", "agent"):
            said = [re.search(rf"{who} (\d)", line) for line in lines]
            assert [found[1] for found in said if found] == ["0", "1", "2", "3", "4"]
    await wren.say("Still there?")
    await sara.sees("Still there?")
    await sara.reply("Still here.")
    await wren.sees("Still here.")


async def test_when_the_agents_browser_dies_the_customer_is_told_and_goes_to_the_next_agent(
    servers: Servers, stage: Stage, chromium: Path, tmp_path: Path
) -> None:
    rig = await servers(agent_grace_s=1)
    wren = await stage.shop(rig)
    async with async_playwright() as playwright:
        own = await playwright.chromium.launch_persistent_context(
            tmp_path / "profile", executable_path=chromium, args=ARGUMENTS, locale="en-GB"
        )
        own.set_default_timeout(20_000)
        sara = Desk(own.pages[0], stage, rig.account("Sara"))
        await sara.sign_in(rig.url)
        await sara.become("Available")
        await wren.open()
        await wren.say("My order 1234 never came, I need a person")
        await sara.take()
        await wren.sees("Sara joined.")
        await sara.reply("Let me look.")
        await wren.sees("Let me look.")
        kill_browser(str(tmp_path / "profile"))

        await wren.sees("Sara lost the connection, sorry.")
        await expect(wren.panel.get_by_text("You keep your place.").first).to_be_visible()
        await wren.shot("told")
        await wren.say("Hello?")

        marco = await stage.desk(rig, "Marco")
        await marco.rings()
        await marco.shot("next")
        await marco.take()
    await wren.sees("Marco joined.")
    await marco.sees("Let me look.")
    await marco.sees("Hello?")
    await marco.reply("Marco here, I have it all.")
    await wren.sees("Marco here, I have it all.")
    await wren.shot("goes-on")


def kill_browser(profile: str) -> None:
    """kill -9 for every process of the browser with this profile folder, and for no other."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if f"--user-data-dir={profile}" in words:
            os.kill(int(folder.name), signal.SIGKILL)


async def test_when_two_agents_take_the_same_one_gets_it_and_the_other_is_told(
    servers: Servers, stage: Stage
) -> None:
    rig = await servers()
    # Both are at their desks but busy, so that it waits in the line where both can see it.
    sara = await stage.desk(rig, "Sara")
    await sara.become("Busy")
    marco = await stage.desk(rig, "Marco")
    await marco.become("Busy")
    wren = await stage.shop(rig)
    await wren.open()
    await wren.say("I need a person please")
    stage.forgive("status of 409")
    for desk in (sara, marco):
        await desk.look_at("Waiting")
        await desk.rows.first.click()
        await expect(desk.button("Take it")).to_be_visible()

    # Both have pressed before the server hears of either.
    both = asyncio.Barrier(2)

    async def with_the_other(route: Route) -> None:
        await both.wait()
        await route.continue_()

    for desk in (sara, marco):
        await desk.page.route("**/pick", with_the_other)
    await asyncio.gather(*(desk.button("Take it").click() for desk in (sara, marco)))

    await expect(wren.log.get_by_text(re.compile(r"(Sara|Marco) joined\."))).to_have_count(1)
    joined = await wren.log.get_by_text(re.compile(r"(Sara|Marco) joined\.")).inner_text()
    first, second = (sara, marco) if "Sara" in joined else (marco, sara)
    await expect(first.page.get_by_text("You have this")).to_be_visible()
    await second.told("was quicker")
    await expect(second.page.get_by_text(f"{first.name} has this")).to_be_visible()
    await second.shot("second")
    await first.reply("Here I am.")
    await wren.sees("Here I am.")
    await expect(second.page.get_by_role("button", name=re.compile("^Send to"))).to_have_count(0)


async def test_a_tunnel_of_ninety_seconds_loses_nothing(servers: Servers, stage: Stage) -> None:
    rig = await servers(customer_grace_s=2)
    sara = await stage.desk(rig, "Sara")
    stage.forgive(CONNECTION_ERRORS)
    async with Cable(urlsplit(rig.url).port or 0) as cable:
        context = await stage.context()
        await context.clock.install()
        page = await context.new_page()
        await page.goto(f"{cable.url}/shop")
        wren = await stage.shop(rig, page=page)
        await wren.open()
        await wren.ask_person()
        await sara.take()
        await wren.sees("Sara joined.")
        await sara.reply("Could you send me the order number?")
        await wren.sees("Could you send me the order number?")

        # Into the tunnel: nothing comes through and nobody is told. Both go on writing.
        cable.freeze()
        await wren.say("It is 1234")
        await sara.reply("Take your time.")
        await sara.reply("I am here until six.")
        await context.clock.run_for(45_000)
        await expect(wren.panel.get_by_text("Waiting to send")).to_be_visible()
        await wren.say("And the tent was blue")
        await wren.shot("in-the-tunnel")
        # After a while the network gives the connection up, and the colleague is told.
        await cable.cut()
        await sara.sees("went away")
        await sara.shot("away")
        await context.clock.run_for(45_000)

        await cable.mend()
        await context.clock.run_for(31_000)
        await wren.sees("I am here until six.")
        await sara.sees("And the tent was blue")
        await expect(wren.panel.get_by_text("Waiting to send")).to_be_hidden()
        await wren.shot("out-of-it")
        said_by_both = (
            "It is 1234",
            "Take your time.",
            "I am here until six.",
            "And the tent was blue",
        )
        for one in (wren, sara):
            for said in said_by_both:
                await one.sees(said)
        lines = "\n".join(await wren.lines())
        assert lines.index("Take your time.") < lines.index("I am here until six.")
        assert lines.index("It is 1234") < lines.index("And the tent was blue")
