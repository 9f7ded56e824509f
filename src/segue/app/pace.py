"""A rough wait until the real estimate has been set up: how fast a team's chats end.

Places come free at the rate that the team's own chats show, and the k-th in line is served at the
k-th place that comes free. With service times that are near exponential the k-th event of a Poisson
process with `slots / mean` events a second is Gamma distributed; its quantiles follow from the
Wilson-Hilferty approximation (Wilson and Hilferty, 1931):

    Gamma^-1(p; k) ~ k (1 - 1/(9k) + z_p / (3 sqrt k))^3

`domain.waits` replaces it wherever `Staffing.waits` is set.
"""

from __future__ import annotations

from math import sqrt

from segue.domain.value import Plain

Z_33, Z_80 = -0.4399, 0.8416
PRIOR_MEAN_S = 240.0
PRIOR_WEIGHT = 4.0
PICK_UP_S = 8.0
"""What an agent needs to take an offer, on top of a place coming free."""


class Pace(Plain, frozen=True):
    """What a team's recent chats taught: how many, and their decayed mean length in seconds."""

    mean_s: float = PRIOR_MEAN_S
    weight: float = 0.0

    def after(self, took_s: float) -> Pace:
        """The pace after one more finished chat; older ones fade by 2 % each."""
        weight = self.weight * 0.98
        mean = (self.mean_s * (weight + PRIOR_WEIGHT) + took_s) / (weight + PRIOR_WEIGHT + 1)
        return Pace(mean, weight + 1)


def estimate(place: int, slots: int, free: int, pace: Pace) -> tuple[int, int] | None:
    """(low, high) in seconds for the `place`-th in line; None when nobody is on shift.

    `slots` are the places of all agents on shift, `free` those open now.
    """
    if slots <= 0 or place < 1:
        return None
    behind = place - free
    if behind <= 0:
        return (0, 60)
    rate = slots / pace.mean_s
    low = _gamma(behind, Z_33) / rate + PICK_UP_S
    high = _gamma(behind, Z_80) / rate + PICK_UP_S
    return _outward(low, high)


def _gamma(k: float, z: float) -> float:
    return max(0.0, k * (1 - 1 / (9 * k) + z / (3 * sqrt(k))) ** 3)


def _outward(low: float, high: float) -> tuple[int, int]:
    """Whole minutes: the lower down, the upper up, and never the same."""
    down, up = int(low // 60) * 60, int(-(-high // 60)) * 60
    return (down, max(up, down + 60))
