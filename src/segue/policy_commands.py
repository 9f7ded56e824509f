"""`segue policy …` and `segue replay`: see the rules, try others, publish them, go back.

Reading works beside a running server. Publishing needs the store to itself on SQLite; beside a
running server, publish through it (`--url`), or in the workspace.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec
import typer

from segue.app.decisions import Turn
from segue.app.labels import failing
from segue.app.policybook import ExamplesFail, PolicyBook
from segue.app.ports import StalePolicy, Store
from segue.build import database_url, policy_of, problems_with, teams_known, wall_clock
from segue.domain.policy import Policy
from segue.policies import BadPolicy, write_yaml
from segue.policies.parsing import parsed
from segue.policies.reading import note_of
from segue.settings import BadSettings, Settings, load
from segue.store.looking import looking_at

T = TypeVar("T")
app = typer.Typer(no_args_is_help=True, help="See the rules, try others, publish them, go back.")
SPAN = re.compile(r"([1-9][0-9]{0,3})([hdw])")
HOURS = {"h": 1, "d": 24, "w": 168}
Json = Annotated[bool, typer.Option("--json", help="Print for machines.")]
Data = Annotated[Path | None, typer.Option("--data", help="Data folder; else as the settings say.")]
File = Annotated[Path, typer.Argument(help="A policy file, YAML or JSON.")]


# --- where things are ----------


def settings_for(data: Path | None) -> Settings:
    """The installation's settings; of a demo's folder, the demo's."""
    settings = load()
    folder = data or settings.data_dir
    if (folder / "demo.json").exists():
        from segue.demo.running import demo_settings  # noqa: PLC0415

        return demo_settings(folder)
    return msgspec.structs.replace(settings, data_dir=folder) if data else settings


def span(text: str) -> timedelta:
    """`12h`, `7d`, `4w`. Raises `BadSettings`."""
    found = SPAN.fullmatch(text.strip())
    if found is None:
        raise BadSettings(f"{text!r} is no span of time. Write for example 12h, 7d or 4w.")
    return timedelta(hours=int(found[1]) * HOURS[found[2]])


def form_of(file: Path) -> dict[str, Any]:
    """The file as plain data. Raises `BadPolicy` and `BadSettings`."""
    try:
        return parsed(file.read_bytes())
    except OSError as why:
        raise BadSettings(f"The policy file {file} cannot be read: {why.strerror}.") from why


@asynccontextmanager
async def book_of(store: Store, settings: Settings) -> AsyncIterator[PolicyBook]:
    """The policies of this store, with the checks that publishing makes."""
    teams = teams_known(await store.teams(), await store.agents())
    book = PolicyBook(
        store,
        wall_clock,
        policy_of(settings),
        check=lambda policy: problems_with(policy, teams),
        examine=lambda policy, examples: failing(store, policy, examples),
    )
    await book.refresh()
    yield book


def looking(
    data: Path | None,
    work: Callable[[PolicyBook, Store], Awaitable[T]],
    *,
    or_empty: bool = False,
) -> T:
    """Run `work` on a store that is only read; with `or_empty`, on an empty one if there is none
    where the settings say."""
    settings = settings_for(data)

    async def run() -> T:
        async with (
            looking_at(database_url(settings), or_empty=or_empty and data is None) as store,
            book_of(store, settings) as book,
        ):
            return await work(book, store)

    return asyncio.run(run())


def changing(data: Path | None, work: Callable[[PolicyBook], Awaitable[T]]) -> T:
    """Run `work` on a store that may be changed: on SQLite no server may be running on it."""
    from segue.app.feed import Hub  # noqa: PLC0415
    from segue.store import open_store  # noqa: PLC0415

    settings = settings_for(data)

    async def run() -> T:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        store = open_store(database_url(settings), Hub(), settings.nats_url)
        await store.start()
        try:
            async with book_of(store, settings) as book:
                return await work(book)
        finally:
            await store.stop()

    return asyncio.run(run())


def problems_told(why: BadPolicy) -> typer.Exit:
    """Every problem on a line of its own."""
    for problem in why.problems:
        typer.echo(f"  {'note' if problem.warning else 'wrong'}: {problem}", err=True)
    many = len(why.problems)
    typer.echo(f"\n{many} {'problem' if many == 1 else 'problems'}. Nothing was changed.", err=True)
    return typer.Exit(2)


# --- looking ----------

FINE = "Nothing is wrong, and nobody who asks for a person is left without an answer."
NO_TEAMS = (
    "Nothing is wrong with the file. There are no teams here to hold it against: whether asking for"
    " a person ends well was not looked at (--data says where an installation is)."
)


@app.command()
def show(
    version: Annotated[int | None, typer.Argument(help="A version; else the live one.")] = None,
    data: Data = None,
) -> None:
    """Print a policy as a file: change it, try it, publish it.

    Example: segue policy show > policy.yaml
    """

    async def work(book: PolicyBook, _: Store) -> str:
        try:
            one = book.version(version if version is not None else book.live.version)
        except LookupError:
            raise BadSettings(f"There is no version {version}.") from None
        return write_yaml(one.form)

    typer.echo(looking(data, work), nl=False)


@app.command()
def versions(data: Data = None, as_json: Json = False) -> None:  # noqa: FBT002 - a flag
    """List what was published: when, by whom, why.

    Example: segue policy versions
    """

    async def work(book: PolicyBook, _: Store) -> list[dict[str, Any]]:
        told = []
        for one in book.versions:
            made = one.published
            number = made.version if made else 1
            told.append(
                {
                    "version": number,
                    "live": number == book.live.version,
                    "at": made.at.isoformat() if made else None,
                    "by": made.by if made else "Segue",
                    "note": made.note if made else "as shipped",
                }
            )
        return told

    found = looking(data, work)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    for one in found:
        mark = "*" if one["live"] else " "
        at = (one["at"] or "")[:16].replace("T", " ")
        typer.echo(f"{mark} {one['version']:>4}  {at:16}  {one['by']}: {one['note']}")


@app.command()
def check(file: File, data: Data = None, as_json: Json = False) -> None:  # noqa: FBT002 - a flag
    """Say what is wrong with a policy file, and whether asking for a person can end nowhere.

    Example: segue policy check policy.yaml
    """

    async def work(book: PolicyBook, store: Store) -> tuple[list[dict[str, Any]], bool]:
        try:
            found = book.check(book.read(form_of(file)))
        except BadPolicy as why:
            found = why.problems
        return [msgspec.to_builtins(one) for one in found], bool(await store.teams())

    found, known = looking(data, work, or_empty=True)
    wrong = [one for one in found if not one.get("warning")]
    if as_json:
        typer.echo(json.dumps({"ok": not wrong, "problems": found}, ensure_ascii=False))
    else:
        for one in found:
            where = f"{one['where']}: " if one["where"] else ""
            typer.echo(f"  {'note' if one.get('warning') else 'wrong'}: {where}{one['message']}")
        typer.echo(f"{len(wrong)} to put right." if wrong else FINE if known else NO_TEAMS)
    raise typer.Exit(1 if wrong else 0)


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="A version or a file.")],
    new: Annotated[str, typer.Argument(help="A version or a file.")],
    data: Data = None,
) -> None:
    """Say in words what differs between two policies.

    Example: segue policy diff 3 policy.yaml
    """
    from segue.policies.wording import difference  # noqa: PLC0415

    async def work(book: PolicyBook, _: Store) -> tuple[str, ...]:
        return tuple(difference(_named(book, old), _named(book, new)))

    try:
        lines = looking(data, work, or_empty=True)
    except BadPolicy as why:
        raise problems_told(why) from None
    typer.echo("\n".join(lines) if lines else "They decide the same.")


@app.command("try")
def try_out(
    file: File,
    said: Annotated[
        list[str] | None, typer.Argument(help="Lines; without them, those of standard input.")
    ] = None,
    channel: Annotated[str, typer.Option(help="web, whatsapp, …")] = "web",
    tier: Annotated[str, typer.Option(help="The customer's tier: vip")] = "",
    language: Annotated[str, typer.Option(help="The customer's: en, de, …")] = "en",
    closed: Annotated[bool, typer.Option("--closed", help="Nobody is there.")] = False,  # noqa: FBT002
    data: Data = None,
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Say some lines, and see what the rules make of each. `bot: …` is an answer, `bot?: …` one
    that it did not know. Nothing is kept.

    Example: segue policy try policy.yaml "my card was stolen"
    """
    from segue import try_command as trying  # noqa: PLC0415 - the models are loaded for it
    from segue.domain.inputs import Contact, ConversationStarted  # noqa: PLC0415

    lines = said or [line for line in sys.stdin if line.strip()]
    started = ConversationStarted(0, channel=channel, language=language, contact=Contact(tier=tier))
    settings = settings_for(data)

    async def work(book: PolicyBook, store: Store) -> tuple[Turn, ...]:
        teams = teams_known(await store.teams(), await store.agents())
        policy = book.read(form_of(file))
        return await trying.play(
            settings, policy, teams, lines, wall_clock(), started, closed=closed
        )

    try:
        turns = looking(data, work, or_empty=True)
    except BadPolicy as why:
        raise problems_told(why) from None
    typer.echo(trying.as_json(turns) if as_json else trying.printed(turns))


def _named(book: PolicyBook, name: str) -> Policy:
    if name.isdecimal():
        try:
            return book.at(int(name))
        except LookupError:
            raise BadSettings(f"There is no version {name}.") from None
    return book.read(form_of(Path(name)))


# --- changing ----------


@app.command()
def publish(
    file: File,
    note: Annotated[str, typer.Option(help="Why; else the file's own note.")] = "",
    by: Annotated[str, typer.Option(help="Who.")] = "command line",
    data: Data = None,
) -> None:
    """Make a policy live. A server on SQLite has to be stopped for this; or publish by its API.

    Example: segue policy publish policy.yaml --note "refunds go to Billing sooner"
    """

    async def work(book: PolicyBook) -> int:
        form = form_of(file)
        return await book.publish(form, by=by, note=note or note_of(form))

    typer.echo(f"Version {_changed(data, work)} is live.")


@app.command()
def restore(
    version: Annotated[int, typer.Argument(help="The version that shall be live again.")],
    note: Annotated[str, typer.Option(help="Why.")] = "",
    data: Data = None,
) -> None:
    """Publish an old version again, as a new one.

    Example: segue policy restore 4
    """

    async def work(book: PolicyBook) -> int:
        try:
            return await book.restore(version, by="command line", note=note)
        except LookupError:
            raise BadSettings(f"There is no version {version}.") from None

    typer.echo(f"Version {_changed(data, work)} is live, as version {version} was.")


def _changed(data: Path | None, work: Callable[[PolicyBook], Awaitable[int]]) -> int:
    try:
        return changing(data, work)
    except BadPolicy as why:
        raise problems_told(why) from None
    except ExamplesFail as why:
        for one in why.failing:
            typer.echo(
                f"  case of {one.conversation}: “{one.text}” is labelled {one.label}", err=True
            )
        typer.echo(f"\n{why} Nothing was changed.", err=True)
        raise typer.Exit(1) from None
    except StalePolicy as why:
        typer.echo(f"{why} Look at it, then try again.", err=True)
        raise typer.Exit(1) from None
