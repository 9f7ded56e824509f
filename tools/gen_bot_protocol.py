"""Write the reference of the bot protocol from the structs that speak it.

python tools/gen_bot_protocol.py           write the page and its JSON schema
python tools/gen_bot_protocol.py --check   fail when one is stale

Source: `src/segue/app/bot_wire.py`, and the checks of `segue bot-check`.
"""

from __future__ import annotations

import inspect
import json
import sys
from pathlib import Path
from typing import Any

import msgspec

from segue.app import bot_wire as w
from segue.bots.remote.checks import CHECKS

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"
PAGE, SCHEMA = REFERENCE / "bot-protocol.md", REFERENCE / "bot-protocol.schema.json"
TOLD = (w.TurnAsked, w.OwnerChanged, w.MessageSeen)
PARTS = (
    w.TheConversation, w.TheCustomer, w.Said, w.Earlier, w.HandedBack, w.DoneBefore, w.AnswerLater,
)  # fmt: skip
ACTIONS = tuple(w.KINDS.values())
INNER = (w.Choice, w.Media, w.Written)

HEAD = """# The bot protocol

Made by `tools/gen_bot_protocol.py` from `src/segue/app/bot_wire.py`: do not edit. The same as JSON
Schema: [bot-protocol.schema.json](bot-protocol.schema.json). How to use it:
[Bring your own bot](../howto/bring-your-own-bot.md).

Segue sends each turn as one `POST` to `bot_url` and reads the answer. Both sides ignore fields that
they do not know; Segue ignores unknown actions, too, and writes them down. A field that says the
usual is left out.

```http
POST / HTTP/1.1
content-type: application/json
accept: application/json, text/event-stream
webhook-id: trn_kX3…
webhook-timestamp: 1764000000
webhook-signature: v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=

{turn}
```

```http
HTTP/1.1 200 OK
content-type: application/json

{answer}
```

## Who asks

Requests are signed as [Standard Webhooks](https://www.standardwebhooks.com) says: the signature is
the base64 of HMAC-SHA256 over `webhook-id.webhook-timestamp.body` with the bytes behind `whsec_`.
While a secret is changed there are two, separated by a space; one that is right will do. Refuse
with 401 what is unsigned, or more than five minutes away from now.

## What Segue makes of an answer

| answer | Segue |
|---|---|
| 200 with `actions` | does them; `confidence` feeds the rule for unsure answers |
| 200 as `text/event-stream` | gathers it, see below; nothing is shown before its end |
| 202, or the action `wait` | waits until the deadline for a late answer, see below |
| 5xx, a broken connection | asks again with the same `webhook-id`, while there is time |
| 429 | asks once more after `Retry-After`, if that is in time |
| 410 | switches the bot off until Segue is started again; people answer |
| 3xx | follows no redirect: a failure |
| other 4xx, no sense, too long, nothing in time | a failure: people take over (`bot_error`) |

One turn at a time is asked in a conversation. What the customer writes meanwhile comes together as
the `input` of the next turn; the answer to the older one is dropped. A turn that is asked again has
the same `turn_id`, and should get the same answer.

### A stream

```
data: {{"delta": "Your order "}}

data: {{"delta": "is on its way."}}

event: action
data: {{"do": "set", "attributes": {{"order": "1234"}}}}

event: done
data: {{"confidence": 0.9}}
```

Five seconds of silence in the middle end it, and so does an end without `done`.

### A late answer

After 202, `POST` the same body as for 200 to the turn's `answer.url` with
`Authorization: Bearer` and its `answer.token`. Repeating it is safe.

| status | means |
|---|---|
| 200 | it is on disk: `{{"seq": 12, "epoch": 3}}` |
| 401 | this token is not for this turn, or an hour old |
| 409 | too late, nothing is shown: `{{"error": "stale_owner", "owner": "person", "epoch": 4}}` |
| 422 | it makes no sense; mend it and post it again |

The `error` of a 409 may also be `stale_turn` (the customer spoke again) or `answered_already`.

## The fence

`owner_epoch` rises with every change of owner. Whatever is said under an older one counts for
nothing: once a person has taken over, no answer of a bot reaches the customer, however it comes.
The bot is told `conversation.owner.changed`, and with `bot_observe = "observe"` also what is said
meanwhile (`conversation.message`). When a person gives it back, the next turn brings `handback`.
Such events are sent again after 429, 5xx or silence, eight times within two hours, always with the
same `webhook-id`.
"""
TURN = """{"type": "bot.turn", "turn_id": "trn_kX3…", "deadline_ms": 7950,
 "conversation": {"id": "c_42", "owner": "bot", "owner_epoch": 3, "locale": "fr",
                  "attributes": {"plan": "pro"}},
 "contact": {"verified": true, "name": "Dana"},
 "input": [{"id": "c_42:15", "seq": 15, "text": "where is my order"}],
 "history_cursor": "c_42:14",
 "answer": {"url": "https://…/api/v1/turns/trn_kX3…/actions", "token": "tt_…"}}"""
ANSWER = """{"turn_id": "trn_kX3…", "confidence": 0.41, "actions": [
  {"do": "reply", "text": "Shall I get a person?",
   "choices": [{"id": "handoff:yes", "title": "Talk to a person"}]},
  {"do": "set", "attributes": {"order": "1234"}}]}"""


def schema() -> dict[str, Any]:
    """Everything that crosses the wire, by name."""
    kinds = (*TOLD, w.TurnAnswered)
    found, named = msgspec.json.schema_components(kinds, ref_template="#/$defs/{name}")
    said, told = list(found)[-1], list(found)[:-1]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Segue's bot protocol",
        "description": "What Segue sends is one of `toBot`; what a bot answers is `fromBot`.",
        "$defs": named,
        "properties": {"toBot": {"anyOf": told}, "fromBot": said},
    }


def shown(one: dict[str, Any]) -> str:
    """A schema's type in a word or two."""
    if "$ref" in one:
        name = str(one["$ref"]).rsplit("/", 1)[-1]
        name = next((tag for tag, kind in w.KINDS.items() if kind.__name__ == name), name)
        return f"[{name}](#{name.lower()})"
    if "anyOf" in one:
        return " or ".join(dict.fromkeys(shown(each) for each in one["anyOf"]))
    if "enum" in one:
        return ", ".join(f"`{value}`" for value in one["enum"])
    if "const" in one:
        return f"`{one['const']}`"
    if one.get("type") == "array":
        items = one.get("items")
        inner = shown(items) if isinstance(items, dict) else "anything"
        return f"list of {inner}"
    if one.get("type") == "object":
        return "object"
    return str(one.get("type", "anything"))


def limits(one: dict[str, Any]) -> str:
    names = {"maxLength": "at most {} characters", "maxItems": "at most {}", "minLength": "",
             "minimum": "from {}", "maximum": "to {}"}  # fmt: skip
    parts = [said.format(one[name]) for name, said in names.items() if name in one and said]
    return ", ".join(parts)


def table(kind: Any, named: dict[str, Any]) -> str:
    """The fields of one struct."""
    told = named[kind.__name__]
    needed = set(told.get("required", ()))
    rows = []
    for name, one in told["properties"].items():
        if name in ("do", "type"):
            continue
        need = "needed" if name in needed else "optional"
        usual = one.get("default")
        said = f"else `{json.dumps(usual)}`" if usual not in (None, "", [], {}) else ""
        about = ", ".join(filter(None, (need, said, limits(one))))
        rows.append(f"| `{name}` | {shown(one)} | {about} |")
    if not rows:
        return "No fields.\n"
    return "\n".join(["| field | type | |", "|---|---|---|", *rows]) + "\n"


def about(kind: Any) -> str:
    return " ".join((inspect.getdoc(kind) or "").split())


def section(level: str, title: str, kind: Any, named: dict[str, Any]) -> str:
    return f"{level} {title}\n\n{about(kind)}\n\n{table(kind, named)}"


def page() -> str:
    named = schema()["$defs"]
    tags = {kind: kind.__struct_config__.tag for kind in (*TOLD, *ACTIONS)}
    checks = "\n".join(f"| `{one.name}` | {one.grade} | {one.says} |" for one in CHECKS)
    parts = [
        HEAD.format(turn=TURN, answer=ANSWER),
        "## What Segue sends\n",
        *(section("###", f"`{tags[kind]}`", kind, named) for kind in TOLD),
        *(section("###", kind.__name__, kind, named) for kind in PARTS),
        "## What a bot answers\n",
        section("###", "The answer", w.TurnAnswered, named),
        *(section("###", f"`{tags[kind]}`", kind, named) for kind in ACTIONS),
        *(section("###", kind.__name__, kind, named) for kind in INNER),
        "## What is checked\n",
        "`segue bot-check URL` replays these turns. It says what to do about each that fails.\n",
        f"| check | | |\n|---|---|---|\n{checks}\n",
    ]
    return "\n".join(parts)


def main() -> int:
    made = {
        PAGE: page(),
        SCHEMA: json.dumps(schema(), indent=1, ensure_ascii=False) + "\n",
    }
    stale = [
        file
        for file, text in made.items()
        if not file.exists() or file.read_text(encoding="utf-8") != text
    ]
    if "--check" in sys.argv:
        for file in stale:
            print(f"{file.name} is stale: run `./run gen`.")
        return 1 if stale else 0
    for file in stale:
        file.write_text(made[file], encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
