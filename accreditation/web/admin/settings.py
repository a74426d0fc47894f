"""The way to what staff set up: schemes, standing data, people, jobs; each person sees what they may open."""

from flask import current_app, render_template, url_for
from flask_babel import lazy_gettext as _l

from accreditation.extensions import db
from accreditation.integrity.readers import may_read
from accreditation.web.access import current_actor, current_region, needs
from accreditation.web.admin import blueprint
from accreditation.workflow.actors import Role

PAGES = (
    (
        "rocb.schemes",
        _l("Schemes"),
        _l("Pass marks, deadlines, rubrics and reasons, edition by edition; a new one counts for later calls."),
    ),
    (
        "admin.standing_data",
        _l("Standing data"),
        _l("Members, the office and its hosts, training centres, categories and subjects, each with its source."),
    ),
    (
        "admin.holidays",
        _l("Holidays"),
        _l("Days on which the working-day clocks stand still; what a change does to open deadlines is shown before."),
    ),
    ("admin.people", _l("People"), _l("Accounts and the roles granted to them, with a scope and a period.")),
    ("admin.quarantine", _l("Files locked away"), _l("Files in which the virus scanner found something.")),
    (
        "rocb.duplicates",
        _l("Duplicate accounts"),
        _l("Accounts that may be one person, with the evidence; merged by two of the office, and separated again."),
    ),
    (
        "rocb.imports",
        _l("Earlier experts"),
        _l(
            "A list of accredited experts from a spreadsheet: looked through, taken over, confirmed by them and their administrations."
        ),
    ),
    (
        "rocb.conflicts_to_look_at",
        _l("Conflicts of interest"),
        _l("Reviewers who are tied to an applicant, and a check of anybody before they are invited."),
    ),
    (
        "rocb.integrity",
        _l("Integrity register"),
        _l("People about whom the region was warned, and the open cases whose applicant may be one of them."),
    ),
    (
        "rocb.certificate_look",
        _l("Certificates"),
        _l("Who signs them from when until when, the paper, and a second language on the same page."),
    ),
    (
        "rocb.issuing",
        _l("Issuing of certificates"),
        _l("The switch that stops signing and publishing at once, and what is under way."),
    ),
    (
        "rocb.signing_keys",
        _l("Signing keys"),
        _l("Which key signs until when, which ones signed before, and what to do when one falls into other hands."),
    ),
    ("admin.jobs", _l("Jobs"), _l("Mails and documents that wait or failed, and a way to try them again.")),
)


@blueprint.get("/settings")
@needs(Role.ADMINISTRATOR, Role.ROCB_HEAD, Role.ROCB_OFFICER)
def settings() -> str:
    """What this person may set up."""
    views, roles = current_app.view_functions, current_actor().roles()
    pages = [
        {"title": title, "about": about, "href": url_for(endpoint)}
        for endpoint, title, about in PAGES
        if endpoint in views and views[endpoint].access.roles & roles  # type: ignore[attr-defined]
        if endpoint != "rocb.integrity" or may_read(db.session(), current_actor(), current_region().id)
    ]
    return render_template("admin/settings.html", pages=pages)
