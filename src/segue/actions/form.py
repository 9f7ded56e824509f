"""The keys of `actions.yaml`, each with its kind and a sentence. The schema and the reference are
made of this table, and the file is checked against it."""

from __future__ import annotations

from typing import Any, get_args

from segue.actions.described import AuthKind, Format, Place
from segue.actions.shapes import (
    Either,
    Flag,
    Form,
    Key,
    ListOf,
    MapOf,
    Number,
    OneOf,
    Sentence,
    Text,
)
from segue.app.ports_actions import FieldKind

VERSION = 1
ID = "[a-z][a-z0-9_]{0,59}"
NAME = "[A-Za-z_][A-Za-z0-9_]{0,59}"
IDENTITIES = ("customer_id", "email", "phone", "name")
POINTER = Text(says="a place in the answer, a JSON pointer", pattern=r"(/[^\s{}]*)+|/",
               like="/order/status", longest=200)  # fmt: skip
FROM = Text(says="a place in the answer (/id) or an input ({order})",
            pattern=rf"(/[^\s{{}}]*)+|/|\{{{NAME}\}}", like="/id", longest=200)  # fmt: skip
IDENTIFIER = Text(says="small letters, digits and _", pattern=ID, like="track_order", longest=60)
HEADER = Text(says="the name of a header", pattern=r"[A-Za-z][A-Za-z0-9-]{0,60}",
              like="X-Customer", longest=61)  # fmt: skip
REQUEST = Text(says="a method and a path", like="GET /orders/{order}", longest=500,
               pattern=r"(GET|POST|PUT|PATCH|DELETE) /[^\s?#\\]*")  # fmt: skip
SCALAR = Either(of=(Flag(), Number(low=-1e15, high=1e15), Text()), says="text, number or flag")
FORMAT = OneOf(values=get_args(Format), says="a format")
CURRENCY = Text(says="a currency's code, or where it stands in the answer",
                pattern=r"[A-Z]{3}|(/[^\s{}]*)+", like="EUR", longest=200)  # fmt: skip
SAID = MapOf(of=Sentence(longest=120), name=r"[^\n]{1,80}", called="value",
             says="value: how people say it")  # fmt: skip

AUTH = Form(title="auth", says="form", keys={
    "kind": Key(OneOf(values=get_args(AuthKind), says="none, bearer, header, basic or hmac"),
                "How Segue shows who it is.", needed=True),
    "secret": Key(Text(says="the name of a key", pattern="[A-Z][A-Z0-9_]{0,60}", like="SHOP_KEY"),
                  "The key's name: it is read from SEGUE_SECRET_NAME in the environment or from the"
                  " secrets file, never from here."),
    "name": Key(Text(longest=100), "The user's name for basic, the header for header and hmac."),
})  # fmt: skip

INPUT = Form(title="an input", says="form", keys={
    "label": Key(Sentence(longest=80), "What it is called, as customers and agents read it."),
    "kind": Key(OneOf(values=get_args(FieldKind), says="text, order, email, phone, date, number"
                      " or choice"), "What a valid value looks like; text without it."),
    "required": Key(Flag(), "Is it needed? True without it."),
    "choices": Key(Either(of=(ListOf(of=Text(longest=120)), SAID),
                          says="list, or value: what it is called per language"),
                   "The values there are, for choice. What they are called counts for them."),
    "pattern": Key(Text(says="an RE2 expression"), "What the whole value has to match (RE2)."),
    "fact": Key(Text(pattern=NAME, says="the name of a fact", like="order"),
                "The fact that says it already, when the customer mentioned it."),
    "ask": Key(Sentence(longest=300), "The question that gets it from a customer."),
    "description": Key(Text(longest=500), "For bots and agents: what belongs there."),
    "in": Key(OneOf(values=get_args(Place), says="path, query or body"),
              "Where it goes; without it: into the path when it stands there, else into the body,"
              " or into the query of a GET."),
    "as": Key(Text(longest=100, pattern=r"[A-Za-z0-9_$.\[\]-]+(/[A-Za-z0-9_$.-]+)*",
                   says="a name, with / between levels", like="address/street"),
              "Its name there, when it is another."),
    "type": Key(OneOf(values=("text", "number", "flag"), says="text, number or flag"),
                "How it is written in JSON; number for kind number, else text."),
    "longest": Key(Number(low=1, high=4000), "The most characters; 500 without it."),
})  # fmt: skip

ROW = Form(title="a row", says="form", keys={
    "label": Key(Sentence(longest=80), "What stands before it.", needed=True),
    "value": Key(FROM, "Where it stands in the answer.", needed=True),
    "format": Key(FORMAT, "text, date, time, datetime, money, number or word; text without it."),
    "currency": Key(CURRENCY, "For money."),
    "words": Key(SAID, "How values are said, each per language, for word."),
})  # fmt: skip

EACH = Form(title="each", says="form", keys={
    "list": Key(POINTER, "Where the list stands in the answer; / is the answer itself.",
                needed=True),
    "label": Key(POINTER, "In each of them: what stands before.", needed=True),
    "label_format": Key(FORMAT, "text, date, time, datetime, money, number or word."),
    "value": Key(POINTER, "In each of them: the value.", needed=True),
    "format": Key(FORMAT, "text, date, time, datetime, money, number or word."),
    "currency": Key(CURRENCY, "For money."),
    "words": Key(SAID, "How values are said, each per language, for word."),
    "most": Key(Number(low=1, high=20), "The most rows; 8 without it."),
    "empty": Key(Sentence(longest=500), "What is said instead when there is nothing in it."),
})  # fmt: skip

CASE = Form(title="a case", says="form", keys={
    "at": Key(POINTER, "The place in the answer that it depends on; without it: otherwise."),
    "is": Key(Either(of=(ListOf(of=SCALAR), SCALAR), says="a value or a list of them"),
              "Said when the value there is this, or one of these."),
    "say": Key(Sentence(), "The sentence.", needed=True),
})  # fmt: skip

RESULT = Form(title="result", says="form", keys={
    "ok": Key(Form(title="ok", says="form", keys={
        "at": Key(POINTER, "A place in the answer.", needed=True),
        "is": Key(Either(of=(ListOf(of=SCALAR), SCALAR), says="a value or a list of them"),
                  "It went well when the value there is this, or one of these.", needed=True),
    }), "For systems that answer 200 whatever happens."),
    "say": Key(Either(of=(ListOf(of=CASE, most=20), Sentence()),
                      says="a sentence per language, or cases with `at`, `is` and `say`"),
               "What the customer reads. {input}, {/pointer} and {/pointer|date} are put in."),
    "rows": Key(ListOf(of=ROW, most=12, says="list of rows"), "The card under it."),
    "each": Key(EACH, "More rows, made of a list in the answer."),
    "url": Key(POINTER, "A link for the customer (https only)."),
    "url_label": Key(Sentence(longest=80), "What the link is called."),
    "facts": Key(MapOf(of=FROM, name=NAME, says="fact: where it stands"),
                 "What is kept for the brief."),
})  # fmt: skip

REFUSAL = Form(title="an error", says="form", keys={
    "say": Key(Sentence(longest=500), "What the customer reads.", needed=True),
    "then": Key(IDENTIFIER, "The action that is wanted instead.", needed=True),
})  # fmt: skip

ACTION_KEYS: dict[str, Key] = {
    "id": Key(IDENTIFIER, "Its name for bots, reports and the API.", needed=True),
    "service": Key(IDENTIFIER, "Which service does it; needed when there are several."),
    "title": Key(Sentence(longest=80), "What it does, in a few words.", needed=True),
    "description": Key(Text(longest=1000), "For bots: when it is the right thing to do."),
    "request": Key(REQUEST, "Method and path; inputs in the path stand in braces."),
    "tool": Key(Text(longest=128), "The tool of an MCP server, instead of a request."),
    "inputs": Key(MapOf(of=INPUT, name=NAME, most=30, says="name: form"),
                  "What has to be known for it."),
    "send": Key(MapOf(of=SCALAR, name=r"[A-Za-z0-9_$.-]+(/[A-Za-z0-9_$.-]+)*",
                      says="name: value"), "What is always sent along as it is."),
    "who": Key(ListOf(of=OneOf(values=("bot", "agent"), says="bot or agent"), most=2,
                      says="list of bot, agent"), "Who may want it; both without it."),
    "examples": Key(ListOf(of=Text(longest=200), says="list of sentences"),
                    "What customers write who want it, in any language."),
    "changes": Key(Flag(), "Does it change something? Without it: all but GET do."),
    "needs_yes": Key(Flag(), "Is the customer asked first? Without it: when it changes something."),
    "needs_identity": Key(Flag(), "Must it be certain who the customer is?"),
    "needs_approval": Key(Either(of=(Flag(), Form(title="needs_approval", says="form", keys={
        "input": Key(Text(pattern=NAME, says="the name of an input"), "A number.", needed=True),
        "above": Key(Number(), "Only for more than this.", needed=True),
    })), says="true, false, or `{input: amount, above: 50}`"), "Must an agent agree first?"),
    "confirm": Key(Sentence(longest=500), "The question that asks for the customer's yes;"
                   " {input} is put in."),
    "timeout_s": Key(Number(low=0.1, high=20), "The most seconds it may take; as the service's."),
    "idempotency": Key(Either(of=(Flag(), HEADER), says="a header, or false"),
                       "The header for the run's key; as the service's."),
    "result": Key(RESULT, "What is told of the answer."),
    "errors": Key(MapOf(of=Either(of=(REFUSAL, Sentence(longest=500))),
                        name=r"[1-5][0-9][0-9]|[A-Za-z0-9_.:-]{1,60}",
                        called="status or code", says="status or code: sentence"),
                  "What the customer reads for a status (404), or for the code that stands in the"
                  " answer as code or error. With `{say: …, then: ACTION}` that action is wanted at"
                  " once, with the same inputs: for one that waits for an agent's approval."),
    "undo": Key(Form(title="undo", says="form", keys={
        "action": Key(IDENTIFIER, "The action that takes it back.", needed=True),
        "inputs": Key(MapOf(of=FROM, name=NAME, says="input: where it stands"),
                      "Its inputs, from the answer (/id) or from these inputs ({order})."),
    }), "How it can be taken back."),
    "dry_run": Key(Form(title="dry_run", says="form", keys={
        "query": Key(Text(pattern=r"[A-Za-z0-9_.-]+", says="the name of a query flag",
                          like="dry_run"), "Sent as NAME=true."),
        "request": Key(REQUEST, "Another request that only checks."),
    }), "How the service only checks; without it a dry run sends nothing."),
}  # fmt: skip
ACTION = Form(title="an action", says="form", keys=ACTION_KEYS, partly=True)
CHANGED = Form(title="change", says="form", keys={
    name: Key(key.shape, key.help)
    for name, key in ACTION_KEYS.items()
    if name not in ("service", "request", "tool")
})  # fmt: skip

SERVICE = Form(title="a service", says="form", partly=True, keys={
    "url": Key(Text(pattern=r"https?://[^\s{}?#@]+", says="an address", like="https://api.shop.example/v1",
                    longest=500), "Where it is; paths of actions are added to it."),
    "auth": Key(AUTH, "How Segue shows who it is."),
    "identity": Key(MapOf(of=HEADER, name="|".join(IDENTITIES), called="part of an identity",
                          says="customer_id, email, phone or name: header"),
                    "Which headers say who the customer is. Put in by the server, of verified"
                    " customers only."),
    "allow_private": Key(Flag(), "May it be in a private network or on this machine?"),
    "timeout_s": Key(Number(low=0.1, high=20), "Seconds that an action may take; 8 without it."),
    "idempotency": Key(Either(of=(Flag(), HEADER), says="a header, or false"),
                       "The header that carries the run's key, when the service knows one."
                       " Idempotency-Key without it; false: it knows none, and nothing that changes"
                       " is sent a second time."),
    "openapi": Key(Text(longest=500, says="a file beside this one, or an address"),
                   "An OpenAPI 3 document: its operations become actions."),
    "mcp": Key(Text(pattern=r"https?://[^\s{}#@]+", says="an address", longest=500),
               "An MCP server (streamable HTTP): its tools become actions."),
    "only": Key(ListOf(of=Text(longest=128), says="list of names"),
                "Which operations or tools; all without it."),
    "change": Key(MapOf(of=CHANGED, name=r"[^\s]{1,128}", says="its name: keys of an action"),
                  "What is different from what the document says."),
})  # fmt: skip

FILE = Form(title="the file", says="form", partly=True, keys={
    "segue_actions": Key(Number(low=VERSION, high=VERSION), "The version of this form: 1."),
    "services": Key(MapOf(of=SERVICE, name=ID, called="service's name: small letters, digits, _",
                          says="name: form"), "Other systems, by names of your own.", needed=True),
    "actions": Key(ListOf(of=ACTION, says="list of actions"), "What can be done in them."),
})  # fmt: skip


def schema() -> dict[str, Any]:
    """The JSON schema of the file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Segue actions",
        "description": "What the assistant and the agents can do in other systems.",
        **FILE.schema(),
    }
