"""`segue doctor`: can this installation work? Each finding says what to do about it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TextIO

from segue.build import database_url
from segue.settings import Settings, load

MIN_FREE_MB = 500


def examine(out: TextIO) -> bool:
    """Print one line a check; True when none failed."""
    settings = load()
    checks: list[tuple[str, Callable[[], str | None]]] = [
        ("data folder", lambda: _folder(settings)),
        ("database", lambda: asyncio.run(_database(settings))),
        ("sentence encoder", _encoder),
        ("front end", _front_end),
        ("mail", lambda: _mail(settings)),
    ]
    good = True
    for name, check in checks:
        wrong = check()
        mark, why = ("ok  ", "") if wrong is None else ("FAIL", f": {wrong}")
        print(f"{mark}  {name}{why}", file=out)
        good = good and wrong is None
    return good


def _folder(settings: Settings) -> str | None:
    folder = settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".probe"
        probe.write_bytes(b"x")
        probe.unlink()
    except OSError as why:
        return f"{folder} cannot be written ({why.strerror}). Choose another: SEGUE_DATA_DIR."
    free = shutil.disk_usage(folder).free // 2**20
    return None if free >= MIN_FREE_MB else f"only {free} MB are free at {folder}. Make room."


async def _database(settings: Settings) -> str | None:
    from segue.app.feed import Hub  # noqa: PLC0415
    from segue.store import open_store  # noqa: PLC0415

    store = open_store(database_url(settings), feed=Hub(), nats_url="")
    try:
        await store.start()
        await store.ping()
    except Exception as why:  # noqa: BLE001 - whatever a database says goes to the reader
        return f"{why}"
    await store.stop()
    return None


def _encoder() -> str | None:
    if find_spec("segue_minilm") is None:
        return "the package segue-minilm is missing. Run `./run setup`."
    return None


def _front_end() -> str | None:
    built = Path(__file__).parent / "web" / "static" / "workspace" / "index.html"
    return None if built.exists() else "it is not built. Run `./run ui`."


def _mail(settings: Settings) -> str | None:
    if settings.smtp_url:
        return None
    return "no server is set, so mails wait in the table of jobs. Set SEGUE_SMTP_URL."
