"""No request reaches a private network, whatever the address looks like or turns into."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any, Literal

import pytest
import pytest_asyncio

from segue.outgoing import Outgoing, OutgoingError, transport
from servers.elsewhere import Asked, Elsewhere, Page, elsewhere, json_page, moved


@pytest_asyncio.fixture
async def place() -> AsyncIterator[Elsewhere]:
    async with elsewhere() as one:
        one.pages["/"] = json_page('{"secret": 1}')
        yield one


async def code_of(outgoing: Outgoing, url: str, **how: Any) -> str:
    with pytest.raises(OutgoingError) as caught:
        await outgoing.request("GET", url, timeout_s=5, **how)
    assert caught.value.said.endswith(".")
    return caught.value.code


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "127.1", "0", "0.0.0", "2130706433", "0x7f.1", "0177.0.0.1",
     "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::1]", "[::]", "localhost.", "LOCALHOST",
     "①②⑦.⓪.⓪.①", "127。0。0。1"],
)  # fmt: skip
async def test_no_spelling_of_this_machine_is_asked(place: Elsewhere, host: str) -> None:
    async with Outgoing() as outgoing:
        code = await code_of(outgoing, f"http://{host}:{place.port}/")
    assert code in {"private_address", "unreachable", "bad_url"}
    assert not place.connections


@pytest.mark.parametrize(
    "url",
    ["ftp://example.com/", "file:///etc/passwd", "gopher://x/", "//x/", "x", "", "http://",
     "http://me:secret@example.com/", "http://example.com@127.0.0.1/", "http://\x00/",
     "http://a b/", "http://[::1/", "http://example.com:99999/", "data:text/html,x",
     "http://example.com\\@127.0.0.1/", "unix:///run/x.sock"],
)  # fmt: skip
async def test_what_is_no_address_is_refused(url: str) -> None:
    async with Outgoing(["127.0.0.0/8"]) as outgoing:
        assert await code_of(outgoing, url) in {"bad_url", "unreachable"}


async def test_an_address_is_judged_when_it_is_typed_in(place: Elsewhere) -> None:
    async with Outgoing() as outgoing:
        with pytest.raises(OutgoingError) as caught:
            await outgoing.check(f"{place.url}/")
    assert caught.value.code == "private_address"
    assert str(place.port) in caught.value.said
    async with Outgoing([place.place]) as outgoing:
        await outgoing.check(f"{place.url}/")
    assert not place.connections


async def test_what_an_administrator_allows_is_asked(place: Elsewhere) -> None:
    for entry in (place.place, "127.0.0.0/8", "127.0.0.1"):
        async with Outgoing([entry]) as outgoing:
            reply = await outgoing.request("GET", f"{place.url}/")
            assert reply.json() == {"secret": 1}
    async with Outgoing([f"localhost:{place.port}"]) as outgoing:
        assert (await outgoing.request("GET", f"http://localhost:{place.port}/")).status == 200
        assert place.asked[-1].headers["host"] == f"localhost:{place.port}"


class Changing:
    """A name server that gives another answer each time it is asked."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked = 0

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        assert host
        assert port
        self.asked += 1
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


async def test_a_name_that_changes_its_address_gains_nothing(place: Elsewhere) -> None:
    # Judged to be public at first, it leads home the next time: judged again, refused again.
    rebinding = Changing(["203.0.114.1"], ["127.0.0.1"])
    async with Outgoing(resolve=rebinding) as outgoing:
        await outgoing.check(f"http://shop.test:{place.port}/")
        assert await code_of(outgoing, f"http://shop.test:{place.port}/") == "private_address"
    assert rebinding.asked == 2
    assert not place.connections


async def test_a_connection_goes_to_the_very_address_that_was_judged(place: Elsewhere) -> None:
    # The name is looked up once for a connection; what it would say next does not matter.
    changing = Changing(["127.0.0.1"], ["10.0.0.1"])
    async with Outgoing(["127.0.0.1"], resolve=changing) as outgoing:
        reply = await outgoing.request("GET", f"http://shop.test:{place.port}/")
    assert reply.json() == {"secret": 1}
    assert changing.asked == 1
    assert place.asked[0].headers["host"] == f"shop.test:{place.port}"


async def test_one_private_address_among_public_ones_spoils_the_name(place: Elsewhere) -> None:
    both = Changing(["93.184.216.34", "127.0.0.1"])
    async with Outgoing(resolve=both) as outgoing:
        assert await code_of(outgoing, f"http://shop.test:{place.port}/") == "private_address"


async def test_a_redirect_is_not_followed_unless_asked(place: Elsewhere) -> None:
    place.pages["/old"] = moved("/")
    async with Outgoing([place.place]) as outgoing:
        with pytest.raises(OutgoingError) as caught:
            await outgoing.request("GET", f"{place.url}/old")
        assert (caught.value.code, caught.value.location) == ("redirected", f"{place.url}/")
        reply = await outgoing.request("GET", f"{place.url}/old", redirects=1)
        assert (reply.url, reply.json()) == (f"{place.url}/", {"secret": 1})


async def test_a_redirect_to_a_private_address_is_refused(place: Elsewhere) -> None:
    async with elsewhere() as inner, Outgoing([place.place]) as outgoing:
        inner.pages["/"] = json_page("{}")
        for target in (f"{inner.url}/", "http://169.254.169.254/latest", "http://[::1]:1/"):
            place.pages["/old"] = moved(target)
            assert await code_of(outgoing, f"{place.url}/old", redirects=3) == "private_address"
        place.pages["/old"] = moved("file:///etc/passwd")
        assert await code_of(outgoing, f"{place.url}/old", redirects=3) == "bad_url"
        assert not inner.connections


async def test_redirects_in_a_circle_end(place: Elsewhere) -> None:
    place.pages["/round"] = moved("/round")
    async with Outgoing([place.place]) as outgoing:
        assert await code_of(outgoing, f"{place.url}/round", redirects=4) == "redirected"
    assert len(place.asked) == 5


async def test_secrets_do_not_travel_to_another_server(place: Elsewhere) -> None:
    secrets = {"Authorization": "Bearer s3cret", "X-Api-Key": "s3cret", "Cookie": "a=s3cret"}
    async with elsewhere() as other, Outgoing(["127.0.0.1"]) as outgoing:
        other.pages["/"] = json_page("{}")
        place.pages["/near"] = moved("/")
        place.pages["/far"] = moved(f"{other.url}/", 307)
        await outgoing.request("GET", f"{place.url}/near", headers=secrets, redirects=1)
        assert place.asked[-1].headers["authorization"] == "Bearer s3cret"
        await outgoing.request("GET", f"{place.url}/far", headers=secrets, redirects=1)
        assert "s3cret" not in str(other.asked[-1].headers)
        # Nor does a body: whoever sends a form to one company does not mean another.
        with pytest.raises(OutgoingError) as caught:
            await outgoing.request("POST", f"{place.url}/far", json={"card": "4242"}, redirects=1)
        assert caught.value.code == "redirected"
        assert len(other.asked) == 1


async def test_proxies_and_cookies_are_nobodys_business(
    place: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    place.pages["/set"] = Page(b"", 200, (("Set-Cookie", "a=1; Path=/"),))
    async with Outgoing([place.place]) as outgoing:
        await outgoing.request("GET", f"{place.url}/set")
        await outgoing.request("GET", f"{place.url}/")
    assert "cookie" not in place.asked[-1].headers
    assert place.asked[-1].headers["user-agent"].startswith("Segue/")


async def test_a_caller_cannot_misdirect_or_split_a_request(place: Elsewhere) -> None:
    async with Outgoing([place.place]) as outgoing:
        headers = {"Host": "bank.test", "Transfer-Encoding": "chunked", "X-Ok": "1"}
        await outgoing.request("GET", f"{place.url}/", headers=headers)
        assert place.asked[-1].headers["host"] == place.place
        assert "transfer-encoding" not in place.asked[-1].headers
        split = {"X-Name": "a\r\nX-Admin: 1"}
        assert await code_of(outgoing, f"{place.url}/", headers=split) == "bad_url"
        assert len(place.asked) == 1


@pytest.mark.parametrize("http", ["httpx", "httpx2"])
async def test_other_libraries_go_through_the_same_guard(
    place: Elsewhere, http: Literal["httpx", "httpx2"]
) -> None:
    lib: Any = pytest.importorskip(http)
    place.pages["/old"] = moved("http://169.254.169.254/")
    place.pages["/big"] = Page(b"x" * 2_000)
    async with Outgoing([place.place]).client(http=http, timeout=5) as client:
        assert (await client.get(f"{place.url}/")).json() == {"secret": 1}
    async with lib.AsyncClient(transport=transport(http=http)) as client:
        with pytest.raises(lib.TransportError) as caught:
            await client.get(f"{place.url}/")
        assert caught.value.outgoing.code == "private_address"
    guard = transport([place.place], http=http, most_bytes=1_000)
    async with lib.AsyncClient(transport=guard, follow_redirects=True) as client:
        assert (await client.get(f"{place.url}/")).json() == {"secret": 1}
        with pytest.raises(lib.TransportError, match="private network"):
            await client.get(f"{place.url}/old")
        with pytest.raises(lib.TransportError, match="larger"):
            await client.get(f"{place.url}/big")


async def test_every_question_has_a_connection_of_its_own(place: Elsewhere) -> None:
    async with Outgoing([place.place]) as outgoing:
        for _ in range(5):
            await asyncio.gather(*(outgoing.request("GET", f"{place.url}/?{n}") for n in range(10)))
    assert len(place.asked) == 50
    assert place.connections == 50
    assert isinstance(place.asked[0], Asked)
