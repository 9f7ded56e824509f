"""Who left the line teaches what they would have waited, as soon as that is known."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.conftest import ANA, C1, Turned, who
from app.waiting_house import C2, C3, REFUNDS, Open, opened
from segue.domain.inputs import (
    AgentClosed,
    AgentNoted,
    AgentTransferred,
    CustomerAskedForPerson,
    CustomerChose,
)


@pytest.fixture
def clock() -> Turned:
    return Turned()


@pytest.fixture
async def house(tmp_path: Path, clock: Turned) -> AsyncIterator[Open]:
    async with opened(tmp_path, clock) as made:
        yield made


def settled(house: Open) -> float:
    return float(sum(json.loads(house.waits.lines.history.to_json())["settled"]))


async def test_a_leaver_is_settled_when_somebody_behind_them_is_taken(house: Open) -> None:
    await house.on_shift(ANA)
    await house.join(C1)
    await house.pick(C1)
    await house.join(C2, C3)
    await house.say(C2, CustomerChose("leave_line"))
    await house.look(seconds=60)
    before = settled(house)
    await house.pick(C3, ANA)
    assert settled(house) > before
    assert sum(one.shown for one in await house.tally() if one.how == "left") >= 1


async def test_a_leaver_is_settled_when_somebody_has_room_and_nobody_to_take(house: Open) -> None:
    await house.on_shift(ANA)
    await house.join(C1)
    await house.pick(C1)
    await house.join(C2)
    await house.say(C2, CustomerChose("leave_line"))
    await house.look(seconds=30)
    assert list(house.waits.lines.leavers)
    await house.say(C1, AgentClosed(who(ANA)))
    await house.look(seconds=1)
    assert not list(house.waits.lines.leavers)


async def test_who_comes_back_was_no_leaver(house: Open) -> None:
    await house.on_shift(ANA)
    await house.join(C1)
    await house.pick(C1)
    await house.join(C2)
    await house.say(C2, CustomerChose("leave_line"))
    await house.say(C2, CustomerAskedForPerson())
    assert not list(house.waits.lines.leavers)
    assert C2 in house.waits.lines.followed


async def test_after_an_hour_nobody_knows_any_more(house: Open) -> None:
    await house.on_shift(ANA)
    await house.join(C1)
    await house.pick(C1)
    await house.join(C2)
    await house.say(C2, CustomerChose("leave_line"))
    before = settled(house)
    await house.look(minutes=61)
    assert not list(house.waits.lines.leavers)
    assert settled(house) == before
    assert {one.how for one in await house.tally()} >= {"dropped"}


async def test_a_transfer_is_a_new_wait(house: Open) -> None:
    await house.on_shift(ANA)
    await house.join(C1)
    await house.pick(C1)
    epoch = (await house.say(C1, AgentNoted(who(ANA), "returns"))).conversation.epoch
    await house.say(C1, AgentTransferred(who(ANA), "knows returns", epoch, REFUNDS))
    await house.look(seconds=1)
    following = house.waits.lines.followed[C1]
    assert following.team == REFUNDS
    assert ANA not in [agent for agent, _ in house.waits.lines.served.values()]
