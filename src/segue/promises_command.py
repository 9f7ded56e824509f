"""`segue promises`: what customers were promised and have not got yet, by when it is due."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import typer

from segue.domain.promises import KINDS
from segue.hours_access import Row, place
from segue.settings import BadSettings

NAMES = {
    "first_answer": "a first answer",
    "next_answer": "an answer",
    "callback": "a call",
    "case": "an answer to a case",
}


def run(team: str, kind: str, data: Path | None, url: str, email: str, *, as_json: bool) -> bool:
    """Print them; says whether none is broken."""
    if kind and not set(kind.split(",")) <= set(KINDS):
        raise BadSettings(f"There is no kind {kind!r}. There are: {', '.join(KINDS)}.")
    found = place(data, url, email).promises(team, kind)
    broken = sum(one["state"] == "broken" for one in found)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return not broken
    for one in found:
        typer.echo(_line(one))
    soon = sum(one["state"] == "soon" for one in found)
    typer.echo(f"\n{len(found)} open, {soon} due soon, {broken} broken.", err=True)
    return not broken


def _line(one: Row) -> str:
    due = datetime.fromisoformat(one["due_at"])
    mark = {"broken": "!!", "soon": "! ", "ok": "  "}[one["state"]]
    reach = one["phone"] if one["kind"] == "callback" else one["email"]
    who = " · ".join(filter(None, (one["customer"], reach)))
    agent = f", {one['agent']} has it" if one["agent"] else ""
    return (
        f"{mark} {due:%Y-%m-%d %H:%M} UTC  {NAMES[one['kind']]:20}  case {one['case']}"
        f"  {one['team']}{agent}  {who}".rstrip()
    )
