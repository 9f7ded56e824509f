"""How well asking for a person is known from words, and what it costs.

    python benchmarks/asking.py [--data FOLDER] [--show]

Prints JSON: recall and false alarms on the kept sets of `tests/asking/data` (regression sets: they
were looked at while the words were chosen; first looks are in `judgement_person.py`), microseconds
a message, and the time to load. With a folder of public sets (`SET/*.jsonl` with a `text`), the
false alarms in 1000 ordinary messages and the recall on their labelled requests; `--show` prints
the lines.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from segue.domain.asking import asks_for_person

KEPT = Path(__file__).resolve().parent.parent / "tests/asking/data"
SETS = ("train", "check", "fresh", "second", "third", "fourth", "fifth", "sixth", "ordinary")
# Ordinary messages of the public sets, and where their requests are labelled.
ORDINARY = {
    "clinc150": ("train.jsonl", "dev.jsonl"),
    "banking77": ("train.jsonl", "dev.jsonl"),
    "multidogo": ("dev.jsonl",),
    "dstc11_intents": ("insurance.jsonl",),
    "goemotions": ("dev.jsonl",),
    "langid": ("sentences.jsonl",),
    "bitext": ("train.jsonl", "dev.jsonl"),
    "nlupp": ("banking.jsonl",),
}
# Asking how to reach the service is undecidable: neither a request nor an ordinary message.
UNDECIDABLE = "contact_customer_service"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, help="a folder of public sets")
    options.add_argument("--show", action="store_true", help="print the lines that went wrong")
    chosen = options.parse_args()
    result: dict[str, Any] = {"load": _load(), "kept": {}, "speed_us": _speed()}
    for name in SETS:
        rows = list(_rows(KEPT / f"person_requests.{name}.jsonl"))
        result["kept"][name] = _figures(rows, show=chosen.show)
    if chosen.data:
        result["public"] = {
            name: _figures(list(_public(chosen.data, name)), show=chosen.show)
            for name in ORDINARY
            if (chosen.data / name).is_dir()
        }
    sys.stdout.write(json.dumps(result, indent=2, ensure_ascii=False) + "\n")


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _public(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    for file in ORDINARY[name]:
        for row in _rows(folder / name / file):
            if row.get("intent") != UNDECIDABLE:
                yield {"lang": row.get("lang", "en"), "wants_human": 0, **row}


def _figures(rows: list[dict[str, Any]], *, show: bool) -> dict[str, Any]:
    asked = [asks_for_person(row["text"]) for row in rows]
    said = [one is not None and one.kind == "request" for one in asked]
    positive = [yes for yes, row in zip(said, rows, strict=True) if row["wants_human"]]
    negative = [yes for yes, row in zip(said, rows, strict=True) if not row["wants_human"]]
    if show:
        for yes, one, row in zip(said, asked, rows, strict=True):
            if yes != bool(row["wants_human"]):
                wanted = "asks" if row["wants_human"] else "does not ask"
                sys.stderr.write(f"{row['lang']} {wanted}: {row['text']}  {one}\n")
    return {
        "asks": len(positive),
        "found": sum(positive),
        "recall_95": _wilson(sum(positive), len(positive)),
        "ordinary": len(negative),
        "false": sum(negative),
        "false_per_1000": round(1000 * sum(negative) / max(1, len(negative)), 2),
        "declined": sum(one is not None and one.kind == "declined" for one in asked),
        "languages": len({row["lang"] for row in rows}),
    }


def _wilson(k: int, n: int) -> list[float] | None:
    """Return the 95 % interval of a share."""
    if not n:
        return None
    z, p = 1.96, k / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return [round(middle - half, 3), round(min(1.0, middle + half), 3)]


def _speed() -> dict[str, float]:
    """Time single messages, each a new text to the memory of whole messages."""
    messages = {
        "ordinary": "Can you tell me how much shipping to Portugal costs and how long it takes",
        "request": "I want to talk to a human",
        "typos": "can i spaek to an agnet",
        "german": "ich möchte bitte mit einem Mitarbeiter sprechen, es geht um meine Bestellung",
        "chinese": "请帮我转人工客服",
        "longest": "I want a human " * 66,
    }
    found = {}
    for name, text in messages.items():
        times = []
        for n in range(200):
            new = f"{text}{' ' * n}"[-1000:]
            begun = time.perf_counter()
            asks_for_person(new)
            times.append(time.perf_counter() - begun)
        found[name] = round(statistics.median(times) * 1e6, 1)
    return found


def _load() -> dict[str, float]:
    """Time import and first use in a new interpreter, in ms (median of five)."""
    code = (
        "import time; a=time.perf_counter(); from segue.domain.asking import asks_for_person;"
        "b=time.perf_counter(); asks_for_person('I want a human'); c=time.perf_counter();"
        "print((b-a)*1e3, (c-b)*1e3)"
    )
    runs = [
        [float(part) for part in _output([sys.executable, "-c", code]).split()] for _ in range(5)
    ]
    imported, first = (statistics.median(column) for column in zip(*runs, strict=True))
    return {"import_ms": round(imported, 1), "first_use_ms": round(first, 1)}


def _output(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603


if __name__ == "__main__":
    main()
