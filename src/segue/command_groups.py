"""Commands that are groups of commands, and checks of what is outside.

Each is loaded when it is asked for, so that `segue --help` stays quick.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from segue.bot_check_command import register as register_bot_check
from segue.simulate_command import simulate_line

PASSED_ON = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
GROUPS = (
    ("policy", "policy_commands", "See the rules, check and try others, publish them, go back"),
    ("knowledge", "knowledge_commands", "What the assistant answers from: add, read again, ask"),
    ("people", "people_commands", "Who works here: skills, languages, capacity, lending"),
    ("hours", "hours_command", "When a team is open: see, set, import holidays, look ahead"),
    ("teams", "teams_commands", "Which team gets what, as learned from earlier handoffs"),
    ("actions", "actions_commands", "What the assistant can do in other systems: check, list, try"),
)


def register(app: typer.Typer) -> None:
    """Make them commands of `app`."""
    for name, module, what in GROUPS:
        group = _group(name, module)
        group.__doc__ = f"{what}: `segue {name} --help`.\n\nExample: segue {name} --help"
        app.command(name=name, context_settings=PASSED_ON)(group)
    register_bot_check(app)
    app.command(name="model-check")(model_check)
    app.command(name="promises")(promises)
    app.command(name="simulate-line")(simulate_line)


def _group(name: str, module: str) -> Callable[[typer.Context], None]:
    def group(words: typer.Context) -> None:
        commands: Any = import_module(f"segue.{module}").app
        status = commands(
            words.args or ["--help"], standalone_mode=False, prog_name=f"segue {name}"
        )
        raise typer.Exit(status if isinstance(status, int) else 0)

    # Typer reads annotations by name; inside a function they would be words of this module.
    group.__annotations__ = {"words": typer.Context, "return": None}
    return group


def promises(
    team: Annotated[str, typer.Option(help="Only of this team.")] = "",
    kind: Annotated[
        str, typer.Option(help="Only first_answer, next_answer, callback or case; with commas.")
    ] = "",
    data: Annotated[
        Path | None, typer.Option("--data", help="Data folder; else as the settings say.")
    ] = None,
    url: Annotated[str, typer.Option(help="Through a running server: http://127.0.0.1:8080.")] = "",
    email: Annotated[
        str, typer.Option(envvar="SEGUE_EMAIL", help="Sign in there; the password is asked for.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print for machines.")] = False,  # noqa: FBT002 - a flag
) -> None:
    """List what customers were promised and have not got yet, by when it is due. Ends with 1 when
    one is broken.

    Example: segue promises --team support --kind callback,case
    """
    from segue.promises_command import run  # noqa: PLC0415 - loaded when needed

    raise typer.Exit(0 if run(team, kind, data, url, email, as_json=as_json) else 1)


def model_check(
    as_json: Annotated[bool, typer.Option("--json", help="Print for machines.")] = False,  # noqa: FBT002 - a flag
) -> None:
    """Look whether the model that is set does what Segue needs of it, and which way works.

    Example: SEGUE_MODEL=openai-compatible:qwen3 SEGUE_MODEL_URL=http://localhost:11434/v1 \
segue model-check
    """
    from segue.model_check_command import run  # noqa: PLC0415 - loaded when needed
    from segue.settings import load  # noqa: PLC0415

    raise typer.Exit(0 if run(load(), sys.stdout, as_json=as_json) else 1)
