"""What happens when the customer speaks, chooses, leaves or comes back.

Asking for a person is checked here, in words as well as by button, before anything else is looked
at and without any model: it works even if everything else is broken (law 3).
"""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain import telling
from segue.domain.asking import asks_for_person
from segue.domain.courtesy import is_courtesy, is_solved, is_yes
from segue.domain.errors import (
    AlreadyRated,
    EmailNeeded,
    NotNow,
    PhoneNeeded,
    WithPerson,
)
from segue.domain.facts import facts_in
from segue.domain.floor import Floor
from segue.domain.ids import TeamId
from segue.domain.policy import Policy
from segue.domain.state import Conversation
from segue.domain.value import Plain

Events = tuple[e.Event, ...]
LATER = {"email": "email", "callback": "callback", "leave_message": "message"}


class Asked(Plain, frozen=True):
    """An explicit request for a person: what it rests on, and the team that was named."""

    evidence: tuple[s.Evidence, ...]
    team: TeamId | None = None


def decide(
    was: Conversation,
    heard: i.CustomerInput,
    policy: Policy,
    floor: Floor,
    now: datetime,
) -> Events:
    match heard:
        case i.ConversationStarted():
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
        case i.CustomerSaid():
            return _said(was, heard, policy, floor, now)
        case i.CustomerAskedForPerson():
            return _asked(was, Asked((s.Evidence("button"),)), policy, floor, now)
        case i.CustomerTookPerson():
            return _took(was, policy, floor, now)
        case i.CustomerDeclinedPerson():
            return _declined(was, policy)
        case i.CustomerChose():
            return _chose(was, heard, policy, floor, now)
        case i.CustomerAnsweredField():
            fact = s.Fact(heard.field, heard.value, "said", was.seq)
            return (e.FactsLearned((fact,)), *_contact_from(was, (fact,)))
        case i.CustomerRated():
            return _rated(was, heard, policy, now)
        case i.CustomerAskedTranscript():
            return (
                *_known(was, i.Contact(email=heard.email)),
                e.TranscriptAsked(heard.email),
            )
        case i.CustomerWentAway():
            return _went_away(was, policy, floor, now)
        case i.CustomerCameBack():
            return (e.CustomerReturned(now),) if was.away else ()
        case _:
            assert_never(heard)


# --- words ----------------------------------------------------------------------------------------


def _said(
    was: Conversation, heard: i.CustomerSaid, policy: Policy, floor: Floor, now: datetime
) -> Events:
    asked = _asking(was, heard.text, floor)
    courtesy = asked is None and is_courtesy(heard.text)
    consider = asked is None and _wants_answer(was, heard.text, now, courtesy=courtesy)
    posted = e.MessagePosted(
        author=e.Author.CUSTOMER,
        text=heard.text,
        at=now,
        name=was.contact.name or "",
        client_id=heard.client_id,
        consider=consider,
    )
    learned = _learned(was, heard.text)
    kept: Events = (posted, *learned)
    if asked is not None:
        return (*kept, *_asked(was, asked, policy, floor, now, knowing=learned))
    return (*kept, *_follows(was, heard.text, policy, floor, now, courtesy=courtesy))


def _asking(was: Conversation, text: str, floor: Floor) -> Asked | None:
    """The lexical check, with the teams of this installation as words for a person."""
    names = tuple(team.name for team in floor.teams)
    found = asks_for_person(text, names)
    if found is None or found.kind != "request":
        return None
    named = floor.named(found.team) if found.team else None
    quote = telling.quote(was, text, found.words)
    return Asked((quote,), named.id if named else None)


def _wants_answer(was: Conversation, text: str, now: datetime, *, courtesy: bool) -> bool:
    """May the bot answer this turn, as owner, as companion or after a reopening?"""
    match was.stage:
        case s.WithBot(offer=s.PersonOffer()):
            return not is_yes(text)
        case s.WithBot():
            return True
        case s.Waiting() | s.Offered():
            return not courtesy and not is_solved(text)
        case s.WrappingUp(agent=agent):
            return agent is None and not courtesy
        case s.Closed(agent=agent, reopen_until=until):
            return not courtesy and (agent is None or now > until)
        case s.WithAgent() | s.Deferred():
            return False


def _learned(was: Conversation, text: str) -> Events:
    """Facts in these words that were not known, with the turn they came from."""
    known = {(fact.name, fact.value) for fact in was.facts}
    seq = s.Seq(was.seq + 1)
    fresh = tuple(
        s.Fact(name, value, "said", seq)
        for name, value in facts_in(text)
        if (name, value) not in known
    )
    if not fresh:
        return ()
    return (e.FactsLearned(fresh), *_contact_from(was, fresh))


def _contact_from(was: Conversation, facts: tuple[s.Fact, ...]) -> Events:
    known = {fact.name: fact.value for fact in facts}
    said = i.Contact(
        name=known.get("name") if not was.contact.name else None,
        email=known.get("email") if not was.contact.email else None,
        phone=known.get("phone") if not was.contact.phone else None,
    )
    return _known(was, said)


def _known(was: Conversation, contact: i.Contact) -> Events:
    """A claim changes nothing that a signed token said."""
    if was.contact.verified and contact.email and contact.email != was.contact.email:
        contact = i.Contact(name=contact.name, phone=contact.phone)
    fresh = (contact.name, contact.email, contact.phone)
    old = (was.contact.name, was.contact.email, was.contact.phone)
    if all(new is None or new == before for new, before in zip(fresh, old, strict=True)):
        return ()
    return (e.ContactKnown(contact),)


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
        case s.WithBot(offer=s.PersonOffer()) if is_yes(text):
            return _took(was, policy, floor, now)
        case s.Waiting() | s.Offered() if is_solved(text):
            return (*_withdrawn(was.stage), *_wrap(was, "customer", "solved"))
        case s.WithAgent(snoozed_until=until) if until is not None:
            return (e.Woken("customer"),)
        case s.Deferred(person_offered=False, handoff=handoff) if not courtesy:
            there = floor.team(handoff.team)
            if there.open and there.free > there.waiting:
                line = telling.place_line(was, there, key="offer")
                return (e.PersonOffered(handoff.reason, handoff.team, line),)
            return ()
        case (s.WrappingUp() | s.Closed()) as over if not courtesy:
            return _reopened(was, over, policy, floor, now, text)
        case _:
            return ()


def _reopened(
    was: Conversation,
    over: s.WrappingUp | s.Closed,
    policy: Policy,
    floor: Floor,
    now: datetime,
    text: str,
) -> Events:
    """Back to the one who resolved it; after the window, a new episode with the bot."""
    if isinstance(over, s.Closed) and now > over.reopen_until:
        return (e.Reopened(was.episode + 1),)
    if over.agent is None:
        return (e.Reopened(was.episode),)
    return (
        telling.handoff(
            was,
            s.Reason.REOPENED,
            policy,
            floor,
            now,
            evidence=(telling.quote(was, text),),
            team=over.handoff.team if over.handoff else None,
            preferred=over.agent,
        ),
    )


def _wrap(was: Conversation, by: str, outcome: str) -> Events:
    survey: Events = (e.SurveyAsked(),) if was.surveyed < was.episode else ()
    return (e.WrapUpBegun(by=by, outcome=outcome), *survey)


def _withdrawn(stage: s.Stage) -> Events:
    """The live offer, if there is one, ends because the customer is not waiting any more."""
    match stage:
        case s.Offered(agent=agent) | s.Deferred(offer=s.LiveOffer(agent=agent)):
            return (e.OfferEnded(agent, "withdrawn"),)
        case _:
            return ()


# --- a person ---------------------------------------------------------------------------------------


def _asked(
    was: Conversation,
    asked: Asked,
    policy: Policy,
    floor: Floor,
    now: datetime,
    *,
    knowing: Events = (),
) -> Events:
    """Asked for a person: in this very turn a person, a place, or a next step (law 3)."""
    was = _with_facts(was, knowing)
    match was.stage:
        case s.WithBot(kept=s.KeptPlace() as kept) if now <= kept.until:
            return (_into_line(was, asked, policy, floor, now, kept.since, kept.handoff.team),)
        case s.WithBot() | s.WrappingUp():
            return (_into_line(was, asked, policy, floor, now),)
        case s.Waiting(handoff=handoff):
            return _told_place(was, handoff.team, policy, floor, now)
        case s.Offered(waiting=waiting):
            return _told_place(was, waiting.handoff.team, policy, floor, now)
        case s.WithAgent(name=name, handoff=handoff):
            line = e.Line("joined", was.language, name=name, team=floor.team(handoff.team).name)
            return _told(was, line, policy, now)
        case s.Deferred() as stage:
            there = floor.team(asked.team or stage.handoff.team)
            if there.open and there.staffed:
                since, team = stage.since, stage.handoff.team
                return (
                    *_withdrawn(stage),
                    _into_line(was, asked, policy, floor, now, since, team),
                )
            line = e.Line(
                "saved",
                was.language,
                team=there.name,
                case=stage.case,
                by=stage.answer_by,
                email=was.contact.email,
            )
            return _told(was, line, policy, now)
        case s.Closed() as over:
            episode = was.episode + (now > over.reopen_until)
            return (e.Reopened(episode), _into_line(was, asked, policy, floor, now))


def _with_facts(was: Conversation, events: Events) -> Conversation:
    """The conversation as it is after this turn's facts, so that the brief has them too."""
    from segue.domain.applying import apply  # noqa: PLC0415 - the fold, on a copy

    for event in events:
        was = apply(was, event)
    return was


def _into_line(
    was: Conversation,
    asked: Asked,
    policy: Policy,
    floor: Floor,
    now: datetime,
    since: datetime | None = None,
    team: TeamId | None = None,
) -> e.HandoffRequested:
    return telling.handoff(
        was,
        s.Reason.ASKED,
        policy,
        floor,
        now,
        evidence=asked.evidence,
        team=asked.team or team,
        why_team="named by the customer" if asked.team else "default",
        since=since,
    )


def _told_place(
    was: Conversation, team: TeamId, policy: Policy, floor: Floor, now: datetime
) -> Events:
    line = telling.place_line(was, floor.team(team), already_in=True)
    return _told(was, line, policy, now)


def _told(was: Conversation, line: e.Line, policy: Policy, now: datetime) -> Events:
    """Say where things stand again, at most every half minute."""
    if was.told_at is not None and now - was.told_at < policy.tell_again_after:
        return ()
    return (e.PlaceTold(line, now),)


def _took(was: Conversation, policy: Policy, floor: Floor, now: datetime) -> Events:
    match was.stage:
        case s.WithBot(offer=s.PersonOffer() as offer):
            return (
                telling.handoff(
                    was,
                    offer.reason,
                    policy,
                    floor,
                    now,
                    evidence=offer.evidence,
                    team=offer.team,
                ),
            )
        case s.Deferred(person_offered=True):
            return _asked(was, Asked((s.Evidence("button"),)), policy, floor, now)
        case _:
            return ()


def _declined(was: Conversation, policy: Policy) -> Events:
    match was.stage:
        case s.WithBot(offer=s.PersonOffer()):
            return (e.PersonDeclined(was.turns + policy.quiet_turns),)
        case _:
            return ()


# --- choices ------------------------------------------------------------------------------------------


def _chose(
    was: Conversation, heard: i.CustomerChose, policy: Policy, floor: Floor, now: datetime
) -> Events:
    match heard.choice, was.stage:
        case "keep_asking", s.Waiting() | s.Offered():
            return (e.CompanionKept(),)
        case "leave_line", (s.Waiting() | s.Offered()) as stage:
            return _left_line(was, stage, policy, now)
        case "keep_asking" | "leave_line", _:
            return ()
        case choice, stage if choice in LATER:
            if isinstance(stage, s.WithAgent):
                raise WithPerson
            return _deferred(was, heard, policy, floor, now)
        case _:
            raise NotNow(f"There is no choice called {heard.choice[:40]!r}.")


def _left_line(
    was: Conversation, stage: s.Waiting | s.Offered, policy: Policy, now: datetime
) -> Events:
    waiting = stage.waiting if isinstance(stage, s.Offered) else stage
    kept = s.KeptPlace(waiting.handoff, waiting.since, now + policy.place_kept)
    line = e.Line("left_line", was.language)
    return (*_withdrawn(stage), e.LeftLine(kept, line))


def _deferred(
    was: Conversation, heard: i.CustomerChose, policy: Policy, floor: Floor, now: datetime
) -> Events:
    email = heard.email or was.contact.email
    if heard.choice == "email" and not email:
        raise EmailNeeded
    if heard.choice == "callback" and not (heard.phone or was.contact.phone):
        raise PhoneNeeded
    said: Events = ()
    if heard.text.strip():
        said = (
            e.MessagePosted(
                author=e.Author.CUSTOMER,
                text=heard.text,
                at=now,
                name=was.contact.name or "",
                client_id=heard.client_id,
            ),
        )
    known = _known(was, i.Contact(email=heard.email, phone=heard.phone))
    if isinstance(was.stage, s.WithBot) and was.stage.kept is not None:
        since = was.stage.kept.since
    else:
        since = None
    promised = telling.later(
        was,
        policy,
        floor,
        now,
        channel=LATER[heard.choice],
        slot=heard.at,
        email=email,
        since=since,
    )
    return (*said, *known, *_withdrawn(was.stage), promised)


# --- rating, leaving, coming back -------------------------------------------------------------------


def _rated(
    was: Conversation, heard: i.CustomerRated, policy: Policy, now: datetime
) -> Events:
    match was.stage:
        case s.WrappingUp():
            pass
        case s.Closed(at=at) if now - at <= policy.rate_within:
            pass
        case _:
            raise NotNow("You can rate the conversation when it has ended.")
    if was.rated >= was.episode:
        raise AlreadyRated
    return (e.Rated(heard.score, heard.comment),)


def _went_away(
    was: Conversation, policy: Policy, floor: Floor, now: datetime
) -> Events:
    match was.stage:
        case s.WithBot() | s.WithAgent():
            return () if was.away else (e.CustomerLeft(now),)
        case s.Waiting() | s.Offered():
            if was.contact.email:
                promised = telling.later(was, policy, floor, now, channel="email")
                return (*_withdrawn(was.stage), e.CustomerLeft(now), promised)
            return (
                *_withdrawn(was.stage),
                e.CustomerLeft(now),
                e.ConversationClosed("left_waiting", now, now + policy.reopen_within),
            )
        case s.WrappingUp(outcome=outcome):
            return (
                e.CustomerLeft(now),
                e.ConversationClosed(outcome, now, now + policy.reopen_within),
            )
        case s.Deferred():
            return () if was.away else (e.CustomerLeft(now),)
        case s.Closed():
            return ()
