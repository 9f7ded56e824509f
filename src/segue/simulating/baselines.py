"""The same question, answered as other products answer it: one number.

    last_served   how long the one waited who was served last
    mean_wait     mean of the type's last 500 waits, less what was waited
    place_times   place in the line x mean length of a conversation / people at work
    average       a moving average of waits: A = .9 A' + .1 W
    head_of_line  how long the first in the line has waited so far (Ibrahim and Whitt, 2009)

All are told at the same moments as ours, from what was known then. A number cannot be held against
a range; so each also gets one, fitted on all those served on the days before: quantiles of the
residual, added or multiplied, whichever was better there.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

import numpy as np

from segue.simulating.telling import Estimated

NAMES = ("last_served", "mean_wait", "place_times", "average", "head_of_line")
LEVELS = (0.1, 0.5, 0.9)
RECENT = 500
MEMORY = 0.9
OFFSET_S = 10.0
"""Ratios are of wait + 10 s: a wait of nothing has no ratio."""
FEWEST = 50
"""Under so many, nothing is fitted."""


class Points:
    """What they would say, from what was known up to now."""

    def __init__(self) -> None:
        self._last: dict[str, float] = {}
        self._recent: dict[str, deque[float]] = {}
        self._average: dict[str, float] = {}
        self._services: deque[float] = deque(maxlen=RECENT)
        self._sum = 0.0

    def served(self, kind: str, waited: float) -> None:
        """Somebody was taken after this wait."""
        self._last[kind] = waited
        self._recent.setdefault(kind, deque(maxlen=RECENT)).append(waited)
        before = self._average.get(kind, waited)
        self._average[kind] = MEMORY * before + (1 - MEMORY) * waited

    def ended(self, lasted: float) -> None:
        """A conversation is over."""
        if len(self._services) == RECENT:
            self._sum -= self._services[0]
        self._services.append(lasted)
        self._sum += lasted

    def told(
        self, kind: str, elapsed: float, place: int, at_work: int, head: float
    ) -> tuple[float, ...]:
        """Seconds from now, in the order of `NAMES`. `head` is how long the first of this type has
        waited."""
        recent = self._recent.get(kind)
        mean = sum(recent) / len(recent) if recent else 0.0
        handled = self._sum / len(self._services) if self._services else 0.0
        return (
            max(self._last.get(kind, 0.0) - elapsed, 0.0),
            max(mean - elapsed, 0.0),
            place * handled / max(at_work, 1),
            max(self._average.get(kind, 0.0) - elapsed, 0.0),
            max(head - elapsed, 0.0),
        )


class Fitted:
    """An interval round a point, as past residuals were."""

    def __init__(self, points: np.ndarray, waits: np.ndarray) -> None:
        self.ready = len(waits) >= FEWEST
        if not self.ready:
            return
        added = np.quantile(waits - points, LEVELS)
        times = np.quantile((waits + OFFSET_S) / (points + OFFSET_S), LEVELS)
        self._added, self._times = added, times
        self.multiplied = pinball(self._multiply(points), waits).mean() < (
            pinball(self._add(points), waits).mean()
        )

    def around(self, points: np.ndarray) -> np.ndarray:
        """Low, median and high of each: an array of n x 3."""
        return self._multiply(points) if self.multiplied else self._add(points)

    def _add(self, points: np.ndarray) -> np.ndarray:
        cut: np.ndarray = np.maximum(points[:, None] + self._added[None, :], 0.0)
        return cut

    def _multiply(self, points: np.ndarray) -> np.ndarray:
        told = (points[:, None] + OFFSET_S) * self._times[None, :] - OFFSET_S
        cut: np.ndarray = np.maximum(told, 0.0)
        return cut


def pinball(told: np.ndarray, waits: np.ndarray) -> np.ndarray:
    """Mean of the losses at 10, 50 and 90 %, in seconds: n x 3 and n in, n out. A point is told as
    all three."""
    above = waits[:, None] - told
    levels = np.asarray(LEVELS)[None, :]
    loss: np.ndarray = np.maximum(levels * above, (levels - 1) * above).mean(axis=1)
    return loss


def intervals(rows: Sequence[Estimated], every: Sequence[Estimated], which: int) -> np.ndarray:
    """The interval of baseline `which` for each of `rows`, fitted on the served ones of `every` on
    the days before (entries and later ones apart). NaN where the days before are too few."""
    found = np.full((len(rows), 3), np.nan)
    groups: dict[tuple[int, bool], list[int]] = {}
    for i, row in enumerate(rows):
        groups.setdefault((row.day, row.elapsed > 0), []).append(i)
    for (day, later), members in groups.items():
        past = [
            one
            for one in every
            if one.day < day and (one.elapsed > 0) == later and one.served and one.wait is not None
        ]
        fit = Fitted(
            np.asarray([one.points[which] for one in past], dtype=float),
            np.asarray([one.wait for one in past], dtype=float),
        )
        if fit.ready:
            found[members] = fit.around(np.asarray([rows[i].points[which] for i in members]))
    return found
