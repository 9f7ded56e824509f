"""Events become truth. No rules here, and no failure: what was kept was decided once.

`apply` looks at the event and the stage it meets; a pair that cannot come from `decide` changes
nothing but the sequence number, so that an old journal can always be folded.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import assert_never

from msgspec.structs import replace

from segue.domain import applying_actions as doing
from segue.domain import applying_line as line
from segue.domain import events as e
from segue.domain import stages as s
from segue.domain.ids import AgentId, Epoch, Seq
from segue.domain.knowing import merged
from segue.domain.rules import turns
from segue.domain.state import Conversation, Preview

PREVIEW_LENGTH = 140
LANGUAGE_SURE = 0.9
TRIED_KEPT = 6
FACTS_KEPT = 24


def apply(was: Conversation, event: e.Event) -> Conversation:
    """Say what is now true. `epoch` rises exactly when the owner is another one."""
    now = replace(was, seq=Seq(was.seq + 1))
    if isinstance(event, e.MessagePosted):
        return _posted(now, event)
    staged = _stage(now, event)
    if staged is not was.stage:
        now = replace(now, stage=staged)
        if s.owner_of(staged) != s.owner_of(was.stage):
            now = replace(now, epoch=Epoch(was.epoch + 1))
    return _beside(now, event)


def fold(conversation: Conversation, events: Iterable[e.Event]) -> Conversation:
    """The conversation that these events make of this one."""
    return reduce(apply, events, conversation)


def _posted(now: Conversation, event: e.MessagePosted) -> Conversation:
    last = Preview(event.author, event.text[:PREVIEW_LENGTH], event.at)
    match event.author:
        case e.Author.CUSTOMER:
            seen = turns.begun(now.seen, now.seq) if event.consider else now.seen
            due = now.due
            if event.answer_by is not None and due is None:
                due = s.Due("next_answer", event.answer_by, now.seq)
            return replace(
                now,
                seen=seen,
                silent=now.silent if event.answer else now.seq,
                heard=now.seq,
                last=last,
                last_words=event.text[:600],
                turns=now.turns + 1,
                unanswered=now.unanswered + 1,
                waiting_since=now.waiting_since or event.at,
                away=False,
                due=due,
            )
        case e.Author.BOT:
            if event.run:  # how a run ended: it answers no newer turn
                return replace(now, last=last, replied_at=event.at)
            stage = spoken(now.stage, event)
            return replace(now, stage=stage, last=last, **_answered(now, event))
        case e.Author.AGENT:
            now = replace(now, last=last, unanswered=0, waiting_since=None, replied_at=event.at)
            return replace(now, due=None) if now.due is not None else now
        case e.Author.SYSTEM:  # no answer to what the customer asked
            return replace(now, last=last)
        case _:
            assert_never(event.author)


def _answered(now: Conversation, event: e.MessagePosted) -> dict[str, object]:
    """What a bot's answer changes beside the stage: the list of what was tried, and who waits."""
    beside: dict[str, object] = {"answered": now.heard}
    item = event.sources[0].id if event.sources else ""
    result = "small_talk" if event.small_talk else "asked" if event.asked else "answered"
    beside["seen"] = turns.answered(now.seen, result, event.confidence, item)
    if isinstance(now.stage, s.WithBot | s.WrappingUp):
        beside |= {"unanswered": 0, "waiting_since": None, "replied_at": event.at}
    if result == "answered":
        beside["cited"] = event.sources[0] if event.sources else None
    if result == "answered" and event.confidence is not None:
        one = s.Tried(
            what=now.last_words[:120],
            result="answered",
            sources=tuple(source.title for source in event.sources),
            confidence=event.confidence,
            seq=now.seq,
        )
        beside["tried"] = (*now.tried, one)[-TRIED_KEPT:]
    return beside


def _stage(now: Conversation, event: e.Event) -> s.Stage:
    """The stage after this event; the same object when it does not change."""
    match event, now.stage:
        case e.BotMissed(misses=misses), s.WithBot() as stage:
            return replace(stage, misses=misses)
        case e.FieldWanted() | e.FieldMissed() | e.ActionWanted() | e.ActionDone(), stage:
            return doing.stage_after(event, stage)
        case e.PersonOffered() as offered, s.WithBot() as stage:
            made = s.PersonOffer(offered.reason, offered.team, offered.evidence, offered.rule)
            return replace(stage, offer=made)
        case e.StandByAsked(standing=standing), s.WithBot() as stage:
            return replace(stage, standing=standing)
        case e.StoodBy() as stood, s.WithBot(standing=s.Standing() as standing) as stage:
            return replace(stage, standing=replace(standing, agent=stood.agent, name=stood.name))
        case e.Judged(matched=ids), s.WithBot(standing=s.Standing(rule=rule) as standing) as stage:
            if rule not in ids:
                return stage
            return replace(stage, standing=replace(standing, turn=now.turns))
        case e.StandByReleased(), s.WithBot() as stage:
            return replace(stage, standing=None)
        case e.PersonOffered(), s.Deferred() as stage:
            return replace(stage, person_offered=True)
        case e.PersonDeclined(quiet_until_turn=turn), s.WithBot() as stage:
            return _declined(stage, now.turns, turn)
        case e.DraftHeld(draft=draft), s.WithBot() as stage:
            return replace(stage, draft=draft)
        case e.DraftSettled(), s.WithBot() as stage:
            return replace(stage, draft=None)
        case e.PlaceGone(), s.WithBot() as stage:
            return replace(stage, kept=None)
        case e.FactsLearned(facts=facts), s.WithBot(wanted=wanted) as stage if wanted:
            told = {fact.name for fact in facts}
            return replace(stage, wanted=tuple(name for name in wanted if name not in told))
        case e.HandoffRequested() as asked, _:
            return line.joined(asked, companion=not now.hushed)
        case e.LeftLine(kept=kept), _:
            return s.WithBot(kept=kept)
        case e.BotReturned(by=by, summary=summary, promises=promises), _:
            return s.WithBot(earlier=s.Earlier(by, summary, promises))
        case e.WrapUpBegun(by=by, outcome=outcome), stage:
            agent, name = _who_had_it(stage)
            return s.WrappingUp(
                by=by,
                outcome=outcome,
                handoff=s.handoff_of(stage),
                agent=event.agent or agent,
                name=event.name or name,
            )
        case e.ConversationClosed() as closed, stage:
            return _closed(closed, stage)
        case e.Reopened(), _:
            return s.WithBot()
        case e.AgentJoined() as joined, stage:
            return _joined(joined, stage)
        case e.AnswerDeferred() as later, stage:
            return line.deferred(later, stage)
        case _, s.Waiting() | s.Offered():
            return line.in_line(event, now.stage)
        case _, s.Deferred() as stage:
            return line.in_cases(event, stage)
        case _, s.WithAgent() as stage:
            return _with_agent(event, stage)
        case _:
            return now.stage


def spoken(stage: s.Stage, event: e.MessagePosted) -> s.Stage:
    """The stage once the assistant has spoken: what it asked for before is settled, and one that
    was given an answer is helped."""
    match stage:
        case s.WithBot() if event.small_talk:
            return stage
        case s.WithBot() if event.asked:
            return replace(stage, asked=None)
        case s.WithBot():
            return replace(stage, misses=0, draft=None, asked=None)
        case s.Waiting() if not event.small_talk:
            answers = event.confidence is not None if not event.asked else _answers_first(event)
            helped = stage.helped or answers
            return replace(stage, asked=None, helped=helped)
        case s.Offered(waiting=waiting):
            return replace(stage, waiting=spoken(waiting, event))
        case _:
            return stage


def _answers_first(event: e.MessagePosted) -> bool:
    """An answer from a page, with a question after it. With choices, the page is not found yet."""
    return bool(event.sources) and not event.choices


def _declined(stage: s.WithBot, turn: int, quiet_until: int) -> s.Stage:
    """What was declined shortly before stays declined: two reasons do not take turns at asking."""
    why = stage.offer.reason if stage.offer else None
    still = (*stage.declined_too, stage.declined) if turn <= stage.quiet_until_turn else ()
    too = tuple(one for one in still if one is not None and one != why)
    return replace(stage, offer=None, declined=why, declined_too=too, quiet_until_turn=quiet_until)


def _who_had_it(stage: s.Stage) -> tuple[AgentId | None, str]:
    match stage:
        case s.WithAgent(agent=agent, name=name):
            return agent, name
        case s.WrappingUp(agent=agent, name=name) | s.Closed(agent=agent, name=name):
            return agent, name
        case _:
            return None, ""


def _closed(closed: e.ConversationClosed, stage: s.Stage) -> s.Stage:
    agent, name = _who_had_it(stage)
    return s.Closed(
        outcome=closed.outcome,
        at=closed.at,
        reopen_until=closed.reopen_until,
        handoff=s.handoff_of(stage),
        agent=agent,
        name=name,
        by=stage.by if isinstance(stage, s.WrappingUp) else ("agent" if agent else "bot"),
        kept=line.kept(closed, stage),
    )


def _joined(joined: e.AgentJoined, stage: s.Stage) -> s.Stage:
    handoff = joined.handoff or s.handoff_of(stage)
    if handoff is None:
        return stage
    match stage:
        case s.Waiting(since=since) | s.WithAgent(since=since) | s.Deferred(since=since):
            pass
        case s.Offered(waiting=waiting):
            since = waiting.since
        case _:
            since = joined.since or joined.at
    return s.WithAgent(
        agent=joined.agent,
        name=joined.name,
        handoff=handoff,
        since=since,
        joined_at=joined.at,
        promises=handoff.promises,
        calls=stage.calls if isinstance(stage, s.Deferred) else (),
        callback=isinstance(stage, s.Deferred) and stage.channel == "callback",
        tried_before=stage.tried_before if isinstance(stage, s.Deferred) else 0,
    )


def _with_agent(event: e.Event, stage: s.WithAgent) -> s.Stage:
    match event:
        case e.Snoozed(until=until):
            return replace(stage, snoozed=True, snoozed_until=until)
        case e.Woken():
            return replace(stage, snoozed=False, snoozed_until=None)
        case e.GuestInvited(agent=agent):
            return replace(stage, guests=(*stage.guests, agent))
        case e.CallTried() as tried:
            return line.called(tried, stage)
        case _:
            return stage


def _beside(now: Conversation, event: e.Event) -> Conversation:
    """What an event changes beside the stage."""
    now = line.promised(now, event)
    match event:
        case e.ConversationOpened():
            return replace(
                now,
                number=event.number,
                inbox=event.inbox,
                channel=event.channel,
                language=event.language,
                contact=event.contact,
                zone=event.zone,
                opened_at=event.at,
            )
        case e.FactsLearned(facts=facts):
            fresh = {fact.name for fact in facts}
            old = tuple(fact for fact in now.facts if fact.name not in fresh)
            given = now.turns_given + doing.gives(now, facts)
            return replace(now, facts=(*old, *facts)[-FACTS_KEPT:], turns_given=given)
        case e.ContactKnown(contact=contact):
            return replace(now, contact=merged(now.contact, contact))
        case e.SignalsRead(about=about, signals=signals):
            sure = (signals.language_sure or 0.0) >= LANGUAGE_SURE
            language = signals.language if sure and signals.language else now.language
            seen = turns.read(now.seen, about, signals)
            return replace(now, read=about, language=language, seen=seen)
        case e.CustomerDescribed(tier=tier, attributes=attributes):
            contact = replace(now.contact, tier=tier, attributes=attributes)
            return replace(now, contact=contact)
        case e.Marked(marks=marks):
            return replace(now, marks=marks)
        case e.BotMissed(about=about, confidence=confidence):
            one = s.Tried(now.last_words[:120], "missed", (), confidence, about)
            tried = (*now.tried, one)[-TRIED_KEPT:]
            return replace(now, tried=tried, seen=turns.answered(now.seen, "missed", confidence))
        case e.HandoffRequested():
            return replace(now, handoffs=now.handoffs + 1, told_at=event.handoff.at, verdict="")
        case e.AnswerDeferred(handoff=handoff):
            fresh_one = handoff.id == now.next_handoff()
            return replace(now, handoffs=now.handoffs + 1, verdict="") if fresh_one else now
        case e.OfferMade(n=n):
            return replace(now, offers=n)
        case e.PlaceTold(at=at):
            return replace(now, told_at=at)
        case e.AgentJoined(agent=agent, at=at):
            others = tuple(one for one in now.joined if one != agent)
            known = {"person": agent, "person_at": at}
            return replace(now, joined=(*others, agent), told_at=at, hushed=True, **known)
        case e.DraftHeld(draft=draft):
            seen = turns.answered(now.seen, "held", draft.confidence)
            return replace(now, drafts=now.drafts + 1, answered=draft.about, seen=seen)
        case e.SurveyAsked():
            return replace(now, surveyed=now.episode)
        case e.Rated():
            return replace(now, rated=now.episode)
        case e.Reopened(episode=episode, at=at):
            seen = turns.open_only(now.seen, now.heard)  # what brought it back is not yet read
            is_new = episode > now.episode
            now = replace(now, episode=episode, hushed=False, seen=seen)
            if not is_new:
                return now
            now = replace(now, marks=s.Marks(), wanted=None, cited=None, turns_given=0)
            return replace(now, turns_before=now.turns - len(seen), episode_at=at)
        case e.LeftLine():
            return replace(now, hushed=False, seen=())
        case e.CompanionKept():
            return replace(now, hushed=False)
        case e.Tagged(tags=tags):
            return replace(now, tags=tags)
        case e.VerdictGiven(verdict=verdict):
            return replace(now, verdict=verdict)
        case e.BotReturned():
            return replace(now, unanswered=0, waiting_since=None, hushed=False, seen=())
        case e.WrapUpBegun() | e.ConversationClosed():
            return replace(now, unanswered=0, waiting_since=None, hushed=False)
        case e.CustomerLeft():
            return replace(now, away=True)
        case e.CustomerReturned():
            return replace(now, away=False)
        case _:
            return doing.beside(now, event)
