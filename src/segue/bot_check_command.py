"""`segue bot-check URL`: does your bot keep to the protocol? A table, and what to do."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

if TYPE_CHECKING:
    from segue.bots.remote.checks import Found


def bot_check(
    url: str, secret: str, out: TextIO, *, as_json: bool = False, deadline_s: float = 8.0
) -> bool:
    """Print what every check found; True when no *must* failed. Without a secret, the one in the
    settings. Raises `BadSettings` for an address or a secret that is none."""
    from msgspec import to_builtins  # noqa: PLC0415 - all of it only for this command

    from segue.bots.remote.checks import run  # noqa: PLC0415
    from segue.settings import BadSettings, load  # noqa: PLC0415

    secret = secret or load().bot_secret
    try:
        found = asyncio.run(run(url, secret, deadline_s=deadline_s))
    except ValueError as why:
        raise BadSettings(str(why)) from why
    good = not any(one.result == "failed" and one.grade == "must" for one in found)
    if as_json:
        told = {"url": url, "passed": good, "checks": to_builtins(found)}
        print(json.dumps(told, ensure_ascii=False, indent=1), file=out)
    else:
        _table(url, found, out)
    return good


def _table(url: str, found: list[Found], out: TextIO) -> None:
    from rich.console import Console  # noqa: PLC0415 - as above
    from rich.markup import escape  # noqa: PLC0415 - as above
    from rich.table import Table  # noqa: PLC0415 - as above

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("", "check", "what it means", "found, and what to do"):
        table.add_column(name, overflow="fold")
    for one in found:
        mark = {"ok": "[green]ok[/]", "skipped": "[dim]–[/]"}.get(one.result)
        if mark is None:
            mark = "[red]FAIL[/]" if one.grade == "must" else "[yellow]should[/]"
        found_out = escape("\n".join(filter(None, (one.why, one.advice))))
        table.add_row(mark, one.name, one.says, found_out)
    console = Console(file=out, width=None if out.isatty() else 120, highlight=False)
    console.print(table)
    console.print(_sum(url, found), markup=False)


def _sum(url: str, found: list[Found]) -> str:
    counts = {"must": 0, "should": 0}
    for one in found:
        if one.result == "failed":
            counts[one.grade] += 1
    good = sum(one.result == "ok" for one in found)
    if not any(counts.values()):
        return f"\n{url} keeps to the protocol: {good} of {len(found)} checks, the rest skipped."
    return (
        f"\n{url}: {good} of {len(found)} checks are good;"
        f" {counts['must']} that must be are not, and {counts['should']} that should be."
    )


def register(app: typer.Typer) -> None:
    """Make it a command of `app`."""

    @app.command(name="bot-check")
    def check(
        url: Annotated[str, typer.Argument(help="Where your bot is asked.")],
        secret: Annotated[
            str,
            typer.Option(envvar="SEGUE_BOT_SECRET", help="whsec_…; else as the settings say."),
        ] = "",
        deadline_s: Annotated[float, typer.Option(help="Time for a turn, in seconds.")] = 8.0,
        as_json: Annotated[bool, typer.Option("--json", help="Print for machines.")] = False,  # noqa: FBT002 - a flag
    ) -> None:
        """Look whether your own bot keeps to the protocol, and what to do where it does not.

        Example: segue bot-check http://127.0.0.1:8090/ --secret whsec_...
        """
        good = bot_check(url, secret, sys.stdout, as_json=as_json, deadline_s=deadline_s)
        raise typer.Exit(0 if good else 1)
