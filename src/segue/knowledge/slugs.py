"""Names of parts of a document, as they stand behind its place: `faq.csv#how-long`."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Final

_LONGEST: Final = 60


def slug(text: str) -> str:
    """Return words as one name. The same words give the same name, in whatever script."""
    name = "-".join(re.findall(r"\w+", text.casefold()))
    if name and len(name) <= _LONGEST:
        return name
    print_ = sha256(text.encode(errors="replace")).hexdigest()[:8]
    return f"{name[: _LONGEST - 10]}-{print_}".lstrip("-")


class Names:
    """Names of the parts of one document: no two are the same."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def name(self, text: str) -> str:
        """Return a name for a part; the second of its kind is called `…-2`."""
        bare = part = slug(text)
        number = 1
        while part in self._used:
            number += 1
            part = f"{bare}-{number}"
        self._used.add(part)
        return part
