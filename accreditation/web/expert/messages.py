"""The conversation on my own case with the regional office."""

from flask import url_for
from werkzeug.wrappers import Response

from accreditation.web.access import needs
from accreditation.web.cases.messages import conversation_page, written
from accreditation.web.expert import blueprint
from accreditation.web.expert.own import own_case
from accreditation.web.limits import limited
from accreditation.workflow import permissions


@blueprint.get("/applications/<number>/messages")
@needs(permissions.TALK)
def messages(number: str) -> str:
    """What the office and I wrote to each other."""
    found = own_case(number)
    found.require(permissions.TALK)
    return conversation_page(found)


@blueprint.post("/applications/<number>/messages")
@needs(permissions.TALK)
@limited("message")
def write_message(number: str) -> Response | tuple[str, int]:
    """I write to the office, or say that no answer is needed."""
    found = own_case(number)
    found.require(permissions.TALK)
    return written(found, url_for("expert.messages", number=number))
