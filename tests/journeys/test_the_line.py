"""Waiting, and the right person: places that move, calls, nights, surges, transfers and leads."""

from __future__ import annotations

import math
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from journeys.conftest import Servers
from journeys.pictures import picture
from journeys.stage import Stage
from segue.testing import AgentClient, Customer, Rig

if TYPE_CHECKING:
    from journeys.shop import Shop

pytestmark = pytest.mark.asyncio(loop_scope="session")

MATTERS = ("Third time I ask", "I was charged twice", "The frame of my pack is cracked")
NIGHT, MORNING = "2026-11-24T02:00:00Z", "2026-11-24T08:00:30Z"


@asynccontextmanager
async def manager(rig: Rig) -> AsyncIterator[AgentClient]:
    """Inès, by the API: what she does is no part of the picture."""
    ines = await rig.agent("Inès")
    yield ines
    await ines.leave()


async def places(rig: Rig, agent: str, count: int) -> None:
    """So many conversations at a time, from now on."""
    async with manager(rig) as ines:
        await ines.ask("PATCH", f"agents/{agent}", capacity=count)


async def chats(stage: Stage, rig: Rig, words: str) -> Shop:
    """Somebody who opened the chat and wrote this."""
    shop = await stage.shop(rig)
    await shop.open()
    await shop.say(words)
    return shop


async def in_line(stage: Stage, rig: Rig, words: str) -> Shop:
    """Somebody who has asked for a person and waits."""
    shop = await chats(stage, rig, words)
    await expect(shop.panel.get_by_text("Your place in line").or_(shop.next)).to_be_visible()
    return shop


async def waits(rig: Rig, words: str) -> Customer:
    """The same without a page: somebody else of the many."""
    one = await rig.customer()
    await one.say(words)
    await one.ask_person()
    return one


async def a_full_desk(rig: Rig, name: str, count: int) -> AgentClient:
    """An agent with as many conversations as fit."""
    await places(rig, name.lower(), count)
    agent = await rig.agent(name)
    await agent.available()
    for words in MATTERS[:count]:
        await waits(rig, words)
        await agent.accept(await agent.offered())
    await agent.presence("busy")
    return agent


async def test_the_place_moves_from_three_to_one_and_the_wait_never_grows_in_silence(
    servers: Servers, stage: Stage
) -> None:
    rig = await servers()
    sara = await stage.desk(rig, "Sara")
    await places(rig, "sara", 1)
    await chats(stage, rig, "My order never came. I want to talk to a person")
    await sara.take()

    two = await in_line(stage, rig, "A person, please")
    three = await in_line(stage, rig, "Let me talk to somebody real")
    wren = await in_line(stage, rig, "I need a human")
    told: list[float] = []

    async def upper(wanted: str) -> None:
        """The place is now this one; the last minute of the range, if one is said, is noted."""
        await expect(wren.place).to_have_text(wanted)
        said = await wren.panel.get_by_text(re.compile(r"min, updated")).all_inner_texts()
        open_end = any("more than" in text.lower() for text in said)
        ends = [float(end) for text in said for end in re.findall(r"(\d+) min", text)]
        told.extend([math.inf] if open_end else ends)

    await upper("3")
    await wren.shot("1-third")
    await picture(wren, "in-line")
    await sara.reply("It is on its way.")
    await sara.close("Solved")
    await sara.take()
    await upper("2")
    await expect(three.header).to_contain_text("You’re next")
    await wren.shot("2-second")
    await sara.close("Solved")
    await sara.take()
    await expect(wren.header).to_contain_text("You’re next")
    await wren.shot("3-next")
    await sara.close("Solved")
    await sara.take()
    await wren.sees("Sara joined.")
    await two.shot("over")
    apologies = await wren.log.get_by_text("taking longer").count()
    grew = sum(later > earlier for earlier, later in pairwise(told))
    assert grew <= apologies, told


async def test_a_call_is_booked_for_a_time_that_the_team_has_and_is_made(
    servers: Servers, stage: Stage
) -> None:
    rig = await servers(at="2026-11-24T09:00:00Z")
    sara = await stage.desk(rig, "Sara")
    await sara.become("Busy")
    wren = await chats(stage, rig, "My tent has a hole. I want to talk to a person")
    await wren.button("Call me back").click()
    time = wren.panel.get_by_role("radio", name="10:00")
    await time.click()
    await wren.panel.get_by_label("Your number").fill("+34 600 123 456")
    await wren.shot("1-chosen")
    await wren.button("Call me at 10:00").click()
    await expect(wren.header).to_contain_text("We’ll call by 10:30")
    await wren.sees("We’ll call between 10:00 and 10:30.")
    await wren.shot("2-booked")

    # The call stands in the agent's day, with everything known.
    await sara.become("Available")
    await sara.page.goto(f"{rig.url}/promises")
    row = sara.page.get_by_role("listitem").filter(has_text="+34600123456")
    await expect(row).to_be_visible()
    await sara.shot("1-promises")
    await picture(sara, "promises")
    await row.get_by_role("button", name=re.compile("^Start the call|^Start")).click()
    sheet = sara.page.get_by_role("dialog")
    await expect(sheet).to_contain_text("+34600123456")
    await sara.shot("2-call")
    await sheet.get_by_role("button", name=re.compile("Start")).last.click()
    await sheet.get_by_role("radio", name=re.compile("answer", re.IGNORECASE)).first.check()
    await sara.shot("3-outcome")
    await sheet.get_by_role("button", name=re.compile("^Keep|^Save")).click()
    await expect(sheet).to_be_hidden()
    await wren.sees("We called")
    await wren.shot("3-called")


async def test_at_night_it_becomes_a_case_that_is_first_in_the_morning(
    servers: Servers, stage: Stage
) -> None:
    rig = await servers(at=NIGHT)
    stage.forgive(r"WebSocket|ERR_|Failed to load")
    wren = await chats(stage, rig, "My invoice is wrong. I want to talk to a person")
    await wren.panel.get_by_label("E-mail for our answer").fill("wren@example.com")
    await wren.button("Send to the team").click()
    await expect(wren.header).to_contain_text(re.compile(r"Case \d+"))
    await wren.shot("1-case")

    await rig.stop()
    await rig.start(at=MORNING)
    fresh = await chats(stage, rig, "I want to talk to a person")
    await expect(fresh.header).to_contain_text("Orders")
    sara = await stage.desk(rig, "Sara", available=False)
    await places(rig, "sara", 1)
    await sara.become("Available")
    await sara.rings()
    await expect(sara.offer).to_contain_text("invoice")
    await sara.shot("1-first")
    await sara.take()
    await sara.reply("Good morning. I have your invoice here.")
    await wren.sees("Good morning. I have your invoice here.")
    await wren.shot("2-answered")


async def test_a_surge_is_begun_and_ended_and_customers_read_that_it_is_busy(
    servers: Servers, stage: Stage
) -> None:
    rig = await servers(wait_choices_s=600)
    ines = await stage.desk(rig, "Inès", available=False)
    sara = await stage.desk(rig, "Sara")
    await sara.become("Busy")
    marco = await a_full_desk(rig, "Marco", 2)
    wren = await in_line(stage, rig, "I want to talk to a person")
    others = [await waits(rig, words) for words in MATTERS]
    await ines.page.goto(f"{rig.url}/floor")
    rows = ines.page.get_by_role("row").filter(has_text="Asked for a person")
    await expect(rows).to_have_count(1 + len(others))
    await ines.shot("1-floor")
    await picture(ines, "floor")
    await ines.page.get_by_role("button", name="Surge mode…").first.click()
    sheet = ines.page.get_by_role("dialog", name="Surge mode")
    await sheet.get_by_label("Team").select_option(label="All teams")
    await ines.shot("2-sheet")
    await sheet.get_by_role("button", name="Start surge mode").click()
    await expect(ines.page.get_by_text(re.compile(r"^Surge mode in")).first).to_be_visible()
    await ines.shot("3-on")
    await expect(wren.panel.get_by_text("Many people are waiting")).to_be_visible()
    await wren.shot("1-surge")
    await expect(wren.button("Call me back")).to_be_visible()
    ended = ines.page.get_by_role("button", name="End now")
    while await ended.count():
        await ended.first.click()
        await ines.page.wait_for_timeout(300)
    await expect(ines.page.get_by_text(re.compile(r"^Surge mode in .* until"))).to_have_count(0)
    await ines.shot("4-off")
    for one in (marco, *others):
        await one.close()


async def test_a_transfer_to_another_team_keeps_the_place_and_tells_the_customer(
    servers: Servers, stage: Stage
) -> None:
    rig = await servers()
    sara = await stage.desk(rig, "Sara")
    amal = await stage.desk(rig, "Amal", available=False)
    wren = await chats(stage, rig, "I was charged twice. I want to talk to a person")
    await sara.take()
    await sara.become("Busy")
    # Somebody else waits in the other team's line already; whoever has waited longer goes first.
    other = await in_line(stage, rig, "I want to talk to a person about my bill")
    async with manager(rig) as ines:
        [row] = (await ines.get("floor"))["line"]
        opened = await ines.get(f"conversations/{row['conversation']}")
        await ines.ask(
            "POST",
            f"conversations/{row['conversation']}/transfer",
            team="billing",
            why="About a bill.",
            epoch=opened["epoch"],
        )
    await expect(other.header).to_contain_text("Billing")
    await sara.more("Transfer")
    sheet = sara.page.get_by_role("dialog", name=re.compile("Transfer"))
    await sheet.get_by_role("radio", name=re.compile("^Billing")).check()
    await sheet.get_by_role("textbox").fill("It is about the invoice after all.")
    await sheet.get_by_role("button", name=re.compile("^Transfer")).click()
    await wren.sees("Sara is bringing in Billing. You keep your place.")
    await expect(wren.header).to_contain_text("Billing")
    await wren.shot("1-told")
    await places(rig, "amal", 1)
    await amal.become("Available")
    await amal.rings()
    await expect(amal.offer).to_contain_text("It is about the invoice after all.")
    await amal.shot("1-first")
    await amal.take()
    await wren.sees("Amal joined.")
    await other.sees("Amal joined.", 0)


async def test_a_skill_is_let_go_after_its_time_and_the_page_says_so(
    servers: Servers, stage: Stage
) -> None:
    rig = await servers()
    async with manager(rig) as ines:
        live = await ines.get("policy")
        form = live["file"]
        form["line"] = {"let_go": [{"after": "4 s", "skills": ["repairs"]}]}
        form.setdefault("rules", []).append(
            {
                "id": "repairs",
                "lane": "asked",
                "when": [{"asked": True}, {"words": {"has_any": ["zip"]}}],
                "do": "hand_off",
                "skills": ["repairs"],
            }
        )
        note = "Repairs need somebody who repairs."
        await ines.ask("POST", "policies", file=form, note=note, based_on=live["version"])
        await ines.ask("PATCH", "agents/marco", skills=["repairs"])
    sara = await stage.desk(rig, "Sara")
    wren = await chats(stage, rig, "My zip broke, I want to talk to a person")
    await expect(wren.header).to_contain_text(re.compile("line|next|Finding"))
    await sara.look_at("Waiting")
    await sara.rows.first.click()
    await sara.brief.get_by_role("button", name="Why not yet").click()
    await expect(sara.brief).to_contain_text("repairs")
    await sara.shot("1-not-yet")
    await sara.rings()
    await sara.shot("2-rings")
    await sara.take()
    await expect(sara.log.get_by_text(re.compile("repairs"))).to_be_visible()
    await sara.shot("3-said")


async def test_a_lead_looks_in_unseen_whispers_takes_over_and_gives_back(
    servers: Servers, stage: Stage
) -> None:
    rig = await servers()
    sara = await stage.desk(rig, "Sara")
    ines = await stage.desk(rig, "Inès", available=False)
    wren = await chats(stage, rig, "I was charged twice and want to talk to a person")
    await sara.take()
    await sara.reply("Let me look.")
    await wren.sees("Let me look.")

    conversation = await sara.conversation()
    await ines.page.goto(f"{rig.url}/conversations?peek={conversation}")
    await expect(ines.page.get_by_text("nobody is told").first).to_be_visible()
    await ines.shot("1-peek")
    await ines.page.get_by_role("button", name="Whisper", exact=True).click()
    await ines.page.get_by_role("textbox", name=re.compile("^Whisper")).fill("Offer the refund.")
    await ines.page.get_by_role("button", name=re.compile("Whisper to|^Whisper")).last.click()
    await expect(sara.page.get_by_text("Offer the refund.").first).to_be_visible()
    await sara.shot("1-whisper")
    assert "Offer the refund." not in await wren.panel.inner_text()

    await ines.page.get_by_role("button", name=re.compile("^Take over")).first.click()
    sheet = ines.page.get_by_role("dialog", name=re.compile("Take over"))
    if await sheet.count():
        await sheet.get_by_role("textbox").fill("I know this customer.")
        await sheet.get_by_role("button", name=re.compile("^Take over")).click()
    await wren.sees("Inès joined.")
    await wren.shot("1-taken-over")
    await ines.reply("Inès here, I will sort it out.")
    await wren.sees("Inès here, I will sort it out.")
    await ines.more("Hand back to the assistant")
    back = ines.sheet("Back to the assistant")
    await back.get_by_label("What was settled").fill("Refund is on its way.")
    await back.get_by_role("button", name="Hand back").click()
    await wren.sees("Inès has left.")
    await expect(wren.header).to_contain_text("Automated")
    await wren.shot("2-given-back")


async def test_the_assistant_helps_in_the_line_and_whoever_is_helped_leaves_it_solved(
    servers: Servers, stage: Stage
) -> None:
    rig = await servers()
    sara = await stage.desk(rig, "Sara")
    await sara.become("Busy")
    wren = await in_line(stage, rig, "I want to talk to a person about my parcel")
    await wren.say("How long does delivery take?")
    await wren.is_answered()
    await expect(wren.header).to_contain_text("You’re next")
    await wren.button("You’re next Options").click()
    await wren.shot("1-helped")
    await wren.button("It’s solved, leave the line").click()
    await expect(wren.header).to_contain_text("Thank you")
    await wren.shot("2-solved")
    await sara.look_at("Waiting")
    await expect(sara.rows).to_have_count(0)
