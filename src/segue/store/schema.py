"""The tables. One definition for SQLite and PostgreSQL.

Times are microseconds since 1970 in UTC, flags are 0 or 1, and everything that holds words of
customers or agents is JSON in bytes: text columns of PostgreSQL cannot hold the NUL character, and
a database that cannot keep what a customer wrote would be the wrong one to blame.

There are no foreign keys between what is written on the hot path: the domain makes the ids, and
the history of a conversation outlives the people in it.

A change of a table is a migration in two steps, in `migrations/versions`: first *expand* (old and
new code both run), a release later *contract*. `SCHEMA` is the newest step this code knows.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)

SCHEMA = 4
"""The number of the newest migration."""

metadata = MetaData(
    naming_convention={
        "ix": "%(table_name)s_%(column_0_N_name)s",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "pk": "%(table_name)s_pkey",
    }
)

Id = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts by itself only in INTEGER
Time = BigInteger
Flag = SmallInteger

conversation = Table(
    "conversation",
    metadata,
    Column("id", Text, primary_key=True),
    Column("snapshot", LargeBinary, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("stage", Text, nullable=False),
    Column("team", Text),
    Column("agent", Text),  # whose seat it uses
    Column("snoozed", Flag, nullable=False),
    Column("priority", SmallInteger, nullable=False),
    Column("ahead", Flag, nullable=False),
    Column("since", Time),  # the place in the line; of a case, when its answer was promised
    Column("last_at", Time, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("search", Text, nullable=False),
    Column("seen_by_agent", BigInteger, nullable=False, server_default="0"),
    Column("seen_by_customer", BigInteger, nullable=False, server_default="0"),
)
Index("conversation_stage_last", conversation.c.stage, conversation.c.last_at, conversation.c.id)
Index(
    "conversation_agent",
    conversation.c.agent,
    sqlite_where=conversation.c.agent.is_not(None),
    postgresql_where=conversation.c.agent.is_not(None),
)
IN_LINE = "stage IN ('waiting', 'offered', 'deferred')"
"""Spelled out: SQLite uses a partial index only where it reads the same words."""
Index(
    "conversation_line",
    conversation.c.id,
    sqlite_where=text(IN_LINE),
    postgresql_where=text(IN_LINE),
)

event = Table(
    "event",
    metadata,
    Column("txid", BigInteger, nullable=False),  # with `id`: the order of everything, see tail.py
    Column("id", BigInteger, nullable=False),
    Column("conversation", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("at", Time, nullable=False),
    Column("kind", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("input", LargeBinary),  # on the first event of a turn: what was heard …
    Column("note", LargeBinary),  # … and what else the decision was made on
    Column("key", LargeBinary),
    PrimaryKeyConstraint("conversation", "seq"),  # the optimistic lock
)
Index("event_cursor", event.c.txid, event.c.id, unique=True)
Index(
    "event_key",
    event.c.conversation,
    event.c.key,
    unique=True,
    sqlite_where=event.c.key.is_not(None),
    postgresql_where=event.c.key.is_not(None),
)

job = Table(
    "job",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),  # never given twice
    Column("key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("conversation", Text),
    Column("body", LargeBinary, nullable=False),
    Column("run_at", Time, nullable=False),
    Column("leased", Flag, nullable=False, server_default="0"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("last_error", Text, nullable=False, server_default=""),
    Column("dead", Flag, nullable=False, server_default="0"),
    UniqueConstraint("key"),
    sqlite_autoincrement=True,
)
Index("job_due", job.c.run_at, sqlite_where=text("dead = 0"), postgresql_where=text("dead = 0"))
Index(
    "job_timers",
    job.c.conversation,
    sqlite_where=text("kind = 'timer'"),
    postgresql_where=text("kind = 'timer'"),
)

seat = Table(
    "seat",
    metadata,
    Column("agent", Text, nullable=False),
    Column("slot", Integer, nullable=False),
    Column("conversation", Text, nullable=False),
    Column("weight", Integer, nullable=False, server_default="100"),  # hundredths of a chat
    Column("since", Time),  # when it was taken
    PrimaryKeyConstraint("agent", "slot"),  # two cannot sit on one chair, over all processes
    UniqueConstraint("conversation"),
)

agent = Table(
    "agent",
    metadata,
    Column("id", Text, primary_key=True),
    Column("email_key", Text, nullable=False),
    Column("profile", LargeBinary, nullable=False),
    Column("password_hash", Text, nullable=False, server_default=""),
    Column("status", Text, nullable=False),
    Column("seen_at", Time),
    Column("missed", Integer, nullable=False, server_default="0"),
    UniqueConstraint("email_key"),
)

team = Table(
    "team",
    metadata,
    Column("id", Text, primary_key=True),
    Column("profile", LargeBinary, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", Text, primary_key=True),
    Column("key", Text, nullable=False),
    Column("profile", LargeBinary, nullable=False),
    UniqueConstraint("key"),
)

staff_session = Table(
    "staff_session",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("agent", Text, nullable=False, index=True),
    Column("created", Time, nullable=False),
    Column("expires", Time, nullable=False),
)

customer_session = Table(
    "customer_session",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("conversation", Text, nullable=False, index=True),
    Column("inbox", Text, nullable=False),
    Column("expires", Time, nullable=False),
)

sign_in = Table(
    "sign_in",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("email_key", Text, nullable=False),
    Column("at", Time, nullable=False),
    Index("sign_in_email_at", "email_key", "at"),
    sqlite_autoincrement=True,
)

policy = Table(
    "policy",
    metadata,
    Column("version", BigInteger, primary_key=True, autoincrement=False),  # two cannot publish one
    Column("body", LargeBinary, nullable=False),
)

example = Table(
    "example",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("conversation", Text, nullable=False, index=True),
    Column("body", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)

knowledge_source = Table(
    "knowledge_source",
    metadata,
    Column("id", Text, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("sync", LargeBinary, nullable=False),  # how its reading goes: written twice a second
    Column("failures", LargeBinary, nullable=False),
    Column("leased_by", Text, nullable=False, server_default=""),
    Column("leased_until", Time),
)

knowledge_item = Table(
    "knowledge_item",
    metadata,
    Column("id", Text, primary_key=True),
    Column("source", Text, nullable=False, index=True),
    Column("version", BigInteger, nullable=False),  # the optimistic lock
    Column("body", LargeBinary, nullable=False),
)

knowledge_version = Table(
    "knowledge_version",
    metadata,
    Column("item", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    PrimaryKeyConstraint("item", "version"),
)

knowledge_use = Table(
    "knowledge_use",
    metadata,
    Column("conversation", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("item", Text, nullable=False),  # empty: a turn that was missed
    Column("at", Time, nullable=False),
    Column("turn", BigInteger, nullable=False),  # how many the customer had had by then
    Column("confidence", Float, nullable=False),
    Column("failed", Flag, nullable=False, server_default="0"),  # a person was called soon after
    PrimaryKeyConstraint("conversation", "seq", "item"),
    Index("knowledge_use_item_at", "item", "at"),
)

identity_code = Table(
    "identity_code",
    metadata,
    Column("conversation", Text, primary_key=True),
    Column("email_key", Text, nullable=False),
    Column("code_hash", Text, nullable=False),
    Column("salt", Text, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("made", Time, nullable=False),
    Column("expires", Time, nullable=False),
)

estimate = Table(
    "estimate",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("conversation", Text, nullable=False),
    Column("handoff", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("at", Time, nullable=False),
    Column("place", Integer, nullable=False),
    Column("low_ms", BigInteger, nullable=False),
    Column("median_ms", BigInteger, nullable=False),
    Column("high_ms", BigInteger, nullable=False),
    Column("shown_low_s", Integer),  # what the customer read; none: no number was shown
    Column("shown_high_s", Integer),
    Column("waited_ms", BigInteger, nullable=False),  # before this estimate
    Column("wait_ms", BigInteger),  # after it; none: not known yet
    Column("how", Text, nullable=False, server_default=""),  # served | left | dropped
    Column("body", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)
Index("estimate_conversation", estimate.c.conversation)
Index("estimate_at", estimate.c.at)
Index("estimate_how_at", estimate.c.how, estimate.c.at)

learned = Table(
    "learned",
    metadata,
    Column("name", Text, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("at", Time, nullable=False),
)

slot_seat = Table(
    "slot_seat",
    metadata,
    Column("team", Text, nullable=False),
    Column("at", Time, nullable=False),
    Column("n", Integer, nullable=False),
    Column("conversation", Text, nullable=False),
    PrimaryKeyConstraint("team", "at", "n"),  # a slot that is full cannot be taken once more
    UniqueConstraint("conversation"),
)

counter = Table(
    "counter",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

meta = Table(
    "meta",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
