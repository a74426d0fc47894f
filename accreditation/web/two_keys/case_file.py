"""The cases of a call as a file for a spreadsheet: only those the person may see, and no cell is a formula."""

import csv
import io
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from accreditation.applications.lists import Filter, cases
from accreditation.applications.models import Application
from accreditation.schemes.models import Call
from accreditation.visibility import applications_visible_to
from accreditation.web.language import country, said
from accreditation.workflow.actors import Actor
from accreditation.workflow.application import APPLICATION

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain(value: Any) -> str:
    """What a spreadsheet shows as it stands, whatever somebody typed into a name."""
    text = str(value)
    return f"'{text}" if text.startswith(_BEGINS_A_FORMULA) else text


def file_of_cases(session: Session, actor: Actor, call: Call) -> str:
    """Comma separated values with a byte order mark, one case a line, in the order of their numbers."""
    query = cases(applications_visible_to(actor), Filter(call_id=call.id)).order_by(Application.number)
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow([_("Number"), _("Name"), _("Administration"), _("State"), _("Since")])
    for case in session.scalars(query):
        row = (
            case.number,
            case.applicant.display_name,
            country(case.administration.iso2),
            said(APPLICATION.rule(case.state).label),
            case.state_since.date().isoformat(),
        )
        lines.writerow([plain(value) for value in row])
    return "\ufeff" + written.getvalue()
