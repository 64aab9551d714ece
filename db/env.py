"""Runs Alembic's migrations inside the transaction of ``dayhospital.storage.migrate``, which owns the connection."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True)
context.run_migrations()
