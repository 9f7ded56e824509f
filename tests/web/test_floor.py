"""The live floor over real sockets: what leads see, how soon, and who may."""

from __future__ import annotations

from typing import Any

import pytest

from segue.testing import AgentClient, SentBack
from web.conftest import House

pytestmark = pytest.mark.slow  # real servers


async def floor(lead: AgentClient, team: str = "") -> dict[str, Any]:
    found: dict[str, Any] = await lead.get(f"floor?team={team}" if team else "floor")
    return found


async def told(lead: AgentClient, **wanted: Any) -> dict[str, Any]:
    """The floor as the socket told it, once its tiles look like this."""

    def newest() -> dict[str, Any] | None:
        for frame in reversed(lead.frames):
            if frame["type"] == "floor":
                tiles = frame["floor"]
                good = all(tiles[name]["count"] == count for name, count in wanted.items())
                return tiles if good else None
        return None

    return await lead.until(newest, what=f"a floor with {wanted}")


async def test_the_floor_shows_who_waits_against_what_was_promised(house: House) -> None:
    lea = await house.agent("Lea")
    wren = await house.customer()
    await wren.say("Third time I ask")
    await wren.ask_person()
    await wren.shows("in_line")
    found = await floor(lea)
    assert found["waiting"]["count"] == 1
    [row] = found["line"]
    assert row["conversation"] == wren.conversation
    assert (row["place"], row["stage"], row["risk"]) == (1, "waiting", "ok")
    assert (row["promised_s"], row["reason_text"]) == (120, "Asked for a person")
    assert row["quote"] == "Third time I ask"
    assert row["why_not_yet"] == "Nobody of the team is here."
    kinds = [one["kind"] for one in found["decisions"]]
    assert "nobody_on" in kinds


async def test_an_offer_in_flight_and_a_taken_chat_are_seen_at_once(house: House) -> None:
    lea, ana = await house.agent("Lea"), await house.agent("Ana")
    await lea.send({"type": "watch_floor", "team": None})
    await told(lea, waiting=0, person=0)
    await ana.available()
    wren = await house.customer()
    await wren.ask_person()
    offer = await ana.offered()
    ringing = await told(lea, waiting=1)
    [row] = ringing["line"]
    assert row["stage"] == "offered"
    assert row["offered_to"]["id"] == "ana"
    assert row["why_not_yet"] == "Ringing at Ana."
    [person] = [one for one in ringing["people"] if one["agent"]["id"] == "ana"]
    assert person["offer"]["conversation"] == wren.conversation
    await ana.accept(offer)
    taken = await told(lea, waiting=0, person=1)
    [person] = [one for one in taken["people"] if one["agent"]["id"] == "ana"]
    assert (person["load"], person["capacity"], person["over"]) == (1.0, 4.0, False)
    assert person["longest_s"] is not None
    await lea.send({"type": "unwatch_floor"})


async def test_agents_see_the_floor_of_their_own_team_only(house: House) -> None:
    ana, bea = await house.agent("Ana"), await house.agent("Bea")
    assert (await floor(ana, "orders"))["team"]["id"] == "orders"
    for path in ("floor", "floor?team=orders"):
        with pytest.raises(SentBack) as no:
            await bea.get(path)
        assert no.value.code == "forbidden"
    await bea.send({"type": "watch_floor", "team": "orders"})
    refused = await bea.until(
        lambda: next((one for one in bea.frames if one["type"] == "refused"), None)
    )
    assert refused["code"] == "forbidden"


async def test_a_team_that_is_none_is_not_found(house: House) -> None:
    lea = await house.agent("Lea")
    with pytest.raises(SentBack) as no:
        await floor(lea, "circus")
    assert no.value.code == "not_found"


async def test_a_hundred_who_wait_are_forty_rows_and_a_number(house: House) -> None:
    lea = await house.agent("Lea")
    for _ in range(45):
        wren = await house.customer()
        await wren.ask_person()
        await wren.close()
    found = await floor(lea)
    assert found["waiting"]["count"] == 45
    assert len(found["line"]) == 40
    assert found["more"] == [{"team": {"id": "orders", "name": "Orders"}, "count": 5}]
