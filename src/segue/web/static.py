"""The built front end: workspace, widget, shop. Files are read once, hashed and kept.

Names with a hash in them never change and are cached for ever; pages and the loader are asked for
again and answered with 304 when nothing changed. Only files that the build put here can be had:
the name is looked up in a list, never joined to a path.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

STATIC: Final = Path(__file__).parent / "static"
AREAS: Final = ("workspace", "widget", "shop")
HASHED: Final = re.compile(r"-[A-Za-z0-9_-]{8,}\.[a-z0-9.]+$")
TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".wav": "audio/wav",
    ".mp3": "audio/mpeg",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
}
WORTH_ZIPPING: Final = 1024
FOR_EVER: Final = b"public, max-age=31536000, immutable"
ASK_AGAIN: Final = b"no-cache"


@dataclass(frozen=True, slots=True)
class File:
    """One file in memory, plain and zipped."""

    content: bytes
    zipped: bytes | None
    kind: bytes
    etag: bytes
    cache: bytes


def file_of(name: str, content: bytes) -> File:
    """The file as it is served."""
    kind = TYPES.get(Path(name).suffix.lower(), "application/octet-stream")
    text = kind.startswith(("text/", "application/json", "image/svg", "application/manifest"))
    zipped = None
    if text and len(content) >= WORTH_ZIPPING:
        zipped = gzip.compress(content, 9, mtime=0)
    digest = hashlib.sha256(content).hexdigest()[:24]
    cache = FOR_EVER if HASHED.search(name) else ASK_AGAIN
    return File(content, zipped, kind.encode(), f'"{digest}"'.encode(), cache)


@dataclass
class Files:
    """What the build left. A development build is noticed by its time of change."""

    root: Path = STATIC
    _kept: dict[str, tuple[float, File]] = field(default_factory=dict)

    def get(self, name: str) -> File | None:
        """The file of this name below the root; None when there is none."""
        if not _plain(name):
            return None
        path = self.root / name
        try:
            changed = path.stat().st_mtime
            kept = self._kept.get(name)
            if kept is not None and kept[0] == changed:
                return kept[1]
            if not path.is_file():
                return None
            made = file_of(name, path.read_bytes())
        except OSError:
            return None
        self._kept[name] = (changed, made)
        return made

    def asset(self, path: str) -> File | None:
        """`/assets/AREA/name` as the build addresses it."""
        area, _, name = path.removeprefix("/assets/").partition("/")
        return self.get(f"{area}/{name}") if area in AREAS and name else None


def _plain(name: str) -> bool:
    parts = name.split("/")
    return all(re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*", part) for part in parts)


NOT_BUILT: Final = file_of(
    "index.html",
    b"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Segue: the front end is not built</title>
<h1>The front end is not built</h1>
<p>The server runs, but its pages were not built yet. In a checkout: <code>./run build</code>,
then load this page again. The API and the sockets work without it.</p>
</html>
""",
)
