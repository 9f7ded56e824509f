"""Killed in the middle of everything: what was acknowledged is there once, and in order."""

import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from contracts.house import House
from segue.domain.events import MessagePosted
from segue.domain.ids import ConversationId

WRITER = Path(__file__).with_name("writer.py")
LONG = bool(os.environ.get("SEGUE_TEST_LONG"))
ROUNDS = 30 if LONG else 3
POINTS = ("before_commit", "after_commit", "before_publish")


class History:
    """What the customers were told, over several lives of the server."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.acked: dict[str, list[int]] = {}
        self.seqs: dict[tuple[str, int], int] = {}

    def note(self, line: str) -> None:
        name, number, seq = line.split()
        done = self.acked.setdefault(name, [])
        assert int(number) == len(done), "one after the other"
        done.append(int(seq))
        self.seqs[name, int(number)] = int(seq)

    def run(self, kill_after: int | None, crash_at: str = "") -> int:
        """One life: killed after so many acknowledgements, or by itself. Its exit code."""
        go_on = [f"{name}={len(done)}" for name, done in self.acked.items()]
        process = subprocess.Popen(
            [sys.executable, str(WRITER), self.url, *go_on],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "SEGUE_CRASH_AT": crash_at},
        )
        assert process.stdout is not None
        with process:
            try:
                for seen, line in enumerate(process.stdout, 1):
                    if line.endswith("\n"):
                        self.note(line)
                    if seen == kill_after:
                        process.kill()
            finally:
                if sys.exc_info()[0] is not None:
                    process.kill()
        return process.wait(30)

    async def check(self) -> None:
        """Every acknowledged turn is there once, under its number, and the rest is in order."""
        house = House(self.url)
        await house.open()
        try:
            for name, seqs in self.acked.items():
                rows = await house.store.events(ConversationId(name), limit=1_000_000)
                assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
                said = [row for row in rows if isinstance(row.event, MessagePosted)]
                texts = [row.event.text for row in said if isinstance(row.event, MessagePosted)]
                assert texts == [str(n) for n in range(len(texts))]
                assert len(seqs) <= len(texts) <= len(seqs) + 1
                assert [row.seq for row in said[: len(seqs)]] == seqs
                one = await house.store.conversation(ConversationId(name))
                assert one is not None
                assert one.seq == len(rows)
                assert one.turns == len(texts)
        finally:
            await house.close()


async def killed_again_and_again(url: str, rounds: int) -> None:
    history, random = History(url), Random(rounds)  # noqa: S311 - a seed, to be the same each time
    for _ in range(rounds):
        assert history.run(random.randint(1, 400)) == -9
        await history.check()
    assert sum(map(len, history.acked.values())) >= rounds


async def crashed_everywhere(url: str, hits: tuple[int, ...]) -> None:
    history = History(url)
    for point in POINTS:
        for hit in hits:
            assert history.run(None, f"{point}:{hit}") == 137
            await history.check()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'segue.db'}"


async def test_kill_9_loses_nothing_on_sqlite(sqlite_url: str) -> None:
    await killed_again_and_again(sqlite_url, 2)


@pytest.mark.slow
@pytest.mark.timeout(900 if LONG else 120)
async def test_kill_9_again_and_again_on_sqlite(sqlite_url: str) -> None:
    await killed_again_and_again(sqlite_url, ROUNDS)


@pytest.mark.slow
@pytest.mark.timeout(900 if LONG else 120)
async def test_kill_9_again_and_again_on_postgres(postgres_url: str) -> None:
    await killed_again_and_again(postgres_url, ROUNDS)


@pytest.mark.slow
@pytest.mark.timeout(900 if LONG else 120)
async def test_a_crash_at_every_named_place_on_sqlite(sqlite_url: str) -> None:
    await crashed_everywhere(sqlite_url, (1, 2, 3, 20) if LONG else (1, 9))


@pytest.mark.slow
@pytest.mark.timeout(900 if LONG else 120)
async def test_a_crash_at_every_named_place_on_postgres(postgres_url: str) -> None:
    await crashed_everywhere(postgres_url, (1, 2, 3, 20) if LONG else (1, 9))
