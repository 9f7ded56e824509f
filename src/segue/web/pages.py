"""Which path is which page or file, with its caching and its policy."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

from segue.build import Segue
from segue.web import security, who
from segue.web.demo_shop import signing_in
from segue.web.frames.base import encode
from segue.web.help_pages import help_page
from segue.web.refusals import No, not_found, problem
from segue.web.sockets.wire import Scope, Send
from segue.web.static import NOT_BUILT, File, Files

KEY_HERE: Final = b"%SEGUE_KEY%"
HELP: Final = "/shop/help/"
HTML: Final = "text/html"
Headers = list[tuple[bytes, bytes]]


@dataclass
class Pages:
    """Serves everything that is not the API."""

    segue: Segue
    files: Files = field(default_factory=Files)

    async def serve(self, scope: Scope, send: Send) -> None:
        """Answer a GET or HEAD."""
        try:
            file, extra = await self._find(scope)
        except No as no:
            return await refuse(scope, send, no)
        return await deliver(scope, send, file, extra)

    async def _find(self, scope: Scope) -> tuple[File, Headers]:
        if scope["method"] not in ("GET", "HEAD"):
            raise No(405, "method_not_allowed", "Pages are read.", headers={"allow": "GET, HEAD"})
        path: str = scope["path"]
        host = who.header(scope, b"host")
        if path.startswith("/assets/"):
            asset = self.files.asset(path)
            if asset is None:
                raise not_found()
            return asset, [*security.SAME_ORIGIN_ONLY]
        if path == "/widget/v1/loader.js":
            return self._loader()
        if path == "/widget/v1/frame":
            return await self._frame(scope, host)
        if path == "/shop/session":
            return await self._shop_session(scope)
        if path in ("/shop", "/shop/", "/widget/gallery") or path.startswith(HELP):
            return await self._demo(path, host)
        if path.startswith(("/api/", "/widget/")) or "." in path.rsplit("/", 1)[-1]:
            raise not_found()
        page = self.files.get("workspace/index.html") or NOT_BUILT
        return page, _page(host)

    def _loader(self) -> tuple[File, Headers]:
        loader = self.files.get("widget/loader.js")
        if loader is None:
            raise No(503, "not_built", "The widget is not built: ./run build")
        return loader, [*security.FOR_ALL_PAGES]

    async def _frame(self, scope: Scope, host: str) -> tuple[File, Headers]:
        key = who.query(scope).get("key", "")
        inbox = await self.segue.store.inbox_by_key(key) if key else None
        if inbox is None:
            raise No(404, "unknown_inbox", "There is no inbox with this key.")
        page = self.files.get("widget/index.html") or NOT_BUILT
        policy = security.frame_page(host, inbox.origins)
        return page, [
            (b"content-security-policy", policy),
            (b"cross-origin-resource-policy", b"cross-origin"),
        ]

    async def _shop_session(self, scope: Scope) -> tuple[File, Headers]:
        """What the demo shop's own server does when somebody signs in there."""
        if not self.segue.demo_accounts:
            raise not_found()
        inboxes = await self.segue.store.inboxes()
        audience = inboxes[0].key if inboxes else ""
        wanted = who.query(scope).get("customer", "")
        body = encode(signing_in(self.segue, wanted, audience))
        return File(body, None, b"application/json", b'""', b"no-store"), _page("")

    async def _demo(self, path: str, host: str) -> tuple[File, Headers]:
        """The shop and the gallery of states: only in the demo."""
        if not self.segue.demo_accounts:
            raise not_found()
        if path == "/widget/gallery":
            return self.files.get("widget/gallery.html") or NOT_BUILT, _page(host, "'self'")
        page = self.files.get("shop/index.html") or NOT_BUILT
        inboxes = await self.segue.store.inboxes()
        if KEY_HERE in page.content and inboxes:
            page = _with_key(page, inboxes[0].key)
        if path.startswith(HELP):
            name = path.removeprefix(HELP)
            text = help_page(name, page.content.decode())
            if text is None:
                raise not_found()
            etag = page.etag[:-1] + b"." + name.encode() + b'"'
            page = File(text.encode(), None, page.kind, etag, page.cache)
        return page, _page(host, "'self'")


def _with_key(page: File, key: str) -> File:
    content = page.content.replace(KEY_HERE, key.encode())
    return File(content, None, page.kind, page.etag[:-1] + b'.k"', page.cache)


def _page(host: str, frame_src: str = "'none'") -> Headers:
    policy = security.own_page(host, frame_src=frame_src)
    return [(b"content-security-policy", policy), *security.SAME_ORIGIN_ONLY]


async def deliver(scope: Scope, send: Send, file: File, extra: Headers) -> None:
    """Send a file, zipped when the client likes it so, or say that nothing changed."""
    headers: Headers = [
        (b"content-type", file.kind),
        (b"etag", file.etag),
        (b"cache-control", file.cache),
        (b"vary", b"accept-encoding"),
        *extra,
    ]
    known = who.header(scope, b"if-none-match")
    if known and file.etag.decode() in known:
        await send({"type": "http.response.start", "status": 304, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
        return
    content = file.content
    if file.zipped is not None and "gzip" in who.header(scope, b"accept-encoding"):
        content = file.zipped
        headers.append((b"content-encoding", b"gzip"))
    headers.append((b"content-length", str(len(content)).encode()))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    body = b"" if scope["method"] == "HEAD" else content
    await send({"type": "http.response.body", "body": body})


async def refuse(scope: Scope, send: Send, no: No) -> None:
    """A problem document; somebody who reads pages gets the sentence as one."""
    if HTML in who.header(scope, b"accept"):
        title = HTTPStatus(no.status).phrase
        kind, body = (
            b"text/html; charset=utf-8",
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
            f"<h1>{title}</h1><p>{no.detail}</p></html>".encode(),
        )
    else:
        kind, body = b"application/problem+json", encode(problem(no))
    headers: Headers = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"content-security-policy", security.API_POLICY),
        *security.SAME_ORIGIN_ONLY,
        *((name.encode(), value.encode()) for name, value in no.headers.items()),
    ]
    await send({"type": "http.response.start", "status": no.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
