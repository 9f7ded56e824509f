"""What the checks work with: signed turns, and an ear for answers that come later."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

import msgspec

from segue.app.bot_answers import read_answer, says_something, waits
from segue.app.bot_wire import (
    AnswerLater,
    AskField,
    Earlier,
    HandedBack,
    HandOver,
    Reply,
    Said,
    TheConversation,
    TheCustomer,
    TurnAnswered,
    TurnAsked,
)
from segue.app.ports_bot import BotTrouble
from segue.bots.remote import signing
from segue.bots.remote.streams import gathered
from segue.fakes.serving import Answer, Emulator, Got
from segue.outgoing import Outgoing, OutgoingError
from segue.outgoing import Reply as Heard

ACCEPTED: Final = 202
GOOD, MOVED = 200, 300
STREAM: Final = "text/event-stream"
BOTH: Final = f"application/json, {STREAM}"
Grade = Literal["must", "should"]


class Failed(Exception):
    """The bot does not do what it should; says what it did."""


class Skipped(Exception):
    """There is nothing to check here; says why."""


@dataclass(frozen=True)
class Check:
    """`says` is the sentence of the protocol, `advice` what to do about a bot that fails."""

    name: str
    grade: Grade
    says: str
    advice: str
    do: Callable[[Kit], Awaitable[None]]


@dataclass(frozen=True)
class Found:
    """What one check found. `result`: ok, failed or skipped."""

    name: str
    grade: Grade
    says: str
    result: Literal["ok", "failed", "skipped"]
    why: str = ""
    advice: str = ""
    ms: int = 0


@dataclass
class Answered:
    """A turn's answer. `later` is set when it came after a 202."""

    raw: bytes
    answer: TurnAnswered
    later: bool
    took_s: float
    kind: str = ""

    @property
    def text(self) -> str:
        return "\n".join(one.text for one in self.answer.actions if isinstance(one, Reply))

    @property
    def asks(self) -> bool:
        return any(
            isinstance(one, AskField) or (isinstance(one, Reply) and bool(one.choices))
            for one in self.answer.actions
        )

    @property
    def hands_over(self) -> bool:
        return any(isinstance(one, HandOver) for one in self.answer.actions)


@dataclass
class Ear(Emulator):
    """Hears late answers. While `refusing`, somebody else has taken over."""

    refusing: bool = False
    heard: dict[str, asyncio.Future[bytes]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    refusals: int = 0
    wrong: list[str] = field(default_factory=list)

    def expect(self, turn_id: str) -> AnswerLater:
        token = self.tokens.setdefault(turn_id, f"tt_{secrets.token_urlsafe(12)}")
        if turn_id not in self.heard:
            self.heard[turn_id] = asyncio.get_running_loop().create_future()
        return AnswerLater(f"{self.url}/api/v1/turns/{turn_id}/actions", token)

    async def answers(self, got: Got) -> Answer:
        turn_id = got.path.removeprefix("/api/v1/turns/").removesuffix("/actions")
        token = self.tokens.get(turn_id)
        if token is None or got.headers.get("authorization") != f"Bearer {token}":
            self.wrong.append(f"a late answer to {got.path} without the turn's token")
            return 401, {"code": "not_your_turn"}
        if self.refusing:
            self.refusals += 1
            problem = {"error": "stale_owner", "code": "stale_owner", "owner": "person", "epoch": 9}
            return 409, problem, {"content-type": "application/problem+json"}
        heard = self.heard[turn_id]
        if not heard.done():
            heard.set_result(got.body)
        return 200, {"seq": 1, "epoch": 1}


@dataclass
class Kit:
    """Asks one bot. `deadline_s` is what a turn may take."""

    url: str
    keys: tuple[bytes, ...]
    outgoing: Outgoing
    ear: Ear
    deadline_s: float = 8.0
    took: list[float] = field(default_factory=list)
    later: bool = False  # it answered with 202 once

    def turn(self, *texts: str, turn_id: str = "", **more: Any) -> TurnAsked:
        """A turn that says these texts, in a conversation of its own."""
        turn_id = turn_id or f"trn_{secrets.token_urlsafe(16)}"
        conversation = more.pop("conversation", f"cnv_{secrets.token_hex(6)}")
        about = {name: more.pop(name) for name in ("waiting", "attributes") if name in more}
        return TurnAsked(
            turn_id=turn_id,
            deadline_ms=int(self.deadline_s * 1000),
            conversation=TheConversation(
                id=conversation,
                owner=more.pop("owner", "bot"),
                owner_epoch=more.pop("epoch", 1),
                locale=more.pop("locale", "en"),
                **about,
            ),
            contact=TheCustomer(verified=False, name="Dana"),
            input=tuple(
                Said(id=f"{conversation}:{n + 2}", text=text, seq=n + 2)
                for n, text in enumerate(texts)
            ),
            history_cursor=f"{conversation}:1",
            answer=self.ear.expect(turn_id),
            **more,
        )

    async def send(
        self,
        body: bytes,
        ident: str,
        *,
        at: int | None = None,
        keys: tuple[bytes, ...] | None = None,
        headers: dict[str, str] | None = None,
        accept: str = BOTH,
    ) -> Heard:
        """One signed request; `headers` change what we would say. Raises `Failed`."""
        when = int(time.time()) if at is None else at
        signed = signing.headers(self.keys if keys is None else keys, ident, when, body)
        given = {"content-type": "application/json", "accept": accept, **signed, **(headers or {})}
        for tries in (1, 2):
            try:
                return await self.outgoing.request(
                    "POST", self.url, headers=given, content=body, timeout_s=self.deadline_s
                )
            except OutgoingError as why:
                if tries > 1 or why.code != "broken":  # as in earnest: a lost connection is no news
                    raise Failed(why.said) from None
        raise Failed("no answer")

    async def ask(self, turn: TurnAsked, *, accept: str = "", body: bytes = b"") -> Answered:
        """A turn's answer, at once or later. Raises `Failed`."""
        started = time.monotonic()
        raw = body or msgspec.json.encode(turn)
        reply = await self.send(raw, turn.turn_id, accept=accept or BOTH)
        later = reply.status == ACCEPTED
        if not GOOD <= reply.status < MOVED:
            said = reply.body[:80].decode("utf-8", "replace")
            raise Failed(f"it answered {reply.status} {said}".strip())
        try:
            whole = gathered(reply.body) if reply.kind == STREAM else reply.body
            if not later and waits(read_answer(whole, turn.turn_id)):
                later = True
            if later:
                self.later = True
                whole = await self._later(turn.turn_id)
            answer = read_answer(whole, turn.turn_id)
        except BotTrouble as why:
            raise Failed(str(why)) from None
        if not says_something(answer):
            raise Failed("its answer says nothing: no reply, ask, run or handoff")
        took = time.monotonic() - started
        self.took.append(took)
        return Answered(whole, answer, later, took, reply.kind)

    async def _later(self, turn_id: str) -> bytes:
        try:
            async with asyncio.timeout(self.deadline_s):
                return await asyncio.shield(self.ear.heard[turn_id])
        except TimeoutError:
            raise Failed(
                f"it answered 202 and sent nothing to {self.ear.url} within {self.deadline_s:g} s"
            ) from None

    async def refused(self, reply: Heard) -> None:
        """Raises `Failed` unless this was a refusal of a stranger."""
        if reply.status not in (400, 401, 403):
            raise Failed(f"it answered {reply.status}, and should have answered 401")


Body: TypeAlias = dict[str, Any]
BACK = HandedBack("Ana", "Sent a new tent today.", ("a mail when it leaves",))
BEFORE = (Earlier("customer", "Hi"), Earlier("bot", "Hello!"), Earlier("agent", "Ana here."))
