"""Facts a customer states in passing: an order number, an address, a phone number, an amount.

`facts_in` reads them off the words so that nobody has to ask again, and so that the agent sees at
once what was said. It is careful rather than complete: a number alone is not an order number.
Whoever keeps a fact also keeps where it was said; these are the customer's words, not checked
truth.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# The same bound as for asking: what matters is said at the beginning or at the end.
_READ_FIRST: Final = 2_000

# What an order is called, and what may stand between the word and its number.
_ORDER_WORD: Final = (
    r"order(?:\s*(?:number|no|nr|id|ref(?:erence)?))?|bestell(?:ung|nummer|nr)|auftrag(?:snummer)?"
    r"|pedido|orden|encomenda|commande|ordine|bestelling|ordernummer|zam[oó]wieni\w+|заказ\w*"
    r"|sipari[sş]\w*|الطلبية|طلبي|طلب|الطلب|ऑर्डर|订单号?|訂單|注文(?:番号)?|주문(?:번호)?"
)
_LINK: Final = (
    r"(?:\s*(?:number|num|no|nr|n[º°o]|núm(?:ero)?|numero|número|nummer|numarası|номер|رقم|is|ist|es|est|é|è"
    r"|के|नंबर|是|は|mit der|con el|con|with|:|#|\.|-|‑|№))*\s*"
)
_ORDER: Final = re.compile(
    rf"(?<![^\W\d_])(?:{_ORDER_WORD}){_LINK}(?P<after>[A-Z]{{0,3}}-?\d{{3,8}})(?![\d\w]|[.,]\d)"
    rf"|(?<![\w#&])#\s?(?P<hash>\d{{3,8}})(?![\d\w]|[.,]\d)"
    rf"|(?<![\d\w.,])(?P<before>\d{{3,8}})(?=\s*号?(?:的)?订单)",
    re.IGNORECASE,
)
_EMAIL: Final = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\.){1,6}[A-Za-z]{2,24}(?![\w-])"
)
_PHONE: Final = re.compile(r"(?<![\w#.,@/-])(?:\+|00)?\(?\d[\d ()/.-]{6,22}\d(?![\w@]|[.,]\d)")
_SIGNS: Final = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR", "₺": "TRY", "₽": "RUB"}
_CODES: Final = (
    r"EUR|USD|GBP|CHF|JPY|CNY|INR|TRY|SEK|NOK|DKK|PLN|CZK|AED|SAR|BRL|CAD|AUD|euros?|dollars?|pounds?"
    r"|quid|dólares|libras|reais|یورو|يورو|دولار|ريال|درهم|यूरो|रुपये|欧元|元|円"
)
_NUMBER: Final = r"\d{1,3}(?:[ .,'’]\d{3})+(?:[.,]\d{1,2})?|\d{1,7}(?:[.,]\d{1,2})?"
_AMOUNT: Final = re.compile(
    rf"(?P<sign>[€$£¥₹₺₽])\s?(?P<of_sign>{_NUMBER})(?![\d\w])"
    rf"|(?<![\d\w.,])(?P<number>{_NUMBER})\s?(?P<unit>[€$£¥₹₺₽]|(?:{_CODES})(?![^\W\d_]))",
    re.IGNORECASE,
)
_NAMES: Final = {
    "euro": "EUR", "euros": "EUR", "يورو": "EUR", "یورو": "EUR", "यूरो": "EUR", "欧元": "EUR",
    "dollar": "USD", "dollars": "USD", "dólares": "USD", "دولار": "USD",
    "pound": "GBP", "pounds": "GBP", "quid": "GBP", "libras": "GBP", "reais": "BRL",
    "ريال": "SAR", "درهم": "AED", "रुपये": "INR", "元": "CNY", "円": "JPY",
}  # fmt: skip
_NEEDED: Final = re.compile(r"[\d@]")
"""Every fact has one of these; most turns have neither, and then nothing else is looked for."""

_FEWEST_DIGITS, _MOST_DIGITS = 8, 15  # of a phone number with its area


def facts_in(text: str) -> tuple[tuple[str, str], ...]:
    """Return the facts that `text` states, as (name, value), each once, in the order written.

    Names are `order` (the number as written, without #), `email` (lower case), `phone` (digits,
    with a leading + where one was written) and `amount` ("84.00 EUR": two decimals and the
    currency's code).
    """
    if _NEEDED.search(text) is None:
        return ()
    plain = _western_digits(text[:_READ_FIRST])
    found: list[tuple[int, str, str]] = []
    taken: list[tuple[int, int]] = []

    def keep(name: str, value: str, span: tuple[int, int]) -> None:
        if all(span[1] <= start or end <= span[0] for start, end in taken):
            taken.append(span)
            found.append((span[0], name, value))

    for match in _EMAIL.finditer(plain):
        keep("email", match[0].lower(), match.span())
    for match in _ORDER.finditer(plain):
        group = str(match.lastgroup)
        keep("order", match[group].upper(), match.span(group))
    for match in _AMOUNT.finditer(plain):
        keep("amount", _amount(match), match.span())
    for match in _PHONE.finditer(plain):
        if value := _phone(match[0]):
            keep("phone", value, match.span())
    return tuple(dict.fromkeys((name, value) for _, name, value in sorted(found)))


def _amount(match: re.Match[str]) -> str:
    unit = match["sign"] or match["unit"]
    number = re.sub(r"[ '’]", "", match["of_sign"] or match["number"])
    whole, decimals = number, ""
    if cut := re.search(r"[.,](\d{1,2})$", number):
        whole, decimals = number[: cut.start()], cut[1]
    whole = re.sub(r"[.,]", "", whole)
    code = _SIGNS.get(unit) or _NAMES.get(unit.lower()) or unit.upper()
    return f"{int(whole)}.{decimals:0<2} {code}"


def _phone(written: str) -> str | None:
    digits = re.sub(r"\D", "", written)
    if not _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS:
        return None
    if re.fullmatch(
        r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}", written.strip()
    ):
        return None  # a date
    international = written.startswith(("+", "00"))
    if "/" in written and not (international or digits.startswith("0")):
        return None  # a reference of some other kind
    # Without a country's code or a leading nought or a gap, it is some other number.
    if not international and not digits.startswith("0") and digits == written.strip():
        return None
    return f"+{digits.removeprefix('00')}" if international else digits


def _western_digits(text: str) -> str:
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.digit(character)) if character.isdecimal() else character
        for character in text
    )
