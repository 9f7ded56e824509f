"""Estimates that were shown, how they turned out, and what was learned."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from contracts.house import C1, NOW, House
from segue.app.ports_waits import Outcome, Tally, Told
from segue.domain.ids import HandoffId, TeamId
from segue.domain.waits import Receipt

ORDERS, RETURNS = TeamId("orders"), TeamId("returns")
RECEIPT = Receipt((1.0, 0.1, -0.3, 0.0, 0.0, 1.0), "orders", 4.1, 4.2, 0.75, 1)
TOLD = Told(
    C1, HandoffId("c_1.h1"), ORDERS, NOW, 2, 30.0, 61.5, 240.25, 60, 300, 0.5, receipt=RECEIPT
)
AFTER = replace(TOLD, at=NOW + timedelta(seconds=30), place=1, waited_s=30.0, grew=1)


async def test_what_was_told_is_open_until_it_is_settled(house: House) -> None:
    ids = await house.store.keep_estimates([AFTER, TOLD])
    first, second = replace(TOLD, id=ids[1]), replace(AFTER, id=ids[0])
    assert await house.store.open_estimates() == [first, second]
    await house.store.settle_estimates([Outcome(ids[1], "served", 70.0), Outcome(99, "dropped")])
    assert await house.store.open_estimates() == [second]
    await house.store.settle_estimates([Outcome(ids[0], "dropped")])
    assert await house.store.open_estimates() == []


async def test_nothing_told_is_nothing_kept(house: House) -> None:
    assert await house.store.keep_estimates([]) == []
    await house.store.settle_estimates([])
    assert await house.store.open_estimates() == []
    assert await house.store.tally_estimates(NOW) == []


async def test_how_it_turned_out_is_said_once(house: House) -> None:
    (one,) = await house.store.keep_estimates([TOLD])
    await house.store.settle_estimates([Outcome(one, "served", 100.0)])
    await house.store.settle_estimates([Outcome(one, "dropped")])
    (tally,) = await house.store.tally_estimates(NOW)
    assert tally.how == "served"


async def test_estimates_are_summed_by_team_day_and_end(house: House) -> None:
    tomorrow = replace(TOLD, at=NOW + timedelta(days=1))
    elsewhere = replace(TOLD, team=RETURNS)
    silent = replace(TOLD, shown_low_s=None, shown_high_s=None)
    more_than = replace(TOLD, shown_low_s=300, shown_high_s=None)
    old = replace(TOLD, at=NOW - timedelta(days=1))
    told = [TOLD, TOLD, TOLD, tomorrow, elsewhere, silent, more_than, old]
    ids = await house.store.keep_estimates(told)
    waits = [100.0, 20.0, 270.0, None, 61.5, 60.0, 299.0, 60.0]
    await house.store.settle_estimates(
        [
            Outcome(one, "served" if wait else "dropped", wait)
            for one, wait in zip(ids, waits, strict=True)
        ]
    )
    found = [_rounded(one) for one in await house.store.tally_estimates(NOW)]
    assert found == [
        Tally(ORDERS, "2026-11-24", "served", 4, 1, 1, 2, 2, -443.0, _pinballs()),
        Tally(RETURNS, "2026-11-24", "served", 1, 1, 0, 0, 1, 0.0, 7.008),
        Tally(ORDERS, "2026-11-25", "dropped", 1),
    ]


def _rounded(one: Tally) -> Tally:
    return replace(one, error_s=round(one.error_s, 3), pinball_s=round(one.pinball_s, 3))


def _pinballs() -> float:
    """Of waits of 100, 20, 270 and 299 s, when 30, 61.5 and 240.25 s were told."""
    total = 0.0
    for wait in (100.0, 20.0, 270.0, 299.0):
        for level, told in ((0.1, 30.0), (0.5, 61.5), (0.9, 240.25)):
            total += max(level * (wait - told), (level - 1) * (wait - told)) / 3
    return round(total, 3)


async def test_what_was_told_long_ago_is_forgotten(house: House) -> None:
    await house.store.keep_estimates([TOLD, AFTER])
    assert await house.store.forget_estimates(AFTER.at) == 1
    assert [one.at for one in await house.store.open_estimates()] == [AFTER.at]


async def test_what_was_learned_is_kept_under_its_name(house: House) -> None:
    assert await house.store.learned("waits") is None
    await house.store.keep_learned("waits", b"{}", NOW)
    await house.store.keep_learned("other", b"x", NOW)
    await house.store.keep_learned("waits", b'{"n":2}', NOW)
    assert await house.store.learned("waits") == b'{"n":2}'


async def test_estimates_and_learning_survive_a_restart(lasting: House) -> None:
    (one,) = await lasting.store.keep_estimates([TOLD])
    await lasting.store.keep_learned("waits", b"learned", NOW)
    await lasting.again()
    assert await lasting.store.open_estimates() == [replace(TOLD, id=one)]
    assert await lasting.store.learned("waits") == b"learned"
