"""Snapshots as screens show them: the customer's state, the agent's list row, offers, the line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import takewhile

from msgspec.structs import asdict

from segue.app.ports_staff import Agent
from segue.app.staffing import Staffing
from segue.domain import events as e
from segue.domain import stages as s
from segue.domain.actions import FieldAsk
from segue.domain.brief_parts import Brief
from segue.domain.briefing import REASONS, ahead, brief
from segue.domain.conversation import Conversation
from segue.domain.ids import AgentId, Seq, TeamId
from segue.domain.policy import Policy
from segue.domain.showing import Shown, initials, shown
from segue.domain.telling import since_of
from segue.web import runs
from segue.web.frames import agent as fa
from segue.web.frames import customer as fc
from segue.web.frames import shared as sh
from segue.web.thread import first, label_of

UNSEEN = Seq(0)
IN_LINE = (s.Waiting, s.Offered)
EPOCH_START = datetime(1970, 1, 1, tzinfo=UTC)
NOBODY_KNOWN = sh.CustomerShown(None, "", None, verified=False)


# --- for customers ------------------------------------------------------------------------


def state_of(one: Conversation, staffing: Staffing, policy: Policy, now: datetime) -> fc.State:
    """What this customer's screen shows now."""
    return state_from(shown(one, staffing.floor_for(one, now), policy, now), one)


def state_from(found: Shown, one: Conversation) -> fc.State:
    return fc.State(
        **asdict(found),
        fields=tuple(_wanted(name, ask) for name, ask in runs.fields_shown(one)),
        action=runs.run_shown(one.action, first=True),
        identity=runs.identity_shown(one),
    )


def _wanted(name: str, ask: FieldAsk | None) -> fc.WantedField:
    if ask is None:
        return fc.WantedField(name, label_of(name), _KINDS.get(name, "text"), (), "", asked=False)
    label = ask.label or label_of(name)
    return fc.WantedField(name, label, ask.kind, ask.choices, ask.purpose, asked=True)


_KINDS = {"order": "order", "email": "email", "phone": "phone"}


# --- for the staff ------------------------------------------------------------------------


def team_ref(team: TeamId, staffing: Staffing) -> sh.TeamRef:
    known = staffing.teams.get(team)
    return sh.TeamRef(team, known.name if known else str(team))


def agent_ref(agent: AgentId, name: str) -> sh.AgentRef:
    return sh.AgentRef(agent, name, initials(name))


class Standing:
    """The part of a list row that follows from the stage: the same for all its messages."""

    __slots__ = (
        "again_at", "agent", "calls", "draft", "in_line_since", "kind", "owner", "priority",
        "reason", "slot", "snoozed_until", "stage", "standing", "team", "teams", "waits",
    )  # fmt: skip

    def __init__(self, one: Conversation, staffing: Staffing) -> None:
        stage, handoff = one.stage, one.handoff
        self.stage = stage
        self.teams = staffing.teams
        self.kind = str(stage.__struct_config__.tag)
        self.owner = one.owner[0]
        self.team = team_ref(handoff.team, staffing) if handoff else None
        self.agent = _agent_of(stage, staffing)
        self.reason = handoff.reason if handoff else None
        self.priority = handoff.priority.name.lower() if handoff else "normal"
        self.in_line_since = _since_in_line(stage)
        later = stage if isinstance(stage, s.Deferred) else None
        self.slot = later.slot if later else None
        self.again_at = later.again_at if later else None
        self.calls = len(stage.calls) if isinstance(stage, s.Deferred | s.WithAgent) else 0
        self.snoozed_until = stage.snoozed_until if isinstance(stage, s.WithAgent) else None
        self.waits = isinstance(stage, IN_LINE)
        self.draft = draft_of(stage, staffing)
        self.standing = standing_of(stage)

    def still(self, one: Conversation, staffing: Staffing) -> bool:
        """Does it hold for this snapshot, with the names of now?"""
        return self.stage is one.stage and self.teams is staffing.teams


def item(
    one: Conversation,
    staffing: Staffing,
    now: datetime,
    *,
    seen: Seq = UNSEEN,
    standing: Standing | None = None,
) -> sh.Item:
    """The list row. `seen` is how far its agent has read; `standing` saves work when known."""
    at = standing or Standing(one, staffing)
    last, due = one.last, one.promised
    return sh.Item(
        id=one.id,
        seq=one.seq,
        epoch=one.epoch,
        stage=at.kind,
        owner=at.owner,
        customer=customer_shown(one),
        channel=one.channel,
        language=one.language,
        team=at.team,
        agent=at.agent,
        reason=at.reason,
        priority=at.priority,
        tags=one.tags,
        preview=sh.PreviewShown(last.author, last.text) if last.author else None,
        last_at=last.at or one.opened_at or EPOCH_START,
        waiting_since=one.waiting_since or at.in_line_since,
        replied_at=one.replied_at,
        due_at=due.by if due else None,
        due_kind=due.what if due else None,
        due_state=due.state if due else None,
        unread=one.unanswered if seen < one.heard else 0,
        snoozed_until=at.snoozed_until,
        case=one.case if at.team is not None else None,
        phone=one.contact.phone if at.team is not None else None,
        slot=at.slot,
        calls=at.calls,
        again_at=at.again_at,
        place=_place(one, staffing, now) if at.waits else None,
        away=one.away,
        draft=at.draft,
        standing=at.standing,
        action=runs.run_shown(one.action),
    )


def draft_of(stage: s.Stage, staffing: Staffing) -> sh.DraftShown | None:
    """The answer that waits for approval, if one does."""
    if not isinstance(stage, s.WithBot) or stage.draft is None:
        return None
    draft = stage.draft
    rule = staffing.policy.rules.named(draft.rule)
    return sh.DraftShown(
        n=draft.n,
        text=draft.text,
        about=draft.about,
        confidence=draft.confidence,
        until=draft.until,
        team=team_ref(draft.team, staffing) if draft.team else None,
        rule=draft.rule,
        rule_name=rule.name if rule else draft.rule,
    )


def standing_of(stage: s.Stage) -> sh.StandingShown | None:
    """Who stands by, or is looked for, if somebody is."""
    if not isinstance(stage, s.WithBot) or stage.standing is None:
        return None
    at = stage.standing
    return sh.StandingShown(at.agent, at.name, at.chance, at.reason)


def _since_in_line(stage: s.Stage) -> datetime | None:
    """Nobody answers somebody in the line: they wait even if they said nothing."""
    return since_of(stage) if isinstance(stage, IN_LINE) else None


def customer_shown(one: Conversation) -> sh.CustomerShown:
    """The customer as far as they are known."""
    known = one.contact
    if not known.name and not known.email:
        return NOBODY_KNOWN
    name = known.name or ""
    return sh.CustomerShown(known.name, initials(name), known.email, verified=known.verified)


def _agent_of(stage: s.Stage, staffing: Staffing) -> sh.AgentRef | None:
    match stage:
        case s.WithAgent(agent=agent, name=name):
            return agent_ref(agent, name)
        case s.Offered(agent=agent) | s.Deferred(offer=s.LiveOffer(agent=agent)):
            known = staffing.agents.get(agent)
            return agent_ref(agent, known.name if known else str(agent))
        case s.WrappingUp(agent=agent, name=name) | s.Closed(agent=agent, name=name):
            return agent_ref(agent, name) if agent else None
        case _:
            return None


def _place(one: Conversation, staffing: Staffing, now: datetime) -> int | None:
    stage = one.stage
    if isinstance(stage, s.Offered):
        stage = stage.waiting
    if not isinstance(stage, s.Waiting):
        return None
    return max(1, staffing.floor_for(one, now).team(stage.handoff.team).waiting)


def overtaken_by(one: Conversation, staffing: Staffing) -> str:
    """Why somebody's place became worse: what the newest of those who went past them has that they
    have not. Each cause stands in that other conversation's own journal."""
    mine = staffing.places.get(one.id)
    if mine is None:
        return "changed"
    ahead = takewhile(lambda place: place.conversation != one.id, staffing.lineup.line(mine.team))
    newer = [place for place in ahead if not place.case and place.since > mine.since]
    if not newer:
        return "back"
    last = max(newer, key=lambda place: place.since)
    if last.ahead:
        return "lost"
    return "urgent" if last.priority >= s.Priority.HIGH > mine.priority else "priority"


def me(agent: Agent, staffing: Staffing) -> sh.AgentShown:
    """An agent as they see themselves; the store's answer wins over the picture of the floor."""
    return sh.AgentShown(
        id=agent.id,
        name=agent.name,
        initials=agent.initials,
        email=agent.email,
        role=agent.role,
        teams=tuple(team_ref(team, staffing) for team in agent.teams),
        capacity=agent.capacity,
        load=staffing.loads.get(agent.id, 0),
        status=agent.status,
    )


def colleague(agent: Agent, staffing: Staffing) -> sh.Colleague:
    return sh.Colleague(
        id=agent.id,
        name=agent.name,
        initials=agent.initials,
        status=agent.status,
        load=staffing.loads.get(agent.id, 0),
        capacity=agent.capacity,
        teams=tuple(team_ref(team, staffing) for team in agent.teams),
    )


def brief_for(
    one: Conversation, staffing: Staffing, reader: str, matched: tuple[str, ...] = ()
) -> Brief | None:
    """The card of the present handoff, with a greeting in the reader's name; before one, the card
    of what may soon come. `matched` are the rules that matched when it came."""
    policy, me = staffing.policy, first(reader)
    handoff = one.handoff
    if handoff is not None:
        team = team_ref(handoff.team, staffing).name
        return brief(one, team, me, rules=policy.rules, matched=matched, mood=policy.mood)
    team = team_ref(one.marks.team or policy.team, staffing).name
    return ahead(one, team, me, rules=policy.rules, mood=policy.mood)


def matched_by(judged: e.Judged | None, one: Conversation) -> tuple[str, ...]:
    """The rules that matched at this judgement, if it is what the present handoff came of."""
    handoff = one.handoff
    fits = judged is not None and handoff is not None and judged.fired == handoff.rule != ""
    return judged.matched if judged is not None and fits else ()


def offer_of(one: Conversation, agent: AgentId) -> tuple[datetime, bool] | None:
    """Until when this conversation rings at this agent, and whether a lead made it binding."""
    match one.stage:
        case s.Offered(agent=at, until=until, binding=binding) if at == agent:
            return until, binding
        case s.Deferred(offer=s.LiveOffer(agent=at, until=until)) if at == agent:
            return until, False
        case _:
            return None


def offer(
    one: Conversation,
    agent: Agent,
    staffing: Staffing,
    policy: Policy,
    now: datetime,
    *,
    matched: tuple[str, ...] = (),
) -> fa.OfferShown | None:
    """What rings at this agent, if it does."""
    found = offer_of(one, agent.id)
    if found is None:
        return None
    until, binding = found
    return fa.OfferShown(
        conversation=one.id,
        item=item(one, staffing, now),
        brief=brief_for(one, staffing, agent.name, matched),
        until=until,
        lease_s=round(policy.offer_lasts.total_seconds()),
        epoch=one.epoch,
        binding=binding,
    )


def heads_up(
    one: Conversation, agent: Agent, staffing: Staffing, now: datetime
) -> fa.HeadsUpShown | None:
    """What this agent should know of before it comes, if they stand by here."""
    at = standing_of(one.stage)
    if at is None or at.agent != agent.id:
        return None
    return fa.HeadsUpShown(
        conversation=one.id,
        item=item(one, staffing, now),
        brief=brief_for(one, staffing, agent.name),
        chance=at.chance,
        why=f"{REASONS[s.Reason(at.reason)]}. A person may be needed within the next two turns.",
    )


def line(staffing: Staffing, teams: Iterable[TeamId], now: datetime) -> tuple[sh.TeamLine, ...]:
    """How many wait in each of these teams, and how long the first has waited."""
    told = []
    for team in teams:
        since = staffing.oldest(team)
        longest = max(0, round((now - since).total_seconds())) if since else None
        told.append(sh.TeamLine(team_ref(team, staffing), staffing.lineup.count(team), longest))
    return tuple(told)
