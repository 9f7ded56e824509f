"""From bytes to a command, for both sockets: one frame in, one struct out, or a refusal.

A frame is text, one JSON object, not deep, not large, with no field that we do not know. Whatever
it is instead, the answer says so; the socket stays open unless somebody keeps doing it.
"""

from __future__ import annotations

import json
from typing import Any, Generic, TypeVar

import msgspec

from segue.web import limits
from segue.web.refusals import No
from segue.web.sockets.wire import Message

T = TypeVar("T")
BAD_ALLOWED = 50
"""So many bad frames in one connection, and it is closed: that is no client of ours."""


class Reader(Generic[T]):
    """Decodes the frames of one kind of socket."""

    def __init__(self, kind: Any) -> None:
        self._decoder: msgspec.json.Decoder[T] = msgspec.json.Decoder(kind)

    def read(self, message: Message) -> T:
        """Raises `No` with the code `bad_frame` (or `too_long`) and what is wrong."""
        text = message.get("text")
        if text is None:
            raise bad_frame("Frames are text, not binary.")
        if limits.too_deep(text):
            raise bad_frame(f"Nested deeper than {limits.DEPTH}.")
        try:
            return self._decoder.decode(text)
        except msgspec.ValidationError as why:
            if "length <= " in str(why) and "$.text" in str(why):
                raise No(422, "too_long", f"{why}.") from why
            raise bad_frame(f"{why}.") from why
        except (msgspec.DecodeError, UnicodeError, RecursionError) as why:
            raise bad_frame(f"This is not JSON: {why}.") from why


def bad_frame(detail: str) -> No:
    return No(422, "bad_frame", detail)


def client_id_in(message: Message) -> str | None:
    """The client's id in a frame that was refused, so that it knows which one it was."""
    text = message.get("text")
    if not isinstance(text, str) or limits.too_deep(text):
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    name = found.get("client_id") if isinstance(found, dict) else None
    return name[:64] if isinstance(name, str) else None
