"""What many commands share: options for where the installation is and how it is told, and how a
group of commands behaves."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print for machines.")]
Data = Annotated[Path | None, typer.Option("--data", help="Data folder; else as the settings say.")]
Url = Annotated[str, typer.Option(help="Through a running server: http://127.0.0.1:8080.")]
Email = Annotated[
    str, typer.Option(envvar="SEGUE_EMAIL", help="Sign in there; the password is asked for.")
]


def group(what: str, *, example: str) -> typer.Typer:
    """Commands that belong together. Typed without one of them, it says which there are."""
    return typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        help=f"{what}\n\nExample: {example}",
    )
