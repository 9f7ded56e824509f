"""Any line, any people at work, any history of waits."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import strategies as st

from segue.domain.waits import (
    AtWork,
    Estimate,
    History,
    Receipt,
    Waiting,
    estimate_line,
)

CASES = Path(__file__).parent / "data" / "waits_cases.json"
NOW = 50_000.0
TYPES = ("A", "B", "C")


@dataclass(frozen=True)
class Line:
    """A line, who is at work, and what was learned so far."""

    line: list[Waiting]
    agents: list[AtWork]
    history: History = field(default_factory=History)

    def told(self) -> dict[str, Estimate | None]:
        return estimate_line(self.line, self.agents, self.history, NOW)


ago = st.floats(0, 4000).map(lambda seconds: NOW - seconds)


@st.composite
def people(draw: st.DrawFn, smallest: int = 1) -> list[Waiting]:
    many = draw(st.integers(smallest, 12))
    return [
        Waiting(f"c{i}", draw(st.sampled_from(TYPES)), draw(st.sampled_from((0, 1, 2))), draw(ago))
        for i in range(many)
    ]


@st.composite
def teams(draw: st.DrawFn, smallest: int = 1) -> list[AtWork]:
    weights = st.dictionaries(st.sampled_from(TYPES), st.sampled_from((0.0, 0.1, 1.0)))
    times = st.lists(ago, max_size=4).map(tuple)
    return [
        AtWork(f"a{i}", draw(weights), draw(times), draw(st.lists(ago, max_size=2).map(tuple)))
        for i in range(draw(st.integers(smallest, 5)))
    ]


receipts = st.builds(
    Receipt,
    x=st.tuples(st.just(1.0), *[st.floats(-3, 3)] * 3, *[st.sampled_from((0.0, 1.0))] * 2),
    type=st.sampled_from(TYPES),
    log_curve=st.floats(2.3, 9),
    centre=st.floats(2.3, 9),
    scale=st.floats(0.5, 1.2),
    bucket=st.integers(0, 7),
    weight=st.sampled_from((0.0, 0.5, 1.0)),
)
any_wait = st.floats(allow_nan=True, allow_infinity=True)


@st.composite
def histories(draw: st.DrawFn) -> History:
    history = History()
    for _ in range(draw(st.integers(0, 8))):
        agent = draw(st.sampled_from(("a0", "a1", "a2")))
        history.service_ended(agent, draw(st.floats(0, 5000)))
        history.left_line(draw(st.sampled_from(TYPES)), draw(st.floats(0, 900)), was_served=False)
        history.settled(draw(receipts), draw(any_wait), inferred=draw(st.booleans()))
        history.joined(NOW - draw(st.floats(0, 900)), may_overtake=draw(st.booleans()))
    return history


lines = st.builds(Line, people(), teams(), histories())
new_lines = st.builds(Line, people(), teams())


def three(found: Estimate | None) -> tuple[float, float, float] | None:
    return found and (found.wait.low_s, found.wait.median_s, found.wait.high_s)
