"""Pages of other people that embed the chat: with styles or a policy that make it hard to."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

PAGE = """<!doctype html>
<html lang="{lang}" dir="{dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Somebody’s page</title>
<link rel="icon" href="data:,">
{head}
<script async src="{url}/widget/v1/loader.js" data-key="{key}"></script>
</head>
<body>
<main>
<h1>Somebody’s page</h1>
<p>With words, <a href="#there">a link</a> and <button type="button">a button</button>.</p>
</main>
</body>
</html>
"""


@dataclass
class HostPages:
    """A web server on a free port. `add` a page, then open the address it returns."""

    pages: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)
    _server: ThreadingHTTPServer | None = None

    def __enter__(self) -> Self:
        pages = self.pages

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                text, headers = pages.get(self.path, ("", {}))
                self.send_response(200 if text else 404)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("content-type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *_: Any) -> None:
                """Nobody reads it."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        why: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    @property
    def origin(self) -> str:
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def add(
        self,
        name: str,
        *,
        url: str,
        key: str,
        lang: str = "en",
        rtl: bool = False,
        head: str = "",
        headers: dict[str, str] | None = None,
    ) -> str:
        """A page that embeds the chat of the server at `url`; returns the page's address."""
        text = PAGE.format(lang=lang, dir="rtl" if rtl else "ltr", head=head, url=url, key=key)
        self.pages[f"/{name}"] = (text, headers or {})
        return f"{self.origin}/{name}"
