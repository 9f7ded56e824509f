"""`segue people …`: who works here, what they can do, how much they may have, whom they help."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from segue.app.people import NoSuchAgent, Unfit, changed, lent, skill_words, written
from segue.app.policybook import PolicyBook
from segue.app.ports import Store
from segue.app.ports_staff import Agent
from segue.build import wall_clock
from segue.command_options import Data, Email, Json, Url, group
from segue.policy_access import changing, looking
from segue.settings import BadSettings

app = group(
    "Who works here, what they can do, how much they may have, whom they help.",
    example="segue people set sara --skill refunds:3 --language en --language de",
)
Name = Annotated[str, typer.Argument(help="Their id, name or e-mail address.")]
Row = dict[str, Any]
BY = "command line"


@app.command("list")
def list_(
    team: Annotated[str, typer.Option(help="Only those of this team.")] = "",
    skill: Annotated[str, typer.Option(help="Only those with this skill: refunds, refunds:2")] = "",
    data: Data = None,
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """List everybody: teams, skills with levels, languages, capacity.

    Example: segue people list --skill refunds:2
    """

    async def work(_: PolicyBook, store: Store) -> list[Agent]:
        return await store.agents()

    name, _, level = skill.partition(":")
    least = int(level) if level.isdecimal() else 1
    found = [
        one
        for one in looking(data, work)
        if (not team or team in one.teams)
        and (not skill or any(has.name == name and has.level >= least for has in one.skills))
    ]
    if as_json:
        typer.echo(json.dumps([row(one) for one in found], ensure_ascii=False))
        return
    for one in found:
        typer.echo(line(one))
    if not found:
        typer.echo("Nobody. Add somebody: segue add-agent --email … --name …")


def row(one: Agent) -> Row:
    """For machines."""
    return {
        "id": one.id,
        "name": one.name,
        "email": one.email,
        "role": one.role,
        "status": one.status,
        "teams": list(one.teams),
        "capacity": one.capacity,
        "skills": [written(skill) for skill in one.skills],
        "languages": list(one.languages),
        "lent": [{"team": aid.team, "until": aid.until.isoformat()} for aid in one.lent],
    }


def line(one: Agent) -> str:
    """For people."""
    teams = ", ".join(one.teams) or "no team"
    tongues = ", ".join(one.languages) or "any language"
    lent_to = ", ".join(f"{aid.team} until {aid.until:%H:%M} UTC" for aid in one.lent)
    helps = f"; helps {lent_to}" if lent_to else ""
    return (
        f"{one.id:12}  {one.name} ({one.role}, {one.status}): {teams}; {skill_words(one.skills)};"
        f" {tongues}; up to {one.capacity}{helps}"
    )


@app.command("set")
def set_(
    name: Name,
    skill: Annotated[
        list[str] | None,
        typer.Option(help="All they can do, with levels 1 to 3: refunds:2. Repeatable; - is none."),
    ] = None,
    language: Annotated[
        list[str] | None,
        typer.Option(help="All they speak: en, de. Repeatable; - is every language of the house."),
    ] = None,
    team: Annotated[list[str] | None, typer.Option(help="All teams they serve.")] = None,
    capacity: Annotated[int | None, typer.Option(min=0, max=50, help="Chats at once.")] = None,
    status: Annotated[str, typer.Option(help="available, busy, away or offline")] = "",
    data: Data = None,
    url: Url = "",
    email: Email = "",
) -> None:
    """Change what somebody can do, how much they may have, where they belong. What is not named
    stays; what they have is never taken away.

    Example: segue people set sara --skill refunds:3 --skill "gift cards" --capacity 3

    Example: segue people set sara --capacity 2 --url http://127.0.0.1:8080 --email ines@example.com
    """
    fields: Row = {}
    for key, words in (("skills", skill), ("languages", language), ("teams", team)):
        if words:
            fields[key] = [] if words == ["-"] else list(words)
    if capacity is not None:
        fields["capacity"] = capacity
    if status:
        fields["status"] = status
    if not fields:
        raise BadSettings("Say what to change: --skill, --language, --team, --capacity, --status.")
    if url:
        from segue.people_server import change_there  # noqa: PLC0415

        _tell_row(change_there(url, email, "PATCH", name, "", fields))
        return

    async def work(book: PolicyBook) -> Agent:
        store = book.store
        found = await _called(store, name)
        teams = await store.teams()
        now = wall_clock()
        made = await store.change_agent(found.id, lambda was: changed(was, fields, teams, BY, now))
        if "status" in fields:
            await store.set_status(found.id, status)
        return await _called(store, (made or found).id)

    _tell(data, work)


@app.command()
def lend(
    name: Name,
    team: Annotated[str, typer.Option(help="The team that they help.")],
    minutes: Annotated[int, typer.Option(min=0, max=1440, help="So long; 0 takes back.")] = 60,
    data: Data = None,
    url: Url = "",
    email: Email = "",
) -> None:
    """Let somebody help another team for a while, besides their own.

    Example: segue people lend marco --team billing --minutes 90
    """
    if url:
        from segue.people_server import change_there  # noqa: PLC0415

        body = {"team": team, "for_min": minutes}
        _tell_row(change_there(url, email, "POST", name, "/lend", body))
        return

    async def work(book: PolicyBook) -> Agent:
        store = book.store
        found = await _called(store, name)
        teams, now = await store.teams(), wall_clock()
        made = await store.change_agent(
            found.id, lambda was: lent(was, team, minutes, teams, BY, now)
        )
        return made or found

    _tell(data, work)


async def _called(store: Store, name: str) -> Agent:
    everybody = await store.agents()
    wanted = name.casefold()
    found = [
        one
        for one in everybody
        if wanted in (one.id.casefold(), one.name.casefold(), one.email.casefold())
    ]
    if len(found) == 1:
        return found[0]
    known = ", ".join(one.id for one in everybody[:20]) or "nobody"
    raise BadSettings(f"There is nobody called {name!r}. There are: {known}.")


def _tell(data: Path | None, work: Any) -> None:
    try:
        made: Agent = changing(data, work)
    except (Unfit, NoSuchAgent) as why:
        raise BadSettings(str(why)) from None
    typer.echo(line(made))


# --- through a running server ----------


def _tell_row(said: Row) -> None:
    teams = ", ".join(one["id"] for one in said["teams"]) or "no team"
    skills = ", ".join(
        one["name"] if one["level"] == 1 else f"{one['name']}:{one['level']}"
        for one in said["skills"]
    )
    tongues = ", ".join(said["languages"]) or "any language"
    helps = ", ".join(one["team"]["id"] for one in said["lent"])
    typer.echo(
        f"{said['id']:12}  {said['name']} ({said['role']}, {said['status']}): {teams};"
        f" {skills or 'none'}; {tongues}; up to {said['capacity']}"
        f"{f'; helps {helps}' if helps else ''}"
    )
