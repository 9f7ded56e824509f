"""A rule as one sentence.

Only templates of `phrases.py` are filled here; another language is another set of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from segue.domain.ids import TeamId
from segue.domain.line_rules import skill_of
from segue.domain.rules.catalogue import Field, Kind, field_named
from segue.domain.rules.model import (
    AllOf,
    AnyOf,
    Condition,
    Count,
    Do,
    IfNobody,
    NoneOf,
    Rule,
    Test,
)
from segue.policies.phrases import CODES, COMPARE, CONDITIONS, SENTENCES
from segue.policies.teams import Teams, named


def sentence(rule: Rule, teams: Teams = ()) -> str:
    """*When … , do … .* and what follows from it. Whether the rule is on is not said."""
    does = _does(rule, teams)
    if rule.when.of:
        said = SENTENCES["when"].format(when=condition(rule.when), does=does)
    else:
        said = SENTENCES["always"].format(does=does)
    return said + _nobody(rule, teams) + _says(rule)


def condition(when: Condition) -> str:
    """The conditions alone."""
    return _phrase(when, inside=False)


# --- when ----------


def _phrase(when: Condition, *, inside: bool) -> str:
    match when:
        case Test():
            return comparison(when)
        case Count(of=of, turns=1):
            return joined([comparison(one) for one in of], "and")
        case Count(of=of, times=times, turns=turns):
            key = "in_a_row" if times == turns else "in_last"
            what = joined([comparison(one) for one in of], "and")
            return SENTENCES[key].format(times=times, turns=turns, inside=what)
        case AllOf(of=of):
            return _group(of, "and", inside=inside)
        case AnyOf(of=of):
            return _group(of, "or", inside=inside)
        case NoneOf(of=(Test(op="is") as one,)) if isinstance(one.value, bool):
            return comparison(Test(one.field, "is", not one.value))
        case NoneOf(of=of):
            what = joined([_phrase(one, inside=True) for one in of], "nor")
            return SENTENCES["neither" if len(of) > 1 else "not"].format(inside=what)


def _group(of: Sequence[Condition], word: str, *, inside: bool) -> str:
    said = joined([_phrase(one, inside=True) for one in of], word)
    return SENTENCES["grouped"].format(inside=said) if inside and len(of) > 1 else said


def joined(several: Sequence[str], word: str) -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(several) < 2:  # noqa: PLR2004 - nothing to join
        return "".join(several)
    first = SENTENCES["comma"].join(several[:-1])
    return SENTENCES[word].format(first=first, last=several[-1])


def comparison(one: Test) -> str:
    """One comparison in words."""
    field = field_named(one.field)
    if field is None:
        return one.field
    return _template(field, one).format(
        label=field.label,
        cmp=COMPARE.get(one.op, one.op),
        value=number(field, one.value),
        words=_words(one),
    )


def _template(field: Field, one: Test) -> str:
    value = str(one.value).lower().removesuffix(".0")
    kind = str(field.kind)
    keys = (
        f"{field.name}.{one.op}.{value}",
        f"{field.name}.{one.op}",
        field.name,
        f"{kind}.{one.op}",
        kind,
    )
    found = (key for key in keys if key in CONDITIONS)
    return CONDITIONS[next(found)]


def number(field: Field, value: bool | float | str | tuple[str, ...]) -> str:  # noqa: FBT001
    """A value as people write it: shares in per cent."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float | int):
        return f"{100 * value:.4g} %" if field.kind == Kind.SHARE else f"{value:g}"
    return str(value)


def code(word: object) -> str:
    """A code as people say it."""
    return CODES.get(str(word), str(word).replace("_", " "))


def _words(one: Test) -> str:
    if isinstance(one.value, bool | float | int):
        return ""
    several = one.value if isinstance(one.value, tuple) else (one.value,)
    field = field_named(one.field)
    if field is not None and (field.kind == Kind.TEXT or not field.codes):
        quoted = field.kind == Kind.TEXT
        said = [f"“{word}”" if quoted else _plain(one.field, word) for word in several]
    else:
        said = [code(word) for word in several]
    return joined(said, "or")


def _plain(field: str, word: str) -> str:
    return code(word) if field in ("language", "topics") else f"“{word}”"


# --- then ----------


def _does(rule: Rule, teams: Teams) -> str:
    team = named(rule.team, teams) if rule.team else ""
    who = SENTENCES["a_person_of"].format(team=team) if team else SENTENCES["a_person"]
    does = SENTENCES[str(rule.do)].format(
        who=who,
        seconds=f"{rule.within.total_seconds():g}",
        fallback=SENTENCES[f"fallback.{rule.fallback}"],
    )
    with_it = []
    if rule.priority is not None:
        with_it.append(SENTENCES["priority"].format(priority=rule.priority.name.lower()))
    with_it += [
        SENTENCES[key].format(words=joined(words, "and"))
        for key, words in (("tags", rule.tags), ("skills", _skills(rule.skills)))
        if words
    ]
    if rule.do == Do.MARK and team:
        with_it.append(SENTENCES["to_team"].format(team=team))
    return SENTENCES["comma"].join((does, *with_it))


def _skills(several: Iterable[str]) -> tuple[str, ...]:
    """ "refunds at level 2"; level 1 is not said."""
    found = [skill_of(text) for text in several]
    return tuple(
        one.name if one.level == 1 else SENTENCES["level"].format(skill=one.name, level=one.level)
        for one in found
    )


def _nobody(rule: Rule, teams: Teams) -> str:
    then = "" if rule.if_nobody == IfNobody.WAIT else str(rule.if_nobody)
    if rule.else_team is not None:
        key = f"nobody.team_{then}" if then else "nobody.team"
        return SENTENCES[key].format(team=named(rule.else_team, teams))
    return SENTENCES[f"nobody.{then}"] if then else ""


def _says(rule: Rule) -> str:
    if not rule.say:
        return ""
    return SENTENCES["say"].format(words=rule.sentence("en"))


# --- for `comparing` ----------


def team_or_none(team: TeamId | None, teams: Teams) -> str:
    """A team's name, or "none"."""
    return named(team, teams) if team else "none"


def words_or_none(words: Iterable[str]) -> str:
    """A list, or "none"."""
    return ", ".join(words) or "none"


def as_on(rule: Rule) -> Rule:
    """The rule as if it were on: whether it is is told apart."""
    return rule if rule.on else replace(rule, on=True)
