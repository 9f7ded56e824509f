"""Estimates that were shown and how they turned out; what was learned, by name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection, and_, case, delete, func, insert, or_, select, update

from segue.app.ports_waits import Outcome, Tally, Told
from segue.domain.ids import TeamId
from segue.domain.waits_curve import LEVELS
from segue.store import schema as t
from segue.store.coding import encode, micros, moment
from segue.store.reading import Sql

told_of: Final = msgspec.json.Decoder(Told).decode
DAY_MICROS: Final = 86_400_000_000
AT_ONCE: Final = 500


class Estimates(Sql):
    """Everything of the `Estimates` port."""

    async def keep_estimates(self, told: Sequence[Told]) -> list[int]:
        if not told:
            return []
        rows = [columns_of(one) for one in told]

        def change(connection: Connection) -> list[int]:
            into = insert(t.estimate).returning(t.estimate.c.id, sort_by_parameter_order=True)
            return [int(number) for (number,) in connection.execute(into, rows)]

        return await self.write(change, order="estimate")

    async def settle_estimates(self, outcomes: Sequence[Outcome]) -> None:
        def change(connection: Connection) -> None:
            c = t.estimate.c
            for one in outcomes:
                ended = update(t.estimate).where(c.id == one.id, c.how == "")
                connection.execute(ended.values(how=one.how, wait_ms=some_millis(one.wait_s)))

        if outcomes:
            await self.write(change, order="estimate")

    async def open_estimates(self) -> list[Told]:
        def ask(connection: Connection) -> list[Told]:
            c = t.estimate.c
            wanted = select(c.id, c.body).where(c.how == "").order_by(c.at, c.id)
            return [replace(told_of(body), id=number)
                    for number, body in connection.execute(wanted)]  # fmt: skip

        return await self.read(ask)

    async def tally_estimates(self, since: datetime) -> list[Tally]:
        def ask(connection: Connection) -> list[Tally]:
            return [_tally(*row) for row in connection.execute(_tallies(micros(since)))]

        return await self.read(ask)

    async def forget_estimates(self, before: datetime) -> int:
        def change(connection: Connection) -> int:
            gone = connection.execute(delete(t.estimate).where(t.estimate.c.at < micros(before)))
            return int(gone.rowcount)

        return await self.write(change, order="estimate")

    async def learned(self, name: str) -> bytes | None:
        def ask(connection: Connection) -> bytes | None:
            body = connection.execute(
                select(t.learned.c.body).where(t.learned.c.name == name)
            ).scalar()
            return None if body is None else bytes(body)

        return await self.read(ask)

    async def keep_learned(self, name: str, body: bytes, at: datetime) -> None:
        values = {"body": body, "at": micros(at)}

        def change(connection: Connection) -> None:
            there = update(t.learned).where(t.learned.c.name == name).values(**values)
            if not connection.execute(there).rowcount:
                connection.execute(insert(t.learned).values(name=name, **values))

        await self.write(change, order=f"learned {name}")


def millis(seconds: float) -> int:
    return round(seconds * 1000)


def some_millis(seconds: float | None) -> int | None:
    return None if seconds is None else millis(seconds)


def columns_of(one: Told) -> dict[str, Any]:
    """What is asked for stands in columns; the whole stands in the body."""
    return {
        "conversation": one.conversation,
        "handoff": one.handoff,
        "team": one.team,
        "at": micros(one.at),
        "place": one.place,
        "low_ms": millis(one.low_s),
        "median_ms": millis(one.median_s),
        "high_ms": millis(one.high_s),
        "shown_low_s": one.shown_low_s,
        "shown_high_s": one.shown_high_s,
        "waited_ms": millis(one.waited_s),
        "wait_ms": some_millis(one.wait_s),
        "how": one.how,
        "body": encode(replace(one, id=0)),
    }


def _tallies(since: int) -> Any:
    """Everything is summed where it lies: a week may be a million rows."""
    c = t.estimate.c
    wait, day = c.wait_ms, c.at // DAY_MICROS
    above_low = or_(c.shown_low_s.is_(None), wait >= c.shown_low_s * 1000)
    under_high = or_(c.shown_high_s.is_(None), wait <= c.shown_high_s * 1000)
    pinball = sum(
        case((wait >= told, (wait - told) * level), else_=(told - wait) * (1 - level))
        for level, told in zip(LEVELS, (c.low_ms, c.median_ms, c.high_ms), strict=True)
    )
    return (
        select(
            c.team,
            day,
            c.how,
            func.count(),
            _counted(and_(wait >= c.low_ms, wait <= c.high_ms)),
            _counted(wait < c.low_ms),
            _counted(wait > c.high_ms),
            _counted(and_(above_low, under_high, wait.is_not(None))),
            func.coalesce(func.sum(c.median_ms - wait), 0),
            func.coalesce(func.sum(pinball), 0),
        )
        .where(c.at >= since, c.shown_low_s.is_not(None))
        .group_by(c.team, day, c.how)
        .order_by(day, c.team, c.how)
    )


def _counted(condition: Any) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _tally(team: str, day: Any, how: str, *sums: Any) -> Tally:
    shown, covered, below, above, held, error, pinball = sums
    return Tally(
        team=TeamId(team),
        day=moment(int(day) * DAY_MICROS).date().isoformat(),
        how=how,
        shown=int(shown),
        covered=int(covered),
        below=int(below),
        above=int(above),
        held=int(held),
        error_s=float(error) / 1000,
        pinball_s=float(pinball) / 3000,
    )
