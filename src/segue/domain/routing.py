"""Who is next, and who gets it. Pure: people in, matches out, the same every time.

**One order** serves the router, the place shown and the estimate. Everybody counts as if they had
come earlier by their head start (`line_rules.Heads`: priority, tier, an agent who was lost), and
whoever came first by that reckoning goes first. Nothing in it depends on the present moment, so a
line never has to be sorted again. Cases (later answers) stand in the same order from `line_at`, or
from a while before their promise is due; in the morning they are the first.

**Ageing.** With `head(x)` for the head start of x and `stood(x)` for the moment from which x stands
in the line: q goes before p only if `stood(q) - stood(p) <= head(q) - head(p)`. So nobody is ever
overtaken by somebody who came more than the difference of their head starts later, however many of
them come and however urgent they are.

**Who may take it**: of a team that may, with every skill at the level needed and the language, who
neither sent it nor let it go a moment ago, at work, with room for its weight. Of them, in this
order: whoever knows the customer; the smallest share of capacity in use after taking it (or, by
turns, the longest without an offer); skills nearest to what is asked for, so that a specialist is
kept for those who need one; the id.

**Overflow**: while nobody of a team is at work, the first team of its chain with somebody there
takes over. Nothing is moved: when somebody comes back, it is theirs.

What this room cannot hold alone is "never more than capacity": that spans conversations. The router
asks `Lineup` (the same decisions, but fast), and the store claims the seat with the offer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from msgspec.structs import replace

from segue.domain import stages as s
from segue.domain.ids import AgentId, ConversationId, HandoffId, TeamId
from segue.domain.line_rules import UNIT, LineRules, Skill
from segue.domain.needs import Needs, asked_for, left_of, tongue
from segue.domain.policy import Policy
from segue.domain.state import Conversation
from segue.domain.value import Plain

SHIPPED = LineRules()
SHIPPED_POLICY = Policy()
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
LANGUAGE_LEVELS = 3
"""A language that an agent lacks counts like a skill that is this many levels away."""

Rank: TypeAlias = tuple[datetime, datetime, datetime, ConversationId]
Fitness: TypeAlias = tuple[bool, float, datetime, int, AgentId]


class Desk(Plain, frozen=True):
    """One agent as the router sees them. `load` and `capacity` are in hundredths of a chat.

    `teams` are theirs and those that they are lent to; `closed` those of them that are closed now.
    `busy`: at work, but takes nothing new. `given_at` is when they were offered something last,
    `given` the number of that among the offers which the line itself gave since then.
    """

    agent: AgentId
    name: str
    teams: tuple[TeamId, ...]
    load: int
    capacity: int
    available: bool = True
    skills: tuple[Skill, ...] = ()
    languages: tuple[str, ...] = ()  # none named: every language
    given_at: datetime | None = None
    off_shift: bool = False
    closed: tuple[TeamId, ...] = ()
    given: int = 0
    busy: bool = False

    @property
    def at_work(self) -> bool:
        """May be offered something, if there is room."""
        return self.available and not self.off_shift

    @property
    def present(self) -> tuple[TeamId, ...]:
        """Teams of which somebody is at work because they are, whether they take more or not."""
        return self.open_teams if (self.available or self.busy) and not self.off_shift else ()

    @property
    def room(self) -> int:
        """Hundredths that are free; less than 0 after capacity was lowered. 0 when not at work."""
        return self.capacity - self.load if self.at_work else 0

    @property
    def open_teams(self) -> tuple[TeamId, ...]:
        """Teams for which they take something now."""
        return tuple(team for team in self.teams if team not in self.closed)


class Place(Plain, frozen=True):
    """One waiting conversation as the router sees it.

    `needs` and `language` are needed, `wants` and `wants_language` were asked for (some of it may
    have been let go). `avoid` sent it and never gets it back; `passed` let it go lately. `teams`
    may take it, its own first; none is its own.
    """

    conversation: ConversationId
    handoff: HandoffId
    team: TeamId
    priority: int
    since: datetime
    ahead: bool = False
    case: bool = False
    due: datetime | None = None
    preferred: AgentId | None = None
    avoid: tuple[AgentId, ...] = ()
    offered: bool = False
    teams: tuple[TeamId, ...] = ()
    tier: str = ""
    line_at: datetime | None = None
    needs: tuple[Skill, ...] = ()
    language: str | None = None
    weight: int = UNIT
    passed: tuple[AgentId, ...] = ()
    wants: tuple[Skill, ...] = ()
    wants_language: str | None = None
    call: bool = False  # a case that waits in the line all the same: a call as soon as possible

    @property
    def counts(self) -> bool:
        """Do those behind count them? A person here, or who waits to be called at once."""
        return not self.case or self.call

    @property
    def takers(self) -> tuple[TeamId, ...]:
        """Teams that may take it."""
        return self.teams or (self.team,)


class Match(Plain, frozen=True):
    """This agent for this conversation, and why."""

    conversation: ConversationId
    handoff: HandoffId
    agent: AgentId
    name: str
    why: str


# --- a place -------------------------------------------------------------------------------------


def place_of(
    one: Conversation,
    now: datetime,
    policy: Policy = SHIPPED_POLICY,
    speaks: Collection[str] = (),
    known: Collection[str] | None = None,
) -> Place | None:
    """A conversation's place, or None when nobody is being looked for.

    `speaks` and `known` are languages and skills that somebody of the house has: see `needs`. A
    call has no place before its time. A case whose promise is near needs only its team any more:
    an answer that is good enough beats one that is late.
    """
    match one.stage:
        case s.Waiting() as stage:
            return _waiting(one, stage, now, policy, asked_for(stage.handoff, speaks, known))
        case s.Offered(waiting=stage):
            there = _waiting(one, stage, now, policy, asked_for(stage.handoff, speaks, known))
            return replace(there, offered=True)
        case s.Deferred() as later if later.ready or later.offer is not None:
            return _later(one, later, now, policy, asked_for(later.handoff, speaks, known))
        case _:
            return None


def _waiting(
    one: Conversation, stage: s.Waiting, now: datetime, policy: Policy, asked: Needs
) -> Place:
    needs = left_of(asked, stage.dropped, stage.lowered)
    team = stage.handoff.team
    return replace(
        _place(one, stage.handoff, policy, asked, needs),
        since=stage.since,
        ahead=stage.ahead,
        teams=tuple(dict.fromkeys((team, *stage.widened))) if stage.widened else (),
        passed=_still(stage.passed, now),
    )


def _later(
    one: Conversation, later: s.Deferred, now: datetime, policy: Policy, asked: Needs
) -> Place:
    near = now >= later.answer_by - timedelta(seconds=policy.line.heads.promise)
    return replace(
        _place(one, later.handoff, policy, asked, Needs() if near else asked),
        since=later.since,
        case=True,
        due=later.answer_by,
        line_at=later.line_at,
        passed=_still(later.passed, now),
        offered=later.offer is not None,
        call=later.channel == "callback" and later.slot is None and later.again_at is None,
    )


def _place(
    one: Conversation, handoff: s.Handoff, policy: Policy, asked: Needs, needs: Needs
) -> Place:
    return Place(
        one.id,
        handoff.id,
        handoff.team,
        int(handoff.priority),
        handoff.at,
        preferred=handoff.preferred,
        avoid=handoff.avoid,
        tier=handoff.tier,
        needs=needs.skills,
        language=needs.language,
        wants=asked.skills,
        wants_language=asked.language,
        weight=policy.line.weight(one.channel),
    )


def changes_at(
    one: Conversation, now: datetime, policy: Policy = SHIPPED_POLICY
) -> datetime | None:
    """When `place_of` is another one without any event: somebody who let it go may be asked again,
    or a promise comes near. None: not by itself."""
    match one.stage:
        case s.Waiting(passed=passed) | s.Offered(waiting=s.Waiting(passed=passed)):
            moments = [each.until for each in passed]
        case s.Deferred(passed=passed, answer_by=due):
            near = due - timedelta(seconds=policy.line.heads.promise)
            moments = [*(each.until for each in passed), near]
        case _:
            return None
    return min((moment for moment in moments if moment > now), default=None)


def _still(passed: Iterable[s.Passed], now: datetime) -> tuple[AgentId, ...]:
    return tuple(one.agent for one in passed if one.until > now)


# --- the order -----------------------------------------------------------------------------------


def stood(place: Place, rules: LineRules = SHIPPED) -> datetime:
    """From when this place counts as standing in the line, before any head start."""
    if place.line_at is not None:
        return place.line_at
    if place.due is None:
        return place.since
    return max(place.since, place.due - timedelta(seconds=rules.heads.promise))


def head(place: Place, rules: LineRules = SHIPPED) -> timedelta:
    """By how much this place counts as older than it is."""
    heads = rules.heads
    seconds = (heads.low, heads.normal, heads.high, heads.urgent)[max(0, min(3, place.priority))]
    if place.tier:
        seconds += dict(rules.tiers).get(place.tier, 0.0)
    if place.ahead:
        seconds += heads.lost
    return timedelta(seconds=seconds)


def rank(place: Place, rules: LineRules = SHIPPED) -> Rank:
    """The total order of a line: smaller goes first."""
    virtual = stood(place, rules) - head(place, rules)
    return (virtual, place.due or place.since, place.since, place.conversation)


def order(places: Iterable[Place], rules: LineRules = SHIPPED) -> list[Place]:
    """Everybody in serving order."""
    return sorted(places, key=lambda place: rank(place, rules))


def before(place: Place, others: Iterable[Place], rules: LineRules = SHIPPED) -> int:
    """How many stand ahead of this place in the same team's line and count: people, no cases."""
    mine, line = rank(place, rules), (one for one in others if one.team == place.team)
    return sum(one.counts and rank(one, rules) < mine for one in line)


# --- who may take it, and who gets it -------------------------------------------------------------


def helpers(desks: Iterable[Desk], rules: LineRules = SHIPPED) -> dict[TeamId, TeamId]:
    """Teams of which nobody is at work, and the team of their overflow chain that helps."""
    return helping_of({team for desk in desks for team in desk.present}, rules)


def helping_of(staffed: Collection[TeamId], rules: LineRules) -> dict[TeamId, TeamId]:
    """The same, when it is known of which teams somebody is at work."""
    found = {}
    for own in rules.teams:
        helper = next((team for team in own.overflow if team in staffed), None)
        if helper is not None and own.team not in staffed:
            found[own.team] = helper
    return found


def in_team(desk: Desk, place: Place, helping: Mapping[TeamId, TeamId]) -> bool:
    """Is the agent of a team that may take this place now?"""
    teams = desk.open_teams
    return any(team in teams or helping.get(team) in teams for team in place.takers)


def lacks(desk: Desk, place: Place) -> tuple[Skill, ...]:
    """Needed skills that the agent does not have, or not at the level needed."""
    return tuple(need for need in place.needs if level_of(desk, need.name) < need.level)


def level_of(desk: Desk, name: str) -> int:
    """The agent's level of this skill; 0 when they do not have it."""
    return max((one.level for one in desk.skills if one.name == name), default=0)


def speaks(desk: Desk, language: str | None) -> bool:
    """Does the agent speak it? Whoever names no languages speaks all of the house."""
    return language is None or not desk.languages or language in map(tongue, desk.languages)


def fits(desk: Desk, place: Place, helping: Mapping[TeamId, TeamId]) -> bool:
    """May this agent be offered this place now?"""
    return (
        desk.at_work
        and desk.room >= place.weight
        and in_team(desk, place, helping)
        and desk.agent not in place.avoid
        and desk.agent not in place.passed
        and not lacks(desk, place)
        and speaks(desk, place.language)
    )


def distance(desk: Desk, place: Place) -> int:
    """How far the agent's skills are from what was asked for: the sum of the differences of levels
    over all skills of either (0: none), and of a language."""
    wanted = {one.name: one.level for one in place.wants or place.needs}
    names = {one.name for one in desk.skills} | set(wanted)
    away = sum(abs(level_of(desk, name) - wanted.get(name, 0)) for name in names)
    return away + LANGUAGE_LEVELS * (not speaks(desk, place.wants_language or place.language))


def turn(desk: Desk, weight: int, rules: LineRules) -> tuple[float, datetime]:
    """Whose turn it is by `rules.pick`: the share of capacity in use after taking `weight`, or the
    number and time of the last offer. Smaller goes first."""
    if rules.pick == "round_robin":
        return (float(desk.given), desk.given_at or LONG_AGO)
    return ((desk.load + weight) / desk.capacity, LONG_AGO)


def fitness(desk: Desk, place: Place, rules: LineRules = SHIPPED) -> Fitness:
    """How good a choice somebody is who may take it: smaller is better."""
    known = desk.agent == place.preferred
    return (not known, *turn(desk, place.weight, rules), distance(desk, place), desk.agent)


def match_of(place: Place, desk: Desk, rules: LineRules = SHIPPED) -> Match:
    """The decision in a word or two."""
    why = "next in turn" if rules.pick == "round_robin" else "least busy"
    if desk.agent == place.preferred:
        why = "knows the customer"
    return Match(place.conversation, place.handoff, desk.agent, desk.name, why)


def given(desk: Desk, weight: int, number: int) -> Desk:
    """The agent with one more, the `number`-th that the line gave."""
    return replace(desk, load=desk.load + weight, given=number)


def choose(
    places: Iterable[Place], desks: Sequence[Desk], rules: LineRules = SHIPPED
) -> list[Match]:
    """Give every free place to the next in line who may have it: the specification of `Lineup`.

    In serving order; whoever nobody can take holds up nobody. Afterwards no agent has room for
    anybody who waits and whom they may take. Costs places x agents.
    """
    now = {desk.agent: desk for desk in desks}
    helping = helpers(desks, rules)
    number = max((desk.given for desk in desks), default=0)
    matches: list[Match] = []
    for place in order((one for one in places if not one.offered), rules):
        fit = [desk for desk in now.values() if fits(desk, place, helping)]
        if not fit:
            continue
        best = min(fit, key=lambda desk, place=place: fitness(desk, place, rules))  # type: ignore[misc]
        number += 1
        now[best.agent] = given(best, place.weight, number)
        matches.append(match_of(place, best, rules))
    return matches


def stand_by(team: TeamId, desks: Iterable[Desk]) -> Desk | None:
    """Who of this team gets a heads-up: the one with the most room; None when nobody has any."""
    fit = [desk for desk in desks if desk.room > 0 and team in desk.open_teams]
    return min(fit, key=lambda desk: (desk.load / desk.capacity, desk.agent), default=None)
