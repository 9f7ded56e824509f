"""`segue knowledge …`: what the assistant answers from: add it, read it again, look at it, ask."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from segue.command_options import Data, Email, Json, Url, group
from segue.knowledge_access import Here, Knows, Row, ago, bar
from segue.settings import BadSettings

app = group(
    "What the assistant answers from: add it, read it again, look at it, ask.",
    example="segue knowledge add ./help",
)
AUDIENCES = ("public", "signed_in", "internal")
FILTERS = ("all", "stale", "off", "drafts")
FAILURES_TOLD = 20


def place(data: Path | None, url: str, email: str) -> Knows:
    """Where the knowledge is."""
    if url:
        from segue.knowledge_server import There  # noqa: PLC0415

        return There(url, email)
    return Here(data)


# --- looking ----------


@app.command("list")
def list_(data: Data = None, url: Url = "", email: Email = "", as_json: Json = False) -> None:  # noqa: FBT002 - a flag
    """List the sources, with how their last reading went.

    Example: segue knowledge list
    """
    found = place(data, url, email).sources()
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    for one in found:
        where = f"  {one['where']}" if one["where"] else ""
        off = "" if one["on"] else "  (off)"
        typer.echo(f"{one['id']:16}  {one['name']}{off}  {_many(one['items'], 'item')}{where}")
        typer.echo(f"{'':16}  {_went(one)}")


def _went(one: Row) -> str:
    if one["kind"] == "articles":
        return "written by hand"
    sync = one["sync"]
    match sync["state"]:
        case "running":
            return f"being read: {sync['done']} of {sync['total'] or '?'}"
        case "failed":
            return f"could not be read on {ago(sync['ended'])} UTC: {sync['error']}"
        case "done":
            failed = f", {sync['failed']} could not be read" if sync["failed"] else ""
            return f"read on {ago(sync['ended'])} UTC{failed}"
        case _:
            return "not read yet"


def _many(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


@app.command()
def items(
    q: Annotated[str, typer.Option(help="Only those with all these words.")] = "",
    source: Annotated[str, typer.Option(help="Only those of this source.")] = "",
    filter_: Annotated[str, typer.Option("--filter", help="stale, off or drafts")] = "all",
    data: Data = None,
    url: Url = "",
    email: Email = "",
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """List the items: what the assistant can answer with.

    Example: segue knowledge items --q refund
    """
    if filter_ not in FILTERS:
        raise BadSettings(f"There is no filter {filter_!r}. There are: {', '.join(FILTERS)}.")
    found = place(data, url, email).items(q, source, filter_)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    for one in found:
        marks = [one["language"], one["audience"] if one["audience"] != "public" else ""]
        marks += ["" if one["on"] else "off", "draft" if one["draft"] else ""]
        marks += ["stale" if one["stale"] else ""]
        typer.echo(f"{one['id']:28}  {one['title']}  ({', '.join(filter(None, marks))})")
    typer.echo(f"\n{_many(len(found), 'item')}.", err=True)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="What a customer would write.")],
    draft: Annotated[str, typer.Option(help="Also as if this item's draft were live.")] = "",
    data: Data = None,
    url: Url = "",
    email: Email = "",
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Ask the assistant for a trial: nothing is kept. Ends with 1 when it does not know.

    Example: segue knowledge ask "how long does a refund take?"
    """
    if not question.strip():
        raise BadSettings('Ask something: segue knowledge ask "where is my order?"')
    found = place(data, url, email).ask(question, draft)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
    else:
        _tell_answer(found["live"])
        if found["draft"]:
            typer.echo("\nWith the draft:")
            _tell_answer(found["draft"])
    best = found["draft"] or found["live"]
    raise typer.Exit(0 if best["sure"] else 1)


def _tell_answer(one: Row) -> None:
    typer.echo(one["text"])
    for choice in one["choices"]:
        typer.echo(f"  - {choice}")
    said = ", ".join(f"{it['title']} ({it['id']})" for it in one["sources"]) or "no source"
    enough = "sure" if one["sure"] else "not sure"
    typer.echo(f"  {enough}: {one['confidence']:.2f}, needs {one['needs']:.2f}; {said}", err=True)


# --- changing ----------


@app.command()
def add(
    where: Annotated[list[str], typer.Argument(help="A folder, a site's address, or files.")],
    name: Annotated[str, typer.Option(help="What to call it.")] = "",
    depth: Annotated[int, typer.Option(min=0, max=10, help="Of a site: links to follow.")] = 3,
    most: Annotated[int, typer.Option(min=1, max=20_000, help="Of a site: pages at most.")] = 500,
    every_h: Annotated[int, typer.Option(min=0, help="Read again every so many hours.")] = 0,
    audience: Annotated[str, typer.Option(help="public, signed_in or internal")] = "public",
    data: Data = None,
    url: Url = "",
    email: Email = "",
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Add a folder or a web site as a source, or read single files; ends when all is read. Ends
    with 1 when something could not be read.

    Example: segue knowledge add ./help --name "Help pages"

    Example: segue knowledge add https://help.example.com --every-h 24

    Example: segue knowledge add returns.pdf faq.csv
    """
    if audience not in AUDIENCES:
        raise BadSettings(f"The audience is one of {', '.join(AUDIENCES)}.")
    knows = place(data, url, email)
    files = _files(where)
    if files:
        made = knows.upload(files, bar())
    elif len(where) == 1:
        wanted = _source(where[0], far=bool(url))
        wanted |= {"depth": depth, "most": most, "every_h": every_h, "audience": audience}
        made = knows.add(wanted | ({"name": name} if name else {}), bar())
    else:
        raise BadSettings("Give one folder, one address, or any number of files.")
    _tell_read([made], as_json=as_json)


def _files(where: Sequence[str]) -> list[Path]:
    """All of them, if they are files."""
    there = [Path(one) for one in where if "://" not in one]
    files = [one for one in there if one.is_file()]
    return files if len(files) == len(where) else []


def _source(where: str, *, far: bool) -> Row:
    """A folder or a site, by what it looks like."""
    if where.startswith(("http://", "https://")):
        name = where.split("://", 1)[1].strip("/")
        return {"kind": "site", "name": name[:120], "where": where}
    folder = Path(where).expanduser()
    if not far and not folder.is_dir():
        raise BadSettings(f"There is no folder and no file {where}. A site begins with https://.")
    whole = folder if folder.is_absolute() else folder.resolve()
    return {"kind": "folder", "name": whole.name or str(whole), "where": str(whole)}


@app.command()
def sync(
    source: Annotated[
        list[str] | None, typer.Argument(help="Ids; all that are on without.")
    ] = None,
    data: Data = None,
    url: Url = "",
    email: Email = "",
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Read sources again: only what changed. Ends with 1 when something could not be read.

    Example: segue knowledge sync folder
    """
    _tell_read(place(data, url, email).sync(source or (), bar()), as_json=as_json)


def _tell_read(made: Sequence[Row], *, as_json: bool) -> None:
    failed = any(one["failures"] or one["sync"]["state"] == "failed" for one in made)
    if as_json:
        typer.echo(json.dumps(made, ensure_ascii=False))
        raise typer.Exit(1 if failed else 0)
    for one in made:
        sync = one["sync"]
        typer.echo(
            f"{one['name']} ({one['id']}): {sync['added']} new, {sync['changed']} changed,"
            f" {sync['same']} the same, {sync['gone']} gone, {sync['failed']} failed;"
            f" {_many(one['items'], 'item')} now."
        )
        if sync["state"] == "failed":
            typer.echo(f"  {sync['error']}", err=True)
        _tell_failures(one["failures"])
    if not made:
        typer.echo("There is nothing to read. Add something: segue knowledge add FOLDER")
    raise typer.Exit(1 if failed else 0)


def _tell_failures(failures: Sequence[dict[str, Any]]) -> None:
    for one in failures[:FAILURES_TOLD]:
        typer.echo(f"  {one['where']}: {one['said']} ({one['code']})", err=True)
    if len(failures) > FAILURES_TOLD:
        typer.echo(f"  … and {len(failures) - FAILURES_TOLD} more.", err=True)


@app.command()
def remove(
    name: Annotated[str, typer.Argument(metavar="ID", help="Of a source or an item.")],
    data: Data = None,
    url: Url = "",
    email: Email = "",
) -> None:
    """Remove a source with all its items, or one item.

    Example: segue knowledge remove s_1a2b3c4d5e6f
    """
    kind = place(data, url, email).remove(name)
    typer.echo(f"The {kind} {name} is gone{', with all its items' if kind == 'source' else ''}.")
