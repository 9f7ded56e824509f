"""What a company's own bot says to us outside of its turns."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta, Struct

from segue.web.frames.base import Told
from segue.web.frames.http import Problem


class LaterActions(Struct, frozen=True):
    """A late answer: see the reference of the bot protocol. Fields and actions that this version
    does not know are ignored."""

    actions: Annotated[tuple[dict[str, Any], ...], Meta(max_length=32)]
    turn_id: Annotated[str, Meta(max_length=80)] = ""
    confidence: Annotated[float, Meta(ge=0, le=1)] | None = None
    missed: bool = False
    small_talk: bool = False


class Acted(Told, frozen=True):
    """It is on disk. `seq` and `epoch` are the conversation's, after it."""

    seq: int
    epoch: int


class TooLate(Problem, frozen=True, omit_defaults=True):
    """Somebody else has it, the customer spoke again, or the turn is answered. `error` is the
    code once more."""

    error: str = ""
    owner: str = ""
    epoch: int = 0


class ChatwootMessage(Struct, frozen=True):
    """Chatwoot's own body; what we have no use for is ignored."""

    content: Annotated[str, Meta(max_length=20_000)] = ""
    message_type: str | None = None
    private: bool = False
    content_type: str = "text"
    content_attributes: dict[str, Any] | None = None


class ChatwootStatus(Struct, frozen=True):
    """open: a person, please. resolved: it is settled."""

    status: Annotated[str, Meta(max_length=20)] = "open"


class ChatwootAssign(Struct, frozen=True):
    """To a team, or to anybody: a person, please."""

    assignee_id: int | str | None = None
    team_id: int | str | None = None


class BotpressStart(Struct, frozen=True):
    """Botpress's `startHitl`: a person, please. `userId` is the one that we talk as."""

    userId: Annotated[str, Meta(min_length=1, max_length=80)]  # noqa: N815 - their word
    title: Annotated[str, Meta(max_length=1000)] = ""
    description: Annotated[str, Meta(max_length=20_000)] = ""
    messageHistory: tuple[dict[str, Any], ...] = ()  # noqa: N815
