"""What an administration settles for itself: who stands in for its officials, and at how many levels it speaks."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response
from wtforms import DateField, SelectField
from wtforms.validators import InputRequired

from accreditation import clock
from accreditation.errors import Invalid
from accreditation.extensions import db
from accreditation.people.deputizing import end_deputy, name_own_deputy
from accreditation.people.models import Deputy, Person, RoleGrant
from accreditation.people.roles import in_force
from accreditation.region.models import Administration
from accreditation.visibility import ADMINISTRATION_ROLES
from accreditation.web.access import current_actor, needs
from accreditation.web.administration import blueprint
from accreditation.web.administration.finding import OPENING, found_administration
from accreditation.web.cases.finding import row_by_public_id
from accreditation.web.forms import DAYS, PageForm
from accreditation.web.language import said
from accreditation.workflow.actors import ROLE_LABELS


class DeputyForm(PageForm):
    role = SelectField(_l("Which of your roles"), [InputRequired(_l("Choose a role."))])
    deputy = SelectField(_l("Who stands in for you"), [InputRequired(_l("Choose a person."))])
    starts_on = DateField(_l("First day"), [InputRequired(_l("Give the first day."))], format=DAYS)
    ends_on = DateField(_l("Last day"), [InputRequired(_l("Give the last day."))], format=DAYS)


@blueprint.route("/administration/<iso2>/deputies", methods=["GET", "POST"])
@needs(*OPENING)
def deputies(iso2: str) -> str | Response | tuple[str, int]:
    """Who stands in for whom and when; whoever holds a role here names a deputy, and ends it early."""
    administration = found_administration(iso2)
    form = _deputy_form(administration)
    if request.method == "GET":
        return _deputies(administration, form)
    if not form.validate():
        return _deputies(administration, form), 422
    grant: RoleGrant = row_by_public_id(RoleGrant, form.role.data)
    person: Person = row_by_public_id(Person, form.deputy.data)
    period = {"starts_on": form.starts_on.data, "ends_on": form.ends_on.data}
    try:
        name_own_deputy(db.session(), current_actor(), grant, person, **period)
    except Invalid as refusal:
        form.refuse(refusal)
        return _deputies(administration, form), 422
    db.session.commit()
    flash(_("%(name)s stands in for you in this time.", name=person.display_name), "success")
    return redirect(url_for("administration.deputies", iso2=administration.iso2))


@blueprint.post("/administration/<iso2>/deputies/end")
@needs(*ADMINISTRATION_ROLES)
def end(iso2: str) -> Response:
    """Ends a deputy's time at once."""
    administration = found_administration(iso2, *ADMINISTRATION_ROLES)
    query = select(Deputy).join(RoleGrant, RoleGrant.id == Deputy.grant_id).join(Person, Person.id == Deputy.person_id)
    own = (RoleGrant.person_id == current_actor().person_id, RoleGrant.scope_id == administration.id)
    mark = request.form.get("deputy", "")
    for deputy in db.session.scalars(query.where(*own)):
        if mark == f"{deputy.person.public_id}:{deputy.starts_on.isoformat()}":
            end_deputy(db.session(), current_actor(), deputy)
    db.session.commit()
    flash(_("The deputy’s time has ended."), "success")
    return redirect(url_for("administration.deputies", iso2=administration.iso2))


def _own_grants(administration: Administration) -> list[RoleGrant]:
    query = select(RoleGrant).where(
        RoleGrant.person_id == current_actor().person_id,
        RoleGrant.scope_id == administration.id,
        RoleGrant.role.in_(ADMINISTRATION_ROLES),
        in_force(),
    )
    return list(db.session.scalars(query.order_by(RoleGrant.role)))


def _deputy_form(administration: Administration) -> Any:
    form: Any = DeputyForm.typed(starts_on=clock.today())
    form.role.choices = [(grant.public_id, said(ROLE_LABELS[grant.role])) for grant in _own_grants(administration)]
    colleagues = select(Person).where(Person.administration_id == administration.id, Person.disabled_at.is_(None))
    people = db.session.scalars(
        colleagues.where(Person.id != current_actor().person_id).order_by(Person.register_name, Person.id).limit(500)
    )
    form.deputy.choices = [("", ""), *((person.public_id, person.display_name) for person in people)]
    return form


def _deputies(administration: Administration, form: Any) -> str:
    query = (
        select(Deputy)
        .join(Deputy.grant)
        .where(RoleGrant.scope_id == administration.id, Deputy.ends_on >= Deputy.starts_on)
        .options(joinedload(Deputy.person), joinedload(Deputy.grant).joinedload(RoleGrant.person))
        .order_by(Deputy.starts_on.desc(), Deputy.id)
        .limit(100)
    )
    return render_template(
        "administration/deputies.html",
        administration=administration,
        form=form,
        rows=db.session.scalars(query).all(),
        today=clock.today(),
        me=current_actor().person_id,
    )
