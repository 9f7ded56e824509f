"""How sure to be of a model's answer: from what was measured, never from its own word alone.

Retrieval says how likely the pages answer at all, and how likely the cited page is the right one;
both curves are calibrated (`segue.brains.knowledge`). The model has read the passages, so what it
cites counts as evidence of its own, but only as far as its sentences were borne out. Agreement is
the share of other wordings of the question (the model's own, the question with what was said
before it) that lead to a page that was cited. A model's doubt lowers the number; its certainty
never raises it. An answer in a language that cannot be compared with the passages is worth less.
"""

from __future__ import annotations

from segue.brains.knowledge import ANSWERABLE, SURE
from segue.domain.actions import Measured

HIGHEST = 0.97
_OF_CITED, _OF_AGREEMENT, _OF_DOUBT, _TRANSLATED = 0.7, 0.25, 0.5, 0.9


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
    raw = (answerable + max(chance, answerable * cited)) / 2
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
