"""A throw-away server: `segue demo` in a process of its own, on a free port and a temporary folder.

What it prints is read as any program would read it: the last line is JSON and says where to go.
`stop` and `start` again go on with the same folder and port, at another time if wanted.
"""

from __future__ import annotations

import asyncio
import ctypes
import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, urlsplit

import httpx

from segue.testing.agent import AgentClient
from segue.testing.customer import Customer
from segue.testing.screen import PATIENCE_S, Frame, Screen

STARTS_WITHIN_S = 60.0
STOPS_WITHIN_S = 10.0
PR_SET_PDEATHSIG = 1


class DidNotStart(RuntimeError):
    """The server ended or said nothing; holds its last words."""


class Rig:
    """A server and the people who use it.

    `settings` are named as in `settings.py` (`offer_s=2`); `at` starts the clock there. `command`
    replaces `demo` by another program which speaks the same first line.
    """

    def __init__(
        self,
        *,
        at: str = "",
        settings: Mapping[str, object] | None = None,
        folder: Path | None = None,
        command: Sequence[str] = (),
    ) -> None:
        self.at = at
        self.settings = {name: str(value) for name, value in (settings or {}).items()}
        self.command = tuple(command)
        self.told: Frame = {}
        self.url = ""
        self.process: asyncio.subprocess.Process | None = None
        self.screens: list[Screen] = []
        self._given = folder
        self.folder = folder or Path()

    async def __aenter__(self) -> Self:
        self.folder = self._given or Path(tempfile.mkdtemp(prefix="segue-rig-"))
        try:
            await self.start()
        except BaseException:
            await self._clear()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        why: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for screen in self.screens:
            with suppress(Exception):
                await (screen.leave() if isinstance(screen, AgentClient) else screen.close())
        await self._clear()

    async def _clear(self) -> None:
        await self.stop()
        if self._given is None:
            await asyncio.to_thread(shutil.rmtree, self.folder, ignore_errors=True)

    # --- the server -----------------------------------------------------------------------------

    async def start(self, *, at: str | None = None) -> None:
        """Start it, on the port it had before if it had one. Returns when it accepts messages."""
        self.at = self.at if at is None else at
        log = (self.folder / "server.log").open("ab")
        try:
            self.process = await asyncio.create_subprocess_exec(
                *self._words(),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                env=self._environment(),
                start_new_session=True,
                preexec_fn=_die_with_parent(),
                limit=2**20,
            )
        finally:
            log.close()
        try:
            async with asyncio.timeout(STARTS_WITHIN_S):
                self.told = await self._first_word(self.process)
        except TimeoutError:
            await self.stop()
            raise DidNotStart(f"Nothing within {STARTS_WITHIN_S:g} s.\n{self.log()}") from None
        self.url = self.told["url"]

    def _words(self) -> list[str]:
        port = str(urlsplit(self.url).port or 0) if self.url else "0"
        data = str(self.folder / "data")
        if self.command:
            return [*self.command, "--port", port, "--data", data]
        words = [sys.executable, "-m", "segue.cli", "demo", "--port", port, "--data", data]
        return [*words, "--json", *(["--at", self.at] if self.at else [])]

    def _environment(self) -> dict[str, str]:
        ours = {k: v for k, v in os.environ.items() if not k.startswith("SEGUE_")}
        given = {f"SEGUE_{name.upper()}": value for name, value in self.settings.items()}
        return {**ours, "PYTHONUNBUFFERED": "1", **given}

    async def _first_word(self, process: asyncio.subprocess.Process) -> Frame:
        if process.stdout is None:
            raise DidNotStart("no pipe")
        while line := await process.stdout.readline():
            with suppress(json.JSONDecodeError):
                told = json.loads(line)
                if isinstance(told, dict) and "url" in told:
                    return told
        await process.wait()
        raise DidNotStart(f"The server ended with {process.returncode}.\n{self.log()}")

    def log(self, lines: int = 30) -> str:
        """The server's last words."""
        kept = self.folder / "server.log"
        if not kept.exists():
            return ""
        return "\n".join(kept.read_text(errors="replace").splitlines()[-lines:])

    async def stop(self) -> None:
        """Ask it to end; kill it when it does not."""
        await self._end(signal.SIGTERM)

    async def kill(self) -> None:
        """kill -9, in the middle of whatever it does."""
        await self._end(signal.SIGKILL)

    async def gone(self, within: float = PATIENCE_S) -> bool:
        """Does it end by itself within so many seconds?"""
        if self.process is None:
            return True
        try:
            async with asyncio.timeout(within):
                await self.process.wait()
        except TimeoutError:
            return False
        return True

    async def _end(self, how: signal.Signals) -> None:
        process, self.process = self.process, None
        if process is None or process.returncode is not None:
            return
        process.send_signal(how)
        try:
            async with asyncio.timeout(STOPS_WITHIN_S):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()

    @property
    def pid(self) -> int:
        if self.process is None:
            raise ProcessLookupError("The server does not run.")
        return self.process.pid

    @property
    def inbox_key(self) -> str:
        return str(self.told["inbox_key"])

    def socket_url(self, path: str, **query: object) -> str:
        """The address of a socket, with this query."""
        asked = "&".join(f"{name}={quote(str(value), safe='')}" for name, value in query.items())
        return f"ws{self.url.removeprefix('http')}{path}?{asked}"

    async def ready(self, within: float = PATIENCE_S) -> None:
        """Until `/readyz` says yes."""
        async with httpx.AsyncClient(base_url=self.url, trust_env=False) as http:
            async with asyncio.timeout(within):
                while (await http.get("/readyz")).is_error:  # noqa: ASYNC110 - it cannot call us
                    await asyncio.sleep(0.05)

    # --- the people -----------------------------------------------------------------------------

    async def customer(
        self, name: str = "customer", locale: str = "en", identity: str = ""
    ) -> Customer:
        """Somebody who opened the chat just now, with a signed token if the site gave one."""
        made = Customer(self, name, locale, identity)
        self.screens.append(made)
        await made.start()
        return made

    def account(self, name: str) -> dict[str, str]:
        """Sign-in data of the person whose name begins like this."""
        found: list[dict[str, str]] = [
            one for one in self.told["agents"] if one["name"].startswith(name)
        ]
        if not found:
            known = ", ".join(one["name"] for one in self.told["agents"])
            raise LookupError(f"Nobody is called {name}. There are {known}.")
        return found[0]

    async def agent(self, name: str) -> AgentClient:
        """Somebody of the staff, signed in and with an open screen; offline until `available`."""
        made = AgentClient(self, self.account(name))
        self.screens.append(made)
        await made.start()
        return made

    def mails(self) -> list[str]:
        """Mails written so far, oldest first, as they would go out."""
        folder = self.folder / "data" / "mail"
        kept = sorted(folder.glob("*"), key=lambda one: one.stat().st_mtime)
        return [one.read_text(encoding="utf-8", errors="replace") for one in kept]


def _die_with_parent() -> Callable[[], Any] | None:
    """On Linux, the kernel ends the server when whoever started it is gone, however that came."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)
