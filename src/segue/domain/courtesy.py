"""Small words that mean little or much: thanks, yes, no, "solved, thanks".

Lexical on purpose: a courtesy must never reopen a case, and that may not depend on a model.
The whole message has to be made of such words; anything else is something to answer.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_THANKS = (
    "thanks thank you thx ty cheers many very much so a lot great perfect ok okay cool nice bye goodbye "
    "good day have evening appreciated appreciate it super wonderful brilliant lovely all best "
    "danke schön dankeschön vielen dank sehr gut tschüss super prima alles klar "
    "gracias muchas mil perfecto vale genial adiós "
    "merci beaucoup parfait au revoir bonne journée "
    "obrigado obrigada muito perfeito tchau "
    "grazie mille perfetto ciao arrivederci "
    "bedankt dank je wel dankjewel top doei "
    "شكرا شكرًا جزيلا جزيلاً تمام ممتاز مع السلامة "
    "धन्यवाद शुक्रिया बहुत ठीक है "
    "teşekkürler teşekkür ederim sağ ol tamam "
    "谢谢 谢谢你 多谢 感谢 好的 再见 ありがとう ありがとうございます どうも 了解です"
)
_YES = (
    "yes yeah yep yup sure please ok okay of course go ahead ja bitte gerne sí si claro por favor "
    "oui s'il vous plaît volontiers sim sì certo va bene graag नमस्ते हाँ evet lütfen نعم اجل 是 好 はい"
)
_SOLVED = re.compile(
    r"\b(solved|sorted|resolved|fixed|got it working|works now|it works|no longer need(ed)?|"
    r"never ?mind|figured it out|found it|gelöst|erledigt|hat sich erledigt|klappt jetzt|"
    r"resuelto|solucionado|ya funciona|résolu|réglé|resolvido|risolto|opgelost|çözüldü)\b"
    r"|تم الحل|انحلت|解决了|解決しました|हल हो गया"
)
_NOT = re.compile(r"\b(not|n't|isn't|nicht|no|pas|não|non|niet|nie|değil)\b|لم|لا|没|ない|नहीं")


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.findall(r"[\w'’]+", folded)


_THANK_WORDS = frozenset(_words(_THANKS))
_YES_WORDS = frozenset(_words(_YES))


@lru_cache(maxsize=4096)
def is_courtesy(text: str) -> bool:
    """Is this nothing but thanks, a goodbye or an emoji? Such words need no answer."""
    words = _words(text[:200])
    return len(words) <= 8 and all(word in _THANK_WORDS for word in words)


@lru_cache(maxsize=4096)
def is_yes(text: str) -> bool:
    """Does a short answer agree to what was just offered?"""
    words = _words(text[:80])
    return 0 < len(words) <= 5 and all(word in _YES_WORDS for word in words)


@lru_cache(maxsize=4096)
def is_solved(text: str) -> bool:
    """Does the customer say that the matter is settled ("solved, thanks")?"""
    folded = unicodedata.normalize("NFKC", text[:200]).casefold()
    if "?" in folded or len(folded.split()) > 12:
        return False
    found = _SOLVED.search(folded)
    return bool(found) and not _NOT.search(folded[: found.start()] if found else "")
