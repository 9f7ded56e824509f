"""What a wait, a promise or a call made true, in a sentence for the staff.

Customers read their own sentences (`thread.customer_event`); these say what the staff wants to
know: what is not needed any more, what is late, what came of a call.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from segue.app.ports_staff import Team
from segue.domain import events as e
from segue.domain import words
from segue.domain.conversation import Conversation
from segue.domain.ids import TeamId
from segue.domain.line_rules import ANY_LANGUAGE, EVERYTHING
from segue.domain.words import FALLBACK

ALARMS = {
    "promise_due": "The answer to this case is due soon.",
    "promise_broken": "The answer to this case is late.",
    "first_answer_due": "The first answer is due soon.",
    "first_answer_broken": "The first answer is late.",
    "next_answer_due": "An answer is due soon.",
    "next_answer_broken": "An answer is late.",
    "callback_due": "It is time for the call.",
    "callback_broken": "The call is late.",
    "never_opens": "The hours of this team never open: nobody will be found for it.",
    "no_members": "Nobody is in this team: nobody will be found for it.",
}
SHORT_S = 100
OUTCOMES = {
    "reached": "reached the customer",
    "no_answer": "got no answer",
    "busy": "found the line busy",
    "voicemail": "reached a voicemail",
    "wrong_number": "reached a wrong number",
}


def staff_line(
    event: e.Event, one: Conversation, teams: Mapping[TeamId, Team]
) -> dict[str, Any] | None:
    """The fields that the staff reads beside the event's own; None for other kinds of event."""
    match event:
        case e.Relaxed():
            return {"text": relaxed(event, one, teams)}
        case e.WaitOutgrown(n=n, low_s=low, high_s=high):
            wait = words.eta(low, high, FALLBACK)
            times = "longer than was told" if n == 1 else f"longer for the {_nth(n)} time"
            return {"text": f"The wait got {times}: {wait}."}
        case e.CallTried():
            return {"text": called(event)}
        case e.AlarmRaised(what=what):
            return {"text": ALARMS.get(what, what)}
        case _:
            return None


def relaxed(event: e.Relaxed, one: Conversation, teams: Mapping[TeamId, Team]) -> str:
    """What is not needed any more, and who may take it besides."""
    parts = []
    if EVERYTHING in event.dropped:
        parts.append("no skill or language is needed any more")
    elif event.dropped:
        names = ["the language" if one == ANY_LANGUAGE else one for one in event.dropped]
        parts.append(f"{listed(names)} {'is' if len(names) == 1 else 'are'} not needed any more")
    if event.lowered:
        parts.append("a lower level is enough")
    if event.teams:
        names = [teams[team].name if team in teams else str(team) for team in event.teams]
        parts.append(f"{listed(names)} may take it, too")
    said = " and ".join(parts) or "nothing more is let go"
    after = _after(event.at, one)
    return f"After {after} {said}." if after else f"{said[:1].upper()}{said[1:]}."


def _after(at: datetime, one: Conversation) -> str:
    handoff = one.handoff
    seconds = (at - handoff.at).total_seconds() if handoff is not None else 0.0
    if seconds < 1:
        return ""
    return f"{round(seconds)} s" if seconds < SHORT_S else f"{round(seconds / 60)} min"


def called(event: e.CallTried) -> str:
    """What came of the call, and when the next one is; times are the reader's to show."""
    what = f"{event.name} called and {OUTCOMES.get(event.outcome, event.outcome)}."
    return f"{what} {event.note}" if event.note else what


def listed(names: Sequence[str]) -> str:
    """One, two and three."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _nth(n: int) -> str:
    return {2: "second", 3: "third"}.get(n, f"{n}th")
