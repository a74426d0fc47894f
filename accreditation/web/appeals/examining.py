"""What the panel writes, each member's agreement, and opinions of their own."""

from typing import Any

from flask import request
from sqlalchemy import select

from accreditation.appeals.concluding import agree, write_conclusion, write_opinion
from accreditation.extensions import db
from accreditation.people.models import Person
from accreditation.web.access import current_actor, signed_in
from accreditation.web.appeals import blueprint
from accreditation.web.appeals.finding import FoundAppeal
from accreditation.web.appeals.keeping import Answer, done
from accreditation.web.cases.finding import seen_version


def _findings(codes: list[str]) -> dict[str, dict[str, Any]]:
    return {
        code: {"holds": request.form.get(f"holds-{code}") == "yes", "reason": request.form.get(f"reason-{code}", "")}
        for code in codes
    }


@blueprint.post("/appeals/<public_id>/conclusion")
@signed_in
def conclusion(public_id: str) -> Answer:
    """The panel's reasons and what follows, kept before it concludes."""

    def act(found: FoundAppeal) -> None:
        named = request.form.getlist("assessors")
        assessors = db.session.scalars(select(Person.id).where(Person.public_id.in_(named))) if named else ()
        write_conclusion(
            db.session(),
            current_actor(),
            found.appeal,
            request.form.get("conclusion", ""),
            findings=_findings(found.appeal.kinds),
            remedy=request.form.get("remedy", ""),
            details={"outcome": request.form.get("outcome", ""), "assessors": [str(one) for one in assessors]},
            upheld_part=request.form.get("upheld_part", ""),
            measure=request.form.get("measure", ""),
            public_reason=request.form.get("public_reason", ""),
        )

    return done(public_id, act)


@blueprint.post("/appeals/<public_id>/agreement")
@signed_in
def agreement(public_id: str) -> Answer:
    """A member agrees with the conclusion as it is written."""
    return done(public_id, lambda found: agree(db.session(), current_actor(), found.appeal, seen_version()))


@blueprint.post("/appeals/<public_id>/opinion")
@signed_in
def opinion(public_id: str) -> Answer:
    """A member's own opinion."""
    text = request.form.get("opinion", "")
    return done(public_id, lambda found: write_opinion(db.session(), current_actor(), found.appeal, text))
