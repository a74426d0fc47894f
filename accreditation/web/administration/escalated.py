"""What the office does where nobody in an administration endorses: appoint somebody, ask again, or take a letter on paper."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from accreditation.applications.nomination_facts import officials_of
from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.people.granting import OFFICIALS, appoint_official
from accreditation.people.models import Person
from accreditation.people.queries import person_by_email
from accreditation.people.roles import OFFICE
from accreditation.texts import N_
from accreditation.transition import perform_transition
from accreditation.web.access import current_actor, needs
from accreditation.web.administration import blueprint
from accreditation.web.cases.finding import FoundCase, found_case, seen_version
from accreditation.web.cases.steps import steps_of
from accreditation.web.language import said
from accreditation.workflow import permissions
from accreditation.workflow.actors import Role
from accreditation.workflow.states import ApplicationState

ASK_AGAIN = "ask_administration_again"


@blueprint.route("/cases/<number>/endorsement", methods=["GET", "POST"])
@needs(*OFFICE, permissions.VIEW, ASK_AGAIN)
def escalated(number: str) -> str | Response | tuple[str, int]:
    """Why the case is with the office, who could speak, and the three ways on."""
    found = found_case(number)
    if found.application.state is not ApplicationState.AWAITING_ENDORSEMENT or not found.facts.is_escalated:
        return redirect(url_for("cases.show", number=number))
    if not any(step.name == ASK_AGAIN for step in steps_of(found)):
        raise NotPermitted
    if request.method == "GET":
        return _page(found)
    try:
        _act(found)
    except Invalid as refusal:
        db.session.rollback()
        return _page(found_case(number), [said(each) for each in refusal.reasons]), 422
    db.session.commit()
    return redirect(url_for("cases.show", number=number))


def _act(found: FoundCase) -> None:
    """Appointing somebody asks the administration again in the same act."""
    session, actor = db.session(), current_actor()
    if request.form.get("act") == "appoint":
        person = person_by_email(session, request.form.get("email", ""))
        if person is None or request.form.get("role") not in set(OFFICIALS):
            raise Invalid(
                N_("Nobody in this region has this address. Check it, or ask the person to open an account."), "email"
            )
        role = Role(request.form["role"])
        appoint_official(session, actor, person, role, found.application.administration_id)
        session.flush()
        flash(_("%(name)s is appointed.", name=person.display_name), "success")
    perform_transition(session, found.application, ASK_AGAIN, actor=actor, seen_version=seen_version())
    flash(_("The administration is asked again and has the whole time once more."), "success")


def _page(found: FoundCase, errors: Any = ()) -> str:
    application = found.application
    officials = officials_of(db.session(), [application.administration_id])[application.administration_id]
    people = {
        person.id: person
        for person in db.session.scalars(select(Person).where(Person.id.in_([row[1] for row in officials])))
    }
    return render_template(
        "administration/escalated.html",
        application=application,
        facts=found.facts,
        officials=[
            (role, people[person_id]) for role, person_id, _instead_of in officials if role is not Role.HEAD_OF_UNIT
        ],
        roles=OFFICIALS,
        takes_paper=bool(application.scheme.numbers.get("paper_letters")),
        errors=list(errors),
        typed=request.form if errors else {},
    )
