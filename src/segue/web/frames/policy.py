"""Bodies about decisions and the policy: what decided, what would have, and what shall decide.

A policy crosses the wire in its file form, the same that stands in a YAML file; its schema is
`docs/reference/policy.schema.json`. Here it is any object: what is wrong with it is said by the
check, in sentences, with the place.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, TypeAlias

from msgspec import Meta, field

from segue.app.decisions.shapes import Turn
from segue.app.spans import PATTERN as SINCE
from segue.web.frames.base import Body, ClientId, SeqIn, Told
from segue.web.frames.shared import TeamRef

PolicyFile: TypeAlias = Annotated[
    dict[str, Any], Meta(description="A policy in its file form: see the policy's reference.")
]
Note: TypeAlias = Annotated[str, Meta(max_length=500)]
Since: TypeAlias = Annotated[str, Meta(pattern=SINCE, description="`12h`, `7d`, `4w`.")]
Label = Literal["person", "no_person"]


# --- one conversation -----------------------------------------------------------------------------


class WhatIfAsked(Body, frozen=True, kw_only=True):
    """Other rules: a whole `policy`, or one `rule` with its `field` compared with another `value`.

    `look` null: only this conversation. Else also what it would change in so long a time.
    """

    policy: PolicyFile | None = None
    rule: Annotated[str, Meta(min_length=1, max_length=80)] | None = None
    field: Annotated[str, Meta(min_length=1, max_length=80)] | None = None
    value: float | None = None
    look: Since | None = "7d"


class PersonAt(Told, frozen=True):
    """Where a person was called or offered, and by which rule."""

    seq: int
    at: datetime
    what: str
    rule: str


class AlsoThen(Told, frozen=True):
    """What the same change does elsewhere. `enough` false: too few conversations to judge."""

    weeks: float
    gained: int
    lost: int
    bot_solved: int
    conversations: int
    enough: bool


class WhatIf(Told, frozen=True):
    """What happened and what would have. `sooner_s` above 0 is earlier; null when one of them never
    came. `text` says it in one sentence. `also` is null when it was not asked for or took too long.
    """

    then: PersonAt | None
    now: PersonAt | None
    sooner_s: int | None
    text: str
    also: AlsoThen | None


class ExampleIn(Body, frozen=True, kw_only=True):
    """This turn of the customer should, or should not, bring a person."""

    seq: SeqIn
    label: Label
    note: Note = ""


class ExampleShown(Told, frozen=True):
    id: str
    conversation: str
    seq: int
    label: str
    text: str
    by: str
    at: datetime
    note: str


class Examples(Told, frozen=True):
    """Oldest first. `next` is what `after` must be for those behind."""

    items: tuple[ExampleShown, ...]
    next: str | None


class Created(Told, frozen=True):
    id: str


class DescribeCustomer(Body, frozen=True, kw_only=True):
    """What your own system says of the customer. An empty value takes an attribute away."""

    client_id: ClientId | None = None
    tier: Annotated[str, Meta(max_length=40, pattern=r"^[\w .-]*$")] | None = None
    attributes: Annotated[
        dict[
            Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[\w.-]+$")],
            Annotated[str, Meta(max_length=200)],
        ],
        Meta(max_length=40),
    ] = field(default_factory=dict)


# --- the policy -----------------------------------------------------------------------------------


class PolicySentence(Told, frozen=True):
    """One rule as a sentence."""

    id: str
    lane: str
    name: str
    text: str
    on: bool


class LineSentence(Told, frozen=True):
    """What the line does, as a sentence. `key` is where it stands in the file below `line`:
    `let_go`, `teams.billing.let_go`."""

    key: str
    text: str


class PolicyShown(Told, frozen=True):
    """One version: who published it, its file form, its rules and its line as sentences."""

    version: int
    at: datetime | None
    by: str
    note: str
    live: bool
    file: dict[str, Any]
    sentences: tuple[PolicySentence, ...]
    line: tuple[LineSentence, ...]


class PolicyVersion(Told, frozen=True):
    version: int
    at: datetime | None
    by: str
    note: str
    live: bool


class PolicyVersions(Told, frozen=True):
    """Newest first."""

    items: tuple[PolicyVersion, ...]


class PolicyDiff(Told, frozen=True):
    """What is other in the second one, a sentence a line."""

    lines: tuple[str, ...]


class PolicyToCheck(Body, frozen=True, kw_only=True):
    file: PolicyFile


class PolicyProblem(Told, frozen=True):
    """What is wrong, where in the file, and what would be right. A `warning` hinders nothing."""

    code: str
    where: str
    message: str
    warning: bool


class ReachCell(Told, frozen=True):
    """Where "I want a person" ends there. `ok` false is a dead end; `why` says what leads there."""

    channel: str
    hours: str
    staffing: str
    team: TeamRef
    ends: str
    ok: bool
    rule: str
    why: str


class Reach(Told, frozen=True):
    cells: tuple[ReachCell, ...]


class PolicyChecked(Told, frozen=True):
    """`ok`: it could be published, as far as its text says. Sentences and `lines` (what is other
    than in the live one) are there when it could be read."""

    ok: bool
    problems: tuple[PolicyProblem, ...]
    reach: Reach
    sentences: tuple[PolicySentence, ...]
    line: tuple[LineSentence, ...]
    lines: tuple[str, ...]


class PolicyToReplay(Body, frozen=True, kw_only=True):
    file: PolicyFile
    since: Since = "7d"


class ReplayState(Told, frozen=True):
    """A replay that runs, or ran. Ask again until `state` is not `running`; `report` is there when
    it is `done`, `problem` when it `failed`. Kept for ten minutes."""

    id: str
    state: Literal["running", "done", "failed"]
    seen: int
    of: int | None
    report: dict[str, Any] | None
    problem: str | None


class PolicyToPublish(Body, frozen=True, kw_only=True):
    """`based_on` is the version that you changed: if another was published since, it is 409."""

    file: PolicyFile
    note: Annotated[str, Meta(min_length=1, max_length=500)]
    based_on: SeqIn


class RestoreAsked(Body, frozen=True, kw_only=True):
    """An old version becomes the newest again, as a new version."""

    note: Note = ""


class Published(Told, frozen=True):
    version: int


class FieldShown(Told, frozen=True):
    """A field that conditions may look at: its type, its operators, its codes if it has some."""

    name: str
    kind: str
    label: str
    help: str
    operators: tuple[str, ...]
    codes: tuple[str, ...]
    unit: str
    per_turn: bool
    at_answer: bool


class Fields(Told, frozen=True):
    items: tuple[FieldShown, ...]


class RecipeShown(Told, frozen=True):
    """A rule that ships: its sentence, its file form, and whether the live policy has it on."""

    id: str
    name: str
    lane: str
    text: str
    rule: dict[str, Any]
    on: bool


class Recipes(Told, frozen=True):
    items: tuple[RecipeShown, ...]


class TrySaid(Body, frozen=True, kw_only=True):
    """`bot` lines may say how sure the assistant was; without it, it knew."""

    who: Literal["customer", "bot"]
    text: Annotated[str, Meta(min_length=1, max_length=8000)]
    confidence: Annotated[float, Meta(ge=0, le=1)] | None = None
    sure: bool | None = None


class TryAsked(Body, frozen=True, kw_only=True):
    """A conversation to try rules on: those of `policy`, or the live ones. Nothing is kept."""

    turns: Annotated[tuple[TrySaid, ...], Meta(min_length=1, max_length=40)]
    policy: PolicyFile | None = None
    channel: Annotated[str, Meta(max_length=20)] = "web"
    tier: Annotated[str, Meta(max_length=40)] = ""
    language: Annotated[str, Meta(max_length=10)] = "en"
    open: bool = True


class TriedOut(Told, frozen=True):
    turns: tuple[Turn, ...]
