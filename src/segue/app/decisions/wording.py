"""Every sentence of the decisions page, in one place, ready to be translated.

A template is a whole sentence with named holes; what fills a hole is a number, a name, a time, or
the label of a field from the catalogue. Nothing here knows a rule.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from segue.domain.rules.catalogue import BY_NAME, Field, Kind, field_named
from segue.domain.rules.model import Lane
from segue.domain.rules.tests import Seen

HANDED, OFFERED = "handed", "offered"
SAYS: dict[str, str] = {
    # why then
    "asked": "At {time} {who} asked for a person. That rule always wins, so the handoff came with "
    "that message.",
    "button": "At {time} {who} pressed the button for a person. That always leads to one.",
    "took": "At {time} {who} said yes to a person, who had been offered because of “{rule}”.",
    "rule": "At {time} the rule “{rule}” called a person: {met}.",
    "rule_plain": "At {time} the rule “{rule}” called a person.",
    "offer": "At {time} a person was offered because of “{rule}”: {met}.",
    "offer_plain": "At {time} a person was offered because of “{rule}”.",
    "bot_error": "At {time} the assistant did not work, and then a person is always called.",
    "bot_asked": "At {time} the assistant itself asked for a person.",
    "integration": "At {time} another system asked for a person.",
    "draft": "At {time} the answer that waited for approval was {settled}, so “{rule}” called a "
    "person.",
    "took_over": "At {time} {agent} took the conversation over.",
    "later": "At {time} {who} chose an answer later instead of waiting.",
    "nobody": "No person was called: in {turns} nothing crossed its line.",
    "nobody_declined": "No person was called: one was offered at {time} because of “{rule}”, and "
    "{who} declined.",
    "nobody_offered": "No person was called yet: one was offered at {time} because of “{rule}”.",
    "nothing_said": "Nothing was said yet, so there was nothing to decide.",
    # why not earlier
    "first": "Earlier there was nothing to decide: it was the first message.",
    "not_read": "Earlier, no rule could be read.",
    "earlier": "Earlier, nothing had crossed its line: {closest}.",
    "earlier_plain": "Earlier, nothing had crossed its line.",
    "earlier_offered": "Earlier, a person had been offered at {time} (“{rule}”){declined}.",
    "closest": "Closest was: {closest}.",
    "closest_none": "Nothing came near its line.",
    # pieces
    "was_of": "{label} was {value} of {needs}",
    "was_below": "{label} was {value}, its line is below {needs}",
    "reached": "{label} reached {value}, its line is {needs}",
    "fell": "{label} was {value}, below its line of {needs}",
    "held_in": "{label} held in {value} of the last {turns} turns",
    "so": "{label}",
    "had_been": "there had been {value} of {needs} {unit}",
    "one_missed": "only one answer had missed",
    "none_missed": "no answer had missed",
    "and": "{first} and {second}",
    "declined": ", and {who} declined",
    # what came of a turn
    "stayed": "Stayed with the assistant. No rule matched.",
    "stayed_near": "Stayed with the assistant. Nearest was “{rule}”: {why}.",
    "stayed_quiet": "Stayed with the assistant. “{rule}” matched, but a person was declined "
    "shortly before.",
    "stayed_offer": "Stayed with the assistant. The offer of a person still stands.",
    "person": "A person has it: no rule is read.",
    "waits": "In the line already. Nothing to change.",
    "handed_off": "Handed to a person. Lane {lane}, “{rule}”, decided.{also}",
    "handed_off_plain": "Handed to a person.",
    "offered": "A person was offered. Lane {lane}, “{rule}”, decided.{also}",
    "held": "The answer waits for approval. Lane {lane}, “{rule}”, decided.{also}",
    "stood_by": "Somebody of {team} was told quietly that they may be needed.",
    "marked": "Marked for whoever gets it, by “{rule}”.",
    "marked_learned": "Looks like one for {team}: so went earlier ones of its like.",
    "raised": "In the line already: {what}, by “{rule}”.",
    "raised_priority": "priority raised",
    "raised_team": "now with {team}",
    "moved_learned": "In the line already: now with {team}, where earlier ones of its like went.",
    "answered": "Answered. No rule matched.",
    "not_known_said": "Said that it does not know. No rule matched.",
    "not_sent": "Not sent: a person was called instead.",
    "also_one": " “{rule}” also matched.",
    "also_more": " Also matched: {rules}.",
    # one rule at one turn
    "decided": "decided",
    "not_needed": "matched, not needed",
    "waits_for_answer": "matched, waits for the answer",
    "declined_lately": "matched, declined lately",
    "mark": "matched, marked it",
    "stand_by": "matched, somebody stands by",
    "called_already": "matched, a person was called already",
    "of": "{value} of {needs}",
    "of_unit": "{value} of {needs} {unit}",
    "of_turns": "{value} of {needs} in the last {turns} turns",
    "needs_below": "{label} {value}, needs less than {needs}",
    "unknown": "{label}: not known",
    "not_known": "not known",
    "no_answer_yet": "not answered yet",
    "no_words": "no such words",
    "other_topic": "another topic",
    "is": "{label} is {value}",
    "is_none": "no {label} known",
    "not_so": "not so: {label}",
    "is_so": "{label}",
    "unwanted": "{label}",
    # notes
    "source": "From “{title}”",
    "route": "{team}, {why}. {free}",
    "free_none": "Nobody free.",
    "free_one": "1 person free.",
    "free_more": "{n} people free.",
    "why_default": "the usual team",
    "why_rule": "because of “{rule}”",
    "why_stands_in": "which stands in for {team}",
    "why_named": "because the customer named it",
    "why_learned": "where {like} went",
    "why_sent": "sent there by {name}",
    "why_other": "{why}",
    "late_one": "1 late automated answer held back",
    "late_more": "{n} late automated answers held back",
    "late_again": "An automated answer came too late, for the customer wrote again: held back",
    "promised": "Promised {eta}. Took {took}.",
    "took_only": "Took {took}.",
    "approved": "Approved by {name} after {took}",
    "edited": "Edited and approved by {name} after {took}",
    "rejected": "Rejected by {name} after {took}",
    "timed_out": "Nobody approved it within {took}",
    "overtaken": "Overtaken after {took}: the customer wrote again",
    "approved_by": "Approved by {name}",
    "missed": "The assistant did not know",
    "standing": "{name} stood by",
    "standing_over": "Nobody stands by any more",
    "signals_late": "Left out, for it took too long: {names}",
    "signals_models": "what only models can read",
    "assistant": "{brand} assistant",
    "customer": "The customer",
    # what if
    "if_same": "Nothing would have changed in this conversation.",
    "if_none": "No person would have come in this conversation.",
    "if_new": "{what} would have come, because of “{rule}”. As it was, none did.",
    "if_sooner": "{what} would have come {by} sooner, because of “{rule}”.",
    "if_later": "{what} would have come {by} later, because of “{rule}”.",
    "if_other": "{what} would have come just then, too, because of “{rule}”.",
    # facts
    "fact_wait": "{what} to joined: {took}",
    "asked_to": "Asked",
    "called_to": "Called",
    "fact_once": "Nothing asked twice",
    "fact_twice": "Said twice: {what}",
    "fact_verdict": "{name}: {verdict}",
    "settled_rejected": "rejected",
    "settled_timed_out": "not approved in time",
}
VERDICTS = {
    "right": "right call",
    "too_early": "too early",
    "too_late": "too late",
    "bots_job": "the assistant’s job",
}
WHATS = {
    "handed_off": "A person",
    "deferred": "An answer later",
    "offered": "The offer of a person",
    "held": "A look at the answer",
    "moved": "Another team",
}
LANES = {lane: number for number, lane in enumerate(Lane, 1)}
NOT_FLAGS = {
    "asked": "did not ask",
    "missed": "the answer did not miss",
    "same_answer": "not the same answer",
    "verified": "identity not verified",
    "open": "the team is closed",
    "staffed": "nobody is on shift",
}
FLAGS = {"open": "the team is open", "staffed": "somebody is on shift"}
NO_WORDS = ("urgency", "words")
MINUTE_S, HOUR_S = 60, 3600


def say(key: str, **filled: object) -> str:
    """The sentence of this key."""
    return SAYS[key].format(**filled)


def clock(at: datetime, zone: ZoneInfo) -> str:
    """13:59, where the reader is."""
    return at.astimezone(zone).strftime("%H:%M")


def took(seconds: float) -> str:
    """46 s, 3 min, 2 h 05 min."""
    whole = round(seconds)
    if whole < 2 * MINUTE_S:
        return f"{whole} s"
    if whole < HOUR_S:
        return f"{round(whole / MINUTE_S)} min"
    hours, minutes = divmod(round(whole / MINUTE_S), MINUTE_S)
    return f"{hours} h {minutes:02} min"


def counted(n: int, one: str, more: str) -> str:
    """1 turn, 3 turns."""
    return f"{n} {one if n == 1 else more}"


def number(value: object, field: Field | None) -> str:
    """A value as people read it: shares with two digits, counts whole."""
    if isinstance(value, bool) or not isinstance(value, float | int):
        return ", ".join(value) if isinstance(value, tuple) else str(value)
    if field is not None and field.kind == Kind.SHARE:
        return f"{value:.2f}"
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.1f}"


def label(name: str) -> str:
    """How people call a field."""
    field = BY_NAME.get(name) or field_named(name)
    return field.label if field else name


def capital(text: str) -> str:
    """The first letter as in a heading."""
    return text[:1].upper() + text[1:]


def gap(seen: Seen, *, unwanted: bool, answered: bool, alone: bool) -> str:
    """In a few words, what kept a rule from matching; `alone`, nothing else did."""
    field = field_named(seen.field)
    name = label(seen.field)
    if unwanted:
        return say("unwanted", label=name)
    if seen.op == "in_turns":
        return say(
            "of_turns", value=number(seen.value, None), needs=number(seen.needs, None),
            turns=seen.of_turns,
        )  # fmt: skip
    if seen.value is None:
        late = field is not None and field.at_answer and not answered
        if late:
            return say("no_answer_yet")
        if field is not None and field.kind == Kind.WORD:
            return say("is_none", label=name)
        return say("not_known") if alone else say("unknown", label=name)
    kind = field.kind if field else Kind.NUMBER
    if kind in (Kind.SHARE, Kind.NUMBER):
        return _number_gap(seen, field, name)
    if kind == Kind.FLAG:
        said = (NOT_FLAGS if seen.needs else FLAGS).get(seen.field)
        return said or say("not_so" if seen.needs else "is_so", label=name)
    if seen.field in NO_WORDS:
        return say("no_words")
    if seen.field == "topics":
        return say("other_topic")
    return say("is", label=name, value=number(seen.value, field) or "empty")


def _number_gap(seen: Seen, field: Field | None, name: str) -> str:
    value, needs = number(seen.value, field), number(seen.needs, field)
    if seen.op in ("below", "at_most"):
        return say("needs_below", label=name, value=value, needs=needs)
    if field is not None and field.unit:
        return say("of_unit", value=value, needs=needs, unit=field.unit)
    return say("of", value=value, needs=needs)


def met(seen: Seen) -> str:
    """In a few words, how a condition was met."""
    field, name = field_named(seen.field), label(seen.field)
    value, needs = number(seen.value, field), number(seen.needs, field)
    if seen.op == "in_turns":
        return say("held_in", label=name, value=number(seen.value, None), turns=seen.of_turns)
    if field is None or field.kind not in (Kind.SHARE, Kind.NUMBER):
        return _met_word(seen, field, name)
    key = "fell" if seen.op in ("below", "at_most") else "reached"
    return say(key, label=name, value=value, needs=needs)


def _met_word(seen: Seen, field: Field | None, name: str) -> str:
    kind = field.kind if field else Kind.WORD
    if kind == Kind.FLAG:
        said = (FLAGS if seen.needs else NOT_FLAGS).get(seen.field)
        return said or say("so", label=name)
    if kind == Kind.TEXT:
        return say("so", label=name)
    return say("is", label=name, value=number(seen.value, field))


def fell_short(seen: Seen) -> str:
    """How far a number had come, as part of "why not earlier"."""
    field, name = field_named(seen.field), label(seen.field)
    if seen.field == "misses" and seen.op == "at_least":
        return say("one_missed" if seen.value == 1 else "none_missed") if (
            seen.value in (0, 1)
        ) else say("was_of", label=name, value=number(seen.value, field),
                   needs=number(seen.needs, field))  # fmt: skip
    if seen.op == "in_turns":
        return say("held_in", label=name, value=number(seen.value, None), turns=seen.of_turns)
    if field is not None and field.unit and seen.op in ("at_least", "above"):
        filled = {"value": number(seen.value, field), "needs": number(seen.needs, field)}
        return say("had_been", unit=field.unit, **filled)
    key = "was_below" if seen.op in ("below", "at_most") else "was_of"
    return say(key, label=name, value=number(seen.value, field), needs=number(seen.needs, field))
