"""The dossier as its readers see it: every section's answers and the files."""

from flask import render_template

from accreditation.applications.models import Application
from accreditation.applications.papers import papers_of
from accreditation.applications.redactions import blind_papers, redactions_of
from accreditation.applications.referees.reading import shown_references
from accreditation.applications.screening import sent_requests_of
from accreditation.applications.shown_answers import shown_sections
from accreditation.blindness import blind_sections, has_masks, words_about
from accreditation.extensions import db
from accreditation.web import ledger
from accreditation.web.access import current_actor, needs
from accreditation.web.cases import blueprint
from accreditation.web.cases.asked import asked_of
from accreditation.web.cases.finding import FoundCase, found_case
from accreditation.web.cases.interviews import shown_interviews
from accreditation.workflow import permissions
from accreditation.workflow.actors import Role

# Who runs the call, or is to watch over those who do.
OFFICE = (Role.ROCB_OFFICER, Role.ROCB_HEAD, Role.AUDITOR)


def eyes_on(application: Application) -> str:
    """As which of EYES the signed-in person reads a dossier that is open to them."""
    if current_actor().person_id == application.applicant_id:
        return "applicant"
    return "office" if any(current_actor().holds(role, application.region_id) for role in OFFICE) else "readers"


def evidence_for(found: FoundCase) -> dict[str, object]:
    """What the templates `cases/_dossier.html` need to draw a dossier."""
    session, application = db.session(), found.application
    if found.reads_blind:
        return _blind_evidence(found)
    return {
        "application": application,
        "sections": shown_sections(session, application, eyes_on(application)),
        "documents": papers_of(session, application, current_actor().person_id, eyes_on(application)),
        "requests": asked_of(application, sent_requests_of(session, application)),
        "references": shown_references(session, application) if found.may(permissions.READ_REFERENCES) else [],
        **shown_interviews(found),
    }


def _blind_evidence(found: FoundCase) -> dict[str, object]:
    """The same without what says whose dossier it is; no letter of the administration, reference or interview."""
    session, application = db.session(), found.application
    words = words_about(session, application)
    sections = blind_sections(shown_sections(session, application, "readers"), words)
    papers = papers_of(session, application, current_actor().person_id, "readers")
    redactions = redactions_of(session, application)
    return {
        "application": application,
        "is_blind": True,
        "has_masks": has_masks(sections),
        "sections": sections,
        "documents": [],
        "blind_papers": blind_papers(papers, redactions),
        "requests": [],
        "references": [],
        "interviews": [],
        "declared": {},
    }


@blueprint.get("/cases/<number>/dossier")
@needs(permissions.READ_DOSSIER)
def dossier(number: str) -> str:
    """Every answer and file; each reading is on record."""
    found = found_case(number, permissions.READ_DOSSIER)
    ledger.note_reading("dossier", found.application.region_id, found.application.id)
    return render_template("cases/dossier.html", **evidence_for(found))
