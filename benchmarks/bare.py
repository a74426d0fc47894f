"""What everything is measured against: a bare Flask page with 25 rows from one indexed query, and a bare insert."""

import uuid
from typing import Any

from flask import Flask, redirect, render_template_string
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from werkzeug.wrappers import Response

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.database import Base
from accreditation.extensions import engine_options
from accreditation.people.session_models import LimitHit

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Applications</title></head><body>
<h1>Applications</h1>
<table><thead><tr><th>Number</th><th>Name</th><th>State</th><th>Since</th><th>Deadline</th></tr></thead><tbody>
{% for row in rows %}<tr><th><a href="/cases/{{ row.number }}">{{ row.number }}</a></th><td>{{ row.name_on_certificate }}</td>
<td>{{ row.state.value }}</td><td>{{ row.state_since.strftime("%d.%m.%Y") }}</td>
<td>{{ row.due_at.strftime("%d.%m.%Y") if row.due_at else "" }}</td></tr>
{% endfor %}</tbody></table></body></html>"""


def bare_app(url: str, region_id: uuid.UUID) -> Flask:
    """No session, no rights, no layout, no translation: `GET /rows` and `POST /row` on the same database."""
    app = Flask(__name__)
    app.config.update(SQLALCHEMY_DATABASE_URI=url, SQLALCHEMY_ENGINE_OPTIONS=engine_options(url))
    db = SQLAlchemy(app, metadata=Base.metadata)

    @app.get("/rows")
    def rows() -> str:
        query = select(Application).where(Application.region_id == region_id)
        found = db.session.scalars(query.order_by(Application.due_at, Application.id).limit(25)).all()
        return render_template_string(PAGE, rows=found)

    @app.post("/row")
    def row() -> Response:
        db.session.add(LimitHit(bucket="benchmark", at=clock.now()))
        db.session.commit()
        return redirect("/rows")

    def close() -> None:
        with app.app_context():
            db.engine.dispose()

    app.extensions["close"] = close
    return app


def describe() -> dict[str, Any]:
    return {
        "page": "Flask, one ORM query of 25 rows by an index, one template, autoescaped",
        "insert": "Flask, one ORM insert, one commit",
    }
