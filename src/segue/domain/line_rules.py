"""What an installation wants of its lines: who goes first, who fits, and what happens with time.

Numbers with their meaning, read from the `line:` part of the policy file and versioned with it, so
that every decision about a place can be made again. What a team leaves out is the installation's.
"""

from __future__ import annotations

from datetime import timedelta

from segue.domain.ids import TeamId
from segue.domain.value import Plain

ANY_LANGUAGE = "language"
"""Stands for the language among the skills that a step drops."""
EVERYTHING = "*"
"""Stands for every needed skill, the language among them."""
UNIT = 100
"""Capacity is counted in hundredths: an ordinary chat weighs this much."""


class Skill(Plain, frozen=True):
    """What an agent can do, or a conversation needs. Levels go from 1 to 3; more is better."""

    name: str
    level: int = 1


def skill_of(text: str) -> Skill:
    """`refunds` or `refunds:2`, as handoffs and policies write it; a level that is none is 1."""
    name, _, level = text.partition(":")
    return Skill(name.strip(), min(3, max(1, int(level))) if level.strip().isdecimal() else 1)


class Heads(Plain, frozen=True):
    """Head starts in seconds: a place counts as if it were so much older.

    They are what makes one order of urgency and age, and they bound ageing: nobody is overtaken by
    somebody who came more than the difference of their head starts later.
    """

    low: float = -600.0
    normal: float = 0.0
    high: float = 600.0
    urgent: float = 3600.0
    lost: float = 900.0  # besides: the agent was lost
    promise: float = 1800.0  # a case stands in the line from so long before its answer is due


class Step(Plain, frozen=True):
    """What is let go after a wait: skills, levels, or that it must be this team."""

    after: timedelta
    drop: tuple[str, ...] = ()  # names of skills, ANY_LANGUAGE, or EVERYTHING
    lower: int = 0  # levels by which every needed skill is lowered
    teams: tuple[TeamId, ...] = ()  # who may take it from now on besides


class TeamLineRules(Plain, frozen=True):
    """One team's own. None is the installation's."""

    team: TeamId
    steps: tuple[Step, ...] | None = None
    wait_limit: timedelta | None = None
    first_answer: timedelta | None = None
    next_answer: timedelta | None = None
    goodwill: tuple[tuple[str, str], ...] | None = None  # language, sentence
    overflow: tuple[TeamId, ...] = ()  # in this order, when nobody of it is at work
    callbacks: int | None = None  # calls that fit into one slot


class LineRules(Plain, frozen=True):
    """The line of one installation."""

    heads: Heads = Heads()
    tiers: tuple[tuple[str, float], ...] = (("vip", 300.0),)  # head start by tier, in seconds
    weights: tuple[tuple[str, int], ...] = ()  # of a channel, in hundredths of an ordinary chat
    pick: str = "least_busy"  # least_busy | round_robin, among equals
    sticky: timedelta = timedelta(days=14)  # so long somebody comes back to the same person
    steps: tuple[Step, ...] = (
        Step(timedelta(seconds=90), lower=1),
        Step(timedelta(minutes=4), drop=(EVERYTHING,)),
    )
    first_answer: timedelta | None = timedelta(minutes=2)  # promised to whoever waits
    next_answer: timedelta | None = timedelta(minutes=5)  # after each of the customer's turns
    warns: float = 0.75  # of that time gone: it is said before it is broken
    goodwill: tuple[tuple[str, str], ...] = ()  # said when a wait has grown twice
    callbacks: int = 2  # calls that fit into one slot
    slot: timedelta = timedelta(minutes=30)
    call_tries: int = 3
    call_again: timedelta = timedelta(minutes=30)
    learned: bool = True  # may the team be told from what was learned of earlier handoffs?
    teams: tuple[TeamLineRules, ...] = ()

    def of(self, team: TeamId) -> TeamLineRules:
        """What this team wants of its own."""
        return next((one for one in self.teams if one.team == team), TeamLineRules(team))

    def answers_within(self, team: TeamId, what: str) -> timedelta | None:
        """What this team promises: its own, or the installation's. `what` is `first_answer` or
        `next_answer`; None is no promise."""
        own = self.of(team)
        if what == "first_answer":
            return own.first_answer or self.first_answer
        return own.next_answer or self.next_answer

    def weight(self, channel: str) -> int:
        """Of one conversation on this channel, in hundredths."""
        return dict(self.weights).get(channel, UNIT)
