"""The parts of a brief: the shapes that screens, mails and the API show."""

from __future__ import annotations

from datetime import datetime

from segue.domain.value import Plain


class BriefEvidence(Plain, frozen=True, omit_defaults=False):
    """`quote` carries words and their place; `score` a value beside what it needs.

    A score's `label` is the field's name, its `text` how people call it.
    """

    kind: str
    text: str = ""
    seq: int = 0
    label: str = ""
    value: float = 0.0
    needs: float = 0.0
    over: bool = False


class BriefFact(Plain, frozen=True, omit_defaults=False):
    name: str
    label: str
    value: str
    source: str
    seq: int = 0


class BriefMissing(Plain, frozen=True, omit_defaults=False):
    name: str
    label: str


class BriefTried(Plain, frozen=True, omit_defaults=False):
    what: str
    result: str
    ok: bool
    sources: tuple[str, ...] = ()


class BriefMood(Plain, frozen=True, omit_defaults=False):
    seq: int
    score: float


class BriefPromise(Plain, frozen=True, omit_defaults=False):
    text: str
    at: datetime


class BriefCall(Plain, frozen=True, omit_defaults=False):
    """One call to the customer, and what came of it."""

    at: datetime
    outcome: str  # reached | no_answer | busy | voicemail | wrong_number
    by: str
    note: str = ""


class BriefRow(Plain, frozen=True, omit_defaults=False):
    label: str
    value: str


class BriefDone(Plain, frozen=True, omit_defaults=False):
    """One thing that was done for the customer in another system, or did not work."""

    n: int
    action: str
    title: str
    outcome: str  # done | failed | unsure | refused
    text: str
    rows: tuple[BriefRow, ...] = ()
    url: str | None = None
    url_label: str = ""
    why: str = ""
    undo: bool = False  # can it be taken back?
    undone: bool = False
    at: datetime | None = None


class BriefAsked(Plain, frozen=True, omit_defaults=False):
    """What was to be done for the customer, and was not: it waited for `state` at the end."""

    n: int
    action: str
    title: str
    state: str  # identity | confirm | approval
    shown: tuple[BriefRow, ...] = ()


class BriefRule(Plain, frozen=True, omit_defaults=False):
    id: str
    name: str


class Brief(Plain, frozen=True, omit_defaults=False):
    """Everything the person needs before the first word.

    `handoff` is empty in the brief of a heads-up: nobody was called yet. `also` are the other rules
    that matched at that turn. `done` are runs of actions, the newest at the end; `asked` is
    one that is still wanted. `notes` say what could not be done as it was asked for; `calls` were
    made before.
    """

    handoff: str
    reason: str
    reason_text: str
    priority: str
    summary: str
    greeting: str
    since: datetime
    team: str
    why_team: str
    evidence: tuple[BriefEvidence, ...] = ()
    facts: tuple[BriefFact, ...] = ()
    missing: tuple[BriefMissing, ...] = ()
    tried: tuple[BriefTried, ...] = ()
    mood: tuple[BriefMood, ...] = ()
    promises: tuple[BriefPromise, ...] = ()
    note: str = ""
    verdict: str | None = None
    rule: BriefRule | None = None
    also: tuple[BriefRule, ...] = ()
    policy: int = 0
    done: tuple[BriefDone, ...] = ()
    asked: BriefAsked | None = None
    notes: tuple[str, ...] = ()
    calls: tuple[BriefCall, ...] = ()
