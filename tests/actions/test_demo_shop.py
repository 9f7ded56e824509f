"""The demo shop's services, through its own description: every action, and for whom."""

from __future__ import annotations

import httpx
import pytest

from actions.conftest import DEMO, JONAS, NOA, SHOP_KEY, STRANGER, DemoShop, run
from segue.actions.reading import read_file
from segue.demo.shop.books import Books
from segue.demo.shop.server import ROUTES, described
from segue.domain.inputs import Contact

pytestmark = pytest.mark.slow  # real servers, real time-outs

LANGUAGES = {"en", "de", "es", "ar"}


async def test_an_order_is_tracked_for_whoever_has_it(demo: DemoShop) -> None:
    told = await demo.run("track_order", order="48213")
    assert told.outcome == "done"
    assert told.text == "Order 48213 is on its way. It should arrive on Thu 26 Nov."
    assert ("Status", "on its way") in told.rows
    assert ("Total", "€219.00") in told.rows
    assert told.url == "https://track.parcelline.example/PL4821300917"
    assert dict(told.facts) == {"order": "48213"}


async def test_it_is_told_in_the_customers_language(demo: DemoShop) -> None:
    told = await demo.run("track_order", order="60155", language="de", contact=NOA)
    assert told.text.startswith("Diese Bestellung ist für Sie nicht zu finden")
    lucia = Contact(verified=True, email="lucia@shopper.example")
    told = await demo.run("track_order", lucia, order="60155", language="de")
    assert told.text == (
        "Bestellung 60155 hat leider Verspätung. Laut Zustelldienst kommt sie am Mi, 25. November."
    )
    assert ("Summe", "189,00 €") in told.rows


@pytest.mark.parametrize("action", ["track_order", "cancel_order", "restore_order", "start_return"])
async def test_other_peoples_orders_cannot_be_found(demo: DemoShop, action: str) -> None:
    told = await demo.run(action, JONAS, order="48213")
    nothing = await demo.run(action, JONAS, order="99999")
    assert told.outcome == nothing.outcome == "refused"
    assert told.text == nothing.text == "I can’t find that order for you. Is the number right?"
    assert not told.rows


async def test_somebody_who_merely_says_who_they_are_gets_nothing(demo: DemoShop) -> None:
    told = await demo.run("track_order", STRANGER, order="48213")
    assert (told.outcome, told.rows) == ("refused", ())
    assert "who you are" in told.text


async def test_an_address_is_changed_and_changed_back(demo: DemoShop) -> None:
    to = {"street": "Lindengracht 1", "postcode": "1015 KB", "city": "Amsterdam"}
    told = await demo.run("change_address", order="48377", **to)
    assert told.text == "Order 48377 now goes to Lindengracht 1, 1015 KB Amsterdam."
    assert ("Before", "Keizersgracht 12, 1015 CN Amsterdam") in told.rows
    assert told.undo == "change_address"
    back = await demo.run(told.undo, **dict(told.undo_inputs))
    assert back.text == "Order 48377 now goes to Keizersgracht 12, 1015 CN Amsterdam."


async def test_an_order_that_has_left_keeps_its_address(demo: DemoShop) -> None:
    to = {"street": "Lindengracht 1", "postcode": "1015 KB", "city": "Amsterdam"}
    told = await demo.run("change_address", order="48213", **to)
    assert told.outcome == "refused"
    assert "packed already" in told.text


async def test_a_cancelled_order_can_be_had_back_for_half_an_hour(demo: DemoShop) -> None:
    told = await demo.run("cancel_order", order="48377")
    assert "can be taken back until 12:30" in told.text
    assert told.undo == "restore_order"
    demo.clock.turn(minutes=29)
    assert (await demo.run("restore_order", order="48377")).outcome == "done"
    await demo.run("cancel_order", order="48377")
    demo.clock.turn(minutes=31)
    late = await demo.run("restore_order", order="48377")
    assert (late.outcome, late.text) == (
        "refused",
        "That is possible for 30 minutes only. Order 48377 stays cancelled.",
    )


async def test_a_large_order_needs_somebody_of_the_team(demo: DemoShop) -> None:
    told = await demo.run("cancel_order", order="48402")
    assert told.outcome == "refused"
    assert "a colleague has to agree" in told.text
    assert told.then is not None
    assert (told.then.action, dict(told.then.inputs)) == ("cancel_large_order", {"order": "48402"})
    assert (told.then.needs_approval, told.then.needs_yes) == (True, False)
    assert (await demo.run("cancel_large_order", order="48402", who="agent")).outcome == "done"
    packed = await demo.run("cancel_order", order="48213")
    assert packed.then is None


async def test_a_return_gives_a_label_and_can_be_stopped(demo: DemoShop) -> None:
    told = await demo.run("start_return", order="48002", reason="too small")
    assert told.text == (
        "The return of order 48002 is ready. Please hand the parcel in by Tue 1 Dec."
    )
    assert told.url is not None
    assert told.url_label == "Print the label"
    assert (await demo.run("start_return", order="48002", key="another")).outcome == "refused"
    stopped = await demo.run(told.undo, **dict(told.undo_inputs))
    assert stopped.outcome == "done"
    assert (await demo.run("start_return", order="48213")).outcome == "refused"


async def test_an_appointment_is_booked_once(demo: DemoShop) -> None:
    free = await demo.run("list_slots", Contact(), kind="Boot fitting", store="amsterdam")
    assert free.text == "These are free in Amsterdam. Which one should it be?"
    async with httpx.AsyncClient(headers={"authorization": f"Bearer {SHOP_KEY}"}) as http:
        asked = await http.get(f"{demo.url}/slots?kind=fitting&store=Amsterdam")
    slot = asked.json()["slots"][0]
    wanted = {"kind": "fitting", "store": "Amsterdam", "day": slot["day"], "time": slot["time"]}
    told = await demo.run("book_slot", **wanted)
    assert told.outcome == "done"
    late = await demo.run("book_slot", JONAS, **wanted)
    assert late.text == "Somebody has just taken that one. Another time, perhaps?"
    gone = await demo.run(told.undo, **dict(told.undo_inputs))
    assert gone.outcome == "done"
    assert (await demo.run("book_slot", JONAS, **wanted, key="k2")).outcome == "done"


async def test_the_same_key_is_done_once_and_answered_twice(demo: DemoShop) -> None:
    first = await demo.run("start_return", order="48002", key="once")
    second = await demo.run("start_return", order="48002", key="once")
    assert first.outcome == second.outcome == "done"
    assert first.rows == second.rows


async def test_a_key_that_is_wrong_opens_nothing(demo: DemoShop) -> None:
    async with httpx.AsyncClient() as http:
        for key in ("", "Bearer", f"Bearer {SHOP_KEY}x", SHOP_KEY):
            headers = {"authorization": key, "x-customer": "c-1001"}
            assert (await http.get(f"{demo.url}/orders", headers=headers)).status_code == 401
        headers = {"authorization": f"Bearer {SHOP_KEY}"}
        assert (await http.get(f"{demo.url}/orders", headers=headers)).status_code == 403
        assert (await http.get(f"{demo.url}/health")).json() == {"ok": True}


async def test_the_books_never_get_old(demo: DemoShop) -> None:
    demo.clock.turn(days=9)
    again = Books(demo.file, demo.clock)
    assert again.order("c-1001", "48213")["due"] == "2026-12-05"
    again.close()


def test_every_sentence_of_the_demo_is_there_in_every_language() -> None:
    for one in read_file(DEMO.read_bytes()).actions:
        words = [one.action.titles, *(case.say for case in one.returns.say)]
        words += [one.action.confirm] if one.action.needs_yes else []
        words += [refusal.say for refusal in one.refusals]
        words += [row.label for row in one.returns.rows]
        words += [field.shown.labels for field in one.fields]
        words += [field.shown.ask for field in one.fields if field.shown.required]
        for said in words:
            assert set(dict(said)) == LANGUAGES, one.action.id


def test_the_document_describes_every_route() -> None:
    told = {
        (method.upper(), path)
        for path, item in described()["paths"].items()
        for method in item
        if method != "parameters"
    }
    assert told == {(method, path) for method, path, _ in ROUTES} | {("GET", "/health")}


async def test_nothing_of_it_is_sent_where_it_is_only_tried(demo: DemoShop) -> None:
    told = await run(demo.actions, "cancel_order", NOA, dry=True, order="48377")
    assert dict(told.rows)["Request"].endswith("/orders/48377/cancel")
    assert SHOP_KEY not in str(told)
    still = await demo.run("track_order", order="48377")
    assert ("Status", "placed") in still.rows
