"""Schemes edition by edition: the list, one edition to read, and preparing, adopting or discarding the next one."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import func, select
from werkzeug.wrappers import Response

from accreditation.applications.models import Application
from accreditation.errors import Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.people.models import Person
from accreditation.people.roles import OFFICE
from accreditation.schemes.checks import shortcomings_of
from accreditation.schemes.conditions import RULES
from accreditation.schemes.editions import (
    adopt_edition,
    calls_by_edition,
    discard_edition,
    edition_of,
    editions_of,
    mark_of,
    prepare_next,
)
from accreditation.schemes.models import Scheme
from accreditation.schemes.numbers import GROUPS, REASON_LISTS, amount_in
from accreditation.schemes.renewal import conditions_of, wanted_by
from accreditation.visibility import applications_visible_to
from accreditation.web.access import current_actor, current_region, needs
from accreditation.web.rocb import blueprint
from accreditation.workflow.actors import Role

READERS = (*OFFICE, Role.AUDITOR)


def _cases_by_edition() -> Mapping[Any, int]:
    """How many cases this person may see are judged by each edition."""
    query = select(Application.scheme_id, func.count()).where(applications_visible_to(current_actor()))
    return dict(db.session.execute(query.group_by(Application.scheme_id)).all())


def _adopters(schemes: list[Scheme]) -> Mapping[Any, str]:
    ids = {scheme.adopted_by_id for scheme in schemes if scheme.adopted_by_id is not None}
    return {person.id: person.display_name for person in db.session.scalars(select(Person).where(Person.id.in_(ids)))}


def standing_of_edition(scheme: Scheme, editions: list[Scheme]) -> str:
    """ "draft", "in_force" (the newest adopted one: new calls take it) or "earlier"."""
    if scheme.adopted_at is None:
        return "draft"
    adopted = [each.edition for each in editions if each.code == scheme.code and each.adopted_at is not None]
    return "in_force" if scheme.edition == max(adopted) else "earlier"


def found_edition(code: str, edition: int) -> Scheme:
    """The edition of that address, or the page that is not here."""
    scheme = edition_of(db.session(), current_region().id, code, edition)
    if scheme is None:
        raise NotPermitted
    return scheme


def may_prepare() -> bool:
    """Whether this person edits drafts of editions."""
    return current_actor().holds(Role.ROCB_OFFICER, current_region().id)


@blueprint.get("/office/schemes")
@needs(*READERS)
def schemes() -> str:
    """Every edition with its state and its use."""
    editions = list(editions_of(db.session(), current_region().id))
    return render_template(
        "rocb/schemes.html",
        editions=[(each, standing_of_edition(each, editions)) for each in editions],
        drafts={each.code: each for each in editions if each.adopted_at is None},
        calls=calls_by_edition(db.session(), current_region().id),
        cases=_cases_by_edition(),
        adopters=_adopters(editions),
        may_prepare=may_prepare(),
    )


@blueprint.get("/office/schemes/<code>/<int:edition>")
@needs(*READERS)
def scheme(code: str, edition: int) -> str:
    """One edition in full: its numbers, criteria, reasons and lists, and what changed since the one before."""
    return _edition_page(found_edition(code, edition), [])


def _edition_page(found: Scheme, refusals: list[Any]) -> str:
    session, region_id = db.session(), current_region().id
    editions = list(editions_of(session, region_id))
    return render_template(
        "rocb/scheme.html",
        scheme=found,
        standing=standing_of_edition(found, editions),
        before=edition_of(session, region_id, found.code, found.edition - 1),
        draft=next((each for each in editions if each.code == found.code and each.adopted_at is None), None),
        shortcomings=shortcomings_of(found) if found.adopted_at is None else [],
        refusals=refusals,
        seen_mark=mark_of(found),
        calls=calls_by_edition(session, region_id).get(found.id, []),
        cases=_cases_by_edition().get(found.id, 0),
        adopters=_adopters([found]),
        groups=GROUPS,
        amount_in=amount_in,
        reason_lists=REASON_LISTS,
        rules=RULES,
        renewal=[wanted_by(condition) for condition in conditions_of(found)],
        opens_calls=bool(current_actor().roles() & set(OFFICE)),
        may_prepare=may_prepare(),
        may_adopt=current_actor().holds(Role.ROCB_HEAD, region_id),
    )


@blueprint.post("/office/schemes/<code>/<int:edition>/next")
@needs(Role.ROCB_OFFICER)
def prepare_edition(code: str, edition: int) -> Response:
    """A draft copy of this edition, to be edited."""
    draft = prepare_next(db.session(), current_actor(), found_edition(code, edition))
    address = url_for("rocb.scheme", code=code, edition=draft.edition)
    db.session.commit()
    flash(
        _("The next edition is a copy for now. Change what is to change; the head of the office adopts it."), "success"
    )
    return redirect(address)


@blueprint.post("/office/schemes/<code>/<int:edition>/adopt")
@needs(Role.ROCB_HEAD)
def adopt(code: str, edition: int) -> Response | tuple[str, int]:
    """Later calls may use it from now on; it is never edited again."""
    found = found_edition(code, edition)
    try:
        adopt_edition(db.session(), current_actor(), found, seen=request.form.get("seen_mark", ""))
    except Invalid as refusal:
        return _edition_page(found, list(refusal.reasons)), 422
    db.session.commit()
    flash(_("Adopted. Calls opened from now on can use this edition."), "success")
    return redirect(url_for("rocb.scheme", code=code, edition=edition))


@blueprint.post("/office/schemes/<code>/<int:edition>/discard")
@needs(Role.ROCB_OFFICER)
def discard(code: str, edition: int) -> Response:
    """Takes a draft away."""
    found = found_edition(code, edition)
    discard_edition(db.session(), current_actor(), found, seen=request.form.get("seen_mark", ""))
    db.session.commit()
    flash(_("The draft was discarded."), "success")
    return redirect(url_for("rocb.schemes"))
