"""How annoyed a turn sounds, from its surface: shouting, punctuation, hard words, having said it
before.

A simple sum, and no more is claimed for it: cue words alone are close to chance on real support
text. It is shown as an indicator, counts slowly over turns, and never hands anybody over by
itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from segue.domain.asking.fold import fold

_LONGEST: Final = 1_000
_FEWEST_LETTERS: Final = 8  # "OK" is not shouted
_SHOUTED: Final = 0.6  # of the letters

# Whole words, folded like messages; "word*" is any ending. Hard words count more than complaints.
_HARD: Final = """
    fuck* shit* bullshit wtf damn damned crap crappy asshole* bastard* idiot* moron* stupid dumb
    scheiss* scheiße verdammt* arsch* idioten blöd* bescheuert* mierda joder coño puta gilipollas
    merde putain connard* con merda porra caralho cazzo stronz* kut klote verdomme كلب غبي تبا
    बकवास बेवकूफ 操 妈的 傻逼 垃圾 くそ 馬鹿 aptal salak lanet
"""
_COMPLAINT: Final = """
    useless, ridiculous, unacceptable, outrageous, disgrace*, disgusting, terrible, horrible, awful,
    worst, pathetic, nonsense, rubbish, garbage, fed up, sick of, tired of, waste of time,
    not helping, not helpful, unhelpful, doesn't help, does not help, didn't help, frustrat*,
    annoy*, angry, furious, disappoint*, rip off, never again, how many times, already told,
    already said, third time, again and again, still not, still no, still nothing, still waiting,
    nobody answers, no one answers,
    unverschämt, frechheit, lächerlich, nutzlos, katastrophe, ärgerlich, nervt, enttäusch*,
    hilft nicht, dritten mal, immer noch nicht, schon wieder,
    inútil, ridículo, inaceptable, vergüenza, indignante, harto, harta, no ayuda, no sirve,
    otra vez, todavía no,
    inadmissible, honte, marre, scandaleux, n'aide pas, encore une fois, toujours pas,
    inaceitável, absurdo, péssimo, vergonha, não ajuda, ainda não,
    ridicolo, inaccettabile, vergogna, pessimo, non aiuta, ancora una volta,
    belachelijk, waardeloos, schandalig, onacceptabel, helpt niet, nog steeds niet,
    سخيف, غير مقبول, عديم الفائدة, محبط, बेकार, गुस्सा,
    没用, 太差, 可笑, 失望, 生气, ひどい, 最悪, 役に立たない,
    rezalet, saçmalık, işe yaramıyor, berbat
"""
_REPEATED_MARKS: Final = re.compile(r"[!?！？]{2,}|[!！]\s*[!！]|\?!|!\?")
_JOINED: Final = re.compile("[\u0590-\u06ff\u0900-\u097f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")


def frustration_in(text: str) -> float:
    """Return how annoyed `text` sounds, 0 to 1: independent cues, each with its weight."""
    head = text[:_LONGEST]
    plain = fold.__wrapped__(head)
    calm = 1.0
    if _is_shouted(head):
        calm *= 0.75
    if _REPEATED_MARKS.search(head):
        calm *= 0.85
    if _HARD_WORDS.search(plain):
        calm *= 0.5
    complaints = len(set(_COMPLAINTS.findall(plain)))
    if complaints:
        calm *= 0.6 if complaints == 1 else 0.4
    return round(1 - calm, 3)


def _is_shouted(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    upper = sum(c.isupper() for c in letters)
    return len(letters) >= _FEWEST_LETTERS and upper >= _SHOUTED * len(letters)


def _any_of(entries: Iterable[str]) -> re.Pattern[str]:
    patterns = []
    for entry in entries:
        words = [re.escape(fold(word)).replace(r"\*", r"\w*") for word in entry.split()]
        pattern = r"\s+".join(words)
        whole = not _JOINED.search(entry)
        patterns.append(rf"(?<!\w){pattern}(?!\w)" if whole else pattern)
    return re.compile("|".join(patterns))


_HARD_WORDS: Final = _any_of(_HARD.split())
_COMPLAINTS: Final = _any_of(_COMPLAINT.split(","))
