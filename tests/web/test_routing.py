"""Why this agent, why not me, why not yet: over the API, for whoever may see the conversation."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from segue.domain.ids import AgentId, ConversationId, TeamId
from segue.domain.inputs import IntegrationAskedForPerson
from segue.domain.line_rules import Skill
from segue.testing import AgentClient, SentBack
from web.conftest import House

pytestmark = pytest.mark.slow  # real servers


async def why(who: AgentClient, conversation: str) -> dict[str, Any]:
    found: dict[str, Any] = await who.get(f"conversations/{conversation}/routing")
    return found


def codes(found: dict[str, Any]) -> dict[str, list[str]]:
    return {one["agent"]["id"]: one["codes"] for one in found["considered"]}


async def test_while_nobody_is_here_it_says_so_and_who_could(house: House) -> None:
    lea = await house.agent("Lea")
    first, second = await house.customer(), await house.customer()
    for one in (first, second):
        await one.ask_person()
        await one.shows("in_line")
    found = await why(lea, second.conversation)
    assert (found["state"], found["place"], found["team"]["id"]) == ("absent", 2, "orders")
    assert "at work" in found["text"]
    assert [one["conversation"] for one in found["ahead"]] == [first.conversation]
    assert found["ahead"][0]["why"] == "longer in the line"
    assert codes(found)["ana"] == ["away"]
    assert "not_in_team" in codes(found)["bea"]
    assert found["decisions"] == []


async def test_an_offer_is_explained_and_comes_out_the_same_when_made_again(house: House) -> None:
    lea, ana = await house.agent("Lea"), await house.agent("Ana")
    await ana.available()
    wren = await house.customer()
    await wren.ask_person()
    offer = await ana.offered()
    ringing = await why(lea, wren.conversation)
    assert ringing["state"] == "offered"
    [decision] = ringing["decisions"]
    assert decision["agent"]["id"] == "ana"
    assert decision["recomputed"] is True
    assert decision["why"]
    assert [one["agent"]["id"] for one in decision["considered"]] == ["ana"]
    await ana.accept(offer)
    await wren.shows("joined")
    after = await why(lea, wren.conversation)
    assert (after["state"], after["place"], after["considered"]) == ("none", None, [])
    assert [one["seq"] for one in after["decisions"]] == [decision["seq"]]


async def test_a_skill_that_somebody_else_has_is_why_it_is_not_mine(house: House) -> None:
    """Lea can do refunds and is not here; Ana is here and cannot."""
    segue = house.segue
    skilled = await segue.store.agent(AgentId("lea"))
    assert skilled is not None
    await segue.store.save_agent(replace(skilled, skills=(Skill("refunds", 2),)))
    await segue.presence.changed()
    ana = await house.agent("Ana")
    await ana.available()
    wren = await house.customer()
    wants = IntegrationAskedForPerson("a refund", TeamId("orders"), ("refunds:2",))
    await segue.turns.take(ConversationId(wren.conversation), wants)
    await wren.shows("finding")
    found = await why(ana, wren.conversation)
    assert found["needs"] == [{"name": "refunds", "level": 2, "dropped": False}]
    assert codes(found)["ana"] == ["lacks_skill"]
    assert found["relaxes"]["text"]
    assert found["considered"][0]["agent"]["id"] in ("ana", "lea")


async def test_who_picks_it_needs_no_more_reason(house: House) -> None:
    ana = await house.agent("Ana")
    wren = await house.customer()
    await wren.ask_person()
    await wren.shows("in_line")
    await ana.act(wren.conversation, "pick")
    await wren.shows("joined")
    [decision] = (await why(ana, wren.conversation))["decisions"]
    assert decision["why"] == "Ana Ruiz took it from the line."
    assert decision["recomputed"] is False


async def test_what_one_may_not_see_is_not_explained_either(house: House) -> None:
    bea = await house.agent("Bea")
    wren = await house.customer()
    await wren.ask_person()
    await wren.shows("in_line")
    for name in (wren.conversation, "c_nothing"):
        with pytest.raises(SentBack) as no:
            await why(bea, name)
        assert no.value.code == "not_found"
