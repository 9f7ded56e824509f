"""Write docs/reference/http.md: the HTTP routes, as the server describes itself.

python tools/gen_http.py           write it
python tools/gen_http.py --check   fail when it is stale

Source: `src/segue/web/routes.py`, the handlers' docstrings and `src/segue/web/frames/`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from segue.domain.access import NEEDS_ROLE, Act
from segue.web.http_app import make_http
from segue.web.refusals import STATUS_OF
from segue.web.routes import PUBLIC, ROUTES, SIGNED_IN, Route

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
Schema = dict[str, Any]

HEAD = """# HTTP

Made by `tools/gen_http.py` from `src/segue/web/routes.py`: do not edit. For machines,
every server tells the same as `/openapi.json` (OpenAPI 3.1).

Bodies are JSON (`Content-Type: application/json`, at most 256 kB, with a policy or an item in it
2 MB, 32 levels deep, no unknown fields); files are `multipart/form-data`. Times are ISO 8601 UTC
with `Z`, durations are seconds and end in `_s`, ids are opaque.

The staff signs in with `POST /api/v1/sign-in` and then sends `Authorization: Bearer TOKEN`, or the
cookie that came with it, which counts only from our own pages. Commands may carry a `client_id`:
sent again with it they are done once and answered the same. Those that speak for an owner carry the
`epoch` that the caller believes in; an old one is 409 `stale_owner`.

Every error is a problem document (RFC 9457, `application/problem+json`) with a stable `code`. What
does not exist and what you may not see are both 404 `not_found`. 429 and 503 carry `Retry-After`.

| status | codes |
|---|---|
| 400 | `bad_json`, `bad_multipart` |
| 401 | `sign_in_first`, `wrong_password` |
| 403 | `forbidden`, `lead_only`, `not_for_you`, `cross_site`, `origin_not_allowed` |
| 404 | `not_found`, `unknown_inbox` |
| 405 | `method_not_allowed` |
| 408 | `too_slow` |
| 409 | {conflicts} |
| 413, 431 | `too_large` |
| 415 | `not_json`, `not_multipart` |
| 422 | {unprocessable} |
| 429 | `rate_limited`, `locked` |
| 503 | `unavailable` |
"""
OURS = (
    "`bad_input`, `bad_policy`, `bad_request`, `bad_source`, `client_id_reused`, `empty`, "
    "`examples_fail`, "
    "`key_reused`, `missing_input`, `no_such_number`, `no_turn`, `unknown_action`, "
    "`unknown_agent`, `unknown_team`"
)

CONFLICTS = "`no_draft`, `nothing_to_read`, `stale_item`, `stale_policy`"


def described() -> Schema:
    """The OpenAPI document, from an application that was never started."""
    found: Schema = make_http().openapi_schema.to_schema()
    return found


def path_of(route: Route) -> str:
    return route.path.replace(":str}", "}").replace(":int}", "}")


def needs(route: Route) -> str:
    if route.needs is PUBLIC:
        return "nothing"
    if route.needs is SIGNED_IN or not isinstance(route.needs, Act):
        return "a session"
    return f"a session of role {NEEDS_ROLE.get(route.needs, 'agent')} or higher"


def type_of(schema: Schema) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{name.lower()})"
    for key in ("oneOf", "anyOf"):
        if key in schema:
            return " or ".join(dict.fromkeys(type_of(one) for one in schema[key]))
    if "enum" in schema:
        return " · ".join(f"`{value}`" for value in schema["enum"] if value is not None)
    if "const" in schema:
        return f"`{schema['const']}`"
    if schema.get("type") == "array":
        return f"list of {type_of(schema.get('items', {}))}"
    if schema.get("format") == "date-time":
        return "time"
    kind = schema.get("type", "anything")
    return kind if isinstance(kind, str) else " or ".join(kind)


def limits(schema: Schema) -> str:
    flat = [schema, *schema.get("oneOf", ()), *schema.get("anyOf", ())]
    said = []
    for one in flat:
        if one.get("minLength", 0) > 1:
            said.append(f"at least {one['minLength']} characters")
        if "maxLength" in one:
            said.append(f"at most {one['maxLength']} characters")
        if "maxItems" in one:
            said.append(f"at most {one['maxItems']}")
    return ", ".join(dict.fromkeys(said))


def operation(route: Route, told: Schema) -> str:
    """One route: what it does, what it needs, what goes in and out."""
    one = told["paths"][path_of(route)][route.method.lower()]
    parts = [f"\n### {route.method} {path_of(route)}\n", f"\n{one['description']}\n"]
    parts.append(f"\nNeeds {needs(route)}.")
    asked = [
        f"`{parameter['name']}` ({type_of(parameter.get('schema', {}))})"
        for parameter in one.get("parameters", ())
        if parameter["in"] == "query"
    ]
    if asked:
        parts.append(f" Query: {', '.join(asked)}.")
    if "requestBody" in one:
        body = one["requestBody"]["content"]["application/json"]["schema"]
        parts.append(f" Body: {type_of(body)}.")
    answer = one["responses"][str(route.status)].get("content", {})
    schema = next((one.get("schema") for one in answer.values()), None)
    said = type_of(schema) if schema else "nothing"
    problems = ", ".join(status for status in one["responses"] if int(status) >= 400)  # noqa: PLR2004
    parts.append(f" Answers {route.status} with {said}; problems {problems}.\n")
    return "".join(parts)


def shape(name: str, schema: Schema) -> str:
    """One named object and its fields."""
    parts = [f"\n### {name}\n"]
    if schema.get("description"):
        parts.append(f"\n{' '.join(schema['description'].split())}\n")
    required = set(schema.get("required", ()))
    if schema.get("properties"):
        parts.append("\n| field | type | |\n|---|---|---|\n")
    for field, one in schema.get("properties", {}).items():
        said = ", ".join(filter(None, ("" if field in required else "optional", limits(one))))
        parts.append(f"| `{field}` | {type_of(one)} | {said} |\n")
    return "".join(parts)


def page(told: Schema) -> str:
    from segue.domain import errors  # noqa: PLC0415 - only for the list of codes

    codes = sorted(kind.code for kind in errors.Refused.__subclasses__())
    conflicts = ", ".join(f"`{code}`" for code in codes if STATUS_OF.get(code, 409) == 409)  # noqa: PLR2004
    others = ", ".join(f"`{code}`" for code in codes if STATUS_OF.get(code) == 422)  # noqa: PLR2004
    head = HEAD.replace("{conflicts}", f"{conflicts}, `needs_identity`, `stale_policy`")
    parts = [head.replace("{unprocessable}", f"{OURS}, {others}")]
    for tag in told["tags"]:
        parts.append(f"\n## {tag['name'].capitalize()}\n\n{tag['description']}\n")
        parts += [operation(route, told) for route in ROUTES if route.tag == tag["name"]]
    parts.append("\n## Shapes\n")
    parts += [shape(name, one) for name, one in sorted(told["components"]["schemas"].items())]
    return "".join(parts)


def main() -> int:
    told = described()
    made = {
        REFERENCE / "http.md": page(told),
    }
    stale = [
        path
        for path, text in made.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    if "--check" in sys.argv:
        if stale:
            names = ", ".join(str(path.relative_to(ROOT)) for path in stale)
            print(f"Stale: {names}. Run `./run gen`.", file=sys.stderr)
        return 1 if stale else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made[path], encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
