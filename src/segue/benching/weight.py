"""What a customer's browser has to load: bytes on the wire (gzip -9), from the built front end."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import segue.web

IN_PAGE = re.compile(r"""(?:src|href)=["']([^"']+\.(?:js|css))["']""")
AT_ONCE = re.compile(r"""(?:from|import)\s*["']\./([^"']+\.js)["']""")
WORDS = re.compile(r"^([a-z]{2})\.gen[-.].*js$")
LOADER_TARGET, CHAT_TARGET = 3_000, 20_000


def measure() -> dict[str, Any]:
    """The loader, and everything the chat's page asks for before the first message.

    That is the page's script, what it imports at once, and the sentences of one language (the
    heaviest counts). What is fetched later, and fonts, are told apart.
    """
    built = Path(segue.web.__file__).parent / "static" / "widget"
    if not (built / "index.html").exists():
        raise FileNotFoundError(f"There is no built widget in {built}. Make it: ./run ui")
    loader = packed(built / "loader.js")
    first = needed(built / "index.html", built)
    words = {match[1]: packed(one) for one in built.iterdir() if (match := WORDS.match(one.name))}
    scripts = {one.name: packed(one) for one in first if one.suffix == ".js"}
    chat = sum(scripts.values()) + max(words.values(), default=0)
    later = {one.name: packed(one) for one in built.glob("*later*.js")}
    return {
        "what": "bytes of the widget, gzip -9",
        "loader": loader,
        "chat_scripts_before_the_first_message": chat,
        "chat_styles": sum(packed(one) for one in first if one.suffix == ".css"),
        "scripts": scripts,
        "words_of_one_language": words,
        "later": later,
        "targets": {
            f"loader < {LOADER_TARGET}": loader < LOADER_TARGET,
            f"chat scripts < {CHAT_TARGET}": chat < CHAT_TARGET,
        },
    }


def needed(page: Path, built: Path) -> list[Path]:
    """Scripts and styles of the page, and what they import at once, each once."""
    names = [Path(found).name for found in IN_PAGE.findall(page.read_text(encoding="utf-8"))]
    found: list[Path] = []
    for name in names:
        one = built / name
        if one in found or not one.exists():
            continue
        found.append(one)
        if one.suffix == ".js":
            names += AT_ONCE.findall(one.read_text(encoding="utf-8"))
    return found


def packed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))
