"""A file that describes actions: what may stand in it, and what is told of what is wrong."""

from __future__ import annotations

import contextlib
import json

import pytest

from actions.conftest import DEMO, FILE
from segue.actions.form import schema
from segue.actions.parsing import parsed
from segue.actions.problems import BadActions
from segue.actions.reading import read_file

GOOD = FILE.format(url="https://shop.example/api", timeout=3, idempotency="true")


def problems(text: str) -> list[str]:
    with pytest.raises(BadActions) as bad:
        read_file(text)
    return [str(one) for one in bad.value.problems]


def test_everything_that_is_wrong_is_told_at_once_with_its_line() -> None:
    wrong = (
        GOOD.replace("kind: bearer", "kind: beaerr")
        .replace(
            "{{order}} is {{/status}}".replace("{{", "{").replace("}}", "}"),
            "{ordr} is {/status|dte}",
        )
        .replace("GET /orders/{order}", "GET /orders/{number}")
        .replace("confirm: {en:", "confirmation: {en:")
    )
    assert problems(wrong) == [
        'line 7, services · shop · auth · kind: There is no "beaerr" here. Did you mean “bearer”?',
        *(f"line {line}, actions · {said}" for line, said in (
            (31, "2. · confirmation: An action has no “confirmation”. Did you mean “confirm”?"),
            (12, "“look”: The path names {number}, and there is no such input. There are: order."),
            (18, ("“look” · result · say · en: It puts in {ordr}, and there is no such input. Did"
                 " you mean “order”?")),
            (18, "“look” · result · say · en: There is no format “dte”. Did you mean “date”?"),
        )),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "to", "said"),
    [
        ("url: https:", "url: http:", None),  # allowed: allow_private is said
        ("allow_private: true", "allow_private: perhaps", "it is true or false"),
        ("POST /orders/{order}/stop", "POST orders/{order}", "a method and a path"),
        ("POST /orders/{order}/stop", "POST /orders/../{order}", ". and .. are not allowed"),
        ("GET /orders/{order}", "TRACE /orders/{order}", "a method and a path"),
        ("id: stop", "id: look", "stands there twice"),
        ("id: stop", "id: Stop it", "small letters, digits and _"),
        ("timeout_s: 3", "timeout_s: 900", "not between"),
        ("secret: KEY", "secret: hunter2", "the name of a key"),
        ("auth: {kind: bearer, secret: KEY}", "auth: {kind: bearer}", "needs “secret”"),
        ("identity: {customer_id: X-Customer", "identity: {shoe_size: X-Shoe", "will not do"),
        ("title: {en: Look", "title: {english!: Look", "is no language"),
        (
            "order: {label: {en: Order number}, kind: order}",
            "order: &a {label: {en: x}}",
            "Anchors",
        ),
        ("segue_actions: 1", "segue_actions: 2", "not between 1 and 1"),
        ("kind: order, fact: order", "kind: order, pattern: '(?=x)'", "no RE2 expression"),
        ("kind: order, fact: order", "kind: choice", "needs “choices”"),
        ("value: /status", "value: status", "a place in the answer"),
    ],
)
def test_a_mistake_is_told_in_words(change: str, to: str, said: str | None) -> None:
    assert change in GOOD
    text = GOOD.replace(change, to, 1)
    if said is None:
        read_file(text)
        return
    told = problems(text)
    assert any(said in one for one in told), told
    assert all(one.startswith("line ") for one in told), told


@pytest.mark.parametrize(
    "text",
    ["", "[]", "3", "{", "a: b: c", "\x00", "- " * 5000, "{" * 3000, "!!python/object:os {}",
     "actions: []", "services: {}", "services: 3", "services: {shop: 3}",
     "services: {shop: {url: 'https://x'}}\nactions: [3, null, {id: x}]",
     "services: {shop: {}}", "---\na: 1\n---\nb: 2", "actions: &x [*x]"],
)  # fmt: skip
def test_what_is_no_description_is_refused_in_words(text: str) -> None:
    with contextlib.suppress(BadActions):
        read_file(text)


def test_too_long_a_file_is_refused() -> None:
    with pytest.raises(BadActions, match="larger than 4 MB"):
        read_file("x" * 4_000_001)


def test_an_undo_that_is_not_there_or_lacks_something_is_told() -> None:
    undo = GOOD + "    undo: {action: lok, inputs: {order: '{order}'}}\n"
    assert "Did you mean “look”?" in problems(undo)[0]
    then = GOOD.replace("too_late: {en:", "too_late: {then: lok, say: {en:").replace(
        'has left already."}', 'has left already."}}'
    )
    assert "There is no action “lok”. Did you mean “look”?" in problems(then)[0]
    undo = GOOD + "    undo: {action: look}\n"
    assert "“look” needs order" in problems(undo)[0]
    undo = GOOD + "    undo: {action: look, inputs: {order: '{number}'}}\n"
    assert "{number} is no input" in problems(undo)[0]


def test_what_changes_wants_a_yes_without_being_told_to() -> None:
    look, stop = (one.action for one in read_file(GOOD).actions)
    assert (look.changes, look.needs_yes) == (False, False)
    assert (stop.changes, stop.needs_yes) == (True, True)


def test_identity_needs_a_service_that_can_be_told() -> None:
    text = GOOD.replace(
        "identity: {customer_id: X-Customer, email: X-Customer-Email}", "timeout_s: 2", 1
    )
    text = text.replace("    timeout_s: 3\n", "", 1)
    assert any("has no “identity”" in one for one in problems(text))


def test_the_demos_own_file_fits_the_schema() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    told = parsed(DEMO.read_bytes()).data
    jsonschema.Draft202012Validator(schema()).validate(told)
    told["actions"][0]["resut"] = {}
    assert not jsonschema.Draft202012Validator(schema()).is_valid(told)


def test_json_is_read_as_well() -> None:
    told = parsed(GOOD).data
    assert read_file(json.dumps(told)).actions == read_file(GOOD).actions
