"""The server dies in the middle of it, kill -9: everything that was told of a wait still holds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from segue.testing import Rig
from web.days import decision, floor, promise, row, soon

pytestmark = pytest.mark.slow  # a real process, started twice
TOLD = ("place", "team", "case", "first_eta_low_s", "first_eta_high_s", "surge")


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with Rig(settings={"offer_s": 120}, folder=tmp_path) as made:
        yield made


async def back(*screens: Any) -> None:
    """Every screen comes back with its cursor."""
    for one in screens:
        await one.lost()
        await one.reconnect()


async def test_line_offer_promise_and_surge_survive_kill_9(rig: Rig) -> None:
    ines, sara = await rig.agent("Inès"), await rig.agent("Sara")
    await ines.ask("PATCH", "agents/sara", capacity=1)
    await ines.ask("POST", "teams/orders/surge", on=True, for_min=60, more=0)
    await sara.available()
    rung = await rig.customer("rung")
    await rung.ask_person()
    offer = await sara.offered(rung.conversation)
    waits, behind, called = [await rig.customer(name) for name in ("waits", "behind", "called")]
    for one in (waits, behind):
        await one.ask_person()
        await one.shows("in_line", "in_line_next")
    await called.choose("callback", phone="+34 600 123 456")
    await called.shows("callback_booked")
    before = {
        "line": [await row(ines, one) for one in (waits, behind)],
        "promise": await promise(ines, called),
        "screens": [{name: one.state[name] for name in TOLD} for one in (waits, behind)],
        "surge": (await ines.get("teams/orders"))["surge"],
    }
    assert before["surge"] is not None

    await rig.kill()
    await rig.start()
    await rig.ready()

    await back(rung, waits, behind, called, ines, sara)
    assert sara.offers[rung.conversation]["until"] == offer["until"], "it rings on"

    async def shown() -> bool:
        told = [{name: one.state[name] for name in TOLD} for one in (waits, behind)]
        return bool(told == before["screens"])

    await soon(shown, "the same on both screens")
    line = [await row(ines, one) for one in (waits, behind)]
    for then, now in zip(before["line"], line, strict=True):
        assert (now["since"], now["place"]) == (then["since"], then["place"])
    assert await promise(ines, called) == before["promise"]
    assert (await ines.get("teams/orders"))["surge"] == before["surge"]
    assert (await decision(ines, "surge_on"))["id"] == "surge_on:orders"
    assert (await floor(ines))["waiting"]["count"] == 3

    await sara.accept(rung.conversation)
    await rung.shows("joined", name="Sara")
    await sara.end(rung.conversation)
    await sara.accept(await sara.offered())
    await sara.until(lambda: not sara.offers or None, what="one at a time")
    joined = [one for one in (waits, behind, called) if one.state.get("owner") == "person"]
    await (joined or [waits])[0].shows("joined", name="Sara")
    for one in (rung, waits, behind, called):
        assert one.faults == []
