"""The `line:` of a policy in sentences, and what differs between two.

Only templates of `phrases.py` are filled here; another language is another set of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from segue.domain.ids import TeamId
from segue.domain.line_rules import (
    ANY_LANGUAGE,
    EVERYTHING,
    UNIT,
    LineRules,
    Step,
    TeamLineRules,
)
from segue.domain.value import Plain
from segue.policies.durations import in_words
from segue.policies.phrases import DIFFERENCES, LINE, LINE_KEYS, LINE_WHO, SENTENCES
from segue.policies.sentences import code, joined
from segue.policies.teams import Teams, named

ORDER = ("urgent", "high", "normal", "low", "lost")
"""As head starts are told."""
AS_ELSEWHERE, NOTHING = "as elsewhere", "none"


class LineSaid(Plain, frozen=True):
    """One sentence. `key` is where it stands below `line`: `let_go`, `teams.billing.let_go`."""

    key: str
    text: str


# --- sentences ----------


def line_sentences(line: LineRules, teams: Teams = ()) -> tuple[LineSaid, ...]:
    """Everything that the line does, in the order of the file; then what teams do otherwise."""
    pick = LINE[f"pick.{line.pick}"]
    same = _or_none("same_person_for", line.sticky or None)
    said = [
        LineSaid("first", _first(line)),
        LineSaid("pick", pick),
        LineSaid("same_person_for", same),
        LineSaid("let_go", _steps(line.steps, teams)),
        LineSaid("answer_within", _or_none("answer_within", line.first_answer)),
        LineSaid("next_answer_within", _or_none("next_answer_within", line.next_answer)),
    ]
    if line.weights:
        said.insert(3, LineSaid("weights", _weights(line)))
    if line.first_answer or line.next_answer:
        share = LINE["warn_at"].format(share=f"{100 * line.warns:g} %")
        said.append(LineSaid("warn_at", share))
    if line.goodwill:
        said.append(LineSaid("goodwill", _goodwill(line.goodwill)))
    said.append(LineSaid("callbacks", _callbacks(line)))
    learned = LINE["learned_teams" if line.learned else "learned_teams.none"]
    said.append(LineSaid("learned_teams", learned))
    for one in line.teams:
        said += _of_team(one, teams)
    return tuple(said)


def _first(line: LineRules) -> str:
    parts = [(LINE_WHO[name], getattr(line.heads, name)) for name in ORDER]
    parts += [(LINE_WHO["tier"].format(tier=tier), seconds) for tier, seconds in line.tiers]
    heads = [
        LINE["first.older" if seconds > 0 else "first.younger"].format(
            who=who, length=in_words(timedelta(seconds=seconds))
        )
        for who, seconds in parts
        if seconds
    ]
    promise = in_words(timedelta(seconds=line.heads.promise))
    said = joined(heads, "and")
    template = LINE["first" if heads else "first.none"]
    return template.format(heads=said[:1].upper() + said[1:], promise=promise)


def _or_none(key: str, length: timedelta | None) -> str:
    if length is None:
        return LINE[f"{key}.none"]
    return LINE[key].format(length=in_words(length))


def _weights(line: LineRules) -> str:
    parts = [
        LINE["weights.one"].format(channel=code(channel), weight=f"{weight / UNIT:g}")
        for channel, weight in line.weights
    ]
    return LINE["weights"].format(parts=joined(parts, "and"))


def _steps(steps: tuple[Step, ...], teams: Teams) -> str:
    if not steps:
        return LINE["let_go.none"]
    said = "; ".join(_step(one, teams) for one in steps)
    return LINE["let_go"].format(steps=said[:1].upper() + said[1:])


def _step(one: Step, teams: Teams) -> str:
    what = []
    if one.lower:
        what.append(LINE[f"let_go.lower.{one.lower}"])
    if EVERYTHING in one.drop:
        what.append(LINE["let_go.all"])
    elif one.drop:
        words = ["the language" if name == ANY_LANGUAGE else f"“{name}”" for name in one.drop]
        what.append(LINE["let_go.skills"].format(words=joined(words, "and")))
    if one.teams:
        what.append(LINE["let_go.teams"].format(words=_teams(one.teams, teams, "or")))
    return LINE["let_go.step"].format(length=in_words(one.after), what=joined(what, "and"))


def _teams(several: Iterable[TeamId], teams: Teams, word: str) -> str:
    return joined([named(team, teams) for team in several], word)


def _goodwill(said: tuple[tuple[str, str], ...]) -> str:
    words = dict(said)
    return LINE["goodwill"].format(words=words.get("en") or said[0][1])


def _callbacks(line: LineRules) -> str:
    return LINE["callbacks"].format(
        each=_counted(line.callbacks, "call"),
        slot=f"a slot of {in_words(line.slot)}",
        again=in_words(line.call_again),
        tries=_counted(line.call_tries, "time"),
    )


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _of_team(one: TeamLineRules, teams: Teams) -> list[LineSaid]:
    said: list[tuple[str, str]] = []
    if one.steps is not None:
        said.append(("let_go", _steps(one.steps, teams)))
    for key, length in _lengths(one):
        if length is not None:
            said.append((key, LINE[key].format(length=in_words(length))))
    if one.overflow:
        chain = " or else ".join(named(team, teams) for team in one.overflow)
        said.append(("overflow", LINE["overflow"].format(words=chain)))
    if one.goodwill:
        said.append(("goodwill", _goodwill(one.goodwill)))
    if one.callbacks is not None:
        each = _counted(one.callbacks, "call")
        said.append(("callbacks_each_slot", LINE["callbacks_each_slot"].format(each=each)))
    name = named(one.team, teams)
    return [
        LineSaid(f"teams.{one.team}.{key}", LINE["of_team"].format(team=name, sentence=text))
        for key, text in said
    ]


def _lengths(one: TeamLineRules) -> tuple[tuple[str, timedelta | None], ...]:
    return (
        ("wait_limit", one.wait_limit),
        ("answer_within", one.first_answer),
        ("next_answer_within", one.next_answer),
    )


# --- what differs ----------


def line_difference(old: LineRules, new: LineRules, teams: Teams = ()) -> list[str]:
    """Every difference as a line."""
    channels = tuple(dict.fromkeys(channel for channel, _ in (*old.weights, *new.weights)))
    before, after = _shown(old, teams, channels), _shown(new, teams, channels)
    lines = [
        DIFFERENCES["line"].format(
            what=what, old=before.get(what, NOTHING), new=after.get(what, NOTHING)
        )
        for what in dict.fromkeys((*before, *after))
        if before.get(what, NOTHING) != after.get(what, NOTHING)
    ]
    for team in dict.fromkeys(one.team for one in (*old.teams, *new.teams)):
        had, has = _shown_of(old.of(team), teams), _shown_of(new.of(team), teams)
        lines += [
            DIFFERENCES["line_of"].format(
                team=named(team, teams), what=what, old=had[what], new=has[what]
            )
            for what in has
            if had[what] != has[what]
        ]
    return lines


def _shown(line: LineRules, teams: Teams, channels: Iterable[str]) -> dict[str, str]:
    """Every single value of the line by what it is called, as a difference shows it."""
    said: dict[str, str] = {}
    for name in ("low", "normal", "high", "urgent", "lost"):
        said[LINE_KEYS[f"first.{name}"]] = _head(getattr(line.heads, name))
    said[LINE_KEYS["first.promise"]] = f"{_length(line.heads.promise)} before its time"
    for tier, seconds in line.tiers:
        said[LINE_KEYS["first.tier"].format(tier=tier)] = _head(seconds)
    said[LINE_KEYS["pick"]] = code(line.pick)
    said[LINE_KEYS["same_person_for"]] = in_words(line.sticky) if line.sticky else NOTHING
    for channel in channels:
        weight = f"{line.weight(channel) / UNIT:g}"
        said[LINE_KEYS["weights"].format(channel=code(channel))] = weight
    said[LINE_KEYS["let_go"]] = _short(line.steps, teams)
    said[LINE_KEYS["answer_within"]] = _some(line.first_answer)
    said[LINE_KEYS["next_answer_within"]] = _some(line.next_answer)
    said[LINE_KEYS["warn_at"]] = f"{100 * line.warns:g} %"
    for language, words in line.goodwill:
        said[LINE_KEYS["goodwill"].format(language=language)] = f"“{words}”"
    said[LINE_KEYS["callbacks"]] = str(line.callbacks)
    said[LINE_KEYS["callbacks.slot"]] = in_words(line.slot)
    said[LINE_KEYS["callbacks.tries"]] = str(line.call_tries)
    said[LINE_KEYS["callbacks.again_after"]] = in_words(line.call_again)
    said[LINE_KEYS["learned_teams"]] = "yes" if line.learned else "no"
    return said


def _shown_of(one: TeamLineRules, teams: Teams) -> dict[str, str]:
    steps = AS_ELSEWHERE if one.steps is None else _short(one.steps, teams)
    said = {LINE_KEYS["let_go"]: steps}
    for key, length in _lengths(one):
        said[LINE_KEYS[key]] = AS_ELSEWHERE if length is None else in_words(length)
    chain = SENTENCES["comma"].join(named(team, teams) for team in one.overflow)
    said[LINE_KEYS["overflow"]] = chain or NOTHING
    words = "; ".join(f"“{text}” ({language})" for language, text in one.goodwill or ())
    key = LINE_KEYS["goodwill"].removesuffix(" ({language})")
    said[key] = AS_ELSEWHERE if one.goodwill is None else words or NOTHING
    callbacks = AS_ELSEWHERE if one.callbacks is None else str(one.callbacks)
    said[LINE_KEYS["callbacks_each_slot"]] = callbacks
    return said


def _short(steps: tuple[Step, ...], teams: Teams) -> str:
    return "; ".join(_step(one, teams) for one in steps) or "never"


def _head(seconds: float) -> str:
    if not seconds:
        return NOTHING
    return f"{_length(seconds)}{'' if seconds > 0 else ' behind'}"


def _length(seconds: float) -> str:
    return in_words(timedelta(seconds=seconds))


def _some(length: timedelta | None) -> str:
    return NOTHING if length is None else in_words(length)
