"""The choices that waiting offers: e-mail, a call, a message, asking on, leaving the line."""

from __future__ import annotations

from datetime import datetime

from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import promising, telling
from segue.domain import stages as s
from segue.domain.applying import fold
from segue.domain.errors import EmailNeeded, NotNow, PhoneNeeded, WithPerson
from segue.domain.floor import Floor
from segue.domain.knowing import facts_learned, reach_kept
from segue.domain.phones import phone_of
from segue.domain.policy import Policy
from segue.domain.requesting import reopened, withdrawn
from segue.domain.ruling import overtaken
from segue.domain.state import Conversation

Events = tuple[e.Event, ...]
LATER = {"email": "email", "callback": "callback", "leave_message": "message"}


def chose(
    was: Conversation, heard: i.CustomerChose, policy: Policy, floor: Floor, now: datetime
) -> Events:
    match heard.choice, was.stage:
        case "keep_asking", s.Waiting() | s.Offered():
            return (e.CompanionKept(),)
        case "leave_line", (s.Waiting() | s.Offered()) as stage:
            return _left_line(was, stage, policy, now)
        case "keep_asking" | "leave_line", _:
            return ()
        case "solved", stage:
            return _by_tap(was, stage)
        case choice, stage if choice in LATER:
            if isinstance(stage, s.WithAgent):
                raise WithPerson
            if choice not in policy.ways:
                raise NotNow("This way to an answer is not offered here.")
            return _deferred(was, heard, policy, floor, now)
        case _:
            raise NotNow(f"There is no choice called {heard.choice[:40]!r}.")


def solved(was: Conversation, by: str) -> Events:
    """It is solved, as `by` says: out of the line, if they wait, and to the goodbye."""
    line = e.Line("rating", was.language, case=was.case)
    survey: Events = (e.SurveyAsked(),) if was.surveyed < was.episode else ()
    wrapped = e.WrapUpBegun(by=by, outcome="solved", line=line, source=was.cited)
    return (*withdrawn(was.stage), wrapped, *survey)


def _by_tap(was: Conversation, stage: s.Stage) -> Events:
    """One tap says what "solved, thanks" says."""
    match stage:
        case s.Waiting() | s.Offered():
            return solved(was, "customer")
        case s.WithBot() if was.turns:
            return (*overtaken(was), *solved(was, "customer"))
        case s.WithAgent():
            raise WithPerson
        case _:
            return ()


def _left_line(
    was: Conversation, stage: s.Waiting | s.Offered, policy: Policy, now: datetime
) -> Events:
    waiting = stage.waiting if isinstance(stage, s.Offered) else stage
    kept = s.KeptPlace(waiting.handoff, waiting.since, now + policy.place_kept)
    return (*withdrawn(stage), e.LeftLine(kept, e.Line("left_line", was.language)))


def _deferred(
    was: Conversation, heard: i.CustomerChose, policy: Policy, floor: Floor, now: datetime
) -> Events:
    """A later answer: what was written with it is kept first, then the promise is made."""
    _must_be_reachable(was, heard)
    kept: Events = ()
    if heard.text.strip():
        said = e.MessagePosted(
            author=e.Author.CUSTOMER,
            text=heard.text,
            at=now,
            name=was.contact.name or "",
            client_id=heard.client_id,
        )
        kept = (said, *facts_learned(was, heard.text))
    phone = phone_of(heard.phone) if heard.phone else None
    kept = (*kept, *reach_kept(was, i.Contact(email=heard.email, phone=phone)))
    knowing = fold(was, kept)
    quoted = telling.quote(knowing, heard.text) if heard.text.strip() else s.Evidence("button")
    again: Events = ()
    if isinstance(was.stage, s.Closed):
        again = (reopened(was, was.stage, now),)
    promised = promising.later(
        knowing,
        policy,
        floor,
        now,
        channel=LATER[heard.choice],
        slot=heard.at,
        email=heard.email,
        evidence=(quoted,),
    )
    return (*kept, *again, *withdrawn(was.stage), promised)


def _must_be_reachable(was: Conversation, heard: i.CustomerChose) -> None:
    if heard.choice == "email" and not (heard.email or was.contact.email):
        raise EmailNeeded
    if heard.choice == "callback" and not (heard.phone or was.contact.phone):
        raise PhoneNeeded
    if heard.at is not None and heard.at.tzinfo is None:
        raise NotNow("Say the time with its zone.")
