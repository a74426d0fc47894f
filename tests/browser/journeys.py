"""The journey that each role does most, from where it stands after signing in until it is done, as the hands do it."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.browser.after_decided import (
    conclude,
    confirm_reference,
    give_role,
    look_at_figures,
    look_who_did_what,
    mark,
    record_practice,
    report,
    say_how_it_was,
    see_who_comes,
    take_attendance,
)
from tests.browser.counting import Hands
from tests.browser.until_decided import (
    answer_what_is_asked,
    apply,
    endorse,
    pre_accredit,
    recommend,
    release_certificate,
    score,
    screen,
    short_list,
)


@dataclass(frozen=True)
class Journey:
    """`who` signs in on the page of demo people; where empty it is nobody, who begins at `start`; `until` says what is done at its end."""

    name: str
    role: str
    until: str
    who: str
    walk: Callable[[Hands], object]
    start: str = "/"


JOURNEYS = (
    Journey("apply", "Applicant", "applies: every section, the curriculum, the signature", "formador", apply),
    Journey("answer", "Applicant", "answers what the office asks", "postulante2", answer_what_is_asked),
    Journey("endorse", "Contact point", "endorses one, and the next is open", "contacto", endorse),
    Journey("recommend", "Head of unit", "recommends one", "jefatura", recommend),
    Journey(
        "screen",
        "Officer",
        "checks the conditions, names two reviewers, begins the review, and the next is open",
        "oficial",
        screen,
    ),
    Journey("release", "Officer", "releases a certificate", "oficial2", release_certificate),
    Journey("score", "Reviewer", "declares, scores and hands in", "revisor2", score),
    Journey("short-list", "Panel member", "decides one and publishes, and the next is open", "panel", short_list),
    Journey(
        "decide",
        "Head of the office",
        "decides one after the workshop and publishes, and the next is open",
        "direccion",
        pre_accredit,
    ),
    Journey(
        "attendance", "Coordinator of a centre", "records the attendance of a day", "coordinacion2", take_attendance
    ),
    Journey("workshop", "Trainer", "sees who attends", "formador", see_who_comes),
    Journey("mark", "Assessor", "marks one candidate, and the next is open", "evaluador", mark),
    Journey("report", "Mentor", "reports on a mission", "mentor", report),
    Journey("feedback", "Beneficiary administration", "says how a mission was", "beneficiario", say_how_it_was),
    Journey("practice", "Expert", "records practice with a file", "experto", record_practice),
    Journey("reference", "Liaison of the WCO", "records a decision reference", "enlace", confirm_reference),
    Journey("appeal", "Appeals panel", "writes the conclusion on an appeal", "apelaciones", conclude),
    Journey("figures", "Vice-Chair, donor", "looks at the figures", "donante", look_at_figures),
    Journey("audit", "Auditor", "looks who did what", "auditoria", look_who_did_what),
    Journey("role", "Administrator", "gives somebody a role", "administracion", give_role),
)
