"""How long people wait before they leave, told from those who left and those who were served first.

Somebody who was served would have waited longer, nobody knows how much: they are counted as there
until then (Kaplan and Meier, 1958):

    S(t) = product over times u <= t at which somebody left of (1 - left(u) / there(u))

The curve ends with the longest wait that was seen. Beyond it, patience goes on as it was on
average: one leaves in (seconds waited by all) / (number that left).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import groupby
from math import log

NEVER_S = 1e9
"""Patience of a type of which nobody ever left."""


class Patience:
    """Of one type, from pairs of (seconds waited, left?)."""

    def __init__(self, waits: Iterable[tuple[float, bool]]) -> None:
        seen = sorted(waits)
        self.times: list[float] = []
        self.stays: list[float] = []  # S just after each time
        there, stays = len(seen), 1.0
        for time, members in groupby(seen, key=lambda one: one[0]):
            group = [left for _, left in members]
            if any(group):
                stays *= 1 - sum(group) / there
                self.times.append(time)
                self.stays.append(stays)
            there -= len(group)
        left = sum(gone for _, gone in seen)
        self.mean_s = sum(time for time, _ in seen) / left if left else NEVER_S

    def staying(self, seconds: float) -> float:
        """The share that is still there after so long, from 0 to 1."""
        i = bisect_right(self.times, seconds)
        return self.stays[i - 1] if i else 1.0

    def drawn(self, chance: float, waited: float = 0.0) -> float:
        """How long somebody stays who has stayed for `waited` already, at a chance from 0 to 1:
        the quantile of what the curve says of those who did."""
        goal = max(self.staying(waited), 1e-12) * max(1 - chance, 1e-12)
        low, high = bisect_right(self.times, waited), len(self.stays)
        while low < high:
            middle = (low + high) // 2
            if self.stays[middle] <= goal:
                high = middle
            else:
                low = middle + 1
        if low < len(self.times):
            return self.times[low]
        beyond = max(self.times[-1] if self.times else 0.0, waited)
        return beyond - log(goal / max(self.staying(beyond), 1e-12)) * self.mean_s
