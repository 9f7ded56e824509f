"""Why this agent, why not that one, why not yet: the sentences, for the people who work here.

Short and concrete: who, what is missing, how much. Numbers are chats, as everybody counts them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from segue.domain import routing
from segue.domain.ids import TeamId
from segue.domain.line_rules import UNIT, LineRules, Skill
from segue.domain.routing import Desk, Place

Names = Mapping[TeamId, str]
LANGUAGES = {
    "ar": "Arabic", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German",
    "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "fi": "Finnish",
    "fr": "French", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian",
    "it": "Italian", "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian",
    "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sv": "Swedish", "tr": "Turkish",
    "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
PRIORITIES = ("low priority", "normal priority", "high priority", "urgent")


def language(code: str) -> str:
    """Its English name, or the code when it has none here."""
    return LANGUAGES.get(code.partition("-")[0].casefold(), code)


def chats(hundredths: int) -> str:
    """`4` or `3.5`."""
    return f"{hundredths / UNIT:g}"


def skill(one: Skill) -> str:
    """`refunds` or `refunds at level 2`: the first level goes without saying."""
    return one.name if one.level <= 1 else f"{one.name} at level {one.level}"


def listed(words: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def team(one: TeamId, names: Names) -> str:
    return names.get(one, str(one))


def against(code: str, desk: Desk, place: Place, names: Names) -> str:
    """One reason against this agent, in a sentence; `code` is one of `why.considered`'s."""
    who = desk.name
    match code:
        case "not_in_team":
            teams = listed(team(one, names) for one in place.takers)
            return f"{who} is not in {teams.replace(' and ', ' or ')}."
        case "team_closed":
            closed = [one for one in place.takers if one in desk.closed]
            verb = "is" if len(closed) == 1 else "are"
            return f"{listed(team(one, names) for one in closed)} {verb} closed now."
        case "away":
            return f"{who} is {'busy and takes nothing new' if desk.busy else 'away'}."
        case "off_shift":
            return f"{who} is not on shift now."
        case "lacks_skill" | "lacks_level":
            return _lacks(desk, place, at_all=code == "lacks_skill")
        case "lacks_language":
            spoken = listed(language(one) for one in desk.languages)
            return f"Needs {language(place.language or '')}; {who} speaks {spoken}."
        case "sent_it":
            return f"{who} sent it on."
        case "declined":
            return f"{who} let it go a moment ago."
        case "full":
            return _full(desk, place)
        case _:
            return ""


def _lacks(desk: Desk, place: Place, *, at_all: bool) -> str:
    for need in routing.lacks(desk, place):
        have = routing.level_of(desk, need.name)
        if at_all and not have:
            return f"Needs {skill(need)}; {desk.name} does not have it."
        if not at_all and have:
            return f"Needs {skill(need)}; {desk.name} has level {have}."
    return ""


def _full(desk: Desk, place: Place) -> str:
    load, capacity = chats(desk.load), chats(desk.capacity)
    if desk.load < desk.capacity:
        return f"{desk.name} has {load} of {capacity}; this one takes {chats(place.weight)}."
    return (
        f"{desk.name} is {'full' if desk.load == desk.capacity else 'over'}: {load} of {capacity}."
    )


def rather(best: Desk, other: Desk, place: Place, rules: LineRules) -> str:
    """Why `best` and not `other`, when both could take it."""
    if best.agent == place.preferred:
        return f"{best.name} knows the customer."
    mine, theirs = (routing.turn(one, place.weight, rules) for one in (best, other))
    if mine != theirs:
        if rules.pick == "round_robin":
            return f"It is {best.name}’s turn before {other.name}’s."
        return f"{best.name} is less busy: {_share(best)}, {other.name} {_share(other)}."
    if routing.distance(best, place) != routing.distance(other, place):
        return f"{best.name}’s skills are nearer to what is asked for than {other.name}’s."
    return f"{best.name} and {other.name} were equal; one of them had to be first."


def _share(desk: Desk) -> str:
    return f"{chats(desk.load)} of {chats(desk.capacity)}"


def chosen(best: Desk, others: int, second: Desk | None, place: Place, rules: LineRules) -> str:
    """Why this one of all: `others` more could have taken it, `second` is the next best."""
    if best.agent == place.preferred:
        return f"{best.name} knows the customer."
    if second is None:
        return f"Only {best.name} could take it."
    of = f"of {others + 1} who could take it"
    mine, theirs = (routing.turn(one, place.weight, rules) for one in (best, second))
    if mine != theirs:
        if rules.pick == "round_robin":
            return f"It was {best.name}’s turn, {of}."
        return f"{best.name} was the least busy {of}: {_share(best)}."
    if routing.distance(best, place) != routing.distance(second, place):
        return f"{best.name}’s skills are the nearest to what is asked for, {of}."
    return f"{best.name} and {second.name} were equal, {of}; one of them had to be first."


def ahead(other: Place, place: Place, rules: LineRules, zone: str) -> str:
    """Why `other` stands before `place`, as the line of a list: `longer in the line`, `urgent`."""
    if other.case and other.due is not None:
        return f"promised by {clock(other.due, zone)}"
    if routing.stood(other, rules) <= routing.stood(place, rules):
        return "longer in the line"
    starts = [
        (_start(other, rules) - _start(place, rules), _priority(other)),
        (_tier(other, rules) - _tier(place, rules), other.tier.upper()),
        (rules.heads.lost * (other.ahead - place.ahead), "their agent was lost"),
    ]
    return max(starts, key=lambda one: one[0])[1]


def clock(moment: datetime, zone: str) -> str:
    """`09:30`, on the wall of this zone."""
    return f"{moment.astimezone(ZoneInfo(zone)):%H:%M}"


def _priority(place: Place) -> str:
    return PRIORITIES[max(0, min(3, place.priority))]


def _start(place: Place, rules: LineRules) -> float:
    heads = rules.heads
    return (heads.low, heads.normal, heads.high, heads.urgent)[max(0, min(3, place.priority))]


def _tier(place: Place, rules: LineRules) -> float:
    return dict(rules.tiers).get(place.tier, 0.0)


def counted(codes: Mapping[str, int]) -> str:
    """`3 are full, 1 is away`: how many could take it but for one thing."""
    said = {
        "full": "full",
        "away": "away or busy",
        "off_shift": "not on shift",
        "team_closed": "of a closed team",
    }
    parts = []
    for code, count in codes.items():
        if code in said:
            parts.append(f"{count} {'is' if count == 1 else 'are'} {said[code]}")
        elif code == "declined":
            parts.append(f"{count} let it go")
        elif code == "sent_it":
            parts.append(f"{count} sent it on")
        elif code in ("lacks_skill", "lacks_level"):
            parts.append(f"{count} cannot do what it needs")
        elif code == "lacks_language":
            parts.append(f"{count} do not speak the language" if count > 1 else
                         "1 does not speak the language")  # fmt: skip
    return ", ".join(parts)


def needed(place: Place) -> str:
    """`refunds at level 2 and German`."""
    words = [skill(one) for one in place.needs]
    if place.language is not None:
        words.append(language(place.language))
    return listed(words) if words else "nothing special"
