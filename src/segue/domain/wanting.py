"""How a run of an action begins, what it waits for, and how it is given up before it is done.

    identity -> confirm -> approval -> running

One run at a time. What waits for the customer's yes is overtaken by their next words; what waits
for proof or for a colleague is not. A change of owner ends whatever is not running yet: the person
who comes reads in the brief what was wanted.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from segue.domain import calling, telling, words
from segue.domain import events as e
from segue.domain import stages as s
from segue.domain.actions import ActionCall, ActionRun, FieldAsk, RunState
from segue.domain.applying import apply, fold
from segue.domain.floor import Floor
from segue.domain.ids import Seq
from segue.domain.knowing import masked
from segue.domain.policy import Policy
from segue.domain.state import Conversation

Events = tuple[e.Event, ...]
PROOF = "identity"
"""The purpose of an address that is asked for to mail a code to."""
STEPS: tuple[RunState, ...] = ("identity", "confirm", "approval", "running")


def wanted(
    was: Conversation, call: ActionCall, about: Seq, policy: Policy, floor: Floor, now: datetime
) -> Events:
    """The assistant wants this done: it begins with the first step that it needs."""
    if call.needs_yes and not call.ask:
        call = replace(call, ask=words.word("says", "action_ask", was.language))
    over = given_up(was)
    run = ActionRun(was.actions + 1, call, "identity", about)
    return (*over, *_step(fold(was, over), run, "identity", policy, floor, now, begins=True))


def moved_on(
    was: Conversation,
    run: ActionRun,
    done: RunState,
    policy: Policy,
    floor: Floor,
    now: datetime,
    *,
    by: str = "",
) -> Events:
    """Step `done` is over: the run waits for the next one that it needs, or runs."""
    after = STEPS[STEPS.index(done) + 1]
    return _step(was, run, after, policy, floor, now, by=by)


def _step(
    was: Conversation,
    run: ActionRun,
    first: RunState,
    policy: Policy,
    floor: Floor,
    now: datetime,
    *,
    begins: bool = False,
    by: str = "",
) -> Events:
    state = next(one for one in STEPS[STEPS.index(first) :] if _needs(was, run.call, one))
    until = now + _within(state, policy)
    team = calling.team_of(was, policy, floor, now)
    there = floor.team(team)
    looked_at = state != "approval" or (there.open and there.staffed > 0)
    at = replace(run, state=state, until=until, team=team if state == "approval" else None)
    line = e.Line("action_approval", was.language) if state == "approval" else None
    made: e.Event = e.ActionWanted(at, now, line) if begins else e.ActionMoved(at, by, line)
    match state:
        case "identity":
            return (made, *identity_asked(was, run.n))
        case "approval" if not looked_at:
            silent = e.ActionWanted(at, now) if begins else e.ActionMoved(at, by)
            return (silent, *left_to_a_person(apply(was, silent), at, policy, floor, now))
        case _:
            return (made,)


def _needs(was: Conversation, call: ActionCall, state: RunState) -> bool:
    match state:
        case "identity":
            return call.needs_identity and not was.contact.verified
        case "confirm":
            return call.needs_yes
        case "approval":
            return call.needs_approval
        case "running":
            return True


def _within(state: RunState, policy: Policy) -> timedelta:
    match state:
        case "approval":
            return policy.action_approval
        case "running":
            return policy.action_runs
        case "identity" | "confirm":
            return policy.action_yes


def identity_asked(was: Conversation, n: int) -> Events:
    """The customer is asked to show who they are: by a code to the address that is known, or else
    for the address."""
    email = was.contact.email
    if email:
        line = e.Line("identity_code", was.language, email=masked(email))
        return (e.IdentityAsked(n, line),)
    asked = e.IdentityAsked(n, e.Line("identity_asked", was.language))
    if not isinstance(was.stage, s.WithBot | s.Waiting | s.Offered):
        return (asked,)
    label = words.word("panel", "id_email", was.language)
    return (asked, e.FieldWanted("email", FieldAsk("email", label, "email", PROOF)))


# --- given up ----------


def given_up(was: Conversation, how: str = "overtaken", line: e.Line | None = None) -> Events:
    """The run that waits, if one does, will not be done."""
    run = was.action
    if run is None or run.state == "running":
        return ()
    return (e.ActionOver(run.n, how, line=line),)


def overtaken_by_words(was: Conversation) -> Events:
    """What waits for a yes is overtaken by other words; what waits for anything else is not."""
    waits = was.action is not None and was.action.state == "confirm"
    return given_up(was) if waits else ()


def left_to_a_person(
    was: Conversation,
    run: ActionRun,
    policy: Policy,
    floor: Floor,
    now: datetime,
    *,
    how: str = "overtaken",
    by: str = "",
    why: str = "",
) -> Events:
    """Nobody agreed to it in time, or at all: whoever has the conversation next knows what is
    wanted. Where nobody is on the way yet, a person is called."""
    calls = isinstance(was.stage, s.WithBot | s.WrappingUp)
    line = None if calls else e.Line("action_left", was.language)
    over = e.ActionOver(run.n, how, by, why, line)
    if not calls:
        return (over,)
    note = s.Evidence("note", f"{run.call.title}: {why or how}"[:300], label="action")
    knowing = apply(was, over)
    quote = telling.quote(knowing, was.last_words)
    called = calling.person(knowing, s.Reason.BOT_ASKED, (quote, note), policy, floor, now)
    return (over, *called)


def with_owner(was: Conversation, events: Events) -> Events:
    """A run that waits ends with its owner: put in before the change, where nothing else did."""
    if was.action is None or was.action.state == "running" or not events:
        return events
    now = was
    for n, event in enumerate(events):
        before, now = now, apply(now, event)
        if now.epoch != before.epoch and before.action is not None:
            return (*events[:n], *given_up(before), *events[n:])
    return events
