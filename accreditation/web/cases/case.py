"""One case: where it stands, what can be done with it, what happened."""

import uuid

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from accreditation.applications.tags import tags_of
from accreditation.extensions import db
from accreditation.history import timeline_of
from accreditation.web import ledger, referees
from accreditation.web.access import current_actor, needs
from accreditation.web.cases import blueprint
from accreditation.web.cases.finding import FoundCase, found_case
from accreditation.web.cases.links import acts_of, differing_scores, links_of, recognised_in
from accreditation.web.cases.steps import steps_of
from accreditation.web.cases.waivers import waivers_shown
from accreditation.web.standing import NOTES_FOR_THE_PERSON, standing_of
from accreditation.web.stations import station_of
from accreditation.workflow import permissions
from accreditation.workflow.application import APPLICATION
from accreditation.workflow.involvement import Involvement


@blueprint.get("/cases/<number>")
@needs(permissions.VIEW)
def show(number: str) -> str | Response:
    """One case: where it stands, what this person can do with it, what happened."""
    found = found_case(number)
    application = found.application
    if application.applicant_id == current_actor().person_id:
        return redirect(url_for("expert.show", number=application.number))
    timeline = timeline_of(db.session(), application.id)
    ledger.note_reading("case", application.region_id, application.id)
    return render_template(
        "cases/show.html",
        application=application,
        facts=found.facts,
        standing=standing_of(APPLICATION, application, application.scheme),
        station=station_of(application.state, [change.to_state for change in timeline]),
        steps=steps_of(found),
        links=links_of(found),
        tags=tags_of(db.session(), application) if found.may(permissions.TAG) else [],
        acts=acts_of(found),
        differing_scores=differing_scores(found),
        is_blind=found.reads_blind,
        timeline=timeline,
        named=_named(found),
        notes_for_the_person=NOTES_FOR_THE_PERSON,
        lifecycle=APPLICATION,
        reads_judgements=found.may(permissions.READ_JUDGEMENTS),
        may_declare=found.may(permissions.DECLARE_INTEREST),
        recognises=found.reads_blind and found.may(permissions.DECLARE_INTEREST),
        recognised=recognised_in(found),
        waived=waivers_shown(found),
        references_lacking=referees.lacking_in(found),
    )


def _named(found: FoundCase) -> set[uuid.UUID | None]:
    """Whose names everybody reads beside their steps; those of reviewers and panel only who may read judgements."""
    if found.reads_blind:
        return {current_actor().person_id}
    nominators = {who for who, parts in found.facts.involvements.items() if Involvement.NOMINATOR in parts}
    return {found.application.applicant_id, current_actor().person_id, *nominators}
