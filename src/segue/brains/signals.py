"""What a customer's last turn says besides its question: the signals that triggers look at.

Each is honest about how little it knows. Asking for a person is words; where those are silent, a
model may suspect it in English, and says that it was the model. Frustration is the surface
(shouting, hard words) or a head trained on comments, whichever says more: an indicator, never
alone a reason to hand over. Repetition compares the turn with the customer's own earlier ones by
sentence vectors.

Reading blocks for a few milliseconds; `segue.brains.reading` does it in a thread.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from segue.brains.encoder import encoder
from segue.brains.errors import EncoderMissing
from segue.brains.heads import chance
from segue.brains.languages import Spoken, language_of
from segue.brains.moods import frustration_in
from segue.brains.small_talk import small_talk
from segue.brains.topics import Hit, topics_in
from segue.domain.asking import asks_for_person
from segue.domain.asking.fold import fold
from segue.domain.facts import facts_in
from segue.domain.signals import Signals
from segue.domain.value import Plain

Turns: TypeAlias = Sequence[tuple[str, str]]
"""What was said, oldest first: (who, text), who is `customer`, `bot`, `agent` or `system`."""

_ASKED: Final = {"request": 0.97, "declined": 0.01}
_ASKS_NOT: Final = 0.02
_SUSPECTS: Final = 0.5  # what one in a thousand ordinary messages passes
_SUSPECTED_AT_MOST: Final = 0.9  # a model is never as sure as words
_FEWEST_FOR_HEADS: Final = 3  # words: names and slips of the keyboard puzzle a model
_EARLIER: Final = 8  # turns that the last one is compared with
_FEWEST_WORDS: Final = 4  # different ones; shorter turns repeat by nature
# The same question: cosine .60 is even odds (AUROC .94 against the nearest earlier turn).
_SAME_QUESTION: Final = 0.60
_STEEPNESS: Final = 15.0
_URGENT: Final = ("urgent", "high")
_ABOUT_MONEY: Final = frozenset({"money_owed", "fraud_or_theft"})
_MONEY_WORD: Final = re.compile(
    r"\b(pay|paid|pays|paying|payments?|charged?|charges|invoices?|bills?|billed|billing|prices?|costs?"
    r"|refund\w*|money|zahl\w*|bezahl\w*|rechnung\w*|geld|konto|preis\w*|pago|pagar|factura"
    r"|dinero|cobro|tarjeta|payer|paiement|facture|argent|prix|pagamento|fatura|dinheiro|cartao|pagare"
    r"|fattura|soldi|betal\w*|factuur|geld|rekening|odeme)\b"
    r"|دفع|فاتوره|مبلغ|भुगतान|पैसे|付款|钱|支払|お金"
)


class TurnSignals(Plain, frozen=True):
    """The signals of one turn. Scores are probabilities, 0 to 1; `mood` is -1 to 1.

    `wants_person_by` is `words` where words decided (for or against), `model` where only the head
    suspects it, else `none`. `repeats` is None when the sentence encoder is not installed.
    """

    wants_person: float
    wants_person_by: Literal["words", "model", "none"]
    wants_person_words: str
    frustration: float
    mood: float
    urgency: tuple[str, ...]
    topics: dict[str, float]
    repeats: float | None
    language: Spoken
    about_money: float
    facts: tuple[tuple[str, str], ...]
    models: tuple[str, ...]

    def signals(self) -> Signals:
        """Return what the domain keeps of it."""
        return Signals(
            wants_person=self.wants_person,
            frustration=self.frustration,
            repeats=self.repeats,
            language=self.language.code,
            language_sure=round(self.language.p, 3),
            about_money=self.about_money,
            urgency=self.urgency,
            models=self.models,
        )


def read(turns: Turns, teams: tuple[str, ...] = ()) -> TurnSignals:
    """Return the signals of the last turn of the customer; of silence, if there is none.

    `teams` are the names of the installation's teams: they can be asked for like a person.
    """
    said = [text for who, text in turns if who == "customer"]
    text = said[-1] if said else ""
    asked = asks_for_person(text, teams)
    hits = topics_in(text)
    language = language_of(text)
    suspected, annoyed, by = _by_heads(text, language)
    frustration = max(frustration_in(text), annoyed)
    repeats, models = _repeats(text, said[:-1])
    pleased = small_talk(text)
    gratitude = 0.5 if pleased and pleased.kind == "thanks" else 0.0
    return TurnSignals(
        wants_person=_ASKED[asked.kind] if asked else max(_ASKS_NOT, suspected),
        wants_person_by="words" if asked else "model" if suspected else "none",
        wants_person_words=asked.words if asked else "",
        frustration=frustration,
        mood=round(gratitude - frustration, 3),
        urgency=tuple(hit.code for hit in hits if hit.priority in _URGENT),
        topics={hit.code: 0.95 for hit in hits},
        repeats=repeats,
        language=language,
        about_money=_about_money(text, hits),
        facts=facts_in(text),
        models=tuple(dict.fromkeys(("py3langid", *by, *models))),
    )


def _by_heads(text: str, language: Spoken) -> tuple[float, float, tuple[str, ...]]:
    """Return what the heads say of English, and the model they used.

    The first number is how likely the text asks for a person, 0 below doubt; the second how likely
    it is annoyed.
    """
    if language.code != "en" or len(_words(text)) < _FEWEST_FOR_HEADS or small_talk(text):
        return 0.0, 0.0, ()
    try:
        vector = encoder().encode(text)
    except EncoderMissing:
        return 0.0, 0.0, ()
    asks = chance("request", vector)
    suspected = min(asks, _SUSPECTED_AT_MOST) if asks >= _SUSPECTS else 0.0
    return round(suspected, 3), round(chance("frustration", vector), 3), ("minilm",)


def _about_money(text: str, hits: Sequence[Hit]) -> float:
    if any(hit.code in _ABOUT_MONEY for hit in hits):
        return 0.95
    if _MONEY_WORD.search(fold.__wrapped__(text[:1_000])):
        return 0.7
    return 0.02


def _repeats(text: str, earlier: Sequence[str]) -> tuple[float | None, tuple[str, ...]]:
    """Return how likely the turn asks what the customer has asked before, and by which model."""
    candidates = [one for one in earlier[-_EARLIER:] if _says_something(one)]
    if not candidates or not _says_something(text):
        return 0.0, ()
    try:
        vector = encoder().encode(text)
        cosines = [
            float(vector @ encoder().encode(one))
            for one in candidates
            if not _only_an_item_differs(text, one)
        ]
    except EncoderMissing:
        return None, ()
    highest = max(cosines, default=0.0)
    p = 1 / (1 + math.exp(-_STEEPNESS * (highest - _SAME_QUESTION)))
    return round(p, 3), ("minilm",)


def _says_something(text: str) -> bool:
    return len(set(_words(text))) >= _FEWEST_WORDS and small_talk(text) is None


def _only_an_item_differs(one: str, other: str) -> bool:
    """Say whether two turns are one form with another number or item in it: no repetition."""
    left, right = set(_words(one)), set(_words(other))
    left, right = left - right, right - left
    if not left and not right:
        return False  # word for word the same
    swapped = len(left) <= 1 and len(right) <= 1
    numbers = all(any(c.isdigit() for c in word) for word in left | right)
    return (swapped and bool(left) and bool(right)) or numbers


def _words(text: str) -> list[str]:
    return [fold(word) for word in re.findall(r"\w+", text)]
