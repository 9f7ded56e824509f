"""Replies that are too long, too slow, of another kind, or no replies at all."""

import asyncio
import gzip
import ssl
import zlib
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from segue.outgoing import Outgoing, OutgoingError
from servers.certificates import certificate_for
from servers.elsewhere import Asked, Elsewhere, Page, elsewhere, html, json_page, moved

pytestmark = pytest.mark.slow  # real servers, real time-outs

JSON = ("application/json",)
MEGABYTE = b"\x00" * 1_000_000


@pytest_asyncio.fixture
async def place() -> AsyncIterator[Elsewhere]:
    async with elsewhere() as one:
        yield one


@pytest_asyncio.fixture
async def outgoing() -> AsyncIterator[Outgoing]:
    async with Outgoing(["127.0.0.1"]) as one:
        yield one


async def failure(outgoing: Outgoing, url: str, method: str = "GET", **how: Any) -> OutgoingError:
    with pytest.raises(OutgoingError) as caught:
        await outgoing.request(method, url, **({"timeout_s": 5} | how))
    assert caught.value.said.endswith((".", "?"))
    return caught.value


def squeezed(body: bytes, encoding: str) -> Page:
    return Page(body, 200, (("Content-Encoding", encoding), ("Content-Type", "text/plain")))


async def test_compressed_bodies_are_read(place: Elsewhere, outgoing: Outgoing) -> None:
    text = b"Refunds arrive in 5-7 business days. " * 9_000
    bare = zlib.compressobj(wbits=-15)
    place.pages = {
        "/gzip": squeezed(gzip.compress(text), "gzip"),
        "/twice": squeezed(gzip.compress(text) + gzip.compress(text), "x-gzip"),
        "/padded": squeezed(gzip.compress(text) + b"\x00" * 9, "gzip"),
        "/zlib": squeezed(zlib.compress(text), "deflate"),
        "/bare": squeezed(bare.compress(text) + bare.flush(), "deflate"),
        "/none": squeezed(b"", "gzip"),
    }
    for path, times in (
        ("/gzip", 1), ("/twice", 2), ("/padded", 1), ("/zlib", 1), ("/bare", 1), ("/none", 0)
    ):  # fmt: skip
        assert (await outgoing.request("GET", place.url + path)).body == text * times, path


async def test_a_compressed_bomb_is_not_inflated(place: Elsewhere, outgoing: Outgoing) -> None:
    deflate = zlib.compressobj(9, wbits=31)
    bomb = b"".join([*(deflate.compress(MEGABYTE) for _ in range(400)), deflate.flush()])
    assert len(bomb) < 500_000
    place.pages["/bomb"] = squeezed(bomb, "gzip")
    error = await failure(outgoing, f"{place.url}/bomb", most_bytes=2_000_000)
    assert (error.code, error.sent) == ("too_large", True)
    assert "2 MB" in error.said


async def test_a_body_compressed_badly_or_unasked_is_refused(
    place: Elsewhere, outgoing: Outgoing
) -> None:
    whole = gzip.compress(b"x" * 10_000)
    for body, encoding, code in (
        (whole[:-9], "gzip", "broken"),
        (b"no gzip at all", "gzip", "broken"),
        (whole, "br", "bad_type"),
        (gzip.compress(whole), "gzip, gzip", "bad_type"),
    ):
        place.pages["/x"] = squeezed(body, encoding)
        assert (await failure(outgoing, f"{place.url}/x")).code == code


async def test_a_body_over_its_limit_is_not_read_to_the_end(
    place: Elsewhere, outgoing: Outgoing
) -> None:
    async def endless(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"2710\r\n" + b"x" * 10_000 + b"\r\n")
            await writer.drain()

    place.raw["/endless"] = endless
    assert (await failure(outgoing, f"{place.url}/endless", most_bytes=100_000)).code == "too_large"
    claimed = (("Content-Length", "200000000"),)
    place.pages["/claims"] = Page(b"x", 200, claimed)
    assert (await failure(outgoing, f"{place.url}/claims")).code == "too_large"


async def test_a_slow_drip_does_not_hold_us(place: Elsewhere, outgoing: Outgoing) -> None:
    async def drip(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.01)

    async def silent(_: Asked, __: asyncio.StreamWriter) -> None:
        await asyncio.sleep(60)

    place.raw = {"/drip": drip, "/silent": silent}
    for path in place.raw:
        error = await failure(outgoing, place.url + path, timeout_s=0.3)
        assert (error.code, error.sent) == ("timed_out", True), path


async def test_a_reply_that_is_none_is_said_to_be_so(place: Elsewhere, outgoing: Outgoing) -> None:
    async def noise(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"SSH-2.0-OpenSSH_9.9\r\n")
        await writer.drain()

    async def half(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"a"')
        await writer.drain()

    async def long_head(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n" + b"X-A: " + b"a" * 300_000)
        await writer.drain()

    place.raw = {"/noise": noise, "/half": half, "/head": long_head}
    for path in place.raw:
        assert (await failure(outgoing, place.url + path)).code == "broken", path


async def test_html_instead_of_json_is_named(place: Elsewhere, outgoing: Outgoing) -> None:
    place.pages = {
        "/page": html("<h1>Sign in</h1>"),
        "/lies": json_page("<h1>Sign in</h1>"),
        "/problem": Page(b'{"a":1}', 200, (("Content-Type", "application/problem+json"),)),
        "/empty": Page(b"", 204),
    }
    error = await failure(outgoing, f"{place.url}/page", accept=JSON)
    assert error.code == "bad_type"
    assert "text/html" in error.said
    with pytest.raises(OutgoingError) as caught:
        (await outgoing.request("GET", f"{place.url}/lies", accept=JSON)).json()
    assert caught.value.code == "bad_json"
    assert (await outgoing.request("GET", f"{place.url}/problem", accept=JSON)).json() == {"a": 1}
    assert (await outgoing.request("GET", f"{place.url}/empty", accept=JSON)).status == 204


async def test_a_bad_status_is_a_reply_until_somebody_minds(
    place: Elsewhere, outgoing: Outgoing
) -> None:
    place.pages["/"] = html("<p>down</p>", status=500)
    reply = await outgoing.request("GET", f"{place.url}/", accept=JSON)
    assert (reply.status, reply.kind, reply.charset) == (500, "text/html", "utf-8")
    with pytest.raises(OutgoingError) as caught:
        reply.good()
    assert (caught.value.code, caught.value.status) == ("bad_status", 500)
    assert b"down" in caught.value.body


async def test_nobody_there_is_unreachable(outgoing: Outgoing) -> None:
    async with elsewhere() as gone:
        url = gone.url
    error = await failure(outgoing, url)
    assert (error.code, error.sent) == ("unreachable", False)
    assert (await failure(outgoing, "http://no-such-name.invalid/")).code == "unreachable"


async def test_what_is_harmless_is_tried_again(place: Elsewhere, outgoing: Outgoing) -> None:
    soon = (("Retry-After", "0"),)
    answers = [Page(b"", 503, soon), Page(b"", 429, soon), json_page("{}")]
    place.otherwise = lambda _: answers.pop(0)
    assert (await outgoing.request("GET", place.url, retrying=2)).status == 200
    assert len(place.asked) == 3


@pytest.mark.parametrize(("key", "tries"), [(None, 1), ("order-7", 3)])
async def test_an_order_is_placed_again_only_with_its_key(
    place: Elsewhere, outgoing: Outgoing, key: str | None, tries: int
) -> None:
    place.otherwise = lambda _: Page(b"", 502, (("Retry-After", "0"),))
    headers = {"Idempotency-Key": key} if key else {}
    reply = await outgoing.request("POST", place.url, json={}, headers=headers, retrying=2)
    assert (reply.status, len(place.asked)) == (502, tries)


async def test_a_wait_that_is_too_long_is_not_waited(place: Elsewhere, outgoing: Outgoing) -> None:
    place.otherwise = lambda _: Page(b"", 429, (("Retry-After", "3600"),))
    assert (await outgoing.request("GET", place.url, retrying=3)).status == 429
    assert len(place.asked) == 1


async def test_events_are_streamed_as_they_come(place: Elsewhere, outgoing: Outgoing) -> None:
    heard = asyncio.Event()

    async def events(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n")
        await writer.drain()
        await heard.wait()
        writer.write(b"data: 2\n\n")
        await writer.drain()

    place.raw["/events"] = events
    got = b""
    async for piece in outgoing.stream("GET", f"{place.url}/events", accept=("text/event-stream",)):
        got += piece
        heard.set()
    assert got == b"data: 1\n\ndata: 2\n\n"


async def test_a_stream_that_falls_silent_or_is_none_ends(
    place: Elsewhere, outgoing: Outgoing
) -> None:
    async def stuck(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n")
        await writer.drain()
        await asyncio.sleep(60)

    place.raw["/stuck"] = stuck
    place.pages = {"/down": Page(b"busy", 503), "/html": html("<p>"), "/old": moved("/stuck")}
    for path, code in (
        ("/stuck", "timed_out"), ("/down", "bad_status"), ("/html", "bad_type"),
        ("/old", "redirected"),
    ):  # fmt: skip
        with pytest.raises(OutgoingError) as caught:
            async for _ in outgoing.stream(
                "GET", place.url + path, idle_s=0.3, accept=("text/event-stream",)
            ):
                pass
        assert caught.value.code == code, path
    async with aclosing(outgoing.stream("GET", f"{place.url}/stuck")) as pieces:
        async for piece in pieces:
            assert piece == b"data: 1\n\n"
            break


async def test_a_certificate_is_checked_against_the_name(tmp_path: Path) -> None:
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(*certificate_for("shop.test", tmp_path))
    trusting = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))

    async def home(host: str, port: int) -> list[str]:
        assert host
        assert port
        return ["127.0.0.1"]

    async with elsewhere(server) as place:
        place.pages["/"] = json_page("{}")
        async with Outgoing(["127.0.0.1"], resolve=home, tls=trusting) as outgoing:
            reply = await outgoing.request("GET", f"https://shop.test:{place.port}/")
            assert reply.status == 200
            error = await failure(outgoing, f"https://bank.test:{place.port}/")
            assert error.code == "unreachable"
            assert "certificate" in error.said
        async with Outgoing(["127.0.0.1"], resolve=home) as outgoing:
            error = await failure(outgoing, f"https://shop.test:{place.port}/")
            assert error.code == "unreachable"
        assert len(place.asked) == 1
