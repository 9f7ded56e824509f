"""Text that goes to a model, and text that comes from it, without what only machines see.

Going in, whatever could be taken for the frame around it (our marks, the marks of chat formats, a
line that plays a role) is made harmless but stays readable. Coming out, the text has to be plain:
markup is taken off, and what could fetch or run something makes the whole text worthless.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff\ue000-\uf8ff\U000f0000-\U0010ffff]"
)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_FRAMES: Final = re.compile(
    r"<\|[^|<>]{0,40}\|>|\[/?(?:INST|SYS)\]|<</?SYS>>|</?s>|<(?:start|end)_of_turn>"
    r"|<｜[^｜]{0,40}｜>|</?(?:system|assistant|user|tool|function)[^<>]{0,40}>",
    re.IGNORECASE,
)
_ROLE: Final = re.compile(
    r"(?im)^([ \t]{0,8})(#{0,4} ?\*{0,3} ?(?:system|assistant|developer|user|human|tool|function)"
    r" ?\*{0,3} ?(?:message|prompt|note)? ?[:>\]])"
)
_TAGS: Final = re.compile("[\U000e0000-\U000e007f]")
_ORDERS: Final = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instruction|prompt|rule|guideline"
    r"|polic|direction|above|previous|prior)"
    r"|\b(?:system|hidden|initial|developer)\s{1,8}(?:prompt|message|instruction)"
    r"|\byou are (?:now|no longer|actually)\b|\b(?:act|behave|respond) as (?:if|a|an|though)\b"
    r"|\b(?:as an?|to the|dear|note to|attention|hey)"
    r" (?:ai|llm|language model|assistant|chatbot|model)s?\b"
    r"|\b(?:assistant|ai|model|chatbot)s? (?:must|should|shall|has to|have to|is required)\b"
    r"|\b(?:call|invoke|run|execute|use) the (?:tool|function|action|command)\b"
    r"|wants_(?:action|person)|<<|>>|<!--|\b(?:system|assistant|developer)\s{0,8}:"
    r"|\b(?:ignoriere|vergiss|missachte)\w*\b.{0,40}\b(?:anweisung|regel|vorgabe|bisherig)"
    r"|\b(?:ignora|olvida|descarta)\w*\b.{0,40}\b(?:instruc|regla|anterior)"
    r"|\b(?:ignore[zr]?|oublie[zr]?)\b.{0,40}\b(?:instruction|consigne|règle|précédent)"
    r"|تجاهل.{0,40}(?:تعليمات|التعليمات|الأوامر)|忽略.{0,12}(?:指令|指示|说明|规则)"
    r"|игнорируй.{0,40}(?:инструкц|указан|правил)|無視.{0,12}|以前の指示",
    re.IGNORECASE | re.DOTALL,
)
# A joiner within a word is a letter's business in Persian, Arabic and Indic scripts; emoji too.
_JOINED: Final = re.compile(
    "(?<=[\u0600-\u06ff\u0900-\u0dff])[\u200c\u200d](?=[\u0600-\u06ff\u0900-\u0dff])"
)

_WORSE: Final = re.compile(
    r"!\[|<\s{0,8}(?:img|script|iframe|svg|object|embed|link|style|form|input|video|audio|base|meta)\b"
    r"|\b(?:javascript|vbscript|data|file)\s{0,8}:\s{0,8}\S|\bon\w{3,20}\s{0,8}=",
    re.IGNORECASE,
)
_LINK: Final = re.compile(
    r"\[([^\[\]]{1,200})\]\(\s{0,8}<?([^()\s<>]{1,500})>?(?:\s[^()]{0,200})?\)"
)
_REFERENCE: Final = re.compile(r"(?m)^[ \t]{0,8}\[[^\[\]\n]{1,80}\]:[ \t]{0,8}\S.*$")
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_STRONG: Final = re.compile(r"(\*\*|__|`{1,3})(?=\S)(.{1,300}?)(?<=\S)\1", re.DOTALL)
_FENCE: Final = re.compile(r"(?m)^[ \t]{0,8}```.*$")
_HEADING: Final = re.compile(r"(?m)^\s{0,3}#{1,6}\s+")


def visible(text: str) -> str:
    """The text without characters that nobody sees, and without halves of characters."""
    kept = _JOINED.sub("\uffff", text).replace("\ufffe", "")
    kept = _INVISIBLE.sub("", _CONTROL.sub(" ", kept.replace("\r\n", "\n")))
    return kept.replace("\uffff", "\u200c").replace("\u2028", "\n").replace("\u2029", "\n")


def harmless(text: str, longest: int) -> str:
    """Data for a prompt: readable, at most `longest` characters, like nothing but data."""
    shown = visible(text[: 4 * longest])
    shown = unicodedata.normalize("NFC", shown)[:longest]
    shown = _FRAMES.sub(lambda mark: f"({_bare(mark[0])})", shown)
    shown = shown.replace("<<", "‹‹").replace(">>", "››")
    shown = _ROLE.sub(r"\1› \2", shown)
    return shown.strip()


def _bare(mark: str) -> str:
    return re.sub(r"[^\w ]", "", mark).strip() or "mark"


def orders_a_machine(text: str) -> bool:
    """Does this text speak to a model rather than to people? No help page has to."""
    shown = unicodedata.normalize("NFKC", text)
    if _TAGS.search(shown):
        return True
    shown = visible(shown)
    return bool(_ORDERS.search(shown) or _FRAMES.search(shown) or _ROLE.search(shown))


def dangerous(text: str) -> bool:
    """Does this text hold what could fetch, run or show something when it is rendered?"""
    return bool(_WORSE.search(unicodedata.normalize("NFKC", text)))


def links_in(text: str) -> list[str]:
    """The targets of Markdown links."""
    return [target for _, target in _LINK.findall(text)]


def plain(text: str) -> str:
    """The text as people read it: no Markdown but simple lists, no tags, no empty space."""
    text = _LINK.sub(r"\1", _REFERENCE.sub("", visible(text)))
    text = _TAG.sub("", _FENCE.sub("", text))
    text = _HEADING.sub("", _STRONG.sub(r"\2", text))
    text = re.sub(r"(?m)^[ \t]{0,8}[-*+][ \t]{1,8}(?=\S)", "• ", text)
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
