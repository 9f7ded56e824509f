"""Journal events as people read them: one way for customers, one for the staff.

For customers this is an allow-list on top of `domain.visibility`: each kind is built field by
field, so nothing internal can slip through by being added to an event later. The staff sees every
kind with all its fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, TypeAlias

import msgspec

from segue.app.ports import Row
from segue.app.ports_staff import Team
from segue.domain import events as e
from segue.domain import stages as s
from segue.domain import words
from segue.domain.briefing import FACTS
from segue.domain.conversation import Conversation
from segue.domain.ids import TeamId
from segue.domain.showing import initials
from segue.domain.visibility import for_customer
from segue.web.frames import events as f
from segue.web.frames.shared import ThreadEvent
from segue.web.runs import customer_event as doing_event
from segue.web.runs import staff_event
from segue.web.thread_line import staff_line

Teams: TypeAlias = Mapping[TeamId, Team]


def first(name: str) -> str:
    """Customers know people by their first name."""
    return name.split(maxsplit=1)[0] if name.strip() else ""


def label_of(field: str) -> str:
    """What a wanted field is called on screen."""
    return FACTS.get(field, field.replace("_", " ").capitalize())


def customer_event(row: Row, one: Conversation, teams: Teams) -> f.CustomerEvent | None:
    """What the customer may read of this event; None is nothing at all. `teams` name them."""
    event = row.event
    if not for_customer(event):
        return None
    if isinstance(event, e.MessagePosted):
        return _message(event)
    said = partial(_said, row=row, one=one)
    found = _line(row, one) or _ending(row, one) or doing_event(event, said)
    return found or _quiet(event, one, teams)


def _message(event: e.MessagePosted) -> f.Message:
    name = event.name if event.author != e.Author.AGENT else first(event.name)
    sources = tuple(_source(one) for one in event.sources)
    return f.Message(
        text=event.text,
        author=_AUTHORS[event.author],
        delivery="sent",
        name=name,
        client_id=event.client_id if event.author == e.Author.CUSTOMER else "",
        sources=sources,
        confidence=event.confidence,
        choices=event.choices,
        asked=event.asked,
        run=event.run,
    )


def _source(one: s.Source) -> f.SourceRef:
    return f.SourceRef(one.id, one.title, one.url)


_AUTHORS: dict[str, f.Author] = {
    "customer": "customer",
    "bot": "bot",
    "agent": "agent",
    "system": "system",
}


def _said(line: e.Line | None, row: Row, one: Conversation) -> str:
    return words.sentence(line, one.zone, row.at) if line is not None else ""


def _line(row: Row, one: Conversation) -> f.CustomerEvent | None:
    """Events on the way to a person and to later answers. They carry the customer's line."""
    said = partial(_said, row=row, one=one)
    match row.event:
        case e.HandoffRequested(line=line, handoff=handoff):
            return f.HandoffRequested(
                text=said(line),
                reason=handoff.reason,
                team=line.team or str(handoff.team),
                place=line.place,
                eta_low_s=line.eta_low_s,
                eta_high_s=line.eta_high_s,
            )
        case e.PlaceTold(line=line):
            return f.PlaceTold(
                text=said(line),
                place=line.place,
                eta_low_s=line.eta_low_s,
                eta_high_s=line.eta_high_s,
            )
        case e.ChoicesShown(line=line):
            return f.ChoicesShown(text=said(line))
        case e.PersonOffered(line=line, team=team):
            return f.PersonOffered(text=said(line), team=line.team or str(team))
        case e.LeftLine(line=line):
            return f.LeftLine(text=said(line))
        case e.TeamChanged(line=line, team=team):
            return f.TeamChanged(text=said(line), team=line.team or str(team))
        case e.Relaxed(line=e.Line() as line):
            return f.Relaxed(text=said(line))
        case e.AgentJoined(name=name, line=line, team=team):
            return f.AgentJoined(
                text=said(line),
                name=first(name),
                initials=initials(name),
                team=line.team or str(team),
            )
        case e.AnswerDeferred(line=line, case=case, answer_by=answer_by, channel=channel):
            return f.Deferred(text=said(line), case=case, answer_by=answer_by, channel=channel)
        case e.PromiseMoved(line=line, answer_by=answer_by):
            return f.PromiseMoved(text=said(line), answer_by=answer_by)
        case _:
            return None


def _ending(row: Row, one: Conversation) -> f.CustomerEvent | None:
    """Events by which a person leaves or the matter ends. They may carry the customer's line."""
    said = partial(_said, row=row, one=one)
    match row.event:
        case e.BotReturned(by=by, line=line):
            return f.BotReturned(text=said(line), name=first(by))
        case e.WrapUpBegun(by=by, line=line, outcome=outcome, source=source):
            stands = _source(source) if source is not None else None
            ended = f.Closed if by == "agent" else f.WrapUp
            return ended(text=said(line), outcome=outcome, source=stands)
        case e.ConversationClosed(line=line, outcome=outcome):
            return f.Closed(text=said(line), outcome=outcome)
        case _:
            return None


def _quiet(event: e.Event, one: Conversation, teams: Teams) -> f.CustomerEvent | None:
    """Events whose sentence, if any, is always the same."""
    language = one.language

    def said(key: str, **filled: str) -> str:
        return words.word("lines", key, language, **filled)

    match event:
        case e.PersonDeclined():
            return f.PersonDeclined(text=said("declined"))
        case e.AgentLeft(name=name, why=why):
            # Lost or transferred: the line of the next handoff says it better.
            text = said("left", name=first(name)) if why == "replaced" else ""
            return f.AgentLeft(text=text, name=first(name), why=why)
        case e.Transferred(to_team=team, to_name=name):
            known = teams.get(team)
            return f.Transferred(to_team=known.name if known else str(team), name=first(name))
        case e.FieldWanted(field=field, ask=ask):
            label = label_of(field)
            if ask is None:
                text = said("field_mail") if field == "email" else said("field", label=label)
                return f.FieldWanted(text=text, field=field, label=label)
            return f.FieldWanted(
                field=field,
                label=ask.label or label,
                value_kind=ask.kind,
                choices=ask.choices,
                purpose=ask.purpose,
            )
        case e.SurveyAsked(name=name):
            return f.Survey(name=first(name))
        case e.Rated(score=score):
            return f.Rated(text=said("rated"), score=score)
        case e.TranscriptAsked(email=email):
            return f.TranscriptAsked(text=said("transcript", email=email))
        case e.Reopened():
            return f.Reopened(text=said("reopened"))
        case _:
            return None


# --- for the staff ------------------------------------------------------------------------

KINDS = {
    "message_posted": "message",
    "conversation_opened": "opened",
    "signals_read": "signals",
    "bot_missed": "miss",
    "answer_deferred": "deferred",
    "wrap_up_begun": "wrap_up",
    "survey_asked": "survey",
    "transcript_asked": "transcript",
    "conversation_closed": "closed",
    "note_added": "note",
    "verdict_given": "verdict",
    "alarm_raised": "alarm",
}
ENDED = {
    "declined": "declined",
    "lapsed": "offer_lapsed",
    "withdrawn": "offer_withdrawn",
    "taken": "offer_taken",
}


def agent_event(row: Row, one: Conversation, teams: Teams) -> dict[str, Any]:
    """The whole event: its kind on the wire, its fields, and the customer's sentence as `text`."""
    event = row.event
    if isinstance(event, e.MessagePosted):
        return _agent_message(event)
    flat = staff_event(event)
    told: dict[str, Any] = msgspec.to_builtins(event) if flat is None else flat
    kind = str(event.__struct_config__.tag)
    told["kind"] = KINDS.get(kind, kind)
    shown = customer_event(row, one, teams)
    if shown is not None and shown.text and "text" not in told:
        told["text"] = shown.text
    if isinstance(event, e.OfferEnded):
        told["kind"] = ENDED.get(event.why, "offer_ended")
    elif isinstance(event, e.AgentLeft):
        told["kind"] = "agent_lost" if event.why == "lost" else "agent_left"
    elif isinstance(event, e.HandoffRequested):
        told["reason"] = event.handoff.reason
        told["team"] = event.line.team or event.handoff.team
    elif isinstance(event, e.AgentJoined):
        told["initials"] = initials(event.name)
        told["team"] = event.line.team or event.team
        told.pop("handoff", None)
    elif isinstance(event, e.Transferred) and event.to_team in teams:
        told["to_team"] = teams[event.to_team].name
    elif (line := staff_line(event, one, teams)) is not None:
        told |= line
    elif isinstance(event, e.FieldWanted):
        told["label"] = event.ask.label if event.ask and event.ask.label else label_of(event.field)
    else:
        told |= _judgement(event)
    return told


def _judgement(event: e.Event) -> dict[str, Any]:
    """What rules made, flat and with every field there."""
    match event:
        case e.Judged():
            matched = list(event.matched)
            return {
                "policy": event.policy,
                "matched": matched,
                "fired": event.fired,
                "answered": event.answered,
            }
        case e.Marked(marks=marks):
            priority = marks.priority.name.lower()
            return {"team": marks.team, "skills": list(marks.skills), "priority": priority}
        case e.StandByAsked(standing=standing):
            return {"rule": standing.rule, "team": standing.team, "chance": standing.chance}
        case _:
            return {}


def _agent_message(event: e.MessagePosted) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": "message", "author": event.author, "text": event.text}
    if event.name:
        told["name"] = event.name
    if event.agent:
        told["agent"] = event.agent
        told["initials"] = initials(event.name)
    if event.client_id:
        told["client_id"] = event.client_id
    if event.author != e.Author.CUSTOMER:
        told["delivery"] = "sent"
    if event.sources:
        told["sources"] = [f.SourceRef(one.id, one.title, one.url) for one in event.sources]
    if event.confidence is not None:
        told["confidence"] = event.confidence
    if event.approved_by:
        told["approved_by"] = event.approved_by
    if event.choices:
        told["choices"] = event.choices
    if event.run:
        told["run"] = event.run
    if event.verified:
        told["verified"] = True
    return told


def thread_event(row: Row, one: Conversation, teams: Teams) -> ThreadEvent:
    """One line of a thread for the staff."""
    return ThreadEvent(seq=row.seq, at=row.at, event=agent_event(row, one, teams))
