"""Opens an installation with the real parts: store, bot, mail, as the settings say."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from segue.app.feed import Hub
from segue.app.ports import Clock, Mailer
from segue.app.ports_bot import Bot, BotReply, BotTurn
from segue.build import Segue, database_url, put_together, wall_clock
from segue.settings import Settings


def open_segue(
    settings: Settings,
    *,
    clock: Clock = wall_clock,
    mail_folder: Path | None = None,
) -> Segue:
    """Everything wired and nothing started yet; heavy models load after the start."""
    from segue.bots.knowledge import KnowledgeBot  # noqa: PLC0415 - loaded when it is needed
    from segue.brains.reading import Reading  # noqa: PLC0415
    from segue.store import open_store  # noqa: PLC0415

    settings.data_dir.mkdir(parents=True, exist_ok=True)
    hub = Hub()
    store = open_store(database_url(settings), feed=hub, nats_url=settings.nats_url)
    folder = Path(settings.knowledge_dir) if settings.knowledge_dir else None
    bot = KnowledgeBot(folder, cache=settings.data_dir / "cache", brand=settings.brand)
    reading = Reading()
    made = put_together(
        settings,
        store,
        delayed(bot, settings.bot_delay_s),
        reading.read,
        mailer_of(settings, mail_folder),
        hub=hub,
        clock=clock,
    )
    if settings.nats_url:
        from segue.channels.relay import Relay  # noqa: PLC0415

        made.relay = Relay(settings.nats_url, hub)
    made.warm = _both(bot.warm, reading.warm)
    return made


class Delayed:
    """A bot that holds its answers back: for rehearsals of what comes too late."""

    def __init__(self, bot: Bot, delay_s: float) -> None:
        self._bot, self._delay_s = bot, delay_s

    async def answer(self, turn: BotTurn) -> BotReply:
        reply = await self._bot.answer(turn)
        await asyncio.sleep(self._delay_s)
        return reply


def delayed(bot: Bot, delay_s: float) -> Bot:
    """The bot itself, or one that is slow on purpose."""
    return Delayed(bot, delay_s) if delay_s else bot


def mailer_of(settings: Settings, folder: Path | None) -> Mailer | None:
    """SMTP when it is set, else a folder when one is given, else none: mails then wait."""
    from segue.channels.mail import FolderMailer, SmtpMailer  # noqa: PLC0415

    if settings.smtp_url:
        return SmtpMailer(settings.smtp_url, settings.mail_from)
    return FolderMailer(folder, settings.mail_from) if folder else None


def _both(
    first: Callable[[], Awaitable[None]], second: Callable[[], Awaitable[None]]
) -> Callable[[], Awaitable[None]]:
    async def warm() -> None:
        await first()
        await second()

    return warm
