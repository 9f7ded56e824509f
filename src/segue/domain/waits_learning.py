"""What an installation learns of its own waits, and keeps as a few hundred numbers.

Three things: how long services take, by agent, drawn towards the team's mean; how long people wait
before they leave, by type; and how the curve of `waits_curve` is wrong here. The last is a small
regression in ln(wait + 10 s) and a tracker of its residual quantiles. With a receipt of what was
said (x, level b of the type, curve lb, centre mu, scale sc) and the wait that came of it,
w = 1 at entry, .5 later on, times .25 for somebody who left, and ly = ln(wait + 10):

    e = clip(ly - lb - b - theta.x, +-2);  recursive least squares on theta with forgetting
    n[type] += w;    b[type] += w e / (min(n[type], 400) + 25)
    r = (ly - mu)/sc;  g_p = p - [r <= off_p + own_p]                   p = .1, .5, .9
    n[bucket] += w;  off_p[bucket] += 2.5 w max(.005, 1/(20 + n[bucket])) g_p
    own_p[type] += .005 w (2.5 g_p - .2 own_p)

with twice the w of leavers for p = .9, because that is what customers are promised, and they may
stay. A bucket is a range of k, at entry or later on. The last two lines are the pinball loss's
subgradient: adaptive conformal inference in the form that tracks quantiles (Gibbs and Candes,
NeurIPS 2021; Angelopoulos, Barber and Bates, ICML 2024). They bring the coverage back to 80 %
whatever else is wrong. A type's own part decays, so that a rare type falls back to the bucket of
its place.

Nothing here knows a clock: callers bring seconds. What cannot be (a wait that is no number, or
negative) does no harm.
"""

from __future__ import annotations

from math import exp, isfinite, log

import msgspec

from segue.domain.value import Plain
from segue.domain.waits_curve import HORIZON_S, LEVELS, NORMAL, Constants

OFFSET_S = 10.0
"""c in ln(wait + c): waits of a few seconds are all alike."""
LONGEST_S = 3600.0
"""A service is cut here: a chat that was left open teaches nothing about the pace."""
FEATURES = 6
BUCKETS = 8
ERROR = 2.0
"""No settlement counts for more than this in ln(wait): a burst of leavers bounds its own harm."""
WIDEST = 1.0
"""Where the regression's uncertainty ends; it would grow for ever in what never varies."""


class Receipt(Plain, frozen=True):
    """What an estimate was made of, kept until it is known how long the wait was."""

    x: tuple[float, ...]
    type: str
    log_curve: float  # ln(q50 + c) of the curve alone
    centre: float
    scale: float
    bucket: int
    weight: float = 1.0


class _Learned(msgspec.Struct, forbid_unknown_fields=True):
    """The numbers, in the shape in which they are written."""

    services: list[float]
    agents: dict[str, list[float]]
    patience: dict[str, list[float]]
    everybody: list[float]
    overtaking: float
    overtaken_at: float | None
    covariance: list[list[float]]
    theta: list[float]
    levels: dict[str, list[float]]
    offsets: list[list[float]]
    settled: list[float]
    own: dict[str, list[float]]


class History:
    """An installation's past, as far as estimates need it. Changes only by what it is told."""

    def __init__(self, constants: Constants | None = None, learned: _Learned | None = None) -> None:
        self.constants = constants or Constants()
        self._learned = learned or _nothing(self.constants)

    # --- what is told ---------------------------------------------------------------------------

    def joined(self, now: float, *, may_overtake: bool) -> None:
        """Somebody came into the line, with or without a head start over others."""
        rate = self.overtaking_rate(now)
        self._learned.overtaking = rate + (1 / 900.0 if may_overtake else 0.0)
        self._learned.overtaken_at = now

    def service_ended(self, agent: str, seconds: float) -> None:
        """A chat of this agent ended after so long."""
        if not isfinite(seconds) or seconds < 0:
            return
        seconds = min(seconds, LONGEST_S)
        team, own = self._learned.services, self._learned.agents.setdefault(agent, [0.0, 0.0])
        team[0], team[1] = team[0] * 0.995 + seconds, team[1] * 0.995 + 1
        own[0], own[1] = own[0] * 0.98 + seconds, own[1] * 0.98 + 1

    def left_line(self, kind: str, waited_s: float, *, was_served: bool) -> None:
        """Somebody is no longer in the line: taken by a person, or gone."""
        if not isfinite(waited_s) or waited_s < 0:
            return
        for seen in (self._learned.patience.setdefault(kind, [0.0, 0.0]), self._learned.everybody):
            seen[0] += waited_s
            seen[1] += not was_served

    def settled(self, receipt: Receipt, wait_s: float, *, inferred: bool = False) -> None:
        """It is known how long the wait behind this receipt was, from the receipt's own time on.

        `inferred` for a leaver: the wait they would have had.
        """
        known = self.constants
        weight = receipt.weight * (known.leaver if inferred else 1.0)
        high = receipt.weight * (known.leaver_high if inferred else 1.0)
        if wait_s != wait_s or weight <= 0 or len(receipt.x) != FEATURES:  # noqa: PLR0124 - no number
            return
        truth = log(min(max(wait_s, 0.0), 2 * HORIZON_S) + OFFSET_S)
        self._regress(receipt, truth, weight)
        self._track(receipt, truth, (weight, weight, high))

    def _regress(self, receipt: Receipt, truth: float, weight: float) -> None:
        """Recursive least squares, and the level of the type."""
        x, theta, level = (
            receipt.x,
            self._learned.theta,
            self._learned.levels.setdefault(receipt.type, [0.0, 0]),
        )
        told = receipt.log_curve + level[0] + sum(a * b for a, b in zip(theta, x, strict=True))
        error = max(-ERROR, min(ERROR, truth - told))
        spread = [
            sum(a * b for a, b in zip(row, x, strict=True)) for row in self._learned.covariance
        ]
        scale = 1 / weight + sum(a * b for a, b in zip(x, spread, strict=True))
        gain = [one / scale for one in spread]
        for i in range(FEATURES):
            theta[i] += gain[i] * error
            row = self._learned.covariance[i]
            for j in range(FEATURES):
                row[j] = (row[j] - gain[i] * spread[j]) / self.constants.forgetting
        self._bound()
        level[1] += weight
        level[0] += weight * error / (min(level[1], 400.0) + self.constants.type_prior)

    def _bound(self) -> None:
        """What never varies is forgotten for ever and would become infinitely uncertain: such a
        row and its column are scaled together, which keeps the matrix positive."""
        matrix = self._learned.covariance
        for i in range(FEATURES):
            if matrix[i][i] > WIDEST:
                by = (WIDEST / matrix[i][i]) ** 0.5
                for j in range(FEATURES):
                    matrix[i][j] *= by
                    matrix[j][i] *= by

    def _track(self, receipt: Receipt, truth: float, weights: tuple[float, float, float]) -> None:
        """The quantile tracker: a step up for a wait above, a smaller one down for one below."""
        known = self.constants
        offsets, own = (
            self._learned.offsets[receipt.bucket],
            self._learned.own.setdefault(receipt.type, [0.0] * len(LEVELS)),
        )
        residual = (truth - receipt.centre) / receipt.scale
        was = [a + b for a, b in zip(offsets, own, strict=True)]
        self._learned.settled[receipt.bucket] += weights[0]
        step = max(known.rate, 1 / (20 + self._learned.settled[receipt.bucket])) * 2.5
        for i, (level, weight) in enumerate(zip(LEVELS, weights, strict=True)):
            slope = level - (residual <= was[i])
            offsets[i] += step * weight * slope
            own[i] += known.type_rate * weight * (2.5 * slope - known.type_decay * own[i])

    # --- what is known --------------------------------------------------------------------------

    def overtaking_rate(self, now: float) -> float:
        """Arrivals a second that may overtake, with a memory of 15 minutes."""
        if self._learned.overtaken_at is None:
            return 0.0
        return self._learned.overtaking * exp(-max(now - self._learned.overtaken_at, 0.0) / 900.0)

    def mean_s(self, agent: str | None = None) -> float:
        """A service of this agent, or of the team, in seconds."""
        team = self._learned.services[0] / self._learned.services[1]
        own = self._learned.agents.get(agent) if agent is not None else None
        if agent is None:
            return max(team, 1.0)
        total, count = own or (0.0, 0.0)
        return max((total + 10 * team) / (count + 10), 1.0)

    def patience_s(self, kind: str) -> float:
        """Mean time until somebody of this type leaves: exponential, censored by being served."""
        weight = self.constants.patience_weight
        waited, left = self._learned.everybody
        team = (waited + weight * self.constants.patience_s) / (left + weight)
        waited, left = self._learned.patience.get(kind, (0.0, 0.0))
        return (waited + weight * team) / (left + weight)

    def correction(self, kind: str, x: tuple[float, ...]) -> float:
        """b[type] + theta.x: by how much the curve is wrong here, in ln(wait)."""
        level = self._learned.levels.get(kind)
        base = level[0] if level else 0.0
        return base + sum(a * b for a, b in zip(self._learned.theta, x, strict=True))

    def quantiles(self, kind: str, bucket: int) -> list[float]:
        """Low, median, high of the scaled residual, in order."""
        own = self._learned.own.get(kind)
        offsets = self._learned.offsets[bucket]
        return sorted(a + b for a, b in zip(offsets, own, strict=True)) if own else sorted(offsets)

    # --- as text --------------------------------------------------------------------------------

    def to_json(self) -> str:
        """Exact: what is read back estimates the same to the last bit."""
        return msgspec.json.encode(self._learned).decode()

    @classmethod
    def from_json(cls, text: str | bytes, constants: Constants | None = None) -> History:
        """Read what `to_json` wrote. ValueError when it is damaged."""
        try:
            found = msgspec.json.decode(text, type=_Learned)
        except msgspec.MsgspecError as error:
            raise ValueError(f"this is no history of waits: {error}") from error
        _check(found)
        return cls(constants, found)


def _nothing(known: Constants) -> _Learned:
    """Priors alone: the pure curve."""
    flat = 1 / known.precision
    return _Learned(
        services=[known.mean_s * known.mean_weight, known.mean_weight],
        agents={},
        patience={},
        everybody=[0.0, 0.0],
        overtaking=0.0,
        overtaken_at=None,
        covariance=[[flat if i == j else 0.0 for j in range(FEATURES)] for i in range(FEATURES)],
        theta=[0.0] * FEATURES,
        levels={},
        offsets=[list(NORMAL) for _ in range(BUCKETS)],
        settled=[0.0] * BUCKETS,
        own={},
    )


def _check(found: _Learned) -> None:
    """Shapes and numbers that estimates rely on. ValueError when they are not there."""
    square = [FEATURES] * FEATURES
    sound = (
        [len(row) for row in found.covariance] == square
        and len(found.theta) == FEATURES
        and [len(row) for row in found.offsets] == [len(LEVELS)] * BUCKETS
        and len(found.settled) == BUCKETS
        and all(len(row) == len(LEVELS) for row in found.own.values())
        and all(
            len(pair) == 2  # noqa: PLR2004 - a total and a count
            for pair in (
                found.services,
                found.everybody,
                *found.agents.values(),
                *found.patience.values(),
                *found.levels.values(),
            )
        )
        and found.services[1] > 0
        and all(found.covariance[i][i] > 0 for i in range(FEATURES))
    )
    if not sound:
        raise ValueError("this is no history of waits: wrong shapes")
