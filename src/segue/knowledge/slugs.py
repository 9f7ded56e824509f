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
