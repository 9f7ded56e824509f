"""Sentences to vectors, offline: MiniLM by onnxruntime, one text at a time.

One text at a time, without padding, because the int8 model's vectors depend a little on their
batch: an index built in batches could not be reproduced, nor compared with a question that is
asked alone.

Nothing is loaded before the first text. Loading takes about 0.3 s, a short sentence about a
millisecond on one thread; both block, so callers on an event loop use a thread.
"""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from segue.brains.errors import EncoderMissing

if TYPE_CHECKING:
    from collections.abc import Sequence

Vector = NDArray[np.float32]
DIMENSIONS = 384

_LONGEST_CHARACTERS = 2_000  # 128 tokens are read; longer texts need not be tokenised to the end


class Encodes(Protocol):
    """Whatever turns a text into a unit vector: this encoder, or the multilingual one."""

    name: str

    def __hash__(self) -> int:
        """An encoder is itself and no other."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever a vector could change: vectors of two fingerprints never meet."""

    def encode(self, text: str) -> Vector:
        """Return the unit vector of one text, read-only."""


class Encoder:
    """The sentence encoder. Safe to use from several threads."""

    name = "minilm"

    def __init__(self, remembered: int = 2_048) -> None:
        """Remember the vectors of the `remembered` texts used last (1.5 KB each)."""
        self._lock = threading.Lock()
        self._loaded: tuple[Any, Any] | None = None
        self._remembered = lru_cache(maxsize=remembered)(self._encode)

    @property
    def fingerprint(self) -> str:
        """Changes whenever a vector could change: a part of the key of everything kept."""
        return str(_package().FINGERPRINT)

    def encode(self, text: str) -> Vector:
        """Return the unit vector of one text: shape (384,), read-only. Long texts are cut.

        Raises:
            EncoderMissing: when the packages it needs are not installed.
        """
        return self._remembered(readable(text))

    def encode_all(self, texts: Sequence[str]) -> Vector:
        """Return one row a text, each encoded alone: shape (len(texts), 384)."""
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        return np.stack([self.encode(text) for text in texts])

    def _encode(self, text: str) -> Vector:
        session, tokenizer = self._load()
        words = tokenizer.encode(text)
        vector: Vector = session.run(
            ["embedding"],
            {
                "input_ids": np.array([words.ids], dtype=np.int64),
                "attention_mask": np.array([words.attention_mask], dtype=np.int64),
            },
        )[0][0]
        vector.flags.writeable = False
        return vector

    def _load(self) -> tuple[Any, Any]:
        with self._lock:
            if self._loaded is None:
                self._loaded = _session(), _tokenizer()
            return self._loaded


def readable(text: str) -> str:
    """Return the beginning of `text`, without what a tokenizer cannot take."""
    head = text[:_LONGEST_CHARACTERS]
    if "\x00" in head:
        head = head.replace("\x00", " ")
    # Half a surrogate pair is a character to Python and to nobody else.
    return head if head.isascii() else head.encode("utf-8", "replace").decode()


@lru_cache(maxsize=1)
def encoder() -> Encoder:
    """Return the process's encoder: one is enough, its memory is 60 MB."""
    return Encoder()


def _package() -> Any:
    try:
        import segue_minilm  # noqa: PLC0415
    except ImportError as missing:
        raise EncoderMissing("segue-minilm") from missing
    return segue_minilm


def _session() -> Any:
    try:
        import onnxruntime  # noqa: PLC0415
    except ImportError as missing:
        raise EncoderMissing("onnxruntime") from missing
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # A thread that spins while it waits takes the processor from the event loop.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(
        str(_package().paths().model), options, providers=["CPUExecutionProvider"]
    )


def _tokenizer() -> Any:
    try:
        from tokenizers import Tokenizer  # noqa: PLC0415
    except ImportError as missing:
        raise EncoderMissing("tokenizers") from missing
    tokenizer = Tokenizer.from_file(str(_package().paths().tokenizer))
    tokenizer.no_padding()
    return tokenizer
