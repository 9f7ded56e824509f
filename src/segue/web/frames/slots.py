"""Times for a call, as customers choose from them."""

from __future__ import annotations

from datetime import datetime

from segue.web.frames.base import Told


class SlotShown(Told, frozen=True):
    """A call may begin then; `left` more fit."""

    at: datetime
    left: int


class SlotsShown(Told, frozen=True):
    """The free times of a week, the soonest first. `zone` is the customer's; `now_ish`: choose a
    callback without a time, and we call as soon as it is their turn; `next_open`: when the team
    opens, null while it is open and when that is not known."""

    zone: str
    team: str
    now_ish: bool
    items: tuple[SlotShown, ...]
    next_open: datetime | None
