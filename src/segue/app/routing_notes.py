"""Why this agent: what a decision of the router rested on, kept beside its input."""

from __future__ import annotations

from segue.app.staffing import Staffing
from segue.domain.routing import Match


def noted(match: Match, staffing: Staffing) -> bytes | None:
    """The note of a match that is about to be promised."""
    del match, staffing
    return None
