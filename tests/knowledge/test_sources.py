"""Sources of every kind: what is read again, what is not, what is left out and why."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from segue.app.ports_knowledge import (
    Failure,
    Found,
    KnowledgeSource,
    NothingThere,
    Progress,
    Read,
    Same,
)
from segue.knowledge.sources import Sources
from servers.elsewhere import elsewhere, html

NOW = datetime(2026, 11, 24, tzinfo=UTC)
LONG = "We send it back to you within seven days, and you pay nothing for it at all."


@pytest_asyncio.fixture
async def sources(tmp_path: Path) -> AsyncIterator[Sources]:
    made = Sources(lambda: NOW, tmp_path / "inbox")
    yield made
    await made.stop()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "help"
    (made / "deep").mkdir(parents=True)
    (made / "refunds.md").write_text(f"# Refunds\n\n{LONG}")
    (made / "deep" / "faq.csv").write_text(
        f"question,answer\nHow?,{LONG}\nWhen?,Tomorrow at ten.\n"
    )
    return made


def source_of(folder: Path) -> KnowledgeSource:
    return KnowledgeSource("s", "folder", "Help", str(folder))


async def all_of(
    sources: Sources, source: KnowledgeSource, known: Mapping[str, str] | None = None
) -> list[Read]:
    return [one async for one in sources.read(source, known or {})]


def prints(reads: list[Read]) -> dict[str, str]:
    return {one.place: one.print for one in reads if isinstance(one, Found)}


async def test_a_folder_is_read_with_what_is_below_it(sources: Sources, folder: Path) -> None:
    reads = await all_of(sources, source_of(folder))
    places = sorted(prints(reads))
    assert places[-1] == "refunds.md"
    assert [one.partition("#")[0] for one in places[:-1]] == ["deep/faq.csv"] * 2
    assert [one.language for one in reads if isinstance(one, Found)] == ["en"] * 3
    assert reads[-1] == Progress(2, 2)


async def test_only_bytes_that_changed_are_read_again(sources: Sources, folder: Path) -> None:
    known = prints(await all_of(sources, source_of(folder)))
    reads = await all_of(sources, source_of(folder), known)
    assert {one.place for one in reads if isinstance(one, Same)} == set(known)
    assert not prints(reads)
    (folder / "refunds.md").write_text(f"# Refunds\n\nNew. {LONG}")
    assert set(prints(await all_of(sources, source_of(folder), known))) == {"refunds.md"}


async def test_what_cannot_be_read_is_told_and_what_is_no_text_is_passed_over(
    sources: Sources, folder: Path
) -> None:
    (folder / "cut.pdf").write_bytes(b"%PDF-1.7")
    (folder / "old.doc").write_bytes(b"x")
    (folder / "photo.jpg").write_bytes(b"x")
    (folder / ".hidden.md").write_text("# Secret\n\nNot for customers.")
    failed = {
        one.where: one
        for one in await all_of(sources, source_of(folder))
        if isinstance(one, Failure)
    }
    assert set(failed) == {"cut.pdf", "old.doc"}
    assert failed["old.doc"].code == "unknown_kind"
    assert ".docx" in failed["old.doc"].said


async def test_a_link_does_not_lead_out_of_the_folder(
    sources: Sources, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "secret.md").write_text("# Secret\n\nNot for customers.")
    (folder / "out.md").symlink_to(tmp_path / "secret.md")
    (folder / "nowhere.md").symlink_to(tmp_path / "nothing.md")
    (folder / "round").symlink_to(folder)
    places = {one.partition("#")[0] for one in prints(await all_of(sources, source_of(folder)))}
    assert places == {"refunds.md", "deep/faq.csv"}


async def test_a_folder_that_is_not_there_says_so(sources: Sources, tmp_path: Path) -> None:
    with pytest.raises(NothingThere, match="no folder"):
        await all_of(sources, source_of(tmp_path / "nothing"))
    file = tmp_path / "a.md"
    file.write_text("x")
    with pytest.raises(NothingThere, match="no folder"):
        await all_of(sources, source_of(file))


async def test_uploads_are_read_from_the_inbox(sources: Sources) -> None:
    sources.inbox.mkdir()
    (sources.inbox / "a.md").write_text(f"# Title\n\n{LONG}")
    uploads = KnowledgeSource("upload", "upload", "Uploaded files")
    assert set(prints(await all_of(sources, uploads))) == {"a.md"}


async def test_a_site_is_read_by_the_guarded_client(sources: Sources, tmp_path: Path) -> None:
    async with elsewhere() as site:
        body = f"<main><h1>Refunds</h1><p>{LONG}</p></main>"
        site.pages = {"/": html(f"<html><title>Refunds</title><body>{body}</body></html>")}
        source = KnowledgeSource("s", "site", "Shop", f"{site.url}/")
        with pytest.raises(NothingThere):
            await all_of(sources, source)
        assert site.asked == [], "a private address is not even asked"
        allowed = Sources(lambda: NOW, tmp_path, private=(site.place,))
        (found,) = [one for one in await all_of(allowed, source) if isinstance(one, Found)]
        assert (found.title, found.language, found.url) == ("Refunds", "en", f"{site.url}/")
        await allowed.stop()
