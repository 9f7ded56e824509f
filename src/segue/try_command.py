"""`segue policy try`: say some lines, and see what the rules make of each. Nothing is kept."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

import msgspec

from segue.app.decisions.shapes import Meter, Turn
from segue.app.decisions.trying import Line, tried
from segue.domain import inputs as i
from segue.domain.floor import Floor, TeamNow
from segue.domain.ids import TeamId
from segue.domain.policy import Policy
from segue.policies.teams import TeamKnown
from segue.settings import BadSettings, Settings
from segue.thinking import Brains

STAFFED = 2
KNEW, DID_NOT = "bot:", "bot?:"


def line_of(text: str) -> Line:
    """`bot: …` is an answer that the assistant knew, `bot?: …` one that it did not; all else is
    the customer's. Raises `BadSettings` for an empty line."""
    who, sure, said = "customer", None, text.strip()
    for mark, knew in ((KNEW, True), (DID_NOT, False)):
        if said.lower().startswith(mark):
            who, sure, said = "bot", knew, said[len(mark) :].strip()
    said = said.removeprefix("customer:").strip()
    if not said:
        raise BadSettings("There is nothing to say in one of the lines.")
    return Line(who, said, sure=sure)


async def play(
    settings: Settings,
    policy: Policy,
    teams: tuple[TeamKnown, ...],
    said: Iterable[str],
    now: datetime,
    started: i.ConversationStarted,
    *,
    closed: bool = False,
) -> tuple[Turn, ...]:
    """Read these lines with the models of the installation, and decide under this policy."""
    people = 0 if closed else STAFFED
    names = [(one.id, one.name) for one in teams] or [(policy.team, str(policy.team).title())]
    floor = Floor(tuple(_there(name, called, people) for name, called in names))
    lines = tuple(line_of(one) for one in said)
    return await tried(lines, policy, Brains(settings).read, floor, now, started)


def _there(team: TeamId, name: str, people: int) -> TeamNow:
    return TeamNow(team, name, open=people > 0, staffed=people, free=people, people=people)


def printed(turns: Iterable[Turn]) -> str:
    """Each line with what came of it, and the rules that matched or were near."""
    told: list[str] = []
    for turn in turns:
        who = {"customer": "Customer", "bot": "Assistant"}.get(turn.author, "")
        told.append(f"{who}: {turn.text}" if who else f"  → {turn.text}")
        if turn.outcome.text:
            told.append(f"  = {turn.outcome.text}")
        told += [
            f"  {MARKS[rule.state]} {rule.name or rule.id}: {rule.why}"
            for rule in turn.rules
            if rule.state in MARKS
        ]
        told += [f"      {_number(one)}" for one in turn.meters if one.held or one.near]
    return "\n".join(told)


def _number(one: Meter) -> str:
    """`frustration 0.34, at least 0.6 needed`; of counts, in how many of the last turns."""
    value = "not known" if one.value is None else f"{one.value:g}"
    how = one.op.replace("_", " ")
    often = f" in the last {one.of_turns} turns" if one.of_turns else ""
    return f"{one.label}: {value}, {how} {one.needs:g} needed{often}{'' if one.held else ', near'}"


MARKS = {"decided": "✓", "matched": "·", "near": "~"}


def as_json(turns: Iterable[Turn]) -> str:
    """For machines: as `POST /policy/try` tells it."""
    return json.dumps({"turns": [msgspec.to_builtins(one) for one in turns]}, ensure_ascii=False)
