"""Five thousand people ask for a person within a minute: one line, nobody twice, nobody lost."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from segue.domain import inputs as i
from segue.domain.ids import ConversationId
from web.conftest import ORDERS, House
from web.days import decision, floor, how_it_stands, nobody_is_forgotten

pytestmark = pytest.mark.slow  # a real server, and thousands of commits
MANY, AT_ONCE = 5_000, 200


@asynccontextmanager
async def longest_stall() -> AsyncIterator[list[float]]:
    """The longest time, in seconds, in which the event loop answered nobody."""
    worst = [0.0]

    async def watch() -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.005)
            worst[0] = max(worst[0], time.perf_counter() - began - 0.005)

    task = asyncio.create_task(watch())
    try:
        yield worst
    finally:
        task.cancel()


async def arrives(house: House, n: int) -> ConversationId:
    """Somebody opens a chat and presses the button."""
    turns, one = house.segue.turns, ConversationId(f"c_flood{n:05}")
    number = await house.segue.store.next_number()
    await turns.take(one, i.ConversationStarted(number), new=True)
    await turns.take(one, i.CustomerAskedForPerson())
    return one


async def test_five_thousand_arrivals_stand_in_one_line_and_the_first_are_first(
    house: House,
) -> None:
    staffing = house.segue.staffing
    lea, ana, wren = await house.agent("Lea"), await house.agent("Ana"), await house.customer()
    await wren.ask_person()
    await wren.shows("in_line", place=1)
    came: list[ConversationId] = []
    began = time.perf_counter()
    async with longest_stall() as worst:
        for start in range(0, MANY, AT_ONCE):
            some = range(start, start + AT_ONCE)
            came += await asyncio.gather(*(arrives(house, n) for n in some))
        took = time.perf_counter() - began
        # in the middle of it, everybody is still answered
        late = await house.customer("late")
        await late.ask_person()
        seen = await late.shows("in_line", "in_line_longer")
        told = await floor(lea)
    print(  # noqa: T201 - a figure, not an assertion
        f"{MANY} arrivals in {took:.1f} s; longest stall {1000 * worst[0]:.0f} ms", file=sys.stderr
    )
    line = [place.conversation for place in staffing.lineup.line(ORDERS)]
    everybody = [ConversationId(wren.conversation), *came, ConversationId(late.conversation)]
    assert len(line) == len(set(line)) == MANY + 2
    assert set(line) == set(everybody), "one place each, and nobody is missing"
    assert line[0] == wren.conversation
    assert line[-1] == late.conversation
    ahead = [staffing.lineup.ahead(one) for one in line]
    assert ahead == list(range(MANY + 2)), "distinct places, in the order of serving"
    assert seen["place"] == MANY + 2
    assert {"email", "callback", "leave_message"} <= set(seen["choices"])
    assert (seen["eta_low_s"], seen["eta_high_s"]) == (None, None), "nobody is here to say"
    assert told["waiting"]["count"] == MANY + 2
    assert len(told["line"]) == 40
    assert sum(one["count"] for one in told["more"]) == MANY + 2 - 40
    assert (await decision(lea, "nobody_on"))["text"].startswith(f"{MANY + 2} people are waiting")

    await ana.available()
    await ana.until(lambda: len(ana.offers) == 4 or None, what="four offers")
    assert set(ana.offers) == set(line[:4]), "the first offers go to the first"
    await ana.accept(wren.conversation)
    await wren.shows("joined", name="Ana")
    stored = await house.segue.store.line()
    assert len(stored) == MANY + 1, "the store has everybody, too"
    assert all(how_it_stands(house, one) == "line" for one in stored)
    await nobody_is_forgotten(house, wren, late)
