"""Taking answers over into a draft, from an earlier application or a file: a list of what would change, ticked by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from accreditation.applications.carrying.beginning import source_of
from accreditation.applications.carrying.earlier import answers_in, answers_no_longer_asked, earlier_applications
from accreditation.applications.carrying.imports import import_of
from accreditation.applications.carrying.offers import digest_of
from accreditation.applications.carrying.origins import Source
from accreditation.applications.carrying.taking import offers_for, take_over
from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.storage.limits import MEGABYTE, limit
from accreditation.storage.reading import READABLE
from accreditation.texts import say
from accreditation.web.access import current_actor, needs
from accreditation.web.cases.finding import FoundCase
from accreditation.web.expert import blueprint
from accreditation.web.expert.own import own_case
from accreditation.web.language import chosen_time_zone, current_locale
from accreditation.workflow import permissions

Page = Response | str | tuple[str, int]


@dataclass(frozen=True)
class Sight:
    """What is offered to a draft: answers by section, where they come from, and what has no place."""

    here: str
    found: Mapping[str, Mapping[str, Any]]
    source: Source
    left_over: list[Any]


def editable(number: str) -> FoundCase:
    """The person's own draft of that number, or NotPermitted."""
    found = own_case(number)
    found.require(permissions.EDIT)
    return found


@blueprint.get("/applications/<number>/take-over")
@needs(permissions.EDIT)
def sources(number: str) -> str:
    """From where answers can come: earlier applications, a Europass CV, a form taken along."""
    return sources_page(editable(number))


def sources_page(found: FoundCase, error: str = "") -> str:
    application = found.application
    return render_template(
        "expert/sources.html",
        application=application,
        earlier=earlier_applications(db.session(), application),
        waiting=import_of(db.session(), application),
        accepted=READABLE,
        most_megabytes=limit("form_file", "most_bytes") // MEGABYTE,
        error=error,
    )


@blueprint.route("/applications/<number>/take-over/<earlier>", methods=["GET", "POST"])
@needs(permissions.EDIT)
def take_over_from(number: str, earlier: str) -> Page:
    """What an earlier application would bring into this one, and taking over what is ticked."""
    found = editable(number)
    old = next(
        (each for each in earlier_applications(db.session(), found.application) if each.number == earlier.upper()), None
    )
    if old is None:
        raise NotPermitted
    said = answers_in(db.session(), old)
    here = url_for("expert.take_over_from", number=found.application.number, earlier=old.number)
    sight = Sight(here, said, source_of(old), answers_no_longer_asked(old, said, found.application.scheme))
    return offered(found, sight) if request.method == "GET" else taken(number, sight)


def offered(found: FoundCase, sight: Sight, error: str = "") -> str:
    """The list, section by section."""
    offers = offers_for(db.session(), found.application, sight.found, chosen_time_zone())
    return render_template(
        "expert/take_over.html",
        application=found.application,
        offers=offers,
        seen=digest_of(offers),
        sight=sight,
        ticked=set(request.form.getlist("take")) if request.method == "POST" else None,
        error=error,
    )


def taken(number: str, sight: Sight) -> Page:
    """Takes over what was ticked, or shows the list again with what is wrong."""
    try:
        count = take_over(
            db.session(),
            current_actor(),
            editable(number).application,
            sight.found,
            sight.source,
            set(request.form.getlist("take")),
            seen=request.form.get("seen", ""),
            time_zone=chosen_time_zone(),
        )
    except (ChangedMeanwhile, Invalid) as told:
        db.session.rollback()
        page = offered(editable(number), sight, say(told.reasons[0], current_locale()))
        return page, 409 if isinstance(told, ChangedMeanwhile) else 422
    db.session.commit()
    flash(
        ngettext(
            "Taken over into %(num)s section. Please look at it and save it.",
            "Taken over into %(num)s sections. Please look at each and save it.",
            count,
        ),
        "success",
    )
    return redirect(url_for("expert.show", number=number))
