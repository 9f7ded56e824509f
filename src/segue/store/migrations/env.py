"""How Alembic runs our migrations: on the connection, and in the transaction, that it is given."""

from __future__ import annotations

from alembic import context

from segue.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite cannot alter most of a table; Alembic copies it instead
)
context.run_migrations()
