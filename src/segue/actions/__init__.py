"""What can be done in other systems: described in a file, run by the server, told in words.

    described   what an action is                reading      from `actions.yaml` (form, telling)
    openapi     from an OpenAPI document         mcp          from the tools of an MCP server
    values      is this input one?               asking       a run as a request, and for whom
    sending     once, or safely more often       outcomes     a reply as words and a card
    doing       all of it as `Doing`             keys         keys of other systems, by name

Who the customer is comes from the verified contact and is put in here, in a header that no input
reaches: words cannot make a bot act for somebody else.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from segue.app.ports_actions import Doing, NothingDone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from segue.actions.doing import Actions

__all__ = ["actions_in", "actions_of"]


def actions_of(
    actions_file: str | Path | None,
    secrets_file: str | Path | None = None,
    *,
    urls: Mapping[str, str] | None = None,
    environ: Mapping[str, str] | None = None,
) -> Doing:
    """The actions that a file describes; none without a file. Raises `BadActions`, `OSError`.

    `urls` are addresses of services by name, for those that are known only at the start; `environ`
    is where keys are looked up first (the process's own environment without it).
    """
    if not actions_file:
        return NothingDone()
    return actions_in(actions_file, secrets_file, urls=urls, environ=environ)


def actions_in(
    actions_file: str | Path,
    secrets_file: str | Path | None = None,
    *,
    urls: Mapping[str, str] | None = None,
    environ: Mapping[str, str] | None = None,
) -> Actions:
    """The same, of a file that there is. `start` and `stop` it where documents are elsewhere."""
    from segue.actions.doing import Actions  # noqa: PLC0415 - keep a start without actions quick
    from segue.actions.keys import keys_from  # noqa: PLC0415
    from segue.actions.reading import read_file  # noqa: PLC0415

    path = Path(actions_file)
    read = read_file(path.read_bytes(), dict(urls or {}))
    keys = keys_from(Path(secrets_file) if secrets_file else None, environ)
    return Actions(read, keys=keys, folder=str(path.parent))
