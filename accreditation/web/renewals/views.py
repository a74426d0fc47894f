"""How a renewal stands: what is met and missing, the log of practice, and what this person can do."""

from collections.abc import Mapping
from typing import Any

from flask import render_template

from accreditation.extensions import db
from accreditation.renewals.models import RenewalRequest
from accreditation.renewals.practising import KINDS, UNITS
from accreditation.renewals.queries import activities_of, cycle_began_on, led_missions, opens_on
from accreditation.storage.inspection import ACCEPTED
from accreditation.texts import N_
from accreditation.transition import offers
from accreditation.web import ledger
from accreditation.web.access import current_actor, signed_in
from accreditation.web.renewals import blueprint
from accreditation.web.renewals.finding import FoundRenewal, found_renewal
from accreditation.workflow import renewal as rules

TONES = {
    "expert": "applicant", "administration": "applicant", "office": "us", "draw": "us", "auditor": "us",
    "decider": "us", "nobody": "good",
}  # fmt: skip

# What experts read of their own renewal; everybody else reads it of "the expert".
SAID_TO_THE_EXPERT = {
    N_("The expert still has to show practice until the last day."): N_(
        "You still have to show practice until the last day."
    ),
    N_("Practice is complete. The expert asks for renewal."): N_("Practice is complete. Now ask for renewal."),
    N_("The request was drawn: the expert hands in originals, and an auditor looks at them."): N_(
        "Your request was drawn: hand in the originals, and an auditor looks at them."
    ),
    N_("The expert asks for renewal"): N_("You ask for renewal"),
    N_("The expert has not asked for renewal yet."): N_("You have not asked for renewal yet."),
}


@blueprint.get("/accreditations/<public_id>/renewal")
@signed_in
def show(public_id: str) -> str:
    """From the first day of the years of validity on."""
    return page(found_renewal(public_id))


def page(found: FoundRenewal, errors: Mapping[str, str] | None = None, typed: Mapping[str, str] | None = None) -> str:
    """`errors`: what was refused, by the field; `typed`: what was written."""
    session, row = db.session(), found.accreditation
    ledger.note_reading("renewal", row.region_id, row.id)
    began = cycle_began_on(row)
    whole = max(1, (row.expires_on - began).days)
    steps = {offer.transition.name for offer in offers(session, row, current_actor())}
    return render_template(
        "renewals/show.html",
        found=found,
        accreditation=row,
        renewal=found.renewal,
        asked=found.renewal.request,
        standing=found.standing,
        to_reader=lambda text: SAID_TO_THE_EXPERT.get(text, text) if found.is_own else text,
        tone=TONES[found.standing.party],
        began_on=began,
        opens_on=opens_on(row, found.renewal.scheme),
        elapsed=min(100, max(0, 100 * (found.today - began).days // whole)),
        entries=activities_of(session, row),
        missions=led_missions(session, [row]).get(row.id, ()),
        earlier=_earlier(row.id),
        kinds=KINDS,
        units=UNITS,
        rules=rules,
        today=found.today,
        renews=bool({"renew", "reinstate_expired"} & steps),
        accepted=ACCEPTED,
        errors=errors or {},
        typed=typed or {},
    )


def _earlier(accreditation_id: Any) -> list[RenewalRequest]:
    """Requests that ended without a renewal, the latest first."""
    query = db.session().query(RenewalRequest).filter_by(accreditation_id=accreditation_id)
    ended = query.filter(RenewalRequest.outcome != "")
    return ended.order_by(RenewalRequest.ended_at.desc()).all()
