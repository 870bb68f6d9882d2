"""Alembic reads this when it upgrades: on the connection `migrations` hands it, in the transaction that is open there."""

from alembic import context

from sync.server import tables

context.configure(connection=context.config.attributes["connection"], target_metadata=tables.metadata)
context.run_migrations()
