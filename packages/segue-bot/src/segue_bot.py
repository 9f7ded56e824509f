"""A bot for Segue in one file, with nothing but Python's own library (3.9 or newer).

    from segue_bot import Bot, handoff

    bot = Bot(secret="whsec_…")           # the same as Segue's setting `bot_secret`

    @bot.turn
    def answer(turn):
        if "refund" in turn.text:
            return handoff("refund", summary=f"Wants a refund: {turn.text}")
        return "Hello! I know about tents."

    bot.run(port=8090)                    # Segue's `bot_url` is http://host:8090/

A turn is what the customer said since the bot's last answer. The handler returns a text, an action
(`reply`, `ask`, `handoff`, …), a list of these, or yields pieces of text; it may be `async`. What
takes longer than Segue waits is answered with `return turn.later(work)`.

Signatures are checked, a turn that is asked twice gets the same answer, and a handler that raises
makes Segue bring in a person. Behind another web server, call `bot.handle(headers, body)`.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import hmac
import inspect
import json
import logging
import threading
import time
import urllib.error
import urllib.request
from collections import OrderedDict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Callable, Dict, Iterable, Iterator, List, Mapping, Optional, Tuple

__version__ = "1.0.0"
__all__ = [
    "Bot", "NotOurs", "Stale", "Turn", "action", "ask", "close", "handoff", "note", "remember",
    "reply", "run_action",
]  # fmt: skip

Action = Dict[str, Any]
Answer = Tuple[int, Dict[str, str], bytes]
log = logging.getLogger("segue_bot")

OLDEST_S = 300
LONGEST = 1_000_000
REMEMBERED = 2_000
JSON = {"content-type": "application/json"}


class NotOurs(Exception):
    """The request is not from Segue, or too old."""


class Stale(Exception):
    """A late answer was refused: somebody else has the conversation (`owner`), or it moved on."""

    def __init__(self, error: str, owner: str = "", epoch: int = 0) -> None:
        super().__init__(f"{error}: {owner or 'nobody'} has it now")
        self.error, self.owner, self.epoch = error, owner, epoch


# --- actions --------------------------------------------------------------------------------------


def action(do: str, **fields: Any) -> Action:
    """Any action of the protocol; what is None is left out."""
    return {"do": do, **{name: value for name, value in fields.items() if value is not None}}


def reply(
    text: str,
    *,
    choices: Iterable[Any] = (),
    media: Iterable[str] = (),
    sources: Iterable[Mapping[str, str]] = (),
    confidence: Optional[float] = None,
    missed: Optional[bool] = None,
    small_talk: Optional[bool] = None,
) -> Action:
    """Say this. `choices` are titles to tap, or (id, title). `confidence` is 0 to 1; `missed` says
    that you do not know."""
    made = action("reply", text=text)
    offered = [
        {"title": one} if isinstance(one, str) else {"id": one[0], "title": one[1]}
        for one in choices
    ]
    links = [{"url": url} for url in media]
    for name, value in (("choices", offered), ("media", links), ("sources", list(sources))):
        if value:
            made[name] = value
    about = {"confidence": confidence, "missed": missed, "small_talk": small_talk}
    made["_about"] = {name: value for name, value in about.items() if value is not None}
    return made


def ask(field: str, text: str, *, kind: str = "text", choices: Iterable[str] = ()) -> Action:
    """Ask for one thing. `kind`: text, order, email, phone, date, number or choice. The answer is
    in `turn.attributes[field]` next time."""
    return action("ask", field=field, text=text, kind=kind, choices=list(choices) or None)


def handoff(
    reason: str = "",
    *,
    summary: str = "",
    queue: Optional[str] = None,
    skills: Iterable[str] = (),
    priority: Optional[str] = None,
    fields: Optional[Mapping[str, Any]] = None,
) -> Action:
    """Bring in a person. `summary` is what they should know; `priority`: low, normal, high,
    urgent."""
    return action(
        "handoff", reason=reason, summary=summary, queue=queue, skills=list(skills) or None,
        priority=priority, fields=dict(fields) if fields else None,
    )  # fmt: skip


def remember(*, tags: Iterable[str] = (), **attributes: Any) -> Action:
    """Keep what was learned: in `turn.attributes` next time, and read by whoever takes over."""
    return action("set", attributes=attributes or None, tags=list(tags) or None)


def run_action(name: str, **inputs: Any) -> Action:
    """Run one of the company's actions. Segue asks for the customer's yes where one is needed."""
    return action("run", action=name, inputs=inputs or None)


def close(reason: str = "") -> Action:
    """It is settled. Return it together with a `reply`."""
    return action("close", reason=reason)


def note(text: str) -> Action:
    """For the team only."""
    return action("note", text=text)


# --- turns ----------------------------------------------------------------------------------------


class Turn:
    """What is asked now. `text` is all of it; `messages` each for itself; `raw` as it came."""

    def __init__(self, raw: Dict[str, Any], bot: Optional["Bot"] = None) -> None:
        conversation, contact = raw.get("conversation", {}), raw.get("contact", {})
        self.raw, self._bot = raw, bot
        self.id: str = raw.get("turn_id", "")
        self.messages: List[Dict[str, Any]] = raw.get("input", [])
        self.text = "\n".join(str(one.get("text", "")) for one in self.messages)
        self.choice: Optional[str] = self.messages[-1].get("choice") if self.messages else None
        self.history: List[Dict[str, str]] = raw.get("history", [])
        self.conversation: str = conversation.get("id", "")
        self.language: str = conversation.get("locale", "en")
        self.epoch: int = conversation.get("owner_epoch", 0)
        self.waiting: bool = conversation.get("waiting", False)
        self.attributes: Dict[str, str] = conversation.get("attributes", {})
        self.name: str = contact.get("name", "")
        self.verified: bool = contact.get("verified", False)
        self.handback: Optional[Dict[str, Any]] = raw.get("handback")
        self.ends: float = time.monotonic() + raw.get("deadline_ms", 8000) / 1000

    @property
    def left_s(self) -> float:
        """Seconds until Segue brings in a person instead."""
        return max(0.0, self.ends - time.monotonic())

    def later(self, work: Optional[Callable[["Turn"], Any]] = None) -> "_Later":
        """Return this: the answer takes longer. `work(turn)` runs in a thread, and what it returns
        is sent; without it, call `turn.send(…)` yourself."""
        return _Later(self, work)

    def send(self, *said: Any) -> Dict[str, Any]:
        """Send an answer that was promised with `later`. Raises `Stale` when it is too late."""
        address = self.raw.get("answer")
        if not address:
            raise Stale("no_address")
        request = urllib.request.Request(  # noqa: S310 - Segue's own address, which it signed
            address["url"],
            data=json.dumps(_answer(self.id, _listed(list(said)))).encode(),
            headers={**JSON, "authorization": f"Bearer {address['token']}"},
        )
        try:
            with urllib.request.urlopen(request, timeout=15) as got:  # noqa: S310 - as above
                done: Dict[str, Any] = json.loads(got.read() or b"{}")
                return done
        except urllib.error.HTTPError as why:
            told = why.read()
            if why.code != 409:  # noqa: PLR2004 - somebody else has it
                raise
            problem = json.loads(told)
            raise Stale(
                problem.get("error", ""), problem.get("owner", ""), problem.get("epoch", 0)
            ) from None


class _Later:
    def __init__(self, turn: Turn, work: Optional[Callable[[Turn], Any]]) -> None:
        self.turn, self.work = turn, work

    def start(self) -> None:
        if self.work is not None:
            threading.Thread(target=self._do, args=(self.work,), daemon=True).start()

    def _do(self, work: Callable[[Turn], Any]) -> None:
        try:
            self.turn.send(_called(work, self.turn))
        except Stale as why:
            log.info("turn %s: %s", self.turn.id, why)
        except Exception:
            log.exception("turn %s: its later answer failed", self.turn.id)


def _called(handler: Callable[[Any], Any], given: Any) -> Any:
    found = handler(given)
    return asyncio.run(found) if inspect.iscoroutine(found) else found


def _listed(said: Any) -> List[Action]:
    """Whatever a handler returned, as actions."""
    if said is None:
        return []
    if isinstance(said, str):
        return [reply(said)]
    if isinstance(said, Mapping):
        return [dict(said)]
    return [one for part in said for one in _listed(part)]


def _answer(turn_id: str, actions: List[Action]) -> Dict[str, Any]:
    """The answer's body. Of several confidences the lowest counts."""
    about: Dict[str, Any] = {}
    for one in actions:
        for name, value in one.pop("_about", {}).items():
            about[name] = min(value, about.get(name, value)) if name == "confidence" else value
    return {"turn_id": turn_id, "actions": actions, **about}


# --- the bot --------------------------------------------------------------------------------------


class Bot:
    """Checks who asks, hands turns to `@bot.turn` and events to `@bot.on(type)`. `secret` may hold
    two, with a space between, while it is changed."""

    def __init__(self, secret: str, *, now: Callable[[], float] = time.time) -> None:
        self._keys = [base64.b64decode(one.replace("whsec_", "", 1)) for one in secret.split()]
        if not self._keys:
            raise ValueError("a bot needs Segue's secret: whsec_…")
        self._now = now
        self._turn: Optional[Callable[[Turn], Any]] = None
        self._events: Dict[str, Callable[[Dict[str, Any]], Any]] = {}
        self._answers: "OrderedDict[str, _Once]" = OrderedDict()
        self._lock = threading.Lock()

    def turn(self, handler: Callable[[Turn], Any]) -> Callable[[Turn], Any]:
        """Decorator: this answers turns."""
        self._turn = handler
        return handler

    def on(self, kind: str) -> Callable[[Callable[[Dict[str, Any]], Any]], Any]:
        """Decorator: this hears of `conversation.owner.changed` or `conversation.message`."""

        def keep(handler: Callable[[Dict[str, Any]], Any]) -> Any:
            self._events[kind] = handler
            return handler

        return keep

    def verify(self, headers: Mapping[str, str], body: bytes) -> Dict[str, Any]:
        """What was sent, if it is from Segue. Raises `NotOurs`; ValueError when it is no JSON."""
        given = {name.lower(): value for name, value in headers.items()}
        ident, at = given.get("webhook-id", ""), given.get("webhook-timestamp", "")
        if not at.isdigit() or abs(self._now() - int(at)) > OLDEST_S:
            raise NotOurs("too old, or without a time")
        signed = f"{ident}.{at}.".encode() + body
        macs = [
            base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()) for key in self._keys
        ]
        offered = [one[3:].encode() for one in given.get("webhook-signature", "").split()
                   if one.startswith("v1,")]  # fmt: skip
        if not any(hmac.compare_digest(one, mac) for one in offered for mac in macs):
            raise NotOurs("the signature is wrong")
        told = json.loads(body)
        if not isinstance(told, dict):
            raise ValueError("no object")  # noqa: TRY004 - as for what is no JSON at all
        return told

    def handle(self, headers: Mapping[str, str], body: bytes) -> Answer:
        """Answer one request: (status, headers, body). For use behind any web server."""
        if len(body) > LONGEST:
            return 413, {}, b""
        try:
            told = self.verify(headers, body)
        except NotOurs as why:
            return 401, JSON, json.dumps({"error": str(why)}).encode()
        except ValueError:
            return 400, JSON, b'{"error": "this is not JSON"}'
        kind = told.get("type")
        if kind == "bot.turn":
            stream = "text/event-stream" in {k.lower(): v for k, v in headers.items()}.get(
                "accept", ""
            )
            return self._once(told, stream=stream)
        handler = self._events.get(str(kind))
        if handler is not None:
            try:
                _called(handler, told)
            except Exception:
                log.exception("%s failed", kind)
                return 500, {}, b""
        return 204, {}, b""

    def _once(self, told: Dict[str, Any], *, stream: bool) -> Answer:
        """The same turn has the same answer, also when it is asked while it is being answered."""
        with self._lock:
            once = self._answers.setdefault(str(told.get("turn_id")), _Once())
            while len(self._answers) > REMEMBERED:
                self._answers.popitem(last=False)
        with once.lock:
            if once.answer is None:
                answer = self._answered(Turn(told, self), stream=stream)
                if answer[0] >= 500:  # noqa: PLR2004 - a failure may be mended at the next try
                    return answer
                once.answer = answer
            return once.answer

    def _answered(self, turn: Turn, *, stream: bool) -> Answer:
        if self._turn is None:
            return 501, {}, b""
        try:
            said = _called(self._turn, turn)
            if isinstance(said, _Later):
                said.start()
                return 202, {}, b""
            if inspect.isgenerator(said):
                return self._streamed(turn, said) if stream else _json(turn, list(said))
            return _json(turn, said)
        except Exception:
            log.exception("turn %s failed", turn.id)
            return 500, JSON, b'{"error": "the handler failed"}'

    def _streamed(self, turn: Turn, pieces: Iterator[Any]) -> Answer:
        """Text is streamed as deltas, actions as they are."""
        events, kept = [], []
        for piece in pieces:
            if isinstance(piece, str):
                events.append("data: " + json.dumps({"delta": piece}))
                continue
            kept += _listed(piece)
        done = _answer(turn.id, kept)
        events += ["event: action\ndata: " + json.dumps(one) for one in done.pop("actions")]
        events.append("event: done\ndata: " + json.dumps(done))
        body = "\n\n".join(events) + "\n\n"
        return 200, {"content-type": "text/event-stream"}, body.encode()

    # --- a server of its own --------------------------------------------------------------------

    def serve(self, port: int = 0, host: str = "127.0.0.1") -> "Serving":
        """Serve in a thread; for tests and notebooks. `with bot.serve() as here: here.url`."""
        return Serving(self, host, port)

    def run(self, port: int = 8090, host: str = "127.0.0.1") -> None:
        """Serve until interrupted."""
        with Serving(self, host, port) as here:
            print(f"Listening on {here.url}", flush=True)  # noqa: T201 - it is a program
            with contextlib.suppress(KeyboardInterrupt):
                here.thread.join()


class _Once:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.answer: Optional[Answer] = None


def _json(turn: Turn, said: Any) -> Answer:
    return 200, JSON, json.dumps(_answer(turn.id, _listed(said))).encode()


class Serving:
    """A server in a thread."""

    def __init__(self, bot: Bot, host: str, port: int) -> None:
        self._server = ThreadingHTTPServer((host, port), _handler(bot))
        self._server.daemon_threads = True
        self.url = f"http://{host}:{self._server.server_address[1]}/"
        self.thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    def __enter__(self) -> "Serving":  # noqa: PYI034 - Self is newer than 3.9
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self.thread.join()


def _handler(bot: Bot) -> Any:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def do_POST(self) -> None:
            length = self.headers.get("content-length", "")
            if not length.isdigit() or int(length) > LONGEST:
                self.close_connection = True
                self._send(413 if length.isdigit() else 411, {}, b"")
                return
            try:
                body = self.rfile.read(int(length))
                self._send(*bot.handle(dict(self.headers.items()), body))
            except ConnectionError:
                self.close_connection = True  # they hung up, and will ask again

        def do_GET(self) -> None:
            self._send(405, {"allow": "POST"}, b"")

        def _send(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 204:  # noqa: PLR2004 - has no body
                self.send_header("content-length", str(len(body)))
            self.end_headers()
            if status != 204:  # noqa: PLR2004
                self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            log.debug(*args)

    return Handler
