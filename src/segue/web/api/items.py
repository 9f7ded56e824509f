"""Items of knowledge: search, read, write, publish, go back."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from itertools import islice
from typing import Annotated, Any

from litestar import Response
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import UNSET

from segue.app.library import Author, Change
from segue.app.library.looking import Answered, Shown, fits, said_in
from segue.app.ports_knowledge import ItemDraft, KnowledgeItem
from segue.brains.pages import passages_of
from segue.domain.access import Act, Forbidden, may, may_see
from segue.web.api.asked import Asked
from segue.web.frames import knowledge as f
from segue.web.limits import clean
from segue.web.refusals import No, bad, not_found

PAGE = 100
GAPS_S = 1.0
"""So long a list waits for the number of gaps; then it tells the last one that is known."""

Limit = Annotated[int, QueryParameter(ge=1, le=200)]
Search = Annotated[str, QueryParameter(max_length=200)]
After = Annotated[str, QueryParameter(max_length=80)]


# --- reading ------------------------------------------------------------------------------


async def listed(
    request: Asked,
    q: Search = "",
    source: FromQuery[str] = "",
    filter: FromQuery[f.Filter] = "all",  # noqa: A002 - its name in the address
    after: After = "",
    limit: Limit = PAGE,
) -> f.Items:
    """Items by title: those with all words of `q`, of one source, or by `filter`."""
    library, today = request.segue.library, request.segue.clock().date()
    items, _ = await library.looking.all()
    counted = [one for one in items if not source or one.source == source]
    found = [one for one in counted if fits(one, filter, today) and said_in(one, q)]
    start = 0
    if after:
        start = next((n for n, one in enumerate(found, 1) if one.id == after), 0)
        if not start:
            raise bad("`after` is no item of this list (any more): begin again without it.")
    page = list(islice(found, start, start + limit))
    more = start + len(page) < len(found)
    return f.Items(
        items=tuple(_shown(one) for one in await library.looking.shown(page)),
        next=page[-1].id if more and page else None,
        counts=f.Counts(
            all=len(counted),
            gaps=await _gaps(request),
            stale=sum(fits(one, "stale", today) for one in counted),
            off=sum(fits(one, "off", today) for one in counted),
            drafts=sum(fits(one, "drafts", today) for one in counted),
        ),
    )


async def _gaps(request: Asked) -> int:
    """How many there are, as far as that can be said at once."""
    gaps = request.segue.library.gaps
    with suppress(TimeoutError):
        async with asyncio.timeout(GAPS_S):
            await asyncio.shield(gaps.looking())
    return gaps.known


async def one(request: Asked, item: FromPath[str]) -> f.FullItem:
    """An item with its words, how it is cut into passages, and what it answered lately."""
    found = await request.segue.store.item(item)
    if found is None:
        raise not_found()
    return await _full(request, found)


async def versions(request: Asked, item: FromPath[str]) -> f.ItemVersions:
    """Everything that was live under this id."""
    found = await request.segue.library.editing.versions(item)
    return f.ItemVersions(
        tuple(
            f.ItemVersionShown(it.version, it.at, it.by, it.title, it.body, it.examples, it.note)
            for it in found
        )
    )


# --- writing ------------------------------------------------------------------------------


async def add(request: Asked, data: JSONBody[f.ItemIn]) -> f.FullItem:
    """Write an article. It answers at once, or waits as a draft when a lead wrote it."""
    change = _change(data)
    if not clean(data.title):
        raise No(422, "empty", "An article needs a title.")
    made = await request.segue.library.editing.add(change, _author(request))
    return await _full(request, made)


async def change(request: Asked, item: FromPath[str], data: JSONBody[f.ItemChange]) -> f.FullItem:
    """Change an item. What is changed by hand is not overwritten by its source any more: what the
    source says later becomes a draft."""
    if isinstance(data.title, str) and not clean(data.title):
        raise No(422, "empty", "An item needs a title.")
    editing = request.segue.library.editing
    made = await editing.change(item, data.version, _change(data), _author(request))
    return await _full(request, made)


async def drop(request: Asked, item: FromPath[str]) -> Response[None]:
    """Delete an item. What comes from a folder or a site is left out from then on. Leads delete
    what was never live."""
    found = await request.segue.store.item(item)
    if found is None:
        raise not_found()
    if found.body:
        may(request.caller.person, Act.KEEP)
    await request.segue.library.editing.drop(item)
    return Response(None, status_code=204)


async def publish(request: Asked, item: FromPath[str], data: JSONBody[f.AtVersion]) -> f.FullItem:
    """The draft is live from now on."""
    editing = request.segue.library.editing
    return await _full(request, await editing.publish(item, data.version, _author(request)))


async def discard(
    request: Asked, item: FromPath[str], data: JSONBody[f.AtVersion | None] = None
) -> f.FullItem:
    """Throw the draft away."""
    editing = request.segue.library.editing
    version = data.version if data is not None else None
    return await _full(request, await editing.discard(item, version, _author(request)))


async def restore(request: Asked, item: FromPath[str], version: FromPath[int]) -> f.FullItem:
    """What was live as this version is live again."""
    editing = request.segue.library.editing
    return await _full(request, await editing.restore(item, version, _author(request)))


def _author(request: Asked) -> Author:
    person = request.caller.person
    try:
        may(person, Act.KEEP)
    except Forbidden:
        return Author(person.name, publishes=False)
    return Author(person.name)


def _change(data: f.ItemIn | f.ItemChange) -> Change:
    """What was sent, without what no screen could show."""
    fields: dict[str, Any] = {
        name: value
        for name in data.__struct_fields__
        if name != "version" and (value := getattr(data, name)) is not UNSET
    }
    for name in ("title", "body", "owner"):
        if name in fields:
            fields[name] = clean(fields[name])
    if "examples" in fields:
        said = (clean(one) for one in fields["examples"])
        fields["examples"] = tuple(dict.fromkeys(one for one in said if one))
    return Change(**fields)


# --- as they are shown --------------------------------------------------------------------


async def _full(request: Asked, item: KnowledgeItem) -> f.FullItem:
    looking, person = request.segue.library.looking, request.caller.person
    (shown,) = await looking.shown([item])
    answers = [it for it in await looking.answers(item.id) if may_see(person, it.conversation)]
    row = _shown(shown)
    passages = await asyncio.to_thread(lambda: list(passages_of(item.body)))
    return f.FullItem(
        **{name: getattr(row, name) for name in row.__struct_fields__},
        body=item.body,
        examples=item.examples,
        passages=tuple(f.PassageShown(it.heading, it.text) for it in passages),
        answers=tuple(_answered(it) for it in answers),
    )


def _answered(one: Answered) -> f.AnsweredTurn:
    return f.AnsweredTurn(
        conversation=one.conversation.id,
        case=one.conversation.case,
        at=one.at,
        question=one.question,
        confidence=round(one.confidence, 3),
        helped=one.helped,
    )


def _shown(shown: Shown) -> f.ItemShown:
    item = shown.item
    return f.ItemShown(
        id=item.id,
        source=item.source,
        source_name=shown.source_name,
        title=item.title,
        url=item.url,
        language=item.language,
        audience=item.audience,
        owner=item.owner,
        review=item.review,
        on=item.on,
        version=item.version,
        updated=item.updated,
        by=item.by,
        edited=item.edited,
        stale=shown.stale,
        used=shown.used,
        helped=shown.helped,
        draft=_draft(item.draft),
        needs=item.needs,
        why_off=item.why_off,
    )


def _draft(one: ItemDraft | None) -> f.ItemDraftShown | None:
    if one is None:
        return None
    return f.ItemDraftShown(one.title, one.body, one.examples, one.at, one.by, one.note)
