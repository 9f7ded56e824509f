"""What makes no sense in the `line:` of a policy, beyond what each of its words means.

Errors are what leads nowhere or contradicts itself. Warnings are what works, but hardly as it was
meant: a step that nothing is left for, a skill that nobody has.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from segue.domain.ids import TeamId
from segue.domain.line_rules import (
    ANY_LANGUAGE,
    EVERYTHING,
    UNIT,
    LineRules,
    Skill,
    Step,
    TeamLineRules,
    skill_of,
)
from segue.domain.policy import Policy
from segue.policies.durations import in_words
from segue.policies.lineform import HEADS
from segue.policies.phrases import CODES
from segue.policies.problems import Findings, meant
from segue.policies.teams import Teams, known_in, named

MOST_LOWERED = 2
"""Levels go from 1 to 3: after so many there is nothing to lower."""
ALIKE = 0.75


def check_line(
    policy: Policy, teams: Teams | None, languages: tuple[str, ...], found: Findings
) -> None:
    """Everything about the line of this policy. `languages` are those of the installation."""
    line = policy.line
    with found.at("line"), found.dotted():
        _heads(line, found)
        _weights(line, teams, found)
        with found.at("let_go"):
            _steps(line.steps, None, teams, found)
            _limit(line.steps, policy.wait_limit, found)
        with found.at("answer_within"):
            _in_time(line.first_answer, policy.wait_limit, found)
        with found.at("goodwill"):
            _languages(line.goodwill, languages, found)
        for one in line.teams:
            with _of(one, found):
                _team(one, policy, teams, languages, found)
        with found.at("teams"):
            _loops(policy, teams, found)


def check_skills(
    skills: Iterable[str], team: TeamId | None, teams: Teams | None, found: Findings
) -> None:
    """Skills that a rule asks for: does somebody have them, at this level, in its team?"""
    house = known_in(teams)
    if house is None:
        return
    there = known_in([one for one in teams or () if one.id == team]) if team else None
    for text in skills:
        wanted = skill_of(text)
        _level(text, found)
        if not _has(house, wanted.name):
            found.add("nobody_knows", f"Nobody has the skill “{wanted.name}”: it is asked of"
                      f" nobody.{meant(wanted.name, {one.name for one in house})}",
                      warning=True)  # fmt: skip
        elif not _has(house, wanted.name, wanted.level):
            found.add("nobody_knows", f"Nobody has “{wanted.name}” at level {wanted.level}:"
                      " whoever needs it waits until less is asked (line.let_go).",
                      warning=True)  # fmt: skip
        elif there is not None and not _has(there, wanted.name, wanted.level):
            found.add("nobody_knows", f"Nobody of {named(team or TeamId(''), teams or ())} has"
                      f" “{text}”: whoever needs it waits until that is let go (line.let_go).",
                      warning=True)  # fmt: skip


def _has(skills: frozenset[Skill], name: str, level: int = 1) -> bool:
    return any(one.name == name and one.level >= level for one in skills)


def _level(text: str, found: Findings) -> None:
    _, colon, level = text.partition(":")
    if colon and level.strip() not in ("1", "2", "3"):
        found.add("bad_level", f"“{text}”: a level is 1, 2 or 3. This one counts as"
                  f" {skill_of(text).level}.", warning=True)  # fmt: skip


# --- order ----------


def _heads(line: LineRules, found: Findings) -> None:
    heads = line.heads
    with found.at("first"):
        if not heads.low <= heads.normal <= heads.high <= heads.urgent:
            found.add("order_of_heads", "The more urgent has the greater head start: low, normal,"
                      " high, urgent. As it is, somebody would wait longer for being more"
                      " urgent.")  # fmt: skip
        for tier, _ in line.tiers:
            close = difflib.get_close_matches(tier, HEADS, n=1, cutoff=ALIKE)
            if close:
                found.add("looks_alike", f"“{tier}” is taken for a tier of customers. Did you mean"
                          f" “{close[0]}”?", warning=True)  # fmt: skip


def _weights(line: LineRules, teams: Teams | None, found: Findings) -> None:
    """A conversation that counts more than anybody may have is never taken."""
    able = [one for one in teams or () if one.most]  # with a capacity of 0 people are on leave
    for channel, weight in line.weights:
        heavy = [one for one in able if weight > (one.most or 0) * UNIT]
        if not heavy:
            continue
        with found.at("weights"), found.at(channel):
            most = max(one.most or 0 for one in able)
            if len(heavy) == len(able):
                found.add("too_heavy", f"One counts as {weight / UNIT:g} chats, but nobody may have"
                          f" more than {most} at once: nobody could ever take it.")  # fmt: skip
            else:
                names = ", ".join(one.name for one in heavy)
                found.add("too_heavy", f"One counts as {weight / UNIT:g} chats: nobody of {names}"
                          " may have so much at once.", warning=True)  # fmt: skip


# --- steps ----------


def _steps(
    steps: tuple[Step, ...], team: TeamId | None, teams: Teams | None, found: Findings
) -> None:
    let_go: set[str] = set()
    lowered, before = 0, timedelta()
    house = known_in(teams)
    for n, one in enumerate(steps):
        with found.item(n + 1):
            if one.after <= before:
                found.add("out_of_order", "Steps stand in the order of time: this one comes after"
                          f" {in_words(one.after)}, but the one before it after"
                          f" {in_words(before)}.")  # fmt: skip
            before = max(before, one.after)
            with found.at("teams"):
                for other in one.teams:
                    known_team(other, teams, found)
            _unknown(one, house, found)
            new = {*one.drop, *one.teams} - let_go - {team}
            lowers = one.lower and lowered < MOST_LOWERED and EVERYTHING not in let_go
            only_teams = EVERYTHING in let_go and not set(one.teams) - let_go - {team}
            if not one.drop and not one.lower and not one.teams:
                found.add("changes_nothing", "This step lets nothing go: give it levels, skills or"
                          " teams.")  # fmt: skip
            elif (not new and not lowers) or only_teams:
                found.add("changes_nothing", "This step changes nothing: what it lets go is let go"
                          " already.", warning=True)  # fmt: skip
            let_go |= {*one.drop, *one.teams}
            lowered += one.lower


def _unknown(one: Step, house: frozenset[Skill] | None, found: Findings) -> None:
    if house is None:
        return
    with found.at("skills"):
        for name in one.drop:
            if name not in (ANY_LANGUAGE, EVERYTHING) and not _has(house, name):
                found.add("nobody_knows", f"Nobody has the skill “{name}”: there is nothing to let"
                          f" go.{meant(name, {skill.name for skill in house})}",
                          warning=True)  # fmt: skip


def _limit(steps: tuple[Step, ...], limit: timedelta, found: Findings) -> None:
    """Steps after the wait's limit never come: it has become a case by then."""
    for n, one in enumerate(steps):
        if one.after >= limit:
            with found.item(n + 1):
                found.add("never_happens", f"A wait becomes a case after {in_words(limit)}: this"
                          f" step, after {in_words(one.after)}, never comes.",
                          warning=True)  # fmt: skip


def _in_time(promise: timedelta | None, limit: timedelta, found: Findings) -> None:
    if promise is not None and promise > limit:
        found.add("never_happens", f"A wait becomes a case after {in_words(limit)}: an answer"
                  f" promised within {in_words(promise)} is never late.", warning=True)  # fmt: skip


# --- teams ----------


def _team(
    one: TeamLineRules,
    policy: Policy,
    teams: Teams | None,
    languages: tuple[str, ...],
    found: Findings,
) -> None:
    known_team(one.team, teams, found)
    limit = one.wait_limit or policy.wait_limit
    if one.steps is not None:
        with found.at("let_go"):
            _steps(one.steps, one.team, teams, found)
            _limit(one.steps, limit, found)
    if one.first_answer is not None:
        with found.at("answer_within"):
            _in_time(one.first_answer, limit, found)
    if one.goodwill is not None:
        with found.at("goodwill"):
            _languages(one.goodwill, languages, found)
    with found.at("overflow"):
        for other in one.overflow:
            known_team(other, teams, found)
            empty = next((team for team in teams or () if team.id == other), None)
            if empty is not None and empty.people == 0:
                found.add("empty_team", f"Nobody works for {empty.name}: it can take nobody over.",
                          warning=True)  # fmt: skip


def _loops(policy: Policy, teams: Teams | None, found: Findings) -> None:
    """Circles of teams that take over from each other, stand-ins among them."""
    leads = {one.team: tuple(one.overflow) for one in policy.line.teams if one.overflow}
    for team, others in leads.items():
        if team in others:
            with found.at(str(team)), found.at("overflow"):
                found.add("loop", f"{named(team, teams or ())} cannot take over from itself.")
                return
    whole = dict(leads)
    for one in policy.stand_ins:
        whole[one.team] = (*whole.get(one.team, ()), one.to)
    circle = next((path for team in leads if (path := _circle(team, whole))), None)
    if circle:
        said = " → ".join(named(team, teams or ()) for team in circle)
        with found.at(str(circle[0])), found.at("overflow"):
            found.add("loop", f"Teams take over from each other in a circle: {said}. That helps"
                      " while somebody of one of them is at work; when nobody is, each waits for"
                      " its own.", warning=True)  # fmt: skip


def _circle(start: TeamId, leads: dict[TeamId, tuple[TeamId, ...]]) -> list[TeamId]:
    """The way from this team back to itself, or nothing. Every team is gone through once."""
    seen: set[TeamId] = set()
    open_ways = [[start]]
    while open_ways:
        path = open_ways.pop()
        for team in leads.get(path[-1], ()):
            if team == start:
                return [*path, team]
            if team not in seen:
                seen.add(team)
                open_ways.append([*path, team])
    return []


@contextmanager
def _of(one: TeamLineRules, found: Findings) -> Iterator[None]:
    with found.at("teams"), found.at(str(one.team)):
        yield


def known_team(team: TeamId, teams: Teams | None, found: Findings) -> None:
    """Tell when there is no such team, with the one that was meant."""
    if teams is None or any(one.id == team for one in teams):
        return
    ids = [str(one.id) for one in teams]
    by_name = next((one.id for one in teams if one.name.casefold() == team.casefold()), None)
    hint = f" Its id is “{by_name}”." if by_name else meant(team, ids)
    found.add("unknown_team", f"There is no team “{team}”.{hint}")


# --- words ----------


def _languages(
    said: tuple[tuple[str, str], ...], languages: tuple[str, ...], found: Findings
) -> None:
    if not said:
        return
    written_in = {language.split("-")[0] for language, _ in said}
    for language in languages:
        short = language.split("-", maxsplit=1)[0]
        if short not in written_in:
            name = CODES.get(short, short)
            other = "en" if "en" in written_in else said[0][0]
            found.add("no_language", f"There is no sentence in {name} ({short}), the language here:"
                      f" customers would read the one in {CODES.get(other, other)}.",
                      warning=True)  # fmt: skip
