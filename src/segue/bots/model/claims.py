"""Is a sentence of an answer borne out by the passages that it cites?

Words and meaning together: a sentence is supported when enough of its words stand in one place of
the passages, or when that place means nearly the same (cosine of the sentence encoder), and both
or neither of the two say "not". Courtesies claim nothing. The thresholds were chosen on sentences
about the demo's help pages, true paraphrases against inventions: `tests/bots/model/claims.yaml`.

Encoding blocks: use it from a thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from segue.bots.model.specifics import folded
from segue.bots.model.words import empty_words
from segue.brains.encoder import Encodes
from segue.brains.pages import sentences
from segue.domain.value import Plain

WORDS_ALONE, WORDS, MEANING, MEANING_ALONE = 0.85, 0.60, 0.70, 0.88
ON_TOPIC: Final = 0.40
"""A question back need only be about what the passages are about."""

_WORD: Final = re.compile(r"[^\W_]+")
_STEM: Final = 5
_SAYS_NOTHING: Final = empty_words()
_NOT: Final = re.compile(
    r"\b(?:not|no|never|none|cannot|can't|won't|don't|doesn't|isn't|aren't|without|unable|nicht"
    r"|kein\w*|nie|ohne|ne|pas|jamais|sans|nunca|sin|não|sem|non|mai|senza|niet|geen|nooit)\b|n't\b"
)
_STRONG: Final = re.compile(
    r"\b(?:only|once(?! (?:we|you|it|the|your|they|our|this|that|an?)\b)"
    r"|always|every|all|must|guarantee\w*|immediately|instantly|at once|free|forever"
    r"|nur|einmal|immer|jede\w*|alle\w*|muss|müssen|garantier\w*|sofort|kostenlos|gratis"
    r"|solo|siempre|todos?|debe|garantiza\w*|seulement|toujours|tous|toutes|doit|gratuit\w*)\b"
)
_NUMBERED: Final = re.compile(r"\d{1,2}[.)]|•")
_FEW: Final = 3  # so few words may stand anywhere by accident
_COURTESY: Final = re.compile(
    r"^(?:(?:i|we)(?:['’]?m| am|['’]?re| are) (?:very |so |really )?(?:sorry|glad|happy)\b"
    r"|sorry\b|thank(?:s| you)|you['’]?re welcome|hello\b|hi\b|good (?:morning|afternoon|evening)"
    r"|is there anything else|i hope (?:this|that) helps|of course\b|sure\b|great question"
    r"|(?:es )?tut mir leid|danke|vielen dank|gern|guten tag|hallo|kann ich sonst noch"
    r"|désolé|merci|bonjour|lo siento|gracias|hola|desculpe|obrigad|olá|mi dispiace|grazie|ciao"
    r"|sorry|bedankt|dank u|آسف|شكر)",
)
_MOST_COURTEOUS: Final = 14  # words
_SECRETS: Final = re.compile(
    r"\b(?:password|passcode|passwort|kennwort|contraseña|mot de passe|senha|wachtwoord|pin"
    r"|cvv|cvc|security code|card number|credit card|kartennummer|kreditkarte|tarjeta"
    r"|carte bancaire|one[- ]time code|verification code|iban|bank account|social security"
    r"|passport|api key|secret|token|(?:gift card|discount) code|code of)\b|كلمة المرور",
)
_HERE: Final = re.compile(
    r"(?<!we )(?<!we will )\b(?:send|give|tell|share|provide|reply|type|write|need"
    r"|senden|schicken|nennen|geben|schreiben|brauche\w*|envía|dime|escribe|necesito|envoyez|donnez|envie|invia|stuur)\b|\?"
)
_ASKS_FOR: Final = re.compile(
    r"\?|\b(?:please|send|give|tell|enter|type|share|provide|reply|confirm|bitte|senden|nennen"
    r"|geben|envía|dime|envoyez|donnez|envie|invia|stuur)\b"
)


class Source(Plain, frozen=True):
    """A cited passage, for checking: its places are single sentences and pairs of neighbours."""

    id: str
    places: tuple[str, ...]

    @classmethod
    def of(cls, name: str, text: str) -> Source:
        lines = [one for line in text.split("\n") for one in sentences(line)]
        pairs = [f"{a} {b}" for a, b in pairwise(lines)]
        return cls(name, tuple(dict.fromkeys([*lines, *pairs])))


class Judged(Plain, frozen=True):
    """A sentence and what became of it: `claim`, whether it says something that has to be borne
    out, and `by`, the passage that does; empty for nothing."""

    text: str
    claim: bool
    by: str = ""
    likeness: float = 0.0


def said_in(text: str) -> list[str]:
    """The sentences and the lines of a list, in order; a number in front belongs to its line."""
    found: list[str] = []
    for line in text.split("\n"):
        number = ""
        for one in sentences(line):
            if _NUMBERED.fullmatch(one):
                number = f"{one} "
                continue
            found.append(number + one)
            number = ""
    return found


def courteous(sentence: str) -> bool:
    """Does it claim nothing at all? Only short sentences on a closed list do."""
    bare = folded(sentence).strip(" •\"'“”¡¿")
    return bool(_COURTESY.match(bare)) and len(bare.split()) <= _MOST_COURTEOUS


def asks_for_secrets(text: str) -> bool:
    """Does any sentence ask for what no assistant may ask for?"""
    return any(
        _SECRETS.search(folded(one)) and _ASKS_FOR.search(folded(one)) for one in said_in(text)
    )


def asks_for_secrets_here(sentence: str) -> bool:
    """Does it want them said in this chat? No page makes that right."""
    text = folded(sentence)
    return bool(_SECRETS.search(text) and _HERE.search(text)) and not text.startswith("forg")


def judged(sentence: str, cited: Sequence[Source], by: Encodes) -> Judged:
    """Look for the place in `cited` that bears this sentence out."""
    if courteous(sentence):
        return Judged(sentence, claim=False)
    words = _content(sentence)
    if not words:
        return Judged(sentence, claim=False)
    vector = by.encode(sentence)
    strong = _strong(sentence)
    negated, question = _negated(sentence), sentence.rstrip().endswith(("?", "؟", "？"))
    best, bearer = 0.0, ""
    for source in cited:
        if not source.places:
            continue
        meaning = np.stack([by.encode(place) for place in source.places]) @ vector
        for place, cosine in zip(source.places, meaning, strict=True):
            likeness = float(cosine)
            shared = len(words & _content(place)) / len(words)
            if question and not _negated(place) and likeness >= ON_TOPIC:
                return Judged(sentence, claim=False, by=source.id, likeness=likeness)
            borne = (
                _bears_out(shared, likeness, few=len(words) < _FEW)
                and _negated(place) == negated
                and strong <= _strong(place)
            )
            if borne and likeness + shared > best:
                best, bearer = likeness + shared, source.id
    return Judged(sentence, claim=True, by=bearer, likeness=best / 2)


def _bears_out(shared: float, meaning: float, *, few: bool) -> bool:
    return (
        (shared >= WORDS_ALONE and not few)
        or meaning >= MEANING_ALONE
        or (shared >= WORDS and meaning >= MEANING)
    )


def _strong(text: str) -> frozenset[str]:
    """Words that make a sentence say more: they have to stand in the passage too."""
    return frozenset(_STRONG.findall(folded(text)))


def _negated(text: str) -> bool:
    return len(_NOT.findall(folded(text).replace("’", "'"))) % 2 == 1


def _content(text: str) -> frozenset[str]:
    """Stems of the words that say something."""
    words = (word for word in _WORD.findall(folded(text)) if word not in _SAYS_NOTHING)
    return frozenset(word[:_STEM] for word in words if len(word) > 2 or word.isdigit())  # noqa: PLR2004


def shared_with(text: str, other: Iterable[str]) -> float:
    """The share of the words of `text` that stand anywhere in `other`."""
    words = _content(text)
    there: frozenset[str] = frozenset().union(*map(_content, other))
    return len(words & there) / len(words) if words else 0.0
