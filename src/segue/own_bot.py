"""A company's own bot, put into the house: what `opening.py` calls when `bot` is `remote`.

    outside = remote_bot(settings, clock)       # a Bot, for `put_together`
    bring_in(made, outside)                     # once the house is put together
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.app.ports_actions import Doing, NothingDone
from segue.build import Segue

if TYPE_CHECKING:
    from segue.bots.remote import Outside


def bring_in(made: Segue, outside: Outside, doing: Doing | None = None, *, url: str = "") -> None:
    """The bot hears what happens here, may answer later, and is told who has a conversation.

    `url` is where it reaches us; without one, the settings say.
    """
    from segue.bots.remote import House  # noqa: PLC0415 - only where there is such a bot
    from segue.bots.remote.telling import KIND  # noqa: PLC0415

    there = (url or made.settings.public_url or _here(made)).rstrip("/")
    outside.join(House(made.turns, made.hub, made.store, doing or NothingDone(), there))
    made.outside = outside
    made.jobs.work = {**made.jobs.work, KIND: outside.tell}


def _here(made: Segue) -> str:
    """The address that we listen on; a port that is not known yet leaves a path."""
    host, port = made.settings.host, made.settings.port
    return f"http://{host}:{port}" if port else ""
