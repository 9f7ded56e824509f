"""Every field that a rule may look at: one source for checking, sentences, screens and reference.

A field's `read` returns its value at a moment, or `None` when it is not known: a condition about
something unknown does not hold, whatever its operator is.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from segue.domain.hazard import hazard
from segue.domain.rules.moments import Moment
from segue.domain.rules.turns import TurnSeen
from segue.domain.stages import Reason
from segue.domain.value import Plain

if TYPE_CHECKING:
    from segue.domain.signals import Signals

FieldValue: TypeAlias = bool | float | str | tuple[str, ...] | None
Reader: TypeAlias = Callable[[Moment, TurnSeen], FieldValue]


class Kind(StrEnum):
    """Types of fields; each has its operators."""

    SHARE = "share"  # 0 to 1
    NUMBER = "number"
    FLAG = "flag"
    WORD = "word"  # one of some codes, or a name
    WORDS = "words"  # a set of codes
    TEXT = "text"  # what the customer wrote


OPERATORS: dict[Kind, tuple[str, ...]] = {
    Kind.SHARE: ("at_least", "above", "at_most", "below"),
    Kind.NUMBER: ("at_least", "above", "at_most", "below", "is"),
    Kind.FLAG: ("is",),
    Kind.WORD: ("is", "is_not", "one_of", "not_one_of"),
    Kind.WORDS: ("include", "include_any", "include_none"),
    Kind.TEXT: ("has_any", "has_none", "matches"),
}


class Field(Plain, frozen=True):
    """`label` is how a manager reads it; `reason` what a handoff because of it is called."""

    name: str
    kind: Kind
    label: str
    help: str
    read: Reader
    per_turn: bool = False  # may it be counted over turns?
    reason: Reason = Reason.POLICY
    unit: str = ""
    codes: tuple[str, ...] = ()
    at_answer: bool = False  # known only once the assistant has had its say


def _signal(name: str) -> Reader:
    def read(moment: Moment, turn: TurnSeen) -> FieldValue:
        raw = getattr(turn.signals, name)
        for one in moment.calibration:
            if one.signal == name:
                return one.applied(raw) if raw is not None else None
        return raw  # type: ignore[no-any-return]

    return read


def _mood(name: str) -> Reader:
    """A signal about the tone, which an installation may switch off."""
    raw = _signal(name)

    def read(moment: Moment, turn: TurnSeen) -> FieldValue:
        return raw(moment, turn) if moment.mood else None

    return read


def _average_frustration(moment: Moment, _: TurnSeen) -> FieldValue:
    """A slow average: the newest turn counts half, the one before a quarter, and so on."""
    if not moment.mood:
        return None
    read, average = _mood("frustration"), None
    for turn in moment.turns:
        value = read(moment, turn)
        if isinstance(value, float):
            average = value if average is None else (average + value) / 2
    return average


def _confidence(moment: Moment, turn: TurnSeen) -> FieldValue:
    if turn.confidence is None or turn.result == "small_talk":
        return None
    for one in moment.calibration:
        if one.signal == "confidence":
            return one.applied(turn.confidence)
    return turn.confidence


SAME_QUESTION = 0.5
"""`repeats` is calibrated so that even odds is the measured threshold of a same question."""


def _circles(moment: Moment, turn: TurnSeen) -> FieldValue:
    """The reader's own word, or: the same question again while the assistant repeats or misses."""
    signals: Signals = turn.signals
    said = signals.circles
    if moment.answered and turn is moment.turn and (signals.repeats or 0.0) >= SAME_QUESTION:
        before = moment.turns[:-1]
        same = bool(turn.item) and any(one.item == turn.item for one in before[-4:])
        if same or turn.result == "missed":
            return max(said or 0.0, signals.repeats or 0.0)
    return said


def _same_answer(moment: Moment, turn: TurnSeen) -> FieldValue:
    if not moment.answered:
        return None
    return bool(turn.item) and any(one.item == turn.item for one in moment.turns[-5:-1])


def _amount(moment: Moment, _: TurnSeen) -> FieldValue:
    """The largest sum that is known; "84.00 EUR" is how facts keep it."""
    sums = [_number(fact.value) for fact in moment.was.facts if fact.name == "amount"]
    return max((one for one in sums if one is not None), default=None)


def _number(value: str) -> float | None:
    try:
        return float(value.split(maxsplit=1)[0])
    except (ValueError, IndexError):  # a fact of another system may be anything
        return None


def _language(moment: Moment, _: TurnSeen) -> FieldValue:
    return moment.was.language.split("-", maxsplit=1)[0]


F, K, R = Field, Kind, Reason

FIELDS: tuple[Field, ...] = (
    F("asked", K.FLAG, "asked for a person", "In words or by the button. Needs no model.",
      lambda m, _: m.asked, reason=R.ASKED),
    F("wants_person", K.SHARE, "sounds like asking for a person",
      "How likely the words ask for a person, where no clear words do.",
      _signal("wants_person"), per_turn=True, reason=R.ASKED),
    F("urgency", K.WORDS, "urgent words", "Kinds of urgent or unsafe matters in the words.",
      lambda _, t: t.signals.urgency, per_turn=True, reason=R.URGENT,
      codes=("self_harm", "danger", "medical", "fraud_or_theft", "account_locked",
             "legal_or_complaint", "outage", "time_critical")),
    F("topics", K.WORDS, "topic", "What the turn is about.",
      lambda _, t: tuple(code for code, _p in t.signals.topics), per_turn=True, reason=R.POLICY),
    F("about_money", K.SHARE, "is about money", "Payments, refunds, charges, prices.",
      _signal("about_money"), per_turn=True, reason=R.SENSITIVE),
    F("amount", K.NUMBER, "amount of money",
      "The largest sum the customer named, in whatever currency.", _amount, reason=R.SENSITIVE),
    F("personal_data", K.SHARE, "is about personal data", "Asks to see, change or delete it.",
      _signal("personal_data"), per_turn=True, reason=R.SENSITIVE),
    F("account_change", K.SHARE, "changes an account", "Address, e-mail, owner, password, closing.",
      _signal("account_change"), per_turn=True, reason=R.SENSITIVE),
    F("frustration", K.SHARE, "frustration", "How annoyed the newest turn reads. An indicator.",
      _mood("frustration"), per_turn=True, reason=R.MOOD),
    F("frustration_lately", K.SHARE, "frustration lately",
      "A slow average over the turns: the newest counts half.", _average_frustration,
      reason=R.MOOD),
    F("anger", K.SHARE, "anger", "Hard words, shouting.", _mood("anger"), per_turn=True,
      reason=R.MOOD),
    F("anxiety", K.SHARE, "worry", "Fear, panic, despair.", _mood("anxiety"), per_turn=True,
      reason=R.MOOD),
    F("mood_trend", K.NUMBER, "mood trend", "-1 is getting worse fast, 1 is getting better.",
      _mood("mood_trend"), reason=R.MOOD),
    F("misses", K.NUMBER, "answers that missed", "In a row, the newest included.",
      lambda m, _: float(m.misses), reason=R.MISSES, unit="answers"),
    F("missed", K.FLAG, "the answer missed", "The assistant did not know.",
      lambda _, t: t.result == "missed" if t.result not in ("", "asked") else None,
      per_turn=True, reason=R.MISSES, at_answer=True),
    F("confidence", K.SHARE, "sure of the answer", "The assistant's own probability to be right.",
      _confidence, per_turn=True, reason=R.LOW_CONFIDENCE, at_answer=True),
    F("repeats", K.SHARE, "asks the same again", "Compared with the customer's earlier turns.",
      _signal("repeats"), per_turn=True, reason=R.CIRCLES),
    F("asked_times", K.NUMBER, "times the same was asked", "The newest turn included.",
      lambda _, t: float(t.signals.asked_times), reason=R.CIRCLES, unit="times"),
    F("circles", K.SHARE, "going in circles",
      "Asks the same again while the assistant repeats itself or does not know.",
      _circles, per_turn=True, reason=R.CIRCLES),
    F("same_answer", K.FLAG, "the same answer again", "From an item that was used before.",
      _same_answer, reason=R.CIRCLES, at_answer=True),
    F("turns", K.NUMBER, "turns of the customer", "In this conversation.",
      lambda m, _: float(m.was.turns_now), reason=R.LONG, unit="turns"),
    F("minutes", K.NUMBER, "minutes", "Since the conversation began.",
      lambda m, _: m.lasted.total_seconds() / 60, reason=R.LONG, unit="minutes"),
    F("needs_person", K.SHARE, "will soon need a person",
      "Chance within the next two turns, from everything above (see `hazard`).",
      lambda m, _: hazard(m), reason=R.POLICY),
    F("tier", K.WORD, "customer tier", "As the company's own system says, for instance `vip`.",
      lambda m, _: m.was.contact.tier or None, reason=R.VIP),
    F("verified", K.FLAG, "identity is verified", "By a signed token of the company.",
      lambda m, _: m.was.contact.verified),
    F("language", K.WORD, "language", "ISO 639-1 code of the conversation.", _language),
    F("channel", K.WORD, "channel", "Where the customer writes.", lambda m, _: m.was.channel,
      codes=("web", "whatsapp", "instagram", "messenger", "telegram", "sms", "email")),
    F("inbox", K.WORD, "inbox", "Which of the company's inboxes.", lambda m, _: str(m.was.inbox)),
    F("open", K.FLAG, "the team is open", "By its hours.", lambda m, _: m.there.open),
    F("staffed", K.FLAG, "somebody is on shift", "Of the team, available or busy.",
      lambda m, _: m.there.staffed > 0),
    F("waiting", K.NUMBER, "people waiting", "In the team's line.",
      lambda m, _: float(m.there.waiting), unit="people"),
    F("tags", K.WORDS, "tags", "Of the conversation.", lambda m, _: m.was.tags),
    F("words", K.TEXT, "the words", "The first 600 characters of what the customer wrote.",
      lambda m, _: m.words),
    F("length", K.NUMBER, "length in words", "Of the newest turn.",
      lambda _, t: float(t.signals.words), unit="words"),
)  # fmt: skip
BY_NAME: dict[str, Field] = {field.name: field for field in FIELDS}
ATTRIBUTE = "customer."
"""`customer.NAME` is an attribute that the company's system gave; it is a word."""


def field_named(name: str) -> Field | None:
    """The field, also an attribute of the customer; None when there is none of that name."""
    if name.startswith(ATTRIBUTE) and len(name) > len(ATTRIBUTE):
        key = name.removeprefix(ATTRIBUTE)
        return Field(name, Kind.WORD, f"customer's {key}", "As the company's system says.",
                     lambda m, _: dict(m.was.contact.attributes).get(key),
                     reason=Reason.VIP)  # fmt: skip
    return BY_NAME.get(name)
