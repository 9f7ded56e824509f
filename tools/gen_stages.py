"""Write `docs/reference/stages.md`: what every input does in every stage, found out by trying.

Nothing in the table is written by hand. Each input is given to a conversation in each stage, and
the cell says what came of it. A change of a rule shows as a change of a cell, to be read beside
the rule. `--check` says whether the page is stale.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from msgspec.structs import fields

from segue.domain import effects as x
from segue.domain import errors
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain.conversation import Conversation, step
from segue.domain.floor import Floor
from segue.domain.value import Value
from segue.domain.visibility import CUSTOMER_SEES
from stages_tried import BOT, CUSTOMER, LATER, MACHINES, OPEN, POLICY, STAFF, Row, special, stages

TARGET = Path(__file__).resolve().parent.parent / "docs" / "reference" / "stages.md"

HEAD = """# What may happen when

Generated from the domain by `./run gen`: every input was given to a conversation in every stage.
Do not edit. The rules stand in `src/segue/domain/by_*.py`, the reasons in the decisions.

How to read a cell: the **events** that were kept, in order, with the key of the customer's line in
“quotes” (see `words/states.yaml`); after → the **next stage**, when it is another one.
`·` is silence: nothing changed. `✗` is a refusal with its code: nothing changed either.

Ana is the agent at whom it rings, or who has it; Ben is a colleague, Lea a lead. The team is open
and busy unless the row says otherwise. The policy is the one that every installation starts with.
"""


def cell(was: Conversation, heard: i.Input, floor: Floor) -> str:
    """What comes of this input here."""
    try:
        now, events, _ = step(was, heard, POLICY, floor, now=LATER)
    except errors.Refused as refused:
        return f"✗ `{refused.code}`"
    if not events:
        return "·"
    said = " + ".join(_event(event) for event in events)
    moved = type(now.stage) is not type(was.stage)
    return f"{said} → **{type(now.stage).__name__}**" if moved else said


def _event(event: e.Event) -> str:
    line = getattr(event, "line", None)
    return f"{kind(type(event))} “{line.key}”" if isinstance(line, e.Line) else kind(type(event))


def kind(of: type[Value]) -> str:
    """The tag by which it is known outside of Python."""
    return str(of.__struct_config__.tag)


def grid(title: str, rows: tuple[Row, ...]) -> str:
    columns = stages()
    out = [f"## {title}\n", "| | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    for name, make, floor in rows:
        cells = (cell(was, make(was), floor) for was in columns.values())
        out.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(out) + "\n"


def structs(title: str, said: str, kinds: tuple[type[Value], ...]) -> str:
    seen = " customer sees |" if title == "Events" else ""
    out = [f"## {title}\n", f"{said}\n", f"| kind | what it says | fields |{seen}"]
    out.append("|---|---|---|" + ("---|" if seen else ""))
    for of in kinds:
        names = ", ".join(f"`{one.encode_name}`" for one in fields(of)) or "none"
        row = f"| `{kind(of)}` | {' '.join((of.__doc__ or '').split())} | {names} |"
        if seen:
            row += " yes |" if of in CUSTOMER_SEES else " |"
        out.append(row)
    return "\n".join(out) + "\n"


def _kinds(of: type[errors.Refused]) -> Iterator[type[errors.Refused]]:
    """All that have a code of their own."""
    for one in of.__subclasses__():
        if "code" in vars(one):
            yield one
        yield from _kinds(one)


def refusals() -> str:
    out = [
        "## Refusals\n",
        "People get a refusal with a stable code, and nothing changes. Machines get silence.\n",
        "| code | sentence |",
        "|---|---|",
    ]
    out += [f"| `{one.code}` | {one.says} |" for one in _kinds(errors.Refused)]
    return "\n".join(out) + "\n"


def page() -> str:
    """The whole page."""
    more = [
        "## When more than the stage decides\n",
        "| when | and | comes of it |",
        "|---|---|---|",
    ]
    more += [
        f"| {when} | {said} | {cell(was, heard, OPEN)} |" for when, was, said, heard in special()
    ]
    return "\n".join(
        (
            HEAD,
            grid("The customer", CUSTOMER),
            grid("The bot, and what reads the turns", BOT),
            grid("The router and the clock", MACHINES),
            grid("The staff", STAFF),
            "\n".join(more) + "\n",
            structs("Inputs", "What the world says.", get_args(i.Input)),
            structs(
                "Events", "What is kept for ever. Fields are only ever added.", get_args(e.Event)
            ),
            structs("Effects", "What the shell must do because of it.", get_args(x.Effect)),
            refusals(),
        )
    )


def tried() -> set[type]:
    """The kinds of input that the tables try."""
    was = stages()["Waiting"]
    return {type(make(was)) for _, make, _ in (*CUSTOMER, *BOT, *MACHINES, *STAFF)}


def main() -> int:
    made = page()
    if "--check" in sys.argv:
        if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != made:
            print(f"{TARGET.name} is stale: run `./run gen`.")
            return 1
        return 0
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
