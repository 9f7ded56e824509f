"""OpenAPI documents as actions: the demo's own, and odd ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from actions.conftest import DEMO, ENVIRON, NOA, Clock, run, served
from segue.actions import actions_in
from segue.actions.described import Service
from segue.actions.form import schema
from segue.actions.openapi import FromDocument, read_openapi
from segue.actions.parsing import Parsed, parsed
from segue.actions.problems import BadActions
from segue.demo.shop import MOUNT, demo_services
from segue.demo.shop.server import described

FILE = """
segue_actions: 1
services:
  shop:
    openapi: {where}
    allow_private: true
    identity: {{customer_id: X-Customer}}
    change:
      getOrder:
        title: {{en: Where is it?}}
        needs_identity: true
        inputs: {{order: {{kind: order, fact: order}}}}
        result: {{say: {{en: "{{order}} is {{/status}}."}}}}
      cancelOrder: {{id: cancel, needs_identity: true}}
"""


def read(document: Any, service: Service | None = None, **changes: Any) -> FromDocument:
    source = Parsed(document, {})
    return read_openapi(source, service or Service("s", "https://s.example"), changes)


def one(operation: dict[str, Any], **more: Any) -> FromDocument:
    return read({"openapi": "3.0.1", "paths": {"/do": {"post": operation}}, **more})


def test_the_demos_own_document_becomes_actions() -> None:
    found = read(described())
    ids = [it.action.id for it in found.actions]
    assert ids == [
        "list_orders", "get_order", "change_address", "cancel_order", "restore_order",
        "start_return", "stop_return", "list_slots", "list_bookings", "create_booking",
        "cancel_booking",
    ]  # fmt: skip
    assert [(left.name, left.why) for left in found.left] == [
        ("health", "the document says that it is none (x-segue: false)")
    ]
    known = {it.action.id: it for it in found.actions}
    assert not known["get_order"].action.changes
    assert known["cancel_order"].action.needs_yes
    assert found.service.auth.kind == "bearer"
    assert found.service.auth.secret == "S_KEY"
    fields = known["create_booking"].fields
    assert [(it.shown.name, it.shown.kind, it.shown.required) for it in fields] == [
        ("kind", "choice", True), ("store", "choice", True), ("day", "date", True),
        ("time", "choice", True),
    ]  # fmt: skip
    assert known["get_order"].returns.rows[2].label == (("*", "Items"),)


async def test_its_actions_work_also_when_it_is_read_from_the_running_server(
    tmp_path: Path,
) -> None:
    shop = demo_services(tmp_path, "k", Clock())
    async with served(shop) as url:
        file = tmp_path / "actions.yaml"
        file.write_text(FILE.format(where=f"{url}{MOUNT}/openapi.json"))
        actions = actions_in(file, environ={"SEGUE_SECRET_SHOP_KEY": "k"})
        assert actions.actions() == ()
        assert await actions.load()
        told = await run(actions, "get_order", NOA, order="48213")
        assert (told.outcome, told.text) == ("done", "48213 is shipped.")
        assert ("Arrives", "Thu 26 Nov") in told.rows
        assert (await run(actions, "cancel", NOA, order="48377")).outcome == "done"
        await actions.stop()
    shop.close()


async def test_a_document_that_is_gone_takes_no_action_away(tmp_path: Path) -> None:
    shop = demo_services(tmp_path, "k", Clock())
    file = tmp_path / "actions.yaml"
    async with served(shop) as url:
        file.write_text(FILE.format(where=f"{url}{MOUNT}/openapi.json"))
        actions = actions_in(file, environ=ENVIRON)
        await actions.load()
    before = actions.actions()
    assert not await actions.load()
    assert actions.actions() == before
    assert "cannot be read" in actions.left[0].why
    await actions.stop()
    shop.close()


def test_a_document_beside_the_file_is_read_at_once(tmp_path: Path) -> None:
    (tmp_path / "shop.json").write_text(json.dumps(described()))
    file = tmp_path / "actions.yaml"
    text = FILE.format(where="shop.json")
    file.write_text(text)
    with pytest.raises(BadActions, match="does not say where the service is"):
        actions_in(file)
    file.write_text(text.replace("openapi:", "url: https://shop.example\n    openapi:"))
    assert actions_in(file).named("get_order") is not None
    (tmp_path / "shop.json").unlink()
    with pytest.raises(BadActions, match="cannot be read"):
        actions_in(file)


def test_what_cannot_be_filled_in_is_left_out_with_the_reason() -> None:
    header = {"name": "X-Trace", "in": "header", "required": True}
    xml = {"required": True, "content": {"application/xml": {}}}
    array: Any = {"type": "object", "required": ["ids"], "properties": {"ids": {"type": "array"}}}
    listed = {"required": True, "content": {"application/json": {"schema": array}}}
    for operation, why in (
        ({"parameters": [header]}, "it needs the header “X-Trace”"),
        ({"requestBody": xml}, "its body is application/xml, not JSON"),
        ({"requestBody": listed}, "“ids” is array"),
        ({"requestBody": {"required": True, "content": {"application/json": {
            "schema": {"$ref": "#/x/y"}}}}}, "something in the document"),
        ({"parameters": [{"$ref": "https://evil.example/p"}]}, "refers to another document"),
        ({"x-segue": {"tittle": "x"}}, "Did you mean “title”?"),
    ):  # fmt: skip
        found = one(operation)
        assert found.actions == []
        assert why in found.left[0].why


def test_a_key_that_is_no_header_is_left_to_the_file() -> None:
    schemes = {
        "q": {"type": "apiKey", "in": "query", "name": "k"},
        "o": {"type": "oauth2", "flows": {}},
        "h": {"type": "apiKey", "in": "header", "name": "X-Key"},
    }
    more: dict[str, Any] = {"components": {"securitySchemes": schemes}}
    found = one({"security": [{"q": []}, {"o": []}]}, **more)
    assert found.left[0].why == (
        "it is opened by a key in the query, which stands in logs or oauth2: say “auth” for this"
        " service"
    )
    found = one({"security": [{"o": []}, {"h": []}]}, **more)
    assert (found.service.auth.kind, found.service.auth.name) == ("header", "X-Key")


def test_bodies_inside_bodies_are_flattened_and_sent_as_they_were() -> None:
    body = {"type": "object", "required": ["who"], "properties": {
        "who": {"type": "object", "required": ["name"], "properties": {
            "name": {"type": "string"}, "age": {"type": ["integer", "null"]}}},
        "gift": {"type": "boolean"},
        "self": {"$ref": "#/components/schemas/Loop"},
        "note": {"allOf": [{"type": "string"}, {"maxLength": 5}]},
    }}  # fmt: skip
    loop = {"Loop": {"allOf": [{"$ref": "#/components/schemas/Loop"}]}}
    found = one(
        {"requestBody": {"content": {"application/json": {"schema": body}}}},
        components={"schemas": loop},
    )
    fields = {it.key: it for it in found.actions[0].fields}
    assert list(fields) == ["who/name", "who/age", "gift", "note"]
    assert fields["who/age"].sent_as == "number"
    assert fields["gift"].sent_as == "flag"


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"swagger": "2.0"}, "Swagger 2: convert it"),
        ([], "no OpenAPI 3 document"),
        ({"openapi": 3}, "no OpenAPI 3 document"),
        ({"openapi": "2.9"}, "no OpenAPI 3 document"),
    ],
)
def test_what_is_no_such_document_is_told(document: Any, said: str) -> None:
    with pytest.raises(BadActions, match=said):
        read(document)


@pytest.mark.parametrize(
    "paths",
    [None, [], {"/a": None}, {"/a": {"get": 3}}, {"/a": {"get": {"parameters": [None, 3]}}},
     {"/a": {"get": {"parameters": {}}}}, {"/a": {"post": {"requestBody": 3}}},
     {"/a": {"post": {"requestBody": {"content": {"application/json": {"schema": []}}}}}},
     {"/a": {"get": {"responses": {"200": {"content": []}}}}},
     {"/a b": {"get": {}}}, {"/{x}": {"get": {}}}, {"/../a": {"get": {}}}],
)  # fmt: skip
def test_a_document_with_holes_breaks_nothing(paths: Any) -> None:
    found = read({"openapi": "3.0.0", "paths": paths})
    assert all(left.why for left in found.left)


def test_x_segue_says_what_the_document_cannot() -> None:
    told = {"title": {"de": "Machen"}, "needs_identity": True, "needs_approval": True,
            "errors": {"404": {"en": "No."}}, "who": ["agent"]}  # fmt: skip
    service = Service("s", "https://s.example", identity=(("email", "X-Mail"),))
    found = read({"openapi": "3.0.1", "paths": {"/do": {"post": {"x-segue": told}}}}, service)
    action = found.actions[0].action
    assert (action.who, action.needs_approval, action.needs_identity) == (("agent",), True, True)


def test_operations_that_the_file_names_and_nobody_has_are_told() -> None:
    found = read(described(), None, nothing={"title": (("*", "x"),)})
    assert ("nothing", "there is no such operation") in [(it.name, it.why) for it in found.left]


def test_the_schema_for_editors_is_valid_itself() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator.check_schema(schema())
    assert parsed(DEMO.read_bytes()).data["segue_actions"] == 1


def test_a_document_cannot_send_our_key_to_another_server() -> None:
    document = {"openapi": "3.0.1", "paths": {}, "servers": [{"url": "https://evil.example/v1"}]}
    source, where = Parsed(document, {}), "https://shop.example/openapi.json"
    with pytest.raises(BadActions, match="to another server"):
        read_openapi(source, Service("s"), {}, where)
    document["servers"] = [{"url": "/v1"}]
    assert read_openapi(source, Service("s"), {}, where).service.url == "https://shop.example/v1"
    given = Service("s", "https://api.shop.example")
    assert read_openapi(source, given, {}, where).service.url == "https://api.shop.example"
