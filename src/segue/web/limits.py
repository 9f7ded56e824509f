"""Every limit on what comes in: sizes, depths, rates, times. One place, so that none is forgotten.

Rates are kept in memory, per process: they protect the process. A loopback address is a proxy or a
test, never a customer, so limits by address do not count it.
"""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

BODY_BYTES: Final = 256 * 1024
POLICY_BYTES: Final = 2 * 1024 * 1024
"""Policies are longer than anything else that people send: ten thousand rules fit."""

FILE_BYTES: Final = 20_000_000
FILES: Final = 50
UPLOAD_BYTES: Final = FILES * (FILE_BYTES + 4096)
"""Of knowledge: one file, files at once, and all of them with what stands between them."""

FRAME_BYTES: Final = 64 * 1024
HEADER_BYTES: Final = 16 * 1024
QUERY_BYTES: Final = 4 * 1024
DEPTH: Final = 32
HEAD_S: Final = 15.0
BODY_S: Final = 15.0
OUTGOING_BYTES: Final = 256 * 1024
"""A socket whose reader leaves so much unread is closed; it resumes by number."""

REPLAY_BYTES: Final = 64 * 1024
REPLAY_S: Final = 20.0
"""A replay goes on when less than this is unread, and gives up after so long without reading."""

REPLAY_EVENTS: Final = 2_000
"""An agent who missed more than this reads the lists again instead."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, and so many a second for ever."""

    burst: float
    per_s: float


@dataclass(frozen=True, slots=True)
class Rates:
    """`messages` of one customer's session, also over reconnects; `cues` are typing and seen;
    `replays` of one person, asked for or as part of a what-if; `bot_calls` of one turn or
    conversation, by the company's own bot."""

    messages: Rate = Rate(60, 20)
    cues: Rate = Rate(40, 10)
    agent_commands: Rate = Rate(200, 50)
    sessions_by_address: Rate = Rate(30, 0.5)
    sockets_by_address: Rate = Rate(120, 4)
    messages_by_address: Rate = Rate(300, 60)
    sign_ins_by_address: Rate = Rate(20, 0.2)
    requests_by_agent: Rate = Rate(200, 50)
    bot_calls: Rate = Rate(60, 5)
    replays: Rate = Rate(10, 0.1)


class Bucket:
    """A leaky bucket. `take` says how many seconds too early this one is: 0 is now."""

    __slots__ = ("at", "level")

    def __init__(self) -> None:
        self.level = 0.0
        self.at = 0.0

    def take(self, rate: Rate, now: float, weight: float = 1.0) -> float:
        level = max(0.0, self.level - (now - self.at) * rate.per_s)
        self.at = now
        if level + weight > rate.burst:
            self.level = level
            return (level + weight - rate.burst) / rate.per_s
        self.level = level + weight
        return 0.0


@dataclass
class Buckets:
    """Buckets by name; the ones not used for longest are forgotten first."""

    rate: Rate
    most: int = 50_000
    _known: OrderedDict[str, Bucket] = field(default_factory=OrderedDict)

    def take(self, name: str, now: float) -> float:
        """Seconds to wait; 0 is go on."""
        bucket = self._known.get(name)
        if bucket is None:
            bucket = self._known[name] = Bucket()
            if len(self._known) > self.most:
                self._known.popitem(last=False)
        else:
            self._known.move_to_end(name)
        return bucket.take(self.rate, now)


def countable(address: str) -> str | None:
    """The address that a limit counts by: IPv6 by its /64, loopback and the unknown not at all."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return countable(str(found.ipv4_mapped))
        if found.is_loopback:
            return None
        return str(ipaddress.IPv6Network((int(found) >> 64 << 64, 64)).network_address)
    return None if found.is_loopback else address


def too_deep(raw: bytes | str, most: int = DEPTH) -> bool:
    """Is this JSON nested deeper than allowed? Looks at brackets outside of strings only.

    A text with few brackets cannot be: that is the usual case and costs two searches.
    """
    opening = ("{", "[") if isinstance(raw, str) else (b"{", b"[")
    if raw.count(opening[0]) + raw.count(opening[1]) <= most:  # type: ignore[arg-type]
        return False
    text = raw if isinstance(raw, str) else raw.decode("utf-8", "replace")
    depth, inside, escaped = 0, False, False
    for sign in text:
        if inside:
            if escaped:
                escaped = False
            elif sign == "\\":
                escaped = True
            elif sign == '"':
                inside = False
        elif sign == '"':
            inside = True
        elif sign in "{[":
            depth += 1
            if depth > most:
                return True
        elif sign in "}]":
            depth -= 1
    return False


_UNWANTED: Final = {
    **dict.fromkeys(code for code in range(0x20) if code not in (0x09, 0x0A)),
    **dict.fromkeys(range(0x7F, 0xA0)),
    **dict.fromkeys(range(0xD800, 0xE000)),
}


def clean(text: str) -> str:
    """Words without control characters and lone surrogates; line ends become `\\n`.

    Direction marks stay, they are part of some scripts; screens isolate what people wrote.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNWANTED).strip()
