"""`segue doctor`: can this installation work? Each finding says what to do about it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TextIO

from segue.build import database_url
from segue.logs import log_to_stderr
from segue.settings import BadSettings, Settings, load

MIN_FREE_MB = 500


class Note(str):
    """Something to know that hinders nothing."""

    __slots__ = ()


def examine(out: TextIO) -> bool:
    """Print one line a check; True when none failed."""
    settings = load()
    log_to_stderr("error", as_json=settings.log_json)
    checks: list[tuple[str, Callable[[], str | None]]] = [
        ("data folder", lambda: _folder(settings)),
        ("database", lambda: asyncio.run(_database(settings))),
        ("policy", lambda: _policy(settings)),
        ("sentence encoder", _encoder),
        ("front end", _front_end),
        ("mail", lambda: _mail(settings)),
        ("bot", lambda: asyncio.run(_bot(settings))),
    ]
    good = True
    for name, check in checks:
        wrong = check()
        fine = wrong is None or isinstance(wrong, Note)
        mark = "FAIL" if not fine else "note" if wrong else "ok  "
        print(f"{mark}  {name}{f': {wrong}' if wrong else ''}", file=out)
        good = good and fine
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
    from segue.store.trouble import StoreTaken  # noqa: PLC0415

    try:
        store = open_store(database_url(settings), feed=Hub(), nats_url="")
        path = getattr(store, "path", None)
        if isinstance(path, Path) and not path.exists():
            return Note(f"{path} is not there yet; it is made at the first start.")
        await store.start()
        await store.ping()
    except StoreTaken as why:
        return Note(f"{why.holder} is running on it.")
    except Exception as why:  # noqa: BLE001 - whatever a database says goes to the reader
        return f"{why}"
    await store.stop()
    return None


def _policy(settings: Settings) -> str | None:
    """Can the policy that is live be read, and the file for a new installation?"""
    from segue.app.policybook import PolicyBook  # noqa: PLC0415
    from segue.app.ports import Store, StoreUnavailable  # noqa: PLC0415
    from segue.opening import first_policy  # noqa: PLC0415
    from segue.policy_access import looking  # noqa: PLC0415

    async def live(book: PolicyBook, store: Store) -> tuple[int, int]:
        return book.live.version, await store.newest_policy()

    try:
        first_policy(settings)
        decides, newest = looking(None, live, or_empty=True)
    except BadSettings as why:
        return f"{why}"
    except StoreUnavailable:
        return Note("not looked at: the database cannot be read.")
    if newest > decides:
        return (f"version {newest} cannot be read by this Segue; version {decides} decides. Publish"
                " one that can be read: segue policy check, segue policy publish.")  # fmt: skip
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
    return Note("no server is set, so mails wait in the table of jobs. Set SEGUE_SMTP_URL.")


async def _bot(settings: Settings) -> str | None:
    """A bot of one's own: do its settings make sense, and may its address be asked?"""
    if settings.bot != "remote":
        return None
    from segue.bots.remote import place_of, remote_bot  # noqa: PLC0415 - only where there is one
    from segue.build import wall_clock  # noqa: PLC0415
    from segue.outgoing import Outgoing, OutgoingError  # noqa: PLC0415

    try:
        await remote_bot(settings, wall_clock).aclose()
        place = place_of(settings.bot_url)
        if place is not None:
            async with Outgoing(allow_private=[place]) as outgoing:
                await outgoing.check(settings.bot_url)
    except BadSettings as why:
        return f"{why}"
    except OutgoingError as why:
        return f"{why.said} Is `bot_url` right?"
    if settings.bot_kind == "segue":
        return Note(f"see whether it keeps to the protocol: segue bot-check {settings.bot_url}")
    return None
