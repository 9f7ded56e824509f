"""Pages, files, and the headers that every answer carries."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from segue.web.routes import ROUTES
from segue.web.static import Files, file_of
from web.conftest import KEY, House


@pytest.fixture
def built(tmp_path: Path) -> Files:
    """What a build leaves."""
    for name, text in {
        "workspace/index.html": "<!doctype html><title>workspace</title>",
        "workspace/index-C0FFEE42.js": "console.log('x')\n" * 200,
        "widget/index.html": "<!doctype html><title>frame</title>",
        "widget/gallery.html": "<!doctype html><title>gallery</title>",
        "widget/loader.js": "void 0",
        "shop/index.html": '<!doctype html><script data-key="%SEGUE_KEY%"></script>',
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return Files(tmp_path)


@pytest.fixture
def dressed(house: House, built: Files) -> House:
    house.app._pages.files = built  # noqa: SLF001
    return house


async def test_every_answer_carries_the_headers(dressed: House) -> None:
    http = await dressed.http("lea")
    paths = ["/", "/inbox/mine", "/assets/workspace/index-C0FFEE42.js", "/widget/v1/loader.js"]
    paths += [f"/widget/v1/frame?key={KEY}", "/nothing.txt", "/api/v1/nothing"]
    paths += [route.path.split("{")[0] for route in ROUTES]
    for path in paths:
        answer = await http.get(path)
        told = f"{path}: {dict(answer.headers)}"
        assert answer.headers["x-content-type-options"] == "nosniff", told
        assert answer.headers["referrer-policy"] == "no-referrer", told
        assert "permissions-policy" in answer.headers, told
        assert "server" not in answer.headers, told
        assert "strict-transport-security" not in answer.headers, told
        if "html" in answer.headers["content-type"] or path.startswith("/api"):
            policy = answer.headers["content-security-policy"]
            assert policy.startswith("default-src 'none'"), told
            assert "unsafe" not in policy, told
        if path.startswith("/api"):
            assert answer.headers["cache-control"] == "no-store", told
    await http.aclose()


async def test_the_workspace_answers_every_address_of_its_own(dressed: House) -> None:
    http = await dressed.http()
    for path in ("/", "/conversations/c_1", "/system"):
        answer = await http.get(path)
        assert "workspace" in answer.text
        assert answer.headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        host = dressed.url.removeprefix("http://")
        assert f"ws://{host}" in answer.headers["content-security-policy"]
    await http.aclose()


async def test_hashed_files_are_kept_for_ever_and_pages_asked_for_again(dressed: House) -> None:
    http = await dressed.http()
    script = await http.get("/assets/workspace/index-C0FFEE42.js")
    assert script.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert script.headers["content-encoding"] == "gzip"
    assert script.text.startswith("console.log")
    plain = await http.get(
        "/assets/workspace/index-C0FFEE42.js", headers={"accept-encoding": "identity"}
    )
    assert plain.text == script.text
    page = await http.get("/")
    assert page.headers["cache-control"] == "no-cache"
    again = await http.get("/", headers={"if-none-match": page.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = await http.head("/")
    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["content-length"]) == len(page.content)
    await http.aclose()


async def test_the_loader_is_for_all_pages_and_the_frame_for_those_of_the_inbox(
    dressed: House,
) -> None:
    http = await dressed.http()
    loader = await http.get("/widget/v1/loader.js")
    assert loader.headers["access-control-allow-origin"] == "*"
    assert loader.headers["cross-origin-resource-policy"] == "cross-origin"
    frame = await http.get(f"/widget/v1/frame?key={KEY}&locale=en")
    assert "frame-ancestors *" in frame.headers["content-security-policy"]
    assert "x-frame-options" not in frame.headers
    store = dressed.segue.store
    inbox = await store.inbox_by_key(KEY)
    assert inbox is not None
    await store.save_inbox(replace(inbox, origins=("https://shop.example",)))
    frame = await http.get(f"/widget/v1/frame?key={KEY}&locale=en")
    assert "frame-ancestors 'self' https://shop.example" in frame.headers["content-security-policy"]
    body = {"inbox_key": KEY}
    for origin, status in (
        ("https://shop.example", 201),
        (dressed.url, 201),
        ("https://evil.example", 403),
    ):
        answer = await http.post("/api/v1/widget/sessions", json=body, headers={"origin": origin})
        assert answer.status_code == status
    await http.aclose()


async def test_the_widget_api_may_be_asked_from_other_pages_without_cookies(
    house: House,
) -> None:
    http = await house.http()
    asked = await http.options(
        "/api/v1/widget/sessions",
        headers={"origin": "https://shop.example", "access-control-request-method": "POST"},
    )
    assert asked.status_code == 204
    assert asked.headers["access-control-allow-origin"] == "*"
    config = await http.get(f"/api/v1/widget/config?key={KEY}&locale=de-AT")
    assert config.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in config.headers
    told = config.json()
    assert (told["brand"], told["locale"], told["people_online"]) == ("Fernhill", "de", False)
    assert (await http.get("/api/v1/widget/config?key=nope")).json()["code"] == "unknown_inbox"
    me = await http.options("/api/v1/me", headers={"origin": "https://shop.example"})
    assert "access-control-allow-origin" not in me.headers
    await http.aclose()


async def test_shop_and_gallery_are_only_in_the_demo(dressed: House) -> None:
    http = await dressed.http()
    assert (await http.get("/shop")).status_code == 404
    assert (await http.get("/api/v1/sign-in/hints")).status_code == 404
    account = {"email": "a@b.c", "password": "x", "name": "Ana", "team": "Orders"}
    dressed.segue.demo_accounts = (account,)
    shop = await http.get("/shop")
    assert f'data-key="{KEY}"' in shop.text
    assert (await http.get("/widget/gallery")).status_code == 200
    hints = (await http.get("/api/v1/sign-in/hints")).json()
    assert hints == {"demo": True, "organisation": "Fernhill", "accounts": [account]}
    await http.aclose()


async def test_without_a_build_the_page_says_how_to_build(house: House, tmp_path: Path) -> None:
    house.app._pages.files = Files(tmp_path)  # noqa: SLF001
    http = await house.http()
    page = await http.get("/")
    await http.aclose()
    assert "./run build" in page.text


def test_names_with_a_hash_are_for_ever() -> None:
    assert b"immutable" in file_of("en.gen-CaOHBFVh.js", b"x").cache
    assert b"immutable" not in file_of("loader.js", b"x").cache


async def test_the_house_says_how_it_is(house: House) -> None:
    customer = await house.customer()
    await customer.say("hello there")
    http = await house.http("lea")
    assert (await http.get("/healthz")).json() == {"status": "ok"}
    assert (await http.get("/readyz")).json() == {"status": "ready"}
    system = (await http.get("/api/v1/system")).json()
    assert system["store"]["ok"] is True
    assert system["sockets"] == {"customers": 1, "agents": 0}
    assert system["dead"] == []
    assert (await http.post("/api/v1/system/jobs/12345/retry")).status_code == 404
    text = (await http.get("/metrics")).text
    assert 'segue_sockets{side="customer"} 1.0' in text
    assert 'segue_commands_total{side="customer",what="CustomerSaid"} 1.0' in text
    await http.aclose()


async def test_the_reference_for_machines_names_every_route(house: House) -> None:
    http = await house.http()
    told = (await http.get("/openapi.json")).json()
    await http.aclose()
    assert told["openapi"].startswith("3.1")
    for route in ROUTES:
        path = route.path.replace(":str}", "}").replace(":int}", "}")
        operation = told["paths"][path][route.method.lower()]
        problems = [one for status, one in operation["responses"].items() if int(status) >= 400]
        assert problems
        assert all("application/problem+json" in one["content"] for one in problems)
