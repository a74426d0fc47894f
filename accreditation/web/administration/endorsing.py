"""Endorsing: the evidence on one side, the administration's word, its signature and its promise on the other."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from accreditation import clock
from accreditation.applications.document_models import Document
from accreditation.applications.documents import attach_letter
from accreditation.applications.endorsement import (
    Commitment,
    endorsement_of,
    last_endorsement_by,
    release_limits,
    write_endorsement,
)
from accreditation.applications.models import Application
from accreditation.applications.nominating import first_word_on
from accreditation.errors import Invalid
from accreditation.extensions import db
from accreditation.transition import facts_of, perform_transition, refuse_if_stale
from accreditation.web.access import current_actor, needs
from accreditation.web.administration import blueprint
from accreditation.web.cases.dossier import evidence_for
from accreditation.web.cases.finding import FoundCase, found_case, seen_version
from accreditation.web.cases.leading import lead_on
from accreditation.web.files import HandedIn, handed_in, storage, takes_files, use_up
from accreditation.web.forms import PageForm
from accreditation.workflow import permissions
from accreditation.workflow.actors import endorsing_official

ON_PAPER = "endorse_on_paper"


class EndorsementForm(PageForm):
    missions_per_year = IntegerField(_l("Missions a year"), [InputRequired(_l("Say how many missions a year."))])
    days_per_year = IntegerField(_l("Days a year"), [InputRequired(_l("Say how many days a year."))])
    years = IntegerField(_l("For how many years"), [InputRequired(_l("Say for how many years."))])
    comment = TextAreaField(_l("Why you support this person"), [Length(max=2000)])
    signed_as = StringField(_l("Full name"), [Length(max=200)])
    signed_position = StringField(_l("Position"), [Length(max=200)])
    note = TextAreaField(_l("How and when the letter came"), [Length(max=2000)])


@blueprint.route("/cases/<number>/endorse", methods=["GET", "POST"])
@needs(permissions.PREPARE_ENDORSEMENT, "endorse", "endorse_on_paper")
@takes_files("letter")
def endorse(number: str) -> str | Response | tuple[str, int]:
    """Evidence on one side, the administration's word on the other; endorsing is the act at the end."""
    found = found_case(number, permissions.PREPARE_ENDORSEMENT)
    form = _form(found)
    if request.method == "GET":
        return _page(found, form)
    if not form.validate():
        return _page(found, form), 422
    try:
        return _keep(found, form)
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(found, form), 422


def _form(found: FoundCase) -> Any:
    present = endorsement_of(db.session(), found.application)
    names = ("missions_per_year", "days_per_year", "years", "comment", "signed_as", "signed_position")
    known = {name: getattr(present, name) for name in names} if present else _as_the_last_time(found)
    form: Any = EndorsementForm.typed(**known)
    for name, (least, most) in release_limits(found.application).items():
        form[name].description = _("From %(least)s to %(most)s.", least=least, most=most)
    if _is_on_paper(found):
        form.comment.label.text = _("Why the administration supports this person")
    return form


def _as_the_last_time(found: FoundCase) -> dict[str, Any]:
    """What this official promised the last time, as far as this edition allows it, and the position; never the signature."""
    last = None if _is_on_paper(found) else last_endorsement_by(db.session(), current_actor())
    if last is None:
        return {}
    limits = release_limits(found.application).items()
    promised = {name: getattr(last, name) for name, (least, most) in limits if least <= getattr(last, name) <= most}
    return {**promised, "signed_position": last.signed_position}


def _signature(found: FoundCase, form: Any) -> dict[str, str]:
    """Name and position as typed. A position that the form itself proposed, without a name, is nobody's signature."""
    typed = {name: form[name].data or "" for name in ("signed_as", "signed_position")}
    is_only_proposed = typed["signed_position"] == _as_the_last_time(found).get("signed_position")
    return {} if is_only_proposed and not typed["signed_as"].strip() else typed


def _keep(found: FoundCase, form: Any) -> Response:
    """Keeps what was written, and takes the step if that was asked for; all in one transaction."""
    session, actor, application = db.session(), current_actor(), found.application
    refuse_if_stale(session, application, actor, seen_version())
    letter = handed_in("letter")
    letter_id = _stored(letter, application) if letter else None
    write_endorsement(
        session,
        actor,
        application,
        commitment=Commitment(form.missions_per_year.data, form.days_per_year.data, form.years.data),
        **_signature(found, form),
        letter_id=letter_id,
        comment=form.comment.data or "",
    )
    if request.form.get("act") == "endorse":
        step, note = (ON_PAPER, form.note.data or "") if _is_on_paper(found) else ("endorse", "")
        state, name = application.state, application.applicant.display_name
        perform_transition(session, application, step, actor=actor, note=note, seen_version=application.version)
        session.commit()
        lead_on(
            _("You have endorsed %(name)s. The regional office goes on from here.", name=name),
            state,
            application.number,
        )
    else:
        flash(_("Kept. The person is not endorsed yet."), "info")
        session.commit()
    return redirect(url_for("cases.show", number=application.number))


def _is_on_paper(found: FoundCase) -> bool:
    """The office acts: it records what came by post and signs nothing itself."""
    return endorsing_official(current_actor(), found.facts) is not None


def _stored(letter: HandedIn, application: Application) -> uuid.UUID:
    use_up(letter)
    return attach_letter(db.session(), current_actor(), application, storage(), letter.name, letter.found)


def _page(found: FoundCase, form: Any) -> str:
    present = endorsement_of(db.session(), found.application)
    letter = db.session.get(Document, present.letter_id) if present and present.letter_id else None
    facts = facts_of(db.session(), found.application)
    return render_template(
        "administration/endorse.html",
        form=form,
        letter=letter,
        facts=facts,
        first_word=first_word_on(db.session(), found.application),
        today=clock.today(),
        on_paper=_is_on_paper(found),
        **evidence_for(found),
    )
