"""Whatever comes in: an answer that says what was wrong, nobody else hurt, nothing kept."""

from __future__ import annotations

import asyncio
import json
import uuid
from typing import Any

import pytest

from segue.domain.ids import ConversationId
from segue.testing import Customer, SentBack
from segue.web.limits import Rate, Rates
from web.conftest import KEY, House, MakeHouse

pytestmark = pytest.mark.slow  # each asks a house of its own


def deep(levels: int) -> str:
    return "[" * levels + "]" * levels


BAD_FRAMES: dict[str, str | bytes] = {
    "binary": b'{"type":"ping"}',
    "not json": "hello",
    "empty": "",
    "an array": "[]",
    "a number": "1e400",
    "not a number": "NaN",
    "no type": "{}",
    "unknown type": '{"type":"become_admin"}',
    "a server's frame": '{"type":"accepted","client_id":"a","seq":1}',
    "unknown field": '{"type":"say","client_id":"a","text":"x","author":"agent"}',
    "text is an object": '{"type":"say","client_id":"a","text":{"$gt":""}}',
    "text is a number": '{"type":"say","client_id":"a","text":1}',
    "client_id missing": '{"type":"say","text":"x"}',
    "client_id too long": json.dumps({"type": "say", "client_id": "a" * 65, "text": "x"}),
    "client_id odd": '{"type":"say","client_id":"a b","text":"x"}',
    "deep": '{"type":"say","client_id":"a","text":' + deep(40) + "}",
    "very deep": '{"type":"say","client_id":"a","text":' + deep(10_000) + "}",
    "score too high": '{"type":"rate","score":6}',
    "score a word": '{"type":"rate","score":"5"}',
    "unknown choice": '{"type":"choose","choice":"refund_me"}',
    "naive time": '{"type":"choose","choice":"callback","phone":"12345","at":"2026-11-24T10:00"}',
    "e-mail with a header": '{"type":"transcript","email":"a@b.c\\nBcc: d@e.f"}',
    "attachments": '{"type":"say","client_id":"a","text":"x","attachments":["/etc/passwd"]}',
    "lone surrogate": '{"type":"say","client_id":"a","text":"\\ud800"',
    "cut off": '{"type":"say","client_id":"a","te',
}


async def raw(customer: Customer, frame: str | bytes) -> dict[str, Any]:
    """Send it as it is, and the refusal that comes for it."""
    before = len(customer.frames)
    assert customer._socket is not None  # noqa: SLF001
    await customer._socket.send(frame)  # noqa: SLF001
    return await customer.until(
        lambda: next((one for one in customer.frames[before:] if one["type"] == "refused"), None)
    )


@pytest.mark.parametrize("frame", BAD_FRAMES.values(), ids=BAD_FRAMES.keys())
async def test_a_bad_frame_is_refused_and_the_socket_stays(
    house: House, frame: str | bytes
) -> None:
    customer = await house.customer()
    refused = await raw(customer, frame)
    assert refused["code"] == "bad_frame"
    assert refused["message"]
    await customer.say("still here")
    await customer.sees("message", text="still here")


async def test_words_that_are_too_long_say_so(house: House) -> None:
    customer = await house.customer()
    with pytest.raises(SentBack) as refused:
        await customer.say("x" * 8001)
    assert refused.value.code == "too_long"
    assert await customer.say("x" * 8000)


@pytest.mark.parametrize("text", [" ", "\n\t ", "\u0000", "\u0007\u0008"])
async def test_words_of_nothing_are_refused(house: House, text: str) -> None:
    customer = await house.customer()
    with pytest.raises(SentBack) as refused:
        await customer.say(text)
    assert refused.value.code == "empty"


async def test_nul_and_control_characters_are_left_out_and_direction_marks_kept(
    house: House,
) -> None:
    customer = await house.customer()
    await customer.say("a\u0000b\u0007c\r\nd\te\u009f \u202eright\u202c \U0001f600")
    said = await customer.sees("message", author="customer")
    assert said["text"] == "abc\nd\te \u202eright\u202c \U0001f600"


async def test_a_frame_of_a_megabyte_ends_the_connection_and_nobody_elses(house: House) -> None:
    neighbour, customer = await house.customer("neighbour"), await house.customer()
    assert customer._socket is not None  # noqa: SLF001
    await customer._socket.send("x" * 1_000_000)  # noqa: SLF001
    await customer.lost()
    await neighbour.say("nothing happened here")
    await customer.reconnect()
    await customer.say("and I am back")


async def test_somebody_who_sends_only_bad_frames_is_shown_out(house: House) -> None:
    customer = await house.customer()
    for _ in range(60):
        if customer.connected:
            await customer.send({"type": "nonsense"})
    await customer.lost()


async def test_a_flood_is_refused_with_a_time_never_dropped_and_nothing_accepted_is_lost(
    houses: MakeHouse,
) -> None:
    house = await houses(rates=Rates(messages=Rate(20, 5)))
    customer, neighbour = await house.customer(), await house.customer("neighbour")
    keys = [str(uuid.uuid4()) for _ in range(100)]
    for number, key in enumerate(keys):
        await customer.send({"type": "say", "client_id": key, "text": f"flood {number}"})
    await customer.until(lambda: len(customer.answers) == len(keys), what="every answer")
    accepted = [key for key in keys if customer.answers[key]["type"] == "accepted"]
    refused = [one for one in customer.answers.values() if one["type"] == "refused"]
    assert {one["code"] for one in refused} == {"rate_limited"}
    assert all(one["retry_after_s"] > 0 for one in refused)
    assert 20 <= len(accepted) <= 40
    await customer.until(lambda: len(customer.said("customer")) == len(accepted))
    await neighbour.say("I can still write")


async def test_a_flood_does_not_begin_anew_by_reconnecting(houses: MakeHouse) -> None:
    house = await houses(rates=Rates(messages=Rate(3, 0.01)))
    customer = await house.customer()
    for number in range(3):
        await customer.say(f"word {number}")
    await customer.close()
    await customer.reconnect()
    with pytest.raises(SentBack) as refused:
        await customer.say("once more")
    assert refused.value.code == "rate_limited"


async def test_a_store_that_is_gone_is_said_and_the_same_words_are_taken_later(
    house: House,
) -> None:
    customer = await house.customer()
    key = str(uuid.uuid4())
    with house.broken_store():
        with pytest.raises(SentBack) as refused:
            await customer.say("keep this", key)
        assert refused.value.code == "unavailable"
        assert customer.answers[key]["retry_after_s"] > 0
        http = await house.http()
        ready = await http.get("/readyz")
        assert ready.status_code == 503
        assert int(ready.headers["retry-after"]) >= 1
        assert ready.json()["code"] == "unavailable"
        assert (await http.get("/healthz")).status_code == 200
        body = {"inbox_key": KEY}
        assert (await http.post("/api/v1/widget/sessions", json=body)).status_code == 503
        await http.aclose()
    assert await customer.say("keep this", key)
    await customer.sees("message", text="keep this")


async def test_a_slow_reader_is_closed_and_resumes_and_nobody_else_waits(house: House) -> None:
    ana, ben = await house.agent("Ana"), await house.agent("Ben")
    await ana.available()
    customer = await house.customer()
    await customer.ask_person()
    await ana.accept(await ana.offered(customer.conversation))
    slow = await house.customer("slow")
    await slow.close()
    slow.session, slow.conversation = customer.session, customer.conversation
    await slow.reconnect()
    assert slow._socket is not None  # noqa: SLF001
    slow._socket.transport.pause_reading()  # noqa: SLF001
    house.narrow(slow._socket.local_address[1])  # noqa: SLF001
    wide = "w" * 7_900
    for number in range(150):
        await ana.say(customer.conversation, f"{number} {wide}")
    await customer.sees("message", text=f"149 {wide}")
    assert ben.connected
    room = house.web.audience.rooms[ConversationId(customer.conversation)]
    await customer.until(lambda: len(room.live) == 1 or None, what="the slow one to be closed")
    slow._socket.transport.resume_reading()  # noqa: SLF001
    await slow.lost()
    await slow.reconnect()
    await slow.sees("message", text=f"149 {wide}")
    assert len(slow.said("agent")) == 150
    assert slow.faults == []


@pytest.mark.parametrize(
    ("content", "kind", "status", "code"),
    [
        (b"{}", "application/json", 422, "bad_request"),
        (b"[]", "application/json", 422, "bad_request"),
        (b"nonsense", "application/json", 400, "bad_json"),
        (b"\xff\xfe", "application/json", 400, "bad_json"),
        (b'{"email":1,"password":"x"}', "application/json", 422, "bad_request"),
        (b'{"email":{"$gt":""},"password":"x"}', "application/json", 422, "bad_request"),
        (
            b'{"email":"a","password":"x","role":"admin"}',
            "application/json",
            422,
            "bad_request",
        ),
        (b"email=a&password=b", "application/x-www-form-urlencoded", 415, "not_json"),
        (b'{"email":' + b"[" * 200 + b"]" * 200 + b"}", "application/json", 422, "bad_request"),
        (b'{"email":"' + b"x" * 300_000 + b'"}', "application/json", 413, "too_large"),
    ],
)
async def test_a_bad_body_is_a_problem_with_a_code(
    house: House, content: bytes, kind: str, status: int, code: str
) -> None:
    http = await house.http()
    answer = await http.post("/api/v1/sign-in", content=content, headers={"content-type": kind})
    await http.aclose()
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["code"] == code
    assert problem["status"] == status
    assert problem["detail"]
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/nothing", 404, "not_found"),
        ("GET", "/api/v1/sign-in", 405, "method_not_allowed"),
        ("DELETE", "/api/v1/me", 405, "method_not_allowed"),
        ("POST", "/", 405, "method_not_allowed"),
        ("GET", "/assets/../../pyproject.toml", 404, "not_found"),
        ("GET", "/assets/workspace/%2e%2e/%2e%2e/app.py", 404, "not_found"),
        ("GET", "/assets/workspace/.hidden", 404, "not_found"),
        ("GET", "/widget/v1/frame?key=nobody", 404, "unknown_inbox"),
        ("GET", "/shop", 404, "not_found"),
        ("GET", "/wp-login.php", 404, "not_found"),
    ],
)
async def test_what_is_not_there_is_a_problem_too(
    house: House, method: str, path: str, status: int, code: str
) -> None:
    http = await house.http()
    answer = await http.request(method, path)
    await http.aclose()
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_a_header_of_a_hundred_kilobytes_is_refused(house: House) -> None:
    http = await house.http()
    answer = await http.get("/healthz", headers={"x-long": "x" * 30_000})
    await http.aclose()
    assert answer.status_code == 431


async def test_a_body_that_never_ends_is_given_up(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("segue.web.limits.BODY_S", 0.2)
    host, port = house.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(
        b"POST /api/v1/sign-in HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
        b"content-length: 1000\r\n\r\n{"
    )
    answer = await asyncio.wait_for(reader.read(400), 5)
    writer.close()
    assert b" 408 " in answer.split(b"\r\n", 1)[0]


async def test_a_head_that_never_ends_is_given_up(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("segue.web.limits.HEAD_S", 0.2)
    host, port = house.url.removeprefix("http://").split(":")
    for first in (b"", b"GET /healthz HTTP/1.1\r\nhost: x\r\nx-slow: "):
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(first)
        assert await asyncio.wait_for(reader.read(400), 5) == b""
        writer.close()
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"GET /healthz HTTP/1.1\r\nhost: x\r\nx-wide: " + b"w" * 70_000)
    assert b" 400 " in (await asyncio.wait_for(reader.read(400), 5)).split(b"\r\n", 1)[0]
    writer.close()
    await (await house.customer()).say("everybody else is served")
