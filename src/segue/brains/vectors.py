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
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from segue.brains.encoder import DIMENSIONS, Encoder, Vector

FILE = "vectors.npz"


def vectors_for(texts: Sequence[str], encoder: Encoder, folder: Path | None) -> Vector:
    """Return the vectors of `texts`, shape (len(texts), 384); from `folder` what is known there.

    With a folder, its file is rewritten (in one step) whenever the set of texts has changed, so
    that it holds what is in use and no more. Without one, nothing is read or kept.
    """
    if not texts:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    keys = [_key(encoder.fingerprint, text) for text in texts]
    known = _read(folder / FILE) if folder else {}
    found = {key: known.get(key) for key in keys}
    for key, text in zip(keys, texts, strict=True):
        if found[key] is None:
            found[key] = encoder.encode(text)
    if folder and found.keys() != known.keys():
        _write(folder, found)
    return np.stack([vector for key in keys if (vector := found[key]) is not None])


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


def _write(folder: Path, vectors: dict[str, Vector | None]) -> None:
    """Write all or nothing; a folder that cannot be written is no reason to stop."""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=f".{FILE}.")
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez(
                    file,
                    keys=np.array(list(vectors)),
                    vectors=np.stack([one for one in vectors.values() if one is not None]),
                )
            Path(name).replace(folder / FILE)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
