"""Mock handoffs on a throw-away server: scripted customers, clock, staff and agents.

    segue rehearse                                  all of them
    segue rehearse --scenario nobody-there          one
    segue rehearse --html report.html               with what each side saw

playing.py    the stage: people, steps and what is written down
scenarios/    the plays, one file each, to be read aloud
laws.py       what must hold at the end of every play
reporting.py  text, JSON, HTML
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import typer

from segue.rehearsal import reporting
from segue.rehearsal.laws import Record, examine
from segue.rehearsal.playing import LEAD, Play, Played, Scenario, Step, Stopped, Thread
from segue.rehearsal.scenarios import SCENARIOS
from segue.testing import Rig
from segue.testing.rig import DidNotStart

__all__ = ["SCENARIOS", "Played", "Scenario", "perform", "rehearse"]


def rehearse(
    names: Sequence[str] = (),
    *,
    policy: Path | None = None,
    as_json: bool = False,
    html: Path | None = None,
) -> bool:
    """Play the named scenarios (all without names), print what came of it; True if all passed.

    `policy` is a file that every throw-away server begins with instead of the shipped rules.
    """
    chosen = choose(names)
    policy = policy.resolve() if policy else None
    played = asyncio.run(_all(chosen, _teller(quiet=as_json), policy))
    if html is not None:
        html.write_text(reporting.html_page(played), encoding="utf-8")
    if as_json:
        typer.echo(json.dumps(reporting.as_builtins(played), ensure_ascii=False, indent=1))
    else:
        typer.echo(f"\n{reporting.summary(played)}")
    return all(one.ok for one in played)


def choose(names: Sequence[str]) -> list[Scenario]:
    """The scenarios with these names, in the order of rehearsal. An unknown one is a mistake."""
    from segue.settings import BadSettings  # noqa: PLC0415 - a sentence instead of a stack trace

    known = {one.name: one for one in SCENARIOS}
    for name in names:
        if name not in known:
            raise BadSettings(f"There is no scenario {name!r}. There are: {', '.join(known)}.")
    return [one for one in SCENARIOS if not names or one.name in names]


def _teller(*, quiet: bool) -> Callable[[str], None]:
    """Progress: to standard output, or beside the JSON when somebody watches a terminal."""
    if not quiet:
        return typer.echo
    if sys.stderr.isatty():
        return lambda line: typer.echo(line, err=True)
    return lambda _: None


async def _all(
    chosen: Sequence[Scenario], tell: Callable[[str], None], policy: Path | None = None
) -> list[Played]:
    played = []
    for n, scenario in enumerate(chosen, 1):
        tell(f"\n{n}/{len(chosen)}  {scenario.title}  ({scenario.name})")
        one = await perform(scenario, lambda step: tell(reporting.step_line(step)), policy)
        kept = sum(law.ok for law in one.laws)
        tell(f"  and {kept} of {len(one.laws)} laws kept, {one.took_s:.1f} s")
        for law in one.laws:
            if not law.ok:
                tell(reporting.step_line(law))
        played.append(one)
    return played


async def perform(
    scenario: Scenario,
    watch: Callable[[Step], None] = lambda _: None,
    policy: Path | None = None,
) -> Played:
    """Play one scenario on a server of its own."""
    began = time.perf_counter()
    try:
        settings = dict(scenario.settings)
        if policy is not None:
            settings["policy_file"] = policy
        async with Rig(at=scenario.at, settings=settings) as rig:
            play = Play(rig, watch)
            with suppress(Stopped):
                await scenario.play(play)
            records, laws = await _after(play)
    except DidNotStart as why:
        step = Step("The throw-away server starts", 0.0, str(why))
        watch(step)
        return Played(scenario.name, scenario.title, 0.0, (step,), ())
    took = round(time.perf_counter() - began, 2)
    threads = (*_seen(play), *_kept(play, records))
    return Played(scenario.name, scenario.title, took, tuple(play.steps), laws, threads)


async def _after(play: Play) -> tuple[dict[str, Record], tuple[Step, ...]]:
    """Read the record with the eyes of a lead, and hold the laws against the play."""
    try:
        lead = await play.rig.agent(LEAD)
        records = {one.conversation: await lead.record(one.conversation) for one in play.customers}
    except Exception as why:  # noqa: BLE001 - a server in ruins is a finding, too
        said = f"{type(why).__name__}: {why}\n{play.rig.log()}"
        return {}, (Step("The record can be read afterwards", 0.0, said),)
    return records, examine(play, records)


def _seen(play: Play) -> list[Thread]:
    return [Thread(f"{one.name} saw", tuple(one.lines())) for one in play.customers]


def _kept(play: Play, records: dict[str, Record]) -> list[Thread]:
    """The record of the play's first conversation, as the staff may read it."""
    told = []
    for one in play.customers[:2]:
        lines = []
        for row in records.get(one.conversation, []):
            event = row["event"]
            who = " ".join(filter(None, (event["kind"], event.get("author"), event.get("name"))))
            lines.append((who, str(event.get("text", event.get("why", "")))))
        told.append(Thread(f"The record of {one.name}", tuple(lines)))
    return told
