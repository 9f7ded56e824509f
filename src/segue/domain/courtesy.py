"""Small words that mean little or much: thanks, yes, no, "solved, thanks".

Lexical on purpose: a courtesy must never reopen a case, and that may not depend on a model. The
whole message has to be made of such words; anything else is something to answer.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LONGEST = 120  # characters; more than this is never just a courtesy
_FEW = 5  # words of a plain yes or no

_THANKS = (
    "thanks thank you thx ty cheers many very much so a lot great perfect ok okay cool nice bye "
    "goodbye good day have evening appreciated appreciate it super wonderful brilliant lovely all "
    "best "
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
_NOTHING_MORE = re.compile(
    r"\b(no,? thanks|no,? thank you|no,? that'?s (all|it)|that'?s (all|it)|nothing else|"
    r"nein,? danke|das war'?s|das ist alles|no,? gracias|eso es todo|nada más|non,? merci|"
    r"c'?est tout|não,? obrigad[oa]|é só isso|no,? grazie|è tutto|nee,? (bedankt|dank je)|"
    r"hayır,? teşekkürler)(?!\w)"
    r"|لا شكرا|لا شكرًا|没有了|不用了|大丈夫です"
)
_YES = (
    "yes yeah yep yup sure please ok okay of course go ahead ja bitte gerne sí si claro por "
    "favor "
    "oui s'il vous plaît volontiers sim sì certo va bene graag हाँ evet lütfen "
    "نعم اجل 是 是的 好 好的 "
    "はい お願いします "
    "agreed confirm confirmed correct exactly absolutely definitely "
    "einverstanden genau richtig klar natürlich bestätige bestätigt "
    "adelante hazlo hágalo confirmo confirmado correcto exacto "
    "d'accord confirme exactement confermo akkoord موافق موافقة أوافق نفذ أكيد تمام "
    "确认 同意 可以 確認"
)
_WITH_YES = (
    "do it that this so then now i you can start send make proceed with the "
    "mach machen sie das es tun starten dann jetzt lo la ahora entonces le ça fais faites lo fai"
)
"""May stand beside a yes, and say none by themselves."""
_DO_IT = re.compile(
    r"(please )?(just )?(do (it|that|this|so)|go for it|mach(en sie)? (das|es)|tu das|fais[- ]le|"
    r"fallo|doe maar)( please| bitte| now)?"
)
_NO = "no nope nah not nein nee non não hayır لا नहीं 不 不用 不用了 いいえ 結構です"
_SOLVED = re.compile(
    r"\b(solved|sorted|resolved|fixed|got it working|works now|it works|no longer need(ed)?|"
    r"never ?mind|figured it out|found it|gelöst|erledigt|klappt jetzt|"
    r"resuelto|solucionado|ya funciona|résolu|réglé|resolvido|risolto|opgelost|çözüldü)\b"
    r"|تم الحل|انحلت|解决了|解決しました|हल हो गया"
)
# What may stand beside such a word without changing it. A "not", a "but" or an order number is
# none of these, and then nobody is sent away.
_BESIDE = (
    "i i've i'm ive im we it it's its that's that this is has been have got just already now all "
    "myself ourselves my the problem issue question matter yes yeah oh hey hi actually finally "
    "good news worked out and well then everything seems to be looks "
    "es das ist hat sich jetzt schon alles ich wir habe haben selbst mein meine problem frage ja "
    "se ha ya está esta todo lo he hemos mi problema c'est est c tout mon problème j'ai "
    "foi está o meu è il mio ho het mijn probleem"
)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("’", "'")


def _words(folded: str) -> list[str]:
    return re.findall(r"[\w']+", folded)


_THANK_WORDS = frozenset(_words(_folded(_THANKS)))
_YES_WORDS = frozenset(_words(_folded(_YES)))
_BY_YES_WORDS = _YES_WORDS | frozenset(_words(_folded(_WITH_YES)))
_NO_WORDS = frozenset(_words(_folded(_NO)))
_BY_NO_WORDS = _NO_WORDS | _THANK_WORDS | {"now", "yet"}
_BESIDE_WORDS = _THANK_WORDS | frozenset(_words(_folded(_BESIDE)))


@lru_cache(maxsize=4096)
def is_courtesy(text: str) -> bool:
    """Is this nothing but thanks, a goodbye or an emoji? Such words need no answer."""
    folded = _folded(text[: _LONGEST + 1])  # a full-width ? is folded as well
    if len(text) > _LONGEST or "?" in folded or "؟" in folded:
        return False
    return all(word in _THANK_WORDS for word in _words(_NOTHING_MORE.sub(" ", folded)))


@lru_cache(maxsize=4096)
def is_yes(text: str) -> bool:
    """Does a short answer agree to what was just offered?"""
    words = _short_answer(text)
    if _DO_IT.fullmatch(" ".join(words)):
        return True
    return any(word in _YES_WORDS for word in words) and all(
        word in _BY_YES_WORDS for word in words
    )


@lru_cache(maxsize=4096)
def is_no(text: str) -> bool:
    """Does a short answer decline what was just offered, and say nothing else?"""
    words = _short_answer(text)
    return any(word in _NO_WORDS for word in words) and all(word in _BY_NO_WORDS for word in words)


def _short_answer(text: str) -> list[str]:
    """The words of an answer of at most a few words; none of anything longer, or of a question."""
    folded = _folded(text[: _LONGEST + 1])
    words = _words(folded)
    return words if len(words) <= _FEW and "?" not in folded else []


@lru_cache(maxsize=4096)
def is_solved(text: str) -> bool:
    """Does the customer say that the matter is settled ("solved, thanks"), and nothing else?

    Whoever waits loses their place by it, so one word too many is enough to keep them waiting.
    """
    folded = _folded(text[: _LONGEST + 1])
    if len(text) > _LONGEST or "?" in folded or _SOLVED.search(folded) is None:
        return False
    return all(word in _BESIDE_WORDS for word in _words(_SOLVED.sub(" ", folded)))
