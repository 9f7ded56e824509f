"""How the generator speaks to each server: what to send, and which message a frame is about."""

from __future__ import annotations

from typing import Protocol

BEFORE = ("", "well, ", "sorry, ")
FIRST = (
    "the parcel", "my order", "the green tent", "one of the boots", "the second bag", "the jacket",
    "the gift card", "your courier", "the invoice", "the repair", "the lamp", "that pack",
)  # fmt: skip
THEN = (
    "says delivered", "has not come", "came with a hole", "is not in the shop", "was sent back",
    "looks wrong to me", "is much too small", "went to my sister", "got wet at the door",
    "is missing a pole", "has been lost",
)  # fmt: skip
LAST = (
    "since monday and nobody rang", "and i leave on friday", "what do you suggest now",
    "so please have a look", "could you tell me more", "and that is a pity really",
    "as the mail said it would", "can you check for me", "and i would like it soon",
    "which is why i write", "it rained all the week", "thanks for looking at it",
    "and the shop is closed",
)  # fmt: skip
SIZE = 64
"""Bytes of text in a message."""

TEXTS = tuple(
    f"{before}{first} {then} {last}".ljust(SIZE, ".")[:SIZE].encode()
    for before in BEFORE
    for first in FIRST
    for then in THEN
    for last in LAST
)
"""Sentences as people write them, sixty-four bytes each, cut or padded with dots. There are over
five thousand, more than any memory of what was read holds: each costs what a new one costs."""

NONE = -1


class Dialect(Protocol):
    """`n` is the number of a message within one run; it comes back in frames."""

    def greeted(self, frame: bytes) -> bool:
        """Is the socket ready after this frame?"""
        ...

    def say(self, n: int) -> bytes: ...

    def delivered(self, frame: bytes) -> int:
        """The number in a frame that an agent got, or NONE."""
        ...

    def acked(self, frame: bytes) -> int:
        """The number in a frame that says to a customer "it is kept", or NONE."""
        ...

    def refused(self, frame: bytes) -> bool: ...


class FloorDialect:
    """`{"id", "text"}` in, `{"t": "msg" | "ack", "id"}` out; nobody says hello."""

    silent = True

    def greeted(self, frame: bytes) -> bool:  # noqa: ARG002
        return True

    def say(self, n: int) -> bytes:
        return b'{"id":"%d","text":"%s"}' % (n, TEXTS[n % len(TEXTS)])

    def delivered(self, frame: bytes) -> int:
        return _number(frame, b'"id": "')

    acked = delivered

    def refused(self, frame: bytes) -> bool:  # noqa: ARG002
        return False


class SegueDialect:
    """The public contract. Client ids are `run-n`, so that every run's are its own."""

    silent = False

    def __init__(self, run: str) -> None:
        self.mark = b'"client_id":"%s-' % run.encode()

    def greeted(self, frame: bytes) -> bool:
        return frame.startswith(b'{"type":"hello"')

    def say(self, n: int) -> bytes:
        return b'{"type":"say",%s%d","text":"%s"}' % (self.mark, n, TEXTS[n % len(TEXTS)])

    def delivered(self, frame: bytes) -> int:
        return _number(frame, self.mark) if frame.startswith(b'{"type":"event"') else NONE

    def acked(self, frame: bytes) -> int:
        return _number(frame, self.mark) if frame.startswith(b'{"type":"accepted"') else NONE

    def refused(self, frame: bytes) -> bool:
        return frame.startswith(b'{"type":"refused"')


def _number(frame: bytes, mark: bytes) -> int:
    at = frame.find(mark)
    if at < 0:
        return NONE
    at += len(mark)
    return int(frame[at : frame.index(b'"', at)])
