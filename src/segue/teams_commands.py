"""`segue teams …`: which team gets what, as learned from earlier handoffs; how good that is."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from segue.app.departments import BACK, KEPT_AS, Lesson, examples_of, lesson_from
from segue.app.policybook import PolicyBook
from segue.app.ports import Store
from segue.build import wall_clock
from segue.command_options import Data, Json, group
from segue.policy_access import looking, settings_for, span
from segue.settings import BadSettings
from segue.teams_learned import examples_in, learner

app = group(
    "Which team gets what, as learned from earlier handoffs; how good that is.",
    example="segue teams learn",
)
NOTHING = (
    "Nothing was learned yet. A running server learns from finished handoffs by itself; see what"
    " it would come to: segue teams learn"
)


@app.command()
def show(data: Data = None, as_json: Json = False) -> None:  # noqa: FBT002 - a flag
    """Print what the server goes by: examples of each team, and how it did on those held out.

    Example: segue teams show
    """

    async def work(_: PolicyBook, store: Store) -> bytes | None:
        return await store.learned(KEPT_AS)

    kept = looking(data, work)
    lesson = msgspec.json.decode(kept, type=Lesson) if kept else None
    if as_json:
        typer.echo(json.dumps(row(lesson) if lesson else None, ensure_ascii=False))
        return
    typer.echo(NOTHING if lesson is None else told(lesson))


@app.command()
def learn(
    file: Annotated[
        Path | None,
        typer.Option(help='Examples besides: JSON lines of {"team", "turns": ["...", ...]}.'),
    ] = None,
    since: Annotated[str, typer.Option(help="Handoffs of so long: 4w, 90d")] = "90d",
    data: Data = None,
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Learn now from finished handoffs, and say how good it would be on conversations held out.
    Changes nothing: a running server learns by itself, now and then.

    Example: segue teams learn --since 4w
    """
    settings = settings_for(data)
    named = file or (Path(settings.departments_file) if settings.departments_file else None)
    given = examples_in(named) if named else ()
    back = min(span(since), BACK * 4)

    async def work(_: PolicyBook, store: Store) -> Lesson:
        now = wall_clock()
        found = await examples_of(store, now - back)
        own = [one for several in found.values() for one in several]
        teams = await store.teams()
        lesson, _model = await asyncio.to_thread(
            lesson_from, own, given, teams, learner(settings), now
        )
        return lesson

    from segue.brains.errors import BrainsError  # noqa: PLC0415 - with NumPy

    try:
        lesson = looking(data, work)
    except BrainsError as why:
        raise BadSettings(str(why)) from why
    typer.echo(json.dumps(row(lesson), ensure_ascii=False) if as_json else told(lesson))


def row(lesson: Lesson) -> dict[str, Any]:
    """For machines."""
    return {
        "version": lesson.version,
        "at": lesson.at.isoformat(),
        "examples": lesson.total,
        "own": lesson.own,
        "teams": dict(lesson.counts),
        "left_out": dict(lesson.left_out),
        "checked": [dict(one) for one in lesson.checked],
        "why_not": lesson.why_not,
    }


def told(lesson: Lesson) -> str:
    """For people."""
    when = f"{lesson.at:%Y-%m-%d %H:%M} UTC"
    own = f"{lesson.own} of them your own finished handoffs"
    lines = [f"Version {lesson.version}, {when}: {lesson.total} examples, {own}"]
    lines += [f"  {team:20} {count:5}" for team, count in lesson.counts]
    lines += [f"  {team:20} {count:5}  left out" for team, count in lesson.left_out]
    if lesson.why_not:
        lines.append(f"\nNot used: {lesson.why_not}")
        return "\n".join(lines)
    if not lesson.checked:
        lines.append("\nToo few to be measured: it is sure from a chance of .9 on.")
        return "\n".join(lines)
    lines.append("\nAsked about conversations that were held out of the learning:")
    lines.append("  turns      n   right   sure   right where sure")
    lines += [
        f"  {one['turns']:5.0f}  {one['n']:5.0f}  {one['right']:6.1%}  {one['sure']:5.1%}"
        f"  {one['right_where_sure']:6.1%}"
        for one in lesson.checked
    ]
    lines.append("\nWhere it is not sure, the default team has it until one turn later.")
    return "\n".join(lines)
