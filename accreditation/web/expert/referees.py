"""My referees: a reminder, or another person in somebody's place."""

from flask import url_for
from werkzeug.wrappers import Response

from accreditation.web import referees
from accreditation.web.access import needs
from accreditation.web.expert import blueprint
from accreditation.web.expert.own import own_case
from accreditation.workflow import permissions


def _back(number: str) -> str:
    return url_for("expert.show", number=number) + "#referees"


@blueprint.post("/applications/<number>/referees/<public_id>/remind")
@needs(permissions.CHANGE_REFEREES)
def remind_referee(number: str, public_id: str) -> Response:
    """Within the limits of the edition."""
    return referees.remind(own_case(number), public_id, _back(number))


@blueprint.route("/applications/<number>/referees/<public_id>/replace", methods=["GET", "POST"])
@needs(permissions.CHANGE_REFEREES)
def replace_referee(number: str, public_id: str) -> Response | str | tuple[str, int]:
    """Another person; the link of the one before is dead at once."""
    return referees.replace(lambda: own_case(number), public_id, _back(number))
