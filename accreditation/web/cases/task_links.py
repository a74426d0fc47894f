"""Where a task leads: the page on which it is done."""

from flask import url_for

from accreditation.errands_of_renewal import NAMES as OF_RENEWAL
from accreditation.tasks import Task

TASK_PAGES = {
    "workshop": ("trainer.workshop", "public_id"),
    "mission": ("mentor.mission", "public_id"),
    "accreditation": ("rocb.accreditation", "public_id"),
    "certificate": ("rocb.certificate", "number"),
    "appeal": ("appeals.show", "public_id"),
}


def link_to_task(task: Task) -> str:
    """The page where the task is done."""
    if task.errand == "answer_message":
        return url_for("cases.messages", number=task.address)
    if task.errand == "decide_waiver":
        return url_for("cases.waivers", number=task.address)
    if task.errand == "publish_again":
        return url_for("decisions.decide", number=task.address)
    if task.errand == "answer_complaint":
        return url_for("appeals.answer_complaint", public_id=task.address)
    if task.errand in OF_RENEWAL:
        return url_for("renewals.show", public_id=task.address)
    if task.lifecycle == "application":
        return url_for("cases.act", number=task.address)
    endpoint, name = TASK_PAGES[task.lifecycle]
    return url_for(endpoint, **{name: task.address})
