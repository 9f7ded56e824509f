"""Between rows and values: JSON in bytes, times in microseconds, flat columns for lists."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from segue.app.ports import Example, Job, Listed, Published, Row
from segue.app.ports_knowledge import (
    Failure,
    ItemVersion,
    KnowledgeItem,
    KnowledgeSource,
    SyncState,
)
from segue.app.ports_staff import Agent, Inbox, Team
from segue.domain import stages as s
from segue.domain.conversation import Conversation
from segue.domain.events import Event
from segue.domain.ids import ConversationId, Seq
from segue.domain.inputs import Input

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)

encode: Final = msgspec.json.Encoder().encode
event_of: Final = msgspec.json.Decoder[Event](Event).decode
input_of: Final = msgspec.json.Decoder[Input](Input).decode
conversation_of: Final = msgspec.json.Decoder(Conversation).decode
agent_of: Final = msgspec.json.Decoder(Agent).decode
team_of: Final = msgspec.json.Decoder(Team).decode
inbox_of: Final = msgspec.json.Decoder(Inbox).decode
policy_of: Final = msgspec.json.Decoder(Published).decode
example_of: Final = msgspec.json.Decoder(Example).decode
source_of: Final = msgspec.json.Decoder(KnowledgeSource).decode
sync_of: Final = msgspec.json.Decoder(SyncState).decode
failures_of: Final = msgspec.json.Decoder(tuple[Failure, ...]).decode
item_of: Final = msgspec.json.Decoder(KnowledgeItem).decode
item_version_of: Final = msgspec.json.Decoder(ItemVersion).decode


def micros(at: datetime) -> int:
    """Exact, unlike a float of seconds."""
    return (at - EPOCH) // MICROSECOND


def moment(at: int) -> datetime:
    return EPOCH + timedelta(microseconds=at)


def some_moment(at: int | None) -> datetime | None:
    return None if at is None else moment(at)


def storable(text: str) -> bool:
    """Can a text column of every database hold this? If not, no row has it."""
    if "\x00" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def cursor(txid: int, number: int) -> str:
    return f"{txid}.{number}"


LONGEST_CURSOR = 40


def position(cursor: str) -> tuple[int, int]:
    """Raises ValueError for what is no cursor of ours. Empty is the beginning."""
    if not cursor:
        return (0, 0)
    txid, _, number = cursor.partition(".")
    if not (txid.isdecimal() and number.isdecimal() and len(cursor) <= LONGEST_CURSOR):
        raise ValueError(f"{cursor[:40]!r} is no cursor.")
    return (int(txid), int(number))


def row_of(txid: int, number: int, conversation: str, seq: int, at: int, body: bytes) -> Row:
    return Row(
        cursor(txid, number), ConversationId(conversation), Seq(seq), moment(at), event_of(body)
    )


def listed_of(snapshot: bytes, by_agent: int, by_customer: int) -> Listed:
    return Listed(conversation_of(snapshot), Seq(by_agent), Seq(by_customer))


def kept_agent(row: Any) -> Agent:
    """From a row of the agent table: the profile, and what has columns of its own."""
    return replace(
        agent_of(row.profile),
        status=row.status,
        seen_at=some_moment(row.seen_at),
        missed=row.missed,
    )


def job_of(row: Any) -> Job:
    """From a row of the job table (or anything with its columns)."""
    return Job(
        id=row.id,
        key=row.key,
        kind=row.kind,
        conversation=None if row.conversation is None else ConversationId(row.conversation),
        body=bytes(row.body),
        run_at=moment(row.run_at),
        attempts=row.attempts,
        last_error=row.last_error,
        dead=bool(row.dead),
    )


KIND: Final[dict[type, str]] = {
    kind: str(kind.__struct_config__.tag) for kind in (*Event.__args__, *s.Stage.__args__)
}
"""How an event or a stage is called outside Python."""


class Flat(msgspec.Struct):
    """What lists ask about, taken out of a snapshot."""

    stage: str
    team: str | None
    agent: str | None
    snoozed: int
    priority: int
    ahead: int
    since: int | None


def flat(stage: s.Stage) -> Flat:
    """The columns of a stage."""
    handoff = s.handoff_of(stage)
    ahead, since, snoozed = 0, None, 0
    match stage:
        case s.Waiting():
            ahead, since = int(stage.ahead), micros(stage.since)
        case s.Offered(waiting=waiting):
            ahead, since = int(waiting.ahead), micros(waiting.since)
        case s.Deferred(answer_by=answer_by):
            since = micros(answer_by)
        case s.WithAgent():
            snoozed, since = int(stage.snoozed), micros(stage.since)
        case _:
            pass
    return Flat(
        stage=KIND[type(stage)],
        team=handoff.team if handoff else None,
        agent=s.seat_of(stage),
        snoozed=snoozed,
        priority=int(handoff.priority) if handoff else int(s.Priority.NORMAL),
        ahead=ahead,
        since=since,
    )


def last_at(one: Conversation, now: datetime) -> int:
    """The newest words; before there are any, the beginning."""
    return micros(one.last.at or one.opened_at or now)


def search_text(one: Conversation) -> str:
    """What `listed(text=…)` looks into: names, addresses, the case number and the newest words."""
    who = one.contact
    words = (who.name, who.email, who.phone, str(one.number), one.last.text)
    return folded(" ".join(word for word in words if word))


def folded(text: str) -> str:
    return text.replace("\x00", " ").casefold()


def conversation_row(one: Conversation, now: datetime) -> tuple[object, ...]:
    """In the order of `statements.SNAPSHOT_COLUMNS`."""
    at = flat(one.stage)
    return (
        one.id,
        encode(one),
        one.seq,
        one.epoch,
        at.stage,
        at.team,
        at.agent,
        at.snoozed,
        at.priority,
        at.ahead,
        at.since,
        last_at(one, now),
        one.number,
        search_text(one),
    )
