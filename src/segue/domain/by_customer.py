"""What happens when the customer speaks, chooses, rates, leaves or comes back.

Asking for a person is checked here, in words as well as by button, before anything else is looked
at and without any model: it works even if everything else is broken (law 3).
"""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from segue.domain import (
    acting,
    choosing,
    collecting,
    knowing,
    phoning,
    promising,
    requesting,
    ruling,
    telling,
    wanting,
)
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.applying import fold
from segue.domain.asking import asks_for_person
from segue.domain.courtesy import is_courtesy, is_no, is_solved, is_yes
from segue.domain.errors import AlreadyRated, NotNow
from segue.domain.floor import Floor
from segue.domain.knowing import contact_known, facts_learned
from segue.domain.policy import Policy
from segue.domain.state import Conversation

Events = tuple[e.Event, ...]
SCORES = range(1, 6)


def decide(
    was: Conversation,
    heard: i.CustomerInput,
    policy: Policy,
    floor: Floor,
    now: datetime,
) -> Events:
    match heard:
        case i.CustomerSaid():
            return _said(was, heard, policy, floor, now)
        case i.CustomerAskedForPerson():
            return requesting.asked(was, requesting.BY_BUTTON, policy, floor, now)
        case i.CustomerTookPerson():
            return requesting.took(was, policy, floor, now)
        case i.CustomerDeclinedPerson():
            return requesting.declined(was, policy)
        case i.CustomerChose():
            return choosing.chose(was, heard, policy, floor, now)
        case i.CustomerAnsweredField(field=field, value=value, client_id=client_id):
            ask = knowing.asked_of(was.stage)
            if ask is not None and ask.name == field:  # said by a form instead of in words
                return _said(was, i.CustomerSaid(value, client_id), policy, floor, now)
            return collecting.answered(was, heard)
        case i.CustomerRated():
            return _rated(was, heard, policy, now)
        case i.CustomerAskedTranscript(email=email):
            return (*contact_known(was, i.Contact(email=email)), e.TranscriptAsked(email))
        case i.CustomerWentAway():
            return _went_away(was, policy, floor, now)
        case i.CustomerCameBack():
            return (e.CustomerReturned(now),) if was.away else ()
        case i.ConversationStarted():
            return _started(was, heard, now)
        case _:
            assert_never(heard)


def _started(was: Conversation, heard: i.ConversationStarted, now: datetime) -> Events:
    if was.seq:
        return ()
    return (
        e.ConversationOpened(
            number=heard.number,
            at=now,
            inbox=heard.inbox,
            channel=heard.channel,
            language=heard.language,
            contact=heard.contact,
            zone=heard.zone,
        ),
    )


# --- words ----------


def _said(
    was: Conversation, heard: i.CustomerSaid, policy: Policy, floor: Floor, now: datetime
) -> Events:
    """Kept first, whatever follows; then a request for a person; then what the words change."""
    text = heard.text
    wants = asks_for_person(text, tuple(team.name for team in floor.teams))
    asks = wants is not None and wants.kind == "request"
    # A person reads for themselves: small words are looked for where nobody does.
    alone = not asks and not isinstance(was.stage, s.WithAgent)
    courtesy = alone and (is_courtesy(text) or is_solved(text))
    reply = acting.reply_to(was, text, now) if was.action is not None and not asks else ""
    answer = not asks and not reply and _wants_answer(was, text, now, courtesy=courtesy)
    later, person = isinstance(was.stage, s.Deferred), isinstance(was.stage, s.WithAgent)
    posted = e.MessagePosted(
        author=e.Author.CUSTOMER,
        text=text,
        at=now,
        name=was.contact.name or "",
        client_id=heard.client_id,
        consider=answer or ((asks or later) and not person),
        answer=answer or person,
        verified=was.contact.verified,
        answer_by=_answer_by(was, text, floor),
    )
    kept: Events = (posted, *facts_learned(was, text))
    if not asks and isinstance(was.stage, s.WithAgent):  # by far the most common turn
        return (*kept, e.Woken("customer")) if was.stage.snoozed else kept
    knowing = fold(was, kept)  # what follows is decided, and handed over, with these words known
    if wants is not None and asks:
        named = floor.named(wants.team) if wants.team else None
        quote = telling.quote(knowing, text, wants.words)
        asked = requesting.Asked((quote,), named.id if named else None)
        return (*kept, *requesting.asked(knowing, asked, policy, floor, now))
    if reply:
        return (*kept, *acting.replied(knowing, reply, text, policy, floor, now))
    return (*kept, *_follows(knowing, text, policy, floor, now, courtesy=courtesy))


def _answer_by(was: Conversation, text: str, floor: Floor) -> datetime | None:
    """By when the person should answer this, if that is promised here, nothing is due already and
    there is something to answer."""
    if not isinstance(was.stage, s.WithAgent) or was.due is not None:
        return None
    by = floor.team(was.stage.handoff.team).next_by
    return None if by is None or is_courtesy(text) or is_solved(text) else by


def _wants_answer(was: Conversation, text: str, now: datetime, *, courtesy: bool) -> bool:
    """May the bot answer this turn: as owner, as companion, lightly, or after a reopening?"""
    match was.stage:
        case s.WithBot(offer=s.PersonOffer()):
            return not is_yes(text) and not is_no(text)
        case s.WithBot():
            return True
        case s.Waiting(companion=companion) | s.Offered(waiting=s.Waiting(companion=companion)):
            return companion and not courtesy and not is_solved(text)
        case s.WrappingUp(agent=agent):
            return courtesy or agent is None
        case s.Closed(agent=agent, reopen_until=until):
            return not courtesy and (agent is None or now > until)
        case s.WithAgent() | s.Deferred():
            return False
        case _:
            assert_never(was.stage)


def _follows(
    was: Conversation,
    text: str,
    policy: Policy,
    floor: Floor,
    now: datetime,
    *,
    courtesy: bool,
) -> Events:
    """What ordinary words change beside being kept."""
    match was.stage:
        case s.WithAgent():
            raise AssertionError("With a person, only waking follows: see `_said`.")
        case s.WithBot(offer=s.PersonOffer()) if is_yes(text):
            return requesting.took(was, policy, floor, now)
        case s.WithBot():
            settled = () if courtesy else ruling.overtaken(was)
            found = _taken(was, text, courtesy=courtesy)
            return (*found, *settled, *requesting.declined(was, policy))
        case s.Waiting() | s.Offered():
            if is_solved(text):
                return choosing.solved(was, "customer")
            return _taken(was, text, courtesy=courtesy)
        case s.Deferred() as stage:
            return _added(was, stage, text, policy, floor, now, courtesy=courtesy)
        case (s.WrappingUp() | s.Closed()) as over:
            return () if courtesy else _goes_on(was, over, policy, floor, now, text)
        case _:
            assert_never(was.stage)


def _taken(was: Conversation, text: str, *, courtesy: bool) -> Events:
    """What the words are to a question of the assistant: a value that it asked for, or something
    else instead of a yes."""
    found = collecting.read(was, text)
    return found if courtesy else (*found, *wanting.overtaken_by_words(fold(was, found)))


def _added(
    was: Conversation,
    stage: s.Deferred,
    text: str,
    policy: Policy,
    floor: Floor,
    now: datetime,
    *,
    courtesy: bool,
) -> Events:
    """More for a case. When somebody happens to be free, a person is offered, once a case."""
    if found := phoning.right_number(was, stage, text, policy, floor, now):
        return found
    if stage.person_offered:
        return requesting.took(was, policy, floor, now) if is_yes(text) else ()
    there = floor.team(stage.handoff.team)
    if courtesy or not there.open or there.free <= there.waiting:
        return ()
    line = telling.place_line(was, there, key="offer")
    return (e.PersonOffered(stage.handoff.reason, stage.handoff.team, line),)


def _goes_on(
    was: Conversation,
    over: s.WrappingUp | s.Closed,
    policy: Policy,
    floor: Floor,
    now: datetime,
    text: str,
) -> Events:
    """Back to the one who resolved it; after the window, a new episode with the bot."""
    again = requesting.reopened(was, over, now)
    if over.agent is None or again.episode > was.episode:
        return (again,)
    called = telling.handoff(
        was,
        s.Reason.REOPENED,
        policy,
        floor,
        now,
        evidence=(telling.quote(was, text),),
        team=over.handoff.team if over.handoff else None,
        preferred=over.agent,
    )
    return (again, called) if isinstance(over, s.Closed) else (called,)


# --- rating, leaving ----------


def _rated(was: Conversation, heard: i.CustomerRated, policy: Policy, now: datetime) -> Events:
    match was.stage:
        case s.WrappingUp():
            pass
        case s.Closed(at=at) if now - at <= policy.rate_within:
            pass
        case _:
            raise NotNow("You can rate the conversation when it has ended.")
    if was.rated >= was.episode:
        raise AlreadyRated
    if heard.score not in SCORES:
        raise NotNow("A rating is a number from 1 to 5.")
    return (e.Rated(heard.score, heard.comment),)


def _went_away(was: Conversation, policy: Policy, floor: Floor, now: datetime) -> Events:
    """That they left is always kept: whoever answers next knows to send it by mail."""
    left: Events = () if was.away else (e.CustomerLeft(now),)
    until = now + policy.reopen_within
    match was.stage:
        case (s.Waiting() | s.Offered()) as stage:
            left = (*requesting.withdrawn(stage), *left)
            if was.contact.email:
                return (*left, promising.later(was, policy, floor, now, channel="email"))
            kept = now + policy.place_kept
            return (*left, e.ConversationClosed("left_waiting", now, until, place_until=kept))
        case s.WrappingUp(outcome=outcome):
            return (*left, e.ConversationClosed(outcome, now, until))
        case s.WithBot() | s.WithAgent() | s.Deferred() | s.Closed():
            return left
        case _:
            assert_never(was.stage)
