"""What the shell needs from the outside. Adapters in `store/`, `bots/` and `web/` provide it.

Ports belong to the consumer and are kept narrow; every one has a real implementation for tests
(memory) which passes the same contract suite as the others (`tests/contracts/`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol, TypeAlias

from segue.app.ports_identity import KeptCodes
from segue.app.ports_knowledge import Items
from segue.app.ports_staff import Agent, Staff
from segue.app.ports_waits import Estimates
from segue.domain.conversation import Conversation
from segue.domain.effects import Effect
from segue.domain.events import Event
from segue.domain.ids import AgentId, ConversationId, Seq, TeamId
from segue.domain.inputs import Input
from segue.domain.line_rules import UNIT
from segue.domain.value import Plain

BEGINNING = Seq(0)

Clock: TypeAlias = Callable[[], datetime]
"""Aware UTC time. The only one that ticks is made in `build.py`."""

Turned: TypeAlias = tuple[Conversation, tuple[Event, ...], tuple[Effect, ...]]
Step: TypeAlias = Callable[[Conversation], Turned]
"""Decide one turn on this snapshot. Pure and repeatable: a store may call it again on a newer one.
May raise `Refused`, which goes to the caller and changes nothing."""

Capacity: TypeAlias = Callable[[AgentId, Agent | None], int]
"""How much this agent may hold, in hundredths of a chat. The agent is given as the transaction
that would seat a conversation there reads them (None: nobody of that name is kept), so that
whoever went away or was given less a moment ago, also by another process, gets no offer."""

Weight: TypeAlias = Callable[[Conversation], int]
"""What a conversation takes of an agent's capacity, in hundredths of a chat."""

Room: TypeAlias = Callable[[TeamId, datetime], int]
"""How many calls of a team fit into the slot that begins then."""


class UnknownConversation(LookupError):
    """No conversation has this id (or the caller may not know that one does)."""


class KeyReused(ValueError):
    """The same idempotency key was used before for something else (HTTP 422)."""


class EmailTaken(ValueError):
    """Somebody else of the staff has this address."""


class StoreUnavailable(RuntimeError):
    """The database is locked, full or gone. The outcome may be unknown: repeat with the same key.

    `retry_after_s` is what a client should wait.
    """

    def __init__(self, why: str, retry_after_s: int = 2) -> None:
        super().__init__(why)
        self.retry_after_s = retry_after_s


class Row(Plain, frozen=True):
    """One kept event. `cursor` orders all events of an installation; `seq` those of one chat."""

    cursor: str
    conversation: ConversationId
    seq: Seq
    at: datetime
    event: Event


class Kept(Plain, frozen=True):
    """What became of one turn: nothing (no rows), or events that are on disk now."""

    conversation: Conversation
    rows: tuple[Row, ...] = ()
    effects: tuple[Effect, ...] = ()
    seq: Seq = Seq(0)  # the first event's number; of the first time, when it is a repeat
    repeat: bool = False


class Journal(Protocol):
    """Conversations: taken turn by turn, read as snapshots and events."""

    @property
    def tails(self) -> bool:
        """Does this store tell the feed about every commit by itself (several processes)?"""
        ...

    async def take(
        self,
        conversation: ConversationId,
        step: Step,
        heard: Input,
        *,
        now: datetime,
        key: str | None = None,
        new: bool = False,
        capacity: Capacity | None = None,
        weight: Weight | None = None,
        slots: Room | None = None,
        note: Callable[[], bytes | None] | None = None,
    ) -> Kept:
        """Run one turn and keep snapshot, events, jobs and seats in one transaction.

        `key` makes it idempotent: unique within the conversation. The same key with the same
        input (epoch and person aside) returns the first result with `repeat`; with another input
        raises `KeyReused`. `new` begins an unknown conversation. `capacity`, when given, is asked
        for an agent who would get a seat by this turn; if what they hold and this one's `weight`
        (an ordinary chat's when none is given) are more than that, it raises `NoSeat`. `slots`,
        when given, is asked how many calls fit into the slot that this turn books; with all of
        them taken it raises `SlotTaken`. `note` is asked after `step`, for what else the decision
        was made on; it is kept beside the input.
        Raises `UnknownConversation`, `StoreUnavailable`, and what `step` raises.
        """
        ...

    async def conversation(self, conversation: ConversationId) -> Conversation | None: ...

    async def slots_taken(
        self, team: TeamId, since: datetime, until: datetime
    ) -> dict[datetime, int]:
        """Calls booked with this team, by the slot they begin at; those with none are left out."""
        ...

    async def conversations(self, ids: Sequence[ConversationId]) -> list[Conversation]: ...

    async def events(
        self, conversation: ConversationId, after: Seq = BEGINNING, limit: int = 500
    ) -> list[Row]:
        """In order. `after` 0 is from the beginning."""
        ...

    async def latest_events(self, conversation: ConversationId, limit: int) -> list[Row]:
        """The newest `limit`, in order."""
        ...

    async def events_since(self, cursor: str, limit: int = 1000) -> list[Row]:
        """Of all conversations, in cursor order, without gaps that could fill later."""
        ...

    async def cursor(self) -> str:
        """After everything that `events_since` would return now."""
        ...

    async def next_number(self) -> int:
        """A new case number, never given twice."""
        ...


class Listed(Plain, frozen=True):
    """A row for lists: the snapshot, and how far its agent has read."""

    conversation: Conversation
    seen_by_agent: Seq = Seq(0)
    seen_by_customer: Seq = Seq(0)


class Seat(Plain, frozen=True):
    """A conversation that uses part of an agent's capacity: it rings there, or they have it.

    `weight` is in hundredths of a chat, `since` when the seat was taken (None: not known).
    """

    conversation: ConversationId
    agent: AgentId
    weight: int = UNIT
    since: datetime | None = None


class Lists(Protocol):
    """Reading many conversations at once, and receipts (which are not events)."""

    async def listed(
        self,
        *,
        stages: Sequence[str] = (),
        agent: AgentId | None = None,
        teams: Sequence[TeamId] | None = None,
        text: str = "",
        after: str | None = None,
        limit: int = 100,
    ) -> tuple[list[Listed], str | None]:
        """Newest activity first, with the cursor of the next page. `stages` are stage kinds
        (`with_bot`, `waiting`, …), none is all; `agent` is the seat's; `text` is looked for in
        names, addresses, case numbers and the preview."""
        ...

    async def one(self, conversation: ConversationId) -> Listed | None: ...

    async def counts(self, agent: AgentId, teams: Sequence[TeamId]) -> dict[str, int]:
        """How many are `mine`, `waiting`, `bot`, `snoozed` and `deferred` for this agent."""
        ...

    async def line(self) -> list[Conversation]:
        """Everybody in a line or deferred: who waits now before whoever was promised an answer
        later, the oldest place first. The order of serving is `domain.routing`'s."""
        ...

    async def standing(self) -> dict[ConversationId, Seq]:
        """The same people, and how far each journal is: enough to see what moved."""
        ...

    async def holding(self, agent: AgentId) -> list[Conversation]:
        """Every conversation that uses a seat of this agent."""
        ...

    async def seats(self) -> dict[ConversationId, AgentId]:
        """Every seat that is taken: which conversation uses whose."""
        ...

    async def seated(self) -> list[Seat]:
        """The same, with what each weighs and since when."""
        ...

    async def seen(self, conversation: ConversationId, who: str, seq: Seq) -> None:
        """`who` is `agent` or `customer`. Never goes back."""
        ...


class Job(Plain, frozen=True):
    """One piece of work that must not be forgotten. `key` names it: setting it again moves it."""

    id: int
    key: str
    kind: str
    conversation: ConversationId | None
    body: bytes
    run_at: datetime
    attempts: int = 0
    last_error: str = ""
    dead: bool = False


class JobCounts(Plain, frozen=True):
    due: int = 0
    scheduled: int = 0
    running: int = 0
    dead: int = 0


class Jobs(Protocol):
    """The job table: a lease is a `run_at` moved forward, so a crashed worker's job comes back."""

    async def claim(self, now: datetime, lease_s: float, limit: int) -> list[Job]: ...

    async def done(self, ids: Sequence[int]) -> None: ...

    async def again(self, job: int, run_at: datetime, error: str) -> None: ...

    async def bury(self, job: int, error: str) -> None: ...

    async def put(self, key: str, kind: str, body: bytes, run_at: datetime) -> None: ...

    async def cancel(self, key: str) -> None: ...

    async def next_due(self) -> datetime | None: ...

    async def job_counts(self, now: datetime) -> JobCounts: ...

    async def dead(self, limit: int = 100) -> list[Job]: ...

    async def revive(self, job: int, now: datetime) -> bool: ...


class Published(Plain, frozen=True):
    """One version of the policy: what its author wrote, as the file form in JSON."""

    version: int
    at: datetime
    by: str
    form: bytes
    note: str = ""
    based_on: int = 1


class StalePolicy(ValueError):
    """Somebody else published in between; `newest` is the version that is live now."""

    def __init__(self, newest: int) -> None:
        super().__init__(f"Version {newest} was published meanwhile.")
        self.newest = newest


class Example(Plain, frozen=True):
    """A turn that somebody labelled: a person should have come by then, or should not have; or an
    answer that somebody put right before it went out.

    `label` is `person`, `no_person` or `edited` (`text` is then what the assistant had written,
    `note` what went out). `id` 0 is one that is not kept yet.
    """

    conversation: ConversationId
    seq: Seq
    label: str
    by: str
    at: datetime
    note: str = ""
    text: str = ""  # the words it is about, cut
    id: int = 0

    def replaces(self, old: Example) -> bool:
        """A turn has one label, and one answer that was put right."""
        same = (self.conversation, self.seq) == (old.conversation, old.seq)
        return same and (self.label == "edited") == (old.label == "edited")


class Recorded(Plain, frozen=True):
    """A row of the journal with what was heard and what the decision rested on.

    Both are None on all but the first event of a turn; `note` is None, too, where nothing rested on
    the floor.
    """

    row: Row
    heard: Input | None = None
    note: bytes | None = None


class Records(Protocol):
    """Policies, labelled turns, and the journal with everything that decisions were made on."""

    async def published(self) -> list[Published]:
        """Every version that was published, the newest first. The shipped rules are none of them:
        those are version 1."""
        ...

    async def newest_policy(self) -> int:
        """The number of the newest version; 1 when none was published."""
        ...

    async def publish(self, one: Published) -> None:
        """Keep it. Raises `StalePolicy` unless it follows the newest version."""
        ...

    async def examples(self, conversation: ConversationId | None = None) -> list[Example]:
        """All labelled turns, or those of one conversation; oldest first."""
        ...

    async def add_example(self, one: Example) -> int:
        """Keep it; returns its id. Another label for the same turn takes its place."""
        ...

    async def drop_example(self, example: int) -> bool:
        """Say whether there was one."""
        ...

    async def recorded(self, conversations: Sequence[ConversationId]) -> list[Recorded]:
        """The whole journal of these: by conversation in the order given, then by number."""
        ...

    async def active_since(
        self, since: datetime, channel: str | None = None, newest: int | None = None
    ) -> list[ConversationId]:
        """Conversations in which something happened since then, by id; with `newest`, only so many
        of those in which it happened last."""
        ...


class Store(Journal, Lists, Jobs, Staff, Records, Items, KeptCodes, Estimates, Protocol):
    """Everything that is kept, in one database."""

    async def start(self) -> None:
        """Connect, migrate when asked to, start the writer lanes."""
        ...

    async def stop(self) -> None: ...

    async def ping(self) -> float:
        """Seconds for a trivial write-side round trip. Raises `StoreUnavailable`."""
        ...


class Feed(Protocol):
    """Tells who is listening, after the commit. Never the record: a lost word costs latency."""

    def publish(self, kept: Kept) -> None: ...


class Mail(Plain, frozen=True):
    to: str
    subject: str
    text: str
    id: str  # the same for every attempt: becomes the Message-ID


class Mailer(Protocol):
    async def send(self, mail: Mail) -> None:
        """Raises on failure; the job is tried again with the same id."""
        ...
