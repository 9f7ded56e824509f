"""Make src/segue/domain/asking/lexicon.json from lexicon.yaml beside it.

    python tools/gen_lexicon.py           write the table
    python tools/gen_lexicon.py --check   say whether the table is up to date (exit status 1 if not)

People edit the YAML; the program loads the JSON, whose entries are folded and sorted so that a
change in one word is a change in one line.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from segue.domain.asking.fold import fold  # noqa: E402
from segue.domain.asking.lexicon import Part  # noqa: E402

SOURCE = ROOT / "src/segue/domain/asking/lexicon.yaml"
TARGET = SOURCE.with_suffix(".json")

PARTS = tuple(part.name.lower() for part in Part)
OTHERS = {
    "kind",
    "prefixes",
    "elides",
    "restart_adjacent",
    "not",
    "neg_suffix",
    "join",
    "keyword",
    "loose",
    "macros",
    "asks",
    "asks_by",
}


def compiled(source: dict[str, Any]) -> dict[str, Any]:
    """Return the table for `lexicon.json`; raises ValueError for a mistake, naming its place."""
    return {
        "version": source["version"],
        "gap": source["gap"],
        "two_edits_from": source["two_edits_from"],
        "respell": {
            folded(wrong, "respell"): folded(meant, "respell")
            for wrong, meant in source["respell"].items()
        },
        "team_words": words(source["team_words"], "team_words"),
        "tails": words(source["tails"], "tails"),
        "common": words(source["common"], "common"),
        "team_links": words(source["team_links"], "team_links"),
        "languages": {code: language(code, one) for code, one in source["languages"].items()},
        "not_typos": sorted(set(source["not_typos"])),
    }


def language(code: str, one: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(code, str):
        raise ValueError(  # noqa: TRY004  (all mistakes alike)
            f'language {code!r}: YAML reads this code as a truth value; write it in quotes ("no")'
        )
    if unknown := set(one) - set(PARTS) - OTHERS:
        raise ValueError(f"{code}: unknown {sorted(unknown)}")
    table: dict[str, Any] = {
        "kind": one["kind"],
        "entries": {part: words(one[part], f"{code}.{part}") for part in PARTS if one.get(part)},
    }
    macros = {"department": alternatives(one.get("department", [])), **one.get("macros", {})}
    for name, target in (("not", "blocks"), ("neg_suffix", "neg_suffix"), ("asks", "asks")):
        if one.get(name):
            table[target] = [pattern(spelled_out(text, macros, code), code) for text in one[name]]
    for name in ("prefixes", "join", "keyword", "loose", "asks_by"):
        if one.get(name):
            table[name] = words(one[name], f"{code}.{name}")
    for name in ("elides", "restart_adjacent"):
        if one.get(name):
            table[name] = True
    return table


def words(texts: list[Any], place: str) -> list[str]:
    """Fold a list, longest first (the order in which entries are tried), each once."""
    return sorted({folded(text, place) for text in texts}, key=lambda text: (-len(text), text))


def folded(text: Any, place: str) -> str:
    if not isinstance(text, str):
        raise ValueError(  # noqa: TRY004
            f"{place}: {text!r} is not a text for YAML; write it in quotes"
        )
    result = " ".join(fold(word) for word in text.split())
    if not result:
        raise ValueError(f"{place}: {text!r} is nothing once folded")
    return result


def alternatives(texts: list[str]) -> str:
    """Return entries as one pattern, longest first; a star is any ending."""
    ordered = sorted(texts, key=lambda text: -len(text))
    return "(?:" + "|".join(text.replace("*", r"\w*") for text in ordered) + ")"


def spelled_out(text: str, macros: dict[str, str], place: str) -> str:
    """Put in what `<name>` stands for; macros may use those written before them."""
    for name, meant in reversed(macros.items()):
        text = text.replace(f"<{name}>", meant)
    if left := re.search(r"<[a-z_]+>", text):
        raise ValueError(f"{place}: nothing is called {left[0]}")
    return text


def pattern(text: str, place: str) -> str:
    """Fold a regular expression as messages are folded, unless that would turn \\S into \\s."""
    result = (
        text if re.search(r"\\[A-Z]", text) else " ".join(fold(piece) for piece in text.split(" "))
    )
    try:
        re.compile(result.removeprefix("!"))
    except re.error as error:
        raise ValueError(f"{place}: {text!r}: {error}") from error
    return result


def main() -> int:
    try:
        made = (
            json.dumps(
                compiled(yaml.safe_load(SOURCE.read_text("utf-8"))), ensure_ascii=False, indent=0
            )
            + "\n"
        )
    except ValueError as error:
        print(f"lexicon.yaml: {error}")
        return 1
    if "--check" in sys.argv[1:]:
        if TARGET.exists() and TARGET.read_text("utf-8") == made:
            return 0
        print("lexicon.json is not what lexicon.yaml says: run `python tools/gen_lexicon.py`.")
        return 1
    TARGET.write_text(made, "utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {len(made.encode()) // 1024} KB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
