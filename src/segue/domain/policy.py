"""The numbers of one installation. Policy is data: a version of it stands beside every decision."""

from __future__ import annotations

from datetime import timedelta

from segue.domain.ids import TeamId
from segue.domain.value import Plain


class Policy(Plain, frozen=True):
    """What `decide` may be told to do differently. Times are durations, thresholds are 0 to 1."""

    version: int = 1
    brand: str = "Segue"
    team: TeamId = TeamId("support")
    misses_allowed: int = 2  # so many in a row hand over
    offer_at: float = 0.63  # a model's score for "wants a person" that makes the bot ask
    mood_at: float = 1.0  # frustration that makes the bot ask; 1 is never
    hold_below: float = 0.0  # an answer less sure than this waits for approval; 0 is never
    draft_lasts: timedelta = timedelta(seconds=60)
    draft_fallback: str = "handoff"  # handoff | send | unknown
    offer_lasts: timedelta = timedelta(seconds=30)
    not_again_for: timedelta = timedelta(minutes=2)
    tell_again_after: timedelta = timedelta(seconds=30)
    quiet_turns: int = 3  # after a declined offer of a person
    wait_choices: timedelta = timedelta(seconds=60)
    wait_apology: timedelta = timedelta(minutes=3)
    wait_limit: timedelta = timedelta(minutes=15)
    place_kept: timedelta = timedelta(minutes=5)
    idle_close: timedelta = timedelta(minutes=30)
    wrap_up: timedelta = timedelta(minutes=10)
    reopen_within: timedelta = timedelta(hours=72)
    rate_within: timedelta = timedelta(days=7)
    promise_warns: timedelta = timedelta(minutes=30)
    picking: bool = True  # may agents take from the line themselves?
