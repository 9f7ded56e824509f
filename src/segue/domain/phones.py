"""Is this a phone number? A plain check: what it lets through can be dialled.

Spaces, dots, dashes, strokes and brackets mean nothing in a number. With a country (`+34…`,
`0034…`) it is kept as E.164 wants it (ITU-T E.164: at most 15 digits, and no country begins with a
nought); without one it is kept as it is dialled there.
"""

from __future__ import annotations

import re
import unicodedata

from segue.domain.errors import PhoneUnknown

GAPS = re.compile(r"[\s.\-‐-―/()\[\]\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
INTERNATIONAL = re.compile(r"\+[1-9][0-9]{6,14}")
NATIONAL = re.compile(r"[0-9]{6,15}")
TRUNK = "(0)"
"""`+44 (0)20 …`: the nought is dialled at home only."""


def phone_of(text: str) -> str:
    """The number as it is kept. Raises `PhoneUnknown`."""
    if text.lstrip().startswith(("+", "00")):
        text = text.replace(TRUNK, "", 1)
    digits = "".join(_digit(sign) for sign in GAPS.sub("", text))
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    kind = INTERNATIONAL if digits.startswith("+") else NATIONAL
    if not kind.fullmatch(digits) or len(set(digits.lstrip("+"))) == 1:
        raise PhoneUnknown
    return digits


def _digit(sign: str) -> str:
    """Digits of every script are digits; everything else stays what it is."""
    value = unicodedata.decimal(sign, None)
    return sign if value is None else str(value)
