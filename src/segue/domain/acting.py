"""What happens to actions once they are wanted: allowed, approved, run, done, or given up.

Customers answer by a tap or in words, agents approve, and agents who have the conversation run what
they like: what they do needs nobody's yes, but still a customer who is known for sure where the
action wants that.
"""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from segue.domain import events as e
from segue.domain import finishing, identifying, wanting
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.actions import ActionRun
from segue.domain.courtesy import is_no, is_yes
from segue.domain.errors import AlreadyClosed, DraftGone, NotNow, NotYours, StaleOwner
from segue.domain.fields import value_in
from segue.domain.floor import Floor
from segue.domain.ids import Epoch
from segue.domain.policy import Policy
from segue.domain.state import Conversation

Events = tuple[e.Event, ...]
OVER = "That question is over."
FEW = 8  # words of an answer that gives an address and says nothing else
RUNS = "This is being done already."


def decide(
    was: Conversation, heard: i.ActionInput, policy: Policy, floor: Floor, now: datetime
) -> Events:
    match heard:
        case i.CustomerAllowedAction(n=n):
            return _allowed(was, n, policy, floor, now)
        case i.CustomerStoppedAction(n=n):
            return _stopped(was, n)
        case i.CustomerAskedCode():
            return identifying.code_asked(was, heard, now)
        case i.IdentityProven():
            return identifying.shown(was, heard, policy, floor, now)
        case i.ActionFinished(result=result):
            return finishing.finished(was, result, policy, floor, now)
        case i.ActionLapsed(n=n):
            return _lapsed(was, n, policy, floor, now)
        case i.AgentActed():
            return _acted(was, heard, policy, now)
        case i.AgentAskedProof():
            _must_have(was, heard.by, heard.epoch)
            return identifying.proof_asked(was, heard.by)
        case i.AgentApprovedAction():
            return _approved(was, heard, policy, floor, now)
        case i.AgentRejectedAction():
            return _rejected(was, heard, policy, floor, now)
        case _:
            assert_never(heard)


# --- the customer ----------


def reply_to(was: Conversation, text: str, now: datetime) -> str:
    """What these words say to the run that waits: yes, no, code (mail one), given (this is it), or
    nothing ("")."""
    run = was.action
    if run is None or not isinstance(was.stage, s.WithBot | s.Waiting | s.Offered):
        return ""
    if run.state == "confirm":
        return "yes" if is_yes(text) else "no" if is_no(text) else ""
    if run.state != "identity":
        return ""
    if identifying.gives_code(was, text):
        return "given"
    newest = was.answered == run.about  # nothing else was answered since it was asked
    if newest and is_no(text):
        return "no"
    known = newest and was.contact.email is not None and is_yes(text)
    given = len(text.split()) <= FEW and value_in("email", text) is not None
    return "code" if (known or given) and identifying.may_send(was, now) else ""


def replied(
    was: Conversation, reply: str, text: str, policy: Policy, floor: Floor, now: datetime
) -> Events:
    """The customer said yes, no or an address; `was` has their words."""
    run = was.action
    if run is None:
        return ()
    if reply == "no":
        return wanting.given_up(was, "stopped", e.Line("action_stopped", was.language))
    if reply == "yes":
        return wanting.moved_on(was, run, "confirm", policy, floor, now, by="customer")
    if reply == "given":
        return ()
    email = value_in("email", text) or was.contact.email
    return (identifying.code_to(was, email, now),) if email else ()


def _allowed(was: Conversation, n: int, policy: Policy, floor: Floor, now: datetime) -> Events:
    run = was.action
    if run is None or run.n != n:
        raise NotNow(OVER)
    if run.state == "identity":
        raise NotNow("First it has to be known who you are.")
    if run.state != "confirm":
        return ()  # pressed twice
    return wanting.moved_on(was, run, "confirm", policy, floor, now, by="customer")


def _stopped(was: Conversation, n: int) -> Events:
    run = was.action
    if run is None or run.n != n:
        return ()  # it is over: the same result
    if run.state == "running":
        raise NotNow(RUNS)
    return wanting.given_up(was, "stopped", e.Line("action_stopped", was.language))


# --- the clock ----------


def _lapsed(was: Conversation, n: int, policy: Policy, floor: Floor, now: datetime) -> Events:
    run = was.action
    if run is None or run.n != n or (run.until is not None and now < run.until):
        return ()
    match run.state:
        case "running":
            return finishing.finished(was, finishing.unanswered(run), policy, floor, now)
        case "approval":
            return wanting.left_to_a_person(was, run, policy, floor, now, how="lapsed")
        case "identity" | "confirm":
            return wanting.given_up(was, "lapsed", e.Line("action_lapsed", was.language))


# --- the staff ----------


def _acted(was: Conversation, heard: i.AgentActed, policy: Policy, now: datetime) -> Events:
    by, call = heard.by, heard.call
    _must_have(was, by, heard.epoch)
    if call.needs_identity and not was.contact.verified:
        raise NotNow("For this it has to be known for sure who the customer is. Ask for a code.")
    if call.undoes:
        _must_be_undoable(was, call.undoes)
    before = settled(was)
    run = ActionRun(
        n=was.actions + 1,
        call=call,
        state="running",
        about=was.heard,
        by=by.id,
        name=by.name,
        until=now + policy.action_runs,
    )
    return (*before, e.ActionWanted(run, now))


def _must_have(was: Conversation, by: i.Who, epoch: Epoch) -> None:
    """Only for who has it, their guests and leads, and who knows how things stand."""
    stage = was.stage
    if isinstance(stage, s.Closed):
        raise AlreadyClosed
    if epoch != was.epoch:
        raise StaleOwner
    if not isinstance(stage, s.WithAgent):
        raise NotYours
    if by.id != stage.agent and by.id not in stage.guests and not by.lead:
        raise NotYours


def settled(was: Conversation) -> Events:
    """What has to end before another run may begin. Raises `NotNow` while one still runs."""
    if was.action is not None and was.action.state == "running":
        raise NotNow("Something is being done for this customer already. Wait for it to end.")
    return wanting.given_up(was)


def _must_be_undoable(was: Conversation, n: int) -> None:
    done = next((one for one in was.done if one.n == n), None)
    if done is None or not done.undo or done.outcome != "done":
        raise NotNow("This cannot be taken back.")
    if done.undone:
        raise NotNow("This was taken back already.")


def _waits_for_approval(was: Conversation, n: int) -> ActionRun:
    run = was.action
    if run is None or run.n != n or run.state != "approval":
        raise DraftGone("This was settled already.")
    return run


def _approved(
    was: Conversation,
    heard: i.AgentApprovedAction,
    policy: Policy,
    floor: Floor,
    now: datetime,
) -> Events:
    run = _waits_for_approval(was, heard.n)
    return wanting.moved_on(was, run, "approval", policy, floor, now, by=heard.by.name)


def _rejected(
    was: Conversation,
    heard: i.AgentRejectedAction,
    policy: Policy,
    floor: Floor,
    now: datetime,
) -> Events:
    run = _waits_for_approval(was, heard.n)
    by, why = heard.by.name, heard.why[:300]
    return wanting.left_to_a_person(was, run, policy, floor, now, how="rejected", by=by, why=why)
