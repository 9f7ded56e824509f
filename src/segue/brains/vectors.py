"""Vectors kept on disk, so that a warm start encodes nothing.

One file a folder, `vectors.npz`: a key for each text (a hash of the encoder's fingerprint and the
text), and the vectors in the same order. A changed page costs only its own texts; a file that
cannot be read costs a rebuild, never an error.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Final

import numpy as np

from segue.brains.encoder import DIMENSIONS, Encoder, Vector

FILE = "vectors.npz"
_THREADS: Final = 2  # the encoder lets go of the interpreter while it works
_MANY: Final = 64  # texts for which threads are worth starting


def vectors_for(
    texts: Sequence[str],
    encoder: Encoder,
    folder: Path | None,
    known: Mapping[str, Vector] | None = None,
) -> Vector:
    """Return the vectors of `texts`, shape (len(texts), 384); from `folder` what is known there.

    With a folder, its file is rewritten (in one step) whenever the set of texts has changed, so
    that it holds what is in use and no more. Without one, nothing is read or kept. `known` are
    vectors by text that are at hand already.
    """
    if not texts:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    once = list(dict.fromkeys(texts))
    at_hand = known or {}
    keys = [_key(encoder.fingerprint, text) for text in once] if folder else []
    kept = _read(folder / FILE) if folder else {}
    rows = np.empty((len(once), DIMENSIONS), dtype=np.float32)
    new = []
    for place, text in enumerate(once):
        vector = at_hand.get(text)
        if vector is None and keys:
            vector = kept.get(keys[place])
        if vector is None:
            new.append(place)
        else:
            rows[place] = vector
    _encode(once, new, rows, encoder)
    if folder and set(keys) != kept.keys():
        _write(folder, keys, rows)
    if len(once) == len(texts):
        return rows
    places = {text: place for place, text in enumerate(once)}
    return rows[[places[text] for text in texts]]


def _encode(texts: Sequence[str], places: Sequence[int], rows: Vector, encoder: Encoder) -> None:
    """Fill the rows at `places`. Each text is encoded alone; which thread does it makes no
    difference to a vector."""

    def fill(place: int) -> None:
        rows[place] = encoder.encode(texts[place])

    if len(places) < _MANY:
        for place in places:
            fill(place)
        return
    with ThreadPoolExecutor(_THREADS, "segue-encoding") as threads:
        for _ in threads.map(fill, places):
            pass


def _key(fingerprint: str, text: str) -> str:
    return hashlib.sha256(f"{fingerprint}\n{text}".encode(errors="replace")).hexdigest()[:40]


def _read(path: Path) -> dict[str, Vector]:
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            keys, matrix = kept["keys"], kept["vectors"]
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, EOFError):
        return {}
    if matrix.ndim != 2 or matrix.shape != (len(keys), DIMENSIONS):  # noqa: PLR2004
        return {}
    return dict(zip(keys.tolist(), matrix.astype(np.float32), strict=True))


def _write(folder: Path, keys: Sequence[str], rows: Vector) -> None:
    """Write all or nothing; a folder that cannot be written is no reason to stop."""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=f".{FILE}.")
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez(file, keys=np.array(keys), vectors=rows)
            Path(name).replace(folder / FILE)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
