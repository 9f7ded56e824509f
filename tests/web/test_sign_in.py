"""Who gets in: passwords, sessions, cookies, roles."""

from __future__ import annotations

import itertools
import re
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.typing import Origin

from segue.domain.access import NEEDS_ROLE, RANK, Act
from segue.settings import Settings
from segue.testing import AgentClient
from segue.web import who
from segue.web.limits import Rate, Rates
from segue.web.routes import PUBLIC, ROUTES, Route
from web.conftest import PASSWORD, PEOPLE, House, MakeHouse

pytestmark = pytest.mark.slow  # real servers, real time-outs

ASKING = ("ana", "lea", "max", "ada")
GOOD = {"email": "ana@fernhill.example", "password": PASSWORD}


async def test_the_right_password_gives_a_token_and_a_cookie(house: House) -> None:
    http = await house.http()
    answer = await http.post("/api/v1/sign-in", json=GOOD)
    assert answer.json()["agent"] == {
        "id": "ana",
        "name": "Ana Ruiz",
        "initials": "AR",
        "email": "ana@fernhill.example",
        "role": "agent",
        "teams": [{"id": "orders", "name": "Orders"}],
        "capacity": 4,
        "load": 0,
        "status": "offline",
    }
    cookie = answer.headers["set-cookie"]
    assert all(part in cookie for part in ("HttpOnly", "SameSite=Lax", "Path=/"))
    assert "Secure" not in cookie
    assert (await http.get("/api/v1/me")).json()["id"] == "ana"
    await http.aclose()


async def test_an_address_may_be_written_in_capitals(house: House) -> None:
    http = await house.http()
    answer = await http.post(
        "/api/v1/sign-in", json={"email": " Ana@Fernhill.Example ", "password": PASSWORD}
    )
    await http.aclose()
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {"email": "ana@fernhill.example", "password": "wrong"},
        {"email": "nobody@fernhill.example", "password": PASSWORD},
        {"email": "ana@fernhill.example", "password": PASSWORD + " "},
    ],
)
async def test_wrong_is_wrong_and_does_not_say_what(house: House, body: dict[str, str]) -> None:
    http = await house.http()
    answer = await http.post("/api/v1/sign-in", json=body)
    await http.aclose()
    assert answer.status_code == 401
    assert answer.json()["code"] == "wrong_password"
    assert answer.json()["detail"] == "The address or the password is wrong."


@pytest.mark.parametrize("email", ["ana@fernhill.example", "nobody@fernhill.example"])
async def test_five_wrong_passwords_lock_an_address_for_a_quarter_of_an_hour(
    house: House, email: str
) -> None:
    http = await house.http()
    for _ in range(5):
        answer = await http.post("/api/v1/sign-in", json={"email": email, "password": "wrong"})
        assert answer.status_code == 401
    locked = await http.post("/api/v1/sign-in", json={"email": email, "password": PASSWORD})
    assert (locked.status_code, locked.json()["code"]) == (429, "locked")
    assert int(locked.headers["retry-after"]) > 60
    house.clock.turn(minutes=16)
    later = await http.post("/api/v1/sign-in", json={"email": email, "password": PASSWORD})
    await http.aclose()
    assert later.status_code == (200 if email.startswith("ana") else 401)


async def test_a_session_ends_after_two_idle_hours_and_after_twelve_in_any_case(
    house: House,
) -> None:
    http = await house.http("ana")
    for _ in range(11):
        house.clock.turn(minutes=60)
        assert (await http.get("/api/v1/me")).status_code == 200
    house.clock.turn(minutes=61)
    assert (await http.get("/api/v1/me")).status_code == 401
    await http.aclose()
    http = await house.http("ana")
    house.clock.turn(minutes=121)
    answer = await http.get("/api/v1/me")
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_first")
    await http.aclose()


async def test_signing_out_ends_the_session_and_its_sockets(house: House) -> None:
    ana, other = await house.agent("Ana"), await house.agent("Ana")
    http = await house.http()
    http.headers["authorization"] = f"Bearer {ana.token}"
    assert (await http.post("/api/v1/sign-out", json={})).status_code == 204
    await ana.lost()
    assert (await http.get("/api/v1/me")).status_code == 401
    assert other.connected
    http.headers["authorization"] = f"Bearer {other.token}"
    third = await house.http("ana")
    assert (await http.post("/api/v1/sign-out", json={"everywhere": True})).status_code == 204
    await other.lost()
    assert (await third.get("/api/v1/me")).status_code == 401
    await http.aclose()
    await third.aclose()


@pytest.mark.parametrize("token", ["sg_forged", "x" * 500, "null", "undefined"])
async def test_a_forged_token_opens_nothing(house: House, token: str) -> None:
    http = await house.http()
    answer = await http.get("/api/v1/me", headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    ana = await house.agent("Ana")
    await ana.close()
    await ana.open(house.socket_url("/api/v1/agent/socket", token=token))
    await ana.lost()
    assert ana.frames[-1]["code"] == "sign_in_first"
    await http.aclose()


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "null"},
    ],
)
async def test_a_cookie_alone_changes_nothing_from_another_site(
    house: House, headers: dict[str, str]
) -> None:
    http = await house.http()
    await http.post("/api/v1/sign-in", json=GOOD)
    body = {"status": "available"}
    answer = await http.put("/api/v1/me/presence", json=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "cross_site")
    own = {"origin": house.url, "sec-fetch-site": "same-origin"}
    assert (await http.put("/api/v1/me/presence", json=body, headers=own)).status_code == 200
    await http.aclose()


async def test_a_cookie_alone_opens_no_socket_from_another_site(house: House) -> None:
    ana = await house.agent("Ana")
    await ana.close()
    url = house.socket_url("/api/v1/agent/socket")
    cookie = {"cookie": f"{who.COOKIE}={ana.token}"}
    async with connect(
        url, additional_headers=cookie, origin=Origin("https://evil.example"), proxy=None
    ) as socket:
        assert "cross_site" in str(await socket.recv())
    own = Origin(house.url)
    async with connect(url, additional_headers=cookie, origin=own, proxy=None) as socket:
        assert '"hello"' in str(await socket.recv())


async def test_behind_https_the_cookie_is_secure(houses: MakeHouse) -> None:
    house = await houses(settings=Settings(public_url="https://chat.example"))
    http = await house.http()
    answer = await http.post("/api/v1/sign-in", json=GOOD)
    await http.aclose()
    assert "Secure" in answer.headers["set-cookie"]
    assert answer.headers["strict-transport-security"].startswith("max-age=")


async def test_guessing_over_many_addresses_is_slowed_by_where_it_comes_from(
    houses: MakeHouse,
) -> None:
    house = await houses(
        settings=Settings(trusted_proxies=("127.0.0.1",)),
        rates=Rates(sign_ins_by_address=Rate(3, 0.01)),
    )
    http = await house.http()

    async def guess(address: str, number: int) -> httpx.Response:
        body = {"email": f"{number}@fernhill.example", "password": "x"}
        return await http.post(
            "/api/v1/sign-in", json=body, headers={"x-forwarded-for": f"6.6.6.6, {address}"}
        )

    statuses = [(await guess("198.51.100.7", n)).status_code for n in range(5)]
    assert statuses == [401, 401, 401, 429, 429]
    assert (await guess("198.51.100.8", 9)).status_code == 401
    await http.aclose()


def test_a_forwarded_address_counts_only_from_a_trusted_proxy() -> None:
    scope = {"client": ("203.0.113.5", 1), "headers": [(b"x-forwarded-for", b"1.2.3.4, 10.0.0.2")]}
    assert who.client_address(scope, ()) == "203.0.113.5"
    assert who.client_address(scope, ("192.0.2.1",)) == "203.0.113.5"
    assert who.client_address(scope, ("203.0.113.0/24",)) == "10.0.0.2"
    assert who.client_address(scope, ("203.0.113.0/24", "10.0.0.0/8")) == "1.2.3.4"


def filled(route: Route, conversation: str) -> str:
    """The path with this conversation, and with something that there is not for all the rest."""
    path = route.path.replace("{conversation:str}", conversation).replace("{draft:int}", "1")
    path = path.replace("{other:int}", "999998")
    if route.needs is Act.FLOOR:  # agents may watch the teams they serve, and no others
        path += "?team=orders"
    return re.sub(r"\{\w+:str\}", "none", re.sub(r"\{\w+:int\}", "999999", path))


async def test_every_route_needs_what_the_table_says(house: House) -> None:
    """All routes times all roles, and nobody: in without the right role is 403, without a session
    401, and nothing is ever 500."""
    customer = await house.customer()
    clients = {role: await house.http(short) for short, _, role, _ in PEOPLE if short in ASKING}
    clients[""] = await house.http()
    routes = [route for route in ROUTES if not route.path.endswith("/sign-out")]
    for route, (role, http) in itertools.product(routes, clients.items()):
        path = filled(route, customer.conversation)
        answer = await http.request(route.method, path, json={} if route.method != "GET" else None)
        told = f"{role or 'nobody'}: {route.method} {path} → {answer.status_code} {answer.text}"
        assert answer.status_code < 500, told
        if route.needs is PUBLIC:
            assert answer.status_code != 403, told
            continue
        if not role:
            assert answer.status_code == 401, told
            continue
        needed = NEEDS_ROLE.get(route.needs, "agent") if isinstance(route.needs, Act) else "agent"
        if RANK[role] < RANK[needed]:
            assert (answer.status_code, answer.json()["code"]) == (403, "forbidden"), told
        else:
            assert answer.status_code != 401, told
            assert answer.status_code != 403 or answer.json()["code"] == "lead_only", told
    for http in clients.values():
        await http.aclose()


def test_every_route_is_documented_and_named_once() -> None:
    assert all(route.does.__doc__ for route in ROUTES)
    names = [(route.method, route.path) for route in ROUTES]
    assert len(names) == len(set(names))


VALUES: dict[str, Any] = {
    "text": "x",
    "epoch": 1,
    "why": "x",
    "team": "orders",
    "verdict": "right",
    "tags": [],
    "reason": "x",
    "seq": 2,
    "label": "person",
    "rule": "frustration",
    "field": "frustration",
    "value": 0.3,
    "action": "track_order",
    "outcome": "no_answer",
}
FIELDS: dict[str, tuple[str, ...]] = {
    "messages": ("text", "epoch"),
    "notes": ("text",),
    "transfer": ("why", "team", "epoch"),
    "return": ("epoch",),
    "snooze": ("epoch",),
    "verdict": ("verdict",),
    "tags": ("tags",),
    "handoff": ("reason",),
    "examples": ("seq", "label"),
    "what-if": ("rule", "field", "value"),
    "actions": ("action", "epoch"),
    "undo": ("epoch",),
    "ask_proof": ("epoch",),
    "called": ("outcome", "epoch"),
}


async def next_refusal(agent: AgentClient, after: int) -> dict[str, Any]:
    """The first refusal among the frames after that many."""
    return await agent.until(
        lambda: next((one for one in agent.frames[after:] if one["type"] == "refused"), None)
    )


async def test_a_foreign_conversation_is_as_if_it_did_not_exist(house: House) -> None:
    """Bea is of another team: the same answer, to the byte, for what is foreign and for nothing.

    What needs a lead is refused to her before anybody looks for the conversation.
    """
    ana, bea = await house.agent("Ana"), await house.agent("Bea")
    await ana.available()
    customer = await house.customer()
    await customer.ask_person()
    await ana.accept(await ana.offered(customer.conversation))
    http = await house.http("bea")
    foreign, unknown = customer.conversation, "c_" + "0" * 16
    for route in ROUTES:
        if "{conversation:str}" not in route.path:
            continue
        above = isinstance(route.needs, Act) and NEEDS_ROLE.get(route.needs, "agent") != "agent"
        expected = 403 if above else 404
        names = FIELDS.get(route.path.rsplit("/", 1)[-1], ())
        sent = {name: VALUES[name] for name in names} if route.method in ("POST", "PATCH") else None
        answers = [
            await http.request(route.method, filled(route, name), json=sent)
            for name in (foreign, unknown)
        ]
        told = [answer.status_code for answer in answers]
        assert told == [expected, expected], (route, answers[0].text)
        assert answers[0].text == answers[1].text
    await http.aclose()
    for name in (foreign, unknown, "", "x" * 60, "\u0000"):
        for frame in (
            {"type": "accept", "conversation": name},
            {"type": "say", "conversation": name, "epoch": 1, "text": "x"},
        ):
            before = len(bea.frames)
            await bea.send({**frame, "client_id": "one"})
            refused = await next_refusal(bea, before)
            assert refused["code"] in (("not_found",) if name else ("bad_frame",)), refused
    page = await bea.get("conversations?view=all")
    assert page["items"] == []
    heard = [one for one in bea.frames if foreign in repr(one) and one["type"] != "refused"]
    assert [one["type"] for one in heard] == ["event", "gone"]
    assert heard[0]["event"]["kind"] == "opened"  # while the assistant had it, it was everybody's
