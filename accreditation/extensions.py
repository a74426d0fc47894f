"""The Flask extensions, without an application yet."""

from functools import lru_cache
from typing import Any

from flask import g, has_request_context, request
from flask_babel import Babel
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from flask_wtf import CSRFProtect
from sqlalchemy.engine import Engine, make_url

from accreditation.database import Base


class RequestSession(Session):
    """Inside a POST a view's `commit()` waits until the view has answered: act and receipt are one transaction.

    A page that only reads opens no transaction on PostgreSQL: every query sees what is committed either way, two trips to
    the server are saved, and no rollback at the end makes the driver forget the statements it has prepared.
    """

    def get_bind(self, *args: Any, **kwargs: Any) -> Any:
        found = super().get_bind(*args, **kwargs)
        reads = has_request_context() and request.method in ("GET", "HEAD")
        return _reading(found) if reads and found.dialect.name == "postgresql" else found

    def commit(self) -> None:
        if has_request_context() and g.get("commit_waits", False):
            self.flush()
            g.commit_asked = True
            return
        super().commit()


@lru_cache(maxsize=8)
def _reading(engine: Engine) -> Engine:
    """The same engine and pool, without transactions."""
    return engine.execution_options(isolation_level="AUTOCOMMIT")


db = SQLAlchemy(metadata=Base.metadata, session_options={"class_": RequestSession})
migrate = Migrate()
login_manager = LoginManager()
csrf = CSRFProtect()
babel = Babel()


def engine_options(url: str) -> dict[str, Any]:
    """How to open a database. SQLite comes from pysqlite3: Debian's own may damage a file that two processes write.

    PostgreSQL plans a question once for each connection: to plan the task list took three times as long as to answer it.
    """
    if make_url(url).get_backend_name() == "sqlite":
        import pysqlite3.dbapi2

        return {"module": pysqlite3.dbapi2}
    return {
        "connect_args": {"options": "-c lock_timeout=5000 -c plan_cache_mode=force_generic_plan"},
        "pool_size": 8,
        "max_overflow": 8,
        "pool_pre_ping": True,
    }
