"""What the demo's referees do: some answer, some decline, some let the mail wait."""

from datetime import timedelta

from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.forms import reference_form_of
from accreditation.applications.models import Application
from accreditation.applications.referees.answering import PURPOSE, begin, decline, hand_in
from accreditation.applications.referees.asking import requests_of
from accreditation.applications.referees.models import RefereeRequest
from accreditation.applications.referees.standing import is_open
from accreditation.people.links import make_link_to

ANSWERS, DECLINES, WAITS = "answers", "declines", "waits"
# What the two referees of a case do; a case takes one of these by its number.
WAYS = ((ANSWERS, ANSWERS), (ANSWERS, WAITS), (ANSWERS, ANSWERS), (ANSWERS, DECLINES), (ANSWERS, ANSWERS))
_STATEMENTS = {
    "es": (
        "Texto de demostración. Trabajamos juntos en dos proyectos. Explica con paciencia, prepara bien cada caso y acepta"
        " que otro tenga razón. En el último taller cambió el programa cuando vio que el grupo necesitaba más práctica."
    ),
    "en": (
        "Demonstration text. We worked together on two projects. Explains patiently, prepares every case well and accepts"
        " when somebody else is right. In the last workshop the programme was changed when the group needed more practice."
    ),
    "pt": (
        "Texto de demonstração. Trabalhamos juntos em dois projetos. Explica com paciência, prepara bem cada caso e aceita"
        " quando outro tem razão. Na última oficina mudou o programa quando viu que o grupo precisava de mais prática."
    ),
    "fr": (
        "Texte de démonstration. Nous avons travaillé ensemble sur deux projets. Explique avec patience, prépare bien chaque"
        " cas et accepte que l’autre ait raison. Au dernier atelier, le programme a changé quand le groupe en avait besoin."
    ),
}


def speak(session: Session, application: Application, way: int) -> None:
    """Both referees of a case, each in their manner; nobody speaks whose link is over."""
    for request, does in zip(requests_of(session, application), WAYS[way % len(WAYS)], strict=False):
        if does == WAITS or not is_open(request, application):
            continue
        until = clock.now() + timedelta(hours=1)
        token = make_link_to(session, PURPOSE, request.id, request.email, until)
        if does == DECLINES:
            decline(session, token, "time")
        else:
            begin(session, token)
            hand_in(session, token, reference_form_of(application.scheme), _answers(request))


def _answers(request: RefereeRequest) -> dict[str, str]:
    return {
        "relation": "taught" if request.is_outside else "superior",
        "years": "4" if request.is_outside else "9",
        "technical": "solid",
        "facilitation": "outstanding" if request.is_outside else "solid",
        "advice": "solid",
        "integrity": "no",
        "statement": _STATEMENTS[request.locale],
        "recommends": "yes",
        "declared": "yes",
    }
