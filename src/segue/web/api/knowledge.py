"""Where knowledge comes from: folders, sites, uploaded files; adding, reading, removing them."""

from __future__ import annotations

from collections import Counter
from typing import Any, cast

from litestar import Response
from litestar.params import FromPath, JSONBody
from msgspec import UNSET

from segue.app.ports_knowledge import UPLOADS, KnowledgeSource, SyncState
from segue.web.api.asked import Asked
from segue.web.frames import knowledge as f
from segue.web.limits import clean
from segue.web.refusals import not_found
from segue.web.uploads import received


async def sources(request: Asked) -> f.Sources:
    """Every source, with how its last reading went and what could not be read."""
    found = await request.segue.store.sources()
    counts = await _counts(request)
    return f.Sources(tuple(shown(one, counts[one.id]) for one in found))


async def source(request: Asked, source: FromPath[str]) -> f.SourceShown:
    """One source. While it is read, ask again: `done` of `total` documents are through."""
    found = await request.segue.store.source(source)
    if found is None:
        raise not_found()
    return await _shown(request, found)


async def add(request: Asked, data: JSONBody[f.SourceIn]) -> f.SourceShown:
    """Add a folder on the server, or a web site; its reading begins."""
    wanted = KnowledgeSource(
        id="",
        kind=data.kind,
        name=clean(data.name) or data.where[:120],
        where=data.where,
        depth=data.depth,
        most=data.most,
        every_h=data.every_h,
        audience=data.audience,
        language=data.language,
        owner=clean(data.owner),
    )
    return await _shown(request, await request.segue.library.sources.add(wanted))


async def change(
    request: Asked, source: FromPath[str], data: JSONBody[f.SourceChange]
) -> f.SourceShown:
    """Other settings of a source. Another place is read at once."""
    fields: dict[str, Any] = {
        name: clean(value) if name in ("name", "owner") else value
        for name in data.__struct_fields__
        if (value := getattr(data, name)) is not UNSET
    }
    made = await request.segue.library.sources.change(source, fields)
    return await _shown(request, made)


async def drop(request: Asked, source: FromPath[str]) -> Response[None]:
    """Remove a source with all its items."""
    await request.segue.library.sources.drop(source)
    return Response(None, status_code=204)


async def sync(request: Asked, source: FromPath[str]) -> f.SourceShown:
    """Read a source now. One that is being read already goes on."""
    request.web.limit("agent_commands", request.caller.agent.id)
    return await _shown(request, await request.segue.library.syncing.now(source))


async def upload(request: Asked) -> f.Uploaded:
    """Send files (`multipart/form-data`, at most 50 of 20 MB each): Markdown, HTML, PDF, DOCX,
    text, CSV of questions and answers. Those that cannot be read are listed as the source's
    failures; a file of the same name takes the place of the one before."""
    request.web.limit("agent_commands", request.caller.agent.id)
    library = request.segue.library
    await received(request, library.uploads)
    return f.Uploaded(await _shown(request, await library.syncing.now(UPLOADS)))


# --- as they are shown --------------------------------------------------------------------


async def _counts(request: Asked) -> Counter[str]:
    items, _ = await request.segue.library.looking.all()
    return Counter(one.source for one in items)


async def _shown(request: Asked, one: KnowledgeSource) -> f.SourceShown:
    return shown(one, (await _counts(request))[one.id])


def shown(one: KnowledgeSource, items: int) -> f.SourceShown:
    """A source as the staff sees it."""
    return f.SourceShown(
        id=one.id,
        kind=one.kind,
        name=one.name,
        where=one.where,
        depth=one.depth,
        most=one.most,
        every_h=one.every_h,
        audience=one.audience,
        language=one.language,
        owner=one.owner,
        on=one.on,
        items=items,
        sync=_sync(one.sync),
        failures=tuple(f.FailureShown(it.where, it.code, it.said, it.at) for it in one.failures),
    )


def _sync(one: SyncState) -> f.SyncShown:
    return f.SyncShown(
        state=cast("Any", one.state),
        started=one.started,
        ended=one.ended,
        done=one.done,
        total=one.total,
        added=one.added,
        changed=one.changed,
        same=one.same,
        gone=one.gone,
        failed=one.failed,
        error=one.error,
    )
