"""What a customer's browser has to load: bytes on the wire (gzip -9), from the built front end."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import segue.web

SCRIPT = re.compile(r"""(?:src|href)=["']([^"']+\.(?:js|css))["']""")
LOADER_TARGET, CHAT_TARGET = 3_000, 20_000


def measure() -> dict[str, Any]:
    """The loader, and everything the chat's page asks for before the first message."""
    built = Path(segue.web.__file__).parent / "static" / "widget"
    if not built.exists():
        raise FileNotFoundError(f"There is no built widget in {built}. Make it: ./run ui")
    loader = next(built.rglob("loader*.js"))
    page = next(one for one in built.rglob("*.html"))
    first = needed(page, built)
    scripts = {one.name: packed(one) for one in first if one.suffix == ".js"}
    styles = {one.name: packed(one) for one in first if one.suffix == ".css"}
    chat = sum(scripts.values())
    return {
        "what": "bytes of the widget, gzip -9",
        "loader": packed(loader),
        "chat_scripts_before_the_first_message": chat,
        "chat_styles": sum(styles.values()),
        "files": {**scripts, **styles},
        "targets": {
            f"loader < {LOADER_TARGET}": packed(loader) < LOADER_TARGET,
            f"chat scripts < {CHAT_TARGET}": chat < CHAT_TARGET,
        },
    }


def needed(page: Path, built: Path) -> list[Path]:
    """Scripts and styles of the page, and what they import at once, each once."""
    known = {one.name: one for one in built.rglob("*") if one.suffix in (".js", ".css")}
    names = [Path(found).name for found in SCRIPT.findall(page.read_text(encoding="utf-8"))]
    found: list[Path] = []
    while names:
        one = known.get(names.pop())
        if one is None or one in found:
            continue
        found.append(one)
        if one.suffix == ".js":
            text = one.read_text(encoding="utf-8")
            names += [Path(name).name for name in re.findall(r'from"(\./[^"]+\.js)"', text)]
    return found


def packed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))
