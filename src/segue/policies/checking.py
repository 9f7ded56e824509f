"""What is wrong with a policy as a whole, beyond what each of its words means.

`check_file` and `check_form` say everything at once: what cannot be read, what contradicts itself,
what nobody knows, and where asking for a person would end nowhere. Warnings are things that work,
but hardly as they were meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from segue.domain.ids import TeamId
from segue.domain.policy import Policy
from segue.domain.rules.model import Condition, Do, IfNobody, Lane, Rule, Test
from segue.domain.rules.recipes import ASKED
from segue.domain.value import Plain
from segue.policies.doubting import always, demands, looks_at, never
from segue.policies.linechecks import check_line, check_skills, known_team
from segue.policies.parsing import parsed
from segue.policies.problems import BadPolicy, Findings, Problem
from segue.policies.reaching import Cell, problems_of, reach
from segue.policies.reading import MOST_RULES, loop_in, read_all
from segue.policies.ruleform import LONGEST_SAY, SHIPPED
from segue.policies.teams import Teams, named

MOST_TOLD = 5
"""Rules of which it is said that they never happen."""
ENGLISH = ("en",)
MOODS = ("frustration", "frustration_lately", "anger", "anxiety", "mood_trend")


class Checked(Plain, frozen=True):
    """What a file came to. `policy` is None when it has errors; `cells` is the proof that asking
    for a person ends somewhere, empty when the policy cannot be read or no teams were given."""

    policy: Policy | None
    problems: tuple[Problem, ...] = ()
    cells: tuple[Cell, ...] = ()

    @property
    def ok(self) -> bool:
        """No errors; there may be warnings."""
        return self.policy is not None

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(one for one in self.problems if not one.warning)


def check_file(
    text: str | bytes,
    *,
    base: Policy,
    teams: Teams | None = None,
    languages: tuple[str, ...] = ENGLISH,
) -> Checked:
    """Everything about a file. Never raises for what stands in it."""
    try:
        form = parsed(text)
    except BadPolicy as bad:
        return Checked(None, bad.problems)
    return check_form(form, base=base, teams=teams, languages=languages)


def check_form(
    form: Any,
    *,
    base: Policy,
    teams: Teams | None = None,
    languages: tuple[str, ...] = ENGLISH,
) -> Checked:
    """The same from plain data. Rules that cannot be read are left out of the other checks.
    `languages` are those that the installation's inboxes speak."""
    read = read_all(form, base=base)
    told = {(one.code, one.where) for one in read.problems}
    more = [
        one
        for one in check(read.policy, teams, dict(read.places), languages)
        if (one.code, one.where) not in told
    ]
    problems = [*read.problems, *more]
    cells: tuple[Cell, ...] = ()
    if not read.problems and teams is not None:
        cells = reach(read.policy, teams)
        unknown = any(one.code == "unknown_team" for one in problems)
        dead = problems_of(cells, read.policy, teams)
        problems += [one for one in dead if not (unknown and "there is no team" in one.message)]
    problems.sort(key=lambda one: one.warning)
    bad = any(not one.warning for one in problems)
    return Checked(None if bad else read.policy, tuple(problems), cells)


def check(
    policy: Policy,
    teams: Teams | None = None,
    places: Mapping[str, str] | None = None,
    languages: tuple[str, ...] = ENGLISH,
) -> tuple[Problem, ...]:
    """What is wrong with a policy that could be read, but for dead ends (`reaching.dead_ends`).

    `places` says by rule id where the rule stands in its file; teams are looked at when given.
    """
    found = Findings()
    rules = policy.rules.all
    if len(rules) > MOST_RULES + len(SHIPPED):
        found.add("too_many", f"More than {MOST_RULES} rules. Nobody could explain what they do.")
        return tuple(found.problems)
    _stand_ins(policy, teams, found)
    with found.at("team"):
        known_team(policy.team, teams, found)
    check_line(policy, teams, languages, found)
    before = _Before()
    for rule in rules:
        with found.at((places or {}).get(rule.id, f"rules “{rule.id}”")):
            _teams_of(rule, policy, teams, found)
            if rule.id == ASKED.id:
                _asked_stays(rule, found)
            if rule.on:
                _sense(rule, policy, found)
                with found.at("skills"):
                    check_skills(rule.skills, rule.team, teams, found)
                before.look(rule, found)
    return tuple(found.problems)


# --- teams ----------


def _teams_of(rule: Rule, policy: Policy, teams: Teams | None, found: Findings) -> None:
    with found.at("team"):
        if rule.team is not None:
            known_team(rule.team, teams, found)
    if rule.else_team is None:
        return
    with found.at("if_nobody"):
        known_team(rule.else_team, teams, found)
        steps = {one.team: one.to for one in policy.stand_ins}
        first = rule.team or policy.team
        loop = loop_in({**steps, first: rule.else_team})
        if loop and not loop_in(steps):
            found.add("loop", f"If nobody is there it goes round in a circle:"
                      f" {_circle(loop, teams)}.")  # fmt: skip


def _stand_ins(policy: Policy, teams: Teams | None, found: Findings) -> None:
    with found.at("stand_ins"):
        for one in policy.stand_ins:
            known_team(one.team, teams, found)
            known_team(one.to, teams, found)
        if loop := loop_in({one.team: one.to for one in policy.stand_ins}):
            found.add("loop", f"Teams stand in for each other in a circle: {_circle(loop, teams)}."
                      " When nobody is there, that would lead nowhere.")  # fmt: skip
    empty = [one for one in teams or () if one.people == 0]
    helped = {one.team for one in policy.stand_ins}
    for team in empty:
        if team.id not in helped and team.id != policy.team:
            with found.at("teams"):
                found.add("empty_team", f"Nobody works for {team.name}. Whoever asks for it by its"
                          f" name goes to {named(policy.team, teams or ())} instead: add people, or"
                          " give it a stand-in.", warning=True)  # fmt: skip


def _circle(loop: Iterable[str], teams: Teams | None) -> str:
    return " → ".join(named(TeamId(team), teams or ()) for team in loop)


# --- rules ----------


def _asked_stays(rule: Rule, found: Findings) -> None:
    """Somebody who asks for a person gets one: that recipe may be dressed, not changed."""
    if not rule.on:
        with found.at("on"):
            found.add("asked_stays", "Asking for a person cannot be switched off. You can say"
                      " where it leads and what the customer reads.")  # fmt: skip
    changed = (rule.lane, rule.do, rule.when) != (ASKED.lane, ASKED.do, ASKED.when)
    if changed:
        found.add("asked_stays", "When somebody asks for a person they get one: lane, when and do"
                  " of this rule stay as shipped. Write a rule of your own for the lane “asked”"
                  " to send some customers elsewhere.")  # fmt: skip


def _sense(rule: Rule, policy: Policy, found: Findings) -> None:
    """Does this rule, alone, do what it says?"""
    _conditions(rule, policy, found)
    if rule.lane == Lane.ASKED:
        _in_asked(rule, found)
    keeps = rule.if_nobody == IfNobody.ASSISTANT
    if keeps and rule.lane in (Lane.SAFETY, Lane.ASKED):
        with found.at("if_nobody"):
            found.add("left_alone", "The assistant cannot go on where somebody asked for a person"
                      " or is not safe. Use wait or case.")  # fmt: skip
    if rule.do == Do.APPROVE:
        _approves(rule, found)
    if rule.do == Do.MARK and not (rule.tags or rule.skills or rule.team or rule.priority):
        found.add("marks_nothing", "This rule marks nothing: give it tags, a priority, a team or"
                  " skills.", warning=True)  # fmt: skip
    for key, used in _without_effect(rule):
        if used:
            with found.at(key):
                found.add("no_effect", f"“{key}” has no effect in a rule that does"
                          f" “{rule.do}”.", warning=True)  # fmt: skip
    for language, words in rule.say:
        with found.at("say"), found.at(language):
            if not 0 < len(words.strip()) <= LONGEST_SAY:
                found.add("empty_say", f"Write a sentence of at most {LONGEST_SAY} characters.")


def _without_effect(rule: Rule) -> tuple[tuple[str, bool], ...]:
    plain = Rule(rule.id, rule.lane, rule.do)
    quiet = rule.do in (Do.MARK, Do.STAND_BY, Do.APPROVE)
    return (
        ("say", bool(rule.say) and rule.do in (Do.MARK, Do.STAND_BY)),
        ("if_nobody", quiet and (rule.if_nobody, rule.else_team) != (IfNobody.WAIT, None)
         and rule.do != Do.APPROVE),
        ("within_s", rule.do != Do.APPROVE and rule.within != plain.within),
        ("fallback", rule.do != Do.APPROVE and rule.fallback != plain.fallback),
    )  # fmt: skip


def _conditions(rule: Rule, policy: Policy, found: Findings) -> None:
    with found.at("when"):
        if why := never(rule.when):
            found.add("never_true", f"This can never hold: {why}.")
        elif rule.when.of and (why := always(rule.when)):
            found.add("always_true", f"This always holds: {why}.", warning=True)
        if not rule.when.of and rule.do in (Do.HAND_OFF, Do.OFFER, Do.APPROVE):
            does = {Do.HAND_OFF: "every conversation goes to a person at once",
                    Do.OFFER: "every customer is asked at once whether they want a person",
                    Do.APPROVE: "every answer waits until a person approves it"}  # fmt: skip
            found.add("no_conditions", f"Without conditions, {does[rule.do]}.", warning=True)
        if not policy.mood and SHIPPED.get(rule.id) != rule:
            for name in (name for name in MOODS if looks_at(rule.when, name)):
                found.add("mood_is_off", f"“{name}” is never known while “mood” is false.",
                          warning=True)  # fmt: skip


def _in_asked(rule: Rule, found: Findings) -> None:
    if rule.do not in (Do.HAND_OFF, Do.OFFER):
        found.add(
            "asked_gets_person",
            "The lane “asked” is for customers who ask for a person: a rule there hands off or"
            f" offers, it cannot “{rule.do}”. Take another lane.",
        )
        return
    with found.at("when"):
        if not demands(rule.when, _asks):
            found.add("asked_without_asking", "A rule in the lane “asked” looks at “asked” or"
                      " “wants_person”; without it, it would call a person for everybody. Add"
                      " “asked: true”, or take another lane.")  # fmt: skip
        elif rule.do == Do.OFFER and looks_at(rule.when, "asked"):
            found.add("asked_is_not_offered", "Whoever asked for a person gets one and is not asked"
                      " back: this rule never does anything. Use “do: hand_off”.")  # fmt: skip


def _asks(test: Test) -> bool:
    sounds = test.field == "wants_person" and test.op in ("at_least", "above")
    return sounds or (test.field == "asked" and test.value is True)


def _misses(test: Test) -> bool:
    least = test.op in ("at_least", "above", "is") and bool(test.value)
    return (test.field == "misses" and least) or (test.field == "missed" and test.value is True)


def _approves(rule: Rule, found: Findings) -> None:
    if demands(rule.when, _misses):
        with found.at("when"):
            found.add(
                "never_true",
                "An answer can only be approved when there is one, and this waits for an answer"
                " that missed. Use hand_off or offer.",
            )
    if rule.lane in (Lane.MOOD, Lane.LENGTH):
        found.add("approve_elsewhere", "Approving an answer is for answers that may be wrong (lane"
                  " “bot_failure”) or that matter (“business”, “safety”). For mood and length an"
                  " offer helps more.", warning=True)  # fmt: skip


class _Before:
    """Rules that were looked at, to find one that nothing is left for."""

    def __init__(self) -> None:
        self._takes_all: Rule | None = None
        self._same: dict[Condition, Rule] = {}
        self._told = 0

    def look(self, rule: Rule, found: Findings) -> None:
        """Say when an earlier rule always comes first."""
        if rule.do not in (Do.HAND_OFF, Do.OFFER, Do.APPROVE):
            return
        first = self._takes_all or self._same.get(rule.when)
        if first is not None and rule.id != ASKED.id and self._told < MOST_TOLD:
            self._told += 1
            found.add("shadowed", f"This rule never happens: “{first.name or first.id}” stands"
                      " before it and always comes first.", warning=True)  # fmt: skip
        if rule.do == Do.HAND_OFF:
            if self._takes_all is None and (not rule.when.of or always(rule.when)):
                self._takes_all = rule
            self._same.setdefault(rule.when, rule)
