"""How the generator speaks to each server: what to send, and which message a frame is about."""

from __future__ import annotations

from typing import Protocol

WORDS = (
    "The parcel says delivered since Monday but it is not here at all",
    "Could you look whether the green tent is back in the shop please",
    "I sent the boots back two weeks ago and have not heard anything.",
    "It was raining hard and the seam next to the door let water in.",
    "Thanks, and would you tell me when the courier comes by tomorrow",
    "My sister ordered the same one and hers came with two more poles",
)
SIZE = 64
"""Bytes of text in a message, as in `docs`: sentences as people write them, cut or padded."""

TEXTS = tuple(words.ljust(SIZE, ".")[:SIZE].encode() for words in WORDS)
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
