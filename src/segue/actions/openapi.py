"""An OpenAPI 3 document as actions: each operation that people can fill in becomes one.

What it does not say stands in its own `x-segue`, or under `change` in `actions.yaml`: who may run
it, sentences, identity, undo. What cannot be an action is listed with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from msgspec.structs import replace

from segue.actions.described import Auth, Described, Left, Service
from segue.actions.flattening import (
    MOST_FIELDS,
    Document,
    Json,
    TooDeep,
    input_of,
    inputs_of,
    listing,
    mapping,
    rows_of,
    variable,
)
from segue.actions.form import CHANGED, HEADER
from segue.actions.parsing import Parsed
from segue.actions.problems import BadActions, Findings, Problem
from segue.actions.reading import action_of, identifier
from segue.actions.shaping import plain

METHODS = ("get", "post", "put", "patch", "delete")
MOST_OPERATIONS = 500


class FromDocument(NamedTuple):
    """What came out of a document: where the service is, what it can do, what was left out."""

    service: Service
    actions: list[Described]
    left: list[Left]


def read_openapi(
    source: Parsed, service: Service, changes: dict[str, Any], where: str = ""
) -> FromDocument:
    """The operations of a document. `where` is its own address, `changes` what the file says
    otherwise. Raises `BadActions` when it is no such document."""
    root = source.data
    version = root.get("openapi") if isinstance(root, dict) else None
    if not isinstance(version, str) or not version.startswith("3."):
        what = (
            "Swagger 2: convert it to OpenAPI 3" if _is_swagger(root) else "no OpenAPI 3 document"
        )
        raise BadActions((Problem(where, f"This is {what}."),))
    document = Document(root)
    service = replace(service, url=service.url or _server(root, where))
    made: list[Described] = []
    left: list[Left] = []
    for n, (name, method, path, operation) in enumerate(_operations(document)):
        if n >= MOST_OPERATIONS:
            left.append(Left(name, f"only the first {MOST_OPERATIONS} are read"))
            break
        if service.only and name not in service.only:
            continue
        try:
            form = _form(document, method, path, operation)
            opened = _opened(document, operation, service)
            one = made_of(form, name, service, changes.get(name), taken(made))
            made.append(replace(one, n=n))
            service = opened
        except TooDeep as why:
            left.append(Left(name, f"{why}"))
    left += [Left(name, "there is no such operation") for name in (*service.only, *changes)
             if name not in {one[0] for one in _operations(document)}]  # fmt: skip
    return FromDocument(service, made, left)


def _is_swagger(root: Any) -> bool:
    return isinstance(root, dict) and "swagger" in root


def taken(made: list[Described]) -> Callable[[str], bool]:
    """Is this id in use among them?"""
    return lambda name: any(one.action.id == name for one in made)


def _operations(document: Document) -> Iterator[tuple[str, str, str, Json]]:
    """(name, METHOD, path, operation with the path's own parameters)."""
    paths = document.root.get("paths")
    for path, item in paths.items() if isinstance(paths, dict) else ():
        try:
            item = document.at(item)  # noqa: PLW2901 - the same, looked up
        except TooDeep:
            continue
        shared = item.get("parameters", [])
        for method in METHODS:
            operation = item.get(method)
            if not isinstance(operation, dict):
                continue
            own = operation.get("parameters", [])
            name = operation.get("operationId") or f"{method} {path}"
            whole = {**operation, "parameters": [*listing(shared), *listing(own)]}
            yield plain(str(name), 120), method.upper(), str(path), whole


def _server(root: Json, where: str) -> str:
    servers = listing(root.get("servers"))
    first = servers[0].get("url") if servers and isinstance(servers[0], dict) else ""
    url = urljoin(where, first) if isinstance(first, str) else ""
    if not urlsplit(url).hostname or "{" in url:
        raise BadActions((Problem(where, "The document does not say where the service is: write"
                                         " “url” beside “openapi”."),))  # fmt: skip
    if where and urlsplit(url)[:2] != urlsplit(where)[:2]:
        said = f"The document sends us, and our key, to another server ({plain(url, 80)})."
        raise BadActions((Problem(where, f"{said} If that is right, write “url” beside it."),))
    return url.rstrip("/")


def _form(document: Document, method: str, path: str, operation: Json) -> Json:
    """An operation as the form of an action. Raises `TooDeep`."""
    if operation.get("x-segue") is False:
        raise TooDeep("the document says that it is none (x-segue: false)")
    path, inputs = _parameters(document, path, operation)
    inputs |= _body(document, operation)
    if len(inputs) > MOST_FIELDS:
        raise TooDeep(f"it has more than {MOST_FIELDS} inputs")
    title = operation.get("summary") or operation.get("operationId") or f"{method} {path}"
    described = operation.get("description") or operation.get("summary") or ""
    form: Json = {
        "title": (("*", plain(str(title), 80)),),
        "request": f"{method} {path}",
        "inputs": inputs,
        "result": {"rows": _rows(document, operation)},
    }
    if described:
        form["description"] = plain(str(described), 1000)
    if "x-segue" in operation:
        form["x-segue"] = operation["x-segue"]
    return form


def _parameters(document: Document, path: str, operation: Json) -> tuple[str, Json]:
    """The path with our names in it, and the inputs that go there or into the query."""
    inputs: Json = {}
    found = [document.at(one) for one in operation["parameters"]]
    parameters = {(str(one.get("name")), one.get("in")): one for one in found
                  if isinstance(one.get("in"), str)}  # fmt: skip  # its own come last
    for (name, place), one in parameters.items():
        needed = bool(one.get("required"))
        if place not in ("path", "query"):
            if needed:
                raise TooDeep(f"it needs the {place} “{name}”, which no input can fill")
            continue
        own = variable(name)
        try:
            schema = document.schema(one.get("schema", {"type": "string"}))
            told = {"description": one.get("description", ""), **schema}
            form = input_of(told, name, required=needed)
        except TooDeep:
            if needed:
                raise
            continue
        inputs[own] = {**form, "in": place, **({"as": name} if place == "query" else {})}
        path = path.replace(f"{{{name}}}", f"{{{own}}}") if place == "path" else path
    return path, inputs


def _body(document: Document, operation: Json) -> Json:
    if "requestBody" not in operation:
        return {}
    body = document.at(operation["requestBody"])
    content = mapping(body.get("content"))
    media = next((value for kind, value in content.items() if "json" in kind), None)
    if not isinstance(media, dict):
        if body.get("required"):
            kinds = ", ".join(plain(str(kind), 40) for kind in list(content)[:3])
            raise TooDeep(f"its body is {kinds or 'of no kind'}, not JSON")
        return {}
    return dict(inputs_of(document, media.get("schema", {})))


def _rows(document: Document, operation: Json) -> list[Json]:
    responses = mapping(operation.get("responses"))
    for status in ("200", "201", "202"):
        if status in responses:
            try:
                content = mapping(document.at(responses[status]).get("content"))
            except TooDeep:
                return []
            for kind, media in content.items():
                if "json" in kind and isinstance(media, dict):
                    return rows_of(document, media.get("schema", {}))
    return []


def made_of(
    form: Json, name: str, service: Service, change: Json | None, taken: Callable[[str], bool]
) -> Described:
    """The action of a form that a document gave, with what is said of it otherwise. Raises
    `TooDeep` with what is wrong about that."""
    found = Findings()
    own = form.pop("x-segue", None)
    for more in (CHANGED.read(own, found) if own is not None else None, change):
        if isinstance(more, dict):
            form = merged(form, more)
    form.setdefault("id", identifier(name, taken))
    made = action_of(form, service, found, f"{service.id}: {name}")
    if found.problems:
        raise TooDeep("; ".join(str(one) for one in found.problems[:3]))
    return made


def merged(form: Json, more: Json) -> Json:
    """The form with other keys; inputs are changed one by one."""
    made = {**form, **more}
    if "inputs" in more:
        both = {**form.get("inputs", {})}
        for name, one in more["inputs"].items():
            both[name] = {**both.get(name, {}), **one}
        made["inputs"] = both
    if "result" in more:
        made["result"] = {**form.get("result", {}), **more["result"]}
    return made


def _opened(document: Document, operation: Json, service: Service) -> Service:
    """The service with a key that opens this operation. Raises `TooDeep` when there is no way."""
    if service.auth.kind != "none":
        return service
    wanted = listing(operation.get("security", document.root.get("security")))
    if not wanted or any(not one for one in wanted if isinstance(one, dict)):
        return service
    schemes = mapping(mapping(document.root.get("components")).get("securitySchemes"))
    reasons = []
    for one in wanted:
        names = list(one) if isinstance(one, dict) else []
        if len(names) != 1:
            reasons.append("several keys at once")
            continue
        auth, why = _auth(document.at(schemes.get(names[0])), f"{service.id.upper()}_KEY")
        if auth is not None:
            return replace(service, auth=auth)
        reasons.append(why)
    raise TooDeep(f"it is opened by {' or '.join(reasons)}: say “auth” for this service")


def _auth(scheme: Json, secret: str) -> tuple[Auth | None, str]:
    kind = scheme.get("type")
    if kind == "http" and str(scheme.get("scheme")).lower() == "bearer":
        return Auth("bearer", secret), ""
    name = str(scheme.get("name"))
    if kind == "apiKey" and scheme.get("in") == "header" and re.fullmatch(HEADER.pattern, name):
        return Auth("header", secret, name), ""
    if kind == "apiKey":
        return None, f"a key in the {plain(str(scheme.get('in')), 20)}, which stands in logs"
    if kind == "http":
        return None, f"{plain(str(scheme.get('scheme')), 20)}, which needs a user's name"
    return None, plain(str(kind), 30)
