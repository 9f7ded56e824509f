"""Options that many commands have: where the installation is, and how the answer is printed."""

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
