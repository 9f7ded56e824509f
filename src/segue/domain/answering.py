"""What happens to the assistant's answer: posted, held for approval, kept back, or a miss.

The rules are read again here, with the answer known. An answer that a person is called instead of
is not thrown away: it stands in the brief as what was tried.
"""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from segue.domain import destinations, ruling, telling, words
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.applying import fold
from segue.domain.floor import Floor
from segue.domain.ids import Seq
from segue.domain.policy import Policy
from segue.domain.rules.model import Do, Fallback, Lane, Rule
from segue.domain.rules.moments import Moment
from segue.domain.rules.turns import TurnSeen, answered
from segue.domain.state import Conversation

Events = tuple[e.Event, ...]


def message(heard: i.BotAnswered, now: datetime, *, missed: bool = False) -> e.MessagePosted:
    """The assistant's words, as the customer reads them."""
    return e.MessagePosted(
        author=e.Author.BOT,
        text=heard.text,
        at=now,
        sources=heard.sources,
        confidence=None if missed else heard.confidence,
        small_talk=heard.small_talk,
        choices=heard.choices,
    )


def asking(heard: i.BotAnswered, choices: tuple[str, ...], now: datetime) -> e.MessagePosted:
    """A question back: for a field, or which of several is meant. No answer, and no miss."""
    return e.MessagePosted(
        author=e.Author.BOT,
        text=heard.text,
        at=now,
        sources=heard.sources,
        choices=choices,
        asked=True,
    )


def aside(text: str, now: datetime, sources: tuple[s.Source, ...] = ()) -> e.MessagePosted:
    """Words that introduce what comes next. They answer nothing by themselves."""
    return e.MessagePosted(e.Author.BOT, text, now, sources=sources, small_talk=True)


def with_bot(
    was: Conversation,
    stage: s.WithBot,
    heard: i.BotAnswered,
    policy: Policy,
    floor: Floor,
    now: datetime,
) -> Events:
    """An answer in time, while the assistant has the conversation."""
    if heard.small_talk:
        return (message(heard, now),)
    if stage.draft is not None:  # the answer to a newer turn comes instead
        settled = ruling.overtaken(was)
        free = replace(stage, draft=None)
        return (*settled, *with_bot(fold(was, settled), free, heard, policy, floor, now))
    missed = not heard.sure
    moment = moment_of_answer(was, stage, heard, policy, floor, now)
    plain: Events = (message(heard, now, missed=missed),)
    if missed:
        plain = (*plain, e.BotMissed(moment.misses, heard.about, heard.confidence))
    found = ruling.judged(was, moment, policy)
    if not found.matched:
        return plain
    beside = ruling.beside_of(was, found, moment, policy)
    before: Events = (ruling.record(was, found, policy, answered=True), *beside)
    rule = found.fired
    knowing = fold(was, beside)
    if rule is None:
        return (*before, *plain)
    evidence = ruling.evidence_of(was, rule, moment)
    if rule.do == Do.APPROVE:
        return (*before, *_held(knowing, heard, rule, evidence, policy, floor, now))
    if rule.do == Do.OFFER:
        offer = ruling.offered(knowing, rule, evidence, policy, floor, now)
        return (*before, *plain, offer)
    return (*before, *_instead(knowing, heard, rule, evidence, plain, policy, floor, now))


def moment_of_answer(
    was: Conversation,
    stage: s.WithBot,
    heard: i.BotAnswered,
    policy: Policy,
    floor: Floor,
    now: datetime,
) -> Moment:
    """What is known once the assistant has had its say about the newest turn."""
    result, misses = ("answered", 0) if heard.sure else ("missed", stage.misses + 1)
    item = heard.sources[0].id if heard.sources else ""
    turns = was.seen or (TurnSeen(heard.about),)
    turn = answered(turns, result, heard.confidence, item)[-1]
    return ruling.moment_of(was, policy, floor, now, turn=turn, misses=misses)


def _instead(
    was: Conversation,
    heard: i.BotAnswered,
    rule: Rule,
    evidence: tuple[s.Evidence, ...],
    plain: Events,
    policy: Policy,
    floor: Floor,
    now: datetime,
) -> Events:
    """A person is called. Where the assistant failed, its answer is kept back and only told to
    that person; elsewhere it is posted first."""
    if heard.sure and rule.lane != Lane.BOT_FAILURE:
        return (*plain, *ruling.handed_over(fold(was, plain), rule, evidence, policy, floor, now))
    result = "answered" if heard.sure else "missed"
    sources = tuple(source.title for source in heard.sources)
    tried = s.Tried(was.last_words[:120], result, sources, heard.confidence, heard.about)
    noted = tuple(event for event in plain if isinstance(event, e.BotMissed))
    called = ruling.handed_over(was, rule, evidence, policy, floor, now, tried=(tried,))
    return (*noted, *called)


def _held(
    was: Conversation,
    heard: i.BotAnswered,
    rule: Rule,
    evidence: tuple[s.Evidence, ...],
    policy: Policy,
    floor: Floor,
    now: datetime,
) -> Events:
    """The answer waits for a person; when nobody is there to look, its fallback comes at once."""
    team = destinations.destination(
        destinations.home(was, rule, policy, floor, now), rule, policy, floor
    )
    there = floor.team(team)
    draft = s.HeldDraft(
        n=was.drafts + 1,
        text=heard.text,
        about=heard.about,
        until=now + rule.within,
        confidence=heard.confidence,
        sources=heard.sources,
        team=team,
        rule=rule.id,
        fallback=str(rule.fallback),
        evidence=evidence,
    )
    if there.open and there.staffed:
        return (e.DraftHeld(draft),)
    return draft_fallback(was, draft, policy, floor, now)


def draft_fallback(
    was: Conversation,
    draft: s.HeldDraft,
    policy: Policy,
    floor: Floor,
    now: datetime,
) -> Events:
    """What the rule says when nobody approved: hand over (default), send it after all, or say
    that it is not known. A miss may in its turn call a person by its own rule."""
    if draft.fallback == Fallback.SEND:
        posted = e.MessagePosted(
            e.Author.BOT, draft.text, now, sources=draft.sources, confidence=draft.confidence
        )
        return (posted,)
    rule = rule_of(draft, policy)
    stage = was.stage
    not_known = says_not_known(was, rule, draft.fallback, policy, floor, now)
    if not_known and isinstance(stage, s.WithBot):
        said = not_known_about(was, draft.about, draft.confidence)
        return with_bot(was, stage, said, policy, floor, now)
    return ruling.handed_over(
        was,
        rule,
        draft.evidence or (telling.quote(was, was.last_words),),
        policy,
        floor,
        now,
    )


def rule_of(draft: s.HeldDraft, policy: Policy) -> Rule:
    """The rule that held it; one of the same name when the policy has it no more."""
    gone = Rule(draft.rule, Lane.BOT_FAILURE, Do.APPROVE, reason=s.Reason.LOW_CONFIDENCE)
    return policy.rules.named(draft.rule) or gone


def says_not_known(
    was: Conversation, rule: Rule, fallback: str, policy: Policy, floor: Floor, now: datetime
) -> bool:
    """Is it said that it is not known, instead of an answer that nobody approved?"""
    if fallback == Fallback.SEND:
        return False
    return fallback == Fallback.UNKNOWN or destinations.goes_on(was, rule, policy, floor, now)


def not_known_about(was: Conversation, about: Seq, confidence: float) -> i.BotAnswered:
    """That sentence: a miss like any other."""
    text = words.word("says", "missed", was.language)
    return i.BotAnswered(about, was.epoch, text, sure=False, confidence=confidence)


def rejected(draft: s.HeldDraft) -> s.HeldDraft:
    """The answer as its fallback meets it when a person rejected it: it was looked at, and is
    wrong, so it is never sent after all."""
    if draft.fallback == Fallback.SEND:
        return replace(draft, fallback=str(Fallback.HAND_OFF))
    return draft
