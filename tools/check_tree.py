"""What no other linter looks for in our files. Prints one line per finding; exits 1 if any.

- no address of a package index: where packages come from is the business of who installs them;
- no path of one person's machine;
- in front-end styles, sides are called start and end, never left and right, so that Arabic and
  Hebrew come out mirrored;
- no source file longer than 400 lines: by then it has become two things;
- no notes to self: a thing to do is an issue;
- nobody speaks HTTP to the outside but `segue.outgoing`, which guards it;
- every requirement that is asked for is locked.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

LINES = 400
MAY_BE_LONG = re.compile(
    r"generated|lexicon|/migrations/|\.gen\.ts$|\.(json|ya?ml|svg|md|txt|css\.d\.ts)$"
)
LONG_FOR_A_REASON = {
    "src/segue/domain/inputs.py": "a catalogue: one struct after the other",
    "src/segue/domain/events.py": "a catalogue: one struct after the other",
    "src/segue/app/ports.py": "a catalogue: one port after the other",
    "frontend/widget/src/chat.ts": "one class: the verbs of one conversation",
    "tests/domain/test_asking_for_a_person.py": "stories of one column of the law book",
    "tests/domain/test_the_bot_speaks.py": "stories of one column of the law book",
    "tests/domain/test_the_line.py": "stories of one column of the law book",
}
"""Files over the limit that were looked at and are one thing all the same; 480 ends it."""

LONGEST = 480
SOURCE = re.compile(r"^(src/|frontend/[a-z]+/(src|core|test)/|packages/[a-z]+/src/|tools/|tests/)")
STYLE = re.compile(r"^frontend/.*\.(css|tsx?|html)$")

NOT_TEXT = {".png", ".jpg", ".ico", ".woff2", ".onnx", ".wav", ".mp3", ".ogg", ".gz", ".pdf"}
NOT_OURS = re.compile(r"^(LICENSE|packages/[a-z]+/(LICENSE|.*tokenizer.*))$")

SPEAKS_HTTP = re.compile(
    r"^[ \t]*(?:import|from)[ \t]+(httpx2?|httpcore2?|aiohttp|requests|urllib3|http\.client"
    r"|urllib\.request|urllib[ \t]+import[ \t]+request)\b",
    re.MULTILINE,
)
GUARDED = re.compile(r"^src/segue/(?!outgoing/)")
# They speak to our own server alone, from the outside.
TO_OURSELVES = re.compile(r"^src/segue/(testing/|benching/|fakes/|[a-z]+_server\.py$)")
WITH_OUR_TRANSPORT = {
    "src/segue/bots/model/endpoint.py": "gives the makers' libraries our transport",
    "src/segue/bots/model/asking.py": "knows that transport's errors by name",
}
"""Files that name an HTTP library and go through the guard all the same. Looked at."""

# Put together here so that this file does not find itself.
FORBIDDEN = {
    "address of a package index": re.compile(
        "|".join(
            re.escape(name + rest)
            for name, rest in (
                ("pypi", ".org"),
                ("pythonhosted", ".org"),
                ("registry.npmjs", ".org"),
                ("registry.yarnpkg", ".com"),
                ("npmmirror", ".com"),
                ("deb.debian", ".org"),
                ("jsdelivr", ".net"),
                ("unpkg", ".com"),
            )
        )
    ),
    "path of one machine": re.compile(
        r"(?<![\w.])/(?:" + "wo" + r"rk/(?:main|shared|plan)|home/[a-z]+|Users/[a-z]+|ro" + r"ot/)"
    ),
    "note to self (file an issue instead)": re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b"),
}

SIDES = re.compile(
    r"(?<![\w-])(?:"
    r"(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)(?:-[a-z]+)?\s*:"
    r"|(?:left|right)\s*:\s*[^;{}]*;"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
    r"|border-(?:top|bottom)-(?:left|right)-radius\s*:"
    r")"
)
SIDES_IN_SCRIPT = re.compile(
    r"\b(?:margin|padding|border|scrollMargin|scrollPadding)(?:Left|Right)[A-Za-z]*\s*:"
    r"|\b(?:textAlign|float)\s*:\s*[\"'](?:left|right)\b"
)
COMMENT = re.compile(r"/\*.*?\*/|<!--.*?-->", re.DOTALL)


def main() -> int:
    """Look at every file that git knows or would take."""
    found = [*tree_findings(tracked()), *lock_findings()]
    for line in found:
        print(line)
    return 1 if found else 0


def tracked() -> list[Path]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def tree_findings(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        name = path.relative_to(ROOT).as_posix()
        if path.suffix in NOT_TEXT:
            continue
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        if not NOT_OURS.search(name):
            yield from forbidden(name, text)
        looked_at = TO_OURSELVES.match(name) or name in WITH_OUR_TRANSPORT
        if GUARDED.match(name) and not looked_at:
            yield from unguarded(name, text)
        if STYLE.match(name):
            yield from sided(name, text)
        most = LONGEST if name in LONG_FOR_A_REASON else LINES
        if SOURCE.match(name) and not MAY_BE_LONG.search(name):
            count = text.count("\n")
            if count > most:
                yield f"{name}: {count} lines; more than {most} is more than one thing"


def forbidden(name: str, text: str) -> Iterator[str]:
    for what, pattern in FORBIDDEN.items():
        for hit in pattern.finditer(text):
            yield f"{name}:{line_of(text, hit.start())}: {what}: {hit.group()}"


def unguarded(name: str, text: str) -> Iterator[str]:
    for hit in SPEAKS_HTTP.finditer(text):
        yield f"{name}:{line_of(text, hit.start(1))}: {hit[1]}: ask through segue.outgoing"


def sided(name: str, text: str) -> Iterator[str]:
    # Blank out comments, keeping the line numbers.
    bare = COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment.group()), text)
    pattern = SIDES_IN_SCRIPT if name.endswith(("ts", "tsx")) else SIDES
    for hit in pattern.finditer(bare):
        yield f"{name}:{line_of(bare, hit.start())}: say start or end: {hit.group().strip()}"


def lock_findings() -> Iterator[str]:
    """Every line of a `.in` file has its pin in the `.txt` file of the same name."""
    for wanted in sorted((ROOT / "requirements").glob("*.in")):
        locked = wanted.with_suffix(".txt")
        pins = set(re.findall(r"^([a-z0-9][a-z0-9.-]*)==", locked.read_text(), re.MULTILINE))
        for line in wanted.read_text().splitlines():
            name = re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", line.strip())
            if name and re.sub(r"[._-]+", "-", name.group().lower()) not in pins:
                yield f"requirements/{wanted.name}: {name.group()} is not locked: ./run lock"


def line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


if __name__ == "__main__":
    sys.exit(main())
