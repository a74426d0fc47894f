"""What the pages of a change after issue share: who may ask, what waits for an answer, and the answer that refuses."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from accreditation.accreditations.amending import open_amendment, refuse_amendment
from accreditation.accreditations.amendment_models import Amendment, Kind
from accreditation.accreditations.models import Accreditation
from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.transition import facts_of
from accreditation.web.access import current_actor
from accreditation.web.cases.finding import seen_version
from accreditation.web.forms import PageForm, typed_text
from accreditation.web.rocb.records import found_accreditation
from accreditation.workflow import permissions
from accreditation.workflow.states import HELD


class AnswerForm(PageForm):
    answer = TextAreaField(_l("Why not"), description=_l("The expert reads it."))


def found_to_amend(public_id: str) -> Accreditation:
    """The accreditation of the address, for its holder and for officers without an interest, while it is held."""
    found = found_accreditation(public_id)
    if not permissions.may(permissions.ASK_TO_AMEND, current_actor(), facts_of(db.session(), found)):
        raise NotPermitted
    if found.state not in HELD:
        raise NotPermitted
    return found


def waiting(found: Accreditation, kind: Kind) -> Amendment:
    """What was asked of this kind and has no answer yet."""
    amendment = open_amendment(db.session(), found, kind)
    if amendment is None:
        raise NotPermitted
    return amendment


def may_answer(found: Accreditation, amendment: Amendment | None) -> bool:
    """Whether this actor answers it; nobody answers what they asked."""
    actor = current_actor()
    may = permissions.may(permissions.ANSWER_AMENDMENT, actor, facts_of(db.session(), found))
    return may and amendment is not None and amendment.asked_by_id != actor.person_id


def refuse(public_id: str, amendment: Amendment) -> Response:
    """Everything stays, and the expert reads why. Raises Invalid where no reason was written."""
    answer = typed_text("answer")
    refuse_amendment(db.session(), current_actor(), amendment, answer, seen_version=seen_version())
    db.session.commit()
    flash(_("Refused. The expert is told why."), "success")
    return redirect(url_for("rocb.accreditation", public_id=public_id))


def refused_form(form: Any, refusal: Any, *, on_answer: bool) -> Any:
    """The form of the answer after a rollback, with the fault on it or on the form of what is asked; a file's stands at the file."""
    db.session.rollback()
    answer: Any = AnswerForm.typed()
    if refusal.field != "file":
        (answer if on_answer else form).refuse(refusal)
    return answer
