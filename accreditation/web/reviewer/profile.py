"""What a reviewer takes on, said by the reviewer or the office; and who stands in for the reviewer."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import DateField, IntegerField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange, Optional

from accreditation import clock
from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.people.deputizing import name_own_deputy
from accreditation.people.models import Deputy, Person, RoleGrant
from accreditation.people.roles import holders, in_force
from accreditation.region.models import Subject
from accreditation.reviews.assigning.profiles import may_change_profile, profile_of, save_profile
from accreditation.texts import LOCALES
from accreditation.web.access import current_actor, current_person, current_region, needs
from accreditation.web.cases.finding import row_by_public_id
from accreditation.web.forms import DAYS, PageForm
from accreditation.web.language import language_name
from accreditation.web.reviewer import blueprint
from accreditation.web.written import written
from accreditation.workflow.actors import Role


class ProfileForm(PageForm):
    subjects = SelectMultipleField(_l("Subjects"))
    languages = SelectMultipleField(_l("Languages in which applications can be read"))
    ceiling = IntegerField(
        _l("Open reviews at once, at most"),
        [Optional(), NumberRange(0, 60, _l("Give a number from 0 to 60."))],
        description=_l("Leave it empty for the number of the scheme."),
    )
    away_from = DateField(_l("Away from"), [Optional()], format=DAYS)
    away_until = DateField(_l("Away until"), [Optional()], format=DAYS)


class StandInForm(PageForm):
    deputy = SelectField(_l("Who stands in for you"), [InputRequired(_l("Choose a person."))])
    starts_on = DateField(_l("First day"), [InputRequired(_l("Give the first day."))], format=DAYS)
    ends_on = DateField(_l("Last day"), [InputRequired(_l("Give the last day."))], format=DAYS)


def _own_grant() -> RoleGrant | None:
    person = current_person()
    assert person is not None
    mine = (RoleGrant.person_id == person.id, RoleGrant.role == Role.REVIEWER, RoleGrant.scope_id == person.region_id)
    return db.session.scalars(select(RoleGrant).where(*mine, in_force()).order_by(RoleGrant.id)).first()


def _profile_form(person: Person) -> ProfileForm:
    kept = profile_of(db.session(), person)
    names = ("subjects", "languages", "ceiling", "away_from", "away_until")
    form = ProfileForm.typed(**({name: getattr(kept, name) for name in names} if kept is not None else {}))
    here = select(Subject).where(Subject.region_id == person.region_id, Subject.retired_on.is_(None))
    form.subjects.choices = [(row.code, written(row.names)) for row in db.session.scalars(here.order_by(Subject.code))]
    form.languages.choices = [(code, language_name(code)) for code in LOCALES]
    return form


def _stand_in_form(mine: Person, *, fresh: bool) -> StandInForm:
    form = StandInForm(formdata=None) if fresh else StandInForm.typed()
    others = holders(db.session(), [Role.REVIEWER], mine.region_id)
    form.deputy.choices = [(each.public_id, each.display_name) for each in others if each.id != mine.id]
    return form


def _page(person: Person, form: ProfileForm, stand_in: StandInForm | None) -> str:
    grant = _own_grant() if stand_in is not None else None
    today = clock.today()
    query = select(Deputy).where(Deputy.ends_on >= today, Deputy.grant_id == (grant.id if grant else None))
    return render_template(
        "reviewer/profile.html",
        found=person,
        form=form,
        stand_in=stand_in if grant is not None else None,
        deputies=db.session.scalars(query.order_by(Deputy.starts_on)).all() if grant is not None else [],
        today=today,
    )


def _save(person: Person, form: ProfileForm, done: Response, stand_in: StandInForm | None) -> Any:
    values: dict[str, Any] = {name: getattr(form, name).data for name in form.data}
    try:
        if not form.validate():
            return _page(person, form, stand_in), 422
        save_profile(db.session(), current_actor(), person, **values)
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(person, form, stand_in), 422
    db.session.commit()
    flash(_("Saved."), "success")
    return done


@blueprint.route("/reviews/profile", methods=["GET", "POST"])
@needs(Role.REVIEWER)
def profile() -> str | Response | tuple[str, int]:
    """One's own subjects, languages, ceiling and absences, and who stands in."""
    mine = current_person()
    assert mine is not None
    if not may_change_profile(db.session(), current_actor(), mine):
        raise NotPermitted
    named = request.method == "POST" and request.form.get("act") == "deputy"
    if named:
        return _name_deputy(mine)
    form, stand_in = _profile_form(mine), _stand_in_form(mine, fresh=True)
    if request.method == "POST":
        return _save(mine, form, redirect(url_for("reviewer.profile")), stand_in)
    return _page(mine, form, stand_in)


def _name_deputy(mine: Person) -> Response | tuple[str, int]:
    form, grant = _stand_in_form(mine, fresh=False), _own_grant()
    kept = _profile_form_as_kept(mine)
    if grant is None:
        raise NotPermitted
    if not form.validate():
        return _page(mine, kept, form), 422
    person: Person = row_by_public_id(Person, form.deputy.data)
    period = {"starts_on": form.starts_on.data, "ends_on": form.ends_on.data}
    try:
        name_own_deputy(db.session(), current_actor(), grant, person, **period)
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(mine, kept, form), 422
    db.session.commit()
    flash(_("%(name)s stands in for you in this time.", name=person.display_name), "success")
    return redirect(url_for("reviewer.profile"))


def _profile_form_as_kept(person: Person) -> ProfileForm:
    """Untouched by what was typed into the other form of the page."""
    form, kept = _profile_form(person), profile_of(db.session(), person)
    for name in ("subjects", "languages", "ceiling", "away_from", "away_until"):
        form[name].process(None, getattr(kept, name, None))
    return form


@blueprint.route("/office/reviewers/<public_id>", methods=["GET", "POST"])
@needs(Role.ROCB_OFFICER, Role.ROCB_HEAD)
def profile_of_reviewer(public_id: str) -> str | Response | tuple[str, int]:
    """The same for the office, in the reviewer's place."""
    person: Person = row_by_public_id(Person, public_id)
    if person.region_id != current_region().id or not may_change_profile(db.session(), current_actor(), person):
        raise NotPermitted
    form = _profile_form(person)
    if request.method == "POST":
        return _save(person, form, redirect(url_for("reviewer.profile_of_reviewer", public_id=public_id)), None)
    return _page(person, form, None)
