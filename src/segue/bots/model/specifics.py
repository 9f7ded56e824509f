"""What in a sentence is either right or wrong: numbers with their units, amounts, addresses.

A model that writes "10 days" for "5–7 days" sounds just as good, and no likeness of vectors tells
the two apart. So every number of an answer must stand in the passages it cites or in what is known
in this conversation; every address (web, mail, phone) in the passages. Numbers may be words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from segue.domain.value import Plain

# Words that mean something else in another language (once, due, elf, cent) are left out.
_WORDS: Final = {
    2: "two twice zweimal zwei deux dos dois duas twee",
    3: "three drei trois tres tre três drie",
    4: "four vier quatre cuatro quattro quatro",
    5: "five fünf cinq cinco cinque vijf",
    6: "six sechs seis zes",
    7: "seven sieben siete sette sete zeven",
    8: "eight acht huit ocho otto oito",
    9: "nine neun neuf nueve nove negen",
    10: "ten zehn dix diez dieci dez tien",
    11: "eleven onze undici",
    12: "twelve zwölf douze doce dodici doze twaalf",
    14: "fourteen vierzehn quatorze catorce quattordici catorze veertien",
    15: "fifteen fünfzehn quinze quince quindici vijftien",
    20: "twenty zwanzig vingt veinte venti vinte twintig",
    24: "twenty-four vierundzwanzig",
    30: "thirty dreißig trente treinta trenta trinta dertig",
    48: "forty-eight achtundvierzig",
    60: "sixty sechzig soixante sesenta sessanta sessenta zestig",
    90: "ninety neunzig",
    100: "hundred hundert cien cento cem honderd",
    1000: "thousand tausend mille mil duizend",
}
_NUMBER_OF: Final = {word: str(n) for n, words in _WORDS.items() for word in words.split()}
_UNITS: Final = {
    "minute": "minute minutes min minuten minuto minutos minuti minuut",
    "hour": "hour hours hr hrs h stunde stunden heure heures hora horas ora ore uur uren",
    "day": "day days tag tage tagen werktag werktage werktagen jour jours día días dia dias"
    " giorno giorni dag dagen werkdag werkdagen",
    "week": "week weeks woche wochen semaine semaines semana semanas settimana settimane weken",
    "month": "month months monat monate monaten mois mes meses mês mese mesi maand maanden",
    "year": "year years jahr jahre jahren année années ans año años ano anos anno anni jaar",
    "percent": "% percent prozent pourcent pour-cent porcento procent",
    "euro": "€ eur euro euros",
    "dollar": "$ usd dollar dollars dólar dólares",
    "pound": "£ gbp pound pounds pfund",
    "kilo": "kg kilo kilos kilogram kilograms",
    "gram": "g gram grams gramm",
    "centimetre": "cm centimetre centimetres centimeter centimeters",
    "litre": "l litre litres liter liters",
}
_UNIT_OF: Final = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_MONEY: Final = {"euro", "dollar", "pound"}

_TOKEN: Final = re.compile(r"\d+(?:[.,'’]\d+)*|[€$£%]|[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_CODE: Final = re.compile(r"\b(?=[\w-]{0,40}\d)(?=[\w-]{0,40}[^\W\d_])[\w-]{3,60}\b")
_MAIL: Final = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_WEB: Final = re.compile(
    r"(?:https?|ftp|wss?|mailto|tel|sms)\s*:\s*/{0,2}\S+|\b[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.[^\W\d_]{2,24}\b(?:/\S*)?",
    re.IGNORECASE,
)
_PHONE: Final = re.compile(r"\+?\d[\d\s().\u00a0/-]{5,30}\d")
_DISGUISES: Final = (
    (
        re.compile(r" ?[\[({] ?(?:\.|dot|punkt|punto|point) ?[\])}] ?| dot ", re.IGNORECASE),
        ".",
    ),
    (re.compile(r" ?[\[({] ?(?:@|at) ?[\])}] ?", re.IGNORECASE), "@"),
    (re.compile(r"\bhxxp", re.IGNORECASE), "http"),
)
_NEAR: Final = 3  # a unit stands at most so many words behind its number
_SHORTEST_PHONE: Final = 7


class Specifics(Plain, frozen=True):
    """`numbers` as plain digits, `measured` those with a unit behind them, `money` those that are
    amounts, `addresses` web and mail, `phones` as digits, `codes` words with digits in them."""

    numbers: frozenset[str] = frozenset()
    measured: frozenset[tuple[str, str]] = frozenset()
    money: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()

    def with_all(self, other: Specifics) -> Specifics:
        return Specifics(
            *(getattr(self, name) | getattr(other, name) for name in self.__struct_fields__)
        )


def folded(text: str) -> str:
    """For comparing: one form of each character, small letters, disguised addresses undone."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).casefold())
    for disguise, plain in _DISGUISES:
        text = disguise.sub(plain, text)
    return text


def specifics(text: str) -> Specifics:
    """Everything in this text that is right or wrong."""
    text = folded(text)
    numbers: set[str] = set()
    measured: set[tuple[str, str]] = set()
    tokens = _TOKEN.findall(text)
    for place, token in enumerate(tokens):
        for number in _numbers(token):
            numbers.add(number)
            if unit := _unit(tokens, place):
                measured.add((number, unit))
    return Specifics(
        frozenset(numbers),
        frozenset(measured),
        frozenset(number for number, unit in measured if unit in _MONEY),
        frozenset(_addresses(text)),
        frozenset(_phones(text)),
        frozenset(_CODE.findall(text)),
    )


def all_of(texts: Iterable[str]) -> Specifics:
    return specifics("\n".join(texts))


def unfounded(said: Specifics, pages: Specifics, talk: Specifics) -> str:
    """Which kind of thing in `said` is founded on nothing; empty if all is well.

    `pages` is what the cited passages say, `talk` what is known in the conversation: it may be
    repeated, but no amount of money and no address becomes true by being said there.
    """
    if not said.addresses <= pages.addresses:
        return "address"
    if not said.phones <= pages.phones:
        return "phone"
    known = pages.with_all(talk)
    if not said.codes <= known.codes:
        return "code"
    if not said.money <= pages.money:
        return "amount"
    if not said.numbers <= known.numbers:
        return "number"
    for number, unit in said.measured:
        units = {u for n, u in known.measured if n == number}
        if units and unit not in units:
            return "unit"
    return ""


def _numbers(token: str) -> list[str]:
    if token in _NUMBER_OF:
        return [_NUMBER_OF[token]]
    if not token[0].isdigit():
        return []
    # 1,000 and 1.000 are a thousand in one place and one in another: whole and parts are compared.
    whole = re.sub(r"\D", "", token)
    return [whole.lstrip("0") or "0"]


def _unit(tokens: list[str], place: int) -> str:
    before = tokens[place - 1] if place else ""
    if before in "€$£" and before:
        return _UNIT_OF[before]
    for later in tokens[place + 1 : place + 1 + _NEAR]:
        if later in _UNIT_OF:
            return _UNIT_OF[later]
    return ""


def _addresses(text: str) -> Iterable[str]:
    for mail in _MAIL.findall(text):
        yield mail.rstrip(".")
    for found in _WEB.findall(_MAIL.sub(" ", text)):
        yield re.sub(r"^(?:https?:)?/{0,2}(?:www\.)?", "", found).rstrip("/.,;:!?)»”'\"")


def _phones(text: str) -> Iterable[str]:
    for found in _PHONE.findall(text):
        digits = re.sub(r"\D", "", found)
        if len(digits) >= _SHORTEST_PHONE:
            yield digits
