"""What can go wrong with the brains.

BrainsError
├── EncoderMissing    a package of the sentence encoder is not installed
└── KnowledgeError    a help page cannot be read; says which file and why
"""

from __future__ import annotations


class BrainsError(Exception):
    """The root of everything that `segue.brains` raises."""


class EncoderMissing(BrainsError):
    """The sentence encoder cannot run here."""

    def __init__(self, package: str) -> None:
        super().__init__(
            f"The sentence encoder needs the package {package!r}, which is not installed. "
            f"Install it (`pip install {package}`) or run without answers from help pages."
        )


class KnowledgeError(BrainsError):
    """A help page cannot be read."""
