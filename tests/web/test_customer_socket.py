"""The customer's side of the contract, over a real socket."""

from __future__ import annotations

import asyncio
import uuid

import httpx
import pytest

from segue.testing import SentBack
from web.conftest import KEY, House, patched


async def test_a_customer_asks_the_bot_and_gets_an_answer_with_its_source(house: House) -> None:
    customer = await house.customer()
    assert customer.state["key"] == "assistant"
    seq = await customer.say("When do you deliver?")
    own = await customer.sees("message", author="customer")
    assert own["seq"] == seq
    assert own["delivery"] == "sent"
    answer = await customer.sees("message", author="bot")
    assert answer["text"] == "It takes two days."
    assert answer["sources"] == [
        {"id": "delivery", "title": "Delivery", "url": "/shop/help/delivery"}
    ]
    assert answer["confidence"] == 0.9
    assert customer.faults == []


async def test_asking_for_a_person_ends_in_a_person(house: House) -> None:
    ana = await house.agent("Ana")
    await ana.available()
    customer = await house.customer()
    await customer.say("When do you deliver?")
    await customer.ask_person()
    told = await customer.sees("handoff_requested")
    assert told["reason"] == "asked"
    assert told["text"]
    waiting = await customer.frame("waiting", because="asked")
    assert waiting["place"] == 1
    offer = await ana.offered(customer.conversation)
    assert offer["brief"]["reason"] == "asked"
    assert offer["lease_s"] == 60
    await ana.accept(offer)
    joined = await customer.sees("agent_joined")
    assert (joined["name"], joined["initials"], joined["team"]) == ("Ana", "AR", "Orders")
    assert "Ana" in joined["text"]
    state = await customer.shows("joined", owner="person", speaks="person", name="Ana")
    assert state["can_ask_person"] is False
    await ana.say(customer.conversation, "Hi, this is Ana.")
    heard = await customer.sees("message", author="agent")
    assert (heard["name"], heard["text"]) == ("Ana", "Hi, this is Ana.")
    await customer.say("Hello Ana")
    assert (await ana.hears("message", customer.conversation, text="Hello Ana"))["author"] == (
        "customer"
    )
    assert customer.faults == []


async def test_the_same_client_id_is_accepted_once_with_the_same_number(house: House) -> None:
    customer = await house.customer()
    key = str(uuid.uuid4())
    first = await customer.say("hello there", key)
    again = await customer.say("hello there", key)
    assert first == again
    await customer.say("the end of the thread")
    await customer.sees("message", text="the end of the thread")
    assert customer.said("customer").count("hello there") == 1


async def test_the_same_client_id_with_other_words_is_refused(house: House) -> None:
    customer = await house.customer()
    key = str(uuid.uuid4())
    await customer.say("the first words", key)
    with pytest.raises(SentBack) as refused:
        await customer.say("other words", key)
    assert refused.value.code == "client_id_reused"


async def test_a_customer_who_was_away_gets_everything_once_and_in_order(house: House) -> None:
    ana = await house.agent("Ana")
    await ana.available()
    customer = await house.customer()
    await customer.ask_person()
    await ana.accept(await ana.offered(customer.conversation))
    await customer.sees("agent_joined")
    await customer.drop()
    for number in range(30):
        await ana.say(customer.conversation, f"line {number}")
    await customer.reconnect()
    await customer.sees("message", text="line 29")
    assert customer.said("agent") == [f"line {number}" for number in range(30)]
    assert customer.faults == []


async def test_resuming_while_the_other_side_writes_misses_and_repeats_nothing(
    house: House,
) -> None:
    ana = await house.agent("Ana")
    await ana.available()
    customer = await house.customer()
    await customer.ask_person()
    await ana.accept(await ana.offered(customer.conversation))

    async def write() -> None:
        for number in range(60):
            await ana.say(customer.conversation, f"line {number}")

    writing = asyncio.create_task(write())
    for _ in range(6):
        await customer.drop()
        await customer.reconnect()
    await writing
    await customer.sees("message", text="line 59")
    assert customer.said("agent") == [f"line {number}" for number in range(60)]
    assert customer.faults == []


async def test_two_tabs_of_one_customer_show_the_same(house: House) -> None:
    first = await house.customer()
    await first.say("When do you deliver?")
    await first.sees("message", author="bot")
    second = await house.customer()
    second.session = first.session
    await second.close()
    second.conversation = ""
    second.events.clear()
    await second.start()
    assert second.conversation == first.conversation
    await second.sees("message", author="bot")
    await second.say("from the other tab")
    await first.sees("message", text="from the other tab")


async def test_a_number_of_the_future_is_answered_with_the_whole_thread(house: House) -> None:
    """A client that remembers another database begins anew instead of seeing nothing."""
    customer = await house.customer()
    await customer.say("hello there")
    await customer.close()
    customer.events.clear()
    await customer.open(
        house.socket_url("/api/v1/widget/socket", session=customer.session, after=9_000)
    )
    await customer.sees("message", text="hello there")


async def test_resume_goes_on_with_the_same_conversation(house: House) -> None:
    customer = await house.customer()
    body = {"inbox_key": KEY, "resume": customer.session}
    async with httpx.AsyncClient(base_url=house.url, trust_env=False) as http:
        again = (await http.post("/api/v1/widget/sessions", json=body)).json()
        body["resume"] = "cs_forged"
        other = (await http.post("/api/v1/widget/sessions", json=body)).json()
    assert again["conversation"] == customer.conversation
    assert again["session"] == customer.session
    assert other["conversation"] != customer.conversation


@pytest.mark.parametrize("session", ["", "cs_forged", "x" * 5000, "%00", "' OR 1=1 --"])
async def test_a_forged_session_opens_nothing(house: House, session: str) -> None:
    customer = await house.customer()
    await customer.close()
    url = house.socket_url("/api/v1/widget/socket", session=session, after=0)
    before = len(customer.frames)
    await customer.open(url)
    await customer.lost()
    assert [frame["type"] for frame in customer.frames[before:]] == ["refused"]
    assert customer.frames[-1]["code"] == ("session_over" if len(session) < 4096 else "too_long")


async def test_an_expired_session_opens_nothing(house: House) -> None:
    customer = await house.customer()
    await customer.close()
    house.clock.turn(days=91)
    await customer.open(
        house.socket_url("/api/v1/widget/socket", session=customer.session, after=0)
    )
    await customer.lost()
    assert customer.frames[-1]["code"] == "session_over"


async def test_a_note_never_reaches_the_customer(house: House) -> None:
    ana = await house.agent("Ana")
    await ana.available()
    customer = await house.customer()
    await customer.ask_person()
    await ana.accept(await ana.offered(customer.conversation))
    await ana.note(customer.conversation, "SECRET: watch out")
    await ana.act(customer.conversation, "tags", tags=["SECRET"])
    await ana.act(customer.conversation, "verdict", verdict="right", note="SECRET")
    await ana.say(customer.conversation, "the end")
    await customer.sees("message", text="the end")
    await customer.close()
    customer.events.clear()
    await customer.reconnect()
    await customer.sees("message", text="the end")
    assert "SECRET" not in repr(customer.frames)
    assert await ana.hears("note", customer.conversation, text="SECRET: watch out")


async def test_the_customer_sees_typing_and_reading(house: House) -> None:
    ana = await house.agent("Ana")
    await ana.available()
    customer = await house.customer()
    await customer.ask_person()
    await ana.accept(await ana.offered(customer.conversation))
    await ana.send({"type": "viewing", "conversation": customer.conversation})
    await ana.frame("viewing")
    await ana.send({"type": "typing", "conversation": customer.conversation})
    assert (await customer.frame("typing", who="agent"))["name"] == "Ana"
    await customer.send({"type": "typing"})
    await ana.frame("typing", who="customer")
    seq = await customer.say("are you there?")
    await ana.send({"type": "seen", "conversation": customer.conversation, "seq": seq})
    await customer.frame("seen", seq=seq)
    await customer.send({"type": "seen", "seq": seq})
    await ana.frame("seen", who="customer", seq=seq)
    await customer.send({"type": "ping"})
    await customer.frame("pong")


async def test_closing_asks_for_a_rating_once(house: House) -> None:
    ana = await house.agent("Ana")
    await ana.available()
    customer = await house.customer()
    await customer.ask_person()
    await ana.accept(await ana.offered(customer.conversation))
    await ana.end(customer.conversation)
    closed = await customer.sees("closed")
    assert "Ana" in closed["text"]
    await customer.sees("survey", name="Ana")
    await customer.shows("rating", survey=True)
    await customer.rate(5, "quick")
    await customer.sees("rated", score=5)
    await customer.shows("ended", survey=False)
    with pytest.raises(SentBack) as refused:
        await customer.rate(1)
    assert refused.value.code == "already_rated"


async def test_places_in_line_move_up_without_a_word_from_the_customer(house: House) -> None:
    lea = await house.agent("Lea")
    first, second = await house.customer("first"), await house.customer("second")
    await first.ask_person()
    await second.ask_person()
    await second.shows("in_line", "in_line_next", "away", "finding", place=2)
    await lea.until(lambda: first.conversation in lea.items)
    await lea.act(first.conversation, "pick")
    await second.shows("in_line", "in_line_next", "finding", place=1)


async def test_a_restart_says_come_back_and_loses_nothing(house: House) -> None:
    ana = await house.agent("Ana")
    await ana.available()
    customer = await house.customer()
    await customer.ask_person()
    await ana.accept(await ana.offered(customer.conversation))
    await customer.say("before the restart")
    await ana.hears("message", customer.conversation, text="before the restart")
    assert customer._socket is not None  # noqa: SLF001
    socket = customer._socket  # noqa: SLF001
    await house.stop()
    await customer.lost()
    assert socket.close_code == 1012
    await house.start()
    await customer.reconnect()
    await ana.reconnect()
    await customer.say("after the restart")
    await ana.hears("message", customer.conversation, text="after the restart")
    await ana.say(customer.conversation, "welcome back")
    await customer.sees("message", text="welcome back")
    assert customer.said("customer") == ["before the restart", "after the restart"]
    assert customer.faults == []


async def test_a_store_that_is_gone_asks_sockets_to_come_later(house: House) -> None:
    customer = await house.customer()
    await customer.say("hello there")
    await customer.close()
    customer.events.clear()
    url = house.socket_url("/api/v1/widget/socket", session=customer.session, after=0)
    with house.broken_store("conversation", "events"):
        await customer.open(url)
        await customer.lost()
        assert customer.frames[-1]["code"] == "unavailable"
    await customer.reconnect()
    await customer.sees("message", text="hello there")


async def test_what_the_feed_forgot_is_read_from_the_store(house: House) -> None:
    """The feed is a wake-up, never the record: a commit that it did not announce is found by its
    number as soon as a later one is."""
    ana = await house.agent("Ana")
    await ana.available()
    customer = await house.customer()
    await customer.ask_person()
    await ana.accept(await ana.offered(customer.conversation))
    await customer.sees("agent_joined")
    with patched(house.segue.hub, "publish", lambda _: None):
        for number in range(3):
            await ana.say(customer.conversation, f"unheard {number}")
    await ana.say(customer.conversation, "heard")
    await customer.sees("message", text="heard")
    assert customer.said("agent") == ["unheard 0", "unheard 1", "unheard 2", "heard"]
    assert customer.faults == []
