"""Write what others read of the wire: TypeScript, JSON Schema and the reference of the sockets.

python tools/gen_frames.py           write them
python tools/gen_frames.py --check   fail when one is stale

Source: `src/segue/web/frames/`. The server's structs decide; nothing here knows a frame by name.
"""

from __future__ import annotations

import inspect
import json
import sys
import textwrap
from pathlib import Path
from typing import Any, get_args

import msgspec

from segue.app.decisions import shapes as decided
from segue.web import thread
from segue.web.frames import (
    agent,
    customer,
    floor,
    http,
    knowledge,
    people,
    policy,
    promises,
    routing,
    teams,
    waits,
)

ROOT = Path(__file__).resolve().parent.parent
CORE = ROOT / "frontend" / "core" / "src"
REFERENCE = ROOT / "docs" / "reference"
TS_HEAD = """/**
 * {title}
 *
 * Made by tools/gen_frames.py from src/segue/web/frames/: do not edit.
 */

"""
WIDTH = 110
Schema = dict[str, Any]


# --- schemas --------------------------------------------------------------------------------------


def components(*kinds: Any) -> tuple[list[Schema], dict[str, Schema]]:
    """The schemas of these types, and of everything in them by name."""
    found, named = msgspec.json.schema_components(kinds, ref_template="#/$defs/{name}")
    return list(found), named


def ts(schema: Schema) -> str:
    """A schema as a TypeScript type."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(ts(one) for one in schema["anyOf"]))
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return " | ".join(json.dumps(value) for value in schema["enum"])
    match schema.get("type"):
        case "string":
            return "string"
        case "integer" | "number":
            return "number"
        case "boolean":
            return "boolean"
        case "null":
            return "null"
        case "array":
            inner = (
                ts(schema.get("items", {})) if isinstance(schema.get("items"), dict) else "never"
            )
            return f"({inner})[]" if " | " in inner else f"{inner}[]"
        case "object":
            value = schema.get("additionalProperties", {})
            return (
                f"Record<string, {ts(value) if isinstance(value, dict) and value else 'unknown'}>"
            )
        case _:
            return "unknown"


def ts_interface(name: str, schema: Schema) -> str:
    """One named object as an interface."""
    if schema.get("type") != "object" or "properties" not in schema:
        return f"export type {name} = {ts(schema)};\n"
    required = set(schema.get("required", ()))
    lines = []
    if "description" in schema:
        lines += doc(schema["description"], "")
    lines.append(f"export interface {name} {{")
    for field, inner in schema["properties"].items():
        optional = "" if field in required else "?"
        lines.append(f"  {field}{optional}: {ts(inner)};")
    return "\n".join([*lines, "}\n"])


def doc(text: str, indent: str) -> list[str]:
    said = " ".join(text.split())
    if len(said) + len(indent) <= WIDTH:
        return [f"{indent}/** {said} */"]
    wrapped = textwrap.wrap(said, WIDTH - len(indent))
    return [f"{indent}/**", *(f"{indent} * {line}" for line in wrapped), f"{indent} */"]


def typescript(title: str, unions: dict[str, Any], *others: Any) -> str:
    """A file with these unions, everything in them, and some other types."""
    members = {name: get_args(union) for name, union in unions.items()}
    wanted = [kind for kinds in members.values() for kind in kinds]
    _, named = components(*wanted, *others)
    parts = [TS_HEAD.format(title=title)]
    parts += [ts_interface(name, named[name]) + "\n" for name in sorted(named)]
    for name, kinds in members.items():
        choices = "".join(f"\n  | {kind.__name__}" for kind in kinds)
        parts.append(f"export type {name} ={choices};\n\n")
    return "".join(parts).rstrip() + "\n"


# --- the written page -----------------------------------------------------------------------------

PAGE = """# The sockets

Made by `tools/gen_frames.py` from `src/segue/web/frames/`: do not edit. The same as JSON Schema:
[sockets.schema.json](sockets.schema.json).

Frames are JSON objects in text messages, told apart by `type`. Times are ISO 8601 UTC with `Z`,
durations are seconds and end in `_s`, ids are opaque. What a client sends may hold no unknown
field and is at most 64 kB and 32 levels deep; what the server sends may grow, so ignore what you do
not know.

| close code | means |
|---|---|
| 1012 | the server restarts: come back in a moment, with `after` |
| 1013 | nothing can be kept just now: come back in some seconds |
| 4408 | you read too slowly: come back with `after`, nothing is lost |
| 4401 | this session is over: begin a new one, or sign in again |
| 4403 | this page may not use the cookie |
| 4429 | too many connections from your address: wait and come back |
| 1008 | too many bad frames |
"""


def page() -> str:
    parts = [PAGE]
    for title, module, says, told in (
        ("The customer's socket", customer, customer.CustomerSays, customer.CustomerTold),
        ("The agent's socket", agent, agent.AgentSays, agent.AgentTold),
    ):
        parts += [f"\n## {title}\n", f"\n{prose(module)}\n"]
        parts.append("\n### The client says\n")
        parts += [section(kind, 4) for kind in get_args(says)]
        parts.append("\n### The server says\n")
        parts += [section(kind, 4) for kind in get_args(told)]
        if module is customer:
            parts.append("\n### Events of the customer's thread\n")
            event = msgspec.structs.fields(customer.EventFrame)
            union = next(one.type for one in event if one.name == "event")
            parts += [section(kind, 4) for kind in get_args(union)]
    parts += ["\n## Events as the staff reads them\n", AGENT_EVENTS]
    parts += [f"- `{kind}`\n" for kind in agent_kinds()]
    parts.append("\n## Shapes\n")
    parts += [section(kind, 3) for kind in shapes()]
    return "".join(parts)


AGENT_EVENTS = """
Every event of the journal, with all its fields under their own names; `text` is the sentence that
the customer read, where there is one. The kinds:

"""


def agent_kinds() -> list[str]:
    """All kinds that an agent's event can have."""
    from segue.domain.events import Event  # noqa: PLC0415 - only for this page

    kinds = {str(kind.__struct_config__.tag) for kind in get_args(Event)}
    kinds = {thread.KINDS.get(kind, kind) for kind in kinds} - {"offer_ended"}
    return sorted({*kinds, *thread.ENDED.values(), "agent_lost"})


def shapes() -> list[type]:
    from segue.web.frames import shared  # noqa: PLC0415 - only for this page

    return [
        customer.State,
        shared.Item,
        shared.DraftShown,
        shared.StandingShown,
        agent.HeadsUpShown,
        shared.AgentShown,
        shared.Colleague,
        shared.TeamLine,
        shared.Viewer,
        shared.Brief,
    ]


def prose(thing: Any) -> str:
    text = inspect.getdoc(thing) or ""
    lines = text.split("\n")
    return text if not inspect.ismodule(thing) else "\n".join(lines)


def section(kind: Any, level: int) -> str:
    """One struct: its name on the wire, what it is for, its fields."""
    config = kind.__struct_config__
    name = str(config.tag or kind.__name__)
    lines = [f"\n{'#' * level} `{name}`\n"]
    own = kind.__dict__.get("__doc__")
    if own and not own.startswith(f"{kind.__name__}("):
        lines.append(f"\n{' '.join(own.split())}\n")
    schema = msgspec.json.schema_components([kind], ref_template="{name}")[1][kind.__name__]
    required = set(schema.get("required", ()))
    fields = {key: one for key, one in schema["properties"].items() if key != config.tag_field}
    if fields:
        lines.append("\n| field | type | |\n|---|---|---|\n")
    for key, one in fields.items():
        shown = ts(one).replace("|", "\\|").replace('"', "`")
        lines.append(
            f"| `{key}` | {shown} | {limits(one)}{'' if key in required else ' optional'} |\n"
        )
    return "".join(lines)


def limits(schema: Schema) -> str:
    """The limits of a field in words."""
    words = {
        "minLength": "at least {} characters",
        "maxLength": "at most {} characters",
        "minimum": "from {}",
        "maximum": "to {}",
        "maxItems": "at most {} of them",
    }
    flat = [schema, *schema.get("anyOf", ())]
    said = [
        text.format(one[key]) for one in flat for key, text in words.items() if one.get(key, 0) > 1
    ]
    return ", ".join(said)


def json_schema() -> str:
    """Both sockets as one JSON Schema document."""
    unions = {
        "customer_says": customer.CustomerSays,
        "customer_told": customer.CustomerTold,
        "agent_says": agent.AgentSays,
        "agent_told": agent.AgentTold,
    }
    found, named = components(*unions.values())
    made = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The sockets of Segue",
        "properties": dict(zip(unions, found, strict=True)),
        "$defs": named,
    }
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def files() -> dict[Path, str]:
    """What there is to write."""
    return {
        CORE / "frames.gen.ts": typescript(
            "The customer's wire: frames of the socket, and the session.",
            {"CustomerTold": customer.CustomerTold, "CustomerSays": customer.CustomerSays},
            http.Session,
            http.WidgetConfig,
        ),
        CORE / "desk.gen.ts": typescript(
            "The staff's wire: frames of the socket, and bodies of HTTP.",
            {"AgentTold": agent.AgentTold, "AgentSays": agent.AgentSays},
            http.Opened,
            http.Page,
            http.Events,
            http.Done,
            http.SignedIn,
            http.Hints,
            http.System,
            http.TeamNow,
            http.Problem,
            decided.Decisions,
            policy.WhatIfAsked,
            policy.WhatIf,
            policy.ExampleIn,
            policy.Examples,
            policy.PolicyShown,
            policy.PolicyVersions,
            policy.PolicyDiff,
            policy.PolicyChecked,
            policy.ReplayState,
            policy.PolicyToPublish,
            policy.Published,
            policy.Fields,
            policy.Recipes,
            policy.TryAsked,
            policy.TriedOut,
            policy.DescribeCustomer,
            knowledge.Sources,
            knowledge.SourceIn,
            knowledge.SourceChange,
            knowledge.Uploaded,
            knowledge.Items,
            knowledge.ItemIn,
            knowledge.ItemChange,
            knowledge.FullItem,
            knowledge.ItemVersions,
            knowledge.GapsShown,
            knowledge.ToAsk,
            knowledge.AskedBoth,
            knowledge.Assistant,
            floor.SurgeAsked,
            teams.TeamShown,
            teams.TeamChange,
            people.PersonChange,
            people.LendAsked,
            promises.PromisesShown,
            routing.RoutingShown,
            waits.WaitsScore,
            http.Whisper,
            http.Called,
        ),
        REFERENCE / "sockets.md": page(),
        REFERENCE / "sockets.schema.json": json_schema(),
    }


def main() -> int:
    stale = []
    for path, text in files().items():
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(path)
        if "--check" not in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if stale and "--check" in sys.argv:
        names = ", ".join(str(path.relative_to(ROOT)) for path in stale)
        print(f"Stale: {names}. Run `./run gen`.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
