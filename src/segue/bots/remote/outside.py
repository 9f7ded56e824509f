"""The company's own bot: a `Bot` like any other for the shell, wherever and whatever it is.

What is the same for all kinds stands here: one turn at a time, the deadline, being switched off,
answers that were promised for later. How a kind is spoken to is its `Talker`'s business.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from segue.app.bot_wire import AnswerLater, Said
from segue.app.feed import Hub
from segue.app.ports import Job, Kept, Store
from segue.app.ports_actions import Doing, NothingDone
from segue.app.ports_bot import BotReply, BotTrouble, BotTurn, NothingToSay
from segue.app.ports_outside import Acted, NoSuchTurn, OutsideState
from segue.app.turn import Turns
from segue.bots.remote.asking import Asked, Talker, batch_of, turn_id_of
from segue.bots.remote.choices import Choices
from segue.bots.remote.later import Later
from segue.bots.remote.order import InOrder
from segue.bots.remote.state import BotDown, BotState
from segue.bots.remote.telling import KIND, Telling, job_of
from segue.bots.remote.tokens import Tokens
from segue.domain import events as e

MARGIN_S = 0.05  # so that our own reason is given, and not that the time was over
ROWS = 48


@dataclass
class House:
    """What an installation lends to its bot once it is put together."""

    turns: Turns
    hub: Hub
    store: Store
    doing: Doing = field(default_factory=NothingDone)
    url: str = ""  # under which the bot reaches us


class Calls(Protocol):
    """A talker whose bot calls us in its own product's words."""

    async def called(
        self, verb: str, about: str, token: str, body: dict[str, Any], later: Later
    ) -> dict[str, Any]: ...


class Outside:
    """`Bot` and `OutsideBot`. `join` it to the house before it is asked."""

    JOB = KIND
    """The kind of the jobs that `tell` does."""

    def __init__(
        self,
        talker: Talker,
        state: BotState,
        tokens: Tokens,
        *,
        deadline_s: float,
        choices: Choices | None = None,
        observe: bool = False,
        close: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._close = close
        self.talker, self._state, self._tokens = talker, state, tokens
        self.choices = choices or Choices()
        self.deadline_s = deadline_s
        self._observe = observe
        self._order = InOrder()
        self._house: House | None = None
        self._later: Later | None = None
        self._telling: Telling | None = None

    def join(self, house: House) -> None:
        """From now on it hears what happens, and may answer later."""
        self._house = house
        by = f"remote:{self.talker.kind}"
        self._later = Later(house.turns, house.hub, house.store, house.doing, self._tokens, by)
        self._later.choices = self.choices
        self._telling = Telling(house.turns, house.store, observe=self._observe)
        if self.talker.hears:
            house.hub.listen(self._telling.heard)

    def reached_at(self, url: str) -> None:
        """Where it reaches us, once that is known."""
        if self._house is not None:
            self._house.url = url.rstrip("/")

    def state(self) -> OutsideState:
        return self._state.told()

    async def start(self) -> None:
        """Nothing to begin: it is asked, or it is not."""

    async def stop(self) -> None:
        """Turns that are being asked go on until the jobs end; then it is closed."""

    async def aclose(self) -> None:
        if self._close is not None:
            await self._close()

    # --- the bot is asked -----------------------------------------------------------------------

    async def answer(self, turn: BotTurn) -> BotReply:
        """Raises `BotTrouble`, and `NothingToSay` when it was answered in another way."""
        self._state.check()
        ends = asyncio.get_running_loop().time() + self.deadline_s - MARGIN_S
        async with self._order.turn(turn.conversation, turn.about):
            asked = await self._asked(turn, ends)
            try:
                async with asyncio.timeout_at(ends):
                    reply = await self._spoken(asked)
            except TimeoutError:
                down = BotDown(f"no answer within {self.deadline_s:g} s")
                self._state.failed(down)
                raise down from None
            except BotTrouble as why:
                self._state.failed(why)
                raise
        self._state.answered()
        if reply is None:
            raise NothingToSay
        return reply

    async def _spoken(self, asked: Asked) -> BotReply | None:
        with self._over(asked.turn) as over:
            reply = await self.talker.ask(asked)
            if reply is None:
                await over.wait()
            return reply

    @contextmanager
    def _over(self, turn: BotTurn) -> Iterator[asyncio.Event]:
        """Set once the turn is answered in another way, or asked no more."""
        over = asyncio.Event()

        def heard(kept: Kept) -> None:
            one = kept.conversation
            if one.answered >= turn.about or one.epoch != turn.epoch or one.heard != turn.about:
                over.set()

        stop = self._house.hub.follow(turn.conversation, heard) if self._house else None
        try:
            yield over
        finally:
            if stop is not None:
                stop()

    async def _asked(self, turn: BotTurn, ends: float) -> Asked:
        texts, before = batch_of(turn)
        seqs = await self._seqs(turn, len(texts))
        known = self.choices.of(turn.conversation)
        said = tuple(
            Said(
                id=f"{turn.conversation}:{seq}" if seq else f"{turn_id_of(turn)}:{place}",
                text=text,
                seq=seq,
                choice=known.get(text.strip()),
            )
            for place, (text, seq) in enumerate(zip(texts, seqs, strict=True))
        )
        return Asked(turn, turn_id_of(turn), ends, said, before, self._answer_later(turn))

    def _answer_later(self, turn: BotTurn) -> AnswerLater | None:
        if self._house is None:
            return None
        url = f"{self._house.url}/api/v1/turns/{turn_id_of(turn)}/actions"
        return AnswerLater(url, self._tokens.of(turn))

    async def _seqs(self, turn: BotTurn, wanted: int) -> tuple[int | None, ...]:
        """The numbers of the last things that the customer said, as far as they are known."""
        seqs: list[int | None] = [turn.about]
        if self._house is not None and wanted > 1:
            rows = await self._house.store.latest_events(turn.conversation, ROWS)
            said = [
                row.seq
                for row in rows
                if isinstance(row.event, e.MessagePosted)
                and row.event.author == e.Author.CUSTOMER
                and row.seq < turn.about
            ]
            seqs = [*said[-(wanted - 1) :], turn.about]
        return (*(None,) * (wanted - len(seqs)), *seqs[-wanted:])

    # --- the bot calls --------------------------------------------------------------------------

    async def acted(self, turn_id: str, token: str, answer: bytes) -> Acted:
        """A late answer: see `OutsideBot`."""
        return await self._joined().acted(turn_id, token, answer)

    async def called(
        self, kind: str, verb: str, about: str, token: str, body: dict[str, Any]
    ) -> dict[str, Any]:
        """A call in another product's words: see `OutsideBot`."""
        talker: Any = self.talker
        if kind != talker.kind or not hasattr(talker, "called"):
            raise NoSuchTurn
        calls: Calls = talker
        return await calls.called(verb, about, token, body, self._joined())

    def _joined(self) -> Later:
        if self._later is None:
            raise NoSuchTurn
        return self._later

    # --- the bot is told ------------------------------------------------------------------------

    async def tell(self, job: Job) -> None:
        """The work behind `tell_bot`: raises to be tried again."""
        if not self._state.off:
            await self.talker.tell(job_of(job))
