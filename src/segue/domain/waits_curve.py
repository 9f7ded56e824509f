"""How many places will have come free by a time: the physics of a line, before anything is learned.

Each chat that goes on now is one place, and what is known of it is how long it has lasted: a chat
of ten minutes is not a chat of ten seconds (Whitt, Predicting queueing delays, Management Science
45(6), 1999). With service times taken as lognormal, S(e) = P(service > e), the place of a chat that
has lasted e seconds is still taken after tau more with

    R(tau) = S(e + max(tau - 8, 0)) / S(e)              8 s are needed to take the next one
    R      = pause max(R, exp(-tau/600)) + (1 - pause) R     now and then somebody pauses first

and a place that is free, but was not taken for e seconds, still idles with exp(-tau/6) while e is
under 30 s (it is being offered), else with e / (e + tau) (its agent has gone quiet). F = 1 - R is
the chance that this place has come free once; with renewals after that at one in (mean + gap),

    L(tau) = sum over places [ F(tau) + integral_0^tau F / (mean + gap) ]

places of one agent have come free by tau, on average. Weighted by who may serve a type and summed
over agents this is Lambda(tau); the k-th in line is served when a Poisson process with that mean
function has its k-th event: P(W > tau) = P(Poisson(Lambda(tau)) < k), so that

    q_p:  Lambda(q_p) = Gamma^-1(p; k)
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from math import erfc, exp, log, sqrt

from segue.domain.value import Plain

HORIZON_S = 7200.0
GRID: tuple[float, ...] = (0.0, *(2 * (HORIZON_S / 2) ** (i / 19) for i in range(20)))
"""Seconds from now at which a curve is known: geometric, from two seconds to two hours."""
_TAKING = tuple(max(tau - 8.0, 0.0) for tau in GRID)
LEVELS = (0.1, 0.5, 0.9)
"""Low, median and high of every estimate are these quantiles."""
NORMAL = (-1.2816, 0.0, 1.2816)
"""The same of the standard normal distribution."""

Curve = list[float]
"""Places come free by each time of `GRID`, on average; never falls."""


class Constants(Plain, frozen=True):
    """What is not learned. None of it matters much: halving or doubling one costs under 2 %."""

    sigma: float = 1.0  # of the logarithm of service times; cv^2 of 4.1 in real calls
    gap_s: float = 25.0  # between the end of one chat and the start of the next
    pause: float = 0.12  # share of ends after which the agent pauses
    pause_s: float = 600.0  # and for how long
    mean_s: float = 300.0  # a service, before any was seen
    mean_weight: float = 10.0  # services that this prior is worth
    patience_s: float = 600.0  # until somebody leaves, before anybody did
    patience_weight: float = 5.0  # leavers that this prior is worth
    head_start_s: float = 90.0  # of those with priority: use the team's own rule
    leaver: float = 0.25  # weight of a settled leaver beside somebody served …
    leaver_high: float = 0.5  # … and for the high end, which is what customers are promised
    apart: bool = True  # quantiles of their own for estimates at entry and for later ones
    type_prior: float = 25.0  # settlements by which a type's level is shrunk towards zero
    forgetting: float = 0.9999  # of the regression, for each settlement
    precision: float = 10.0  # of its prior
    rate: float = 0.005  # of the quantile tracker, once it has seen two hundred
    type_rate: float = 0.005  # the same for a type's own part
    type_decay: float = 0.2  # by which that part falls back to its bucket
    spread: float = 0.75  # of ln(wait), before anything is known


class AtWork(Plain, frozen=True):
    """An agent who takes part. Times are seconds on the caller's clock."""

    id: str
    weight: Mapping[str, float]
    """By type: 0 cannot serve it, 1 serves it as gladly as anything; what is missing is 0."""
    chats: tuple[float, ...] = ()
    """When each chat started whose end frees a place. Chats above the capacity free none."""
    free: tuple[float, ...] = ()
    """Since when each free place has been free. Somebody paused or leaving has none."""

    @property
    def places(self) -> int:
        """Chats at a time that this agent works on, or could."""
        return len(self.chats) + len(self.free)


def gamma_quantile(k: float, z: float) -> float:
    """The quantile of a Gamma(k, 1) at the normal quantile `z` (Wilson and Hilferty, 1931)."""
    root: float = 1 - 1 / (9 * k) + z / (3 * sqrt(k))
    return max(k * root * root * root, 1e-6)


def freed(agent: AtWork, mean_s: float, now: float, constants: Constants) -> Curve:
    """L(tau): places of this agent that come free by each time of the grid, on average."""
    total = [0.0] * len(GRID)
    renewing = 1 / (mean_s + constants.gap_s)
    for started in agent.chats:
        taken = _busy(max(now - started, 0.0), mean_s, constants)
        _add(total, taken, renewing)
    for since, many in Counter(agent.free).items():
        _add(total, _idle(max(now - since, 0.0)), renewing, many)
    return total


def _add(total: Curve, taken: list[float], renewing: float, many: int = 1) -> None:
    """So many like places: their first end and the renewals after it, by the trapezoid rule."""
    again = before = at = 0.0
    for i in range(1, len(GRID)):
        tau, done = GRID[i], 1 - taken[i]
        again += (done + before) * 0.5 * (tau - at)
        before, at = done, tau
        total[i] += (done + again * renewing) * many


def _busy(elapsed: float, mean_s: float, constants: Constants) -> list[float]:
    """R(tau) of a chat that has lasted `elapsed` seconds. A chat that has been open for hours is
    taken as one of half a day: the ratio stays finite (erfc is positive up to 26)."""
    sigma, pause = constants.sigma, constants.pause
    centre = log(mean_s) - sigma * sigma / 2
    scale = 1 / (sigma * sqrt(2))
    elapsed = min(elapsed, 43_200.0)
    started = max(erfc((log(max(elapsed, 1.0)) - centre) * scale), 1e-300)
    taken = []
    for tau, paused in zip(_TAKING, _pauses(constants.pause_s), strict=True):
        left = erfc((log(max(elapsed + tau, 1.0)) - centre) * scale) / started
        taken.append(pause * paused + (1 - pause) * left if left < paused else left)
    return taken


def _idle(idle: float) -> list[float]:
    """R(tau) of a place that has been free for `idle` seconds."""
    if idle < 30:  # noqa: PLR2004 - see above
        return _OFFERED
    return [1 - tau / (idle + tau) for tau in GRID]


_OFFERED = [exp(-tau / 6) for tau in GRID]
_known_pauses: dict[float, tuple[float, ...]] = {}


def _pauses(pause_s: float) -> tuple[float, ...]:
    known = _known_pauses.get(pause_s)
    if known is None:
        known = _known_pauses[pause_s] = tuple(exp(-tau / pause_s) for tau in GRID)
    return known


def time_until(curve: Curve, places: float) -> float:
    """Seconds until this many places have come free; the horizon when the curve ends before."""
    i = bisect_right(curve, places)
    if i >= len(curve):
        return HORIZON_S
    if i == 0:
        return 0.0
    below, above = curve[i - 1], curve[i]
    return GRID[i - 1] + (places - below) / (above - below) * (GRID[i] - GRID[i - 1])
