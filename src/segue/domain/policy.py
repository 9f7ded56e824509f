"""What one installation wants: its numbers and its rules. A version of it stands beside every
decision, so that each can be made again and shown.

Times come from the settings; rules, teams' stand-ins, ways and calibration from the policy file
(`segue.policies`), which is versioned, checked and published.
"""

from __future__ import annotations

import math
from datetime import timedelta

from segue.domain.ids import TeamId
from segue.domain.line_rules import LineRules
from segue.domain.rules.judging import Rules
from segue.domain.rules.recipes import RECIPES
from segue.domain.value import Plain

STANDARD = Rules(RECIPES)
LATER_WAYS = ("leave_message", "email", "callback")


class Calibration(Plain, frozen=True):
    """A score of a model, made to mean what it says: p' = sigmoid(shift + slope x logit(p)).

    Platt's two numbers (1999), fitted to labelled turns of one's own; (0, 1) changes nothing.
    `signal` is a field of the catalogue, or `confidence`.
    """

    signal: str
    shift: float = 0.0
    slope: float = 1.0
    turns: int = 0  # labelled turns it was fitted on

    def applied(self, p: float) -> float:
        """The calibrated probability; 0 and 1 stay what they are."""
        if p <= 0.0 or p >= 1.0:
            return p
        score = self.shift + self.slope * math.log(p / (1 - p))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


class StandIn(Plain, frozen=True):
    """Which team takes what comes to `team` while nobody of it is there."""

    team: TeamId
    to: TeamId


class Policy(Plain, frozen=True):
    """What `decide` may be told to do differently. Times are durations."""

    version: int = 1
    brand: str = "Segue"
    team: TeamId = TeamId("support")
    rules: Rules = STANDARD
    stand_ins: tuple[StandIn, ...] = ()
    ways: tuple[str, ...] = LATER_WAYS  # ways to a later answer that customers are shown
    calibration: tuple[Calibration, ...] = ()
    hazard: tuple[tuple[str, float], ...] = ()
    mood: bool = True  # may the tone of a text be looked at?
    offer_lasts: timedelta = timedelta(seconds=30)
    not_again_for: timedelta = timedelta(minutes=2)
    tell_again_after: timedelta = timedelta(seconds=30)
    quiet_turns: int = 3  # after a declined offer of a person
    stand_by_turns: int = 3  # calm turns after which a heads-up is released
    wait_choices: timedelta = timedelta(seconds=60)
    wait_apology: timedelta = timedelta(minutes=3)
    wait_limit: timedelta = timedelta(minutes=15)
    place_kept: timedelta = timedelta(minutes=5)
    idle_close: timedelta = timedelta(minutes=30)
    wrap_up: timedelta = timedelta(minutes=10)
    reopen_within: timedelta = timedelta(hours=72)
    rate_within: timedelta = timedelta(days=7)
    promise_warns: timedelta = timedelta(minutes=30)
    action_yes: timedelta = timedelta(minutes=15)  # for the customer's yes, or their proof
    action_approval: timedelta = timedelta(minutes=2)  # for an agent's yes
    action_runs: timedelta = timedelta(minutes=2)  # for the other system; after that, who knows
    line: LineRules = LineRules()
    picking: bool = True  # may agents take from the line themselves?

    def warned_before(self, team: TeamId, what: str) -> timedelta:
        """How long before its time a promise of this kind is said to be due soon."""
        if what not in ("first_answer", "next_answer"):
            return self.promise_warns
        within = self.line.answers_within(team, what)
        return (1 - self.line.warns) * (within or timedelta())
