"""What happens when somebody of the staff acts: an agent, a lead, an outside desk.

People get refusals with a code, and a refusal changes nothing. Only the owner speaks to the
customer, and only under the present epoch; notes, tags and verdicts are open to the whole team.
"""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import phoning, promising, telling
from segue.domain import stages as s
from segue.domain.answering import draft_fallback, rejected
from segue.domain.applying import fold
from segue.domain.by_clock import live_offer
from segue.domain.errors import (
    AlreadyClosed,
    DraftGone,
    LeadOnly,
    NothingToAccept,
    NotNow,
    NotYours,
    StaleOwner,
    Taken,
)
from segue.domain.floor import Floor
from segue.domain.ids import Epoch
from segue.domain.joining import join, take_over
from segue.domain.policy import Policy
from segue.domain.requesting import withdrawn
from segue.domain.state import Conversation

Events = tuple[e.Event, ...]
VERDICTS = ("right", "too_early", "too_late", "bots_job")


def decide(
    was: Conversation, heard: i.AgentInput, policy: Policy, floor: Floor, now: datetime
) -> Events:
    match heard:
        case i.AgentAccepted(by=by):
            return _accepted(was, by, floor, now)
        case i.DeskAccepted(by=by):
            return _desk_accepted(was, by, floor, now)
        case i.AgentDeclined():
            return _declined(was, heard, policy, now)
        case i.AgentPicked(by=by):
            return _picked(was, by, policy, floor, now)
        case i.AgentSaid():
            return _said(was, heard, now)
        case i.AgentNoted():
            noted = e.NoteAdded(heard.by.id, heard.by.name, heard.text, now, heard.client_id)
            return (noted,)
        case i.AgentTagged(by=by, tags=tags):
            return (e.Tagged(tags, by.name),) if tags != was.tags else ()
        case i.AgentJudged():
            if heard.verdict not in VERDICTS:
                raise NotNow(f"A verdict is one of {', '.join(VERDICTS)}.")
            return (e.VerdictGiven(heard.verdict, heard.by.name, heard.note),)
        case i.AgentApprovedDraft() | i.AgentRejectedDraft():
            return _draft(was, heard, policy, floor, now)
        case i.AgentTransferred():
            return _transferred(was, heard, policy, floor, now)
        case i.AgentReturned():
            return _returned(was, heard, now)
        case i.AgentSnoozed():
            return _snoozed(was, heard)
        case i.AgentClosed():
            return _closed(was, heard, policy, floor, now)
        case i.AgentInvited():
            _must_own(was, heard.by, heard.epoch)
            return (e.GuestInvited(heard.guest.id, heard.guest.name),)
        case i.CustomerDescribed():
            return _described(was, heard)
        case i.LeadAssigned():
            return _assigned(was, heard, policy, floor, now)
        case i.LeadWhispered():
            return _whispered(was, heard, now)
        case i.AgentCalled():
            return phoning.called(was, heard, policy, floor, now)
        case i.LeadTookOver():
            if not heard.by.lead:
                raise LeadOnly
            return take_over(was, heard.by, heard.why, policy, floor, now)
        case _:
            assert_never(heard)


def _described(was: Conversation, heard: i.CustomerDescribed) -> Events:
    """What another system says of the customer; an empty value takes an attribute away."""
    told = dict(was.contact.attributes) | dict(heard.attributes)
    contact = i.Contact(
        tier=was.contact.tier if heard.tier is None else heard.tier,
        attributes=tuple(sorted((name, value) for name, value in told.items() if value)),
    )
    old = (was.contact.tier, was.contact.attributes)
    if (contact.tier, contact.attributes) == old:
        return ()
    return (e.CustomerDescribed(contact.tier, contact.attributes, heard.by.name),)


def _must_own(was: Conversation, by: i.Who, epoch: Epoch | None) -> s.WithAgent:
    """The stage, if this person has the conversation and knows that they do."""
    stage = was.stage
    if isinstance(stage, s.Closed):
        raise AlreadyClosed
    if epoch is not None and epoch != was.epoch:
        raise StaleOwner
    if not isinstance(stage, s.WithAgent) or stage.agent != by.id:
        raise NotYours
    return stage


def _whispered(was: Conversation, heard: i.LeadWhispered, now: datetime) -> Events:
    """To the one who has it; where nobody has it, a note says it to whoever comes."""
    if not heard.by.lead:
        raise LeadOnly
    if not isinstance(was.stage, s.WithAgent):
        raise NotNow("Nobody has this conversation just now. Leave a note instead.")
    return (e.Whispered(heard.by.id, heard.by.name, heard.text, now, heard.client_id),)


# --- taking it ----------


def _accepted(was: Conversation, by: i.Who, floor: Floor, now: datetime) -> Events:
    match was.stage:
        case s.WithAgent(agent=agent):
            if agent == by.id:
                return ()  # pressed twice, or in two tabs
            raise Taken
        case s.Closed():
            raise AlreadyClosed
        case stage:
            offered = live_offer(stage)
            if offered is None:
                raise NothingToAccept
            if offered[0] != by.id:
                raise Taken
            return (join(was, by, floor, now, how="accepted"),)


def _desk_accepted(was: Conversation, by: i.Who, floor: Floor, now: datetime) -> Events:
    match was.stage:
        case s.Waiting() | s.Offered() | s.Deferred():
            return (*withdrawn(was.stage, "taken"), join(was, by, floor, now, how="desk"))
        case s.WithAgent(agent=agent):
            if agent == by.id:
                return ()
            raise Taken
        case s.Closed():
            raise AlreadyClosed
        case s.WithBot() | s.WrappingUp():
            raise NothingToAccept
        case _:
            assert_never(was.stage)


def _declined(was: Conversation, heard: i.AgentDeclined, policy: Policy, now: datetime) -> Events:
    offered = live_offer(was.stage)
    if offered is None or offered[0] != heard.by.id:
        return ()  # it ended by itself a moment ago: the same result
    if isinstance(was.stage, s.Offered) and was.stage.binding:
        raise NotNow("A lead gave you this one. Take it, or ask them to give it to somebody else.")
    not_before = now + policy.not_again_for
    return (e.OfferEnded(heard.by.id, "declined", heard.reason[:300], not_before),)


def _picked(was: Conversation, by: i.Who, policy: Policy, floor: Floor, now: datetime) -> Events:
    match was.stage:
        case s.WithAgent(agent=agent) if agent == by.id:
            return ()
        case s.WithAgent():
            raise NotYours
        case s.WithBot() | s.WrappingUp():
            raise NotYours("The assistant has this conversation. A lead may take it over.")
        case s.Closed():
            return take_over(was, by, "", policy, floor, now, how="picked")
        case stage:
            offered = live_offer(stage)
            if offered is not None and offered[0] != by.id:
                raise Taken("This one is ringing at a colleague just now.")
            if not policy.picking and not by.lead and offered is None:
                raise NotYours("In this team, conversations are given out in order.")
            return (join(was, by, floor, now, how="picked"),)


def _assigned(
    was: Conversation, heard: i.LeadAssigned, policy: Policy, floor: Floor, now: datetime
) -> Events:
    if not heard.by.lead:
        raise LeadOnly
    if not isinstance(was.stage, s.Waiting | s.Offered):
        return take_over(was, heard.to, heard.why, policy, floor, now, how="assigned")
    offer = e.OfferMade(
        heard.to.id, heard.to.name, now + policy.offer_lasts, was.offers + 1, binding=True
    )
    return (*withdrawn(was.stage, "taken"), offer)


# --- speaking ----------


def _said(was: Conversation, heard: i.AgentSaid, now: datetime) -> Events:
    stage = was.stage
    if isinstance(stage, s.Closed):
        raise AlreadyClosed
    if heard.epoch != was.epoch:
        raise StaleOwner
    if not isinstance(stage, s.WithAgent):
        raise NotYours
    if heard.by.id != stage.agent and heard.by.id not in stage.guests:
        raise NotYours
    said = e.MessagePosted(
        author=e.Author.AGENT,
        text=heard.text,
        at=now,
        name=heard.by.name,
        agent=heard.by.id,
        client_id=heard.client_id,
    )
    return (said, e.Woken("agent")) if stage.snoozed else (said,)


def _draft(
    was: Conversation,
    heard: i.AgentApprovedDraft | i.AgentRejectedDraft,
    policy: Policy,
    floor: Floor,
    now: datetime,
) -> Events:
    match was.stage:
        case s.WithBot(draft=s.HeldDraft() as draft) if draft.n == heard.n:
            pass
        case _:
            raise DraftGone
    if isinstance(heard, i.AgentRejectedDraft):
        settled = e.DraftSettled(heard.n, "rejected", heard.by.name)
        knowing = fold(was, (settled,))
        return (settled, *draft_fallback(knowing, rejected(draft), policy, floor, now))
    text = heard.text or draft.text
    how = "approved" if text == draft.text else "edited"
    posted = e.MessagePosted(
        author=e.Author.BOT,
        text=text,
        at=now,
        sources=draft.sources,
        confidence=draft.confidence,
        approved_by=heard.by.name,
    )
    return (e.DraftSettled(heard.n, how, heard.by.name, text), posted)


# --- giving it away ----------


def _transferred(
    was: Conversation,
    heard: i.AgentTransferred,
    policy: Policy,
    floor: Floor,
    now: datetime,
) -> Events:
    """To a team or a colleague. A customer who waits keeps their `since`, a case its promise."""
    old = _may_transfer(was, heard, floor)
    to_team, to = heard.team or old.team, heard.to
    by, to_id, to_name = heard.by.name, to.id if to else None, to.name if to else ""
    moved = e.Transferred(by, heard.why, to_team, to_id, to_name)
    called = telling.handoff(
        was,
        s.Reason.TRANSFERRED,
        policy,
        floor,
        now,
        evidence=old.evidence,
        team=to_team,
        why_team=f"sent by {by}",
        skills=old.skills,
        priority=old.priority,
        since=telling.since_of(was.stage),
        preferred=to_id,
        avoid=(heard.by.id,) if isinstance(was.stage, s.WithAgent) else (),
        note=heard.why[:1000],
        line_key="transferring",
        name=telling.first_name(by),
    )
    match was.stage:
        case s.WithAgent(agent=agent, name=name):
            left = e.AgentLeft(agent, name, "transferred", heard.why)
            if was.stage.callback:
                there = floor.team(to_team)
                goes_on = promising.call_goes_on(was, was.stage, called.handoff, there, now)
                return (moved, left, goes_on)
            return (moved, left, called)
        case s.Deferred() as stage:
            kept = promising.moved_case(was, stage, called.handoff, floor.team(to_team), now)
            return (*withdrawn(stage), moved, kept)
        case stage:
            return (*withdrawn(stage), moved, called)


def _may_transfer(was: Conversation, heard: i.AgentTransferred, floor: Floor) -> s.Handoff:
    """The handoff that moves on, if this person may move it there."""
    match was.stage:
        case s.WithAgent():
            old = _must_own(was, heard.by, heard.epoch).handoff
        case s.Closed():
            raise AlreadyClosed
        case s.WithBot() | s.WrappingUp():
            raise NotYours
        case _ if heard.epoch != was.epoch:
            raise StaleOwner
        case s.Deferred(handoff=old):
            pass
        case s.Waiting(handoff=old) | s.Offered(waiting=s.Waiting(handoff=old)):
            if not heard.by.lead:
                raise LeadOnly
        case _:
            assert_never(was.stage)
    if not heard.why.strip():
        raise NotNow("Say in one line why: your colleague reads it first.")
    if heard.team and floor.teams and all(team.id != heard.team for team in floor.teams):
        raise NotNow("There is no such team.")
    if heard.to is not None and heard.to.id == heard.by.id:
        raise NotNow(
            "You have this conversation already."
            if isinstance(was.stage, s.WithAgent)
            else "Pick it up instead."
        )
    return old


def _returned(was: Conversation, heard: i.AgentReturned, now: datetime) -> Events:
    if isinstance(was.stage, s.Deferred):
        if heard.epoch != was.epoch:
            raise StaleOwner
    else:
        _must_own(was, heard.by, heard.epoch)
    promises = (
        *telling.promises_of(was),
        *(s.Promise(text, now) for text in heard.promises if text.strip()),
    )
    first = telling.first_name(heard.by.name)
    line = e.Line("handed_back", was.language, name=first)
    return (
        *withdrawn(was.stage),
        e.BotReturned(first, line, heard.summary[:2000], promises),
    )


def _snoozed(was: Conversation, heard: i.AgentSnoozed) -> Events:
    if isinstance(was.stage, s.Deferred):
        return ()
    _must_own(was, heard.by, heard.epoch)
    if heard.until is not None and heard.until.tzinfo is None:
        raise NotNow("Say the time with its zone.")
    return (e.Snoozed(heard.until, heard.by.name),)


def _closed(
    was: Conversation, heard: i.AgentClosed, policy: Policy, floor: Floor, now: datetime
) -> Events:
    match was.stage:
        case s.Closed():
            raise AlreadyClosed
        case s.WithAgent():
            _must_own(was, heard.by, heard.epoch)
        case _ if heard.epoch is not None and heard.epoch != was.epoch:
            raise StaleOwner
        case s.WrappingUp(outcome=outcome):
            return (e.ConversationClosed(outcome, now, now + policy.reopen_within),)
        case s.Deferred():
            pass
        case s.WithBot() | s.Waiting() | s.Offered():
            if not heard.by.lead:
                raise LeadOnly
            if not isinstance(was.stage, s.WithBot) and not heard.note.strip():
                raise NotNow("The customer is waiting: say why this is closed.")
        case _:
            assert_never(was.stage)
    handoff = was.handoff
    team = floor.team(handoff.team if handoff else policy.team).name
    first = telling.first_name(heard.by.name)
    wrapped = e.WrapUpBegun(
        by="agent",
        outcome=heard.outcome,
        line=e.Line("rating", was.language, name=first, team=team, case=was.case),
        agent=heard.by.id,
        name=first,
        note=heard.note[:2000],
    )
    survey: Events = (e.SurveyAsked(first),) if was.surveyed < was.episode else ()
    return (*withdrawn(was.stage), wrapped, *survey)
