"""Which events reach whom. One place, so that a note can never slip out (M7).

Customer: what was said, and the lines. Agents of the installation: everything. Bots: what customer
and bot said while they own or accompany. An allow-list each: a new kind is hidden until shown.
"""

from __future__ import annotations

from segue.domain import events as e
from segue.domain import stages as s
from segue.domain.ids import AgentId
from segue.domain.state import Conversation

CUSTOMER_SEES = (
    e.MessagePosted,
    e.HandoffRequested,
    e.PlaceTold,
    e.ChoicesShown,
    e.PersonOffered,
    e.PersonDeclined,
    e.LeftLine,
    e.AgentJoined,
    e.AgentLeft,
    e.Transferred,
    e.BotReturned,
    e.AnswerDeferred,
    e.PromiseMoved,
    e.TeamChanged,
    e.FieldWanted,
    e.WrapUpBegun,
    e.SurveyAsked,
    e.Rated,
    e.TranscriptAsked,
    e.ConversationClosed,
    e.Reopened,
    e.ActionWanted,
    e.ActionMoved,
    e.ActionOver,
    e.ActionDone,
    e.IdentityAsked,
    e.CodeAsked,
    e.IdentityProven,
    e.Relaxed,
)

CHATTER = (
    e.MessagePosted,
    e.FactsLearned,
    e.ContactKnown,
    e.SignalsRead,
    e.BotMissed,
    e.Dropped,
    e.PlaceTold,
    e.NoteAdded,
    e.Judged,
    e.Marked,
    e.StandByAsked,
    e.CustomerDescribed,
    e.CustomerLeft,
    e.CustomerReturned,
    e.FieldWanted,
    e.FieldMissed,
    e.IdentityAsked,
    e.CodeAsked,
    e.ActionDone,
    e.WaitOutgrown,
    e.Whispered,
)


def for_customer(event: e.Event) -> bool:
    """May the customer of this conversation see that this happened?"""
    return isinstance(event, CUSTOMER_SEES)


def for_transcript(event: e.Event) -> bool:
    """What the customer saw, no more."""
    return for_customer(event)


def interested(
    agent: AgentId, conversation: Conversation, event: e.Event, *, viewing: bool
) -> bool:
    """Should this agent's screen be told? Words of a conversation that they neither have nor look
    at are not pushed to them; everything that moves it between lists is."""
    if viewing or not (isinstance(event, CHATTER) or _by_the_way(event)):
        return True
    stage = conversation.stage
    if conversation.seat == agent:
        return True
    if isinstance(stage, s.WithAgent):
        return agent in stage.guests
    return isinstance(stage, s.Waiting | s.Offered | s.Deferred)


def _by_the_way(event: e.Event) -> bool:
    """Is this a step of a run that comes to no list, and leaves none? Those that wait for an
    agent's yes stand in one."""
    match event:
        case e.ActionWanted(run=run):
            return run.state != "approval"
        case e.ActionMoved(run=run, by=by):
            return run.state != "approval" and by in ("", "customer")
        case _:
            return False
