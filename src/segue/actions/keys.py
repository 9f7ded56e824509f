"""Keys of other systems, by name: from the environment, or from a file that only we read.

`SHOP_KEY` is `SEGUE_SECRET_SHOP_KEY` in the environment, else `SHOP_KEY = "…"` in the secrets file
(TOML). A key is looked up when a run begins and kept nowhere; it stands in no log and no journal.
"""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

Keys: TypeAlias = Callable[[str], str]
"""The key of this name. Raises `NoKey`."""

PREFIX = "SEGUE_SECRET_"
LARGEST = 1_000_000


class NoKey(LookupError):
    """There is no such key; the sentence says where it was looked for."""


def keys_from(file: Path | None = None, environ: Mapping[str, str] | None = None) -> Keys:
    """Looks in the environment first, then in the file, which may change while we run."""

    def key(name: str) -> str:
        found = (os.environ if environ is None else environ).get(PREFIX + name, "")
        if not found and file is not None:
            found = _in_file(file).get(name, "")
        if not found:
            where = f" and not in {file}" if file else ""
            raise NoKey(f"The key {name} is not set: {PREFIX}{name} in the environment{where}.")
        if any(not " " <= sign <= "~" for sign in found):
            raise NoKey(f"The key {name} holds characters that no header can carry.")
        return found

    return key


def _in_file(file: Path) -> dict[str, str]:
    try:
        about = file.stat()
        if about.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise NoKey(f"Others can read {file}: run chmod 600 {file}, then it is used.")
        if about.st_size > LARGEST:
            raise NoKey(f"{file} is no file of keys: it is too large.")
        read = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as why:
        raise NoKey(f"The secrets file {file} is not valid TOML.") from why
    except (OSError, UnicodeDecodeError) as why:
        raise NoKey(f"The secrets file {file} cannot be read.") from why
    return {name: value for name, value in read.items() if isinstance(value, str)}
