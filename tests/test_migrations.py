"""The tables' history goes up, down and up again, with rows in them."""

from typing import Any

import flask_migrate
from sqlalchemy import func, inspect, select

from accreditation.database import Base
from accreditation.extensions import db
from accreditation.people.models import Person


def test_up_down_and_up_with_data(staffed: Any) -> None:
    with staffed.app_context():
        assert db.session.scalar(select(func.count()).select_from(Person)) > 20
        db.session.remove()
        flask_migrate.downgrade(revision="base")
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
        flask_migrate.upgrade()
        assert set(Base.metadata.tables) <= set(inspect(db.engine).get_table_names())


def test_the_migrations_make_what_the_models_say(app: Any) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with app.app_context(), db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
