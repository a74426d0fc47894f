"""The draws for the audit, in public: what was announced, what came out, and how anybody draws again. No names."""

import json
from typing import Any

from flask import Response, render_template
from sqlalchemy import select

from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.renewals.drawing import is_drawn
from accreditation.renewals.models import RenewalDraw
from accreditation.transparency.entering import moment_text
from accreditation.web.access import current_region, public
from accreditation.web.renewals import blueprint
from accreditation.web.security import same_for_everyone

LISTED = 200


def _draw(number: int) -> RenewalDraw:
    query = select(RenewalDraw).where(RenewalDraw.region_id == current_region().id, RenewalDraw.number == number)
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotPermitted
    return found


def _came_out(draw: RenewalDraw) -> list[str]:
    return [lot for lot in draw.lots if is_drawn(draw.seed, lot, draw.share)] if draw.drawn_at else []


@blueprint.get("/renewal-draws")
@public
def draws() -> str:
    """Every draw, the latest first."""
    query = select(RenewalDraw).where(RenewalDraw.region_id == current_region().id)
    rows = db.session.scalars(query.order_by(RenewalDraw.number.desc()).limit(LISTED)).all()
    return render_template("renewals/draws.html", rows=[(row, _came_out(row)) for row in rows])


@blueprint.get("/renewal-draws/<int:number>")
@public
def draw(number: int) -> str:
    """One draw with all that is needed to draw again."""
    found = _draw(number)
    return render_template("renewals/draw.html", draw=found, drawn=_came_out(found))


@blueprint.get("/renewal-draws/<int:number>.json")
@public
@same_for_everyone
def draw_file(number: int) -> Response:
    """The same as a file. The secret and the seed stand in it once the draw was held."""
    found = _draw(number)
    content: dict[str, Any] = {
        "draw": found.number,
        "share_percent": found.share,
        "announced_at": moment_text(found.announced_at),
        "announced_in_entry": found.announced_in,
        "draws_at": moment_text(found.draws_at),
        "count": len(found.lots),
        "lots": found.lots,
        "lots_sha256": found.lots_sha256,
        "secret_sha256": found.secret_sha256,
    }
    if found.drawn_at is not None:
        content |= {
            "drawn_at": moment_text(found.drawn_at),
            "drawn_in_entry": found.drawn_in,
            "log_size": found.log_size,
            "log_head": found.log_head,
            "secret": found.secret,
            "seed": found.seed,
            "drawn": _came_out(found),
        }
    response = Response(json.dumps(content, indent=1) + "\n", content_type="application/json")
    response.headers["Cache-Control"] = "public, max-age=60"
    return response
