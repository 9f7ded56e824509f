"""`segue actions …`: hold a description against its form, list what can be done, try one."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from segue.app.ports_actions import ActionWish, BadAction
from segue.command_options import Json, group
from segue.settings import load

if TYPE_CHECKING:
    from segue.actions.doing import Actions
    from segue.domain.actions import ActionResult

app = group(
    "What the assistant can do in other systems: check, list, try.",
    example="segue actions check actions.yaml",
)
File = Annotated[Path | None, typer.Option("--file", help="Else as SEGUE_ACTIONS_FILE says.")]
Secrets = Annotated[
    Path | None, typer.Option("--secrets", help="TOML file with keys; else as the settings say.")
]
BAD = 1


def _opened(file: Path | None, secrets: Path | None) -> Actions:
    """The actions of a file. Says what is wrong with it, and ends."""
    from segue.actions import actions_in  # noqa: PLC0415 - loaded when needed
    from segue.actions.problems import BadActions  # noqa: PLC0415

    settings = load()
    path = file or (Path(settings.actions_file) if settings.actions_file else None)
    if path is None:
        typer.echo("segue: Which file? Name it, or set SEGUE_ACTIONS_FILE.", err=True)
        raise typer.Exit(2)
    kept = secrets or (Path(settings.secrets_file) if settings.secrets_file else None)
    try:
        return actions_in(path, kept)
    except OSError as why:
        typer.echo(f"segue: {path} cannot be read: {why.strerror}.", err=True)
        raise typer.Exit(2) from why
    except BadActions as why:
        for one in why.problems:
            typer.echo(f"{path}: {one}")
        count = len(why.problems)
        typer.echo(f"{count} thing{'s are' if count > 1 else ' is'} wrong.")
        raise typer.Exit(BAD) from why


async def _loaded(actions: Actions) -> bool:
    try:
        return await actions.load()
    finally:
        await actions.stop()


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="The file that describes the actions.")],
    online: Annotated[bool, typer.Option(help="Read documents and servers elsewhere, too.")] = True,  # noqa: FBT002
) -> None:
    """Say what is wrong with a description, with line numbers, and what was left out and why.

    Example: segue actions check actions.yaml
    """
    actions = _opened(file, None)
    whole = asyncio.run(_loaded(actions)) if online else True
    for left in actions.left:
        typer.echo(f"left out: {left.name}: {left.why}")
    for missing in actions.keys_missing():
        typer.echo(f"warning: {missing}")
    count = len(actions.actions())
    typer.echo(f"{file} is right: {count} action{'' if count == 1 else 's'}.")
    raise typer.Exit(0 if whole else BAD)


@app.command("list")
def list_(file: File = None, as_json: Json = False) -> None:  # noqa: FBT002 - a flag
    """List what can be done, with its inputs and who has to agree.

    Example: segue actions list
    """
    actions = _opened(file, None)
    asyncio.run(_loaded(actions))
    for one in actions.actions():
        if as_json:
            inputs = {it.name: it.kind for it in one.inputs}
            told = {"id": one.id, "title": one.title, "inputs": inputs, "changes": one.changes}
            typer.echo(json.dumps(told, ensure_ascii=False))
            continue
        needs = [
            word
            for word, wanted in (
                ("yes", one.needs_yes),
                ("identity", one.needs_identity),
                ("approval", one.needs_approval),
            )
            if wanted
        ]
        given = " ".join(it.name if it.required else f"[{it.name}]" for it in one.inputs)
        wants = f"  (needs {', '.join(needs)})" if needs else ""
        typer.echo(f"{one.id} {given}\n    {one.title}{wants}")


@app.command(name="try")
def try_(
    action: Annotated[str, typer.Argument(help="The action's id.")],
    inputs: Annotated[list[str] | None, typer.Argument(help="Its inputs: name=value …")] = None,
    file: File = None,
    secrets: Secrets = None,
    customer: Annotated[
        str, typer.Option(help="For whom: an id of your system. It is taken as proven.")
    ] = "",
    email: Annotated[str, typer.Option(help="For whom: an address. It is taken as proven.")] = "",
    language: Annotated[str, typer.Option(help="In which language it is told.")] = "en",
    dry_run: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--dry-run", help="Only tell what would be sent.")
    ] = False,
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Do one, as the assistant would, or only tell what would be sent.

    Example: segue actions try track_order order=48213 --customer c-1001 --dry-run
    """
    given = tuple((name, value) for name, _, value in (it.partition("=") for it in inputs or ()))
    actions = _opened(file, secrets)

    async def work() -> ActionResult:
        await actions.load()
        try:
            wish = ActionWish(action, given)
            return await _run(actions, wish, customer, email, language, dry=dry_run)
        finally:
            await actions.stop()

    try:
        result = asyncio.run(work())
    except BadAction as why:
        typer.echo(f"segue: {why}", err=True)
        raise typer.Exit(2) from why
    _tell(result, as_json=as_json)
    raise typer.Exit(0 if result.outcome == "done" else BAD)


async def _run(
    actions: Actions, wish: ActionWish, customer: str, email: str, language: str, *, dry: bool
) -> ActionResult:
    import secrets as random  # noqa: PLC0415

    from segue.domain.ids import ConversationId  # noqa: PLC0415
    from segue.domain.inputs import Contact  # noqa: PLC0415

    contact = Contact(email=email or None, customer_id=customer, verified=bool(customer or email))
    found = actions.named(wish.action)
    who = found.who[0] if found and found.who else "bot"
    return await actions.run(
        actions.call(wish, who=who, language=language),
        0,
        conversation=ConversationId("c_try"),
        contact=contact,
        language=language,
        key=f"try-{random.token_hex(8)}",
        dry=dry,
    )


def _tell(result: ActionResult, *, as_json: bool) -> None:
    if as_json:
        rows = [{"label": label, "value": value} for label, value in result.rows]
        told = {"outcome": result.outcome, "text": result.text, "rows": rows, "why": result.why}
        typer.echo(json.dumps(told | {"url": result.url}, ensure_ascii=False))
        return
    typer.echo(f"{result.outcome}: {result.text}")
    for label, value in result.rows:
        typer.echo(f"  {label}: {value}")
    if result.url:
        typer.echo(f"  {result.url_label or 'Link'}: {result.url}")
    if result.why:
        typer.echo(f"  why (for the staff): {result.why}")
