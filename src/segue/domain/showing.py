"""What the customer's screen shows now: one state of `words/states.yaml`, and what fills it.

Derived from the conversation and the floor as this conversation sees it; nothing is stored, so a
screen can never disagree with the truth for longer than one frame.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from msgspec.structs import replace

from segue.domain import stages as s
from segue.domain.floor import Floor, TeamNow
from segue.domain.policy import LATER_WAYS, Policy
from segue.domain.state import Conversation
from segue.domain.telling import UNSURE
from segue.domain.value import Plain

WAIT_CHOICES = ("email", "callback", "leave_message", "keep_asking", "leave_line")
LATER_CHOICES = LATER_WAYS
APOLOGY = 2


class Shown(Plain, frozen=True, omit_defaults=False):
    """`key` names the state; the rest fills its words. Durations are seconds, times UTC."""

    key: str
    epoch: int
    owner: str
    speaks: str
    name: str | None = None
    initials: str | None = None
    team: str | None = None
    place: int | None = None
    eta_low_s: int | None = None
    eta_high_s: int | None = None
    eta_at: datetime | None = None
    first_eta_low_s: int | None = None
    first_eta_high_s: int | None = None
    case: str | None = None
    answer_by: datetime | None = None
    opens_at: datetime | None = None
    people_online: bool = False
    email: str | None = None
    choices: tuple[str, ...] = ()
    survey: bool = False
    can_ask_person: bool = True
    companion: bool = False
    preparing: bool = False  # an answer waits for approval; the customer need not know whose
    may_leave_solved: bool = False  # the assistant helped while they waited: one tap ends it
    grew: int = 0  # how often the wait became longer than was told
    surge: bool = False  # more come than can be served: other ways are shown first
    slot: datetime | None = None  # when the call is, if a time was chosen
    calls: int = 0  # calls that did not reach the customer
    closed_for: str = ""  # the day that the team is closed for now, by its name


@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """First letters of the first and last word."""
    words = name.split()
    return "".join(word[0] for word in (*words[:1], *words[1:][-1:])).upper()


def shown(was: Conversation, floor: Floor, policy: Policy, now: datetime) -> Shown:
    """The customer's state. `floor` is as this conversation sees it: `waiting` counts the people
    up to and with it when it stands in the line. Ways that the policy has off are not offered."""
    seen = _shown(was, floor, policy, now)
    if policy.ways == LATER_WAYS or not seen.choices:
        return seen
    off = set(LATER_WAYS) - set(policy.ways)
    return replace(seen, choices=tuple(one for one in seen.choices if one not in off))


def _shown(was: Conversation, floor: Floor, policy: Policy, now: datetime) -> Shown:
    match was.stage:
        case s.WithBot() as stage:
            team = stage.offer.team if stage.offer else policy.team
            return _with_bot(was, stage, floor.team(team), now)
        case s.Waiting() as stage:
            return _waiting(was, stage, floor.team(stage.handoff.team), now, offered=False)
        case s.Offered(waiting=waiting):
            return _waiting(was, waiting, floor.team(waiting.handoff.team), now, offered=True)
        case s.WithAgent(name=name, handoff=handoff):
            return Shown(
                "joined",
                was.epoch,
                "person",
                "person",
                name=name.split()[0],
                initials=initials(name),
                team=floor.team(handoff.team).name,
                people_online=True,
                email=was.contact.email,
                case=was.case,
                can_ask_person=False,
            )
        case s.Deferred() as stage:
            return _deferred(was, stage, floor.team(stage.handoff.team))
        case s.WrappingUp() as stage:
            return _over(was, stage, floor, policy, may_rate=True)
        case s.Closed() as stage:
            may_rate = now - stage.at <= policy.rate_within
            return _over(was, stage, floor, policy, may_rate=may_rate)


def _online(there: TeamNow) -> bool:
    return there.open and there.staffed > 0


def _with_bot(was: Conversation, stage: s.WithBot, there: TeamNow, now: datetime) -> Shown:
    name = None
    if stage.offer is not None:
        key = "offer"
    elif stage.kept is not None and stage.kept.until > now:
        key = "left_line"
    elif stage.earlier is not None:
        key, name = "handed_back", stage.earlier.name
    else:
        key = "assistant" if there.open else "assistant_closed"
    low, high = (there.eta_low_s, there.eta_high_s) if _online(there) else (None, None)
    return Shown(
        key,
        was.epoch,
        "bot",
        "assistant",
        name=name,
        team=there.name,
        eta_low_s=low,
        eta_high_s=high,
        eta_at=now,
        opens_at=there.opens_at,
        answer_by=there.answer_by,
        people_online=_online(there),
        email=was.contact.email,
        choices=LATER_CHOICES if not there.open or there.surge else (),
        surge=there.surge and there.open,
        closed_for=there.closed_for,
        preparing=stage.draft is not None,
    )


def _waiting(
    was: Conversation, stage: s.Waiting, there: TeamNow, now: datetime, *, offered: bool
) -> Shown:
    place = max(1, there.waiting)
    key = _waiting_key(stage, there, place, offered=offered)
    low, high = (there.eta_low_s, there.eta_high_s) if _online(there) else (None, None)
    if stage.grew >= UNSURE:  # a number that was wrong twice is not believed a third time
        low = high = None
    handoff = stage.handoff
    name = next(
        (one.text.split()[0] for one in handoff.evidence if one.label == "agent_lost" and one.text),
        None,
    )
    if handoff.why_team.startswith("sent by "):
        name = handoff.why_team.removeprefix("sent by ").split()[0]
    return Shown(
        key,
        was.epoch,
        "line",
        "assistant" if key.startswith("in_line") else "nobody",
        name=name,
        team=there.name,
        place=None if key == "away" else place,
        eta_low_s=low,
        eta_high_s=high,
        eta_at=now,
        first_eta_low_s=handoff.told_low_s,
        first_eta_high_s=handoff.told_high_s,
        case=was.case,
        opens_at=there.opens_at,
        answer_by=there.answer_by,
        people_online=_online(there),
        email=was.contact.email,
        choices=WAIT_CHOICES,
        companion=stage.companion,
        may_leave_solved=stage.helped,
        grew=stage.grew,
        surge=there.surge and there.open,
        closed_for=there.closed_for,
    )


def _waiting_key(stage: s.Waiting, there: TeamNow, place: int, *, offered: bool) -> str:
    if not there.open or there.never:
        return "away"
    if stage.handoff.reason == s.Reason.AGENT_LOST:
        return "person_lost"
    if stage.handoff.reason == s.Reason.TRANSFERRED:
        return "transferring"
    if offered or (there.free >= place and _online(there)):
        return "finding"
    if stage.shown >= APOLOGY or stage.grew:
        return "in_line_longer"
    return "in_line_next" if place == 1 and _online(there) else "in_line"


def _deferred(was: Conversation, stage: s.Deferred, there: TeamNow) -> Shown:
    call = stage.channel == "callback"
    tried = sum(one.outcome != "reached" for one in stage.calls)
    return Shown(
        "callback_booked" if call else "saved",
        was.epoch,
        "later",
        "nobody",
        team=there.name,
        case=stage.case,
        answer_by=stage.answer_by,
        opens_at=there.opens_at,
        people_online=_online(there),
        email=was.contact.email,
        choices=LATER_CHOICES,
        eta_low_s=there.eta_low_s if _online(there) else None,
        eta_high_s=there.eta_high_s if _online(there) else None,
        slot=stage.again_at or stage.slot,
        calls=tried,
    )


def _over(
    was: Conversation,
    stage: s.WrappingUp | s.Closed,
    floor: Floor,
    policy: Policy,
    *,
    may_rate: bool,
) -> Shown:
    asked = was.surveyed >= was.episode and was.rated < was.episode
    survey = may_rate and asked
    there = floor.team(stage.handoff.team if stage.handoff else policy.team)
    return Shown(
        "rating" if survey and stage.name else "ended",
        was.epoch,
        "bot" if isinstance(stage, s.WrappingUp) else "nobody",
        "nobody",
        name=stage.name.split()[0] if stage.name else None,
        initials=initials(stage.name) if stage.name else None,
        team=there.name,
        eta_low_s=there.eta_low_s if _online(there) else None,
        eta_high_s=there.eta_high_s if _online(there) else None,
        opens_at=there.opens_at,
        people_online=_online(there),
        case=was.case,
        email=was.contact.email,
        survey=survey,
    )
