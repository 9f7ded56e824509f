"""Estimates and what was learned, in dictionaries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from msgspec.structs import replace

from segue.app.ports_waits import Outcome, Tally, Told
from segue.domain.ids import TeamId
from segue.domain.waits_curve import LEVELS


class MemoryEstimates:
    """Everything of the `Estimates` port."""

    def __init__(self) -> None:
        self._estimates: dict[int, Told] = {}
        self._last_estimate = 0
        self._learned: dict[str, bytes] = {}

    async def keep_estimates(self, told: Sequence[Told]) -> list[int]:
        ids = []
        for one in told:
            self._last_estimate += 1
            self._estimates[self._last_estimate] = replace(one, id=self._last_estimate)
            ids.append(self._last_estimate)
        return ids

    async def settle_estimates(self, outcomes: Sequence[Outcome]) -> None:
        for one in outcomes:
            kept = self._estimates.get(one.id)
            if kept is not None and not kept.how:
                self._estimates[one.id] = replace(kept, how=one.how, wait_s=one.wait_s)

    async def open_estimates(self) -> list[Told]:
        there = (one for one in self._estimates.values() if not one.how)
        return sorted(there, key=lambda one: (one.at, one.id))

    async def tally_estimates(self, since: datetime) -> list[Tally]:
        groups: dict[tuple[str, TeamId, str], list[Told]] = {}
        for one in self._estimates.values():
            if one.at >= since and one.shown_low_s is not None:
                day = one.at.astimezone(UTC).date().isoformat()
                groups.setdefault((day, one.team, one.how), []).append(one)
        return [_tally(team, day, how, told) for (day, team, how), told in sorted(groups.items())]

    async def forget_estimates(self, before: datetime) -> int:
        old = [number for number, one in self._estimates.items() if one.at < before]
        for number in old:
            del self._estimates[number]
        return len(old)

    async def learned(self, name: str) -> bytes | None:
        return self._learned.get(name)

    async def keep_learned(self, name: str, body: bytes, at: datetime) -> None:  # noqa: ARG002
        self._learned[name] = body


def _tally(team: TeamId, day: str, how: str, told: Sequence[Told]) -> Tally:
    known = [(one, one.wait_s) for one in told if one.wait_s is not None]
    return Tally(
        team=team,
        day=day,
        how=how,
        shown=len(told),
        covered=sum(one.low_s <= wait <= one.high_s for one, wait in known),
        below=sum(wait < one.low_s for one, wait in known),
        above=sum(wait > one.high_s for one, wait in known),
        held=sum(_held(one, wait) for one, wait in known),
        error_s=sum(one.median_s - wait for one, wait in known),
        pinball_s=sum(pinball(one, wait) for one, wait in known),
    )


def _held(one: Told, wait: float) -> bool:
    low, high = one.shown_low_s or 0, one.shown_high_s
    return low <= wait and (high is None or wait <= high)


def pinball(one: Told, wait: float) -> float:
    """Mean pinball loss at 10, 50 and 90 %, in seconds."""
    losses = (
        (wait - told) * level if wait >= told else (told - wait) * (1 - level)
        for level, told in zip(LEVELS, (one.low_s, one.median_s, one.high_s), strict=True)
    )
    return sum(losses) / len(LEVELS)
