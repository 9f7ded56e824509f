"""Greetings, thanks, goodbyes: neither questions nor misses, in a dozen languages.

A message is small talk when nothing is left of it once its pleasantries are taken out. "Hi, where
is my order?" is a question.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, Literal, NamedTuple, TypeAlias

from segue.domain.asking.clauses import WORD
from segue.domain.asking.fold import fold

Kind: TypeAlias = Literal["greeting", "thanks", "goodbye", "fine", "who"]

# One entry a line: words in sequence, written naturally; folded like messages before comparing.
_SAID: Final[dict[Kind, dict[str, str]]] = {
    "greeting": {
        "en": """
            hi, hello, hello there, hey, hey there, hi there, hiya, good morning,
            good afternoon, good evening, good day, morning, greetings, how are you,
            how are you doing, how's it going""",
        "de": """
            hallo, guten tag, guten morgen, guten abend, moin, servus, grüß gott, grüezi,
            wie geht's, wie geht es ihnen""",
        "es": "hola, buenas, buenos días, buenas tardes, buenas noches, qué tal, cómo estás",
        "fr": "bonjour, bonsoir, salut, coucou, ça va, comment allez-vous",
        "pt": "olá, oi, bom dia, boa tarde, boa noite, tudo bem",
        "it": "ciao, buongiorno, buonasera, salve, come va",
        "nl": "hallo, hoi, dag, goedemorgen, goedemiddag, goedenavond, hallo daar",
        "ar": """
            مرحبا, مرحبًا, اهلا, أهلا وسهلا, السلام عليكم, سلام, صباح الخير, مساء الخير,
            كيف حالك""",
        "hi": "नमस्ते, नमस्कार, हैलो, हेलो, namaste",
        "zh": "你好, 您好, 早上好, 下午好, 晚上好, 嗨",
        "ja": "こんにちは, こんばんは, おはよう, おはようございます, はじめまして",
        "tr": "merhaba, selam, günaydın, iyi günler, iyi akşamlar, nasılsınız",
        "sv": "hej",
        "no": "hei",
        "pl": "cześć, dzień dobry",
        "ru": "привет, здравствуйте, добрый день",
    },
    "thanks": {
        "en": """
            thanks, thank you, thank you very much, thank you so much, thanks a lot,
            many thanks, thx, ty, cheers, much appreciated, that helps, that helped,
            that's helpful, very helpful""",
        "de": """
            danke, danke schön, dankeschön, vielen dank, danke sehr, besten dank,
            herzlichen dank, das hilft""",
        "es": "gracias, muchas gracias, mil gracias",
        "fr": "merci, merci beaucoup",
        "pt": "obrigado, obrigada, muito obrigado, muito obrigada, valeu",
        "it": "grazie, grazie mille, molte grazie",
        "nl": "dank je, dank u, dank je wel, dank u wel, bedankt, hartelijk dank",
        "ar": "شكرا, شكرًا, شكرا جزيلا, شكرا لك",
        "hi": "धन्यवाद, शुक्रिया, dhanyavaad, shukriya",
        "zh": "谢谢, 謝謝, 多谢, 感谢",
        "ja": "ありがとう, ありがとうございます, ありがとうございました",
        "tr": "teşekkürler, teşekkür ederim, sağ ol, sağolun",
        "sv": "tack",
        "no": "takk",
        "fi": "kiitos",
        "pl": "dziękuję",
        "ru": "спасибо",
    },
    "goodbye": {
        "en": """
            bye, bye bye, goodbye, good bye, see you, see you later, have a nice day,
            have a good day, have a great day, take care, good night""",
        "de": "tschüss, tschüß, auf wiedersehen, schönen tag noch, schönen tag, bis bald",
        "es": "adiós, hasta luego, chao",
        "fr": "au revoir, bonne journée, à bientôt",
        "pt": "tchau, até logo, até mais",
        "it": "arrivederci, buona giornata",
        "nl": "tot ziens, doei, fijne dag",
        "ar": "مع السلامة, الى اللقاء, وداعا",
        "hi": "अलविदा",
        "zh": "再见, 拜拜",
        "ja": "さようなら",
        "tr": "hoşça kal, görüşürüz, iyi geceler",
        "sv": "hej då",
    },
    "fine": {
        "en": """
            ok, okay, k, alright, all right, fine, great, good, perfect, cool, nice, super,
            awesome, got it, i see, understood, makes sense, sounds good, no problem,
            no worries, wonderful, yes, yep, yeah, no, nope, nothing, no that's all, that's all,
            that's it, all good""",
        "de": "in ordnung, alles klar, gut, prima, verstanden, ja, nein, das ist alles",
        "es": "vale, de acuerdo, entendido, perfecto, bien, sí, nada más, eso es todo",
        "fr": "d'accord, parfait, compris, très bien, oui, non, c'est tout",
        "pt": "certo, tá bom, beleza, sim, não",
        "it": "va bene, perfetto, capito, sì",
        "nl": "oke, goed, prima, begrepen, ja, nee",
        "ar": "تمام, حسنا, نعم, لا",
        "hi": "ठीक है, अच्छा, हाँ, नहीं",
        "zh": "好的, 好, 是, 没有",
        "ja": "はい, わかりました, いいえ",
        "tr": "tamam, peki, evet, hayır",
    },
    "who": {
        "en": """
            are you a bot, are you a robot, are you human, are you a human, are you a person,
            are you real, are you a real person, is this a bot, is this a robot,
            is this a human, am i talking to a bot, am i talking to a robot,
            am i talking to a human, am i talking to a person, who are you, what are you,
            what can you do, who am i talking to""",
        "de": """
            bist du ein mensch, bist du ein bot, bist du ein roboter, sind sie ein mensch,
            sind sie ein bot, sind sie ein roboter, wer bist du, wer sind sie, was kannst du""",
        "es": """
            eres un robot, eres un bot, eres humano, eres una persona, quién eres,
            es usted una persona""",
        "fr": "es-tu un robot, êtes-vous un robot, êtes-vous humain, qui es-tu, qui êtes-vous",
        "pt": "você é um robô, você é humano, quem é você",
        "it": "sei un robot, sei umano, chi sei",
        "nl": "ben je een robot, ben je een mens, wie ben je",
        "ar": "هل انت روبوت, هل انت انسان, من انت",
        "zh": "你是机器人吗, 你是真人吗, 你是谁",
        "ja": "あなたはロボットですか, あなたは人間ですか",
        "tr": "sen kimsin, robot musun",
    },
}

# Words that a pleasantry may carry along without becoming a question.
_PADDING: Final = """
    there all everyone team again so very much a lot then now you too and the dear sir madam guys
    folks oh ah aha well und et y e also auch for your help hilfe ayuda aide everything alles info
    information answer quick"""
_LONGEST_CHARACTERS: Final = 120
_FIRST: Final[tuple[Kind, ...]] = ("who", "thanks", "goodbye", "greeting", "fine")


class SmallTalk(NamedTuple):
    """A pleasantry, and the languages in which it is one (none for a smiley)."""

    kind: Kind
    languages: tuple[str, ...] = ()

    def in_language(self, usual: str) -> str:
        """Return the language to answer in: the usual one if it can be, else the pleasantry's."""
        return usual if not self.languages or usual in self.languages else self.languages[0]


@lru_cache(maxsize=1)
def _phrases() -> dict[str, list[tuple[tuple[str, ...], Kind, list[str]]]]:
    found: dict[tuple[tuple[str, ...], Kind], list[str]] = {}
    for kind, by_language in _SAID.items():
        for language, entries in by_language.items():
            for entry in entries.split(","):
                found.setdefault((tuple(_words(entry)), kind), []).append(language)
    by_first: dict[str, list[tuple[tuple[str, ...], Kind, list[str]]]] = {}
    for (words, kind), languages in sorted(found.items(), key=lambda pair: -len(pair[0][0])):
        by_first.setdefault(words[0], []).append((words, kind, languages))
    return by_first


@lru_cache(maxsize=1)
def _padding() -> frozenset[str]:
    return frozenset(_words(_PADDING))


def small_talk(text: str) -> SmallTalk | None:
    """Return which pleasantry `text` is, if it is nothing else; a smiley alone is `fine`.

    Of several, the one that asks for most: who, then thanks, goodbye, greeting, fine.
    """
    if len(text) > _LONGEST_CHARACTERS:
        return None
    words = _words(text)
    if not words:
        return SmallTalk("fine") if text.strip() and "?" not in text else None
    kinds: dict[Kind, list[str]] = {}
    place = 0
    while place < len(words):
        for phrase, kind, languages in _phrases().get(words[place], ()):
            if tuple(words[place : place + len(phrase)]) == phrase:
                kinds.setdefault(kind, []).extend(languages)
                place += len(phrase)
                break
        else:
            if words[place] not in _padding():
                return None
            place += 1
    if "?" in text and kinds.keys() <= {"fine", "thanks"}:
        return None
    for kind in _FIRST:
        if kind in kinds:
            return SmallTalk(kind, tuple(kinds[kind]))
    return None


def _words(text: str) -> list[str]:
    return [fold(word).lstrip("'") for word in WORD.findall(text.replace("’", "'"))]
