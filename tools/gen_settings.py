"""Write `docs/reference/settings.md` from `segue.settings`; `--check` says when it is stale."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import get_type_hints

import msgspec
from msgspec import inspect

from segue.settings import Settings

TARGET = Path(__file__).resolve().parent.parent / "docs" / "reference" / "settings.md"
HEAD = """# Settings

Generated from `src/segue/settings.py` by `./run gen`. Do not edit.

The environment wins over the settings file (`segue serve --config segue.toml`, or `SEGUE_CONFIG`),
the file over the defaults. In the file, names are written as in the first column.

| name | environment | default | what it does |
|---|---|---|---|
"""


def described(name: str) -> str:
    """The description that stands beside the field, with its limits."""
    hint = get_type_hints(Settings, include_extras=True)[name]
    info = inspect.type_info(hint)
    said = ""
    if isinstance(info, inspect.Metadata):
        said = str((info.extra_json_schema or {}).get("description", ""))
    return said


def main() -> int:
    rows = []
    for field in msgspec.structs.fields(Settings):
        default = field.default
        shown = f"`{default}`" if str(default) not in ("", "()") else "empty"
        rows.append(
            f"| `{field.name}` | `SEGUE_{field.name.upper()}` | {shown} | {described(field.name)} |"
        )
    made = HEAD + "\n".join(rows) + "\n"
    if "--check" in sys.argv:
        if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != made:
            print(f"{TARGET.name} is stale: run `./run gen`.")
            return 1
        return 0
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
