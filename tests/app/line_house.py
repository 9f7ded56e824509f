"""A house for the laws of the line: agents of every kind, and what may never happen to anybody.

The laws read the store, not the router's picture of it; and the picture is held against the store.
"""

from __future__ import annotations

import asyncio
from collections.abc import Container, Iterable

from app.conftest import Turned
from segue.app.ports import Kept, Row, UnknownConversation
from segue.app.ports_staff import Agent, Team
from segue.app.staffing import Staffing
from segue.build import Segue
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import routing
from segue.domain import stages as s
from segue.domain.applying import fold
from segue.domain.conversation import Conversation
from segue.domain.errors import Refused
from segue.domain.hours import OpenHours
from segue.domain.ids import AgentId, ConversationId, TeamId
from segue.domain.inputs import Input, Who
from segue.domain.line_rules import UNIT, Skill
from segue.domain.policy import Policy

ORDERS, BILLING = TeamId("orders"), TeamId("billing")
SKILLS = ("", "refunds", "refunds:3", "tents")
DAY = ((8 * 60, 20 * 60),)
STAFF = (
    Agent(AgentId("ana"), "Ana", "ana@example.com", "lead", (ORDERS,), 2),
    Agent(AgentId("ben"), "Ben", "ben@example.com", "agent", (ORDERS, BILLING), 3,
          skills=(Skill("refunds", 3),)),
    Agent(AgentId("cleo"), "Cleo", "cleo@example.com", "agent", (BILLING,), 1,
          skills=(Skill("tents"), Skill("refunds"))),
    Agent(AgentId("dee"), "Dee", "dee@example.com", "agent", (ORDERS,), 2,
          shift=OpenHours("UTC", (((10 * 60, 16 * 60),),) * 7)),
)  # fmt: skip
BY_ID = {agent.id: agent for agent in STAFF}


async def settle(segue: Segue) -> None:
    """Teams and people."""
    await segue.store.save_team(Team(ORDERS, "Orders"))
    await segue.store.save_team(Team(BILLING, "Billing", OpenHours("UTC", (DAY,) * 7)))
    for agent in STAFF:
        await segue.store.save_agent(agent, "hash")
    await segue.staffing.refresh()


async def said(segue: Segue, conversation: ConversationId, heard: Input) -> Kept | None:
    """None when it is refused: in these days people try what they may not."""
    try:
        return await segue.turns.take(conversation, heard)
    except (Refused, UnknownConversation):
        return None


async def comes(
    segue: Segue,
    conversation: ConversationId,
    team: TeamId,
    skill: str = "",
    priority: s.Priority = s.Priority.NORMAL,
    channel: str = "web",
) -> None:
    """A customer who wants a person."""
    number = await segue.store.next_number()
    started = i.ConversationStarted(number, channel=channel)
    await segue.turns.take(conversation, started, new=True)
    skills = (skill,) if skill else ()
    wants = i.IntegrationAskedForPerson("a test", team, skills, priority)
    await segue.turns.take(conversation, wants)


async def do_jobs(segue: Segue) -> None:
    """Every timer that is due."""
    jobs = segue.jobs
    while await jobs._claim():  # noqa: SLF001 - by hand instead of the loop
        await asyncio.gather(*jobs._tasks)  # noqa: SLF001
        await jobs._acknowledge()  # noqa: SLF001


def who(agent: AgentId) -> Who:
    known = BY_ID[agent]
    return Who(agent, known.name, lead=known.lead)


# --- the laws ------------------------------------------------------------------------------------


async def picture(segue: Segue) -> Staffing:
    """As somebody would see it who has just started."""
    made = Staffing(segue.store, segue.clock, segue.policy, ticks=segue.staffing.ticks)
    await made.refresh()
    return made


async def picture_is_true(segue: Segue, clock: Turned) -> None:
    """What was kept up with every commit is what is read anew."""
    kept, fresh = segue.staffing, await picture(segue)
    kept.pass_time()
    await segue.router._keep_up()  # noqa: SLF001 - the clock's part of it
    assert kept.places == fresh.places
    assert kept.seats == fresh.seats
    assert +kept.loads == +fresh.loads
    assert +kept.held == +fresh.held
    assert not kept.promises.made
    assert list(kept.lineup.line()) == list(fresh.lineup.line())
    now = clock()
    for one in kept.floor(now).teams:
        other = fresh.floor(now).team(one.id)
        assert (one.staffed, one.free, one.waiting) == (other.staffed, other.free, other.waiting)
        waits = [it.since for it in kept.places.values() if it.team == one.id and not it.case]
        assert kept.oldest(one.id) == min(waits, default=None)


async def seats_are_stages(segue: Segue, everybody: Iterable[ConversationId]) -> None:
    """A seat is used by whom it rings at or who has it, and by nobody else."""
    ones = await segue.store.conversations(list(everybody))
    assert await segue.store.seats() == {one.id: one.seat for one in ones if one.seat}


async def nobody_idles(segue: Segue) -> None:
    """No eligible agent with room while an eligible person waits, by the plain choice."""
    fresh = await picture(segue)
    left = routing.choose(fresh.places.values(), fresh.desks(), segue.policy.line)
    assert left == []


def nobody_is_forgotten(ones: Iterable[Conversation], left: Container[ConversationId]) -> None:
    """Whoever asked for a person waits, has one, was promised an answer, or it ended with a
    reason; with the bot is only who `left` the line or was given back."""
    for one in ones:
        match one.stage:
            case s.Waiting() | s.Offered() | s.WithAgent() | s.Deferred():
                pass
            case s.WithBot():
                assert one.id in left
            case s.WrappingUp(outcome=outcome) | s.Closed(outcome=outcome):
                assert outcome


def offers_are_lawful(
    rows: list[Row], agents: dict[AgentId, Agent], was: dict[ConversationId, Conversation],
    policy: Policy, seen: Staffing,
) -> None:  # fmt: skip
    """Offers of one round, by the staff as they were all through it."""
    for row in rows:
        before = was.get(row.conversation, Conversation(row.conversation))
        if isinstance(row.event, e.OfferMade):
            agent = agents[row.event.agent]
            assert agent.status == "available"
            assert not seen.roster.off_shift(agent, row.at)
            place = routing.place_of(before, row.at, policy, seen.roster.speaks, seen.roster.skills)
            assert place is not None
            assert not place.offered, "one live offer"
            desk = seen.roster.desk(agent, 0, None, row.at)
            assert set(desk.open_teams) & set(place.takers)
            assert routing.lacks(desk, place) == ()
            assert agent.id not in place.avoid
            assert agent.id not in place.passed
        was[row.conversation] = fold(before, [row.event])


def folded(rows: Iterable[Row], was: dict[ConversationId, Conversation]) -> None:
    """Everybody as they are after these."""
    for row in rows:
        before = was.get(row.conversation, Conversation(row.conversation))
        was[row.conversation] = fold(before, [row.event])


def within_capacity(
    before: dict[AgentId, int], after: dict[AgentId, int], agents: Iterable[Agent], more: int = 0
) -> None:
    """Offers alone never bring anybody above what they may have."""
    for agent in agents:
        held, most = after.get(agent.id, 0), (agent.capacity + more) * UNIT
        assert held <= max(most, before.get(agent.id, 0)), agent.id
