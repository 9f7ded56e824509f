"""Does an assistant's turn say that it has no answer? Known by its words, in a dozen languages.

Our own assistant says so by itself (its result is `missed`); this is for other bots, of which
nothing is known but what they wrote.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from segue.brains.phrases import Phrases
from segue.brains.plain import plain

_LONGEST: Final = 600  # characters; whoever has no answer does not write a page

_SAID: Final = {
    "en": """
        i don't know, i do not know, i'm not sure, i am not sure, don't have an answer,
        do not have an answer, don't have that information, don't have information,
        do not have information, couldn't find, could not find, can't find, cannot find,
        didn't understand, did not understand, don't understand, do not understand,
        didn't quite get, didn't get that, did not get that, didn't catch that,
        didn't quite catch, could you rephrase, can you rephrase, please rephrase,
        try rephrasing, rephrase your question, say it another way, say that another way,
        i can't answer, i cannot answer, unable to answer, can't help with that,
        cannot help with that, unable to help, not able to help, i can't help you with,
        no results for, nothing found, beyond what i can, i'm still learning""",
    "de": """
        ich weiß es nicht, weiß ich nicht, nicht sicher, nicht verstanden, verstehe ich nicht,
        verstehe nicht, keine antwort, keine informationen, konnte nichts finden, nichts gefunden,
        anders formulieren, anders sagen, umformulieren, kann ich nicht beantworten,
        kann ich leider nicht, nicht weiterhelfen""",
    "es": """
        no lo sé, no estoy seguro, no estoy segura, no entiendo, no entendí, no he entendido,
        no comprendo, no tengo una respuesta, no tengo respuesta, no tengo información,
        no encontré, no encuentro, reformular, decirlo de otra manera, no puedo ayudarte con,
        no puedo responder""",
    "fr": """
        je ne sais pas, pas sûr, je ne comprends pas, je n'ai pas compris, pas de réponse,
        pas d'information, n'ai pas trouvé, rien trouvé, reformuler, dire autrement,
        je ne peux pas répondre, je ne peux pas vous aider""",
    "pt": """
        não sei, não tenho certeza, não entendi, não compreendi, não tenho uma resposta,
        não tenho informação, não tenho informações, não encontrei, reformular,
        dizer de outra forma, não posso responder, não consigo ajudar""",
    "it": """
        non lo so, non sono sicuro, non ho capito, non capisco, non ho una risposta,
        non ho informazioni, non ho trovato, riformulare, dirlo in un altro modo,
        non posso rispondere, non posso aiutarti""",
    "nl": """
        ik weet het niet, weet ik niet, niet zeker, niet begrepen, begrijp ik niet,
        geen antwoord, geen informatie, niets gevonden, niet vinden, anders formuleren,
        anders zeggen, kan ik niet beantwoorden, niet helpen met""",
    "pl": "nie wiem, nie rozumiem, nie zrozumiałem, nie mam odpowiedzi, nie znalazłem, inaczej",
    "ru": "не знаю, не уверен, не понял, не понимаю, нет ответа, не нашел, переформулируйте",
    "tr": "bilmiyorum, emin değilim, anlamadım, anlayamadım, bulamadım, başka şekilde",
    "ar": "لا أعرف, لست متأكدا, لم أفهم, لا أفهم, ليس لدي إجابة, لم أجد, بطريقة أخرى",
    "hi": "मुझे नहीं पता, समझ नहीं, जानकारी नहीं, नहीं मिला, दूसरे शब्दों",
    "zh": "我不知道, 不确定, 没听懂, 不明白, 不理解, 没有找到, 换个说法, 换一种说法, 无法回答",
    "ja": """わかりません, 分かりません, 理解できません, 見つかりません,
        お答えできません, 別の言い方""",
    "ko": "모르겠, 이해하지 못, 찾을 수 없, 답변을 드릴 수 없, 다시 말씀",
}


def has_no_answer(text: str) -> bool:
    """Say whether an assistant's `text` says that it does not know, or did not understand."""
    return len(text) <= _LONGEST and bool(_phrases().find(plain(text)))


@lru_cache(maxsize=1)
def _phrases() -> Phrases[str]:
    return Phrases((entry, code) for code, some in _SAID.items() for entry in some.split(","))
