"""A database with nothing in it but tables, for jobs."""

from collections.abc import Iterator
from pathlib import Path

import pysqlite3.dbapi2
import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

import accreditation.notifications.cases
import accreditation.notifications.models  # noqa: F401
from accreditation.database import Base


@pytest.fixture
def factory(tmp_path: Path) -> Iterator[sessionmaker[Session]]:
    """Sessions on an empty database of this test's own."""
    engine = create_engine(f"sqlite:///{tmp_path / 'jobs.sqlite'}", module=pysqlite3.dbapi2)
    Base.metadata.create_all(engine)
    yield sessionmaker(engine)
    engine.dispose()
