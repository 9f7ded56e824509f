"""A bot's reply as the one door hears it. What a bot wants done is checked here, against what the
company allows: a bot that wants something else, or nothing that makes sense, has failed."""

from __future__ import annotations

from msgspec.structs import replace

from segue.app.ports_actions import BadAction, Doing
from segue.app.ports_bot import BotReply
from segue.domain import effects as x
from segue.domain.ids import TeamId
from segue.domain.inputs import BotAnswered, BotAskedForPerson, BotFailed, Input
from segue.domain.stages import Fact

LONGEST = 8000  # characters of an answer
MOST_CHOICES, LONGEST_CHOICE = 6, 120
MOST_FACTS, LONGEST_FACT = 12, 500
MOST_TAGS, LONGEST_TAG = 8, 40


def heard_of(reply: BotReply, wanted: x.AskBot, doing: Doing, language: str) -> Input:
    """What this reply to `wanted` says to the conversation."""
    about, epoch = wanted.about, wanted.epoch
    if reply.person is not None:
        person = reply.person
        return BotAskedForPerson(
            about,
            epoch,
            summary=person.summary[:2000],
            team=TeamId(person.team) if person.team else None,
            text=reply.text.strip()[:LONGEST],
            why=person.why[:200],
            skills=person.skills[:8],
            priority=person.priority,
            facts=_facts(reply),
        )
    act = None
    if reply.act is not None:
        try:
            act = doing.call(reply.act, who="bot", language=language)
        except BadAction as why:
            return BotFailed(about, epoch, f"it wanted what cannot be done: {why}"[:200])
    if not reply.text.strip() and act is None:
        return BotFailed(about, epoch, "an empty answer")
    return BotAnswered(
        about=about,
        epoch=epoch,
        text=reply.text[:LONGEST],
        sure=reply.sure,
        confidence=reply.confidence,
        sources=reply.sources,
        small_talk=reply.small_talk,
        clarifies=reply.clarifies,
        choices=tuple(one[:LONGEST_CHOICE] for one in reply.choices[:MOST_CHOICES]),
        asks=reply.asks,
        act=act,
        facts=_facts(reply),
        tags=tuple(one[:LONGEST_TAG] for one in reply.tags[:MOST_TAGS]),
        note=reply.note[:2000],
        solved=reply.solved,
        measured=reply.measured,
    )


def _facts(reply: BotReply) -> tuple[Fact, ...]:
    """What the bot brings, as far as it is of a size that people read."""
    kept = reply.facts[:MOST_FACTS]
    return tuple(replace(one, name=one.name[:60], value=one.value[:LONGEST_FACT]) for one in kept)
