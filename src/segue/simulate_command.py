"""`segue simulate-line`: what people in the line were told, and what another staffing had done."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from segue.simulating.asking import Asked


def simulate_line(
    calls: Annotated[Path, typer.Option(help="JSON lines, one for each call; see the how-to.")],
    days: Annotated[
        str, typer.Option(help="Only these days: 15-18, or 2026-11-02..2026-11-06.")
    ] = "",
    score_days: Annotated[
        str, typer.Option(help="Tell about these alone; the others are learned from.")
    ] = "",
    head_start: Annotated[
        float, typer.Option(min=0, max=86_400, help="Seconds that priority 2 counts as older.")
    ] = 90.0,
    at_once: Annotated[
        int, typer.Option(min=1, max=50, help="Conversations that one person has at once.")
    ] = 1,
    first_day: Annotated[
        str, typer.Option(help="The date of the file's first day, where days are numbers.")
    ] = "",
    one_more: Annotated[
        list[str] | None,
        typer.Option(help='Try one more person: "tue 09:00-17:00 sales,support". Repeatable.'),
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option(help="Try it without this agent. Repeatable.")
    ] = None,
    vip_first: Annotated[
        float | None, typer.Option(help="Try a head start of so many seconds for priority 2.")
    ] = None,
    everybody_does_everything: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--everybody-does-everything", help="Try every agent for every type.")
    ] = False,
    let_go: Annotated[
        float | None, typer.Option(help="Try that anybody may take it after so many seconds.")
    ] = None,
    together: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--together", help="Try all of it at once instead of each for itself.")
    ] = False,
    report: Annotated[
        Path | None, typer.Option(help="Write a page that a manager can read: line.html.")
    ] = None,
    as_json: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--json", help="A JSON line for each call, then one with all figures.")
    ] = False,
) -> None:
    """Run a line of calls again: what people would have been told, whether it held, what if.

    Example: segue simulate-line --calls calls.jsonl --one-more "tue 09:00-17:00 sales" \
--report line.html
    """
    from segue.simulating.asking import Asked  # noqa: PLC0415 - loaded when needed
    from segue.simulating.trying import Tried  # noqa: PLC0415

    more, less = tuple(one_more or ()), tuple(without or ())
    what = Tried(more, less, vip_first, everybody_does_everything, let_go, together)
    asked = Asked(calls, days, score_days, head_start, _date(first_day), at_once, what)
    run(asked, report, as_json=as_json)


def _date(text: str) -> date | None:
    from segue.settings import BadSettings  # noqa: PLC0415

    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadSettings(f"{text!r} is no date. Write for example 2026-11-02.") from None


def run(asked: Asked, report: Path | None, *, as_json: bool) -> None:
    """Do it. Mistakes become sentences."""
    import msgspec  # noqa: PLC0415

    from segue.settings import BadSettings  # noqa: PLC0415
    from segue.simulating.asking import answered, call_lines  # noqa: PLC0415
    from segue.simulating.printing import printed  # noqa: PLC0415

    try:
        found = answered(asked, _bar())
    except ValueError as why:
        raise BadSettings(str(why)) from why
    except OSError as why:
        raise BadSettings(f"{asked.calls} cannot be read: {why.strerror}.") from why
    if as_json:
        for line in call_lines(found):
            sys.stdout.write(f"{line}\n")
        told = {"kind": "report", **msgspec.to_builtins(found.report)}
        told["what_if"] = msgspec.to_builtins(found.whatif)
        sys.stdout.write(f"{msgspec.json.encode(told).decode()}\n")
    else:
        typer.echo(printed(found.report, found.whatif))
    if report is not None:
        from segue.simulating.picture import page  # noqa: PLC0415

        report.write_text(page(found), encoding="utf-8")
        typer.echo(f"\nThe picture: {report}", err=as_json)


def _bar() -> Callable[[int, int, str], None] | None:
    """A line that grows, where somebody watches."""
    if not sys.stderr.isatty():
        return None

    def tell(done: int, of: int, what: str) -> None:
        end = "\r\x1b[2K" if done >= of else ""
        sys.stderr.write(f"\r\x1b[2K  {done:,} of {of:,} {what}{end}")
        sys.stderr.flush()

    return tell
