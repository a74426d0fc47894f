"""Calls for candidates, as anybody reads them."""

from flask import render_template

from accreditation import clock
from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.schemes.call_lists import calls_to_come, published_calls, stage_of
from accreditation.schemes.extensions import REASONS, extensions_of
from accreditation.schemes.models import Call
from accreditation.web.access import current_region, public
from accreditation.web.public import blueprint


@blueprint.get("/calls")
@public
def calls() -> str:
    """Open, planned and past calls."""
    coming = calls_to_come(db.session(), current_region().id)
    now = clock.now()
    past = db.session.scalars(
        published_calls(current_region().id)
        .where(Call.closes_at < clock.now())
        .order_by(Call.closes_at.desc())
        .limit(50)
    ).all()
    return render_template(
        "public/calls.html",
        calls=[call for call in coming if call.opens_at <= now],
        announced=[call for call in coming if call.opens_at > now],
        past=past,
    )


@blueprint.get("/calls/<reference>")
@public
def call(reference: str) -> str:
    """One call: what is asked, until when, how to apply."""
    found = db.session.scalars(
        published_calls(current_region().id).where(Call.reference == reference.upper())
    ).one_or_none()
    if found is None:
        raise NotPermitted
    return render_template(
        "public/call.html",
        call=found,
        stage=stage_of(found, clock.now()),
        extensions=extensions_of(db.session(), found),
        extension_reasons=REASONS,
    )
