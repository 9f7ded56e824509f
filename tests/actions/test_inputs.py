"""What a wish has to bring, and that nothing else gets in."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from actions.conftest import (
    CONVERSATION,
    DEMO,
    ENVIRON,
    JONAS,
    NOA,
    DemoShop,
    described,
    run,
    says,
    talking,
)
from actions.test_other_systems_that_misbehave import always
from segue.actions import actions_in, actions_of
from segue.actions.described import Field
from segue.actions.doing import Actions
from segue.actions.keys import NoKey, keys_from
from segue.actions.reading import read_file
from segue.actions.values import as_kind
from segue.app.ports_actions import ActionInput, ActionWish, BadAction, NothingDone
from segue.domain.inputs import Contact

GOOD = says("200 OK", b'{"status": "here"}')


def shop() -> Actions:
    return actions_in(DEMO, environ=ENVIRON)


def refused(action: str, *, who: str = "bot", language: str = "en", **inputs: str) -> BadAction:
    with pytest.raises(BadAction) as no:
        shop().call(ActionWish(action, tuple(inputs.items())), who=who, language=language)
    return no.value


def test_what_a_call_carries_is_the_companys_words_in_the_customers_language() -> None:
    wish = ActionWish("book_slot", (("kind", "Reparatur"), ("store", "hamburg"),
                                    ("day", "30.11.2026"), ("time", "10:30")))  # fmt: skip
    call = shop().call(wish, who="bot", language="de-AT")
    assert call.title == "Termin buchen"
    assert dict(call.inputs) == {
        "kind": "repair", "store": "Hamburg", "day": "2026-11-30", "time": "10:30",
    }  # fmt: skip
    assert dict(call.shown)["Wofür"] == "Reparatur"
    assert call.ask == "Reparatur in Hamburg am Mo, 30. November um 10:30 buchen?"
    assert (call.needs_yes, call.needs_identity, call.needs_approval) == (True, True, False)


def test_an_agent_says_yes_by_asking_but_the_customer_must_be_known_all_the_same() -> None:
    call = shop().call(
        ActionWish("cancel_large_order", (("order", "48402"),)), who="agent", language="en"
    )
    assert (call.needs_yes, call.needs_approval, call.ask) == (False, False, "")
    assert call.needs_identity


def test_wrong_wishes_are_refused_with_a_code() -> None:
    assert refused("drop_tables").code == "unknown_action"
    assert (refused("track_order").code, refused("track_order").field) == ("missing_input", "order")
    assert str(refused("track_order", language="de")) == "Dafür wird „Bestellnummer“ gebraucht."
    bad = refused("track_order", order="48213; drop")
    assert (bad.code, bad.field) == ("bad_input", "order")
    assert refused("stop_return", **{"return": "R12"}).code == "bad_input"
    assert refused("book_slot", kind="surgery").field == "kind"


@pytest.mark.parametrize("name", ["customer_id", "X-Customer", "x-customer", "identity", "email"])
def test_who_the_customer_is_cannot_be_given_as_an_input(name: str) -> None:
    no = refused("track_order", order="48213", **{name: "c-1001"})
    assert (no.code, no.field) == ("bad_input", name)


async def test_an_order_number_cannot_lead_to_another_place(demo: DemoShop) -> None:
    for number in ("48213/../48377", "48213?x=1", "..", "48213#", "a\r\nX-Customer: c-1001"):
        with pytest.raises(BadAction):
            demo.actions.call(
                ActionWish("track_order", (("order", number),)), who="bot", language="en"
            )


async def test_a_text_in_a_path_stays_one_step() -> None:

    text = """
services: {s: {url: URL, allow_private: true}}
actions:
  - {id: look, title: Look, request: "GET /a/{name}/b", inputs: {name: {}, q: {required: false}}}
"""
    async with talking(always(GOOD)) as raw:
        actions = Actions(read_file(text.replace("URL", raw.url)))
        for name in ("a/admin", "x?y=1#z", "a b", ".", "é/%2f", "x\r\nHost: evil"):
            await run(actions, "look", Contact(), name=name, q="a&b=c\r\nd")
        for name in ("..", "../../admin", "a/../b", "a\\b"):
            with pytest.raises(BadAction):
                await run(actions, "look", Contact(), name=name)
        await actions.stop()
    heads = [one.split(b"\r\n")[0].decode() for one in raw.heard]
    assert heads[0] == "GET /a/a%2Fadmin/b?q=a%26b%3Dc+d HTTP/1.1"
    assert heads[3].startswith("GET /a/%2E/b?")
    assert len(heads) == 6
    assert all(head.count("/b?") == 1 and head.startswith("GET /a/") for head in heads)
    assert all(b"evil" not in one.split(b"\r\n\r\n")[0].split(b"\r\n", 1)[1] for one in raw.heard)


async def test_the_header_says_who_it_is_only_of_the_verified() -> None:
    async with talking(always(GOOD)) as raw:
        actions = described(raw.url)
        await run(actions, "look", NOA, order="1")
        await run(actions, "look", JONAS, order="1")
        mail = Contact(email="wren@shopper.example", verified=True, name="\r\nX-Customer: c-1")
        await run(actions, "look", mail, order="1")
        nobody = await run(actions, "look", Contact(customer_id="c-1001"), order="1")
        nameless = await run(actions, "look", Contact(name="Noa", verified=True), order="1")
        await actions.stop()
    said = [one.split(b"\r\n") for one in raw.heard]
    assert b"X-Customer: c-1001".lower() in [line.lower() for line in said[0]]
    assert b"x-customer: c-1002" in [line.lower() for line in said[1]]
    assert b"x-customer-email: wren@shopper.example" in [line.lower() for line in said[2]]
    assert len(said) == 3
    assert nobody.outcome == nameless.outcome == "refused"


async def test_a_call_that_was_made_by_hand_is_checked_again_when_it_runs() -> None:

    async with talking(always(GOOD)) as raw:
        actions = described(raw.url)
        call = actions.call(ActionWish("look", (("order", "1"),)), who="bot", language="en")
        forged = replace(call, inputs=(("order", "../admin"),), needs_identity=False)
        told = await actions.run(
            forged,
            1,
            conversation=CONVERSATION,
            contact=Contact(),
            language="en",
            key="k",
        )
        await actions.stop()
    assert told.outcome == "refused"
    assert raw.heard == []


@given(st.text(max_size=60), st.sampled_from(
    ["text", "order", "email", "phone", "date", "number", "choice"]))  # fmt: skip
def test_a_value_once_read_is_read_the_same_again(text: str, kind: str) -> None:
    field = Field(ActionInput("x", "X", kind, choices=("Yes", "No")), key="x")  # type: ignore[arg-type]
    read = as_kind(field, text)
    if read is not None:
        assert as_kind(field, read) == read


@pytest.mark.parametrize(
    ("kind", "text", "read"),
    [
        ("order", "#48213", "48213"), ("order", "٤٨٢١٣", "48213"),
        ("order", "AB-1234", "AB-1234"), ("order", "no idea", None),
        ("email", "Noa@Shopper.Example", "noa@shopper.example"), ("email", "noa@shopper", None),
        ("email", "a@b.c>, <x@y.zz", None), ("phone", "+31 (0)20 123 45", "+3102012345"),
        ("phone", "call me", None), ("date", "2026-2-3", "2026-02-03"),
        ("date", "3.2.2026", "2026-02-03"), ("date", "31.2.2026", None), ("date", "soon", None),
        ("number", "12,50", "12.5"), ("number", "1e9", None), ("number", "inf", None),
        ("number", "-3", "-3"), ("choice", "yes", "Yes"), ("choice", "maybe", None),
    ],
)  # fmt: skip
def test_values_of_each_kind(kind: str, text: str, read: str | None) -> None:
    field = Field(ActionInput("x", "X", kind, choices=("Yes", "No")), key="x")  # type: ignore[arg-type]
    assert as_kind(field, text) == read


def test_approval_may_depend_on_an_amount() -> None:

    actions = Actions(
        read_file("""
services: {s: {url: "https://x.example"}}
actions:
  - id: refund
    title: Refund
    request: POST /refunds
    inputs: {amount: {kind: number}}
    needs_approval: {input: amount, above: 20}
""")
    )
    for amount, needed in (("20", False), ("20.01", True), ("19,99", False), ("900", True)):
        wish = ActionWish("refund", (("amount", amount),))
        assert actions.call(wish, who="bot", language="en").needs_approval is needed


def test_keys_come_from_the_environment_or_a_file_that_only_we_read(tmp_path: Path) -> None:
    file = tmp_path / "secrets.toml"
    file.write_text('SHOP_KEY = "of the file"\nOTHER = "x"\nBAD = "a\\nb"\n')
    file.chmod(stat.S_IRUSR | stat.S_IWUSR)
    keys = keys_from(file, {"SEGUE_SECRET_OTHER": "of the environment"})
    assert (keys("SHOP_KEY"), keys("OTHER")) == ("of the file", "of the environment")
    with pytest.raises(NoKey, match="not set"):
        keys("NONE")
    with pytest.raises(NoKey, match="no header can carry"):
        keys("BAD")
    file.chmod(0o644)
    with pytest.raises(NoKey, match="chmod 600"):
        keys("SHOP_KEY")
    with pytest.raises(NoKey, match="cannot be read"):
        keys_from(tmp_path / "none", {})("SHOP_KEY")


def test_without_a_file_nothing_can_be_done() -> None:
    assert isinstance(actions_of("", ""), NothingDone)
