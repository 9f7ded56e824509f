"""An answer that comes as a stream of server-sent events, gathered into one.

    data: {"delta": "Your order "}
    data: {"delta": "is on its way."}
    event: action
    data: {"do": "set", "attributes": {"order": "1234"}}
    event: done
    data: {"confidence": 0.9}

Deltas make one reply, said before the actions. Nothing is shown to the customer before the end: an
answer that somebody else has overtaken meanwhile must not have been half said.
"""

from __future__ import annotations

from typing import Any

import msgspec

from segue.app.ports_bot import BotTrouble

DONE = ("done", "[DONE]")


class Events:
    """Events out of bytes as they come. A stream may end its lines in any of the three ways."""

    def __init__(self) -> None:
        self._rest = b""
        self._event, self._data = "message", list[str]()

    def feed(self, piece: bytes) -> list[tuple[str, str]]:
        """(event, data) of the events that this piece completes."""
        raw = self._rest + piece
        held = b"\r" if raw.endswith(b"\r") else b""  # perhaps the first half of a line's end
        raw = raw.removesuffix(b"\r").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        *lines, rest = raw.split(b"\n")
        self._rest = rest + held
        return [found for line in lines if (found := self._line(line.decode("utf-8", "replace")))]

    def end(self) -> list[tuple[str, str]]:
        """What the end of the stream completes."""
        return self.feed(b"\n\n")

    def _line(self, line: str) -> tuple[str, str] | None:
        if not line:
            found = (self._event, "\n".join(self._data)) if self._data else None
            self._event, self._data = "message", []
            return found
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "event":
            self._event = value
        elif name == "data":
            self._data.append(value)
        return None


def events_of(raw: bytes) -> list[tuple[str, str]]:
    """(event, data) of a whole stream, in order."""
    events = Events()
    return [*events.feed(raw), *events.end()]


def gathered(raw: bytes) -> bytes:
    """The stream as the JSON answer that it amounts to. Raises `BotTrouble` for one that broke off
    or says nothing that can be read."""
    text: list[str] = []
    actions: list[Any] = []
    whole: dict[str, Any] = {}
    ended = False
    for event, data in events_of(raw):
        if data == DONE[1]:
            ended = True
            continue
        try:
            told = msgspec.json.decode(data, type=dict[str, Any])
        except msgspec.DecodeError as why:
            raise BotTrouble(f"malformed answer: an event of its stream: {why}"[:200]) from None
        if event == DONE[0]:
            ended, whole = True, told
        elif event == "action" or "do" in told:
            actions.append(told)
        elif isinstance(told.get("delta"), str):
            text.append(told["delta"])
    if not ended:
        raise BotTrouble("malformed answer: its stream broke off")
    said = [{"do": "reply", "text": "".join(text)}] if text else []
    return msgspec.json.encode({**whole, "actions": [*said, *actions, *whole.get("actions", ())]})
