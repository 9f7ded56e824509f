"""A sentence for the customer, before it is worded."""

from __future__ import annotations

from datetime import datetime

from segue.domain.value import Plain


class Line(Plain, frozen=True):
    """A sentence for the customer, before it is worded: which one, and what goes into it.

    `key` names an entry of `words/states.yaml`. Times are aware, durations are seconds.
    """

    key: str
    language: str = "en"
    name: str | None = None
    team: str | None = None
    place: int | None = None
    eta_low_s: int | None = None
    eta_high_s: int | None = None
    case: str | None = None
    by: datetime | None = None
    opens_at: datetime | None = None
    closed_for: str = ""  # the name of the day that it is closed for
    time: datetime | None = None
    until: datetime | None = None
    email: str | None = None
    say: str = ""  # what a rule of the policy says first, in the customer's language
