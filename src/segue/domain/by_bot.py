"""What happens when the bot answers, fails or asks for a person, and when a turn was understood.

A bot speaks about one customer turn and under one epoch. If the customer spoke again, or the owner
changed, its words are dropped and the drop is kept: that is promise 2, in one condition.
"""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from segue.domain import answering, calling, destinations, finishing, replying, ruling, telling
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.applying import fold
from segue.domain.floor import Floor
from segue.domain.ids import Epoch, Seq, TeamId
from segue.domain.policy import Policy
from segue.domain.requesting import reopened
from segue.domain.signals import Signals
from segue.domain.state import Conversation

Events = tuple[e.Event, ...]
NOTE_LENGTH = 1000


def decide(
    was: Conversation, heard: i.BotInput, policy: Policy, floor: Floor, now: datetime
) -> Events:
    match heard:
        case i.Understood(about=about, signals=signals):
            return _understood(was, about, signals, policy, floor, now)
        case i.BotAnswered():
            return _answered(was, heard, policy, floor, now)
        case i.BotFailed():
            return _failed(was, heard, policy, floor, now)
        case i.BotAskedForPerson():
            return _asked(was, heard, policy, floor, now)
        case i.IntegrationAskedForPerson():
            return _integration(was, heard, policy, floor, now)
        case _:
            assert_never(heard)


def _understood(
    was: Conversation,
    about: Seq,
    signals: Signals,
    policy: Policy,
    floor: Floor,
    now: datetime,
) -> Events:
    """The signals of a turn are kept once; rules look at those of the newest turn only."""
    if isinstance(was.stage, s.Closed) or not was.read < about <= was.heard:
        return ()
    read = e.SignalsRead(about, signals)
    if about != was.heard:
        return (read,)
    return (read, *ruling.at_heard(fold(was, (read,)), signals, policy, floor, now))


def _late(was: Conversation, about: Seq, epoch: Epoch) -> str | None:
    """Why this bot's words come too late, or None when they are about what is asked now."""
    match was.stage:
        case s.WithAgent():
            return "a person has it"
        case s.Deferred():
            return "a later answer was promised"
        case s.Closed():
            return "closed"
        case s.WithBot() | s.Waiting() | s.Offered() | s.WrappingUp():
            if epoch != was.epoch:
                return "the owner changed"
            return "the customer spoke again" if about != was.heard else None
        case _:
            assert_never(was.stage)


def _answered_late(was: Conversation, about: Seq, epoch: Epoch) -> str | None:
    """The same for an answer or a failure: of one turn there is one, and work may be done twice."""
    if (late := _late(was, about, epoch)) is not None:
        return late
    return "answered already" if about == was.answered else None


def _answered(
    was: Conversation, heard: i.BotAnswered, policy: Policy, floor: Floor, now: datetime
) -> Events:
    late = _answered_late(was, heard.about, heard.epoch)
    if late is not None:
        return (e.Dropped("bot_answered", late),)
    match was.stage:
        case s.Waiting(companion=False) | s.Offered(waiting=s.Waiting(companion=False)):
            return (e.Dropped("bot_answered", "a person had it last"),)
        case s.WrappingUp() if not heard.sure and not heard.small_talk:
            return (e.Dropped("bot_answered", "nothing was asked"),)
        case _:
            return replying.replied(was, heard, policy, floor, now)


def _failed(
    was: Conversation, heard: i.BotFailed, policy: Policy, floor: Floor, now: datetime
) -> Events:
    late = _answered_late(was, heard.about, heard.epoch)
    if late is not None:
        return (e.Dropped("bot_failed", late),)
    if not isinstance(was.stage, s.WithBot):
        return ()
    evidence = (
        s.Evidence("quote", was.last_words, was.heard),
        s.Evidence("note", heard.why[:200], label="bot_error"),
    )
    failed = s.Tried(was.last_words[:120], "failed", (), 0.0, heard.about)
    reason = s.Reason.BOT_ERROR
    return calling.person(was, reason, evidence, policy, floor, now, tried=(failed,))


def _asked(
    was: Conversation,
    heard: i.BotAskedForPerson,
    policy: Policy,
    floor: Floor,
    now: datetime,
) -> Events:
    late = _late(was, heard.about, heard.epoch)
    if late is not None:
        return (e.Dropped("bot_asked_for_person", late),)
    first: Events = replying.noted(was, heard.facts, (), "", now)
    if heard.text.strip() and finishing.may_speak(was) and heard.about != was.answered:
        first = (*first, answering.aside(heard.text, now))
    if not isinstance(was.stage, s.WithBot | s.WrappingUp):
        return first  # a person is on the way already
    team, why_team, unknown = _team_wanted(was, heard.team, policy, floor, now)
    quote = s.Evidence("quote", was.last_words, was.heard)
    why = heard.why.strip()[:200]
    knowing = fold(was, (*first, *ruling.overtaken(was)))
    called = telling.handoff(
        knowing,
        s.Reason.BOT_ASKED,
        policy,
        floor,
        now,
        evidence=(quote, s.Evidence("note", why, label="bot_asked")) if why else (quote,),
        team=team,
        why_team=why_team,
        skills=heard.skills,
        priority=heard.priority if heard.priority is not None else s.Priority.NORMAL,
        note=heard.summary[:NOTE_LENGTH],
        no_team=unknown,
    )
    return (*first, *ruling.overtaken(was), called)


def _integration(
    was: Conversation,
    heard: i.IntegrationAskedForPerson,
    policy: Policy,
    floor: Floor,
    now: datetime,
) -> Events:
    """Another system may ask for a person wherever the bot has it, or had it last."""
    if not isinstance(was.stage, s.WithBot | s.WrappingUp | s.Closed):
        return ()
    team, why_team, unknown = _team_wanted(was, heard.team, policy, floor, now)
    again: Events = (reopened(was, was.stage, now),) if isinstance(was.stage, s.Closed) else ()
    learned: Events = (e.FactsLearned(heard.facts),) if heard.facts else ()
    called = telling.handoff(
        fold(was, learned),
        s.Reason.INTEGRATION,
        policy,
        floor,
        now,
        evidence=(s.Evidence("note", heard.reason[:200]),),
        team=team,
        why_team=why_team,
        skills=heard.skills,
        priority=heard.priority if heard.priority is not None else s.Priority.NORMAL,
        note=heard.summary[:NOTE_LENGTH],
        no_team=unknown,
    )
    return (*learned, *again, called)


def _team_wanted(
    was: Conversation, wanted: TeamId | None, policy: Policy, floor: Floor, now: datetime
) -> tuple[TeamId, str, TeamId | None]:
    """The team that was named, or whoever stands in while nobody of it is there; why it is this
    one; and a name that nobody knows, which is noted."""
    unknown = None
    if wanted is not None and floor.teams and all(team.id != wanted for team in floor.teams):
        unknown, wanted = wanted, None
    named = wanted or destinations.home(was, None, policy, floor, now)
    where = destinations.destination(named, None, policy, floor)
    if unknown is not None:
        return where, f"no team called {unknown!r}: the default", unknown
    if wanted is not None and where == wanted:
        return where, "asked for", None
    return where, destinations.why_team(was, None, where, named), None
