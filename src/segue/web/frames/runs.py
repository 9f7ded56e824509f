"""Runs of actions and proofs of identity, as screens show them.

Customers and staff see the same card; what only the staff may read is named so.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from segue.web.frames.base import Told

RunState = Literal["identity", "confirm", "approval", "running"]
Outcome = Literal["done", "failed", "unsure", "refused"]
Over = Literal["stopped", "rejected", "lapsed", "overtaken"]


class Labelled(Told, frozen=True):
    """One row of a card."""

    label: str
    value: str


class RunShown(Told, frozen=True):
    """A run that waits for something, or runs. `ask` is the question that a yes answers; `until`
    says when it lapses; `by` is `assistant` or the name of the agent who wants it."""

    n: int
    action: str
    title: str
    shown: tuple[Labelled, ...]
    state: RunState
    ask: str
    until: datetime | None
    by: str


class ResultShown(Told, frozen=True):
    """How a run ended. `why` is for the staff only; `undo`: it can be taken back."""

    n: int
    action: str
    title: str
    outcome: Outcome
    text: str
    rows: tuple[Labelled, ...]
    url: str | None
    url_label: str
    why: str
    undo: bool
    undone: bool
    at: datetime | None


class IdentityState(Told, frozen=True):
    """`verified`: it is proven who the customer is. `asked`: something waits for such a proof;
    `sent`: a one-time code was mailed for it a moment ago."""

    verified: bool
    asked: bool
    sent: bool
