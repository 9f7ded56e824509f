"""Opens an installation with the real parts: store, bot, mail, as the settings say."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from segue.app.feed import Hub
from segue.app.library import Library
from segue.app.ports import Clock, Mailer, Store
from segue.app.ports_actions import NothingDone
from segue.build import Segue, database_url, put_together, uploads_of, wall_clock
from segue.own_model import answering
from segue.policies import Problem
from segue.settings import BadSettings, Settings
from segue.teams_learned import learned_teams
from segue.thinking import Brains, Thinking, delayed

if TYPE_CHECKING:
    from segue.actions.doing import Actions
    from segue.bots.remote import Outside
    from segue.knowledge.live import LiveKnowledge
    from segue.knowledge.sources import Sources


ANSWERS = ("knowledge", "model", "remote")
"""What may answer: the help pages, a model that reads them, or a bot of the company's own."""


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
    teams = learned_teams(settings, store, clock)
    thinking = answering(settings, brains, live, clock=clock, doing=doing)
    outside = outside_of(settings, clock)
    made = put_together(
        settings,
        store,
        delayed(outside or thinking or brains, settings.bot_delay_s),
        teams.reading(brains.read),
        mailer_of(settings, mail_folder),
        hub=hub,
        clock=clock,
        first_policy=first_policy(settings),
        doing=doing,
        library=library,
        work={outside.JOB: outside.tell} if outside else {},
    )
    if not isinstance(doing, NothingDone):
        made.beside.append(doing)
    if outside is not None:
        join(outside, made)
    if settings.nats_url:
        from segue.channels.relay import Relay  # noqa: PLC0415

        made.relay = Relay(settings.nats_url, hub)
    made.warm = brains.warm
    if thinking is not None:
        made.warm = in_turn(brains.warm, thinking.warm)
        made.beside.append(thinking)
    made.beside.append(documents)
    teams.wanted = lambda: made.policy.line.learned
    made.beside.append(teams)
    if isinstance(brains, Brains):
        made.beside.append(live)
        library.attempt = brains.attempt
        brains.teams = lambda: tuple(team.name for team in made.staffing.teams.values())
    return made


def in_turn(*warm: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    """One after the other: what answers from the index is loaded when that is there."""

    async def all_of_them() -> None:
        for one in warm:
            await one()

    return all_of_them


def library_of(
    settings: Settings, store: Store, hub: Hub, clock: Clock
) -> tuple[Library, Sources, LiveKnowledge]:
    """The library with what reads for it and what is indexed: all to be started with the rest."""
    from segue.knowledge.grouping import Likeness  # noqa: PLC0415 - loaded when it is needed
    from segue.knowledge.live import LiveKnowledge  # noqa: PLC0415
    from segue.knowledge.sources import Sources  # noqa: PLC0415
    from segue.outgoing.addresses import Allowed  # noqa: PLC0415

    try:
        Allowed(settings.knowledge_private)
    except ValueError as why:
        raise BadSettings(f"knowledge_private: {why}") from why
    uploads = uploads_of(settings)
    documents = Sources(clock, uploads.inbox, private=settings.knowledge_private)
    folder = str(Path(settings.knowledge_dir).resolve()) if settings.knowledge_dir else ""
    library = Library(
        store,
        hub,
        clock,
        uploads,
        documents=documents,
        group=Likeness(),
        folder=folder,
        folders=settings.knowledge_folders,
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


def outside_of(settings: Settings, clock: Clock) -> Outside | None:
    """The company's own bot, if one answers. Raises `BadSettings`."""
    if settings.bot not in ANSWERS:
        raise BadSettings(f"There is no bot {settings.bot!r}. There are: {', '.join(ANSWERS)}.")
    if settings.bot != "remote":
        return None
    from segue.bots.remote import remote_bot  # noqa: PLC0415 - only where there is one

    return remote_bot(settings, clock)


def join(outside: Outside, made: Segue) -> None:
    """Let the company's own bot hear what happens, and call us."""
    from segue.bots.remote import House  # noqa: PLC0415

    url = made.settings.public_url or f"http://{made.settings.host}:{made.settings.port}"
    outside.join(House(made.turns, made.hub, made.store, made.doing, url))
    made.outside = outside
    made.beside.append(outside)


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


def mailer_of(settings: Settings, folder: Path | None) -> Mailer | None:
    """SMTP when it is set, else a folder when one is given, else none: mails then wait."""
    from segue.channels.mail import FolderMailer, SmtpMailer  # noqa: PLC0415

    if settings.smtp_url:
        return SmtpMailer(settings.smtp_url, settings.mail_from)
    return FolderMailer(folder, settings.mail_from) if folder else None
