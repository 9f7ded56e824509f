"""`segue hours …`: when a team is open: see it, set it, import holidays, look ahead."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from segue.build import wall_clock
from segue.command_options import Data, Email, Json, Url, group
from segue.domain.holidays import LARGEST, read_holidays, with_holidays
from segue.domain.hours import zone_known, zone_of
from segue.domain.hours_form import BadHours, hours_file, hours_form, read_hours
from segue.hours_access import Knows, Row, place
from segue.policies import BadPolicy
from segue.policies.parsing import parsed
from segue.policy_access import Place
from segue.settings import BadSettings

app = group(
    "When a team is open: see it, set it, import holidays, look ahead.",
    example="segue hours show support > hours.yaml",
)
OneTeam = Annotated[str, typer.Argument(metavar="TEAM", help="A team's id.")]


@app.command()
def show(
    team: Annotated[str, typer.Argument(metavar="TEAM", help="A team's id; all without.")] = "",
    data: Data = None,
    url: Url = "",
    email: Email = "",
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Print a team's hours as a file: change it, set it. Without a team, all in one line each.

    Example: segue hours show support > hours.yaml
    """
    there = place(data, url, email)
    if not team:
        return _list(there, as_json=as_json)
    found = there.team(team)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return None
    file = hours_file(read_hours(found["hours"]))
    typer.echo(f"# {found['name']}: {found['hours_text']}")
    if file == "always":
        typer.echo(EXAMPLE.rstrip())
    else:
        typer.echo(yaml.safe_dump(file, sort_keys=False, allow_unicode=True, width=100).rstrip())
    _warn(found)
    return None


EXAMPLE = """# To give it hours, begin with these, and set them: segue hours set TEAM --file FILE
# zone: Europe/Berlin
# week:
#   mon-fri: 09:00-17:00
#   sat: 10:00-14:00
# closed_on: [2026-12-25 Christmas Day]
"""


def _list(there: Knows, *, as_json: bool) -> None:
    found = there.teams()
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    for one in found:
        now = "open" if one["open"] else "closed"
        typer.echo(f"{one['id']:16}  {now:6}  {one['hours_text']}")
        _warn(one)
    typer.echo("\nOne of them as a file: segue hours show TEAM", err=True)


def _warn(team: Row) -> None:
    for one in team["warnings"]:
        typer.echo(f"  note: {one['text']}", err=True)


# --- changing ----------


@app.command("set")
def set_(
    team: OneTeam,
    file: Annotated[Path, typer.Option(help="Hours, YAML or JSON; `-` is standard input.")],
    answer_within: Annotated[
        int | None,
        typer.Option(min=1, max=20_160, help="A later answer is promised in so many open minutes."),
    ] = None,
    data: Data = None,
    url: Url = "",
    email: Email = "",
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Give a team the hours of a file. They hold at once, for whoever waits, too.

    Example: segue hours set support --file hours.yaml
    """
    try:
        hours = read_hours(_form(file))
        changes: Row = {"hours": _sendable(hours_form(hours))}
        if answer_within is not None:
            changes["answer_within_min"] = answer_within
        found = place(data, url, email).change(team, changes)
    except BadHours as why:
        raise _wrong(why, file) from None
    _changed(found, Place(data, url, email).again, as_json=as_json)


def _sendable(form: Row) -> Any:
    return form if form["week"] or form["closed_on"] or form["days"] else "always"


def _form(file: Path) -> Any:
    """The file as plain data. Raises `BadSettings`."""
    try:
        text = sys.stdin.read(LARGEST) if str(file) == "-" else file.read_text("utf-8")
    except OSError as why:
        raise BadSettings(f"{file} cannot be read: {why.strerror}.") from None
    except UnicodeDecodeError:
        raise BadSettings(f"{file} is not text in UTF-8.") from None
    if text.strip() == "always":
        return "always"
    try:
        return parsed(text)
    except BadPolicy as why:
        problem = why.problems[0]
        if problem.code == "not_a_policy":
            raise BadSettings(f"{file}: hours have a `zone:` and a `week:`.") from None
        raise BadSettings(f"{file}: {problem}") from None


def _wrong(why: BadHours, file: Path) -> typer.Exit:
    for one in why.problems:
        typer.echo(f"  wrong: {one}", err=True)
    many = len(why.problems)
    said = "problem" if many == 1 else "problems"
    typer.echo(f"\n{many} {said} in {file}. Nothing was changed.", err=True)
    return typer.Exit(2)


def _changed(found: Row, where: str, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    typer.echo(f"{found['name']}: {found['hours_text']}")
    _warn(found)
    typer.echo(f"What customers then see: segue hours preview {found['id']}{where}")


@app.command("import")
def import_(
    team: OneTeam,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Holidays: .ics, or .csv.")],
    replace: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--replace", help="In place of all holidays that there are.")
    ] = False,
    data: Data = None,
    url: Url = "",
    email: Email = "",
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Close a team on the holidays of a list: a calendar (.ics), or a table of dates and names.

    Example: segue hours import support holidays-2027.ics
    """
    there = place(data, url, email)
    try:
        with file.open(encoding="utf-8", errors="replace") as opened:
            text = opened.read(LARGEST + 1)
        had = read_hours(there.team(team)["hours"])
        today = wall_clock().astimezone(zone_of(had.zone)).date()
        found = read_holidays(text, file.name, today)
        closed, days = with_holidays(had.days, had.closed_on, found, instead=replace)
        form = hours_form(had) | {
            "closed_on": list(closed),
            "days": [
                {"date": day.date, "name": day.name, "open": list(map(_span, day.open))}
                for day in days
            ],
        }
        changed = there.change(team, {"hours": form})
    except OSError as why:
        raise BadSettings(f"{file} cannot be read: {why.strerror}.") from None
    except BadHours as why:
        raise _wrong(why, file) from None
    if not as_json:
        ahead = [day for day in found if day.date >= today.isoformat()]
        typer.echo(f"{len(found)} days read, {len(ahead)} of them ahead:")
        for day in ahead[:MOST_TOLD]:
            typer.echo(f"  {day.date}  {day.name}")
        if len(ahead) > MOST_TOLD:
            typer.echo(f"  … and {len(ahead) - MOST_TOLD} more")
    _changed(changed, Place(data, url, email).again, as_json=as_json)


MOST_TOLD = 12


def _span(span: tuple[int, int]) -> list[str]:
    from segue.domain.hours_form import clock  # noqa: PLC0415

    return [clock(span[0]), clock(span[1])]


# --- looking ahead ----------


@app.command()
def preview(
    team: OneTeam,
    at: Annotated[str, typer.Option(help="A time: 2026-12-26T10:00; now without.")] = "",
    zone: Annotated[str, typer.Option(help="Where the customer is; the team's without.")] = "",
    language: Annotated[str, typer.Option(help="The customer's: en, de, …")] = "en",
    channel: Annotated[str, typer.Option(help="web, or a text channel: sms, whatsapp, …")] = "web",
    nobody: Annotated[bool, typer.Option("--nobody", help="Nobody is at work.")] = False,  # noqa: FBT002
    data: Data = None,
    url: Url = "",
    email: Email = "",
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Say what a customer would see who asks for a person at that time, in their own words.

    Example: segue hours preview support --at 2026-12-26T10:00 --zone Europe/Madrid --language es
    """
    if zone and not zone_known(zone):
        raise BadSettings(f"There is no time zone {zone!r}. Write one as Europe/Madrid.")
    there = place(data, url, email)
    where = zone or there.team(team)["hours"]["zone"]
    asked = {
        "at": _moment(at, where),
        "zone": where,
        "language": language,
        "channel": channel,
        "staffed": not nobody,
    }
    found = there.preview(team, asked)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    _tell(found, where)


def _moment(text: str, zone: str) -> datetime:
    if not text:
        return wall_clock()
    try:
        read = datetime.fromisoformat(text)
        return (read if read.tzinfo else read.replace(tzinfo=zone_of(zone))).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadSettings(f"{text!r} is not a time. Write for example 2026-12-26T10:00.") from None


def _tell(found: Row, zone: str) -> None:
    for_what = f" for {found['closed_for']}" if found["closed_for"] else ""
    stands = "open" if found["open"] else f"closed{for_what}"
    if found["opens_local"]:
        stands += f", opens {found['opens_local']} their time"
    at = found["local"].replace("T", " ")
    typer.echo(f"{at} in {zone}: {found['team']} is {stands}")
    rows = (
        ("before", " / ".join(found["before"])),
        ("at the top", " / ".join(found["header"])),
        ("it says", " ".join(found["lines"])),
        ("choices", ", ".join(found["choices"])),
        ("answer by", found["answer_by_local"] or ""),
        ("once written", found["saved"]),
    )
    for name, said in rows:
        if said:
            typer.echo(f"  {name:12}  {said}")
