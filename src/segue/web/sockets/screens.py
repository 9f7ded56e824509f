"""The staff's sockets: who is interested in what, offers, the line, who is here.

An event is turned into a frame once and shared by all screens that should see it. Who that is says
`domain.visibility`; who may know of the conversation at all says `domain.access`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from segue.app.feed import Passing
from segue.app.ports import Kept, Row
from segue.app.ports_staff import Agent
from segue.build import Segue
from segue.domain import events as e
from segue.domain import stages as s
from segue.domain.access import Person, approves, may_see
from segue.domain.conversation import Conversation
from segue.domain.ids import AgentId, ConversationId, Seq, TeamId
from segue.domain.showing import initials
from segue.domain.visibility import CHATTER, interested
from segue.web import rows
from segue.web.frames import agent as f
from segue.web.frames import shared as sh
from segue.web.frames.base import encode
from segue.web.sockets.ahead import Ahead, standing_agent
from segue.web.sockets.wire import SESSION_OVER, Wire
from segue.web.thread import Teams, agent_event
from segue.web.who import person_of

READ_KEPT = 20_000
STANDINGS_KEPT = 10_000
NOT_YET = Seq(0)
ENDS: dict[type[e.Event], str] = {
    e.HandoffRequested: "handed_off",
    e.AnswerDeferred: "handed_off",
    e.AgentJoined: "taken",
    e.StandByReleased: "calm",
}
"""Why nobody need stand by any more; by everything else, the conversation is over."""


class Screen:
    """One agent socket. `waiting` holds live frames back while a replay goes on."""

    __slots__ = ("agent", "allowed", "held", "looking", "person", "session", "wire")

    def __init__(self, agent: Agent, person: Person, wire: Wire, session: str) -> None:
        self.agent = agent
        self.session = session  # the hash of its token
        self.person = person
        self.wire = wire
        self.looking: ConversationId | None = None
        self.allowed: set[ConversationId] = set()
        self.held: list[tuple[str, bytes]] | None = []

    def push(self, frame: bytes, cursor: str = "") -> None:
        if self.held is None:
            self.wire.push(frame)
        else:
            self.held.append((cursor, frame))

    def go_live(self, replayed: set[str]) -> None:
        """The replay is over: send what happened meanwhile, without what was replayed."""
        held, self.held = self.held or [], None
        for cursor, frame in held:
            if cursor not in replayed:
                self.wire.push(frame)


@dataclass
class Screens:
    """All screens of this process."""

    segue: Segue
    ahead: Ahead
    by_agent: dict[AgentId, list[Screen]] = field(default_factory=dict)
    viewers: dict[ConversationId, list[Screen]] = field(default_factory=dict)
    read: dict[ConversationId, Seq] = field(default_factory=dict)
    _told: dict[str, bytes] = field(default_factory=dict)
    _standing: dict[ConversationId, rows.Standing] = field(default_factory=dict)

    def __len__(self) -> int:
        return sum(map(len, self.by_agent.values()))

    def all(self) -> Iterable[Screen]:
        for screens in self.by_agent.values():
            yield from screens

    # --- what was kept ----------------------------------------------------------------------------

    def kept(self, kept: Kept) -> None:
        """A commit: its events to whoever is interested, then what rings and what stopped."""
        one, row_item = kept.conversation, None
        for row in kept.rows:
            screens = self._screens_for(one, row.event)
            if screens:
                if row_item is None:
                    row_item = self.item(one, self.segue.clock())
                frame = event_frame(row, one, row_item, self.segue.staffing.teams)
                for screen in screens:
                    screen.push(frame, row.cursor)
            self._offers(one, row.event)
            if isinstance(row.event, e.HandoffRequested):
                self._out_of_sight(one)

    def _out_of_sight(self, one: Conversation) -> None:
        """It went to a team that some do not serve: it leaves their lists, with nothing said."""
        frame = encode(f.Gone(conversation=one.id))
        for screen in self.all():
            if not may_see(screen.person, one):
                screen.push(frame)

    def item(self, one: Conversation, now: datetime) -> sh.Item:
        staffing = self.segue.staffing
        standing = self._standing.get(one.id)
        if standing is None or not standing.still(one, staffing):
            if len(self._standing) > STANDINGS_KEPT:
                self._standing.clear()
            standing = self._standing[one.id] = rows.Standing(one, staffing)
        seen = self.read.get(one.id, NOT_YET)
        return rows.item(one, staffing, now, seen=seen, standing=standing)

    def _screens_for(self, one: Conversation, event: e.Event) -> list[Screen]:
        pool: Iterable[Screen]
        if isinstance(event, CHATTER) and isinstance(one.stage, s.WithAgent):
            pool = self._near(one, one.stage)  # nobody else could be interested: ask only them
        else:
            pool = self.all()
        return [
            screen
            for screen in pool
            if interested(screen.agent.id, one, event, viewing=screen.looking == one.id)
            and may_see(screen.person, one)
            and (not isinstance(event, e.DraftHeld) or for_approval(screen, one, event))
        ]

    def _near(self, one: Conversation, stage: s.WithAgent) -> list[Screen]:
        near = list(self.by_agent.get(stage.agent, ()))
        for guest in stage.guests:
            near += self.by_agent.get(guest, ())
        viewers = self.viewers.get(one.id)
        if viewers:
            near += [screen for screen in viewers if screen not in near]
        return near

    def _offers(self, one: Conversation, event: e.Event) -> None:
        match event:
            case e.OfferMade(agent=agent):
                for screen in self.by_agent.get(agent, ()):
                    found = self.offer(one, screen.agent)
                    if found is not None:
                        screen.push(encode(offer_frame(found)))
            case e.OfferEnded(agent=agent, why=why):
                self._push(agent, encode(f.OfferEnded(conversation=one.id, why=why)))
            case e.StoodBy(agent=agent):
                for screen in self.by_agent.get(agent, ()):
                    told = self.heads_up(one, screen.agent)
                    if told is not None:
                        screen.push(encode(heads_up_frame(told)))
            case e.AgentJoined(agent=agent):
                self._push(agent, encode(f.OfferEnded(conversation=one.id, why="accepted")))
            case _:
                pass

    def offer(self, one: Conversation, agent: Agent) -> f.OfferShown | None:
        """What rings at this agent here, if it does."""
        segue = self.segue
        matched = rows.matched_by(self.ahead.judged.get(one.id), one)
        return rows.offer(one, agent, segue.staffing, segue.policy, segue.clock(), matched=matched)

    def calmed(self, before: Conversation, kept: Kept) -> None:
        """Before this commit somebody stood by here: tell them when they need not any more."""
        agent, one = standing_agent(before), kept.conversation
        if agent is None or standing_agent(one) == agent:
            return
        whys = (ENDS.get(type(row.event)) for row in kept.rows)
        why = next((why for why in whys if why), "over")
        self._push(agent, encode(f.HeadsUpEnded(conversation=one.id, why=why)))

    def heads_up(self, one: Conversation, agent: Agent) -> f.HeadsUpShown | None:
        """What this agent is told ahead, if they stand by here."""
        return rows.heads_up(one, agent, self.segue.staffing, self.segue.clock())

    def _push(self, agent: AgentId, frame: bytes) -> None:
        for screen in self.by_agent.get(agent, ()):
            screen.push(frame)

    # --- what passes ------------------------------------------------------------------------------

    def passing(self, passing: Passing) -> None:
        """Typing and reading, to those who have or look at the conversation."""
        conversation = passing.conversation
        if conversation is None:
            return
        if passing.what == "seen" and passing.who == "agent":
            self._was_read(conversation, Seq(passing.seq))
        frame: bytes
        if passing.what == "typing":
            name = passing.name or None
            frame = encode(f.AgentTyping(conversation=conversation, who=passing.who, name=name))
        elif passing.what == "seen":
            seq = passing.seq
            frame = encode(f.AgentSeen(conversation=conversation, who=passing.who, seq=seq))
        else:
            return
        for screen in self.viewers.get(conversation, ()):
            if screen.agent.id != passing.agent:
                screen.push(frame)

    def _was_read(self, conversation: ConversationId, seq: Seq) -> None:
        self.read[conversation] = max(seq, self.read.pop(conversation, Seq(0)))
        if len(self.read) > READ_KEPT:
            del self.read[next(iter(self.read))]

    def looks_at(self, screen: Screen, conversation: ConversationId | None) -> None:
        """This tab shows another conversation now: tell those who look at the old and the new."""
        before = screen.looking
        if before == conversation:
            return
        screen.looking = conversation
        if before is not None:
            left = self.viewers.get(before, [])
            if screen in left:
                left.remove(screen)
            if not left:
                self.viewers.pop(before, None)
            self._viewers_changed(before)
        if conversation is not None:
            self.viewers.setdefault(conversation, []).append(screen)
            self._viewers_changed(conversation)

    def viewing(self, conversation: ConversationId) -> tuple[sh.Viewer, ...]:
        """Who looks at it now, each once."""
        people = {one.agent.id: one.agent for one in self.viewers.get(conversation, ())}
        return tuple(
            sh.Viewer(agent.id, agent.name, initials(agent.name)) for agent in people.values()
        )

    def _viewers_changed(self, conversation: ConversationId) -> None:
        frame = encode(f.Viewing(conversation=conversation, agents=self.viewing(conversation)))
        for screen in self.viewers.get(conversation, ()):
            screen.push(frame)

    # --- the floor --------------------------------------------------------------------------------

    def line_for(self, teams: Iterable[TeamId]) -> tuple[sh.TeamLine, ...]:
        return rows.line(self.segue.staffing, teams, self.segue.clock())

    def people(self) -> tuple[sh.Colleague, ...]:
        staffing = self.segue.staffing
        return tuple(rows.colleague(agent, staffing) for agent in staffing.agents.values())

    def floor_moved(self) -> None:
        """Tell the line and who is here, to whomever they are news."""
        self._renew()
        agents = encode(f.Presence(agents=self.people()))
        if self._told.get("presence") != agents:
            self._told["presence"] = agents
            for screen in self.all():
                screen.push(agents)
        frames: dict[tuple[TeamId, ...], bytes] = {}
        for agent, screens in self.by_agent.items():
            teams = self.teams_of(screens[0])
            frame = frames.get(teams)
            if frame is None:
                frame = frames[teams] = encode(f.LineFrame(teams=self.line_for(teams)))
            if self._told.get(agent) != frame:
                self._told[agent] = frame
                for screen in screens:
                    screen.push(frame)

    def _renew(self) -> None:
        """Whoever serves other teams than before sees what those have, on screens that are open."""
        now = self.segue.clock()
        for name, screens in self.by_agent.items():
            known = self.segue.staffing.agents.get(name)
            if known is None or known is screens[0].agent:
                continue
            person = person_of(known, now)
            for screen in screens:
                screen.agent, screen.person = known, person

    def teams_of(self, screen: Screen) -> tuple[TeamId, ...]:
        """The teams whose line this agent sees: their own, or all for a lead."""
        if screen.person.lead:
            return tuple(self.segue.staffing.teams)
        return screen.person.teams

    # --- coming and going -------------------------------------------------------------------------

    def add(self, screen: Screen) -> None:
        self.by_agent.setdefault(screen.agent.id, []).append(screen)

    def sign_out(self, agent: AgentId, session: str | None = None) -> bool:
        """This session of an agent was ended, or all of them: close what they had open. True when
        no other screen of theirs is left here."""
        left = 0
        for screen in tuple(self.by_agent.get(agent, ())):
            if session is None or screen.session == session:
                screen.wire.close(SESSION_OVER, "signed out")
            else:
                left += 1
        return not left

    def remove(self, screen: Screen) -> None:
        self.looks_at(screen, None)
        screens = self.by_agent.get(screen.agent.id, [])
        if screen in screens:
            screens.remove(screen)
        if not screens:
            self.by_agent.pop(screen.agent.id, None)
            self._told.pop(screen.agent.id, None)


def for_approval(screen: Screen, one: Conversation, event: e.DraftHeld) -> bool:
    """An answer to approve is told to those who may, and to whoever looks on."""
    return screen.looking == one.id or approves(screen.person, event.draft)


def event_frame(row: Row, one: Conversation, item: sh.Item, teams: Teams) -> bytes:
    """One kept event with the list row after it."""
    return encode(
        f.AgentEventFrame(
            conversation=one.id,
            seq=row.seq,
            cursor=row.cursor,
            at=row.at,
            event=agent_event(row, one, teams),
            item=item,
        )
    )


def offer_frame(found: f.OfferShown) -> f.Offer:
    """A ringing offer as a frame of its own."""
    return f.Offer(
        conversation=found.conversation,
        item=found.item,
        brief=found.brief,
        until=found.until,
        lease_s=found.lease_s,
        epoch=found.epoch,
        binding=found.binding,
    )


def heads_up_frame(found: f.HeadsUpShown) -> f.HeadsUp:
    """A heads-up as a frame of its own."""
    return f.HeadsUp(
        conversation=found.conversation,
        item=found.item,
        brief=found.brief,
        chance=found.chance,
        why=found.why,
    )
