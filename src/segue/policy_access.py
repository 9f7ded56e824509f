"""How the commands reach the policies of an installation: beside its server, or with it stopped.

Reading works beside a running server. Changing needs the store to itself on SQLite; beside a
running server, it is done through that server (`policy_server.py`).
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import typer

from segue.app import spans
from segue.app.policybook import ExamplesFail, PolicyBook
from segue.app.ports import StalePolicy, Store
from segue.build import database_url, policy_book, policy_of, teams_known, wall_clock
from segue.domain.policy import Policy
from segue.logs import log_to_stderr
from segue.policies import BadPolicy, Problem
from segue.policies.parsing import LARGEST, parsed
from segue.settings import BadSettings, Settings, load
from segue.store.looking import looking_at
from segue.store_access import on_store

T = TypeVar("T")


# --- what is given ----------


def settings_for(data: Path | None) -> Settings:
    """The installation's settings; of a demo's folder, the demo's."""
    settings = load()
    log_to_stderr("error", as_json=settings.log_json)
    folder = data or settings.data_dir
    if (folder / "demo.json").exists():
        from segue.demo.running import demo_settings  # noqa: PLC0415

        return demo_settings(folder)
    return msgspec.structs.replace(settings, data_dir=folder) if data else settings


def span(text: str) -> timedelta:
    """`12h`, `7d`, `4w`. Raises `BadSettings`."""
    try:
        return spans.span(text.strip())
    except ValueError as why:
        raise BadSettings(str(why)) from None


def form_of(file: Path) -> dict[str, Any]:
    """The file as plain data. Raises `BadPolicy` and `BadSettings`."""
    try:
        with file.open("rb") as opened:
            return parsed(opened.read(LARGEST + 1))
    except OSError as why:
        raise BadSettings(f"The policy file {file} cannot be read: {why.strerror}.") from why


def policy_called(book: PolicyBook, name: str) -> Policy:
    """Of a version by its number, or of a file. Raises `BadPolicy` and `BadSettings`."""
    if not name.isdecimal():
        return book.read(form_of(Path(name)))
    try:
        return book.at(int(name))
    except LookupError:
        raise no_version(book, name) from None


def no_version(book: PolicyBook, number: object) -> BadSettings:
    """There is no such version, and which there are."""
    newest = max(one.published.version if one.published else 1 for one in book.versions)
    known = f"There are 1 to {newest}" if newest > 1 else "There is 1 only"
    return BadSettings(f"There is no version {number}. {known}: segue policy versions.")


# --- the store ----------


async def book_of(store: Store, settings: Settings) -> PolicyBook:
    """The policies of this store, with the checks that publishing makes."""
    teams = teams_known(await store.teams(), await store.agents())
    book = policy_book(store, wall_clock, policy_of(settings), lambda: teams)
    await book.refresh()
    return book


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
        empty = or_empty and data is None
        async with looking_at(database_url(settings), or_empty=empty) as store:
            return await work(await book_of(store, settings), store)

    return asyncio.run(run())


def changing(data: Path | None, work: Callable[[PolicyBook], Awaitable[T]]) -> T:
    """Run `work` on a store that may be changed: on SQLite no server may be running on it."""
    settings = settings_for(data)

    async def with_book(store: Store) -> T:
        return await work(await book_of(store, settings))

    return on_store(settings, with_book, changes=True)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is changed: in a data folder, or through the server at `url`."""

    data: Path | None = None
    url: str = ""
    email: str = ""

    @property
    def again(self) -> str:
        """The same place, for the next command."""
        if self.url:
            return f" --url {self.url} --email {self.email}"
        return f" --data {self.data}" if self.data else ""


def published(
    form: dict[str, Any], note: str, place: Place, *, by: str, based_on: int | None
) -> int:
    """The new version. What hinders it is told in sentences."""

    def change() -> int:
        if place.url:
            from segue.policy_server import signed_in  # noqa: PLC0415

            with signed_in(place.url, place.email) as server:
                return server.publish(form, note, based_on)
        return changing(
            place.data, lambda book: book.publish(form, by=by, note=note, based_on=based_on)
        )

    return told(change)


# --- what went wrong ----------


def problems_told(why: BadPolicy) -> typer.Exit:
    """Every problem on a line of its own."""
    tell_problems(why.problems)
    many = len(why.problems)
    typer.echo(f"\n{many} {'problem' if many == 1 else 'problems'}. Nothing was changed.", err=True)
    return typer.Exit(2)


def tell_problems(problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        typer.echo(f"  {'note' if problem.warning else 'wrong'}: {problem}", err=True)


def told(change: Callable[[], T]) -> T:
    """Make a change; what hinders it is told in sentences, and nothing was changed then."""
    try:
        return change()
    except BadPolicy as why:
        raise problems_told(why) from None
    except ExamplesFail as why:
        for one in why.failing:
            words = f"“{one.text}”" if one.text else f"turn {one.seq}"
            wanted = "a person" if one.label == "person" else "no person"
            typer.echo(f"  in {one.conversation}, {words}: labelled “{wanted}”", err=True)
        typer.echo(f"\n{why} Nothing was changed.", err=True)
        raise typer.Exit(1) from None
    except StalePolicy as why:
        look = f"segue policy diff {why.newest} FILE"
        typer.echo(
            f"{why} Look at it first ({look}), then publish on it (--based-on {why.newest})."
            " Nothing was changed.",
            err=True,
        )
        raise typer.Exit(1) from None


# --- progress ----------


def bar() -> Callable[[int, int], None] | None:
    """A line that grows, where somebody watches."""
    if not sys.stderr.isatty():
        return None

    def tell(done: int, of: int) -> None:
        end = "\r\x1b[2K" if done >= of else ""
        sys.stderr.write(f"\r\x1b[2K  {done} of {of} conversations{end}")
        sys.stderr.flush()

    return tell
