"""How sure to be of a model's answer: from what was measured, never from its own word alone.

Retrieval says how likely the pages answer at all, and how likely the cited page is the right one;
both curves are calibrated (`segue.brains.knowledge`). The model has read the passages, so what it
cites counts as evidence of its own, but only as far as its sentences were borne out. Agreement is
the share of other wordings of the question (the model's own, the question with what was said
before it) that lead to a page that was cited. Where the model's wording stays near to the
customer's and leads to the cited page, retrieval is believed at that wording too, a little less: a
model knows that "my stuff should be here by now" asks for an order. A model's doubt lowers the
number; its certainty never raises it. An answer in a language that cannot be compared with the
passages is worth less.
"""

from __future__ import annotations

from collections.abc import Sequence

from segue.bots.model.finding import Finds
from segue.brains.knowledge import ANSWERABLE, SURE
from segue.domain.actions import Measured
from segue.domain.value import Plain

HIGHEST = 0.97
_OF_READING = 0.3  # how far a model's choice of a page is believed against retrieval's
SAME_QUESTION, REWORDED = 0.45, 0.9
_OF_CITED, _OF_AGREEMENT, _OF_DOUBT, _TRANSLATED = 0.7, 0.25, 0.5, 0.9


class Evidence(Plain, frozen=True):
    """What retrieval says: that there is an answer, that a cited page is the right one, and the
    share of wordings that agree; None where there was only one."""

    answerable: float
    chance: float
    agreed: float | None = None


def evidence(
    finds: Finds,
    asked: str,
    reworded: str,
    before: str,
    cited: Sequence[str],
    found: Evidence,
    *,
    verified: bool,
) -> Evidence:
    """Weigh the pages `cited` by the customer's words `asked` (empty: in a language that cannot be
    compared), by the model's wording and by what was said `before`. Blocks while it encodes."""
    wordings = [one for one in (asked, reworded) if one]
    wordings += [f"{before} {asked}"] if before and asked else []
    best = {one: finds.best(one, verified=verified) for one in wordings}
    agreed = [one.item in cited for one in best.values()]
    answerable, chance = found.answerable, found.chance
    if asked and reworded and best[reworded].item in cited:
        near = float(finds.encoder.encode(asked) @ finds.encoder.encode(reworded))
        if near >= SAME_QUESTION:
            answerable = max(answerable, REWORDED * best[reworded].answerable)
            chance = max(chance, REWORDED * best[reworded].chance)
    share = sum(agreed) / len(agreed) if len(agreed) > 1 else None
    return Evidence(answerable, chance, share)


def measured(
    by: str,
    *,
    answerable: float,
    chance: float,
    cited: float,
    agreed: float | None,
    own: float,
    translated: bool = False,
) -> tuple[float, Measured]:
    """The confidence, and what it was made of. All are 0 to 1; `chance` is that of the likeliest
    cited page, `own` what the model says of itself, `agreed` None when nothing was compared."""
    raw = (answerable + max(chance, _OF_READING * answerable * cited)) / 2
    confidence = raw * (1 - _OF_CITED * (1 - cited))
    if agreed is not None:
        confidence *= 1 - _OF_AGREEMENT * (1 - agreed)
    confidence *= 1 - _OF_DOUBT * max(0.0, 0.5 - own) * 2
    if translated:
        confidence *= _TRANSLATED
    confidence = min(HIGHEST, max(0.0, confidence))
    return confidence, Measured(by, answerable, cited, agreed, raw)


def sure(confidence: float, answerable: float) -> bool:
    """The same bounds as for answers without a model."""
    return confidence >= SURE and answerable >= ANSWERABLE
