"""A description of actions to what runs them. Everything that is wrong is told at once.

The form is checked by its table first (`form.py`); here is what a table cannot say: that a place in
the path has an input, that what is undone exists, that a sentence puts in only what there is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import re2
from msgspec import field
from msgspec.structs import replace

from segue.actions import described as d
from segue.actions import telling
from segue.actions.form import FILE, ID, NAME
from segue.actions.parsing import Parsed, parsed
from segue.actions.problems import BadActions, Findings
from segue.app.ports_actions import Action, ActionInput
from segue.domain.value import Plain
from segue.policies.problems import meant

IN_PATH = re.compile(rf"\{{({NAME})\}}")
ORDINARY_TIMEOUT_S = 8.0


class Read(Plain, frozen=True):
    """What a file describes. `changes` are, by service, what its own document says otherwise:
    operation or tool to keys of an action."""

    services: tuple[d.Service, ...] = ()
    actions: tuple[d.Described, ...] = ()
    changes: dict[str, dict[str, Any]] = field(default_factory=dict)


def read_file(text: str | bytes, urls: dict[str, str] | None = None) -> Read:
    """The services and actions of a file; `urls` are where services are, when the file leaves it
    open or says otherwise. Raises `BadActions`."""
    source = parsed(text)
    found = Findings(source.lines)
    read = _file(source, found, urls or {})
    if found.problems:
        raise BadActions(found.problems)
    return read


def _file(source: Parsed, found: Findings, urls: dict[str, str]) -> Read:
    form = FILE.read(source.data, found)
    if not isinstance(form, dict):
        return Read()
    services: dict[str, d.Service] = {}
    changes: dict[str, dict[str, Any]] = {}
    for name, one in form.get("services", {}).items():
        with found.at("services"), found.at(name, f"“{name}”"):
            services[name] = service_of(name, one, urls.get(name, ""), found)
            changes[name] = one.get("change", {})
    actions = actions_of_form(form.get("actions", []), services, found)
    with found.at("actions"):
        for one in actions:
            with found.at(one.n, f"“{one.action.id}”"):
                _others_exist(one, actions, found)
    return Read(tuple(services.values()), tuple(actions), changes)


def service_of(name: str, form: dict[str, Any], url: str, found: Findings) -> d.Service:
    """One service of the checked form."""
    auth = form.get("auth", {"kind": "none"})
    kind = auth.get("kind", "none")
    with found.at("auth"):
        if kind != "none" and "secret" not in auth:
            found.add(f"{kind} needs “secret”: the name of the key, such as SHOP_KEY.")
        if kind in ("header", "hmac", "basic") and "name" not in auth:
            what = "the user's name" if kind == "basic" else "the name of the header"
            found.add(f"{kind} needs “name”: {what}.")
    where = url or form.get("url", "")
    if not where and not form.get("mcp") and not form.get("openapi"):
        found.add("It needs “url” (where it is), “openapi” (a document) or “mcp” (a server).")
    addresses = (where, form.get("openapi", ""), form.get("mcp", ""))
    open_ones = [one for one in addresses if one.startswith("http://")]
    if open_ones and not form.get("allow_private"):
        found.add("Write https: over http anybody on the way reads along. In your own network, say"
                  " “allow_private: true”.")  # fmt: skip
    return d.Service(
        id=name,
        url=where.rstrip("/"),
        auth=d.Auth(kind, auth.get("secret", ""), auth.get("name", "")),
        identity=tuple(form.get("identity", {}).items()),
        allow_private=form.get("allow_private", False),
        timeout_s=float(form.get("timeout_s", ORDINARY_TIMEOUT_S)),
        idempotency=_header(form.get("idempotency", True)) or "",
        openapi=form.get("openapi", ""),
        mcp=form.get("mcp", ""),
        only=tuple(form.get("only", ())),
    )


def _header(value: Any) -> str:
    if isinstance(value, bool):
        return "Idempotency-Key" if value else ""
    return str(value)


def actions_of_form(
    forms: Sequence[dict[str, Any] | None],
    services: dict[str, d.Service],
    found: Findings,
    source: str = "file",
) -> list[d.Described]:
    """The actions of a checked list of forms; ids are told when they stand there twice."""
    made: list[d.Described] = []
    with found.at("actions"):
        for n, form in enumerate(forms):
            if form is None:
                continue
            with found.at(n, f"“{form.get('id', n + 1)}”"):
                if "id" in form and any(one.action.id == form["id"] for one in made):
                    found.add(f"“{form['id']}” stands there twice.")
                service = _its_service(form, services, found)
                if service is not None:
                    made.append(replace(action_of(form, service, found, source), n=n))
    return made


def _its_service(
    form: dict[str, Any], services: dict[str, d.Service], found: Findings
) -> d.Service | None:
    name = form.get("service", "")
    if name in services:
        return services[name]
    if not name and len(services) == 1:
        return next(iter(services.values()))
    if name:
        found.add(f"There is no service “{name}”.{meant(name, services)}")
    elif services:
        found.add(f"Say which service does it: {', '.join(services)}.")
    return None


def action_of(
    form: dict[str, Any], service: d.Service, found: Findings, source: str = "file"
) -> d.Described:
    """One action of its checked form."""
    method, path = _request(form, service, found)
    fields = tuple(
        _field(name, one, method, path, found) for name, one in form.get("inputs", {}).items()
    )
    names = [field.shown.name for field in fields]
    for place in IN_PATH.findall(path):
        if place not in names:
            said = f"The path names {{{place}}}, and there is no such input."
            found.add(said + meant(place, names))
    approval = form.get("needs_approval", False)
    conditional = approval if isinstance(approval, dict) else {}
    if conditional and conditional["input"] not in names:
        found.add(f"needs_approval looks at “{conditional['input']}”, which is no input.")
    dry = form.get("dry_run", {})
    header = form.get("idempotency")
    return d.Described(
        action=_seen(form, service, fields, method, source, found),
        service=service.id,
        method=method,
        path=path,
        tool=form.get("tool", ""),
        fields=fields,
        fixed=tuple(form.get("send", {}).items()),
        returns=telling.returns(form.get("result", {}), names, found),
        refusals=telling.refusals(form, names, found),
        undo_inputs=telling.places(form.get("undo", {}).get("inputs", {}), names, found),
        timeout_s=float(form.get("timeout_s", 0)),
        idempotency=None if header is None else _header(header),
        approve_input=conditional.get("input", ""),
        approve_above=float(conditional.get("above", 0)),
        dry_query=dry.get("query", ""),
        dry_request=dry.get("request", ""),
    )


def _seen(
    form: dict[str, Any],
    service: d.Service,
    fields: tuple[d.Field, ...],
    method: str,
    source: str,
    found: Findings,
) -> Action:
    """What bots and people see of it."""
    changes = form.get("changes", method != "GET")
    if form.get("needs_identity") and not service.identity:
        found.add("It needs a known customer, and its service has no “identity”: say which header"
                  " tells it who the customer is.")  # fmt: skip
    return Action(
        id=form.get("id", "?"),
        title=d.in_language(form.get("title", ()), "en"),
        titles=form.get("title", ()),
        description=form.get("description", ""),
        inputs=tuple(field.shown for field in fields),
        who=tuple(form.get("who", ("bot", "agent"))),
        examples=tuple(form.get("examples", ())),
        changes=changes,
        needs_yes=form.get("needs_yes", changes),
        needs_identity=form.get("needs_identity", False),
        needs_approval=bool(form.get("needs_approval", False)),
        confirm=telling.sentence(form, "confirm", [field.shown.name for field in fields], found),
        undo=form.get("undo", {}).get("action", ""),
        source=source if source != "file" else f"{service.id}: actions.yaml",
    )


def _request(form: dict[str, Any], service: d.Service, found: Findings) -> tuple[Any, str]:
    if form.get("tool"):
        if not service.mcp:
            found.add(f"“tool” is for MCP servers, and {service.id} has no “mcp”.")
        return "POST", ""
    if "request" not in form:
        found.add("It needs “request”, such as GET /orders/{order}.")
        return "POST", ""
    method, _, path = form["request"].partition(" ")
    if any(step in (".", "..") for step in path.split("/")):
        found.add("A path goes straight down: . and .. are not allowed in it.")
    return method, path


def _field(name: str, form: dict[str, Any], method: str, path: str, found: Findings) -> d.Field:
    with found.at("inputs"), found.at(name, f"“{name}”"):
        in_path = name in IN_PATH.findall(path)
        place: d.Place = form.get("in") or (
            "path" if in_path else "query" if method in ("GET", "DELETE") else "body"
        )
        if (place == "path") != in_path:
            found.add(f"It goes into the path: write {{{name}}} there." if place == "path"
                      else f"The path names {{{name}}}: leave out “in”, or say path.")  # fmt: skip
        if place == "body" and method == "GET":
            found.add("A GET has no body: this input goes into the query.")
        choices = form.get("choices", ())
        kind = form.get("kind", "choice" if choices else "text")
        if kind == "choice" and not choices:
            found.add("A choice needs “choices”: the values there are.")
        labels = form.get("label", (("*", name.replace("_", " ").capitalize()),))
        return d.Field(
            shown=ActionInput(
                name=name,
                label=d.in_language(labels, "en"),
                kind=kind,
                required=form.get("required", True),
                choices=tuple(choices),
                labels=labels,
                said=tuple(choices.items()) if isinstance(choices, dict) else (),
                pattern=_pattern(form.get("pattern", ""), found),
                fact=form.get("fact", ""),
                ask=form.get("ask", ()),
                description=form.get("description", ""),
            ),
            place=place,
            key=form.get("as", name),
            sent_as=form.get("type", "number" if kind == "number" else "text"),
            longest=int(form.get("longest", 500)),
        )


def _pattern(pattern: str, found: Findings) -> str:
    if pattern:
        options = re2.Options()
        options.log_errors = False
        try:
            re2.compile(pattern, options=options)
        except re2.error as why:
            with found.at("pattern"):
                found.add(f"This is no RE2 expression: {why}.")
            return ""
    return pattern


def _others_exist(one: d.Described, actions: Sequence[d.Described], found: Findings) -> None:
    """What it names besides itself: its undo, and what is wanted after a refusal."""
    if one.action.undo:
        with found.at("undo"):
            given = {name for name, _ in one.undo_inputs}
            _fits(one.action.undo, given, actions, found)
    for refusal in one.refusals:
        if refusal.then:
            with found.at("errors"), found.at(refusal.on), found.at("then"):
                _fits(refusal.then, {it.name for it in one.action.inputs}, actions, found)


def _fits(name: str, given: Iterable[str], actions: Sequence[d.Described], found: Findings) -> None:
    other = next((it for it in actions if it.action.id == name), None)
    if other is None:
        found.add(f"There is no action “{name}”.{meant(name, [it.action.id for it in actions])}")
        return
    lacking = [it.name for it in other.action.inputs if it.required and it.name not in given]
    if lacking:
        found.add(f"“{name}” needs {', '.join(lacking)}: say where it stands.")


def identifier(name: str, taken: Callable[[str], bool]) -> str:
    """A name of somebody else's as one of ours: `createBooking` is `create_booking`."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    made = re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")[:50] or "action"
    if not re.fullmatch(ID, made):
        made = f"do_{made}"
    one, n = made, 2
    while taken(one):
        one, n = f"{made}_{n}", n + 1
    return one
