"""`segue policy …`: see the rules, check and try others, publish them, go back."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from segue.app.decisions import Turn
from segue.app.policybook import PolicyBook, Version
from segue.app.ports import Store
from segue.build import teams_known, wall_clock
from segue.command_options import Data, Email, Json, Url, group
from segue.policies import BadPolicy, Problem, check_form, write_yaml
from segue.policies.checking import ENGLISH
from segue.policies.reading import note_of
from segue.policies.spelling import whole_yaml, write_whole
from segue.policy_access import (
    Place,
    changing,
    form_of,
    looking,
    no_version,
    policy_called,
    problems_told,
    settings_for,
    told,
)
from segue.settings import BadSettings

app = group(
    "See the rules, check and try others, publish them, go back.",
    example="segue policy show --whole > policy.yaml",
)
File = Annotated[Path, typer.Argument(help="A policy file, YAML or JSON.")]


# --- looking ----------

FINE = "Nothing is wrong, and nobody who asks for a person is left without an answer."
NO_TEAMS = (
    "Nothing is wrong with the file. There are no teams here to hold it against: whether asking for"
    " a person ends well was not looked at (--data says where an installation is)."
)


@app.command()
def show(
    version: Annotated[int | None, typer.Argument(help="A version; else the live one.")] = None,
    whole: Annotated[bool, typer.Option("--whole", help="Every rule in full.")] = False,  # noqa: FBT002
    data: Data = None,
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Print a policy as a file: change it, try it, publish it.

    Example: segue policy show --whole > policy.yaml
    """

    async def work(book: PolicyBook, store: Store) -> str:
        number = version if version is not None else book.live.version
        try:
            one = book.version(number)
        except LookupError:
            raise no_version(book, number) from None
        row = _row(one, book)
        teams = teams_known(await store.teams(), await store.agents())
        if as_json:
            form = write_whole(one.policy, row["note"]) if whole else one.form
            return json.dumps({**row, "file": form}, ensure_ascii=False)
        note = row["note"] if one.published else ""
        body = whole_yaml(one.policy, note, teams) if whole else write_yaml(one.form)
        hint = "" if whole else HINT
        return f"{_title(row)}{hint}\n{body.rstrip()}"

    try:
        typer.echo(looking(data, work))
    except BadPolicy as why:
        raise problems_told(why) from None


HINT = "# What it leaves out is as shipped; every rule in full: segue policy show --whole\n"


def _row(one: Version, book: PolicyBook) -> dict[str, Any]:
    made = one.published
    number = made.version if made else 1
    return {
        "version": number,
        "live": number == book.live.version,
        "at": made.at.isoformat() if made else None,
        "by": made.by if made else "Segue",
        "note": made.note if made else "as shipped",
    }


def _title(row: dict[str, Any]) -> str:
    when = f", {row['at'][:16].replace('T', ' ')} UTC" if row["at"] else ""
    note = f": {' '.join(row['note'].split())}" if row["note"] else ""
    live = " (live)" if row["live"] else ""
    return f"# Version {row['version']}{live}, by {row['by']}{when}{note}\n"


@app.command()
def versions(data: Data = None, as_json: Json = False) -> None:  # noqa: FBT002 - a flag
    """List what was published: when, by whom, why.

    Example: segue policy versions
    """

    async def work(book: PolicyBook, _: Store) -> list[dict[str, Any]]:
        return [_row(one, book) for one in book.versions]

    found = looking(data, work)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    for one in found:
        mark = "*" if one["live"] else " "
        at = (one["at"] or "")[:16].replace("T", " ")
        note = f": {one['note']}" if one["note"] else ""
        typer.echo(f"{mark} {one['version']:>4}  {at:16}  {one['by']}{note}")
    if len(found) > 1:
        typer.echo(
            "\n* is live. Look at one: segue policy show 1. Go back: segue policy restore 1."
        )


@app.command()
def check(file: File, data: Data = None, as_json: Json = False) -> None:  # noqa: FBT002 - a flag
    """Say what is wrong with a policy file, and whether asking for a person can end nowhere.

    Example: segue policy check policy.yaml
    """

    async def work(book: PolicyBook, store: Store) -> tuple[tuple[Problem, ...], bool]:
        teams = teams_known(await store.teams(), await store.agents())
        spoken = tuple(dict.fromkeys(one.locale for one in await store.inboxes())) or ENGLISH
        try:
            found = check_form(form_of(file), base=book.live, teams=teams or None, languages=spoken)
        except BadPolicy as why:
            return why.problems, bool(teams)
        return found.problems, bool(teams)

    found, known = looking(data, work, or_empty=True)
    wrong = [one for one in found if not one.warning]
    if as_json:
        problems = [msgspec.to_builtins(one) for one in found]
        typer.echo(json.dumps({"ok": not wrong, "problems": problems}, ensure_ascii=False))
        raise typer.Exit(1 if wrong else 0)
    for one in found:
        typer.echo(f"  {'note' if one.warning else 'wrong'}: {one}")
    if wrong:
        typer.echo(f"\n{len(wrong)} to put right.")
        raise typer.Exit(1)
    typer.echo(FINE if known else NO_TEAMS)
    typer.echo(f"What it would have done last week: segue replay --policy {file}")


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="A version or a file.")],
    new: Annotated[str, typer.Argument(help="A version or a file.")],
    data: Data = None,
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Say in words what differs between two policies.

    Example: segue policy diff 3 policy.yaml
    """
    from segue.policies.wording import difference  # noqa: PLC0415

    async def work(book: PolicyBook, store: Store) -> tuple[str, ...]:
        teams = teams_known(await store.teams(), await store.agents())
        return difference(policy_called(book, old), policy_called(book, new), teams)

    try:
        lines = looking(data, work, or_empty=True)
    except BadPolicy as why:
        raise problems_told(why) from None
    if as_json:
        typer.echo(json.dumps({"lines": lines}, ensure_ascii=False))
    else:
        typer.echo("\n".join(lines) if lines else "They decide the same.")


@app.command("try")
def try_out(
    policy: Annotated[str, typer.Argument(metavar="FILE", help="A policy file, or a version.")],
    said: Annotated[
        list[str] | None, typer.Argument(help="Lines; without them, those of standard input.")
    ] = None,
    text: Annotated[list[str] | None, typer.Option(help="The same as a line.")] = None,
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

    lines = [*(said or ()), *(text or ())] or _lines_typed()
    if not lines:
        raise BadSettings('There is nothing to say. For example: segue policy try FILE "hello"')
    started = ConversationStarted(0, channel=channel, language=language, contact=Contact(tier=tier))
    settings = settings_for(data)

    async def work(book: PolicyBook, store: Store) -> tuple[Turn, ...]:
        teams = teams_known(await store.teams(), await store.agents())
        return await trying.play(
            settings,
            policy_called(book, policy),
            teams,
            lines,
            wall_clock(),
            started,
            closed=closed,
        )

    try:
        turns = looking(data, work, or_empty=True)
    except BadPolicy as why:
        raise problems_told(why) from None
    typer.echo(trying.as_json(turns) if as_json else trying.printed(turns))


def _lines_typed() -> list[str]:
    if sys.stdin.isatty():
        typer.echo("Write a line for each message; Ctrl+D ends.", err=True)
    return [line for line in sys.stdin if line.strip()]


# --- changing ----------


@app.command()
def publish(
    file: File,
    note: Annotated[str, typer.Option(help="Why; else the file's own note.")] = "",
    by: Annotated[str, typer.Option(help="Who; through a server, who signs in.")] = "command line",
    based_on: Annotated[
        int | None, typer.Option(help="The version that you changed; refused if it is not live.")
    ] = None,
    url: Url = "",
    email: Email = "",
    data: Data = None,
) -> None:
    """Make a policy live: on a store whose server is stopped, or through a running server (--url).

    Example: segue policy publish policy.yaml --note "refunds go to Billing sooner"

    Example: segue policy publish policy.yaml --url http://127.0.0.1:8080 --email ines@example.com
    """

    def change() -> Changed:
        form = form_of(file)
        why = note or note_of(form)
        if url:
            from segue.policy_server import signed_in  # noqa: PLC0415

            with signed_in(url, email) as server:
                before = server.live()
                made = server.publish(form, why, based_on)
                return made, before, server.difference(before, made)

        async def work(book: PolicyBook) -> Changed:
            before = book.live.version
            made = await book.publish(form, by=by, note=why, based_on=based_on)
            return made, before, await _differs(book, before, made)

        return changing(data, work)

    _tell_changed(told(change), Place(data, url, email).again)


@app.command()
def restore(
    version: Annotated[int, typer.Argument(help="The version that shall be live again.")],
    note: Annotated[str, typer.Option(help="Why.")] = "",
    url: Url = "",
    email: Email = "",
    data: Data = None,
) -> None:
    """Publish an old version again, as a new one; --url as for publish.

    Example: segue policy restore 4
    """

    def change() -> Changed:
        if url:
            from segue.policy_server import signed_in  # noqa: PLC0415

            with signed_in(url, email) as server:
                before = server.live()
                made = server.restore(version, note)
                return made, before, server.difference(before, made)

        async def work(book: PolicyBook) -> Changed:
            before = book.live.version
            if version == before:
                raise BadSettings(f"Version {version} is the one that decides now.")
            try:
                made = await book.restore(version, by="command line", note=note)
            except LookupError:
                raise no_version(book, version) from None
            return made, before, await _differs(book, before, made)

        return changing(data, work)

    _tell_changed(told(change), Place(data, url, email).again)


Changed = tuple[int, int, Sequence[str]]
"""The new version, the one before, and what is other."""


async def _differs(book: PolicyBook, before: int, made: int) -> Sequence[str]:
    from segue.policies.wording import difference  # noqa: PLC0415

    teams = teams_known(await book.store.teams(), await book.store.agents())
    return difference(book.at(before), book.at(made), teams)


def _tell_changed(changed: Changed, where: str) -> None:
    made, before, lines = changed
    for line in lines or ("It decides the same as before.",):
        typer.echo(f"  {line}")
    typer.echo(f"\nVersion {made} is live, from the next message on.")
    typer.echo(f"To take it back: segue policy restore {before}{where}")
