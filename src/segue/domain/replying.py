"""A bot's reply, whole: what it says, what it asks, what it wants done, and what stands beside.

A question back and a wish to act are neither answers nor misses: they change no count, and rules
that look at answers pass them by. In the line the assistant is a companion: it may do the same, but
it never says that the matter is solved.
"""

from __future__ import annotations

from datetime import datetime
from itertools import takewhile

from segue.domain import answering, collecting, ruling, wanting, words
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.applying import fold
from segue.domain.choosing import solved
from segue.domain.floor import Floor
from segue.domain.ids import AgentId
from segue.domain.knowing import facts_guessed
from segue.domain.policy import Policy
from segue.domain.state import Conversation

Events = tuple[e.Event, ...]
ASSISTANT = AgentId("bot:assistant")


def replied(
    was: Conversation, heard: i.BotAnswered, policy: Policy, floor: Floor, now: datetime
) -> Events:
    """A reply in time, while the assistant has the conversation or accompanies the wait."""
    beside = noted(was, heard.facts, heard.tags, heard.note, now)
    knowing = fold(was, beside)
    if heard.act is not None:
        return (*beside, *_acts(knowing, heard, policy, floor, now))
    if heard.asks is not None:
        return (*beside, *_asks(knowing, heard, policy, floor, now))
    if heard.clarifies:
        settled = ruling.overtaken(knowing)
        return (*beside, *settled, answering.asking(heard, heard.choices, now))
    events = (*beside, *_answers(knowing, heard, policy, floor, now))
    if not heard.solved or not (heard.sure or heard.small_talk):
        return events
    return (*events, *_goodbye(fold(was, events)))


def answers(heard: i.BotAnswered) -> bool:
    """Is this an answer, good or not, rather than small talk, a question back or a wish to act?"""
    return not (heard.small_talk or heard.clarifies or heard.asks or heard.act)


def noted(
    was: Conversation,
    facts: tuple[s.Fact, ...],
    tags: tuple[str, ...],
    note: str,
    now: datetime,
) -> Events:
    """What a bot leaves for the team: facts as guesses, tags beside the others, a note."""
    events: Events = facts_guessed(was, facts)
    merged = tuple(dict.fromkeys((*was.tags, *(tag for tag in tags if tag))))[: ruling.TAGS_KEPT]
    if merged != was.tags:
        events = (*events, e.Tagged(merged, "assistant"))
    if note.strip():
        events = (*events, e.NoteAdded(ASSISTANT, "Assistant", note.strip(), now))
    return events


def _answers(
    was: Conversation, heard: i.BotAnswered, policy: Policy, floor: Floor, now: datetime
) -> Events:
    if isinstance(was.stage, s.WithBot):
        return answering.with_bot(was, was.stage, heard, policy, floor, now)
    said = answering.message(heard, now, missed=not heard.sure)
    if heard.sure or heard.small_talk:
        return (said,)
    return (said, e.BotMissed(_missed_before(was) + 1, heard.about, heard.confidence))


def _missed_before(was: Conversation) -> int:
    """How many turns in a row, before the newest, had no answer."""
    before = takewhile(lambda turn: turn.result == "missed", reversed(was.seen[:-1]))
    return sum(1 for _ in before)


def _asks(
    was: Conversation, heard: i.BotAnswered, policy: Policy, floor: Floor, now: datetime
) -> Events:
    """One thing at a time, and nothing that is known already: a bot that asks for it anyway does
    not know how to go on, and says so."""
    ask = heard.asks
    if ask is None:
        return ()
    fact = collecting.known_already(was, ask)
    if fact is not None:
        label = ask.label or ask.name
        text = words.word("says", "known_already", was.language, label=label, topic=fact.value)
        missed = i.BotAnswered(heard.about, heard.epoch, text, sure=False)
        return _answers(was, missed, policy, floor, now)
    message = answering.asking(heard, ask.choices or heard.choices, now)
    return (*ruling.overtaken(was), message, collecting.wanted(was, ask))


def _acts(
    was: Conversation, heard: i.BotAnswered, policy: Policy, floor: Floor, now: datetime
) -> Events:
    """What it says first, then what it wants done. While another run is under way, that is said."""
    call = heard.act
    if call is None or not isinstance(was.stage, s.WithBot | s.Waiting | s.Offered):
        return (e.Dropped("bot_answered", "nothing was asked"),)
    before = ruling.overtaken(was)
    if was.action is not None and was.action.state == "running":
        busy = words.word("says", "action_busy", was.language)
        return (*before, answering.aside(busy, now))
    if heard.text.strip():
        before = (*before, answering.aside(heard.text, now, heard.sources))
    knowing = fold(was, before)
    return (*before, *wanting.wanted(knowing, call, heard.about, policy, floor, now))


def _goodbye(was: Conversation) -> Events:
    """The bot says that it is over: where nothing else follows, the goodbye begins."""
    match was.stage:
        case s.WithBot(offer=None, draft=None) if was.action is None:
            return solved(was, "bot")
        case _:
            return ()
