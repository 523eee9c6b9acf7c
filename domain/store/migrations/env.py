"""Alembic's environment: the steps run on the connection, and in the transaction, that `migrate.upgrade` gives."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
