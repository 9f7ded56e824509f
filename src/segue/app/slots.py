"""Times for calls, as they are now: offered by hours and room, less what is taken.

The store gives the last place away (`ports.Journal.take`); here it is said which times are offered
at all, and which others are free when one cannot be had.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from segue.app.ports import Clock, Journal
from segue.app.staffing import Staffing
from segue.domain import hours, slots
from segue.domain.conversation import Conversation
from segue.domain.errors import NoSlot
from segue.domain.hours import OpenHours
from segue.domain.ids import ConversationId, TeamId
from segue.domain.inputs import CustomerChose
from segue.domain.slots import Slot
from segue.domain.stages import Deferred
from segue.domain.value import Plain

NEVER = OpenHours("UTC", ((),) * 7)
"""A team that nobody knows, because it was deleted meanwhile, promises no time."""


class Offered(Plain, frozen=True):
    """What a customer may choose from. `now_ish`: somebody is there, and calls as soon as it is
    their turn; `next_open` is when the team opens, if it is closed and ever does."""

    team: TeamId
    now_ish: bool
    free: tuple[Slot, ...]
    next_open: datetime | None


@dataclass
class Slots:
    """One per process."""

    journal: Journal
    clock: Clock
    staffing: Staffing

    def room(self, team: TeamId, _at: datetime) -> int:
        """How many calls of this team fit into one slot: what the store is told."""
        return slots.room(self.staffing.policy.line, team)

    def check(self, heard: CustomerChose, now_is: Conversation, now: datetime) -> None:
        """Is the time that was chosen one that is offered? Raises `NoSlot`.

        `now_is` is the conversation as the choice would leave it.
        """
        stage = now_is.stage
        if heard.at is None or heard.choice != "callback" or not isinstance(stage, Deferred):
            return
        rules = self.staffing.policy.line
        slots.must_be_offered(self._hours(stage.handoff.team), rules, heard.at, now)

    async def offered(self, one: Conversation) -> Offered:
        """To this customer, who may be in a line or not."""
        now = self.clock()
        policy = self.staffing.policy
        team = slots.team_of_call(one, policy, now)
        there = self.staffing.floor(now).team(team)
        return Offered(
            team,
            now_ish=there.open and there.staffed > 0,
            free=await self._free(team, now),
            next_open=None if there.open else hours.opens_next(self._hours(team), now),
        )

    async def named(self, no: NoSlot, conversation: ConversationId, at: datetime) -> NoSlot:
        """The same refusal with the free times that are nearest to what was wanted."""
        one = await self.journal.conversation(conversation)
        if one is None:
            return no
        now = self.clock()
        team = slots.team_of_call(one, self.staffing.policy, now)
        return type(no)(slots.nearest(await self._free(team, now), at))

    async def _free(self, team: TeamId, now: datetime) -> tuple[Slot, ...]:
        until = now + 2 * slots.AHEAD
        taken = await self.journal.slots_taken(team, now, until)
        return slots.free(self._hours(team), self.staffing.policy.line, team, now, taken)

    def _hours(self, team: TeamId) -> OpenHours:
        known = self.staffing.teams.get(team)
        return known.hours if known else NEVER
