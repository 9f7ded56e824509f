"""The live floor at one moment, for leads: who waits against what was promised, who works on what,
and what needs a decision.

Made when somebody looks, from the picture that routing works on; the snapshots of the few rows
that are listed are read from the store. Ten thousand people in the line make a page of forty rows
and a number.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from heapq import nlargest
from typing import Final

from segue.app.floor_day import FloorDay
from segue.app.ports_staff import Agent
from segue.build import Segue
from segue.domain import routing
from segue.domain import stages as s
from segue.domain.briefing import REASONS
from segue.domain.conversation import Conversation
from segue.domain.floor import Floor
from segue.domain.ids import AgentId, ConversationId, TeamId
from segue.domain.line_rules import UNIT
from segue.web import rows
from segue.web.floor_decisions import decisions
from segue.web.frames import floor as f
from segue.web.sockets.ahead import Ahead

LISTED: Final = 40
TARGET: Final = 0.8
URGENT: Final = s.Priority.URGENT
QUOTE: Final = 80
COUNT_EVERY_S: Final = 2.0


@dataclass
class Floors:
    """Makes pictures of the floor. One for all who watch."""

    segue: Segue
    ahead: Ahead
    day: FloorDay
    _with_bot: tuple[float, int] = field(default=(-1e9, 0))

    async def picture(self, team: TeamId | None = None) -> f.FloorShown:
        """The floor now, of one team or of all."""
        staffing, now = self.segue.staffing, self.segue.clock()
        floor = staffing.floor(now)
        waiting = [
            place
            for place in staffing.places.values()
            if not place.case and team in (None, place.team)
        ]
        promised = self._promised()
        listed = nlargest(LISTED, waiting, key=lambda one: _risk(one, promised, now))
        offered = [one for one in waiting if one.offered and one not in listed][:LISTED]
        found = await self._snapshots(one.conversation for one in (*listed, *offered))
        line = tuple(
            self._row(found[one.conversation], one, promised, now)
            for one in listed
            if one.conversation in found
        )
        people = self._people(team, found.values(), now)
        history = self.day.longest(now, team)
        day = self.day.figures(now, promised, team)
        return f.FloorShown(
            at=now,
            team=rows.team_ref(team, staffing) if team else None,
            assistant=f.WithAssistant(await self._count(), len(self.ahead.standing)),
            waiting=_in_line(waiting, floor, team, now),
            person=self._with_people(team),
            today=f.Today(_whole(day.median_s), _whole(day.p90_s), day.handoffs),
            promise=f.Kept(day.within, TARGET),
            line=line,
            more=self._more(waiting, line),
            people=people,
            decisions=decisions(self.segue, self.ahead, floor, promised, team, now),
            history=f.History(
                since=history[0][0],
                until=history[-1][0],
                points=tuple(f.Point(at, round(longest)) for at, longest in history),
                promise_s=_whole(min(promised.values(), default=None)),
            ),
            teams=tuple(self._team(one, floor, now) for one in staffing.teams),
        )

    # --- parts ------------------------------------------------------------------------------------

    def _promised(self) -> dict[TeamId, float]:
        """Seconds within which each team promises a first answer, of those that do."""
        line = self.segue.policy.line
        found = {}
        for team in self.segue.staffing.teams:
            own = line.answers_within(team, "first_answer")
            if own is not None:
                found[team] = own.total_seconds()
        return found

    async def _count(self) -> int:
        """How many the assistant has; counted at most every other second."""
        at, count = self._with_bot
        now = asyncio.get_running_loop().time()
        if now - at >= COUNT_EVERY_S:
            teams = tuple(self.segue.staffing.teams)
            count = (await self.segue.store.counts(AgentId(""), teams))["bot"]
            self._with_bot = (now, count)
        return count

    async def _snapshots(self, ids: Iterable[ConversationId]) -> dict[ConversationId, Conversation]:
        found = await self.segue.store.conversations(list(ids))
        return {one.id: one for one in found}

    def _row(
        self,
        one: Conversation,
        place: routing.Place,
        promised: dict[TeamId, float],
        now: datetime,
    ) -> f.FloorRow:
        staffing = self.segue.staffing
        item = rows.item(one, staffing, now)
        handoff = one.handoff
        reason = handoff.reason if handoff else s.Reason.ASKED
        # Who was moved on while waiting keeps what they have waited; a talk in between is no wait.
        began = handoff.at if handoff and one.joined else place.since
        waited = max(0.0, (now - began).total_seconds())
        limit = promised.get(place.team)
        offered = one.stage if isinstance(one.stage, s.Offered) else None
        return f.FloorRow(
            conversation=one.id,
            case=one.case,
            customer=item.customer,
            quote=_cut(one.last_words),
            reason=str(reason),
            reason_text=REASONS[reason],
            flags=tuple(_flags(one, mood=self.segue.policy.mood)),
            team=rows.team_ref(place.team, staffing),
            since=began,
            waited_s=round(waited),
            promised_s=_whole(limit),
            risk=_how_near(waited, limit, self.segue.policy.line.warns),
            place=item.place or 1,
            stage="offered" if offered else "waiting",
            offered_to=item.agent if offered else None,
            until=offered.until if offered else None,
            priority=item.priority,
            why_not_yet=self._why_not_yet(one, place, item.place or 1),
        )

    def _why_not_yet(self, one: Conversation, place: routing.Place, at: int) -> str:
        staffing = self.segue.staffing
        if isinstance(one.stage, s.Offered):
            known = staffing.agents.get(one.stage.agent)
            return f"Ringing at {known.name.split()[0] if known else one.stage.agent}."
        there = staffing.floor(self.segue.clock()).team(place.team)
        if not there.open:
            return "The team is closed."
        if not there.staffed:
            return "Nobody of the team is here."
        if at > 1:
            return f"{at - 1} ahead."
        if there.free:
            return "Nobody who is free fits yet."
        return "Everybody is busy."

    def _people(
        self, team: TeamId | None, found: Iterable[Conversation], now: datetime
    ) -> tuple[f.FloorPerson, ...]:
        """Those at work first; whoever is offline and holds nothing is left out."""
        staffing = self.segue.staffing
        rings = {
            one.stage.agent: f.Ringing(one.id, one.stage.until)
            for one in found
            if isinstance(one.stage, s.Offered)
        }
        oldest: dict[AgentId, datetime] = {}
        for agent, since in staffing.seated.values():
            oldest[agent] = min(since, oldest.get(agent, since))
        shown = [
            self._person(one, rings.get(one.id), oldest.get(one.id), now)
            for one in staffing.agents.values()
            if (team is None or team in _serves(one, now))
            and (one.status != "offline" or staffing.loads.get(one.id, 0))
        ]
        return tuple(sorted(shown, key=lambda one: (_STATES.get(one.status, 9), one.agent.name)))

    def _person(
        self, one: Agent, ringing: f.Ringing | None, oldest: datetime | None, now: datetime
    ) -> f.FloorPerson:
        staffing = self.segue.staffing
        load, capacity = staffing.load_of(one.id) / UNIT, staffing.room_for(one.id) / UNIT
        return f.FloorPerson(
            agent=rows.agent_ref(one.id, one.name),
            status=one.status,
            back_at=one.back_at,
            teams=tuple(rows.team_ref(team, staffing) for team in one.teams),
            lent=tuple(
                f.Helping(rows.team_ref(lent.team, staffing), lent.until)
                for lent in one.lent
                if lent.until > now
            ),
            load=load,
            capacity=capacity,
            over=load > capacity,
            longest_s=_since(oldest, now),
            offer=ringing,
            skills=tuple(f.SkillShown(skill.name, skill.level) for skill in one.skills),
            languages=one.languages,
        )

    def _with_people(self, team: TeamId | None) -> f.WithPeople:
        staffing, now = self.segue.staffing, self.segue.clock()
        mine = [
            one
            for one in staffing.agents.values()
            if one.status in ("available", "busy") and (team is None or team in _serves(one, now))
        ]
        ids = {one.id for one in mine}
        held = sum(
            (team is None or agent in ids) and one not in staffing.places  # not what only rings
            for one, agent in staffing.seats.items()
        )
        return f.WithPeople(held, sum(staffing.room_for(one) for one in ids) / UNIT)

    def _more(
        self, waiting: list[routing.Place], line: tuple[f.FloorRow, ...]
    ) -> tuple[f.More, ...]:
        left: dict[TeamId, int] = {}
        for one in waiting:
            left[one.team] = left.get(one.team, 0) + 1
        for row in line:
            left[TeamId(row.team.id)] -= 1
        staffing = self.segue.staffing
        return tuple(
            f.More(rows.team_ref(team, staffing), count)
            for team, count in left.items()
            if count > 0
        )

    def _team(self, team: TeamId, floor: Floor, now: datetime) -> f.FloorTeam:
        there, known = floor.team(team), self.segue.staffing.teams[team]
        surge = known.surge if known.surge and known.surge.until > now else None
        return f.FloorTeam(
            team=rows.team_ref(team, self.segue.staffing),
            open=there.open,
            opens_at=there.opens_at,
            surge=f.SurgeShown(surge.until, surge.by, surge.more) if surge else None,
            waiting=there.waiting,
            free=there.free,
        )


_STATES: Final = {"available": 0, "busy": 1, "away": 2, "offline": 3}


def _serves(one: Agent, now: datetime) -> set[TeamId]:
    return {*one.teams, *(lent.team for lent in one.lent if lent.until > now)}


def _risk(place: routing.Place, promised: dict[TeamId, float], now: datetime) -> float:
    """How much of what was promised is gone; where nothing was, of ten minutes."""
    waited = (now - place.since).total_seconds()
    return waited / max(1.0, promised.get(place.team, 600.0))


def _how_near(waited: float, promised: float | None, warns: float) -> str:
    if promised is None or waited < warns * promised:
        return "ok"
    return "near" if waited <= promised else "over"


def _in_line(
    waiting: list[routing.Place], floor: Floor, team: TeamId | None, now: datetime
) -> f.InLine:
    longest = min((one.since for one in waiting), default=None)
    told = [one for one in floor.teams if team in (None, one.id) and one.eta_low_s is not None]
    worst = max(told, key=lambda one: (one.eta_low_s or 0, one.eta_high_s or 0), default=None)
    return f.InLine(
        count=len(waiting),
        longest_s=_since(longest, now),
        promised_low_s=worst.eta_low_s if worst else None,
        promised_high_s=worst.eta_high_s if worst else None,
    )


def _flags(one: Conversation, *, mood: bool) -> Iterable[str]:
    """With `mood` off nobody looks at the tone of the texts."""
    handoff = one.handoff
    if handoff is not None and handoff.priority == URGENT:
        yield "urgent"
    angry = handoff is not None and handoff.reason == s.Reason.MOOD
    if mood and (
        angry or any((turn.signals.frustration or 0.0) >= ANGRY for turn in one.seen[-2:])
    ):
        yield "angry"
    if one.contact.tier:
        yield one.contact.tier
    if one.away:
        yield "away"


ANGRY: Final = 0.7


def _cut(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= QUOTE else words[: QUOTE - 1].rstrip() + "…"


def _since(began: datetime | None, now: datetime) -> int | None:
    """Seconds; none at all after a clock that was put back."""
    return None if began is None else max(0, round((now - began).total_seconds()))


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)
