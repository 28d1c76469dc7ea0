"""Run by Alembic, always within the transaction that wbs.store.migrate hands over."""

from alembic import context

from wbs.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
