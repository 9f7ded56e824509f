"""Who may see and do what. Checked before the object is in hand.

Roles: an *agent* works on conversations of their teams, a *lead* also assigns, takes over and
moves, a *manager* also changes policy, knowledge and hours, an *admin* also people and settings.
One installation is one organisation: everybody on the staff may read every conversation of the
teams they serve, and a conversation without a handoff (the assistant has it) belongs to all. The
policy is read by leads and published by managers.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from segue.domain import stages as s
from segue.domain.ids import AgentId, TeamId
from segue.domain.state import Conversation
from segue.domain.value import Plain

RANK = {"agent": 0, "lead": 1, "manager": 2, "admin": 3}


class Forbidden(Exception):
    """This role may not do that (HTTP 403). Foreign objects are 404 instead."""

    code = "forbidden"


class Act(StrEnum):
    """What a route or a command needs."""

    READ = "read"
    ACCEPT = "accept"
    DECLINE = "decline"
    PICK = "pick"
    SAY = "say"
    NOTE = "note"
    TAG = "tag"
    JUDGE = "judge"
    TRANSFER = "transfer"
    RETURN = "return"
    SNOOZE = "snooze"
    CLOSE = "close"
    APPROVE = "approve"
    INVITE = "invite"
    ASSIGN = "assign"
    TAKE_OVER = "take_over"
    WHISPER = "whisper"
    CALL = "call"
    PRESENCE = "presence"
    SYSTEM = "system"
    RETRY = "retry"
    HANDOFF = "handoff"
    EXAMPLES = "examples"
    DESCRIBE = "describe"
    POLICY = "policy"
    PUBLISH = "publish"
    AUDIT = "audit"
    EDIT = "edit_knowledge"
    KEEP = "keep_knowledge"
    HOURS = "hours"
    SURGE = "surge"
    FLOOR = "floor"
    PEOPLE = "people"


NEEDS_ROLE = {
    Act.ASSIGN: "lead",
    Act.TAKE_OVER: "lead",
    Act.WHISPER: "lead",
    Act.SYSTEM: "agent",
    Act.RETRY: "lead",
    Act.HANDOFF: "agent",
    Act.POLICY: "lead",
    Act.PUBLISH: "manager",
    Act.AUDIT: "lead",
    Act.EDIT: "lead",
    Act.KEEP: "manager",
    Act.PEOPLE: "lead",
    Act.HOURS: "manager",
    Act.SURGE: "lead",
}


class Person(Plain, frozen=True):
    """The staff member who asks, as their session says."""

    id: AgentId
    name: str
    role: str
    teams: tuple[TeamId, ...] = ()

    @property
    def lead(self) -> bool:
        return RANK[self.role] >= RANK["lead"]


def may(person: Person, act: Act) -> None:
    """Raises `Forbidden` unless the role is enough for this act anywhere."""
    needed = NEEDS_ROLE.get(act, "agent")
    if RANK[person.role] < RANK[needed]:
        raise Forbidden(f"This needs the role {needed}; yours is {person.role}.")


def may_watch(person: Person, team: TeamId | None) -> None:
    """Raises `Forbidden` unless this person may see the floor of this team, or with None of all:
    leads may, agents see that of the teams they serve."""
    if not person.lead and team not in person.teams:
        raise Forbidden("This needs the role lead, or a team that you serve.")


def may_see(person: Person, conversation: Conversation) -> bool:
    """May this person know that the conversation exists?"""
    if person.lead or person.id in conversation.joined or conversation.seat == person.id:
        return True
    handoff = conversation.handoff
    return handoff is None or handoff.team in person.teams


def may_approve(person: Person, conversation: Conversation) -> bool:
    """May this person say yes or no to the answer, or the action, that waits here?"""
    run = conversation.action
    if run is not None and run.state == "approval":
        return person.lead or run.team is None or run.team in person.teams
    match conversation.stage:
        case s.WithBot(draft=s.HeldDraft() as draft):
            return approves(person, draft)
        case _:
            return person.lead


def approves(person: Person, draft: s.HeldDraft) -> bool:
    """An answer is approved by the team it was held for, and by leads."""
    return person.lead or draft.team is None or draft.team in person.teams


def waits_for_approval(conversation: Conversation) -> datetime | None:
    """Until when an answer or an action waits here for somebody's yes, if one does."""
    run, stage = conversation.action, conversation.stage
    draft = stage.draft if isinstance(stage, s.WithBot) else None
    if run is not None and run.state == "approval":
        return run.until
    return draft.until if draft is not None else None


def acts_for(person: Person, conversation: Conversation) -> tuple[str, ...]:
    """What this person may do here now: screens show these and no others."""
    acts = [Act.NOTE, Act.TAG]
    waits = waits_for_approval(conversation) is not None
    acts += [Act.APPROVE] if waits and may_approve(person, conversation) else []
    if conversation.handoffs:
        acts.append(Act.JUDGE)
    match conversation.stage:
        case s.WithBot():
            acts += [Act.TAKE_OVER, Act.CLOSE] if person.lead else []
        case s.Waiting():
            acts.append(Act.PICK)
            acts += [Act.ASSIGN, Act.TRANSFER, Act.CLOSE] if person.lead else []
        case s.Offered(agent=agent):
            acts += [Act.ACCEPT, Act.DECLINE] if agent == person.id else []
            acts += [Act.ASSIGN, Act.TAKE_OVER] if person.lead else []
        case s.Deferred(offer=offer, channel=channel):
            mine = offer is not None and offer.agent == person.id
            acts += [Act.ACCEPT, Act.DECLINE] if mine else [Act.PICK]
            acts += [Act.RETURN, Act.CLOSE, Act.TRANSFER]
            free = offer is None or mine
            acts += [Act.CALL] if channel == "callback" and free else []
        case s.WithAgent(agent=agent, guests=guests, callback=callback):
            if agent == person.id:
                acts += [Act.SAY, Act.TRANSFER, Act.RETURN, Act.SNOOZE, Act.CLOSE, Act.INVITE]
                acts += [Act.CALL] if callback or conversation.contact.phone else []
            elif person.id in guests:
                acts.append(Act.SAY)
            other = person.lead and agent != person.id
            acts += [Act.TAKE_OVER, Act.ASSIGN, Act.WHISPER] if other else []
        case s.WrappingUp():
            acts.append(Act.CLOSE)
        case s.Closed():
            acts.append(Act.PICK)
    return tuple(acts)
