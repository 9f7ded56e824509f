"""The bases of everything on the wire."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any, TypeAlias

import msgspec
from msgspec import Meta, Struct


def snake(name: str) -> str:
    """`HandoffRequested` is `handoff_requested` on the wire."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


class Told(Struct, frozen=True):
    """A shape that the server says, always with all its fields."""


class ServerFrame(
    Struct, frozen=True, tag=snake, tag_field="type", omit_defaults=True, kw_only=True
):
    """A frame that the server says. Fields that have nothing to say are left out."""


class ClientFrame(
    Struct,
    frozen=True,
    tag=snake,
    tag_field="type",
    omit_defaults=True,
    forbid_unknown_fields=True,
    kw_only=True,
):
    """A frame that a client says. Unknown fields are refused."""


class Body(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """The body of a request. Unknown fields are refused."""


ClientId: TypeAlias = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=64,
        pattern=r"^[A-Za-z0-9._:-]+$",
        description="Made once per command by the client; sent again, it gets the same answer.",
    ),
]
Text: TypeAlias = Annotated[str, Meta(min_length=1, max_length=8000)]
LongText: TypeAlias = Annotated[str, Meta(max_length=8000)]
Short: TypeAlias = Annotated[str, Meta(max_length=300)]
Email: TypeAlias = Annotated[
    str, Meta(min_length=3, max_length=254, pattern=r"^[^@\s\x00-\x1f<>,;]+@[^@\s\x00-\x1f<>,;]+$")
]
Phone: TypeAlias = Annotated[
    str, Meta(max_length=60, description="As it is dialled, or with the country: +34 600 123 456.")
]
ObjectId: TypeAlias = Annotated[str, Meta(min_length=1, max_length=80)]
SeqIn: TypeAlias = Annotated[int, Meta(ge=0, le=2**53)]
When: TypeAlias = Annotated[datetime, Meta(tz=True)]

encoder = msgspec.json.Encoder()


def encode(frame: Any) -> bytes:
    """The frame as it crosses the wire."""
    return encoder.encode(frame)
