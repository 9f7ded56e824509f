"""Why this agent? Why not me? Why not yet? Answered from the same facts as the decision itself.

Two things are kept apart. `explain` tells of a place as it stands now. `RoutingNote` is what one
decision rested on, kept beside the router's input; `decide_again` makes the decision anew from it,
and must come to the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec.structs import replace

from segue.domain import needs, routing, why_words
from segue.domain.ids import AgentId, ConversationId, TeamId
from segue.domain.line_rules import LineRules
from segue.domain.lineup import Lineup
from segue.domain.needs import LettingGo, Needs
from segue.domain.routing import Desk, Match, Place
from segue.domain.value import Plain
from segue.domain.why_words import Names

CANDIDATES = 12
"""So many of those who could take it stand in a note, the best first."""
SHOWN = 50
"""So many agents, and so many of those ahead, are told of."""
LOOKED_AT = 100
"""So many decisions are made in thought to see who gets somebody who is free."""

CANNOT = ("not_in_team", "lacks_skill", "lacks_level", "lacks_language")
"""Reasons that lie in what somebody can do; all others pass by themselves."""
NOT_HERE = ("team_closed", "away", "off_shift")


class Considered(Plain, frozen=True):
    """One agent and one place. `fits`: could take it now.

    Codes against: not_in_team, lacks_skill, lacks_level, lacks_language, team_closed, away,
    off_shift, sent_it, declined, full. Of those who fit: preferred, other_chosen, not_next.
    """

    agent: AgentId
    name: str
    fits: bool
    codes: tuple[str, ...] = ()
    text: str = ""


class Ahead(Plain, frozen=True):
    """Somebody who stands before this place in its team's line, and why."""

    conversation: ConversationId
    case: bool
    why: str


class Need(Plain, frozen=True):
    """A skill that was asked for at `asked`, and is needed at `level` now, unless it was let go."""

    name: str
    level: int
    asked: int
    dropped: bool = False


class Relaxes(Plain, frozen=True):
    """The next step: when, what it lets go, and both in one sentence."""

    at: datetime
    text: str
    sentence: str


class Why(Plain, frozen=True):
    """Where a conversation stands, and what it waits for.

    `state`: offered, next (somebody gets it in a moment), busy (whoever could take it is not
    free), absent (whoever could is not at work), nobody (none of the staff could). `place` counts
    from 1; `ahead` and `considered` are the first of them, `more` how many agents are left out.
    """

    state: str
    text: str
    place: int
    needs: tuple[Need, ...]
    language: str | None
    relaxes: Relaxes | None
    ahead: tuple[Ahead, ...]
    considered: tuple[Considered, ...]
    more: int = 0


class RoutingNote(Plain, frozen=True):
    """What a decision rested on, and no more: the place, and who could take it, best first.

    `left_out` counts those who could, too, but were no better than all of these; `others` counts
    whoever of the teams was at work and could not, by the reason; `helping` are teams without
    anybody at work, and who helps them; `pick` is the policy's.
    """

    place: Place
    candidates: tuple[Desk, ...]
    pick: str = "least_busy"
    helping: tuple[tuple[TeamId, TeamId], ...] = ()
    left_out: int = 0
    others: tuple[tuple[str, int], ...] = ()


# --- one agent -----------------------------------------------------------------------------------


def codes_of(desk: Desk, place: Place, helping: Mapping[TeamId, TeamId]) -> tuple[str, ...]:
    """Everything that speaks against this agent now; nothing: they could take it."""
    found = []
    if not routing.in_team(desk, place, helping):
        theirs = any(team in desk.teams for team in place.takers)
        found.append("team_closed" if theirs else "not_in_team")
    missing = routing.lacks(desk, place)
    levels = [routing.level_of(desk, need.name) for need in missing]
    if not all(levels):
        found.append("lacks_skill")
    if any(levels):
        found.append("lacks_level")
    if not routing.speaks(desk, place.language):
        found.append("lacks_language")
    if not desk.available:
        found.append("away")
    if desk.off_shift:
        found.append("off_shift")
    if desk.agent in place.avoid:
        found.append("sent_it")
    if desk.agent in place.passed:
        found.append("declined")
    if desk.capacity - desk.load < place.weight:
        found.append("full")
    return tuple(found)


def considered(
    desk: Desk, place: Place, helping: Mapping[TeamId, TeamId], names: Names
) -> Considered:
    """One agent, with the first two reasons in words."""
    codes = codes_of(desk, place, helping)
    said = [why_words.against(code, desk, place, names) for code in codes[:2]]
    text = " ".join(said) if codes else f"{desk.name} could take it."
    return Considered(desk.agent, desk.name, not codes, codes, text)


# --- a place as it stands ------------------------------------------------------------------------


def explain(
    place: Place,
    lineup: Lineup,
    now: datetime,
    *,
    names: Names | None = None,
    zone: str = "UTC",
    letting: LettingGo | None = None,
    me: AgentId | None = None,
) -> Why:
    """Everything that can be said of a place. `names` are teams' names, `zone` where the reader is,
    `letting` the next step of `needs.letting_go`, `me` somebody who must be among the considered.

    Costs one look at every agent.
    """
    names = names or {}
    helping, rules = lineup.helping, lineup.rules
    every = [(desk, considered(desk, place, helping, names)) for desk in lineup.desks()]
    matches = [] if place.offered or not any(one.fits for _, one in every) else _next(lineup)
    told = [_among_the_fit(desk, one, place, lineup, matches) for desk, one in every]
    told.sort(key=lambda one: (one.agent != me, _nearness(one), one.agent))
    relaxes = _relaxes(place, now, names, letting)
    stands = lineup.ahead(place.conversation, cases=True)
    state, text = _state(place, [one for _, one in every], matches, names)
    if stands and state in ("busy", "absent"):
        text += f" {stands} {'stands' if stands == 1 else 'stand'} ahead."
    if relaxes is not None and state != "next":
        text += f" {relaxes.sentence}"
    return Why(
        state,
        text,
        (lineup.ahead(place.conversation) if place.counts else stands) + 1,
        _needs(place),
        place.wants_language or place.language,
        relaxes,
        _ahead(place, lineup, rules, zone),
        tuple(told[:SHOWN]),
        max(0, len(told) - SHOWN),
    )


def why_not_yet(place: Place, lineup: Lineup, names: Names | None = None) -> str:
    """The same in one short sentence, for a row of a list."""
    every = [considered(desk, place, lineup.helping, names or {}) for desk in lineup.desks()]
    return _state(place, every, [], names or {})[1]


def _next(lineup: Lineup) -> list[Match]:
    return lineup.matches(LOOKED_AT)


def _among_the_fit(
    desk: Desk, one: Considered, place: Place, lineup: Lineup, matches: Sequence[Match]
) -> Considered:
    """Of somebody who could take it: do they get it, and if not, why not?"""
    if not one.fits:
        return one
    best = next((match for match in matches if match.conversation == place.conversation), None)
    if best is not None and best.agent == desk.agent:
        known = desk.agent == place.preferred
        text = f"{desk.name} gets it: {best.why}."
        return replace(one, codes=("preferred",) if known else (), text=text)
    chosen = lineup.desk(best.agent) if best is not None else None
    if chosen is not None and not _earlier(desk, place, matches):
        text = why_words.rather(chosen, desk, place, lineup.rules)
        return replace(one, codes=("other_chosen",), text=text)
    text = f"Somebody who stands ahead is next for {desk.name}."
    return replace(one, codes=("not_next",), text=text)


def _earlier(desk: Desk, place: Place, matches: Sequence[Match]) -> bool:
    """Does this agent get somebody else before it is this place's turn?"""
    for match in matches:
        if match.conversation == place.conversation:
            return False
        if match.agent == desk.agent:
            return True
    return False


def _nearness(one: Considered) -> tuple[bool, int, int]:
    """Who could take it first, then who could but for something that passes."""
    return (not one.fits, sum(code in CANNOT for code in one.codes), len(one.codes))


def _state(
    place: Place, every: Iterable[Considered], matches: Iterable[Match], names: Names
) -> tuple[str, str]:
    if place.offered:
        return "offered", "It rings at somebody now."
    for match in matches:
        if match.conversation == place.conversation:
            return "next", f"{match.name} gets it next: {match.why}."
    able = [one for one in every if not any(code in CANNOT for code in one.codes)]
    if any(one.fits for one in able):
        return "next", "Somebody gets it in a moment."
    if not able:
        teams = why_words.listed(why_words.team(one, names) for one in place.takers)
        if place.needs or place.language:
            return "nobody", f"Nobody of {teams} has what it needs: {why_words.needed(place)}."
        return "nobody", f"There is nobody in {teams}."
    here = [one for one in able if not any(code in NOT_HERE for code in one.codes)]
    if not here:
        counts = Counter(next(c for c in one.codes if c in NOT_HERE) for one in able)
        return "absent", f"Nobody who could take it is at work: {why_words.counted(counts)}."
    counts = Counter(one.codes[0] for one in here)
    return "busy", f"Nobody who could take it is free: {why_words.counted(counts)}."


def _needs(place: Place) -> tuple[Need, ...]:
    left = {one.name: one.level for one in place.needs}
    return tuple(
        Need(one.name, left.get(one.name, one.level), one.level, one.name not in left)
        for one in place.wants or place.needs
    )


def _relaxes(
    place: Place, now: datetime, names: Names, letting: LettingGo | None
) -> Relaxes | None:
    if letting is None:
        return None
    left = Needs(place.needs, place.language)
    what = needs.let_go(letting, left, names.items())
    if not what:
        return None
    sentence = needs.said(letting, left, now, names.items())
    return Relaxes(letting.at, f"{what[0].upper()}{what[1:]}.", sentence)


def _ahead(place: Place, lineup: Lineup, rules: LineRules, zone: str) -> tuple[Ahead, ...]:
    found: list[Ahead] = []
    for other in lineup.line(place.team):
        if other.conversation == place.conversation or len(found) == SHOWN:
            break
        why = why_words.ahead(other, place, rules, zone)
        found.append(Ahead(other.conversation, other.case, why))
    return tuple(found)


# --- a decision ----------------------------------------------------------------------------------


def note_of(match: Match, lineup: Lineup) -> RoutingNote:
    """What this match, which the lineup has just named and which is not taken yet, rests on.

    Raises `KeyError` for a place that is not there.
    """
    candidates, others = lineup.weigh(match.conversation)
    place = lineup.place(match.conversation)
    if place is None:
        raise KeyError(match.conversation)
    helping = ((team, lineup.helping[team]) for team in place.takers if team in lineup.helping)
    return RoutingNote(
        place,
        tuple(candidates[:CANDIDATES]),
        lineup.rules.pick,
        tuple(helping),
        max(0, len(candidates) - CANDIDATES),
        tuple(sorted(others.items())),
    )


def decide_again(note: RoutingNote) -> Match | None:
    """The decision made anew from what it rested on; None when nobody could take it."""
    ranked = _ranked(note)
    return routing.match_of(note.place, ranked[0], _rules(note)) if ranked else None


def because(note: RoutingNote) -> str:
    """Why this agent of all, in a sentence or two."""
    ranked, rules = _ranked(note), _rules(note)
    if not ranked:
        return "Nobody could take it."
    second = ranked[1] if len(ranked) > 1 else None
    others = len(ranked) - 1 + note.left_out
    text = why_words.chosen(ranked[0], others, second, note.place, rules)
    rest = why_words.counted(dict(note.others))
    return f"{text} Of the others at work, {rest}." if rest else text


def considered_then(note: RoutingNote) -> tuple[Considered, ...]:
    """Those who could take it then, the chosen one first, and why the others did not get it."""
    ranked, rules = _ranked(note), _rules(note)
    if not ranked:
        return ()
    best, *rest = ranked
    codes = ("preferred",) if best.agent == note.place.preferred else ()
    first = Considered(best.agent, best.name, fits=True, codes=codes, text=because(note))
    others = (
        Considered(
            desk.agent,
            desk.name,
            fits=True,
            codes=("other_chosen",),
            text=why_words.rather(best, desk, note.place, rules),
        )
        for desk in rest
    )
    return (first, *others)


def _rules(note: RoutingNote) -> LineRules:
    return LineRules(pick=note.pick)


def _ranked(note: RoutingNote) -> list[Desk]:
    helping, rules = dict(note.helping), _rules(note)
    fit = [desk for desk in note.candidates if routing.fits(desk, note.place, helping)]
    return sorted(fit, key=lambda desk: routing.fitness(desk, note.place, rules))
