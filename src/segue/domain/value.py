"""The one base of everything the domain says: immutable, compared by content, told apart by tag.

The same definition is the type in memory, the row in the journal and the frame on the wire, so a
field is spelled once. Kept values live for ever: add fields with defaults, never rename a tag.
Defaults are left out when written, which keeps rows short and lets old rows meet new fields.
"""

from __future__ import annotations

import re

from msgspec import Struct


def _tag(name: str) -> str:
    """`HandoffRequested` is written as `handoff_requested` everywhere outside Python."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


class Value(
    Struct,
    frozen=True,
    tag=_tag,
    tag_field="kind",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """A tagged value: stages, inputs, events and effects, told apart by `kind`."""


class Plain(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A value that is always a part of another one and needs no tag of its own."""
