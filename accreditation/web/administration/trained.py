"""Trained, never nominated: whom of its people an administration could invite to a call that is open now."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from accreditation import clock
from accreditation.applications.approaching import invite_to_apply, mark_available, mark_not_available
from accreditation.errors import Invalid
from accreditation.extensions import db
from accreditation.people.models import Person
from accreditation.region.models import Administration
from accreditation.schemes.models import Call
from accreditation.trained import GROUNDS, approaches_to, trained_of
from accreditation.web.access import current_actor, needs
from accreditation.web.administration import blueprint
from accreditation.web.administration.finding import CHANGING, found_administration, published_call
from accreditation.web.cases.finding import row_by_public_id
from accreditation.web.keyset import Key, page_of
from accreditation.web.language import said

ORDER = [Key(Person.register_name), Key(Person.id)]


@blueprint.route("/administration/<iso2>/trained", methods=["GET", "POST"])
@needs(*CHANGING)
def trained(iso2: str) -> str | Response | tuple[str, int]:
    """The list, a page at a time; each person may be invited to an open call, or marked as not available."""
    administration = found_administration(iso2, *CHANGING)
    if request.method == "GET":
        return _page(administration)
    person: Person = row_by_public_id(Person, request.form.get("person", ""))
    try:
        _act(administration, person)
    except Invalid as refusal:
        return _page(administration, [said(each) for each in refusal.reasons], person.public_id), 422
    db.session.commit()
    return redirect(url_for("administration.trained", iso2=administration.iso2, cursor=request.args.get("cursor")))


def _act(administration: Administration, person: Person) -> None:
    session, actor, act = db.session(), current_actor(), request.form.get("act")
    if act == "invite":
        call = published_call(request.form.get("call", ""))
        invite_to_apply(session, actor, administration, person, call)
        flash(_("%(name)s receives a mail with the invitation.", name=person.display_name), "success")
    elif act == "not_available":
        mark_not_available(session, actor, administration, person, request.form.get("reason", ""))
        flash(_("%(name)s is marked as not available.", name=person.display_name), "success")
    else:
        mark_available(session, actor, administration, person)
        flash(_("%(name)s is available again.", name=person.display_name), "success")


def _page(administration: Administration, errors: Sequence[str] = (), about: str = "") -> str:
    actor = current_actor()
    query = trained_of(administration.id).where(
        Person.id != actor.person_id, Person.id.not_in(sorted(actor.related_to))
    )
    page: Any = page_of(db.session(), query, ORDER)
    approaches = approaches_to(db.session(), [row[0].id for row in page.items])
    now = clock.now()
    calls = select(Call).where(
        Call.region_id == administration.region_id,
        Call.published_at.is_not(None),
        Call.opens_at <= now,
        Call.closes_at >= now,
    )
    return render_template(
        "administration/trained.html",
        administration=administration,
        page=page,
        grounds=list(GROUNDS.items()),
        approaches=approaches,
        calls=db.session.scalars(calls.order_by(Call.closes_at)).all(),
        errors=list(errors),
        about=about,
        typed=request.form if errors else {},
    )
