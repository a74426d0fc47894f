"""How migrations run: inside the application's context, on its database, with plain column types."""

from alembic import context
from flask import current_app
from sqlalchemy import JSON

from accreditation.database import StateText, UtcDateTime

migrate = current_app.extensions["migrate"]


def render_item(kind, item, _autogenerate):
    """Column types of ours are written as what the database knows, so that a migration never imports this program."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, StateText):
        return "sa.String(length=40)"
    if kind == "type" and isinstance(item, JSON):
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


with migrate.db.engine.connect() as connection:
    context.configure(
        connection=connection, target_metadata=migrate.db.metadata, render_item=render_item, **migrate.configure_args
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
