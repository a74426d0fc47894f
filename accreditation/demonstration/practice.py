"""Practice in the demo: a dossier that eight reviewers scored and one has open, and a draft that waits for the head."""

import uuid

from accreditation.demonstration.cast import Part
from accreditation.demonstration.stage import Stage
from accreditation.people.models import Person
from accreditation.practice.keeping import ask, begin, can_be_asked, open_dossier
from accreditation.practice.models import PracticeDossier
from accreditation.practice.scoring import hand_in, reading_of, save
from accreditation.region.models import Region
from accreditation.reviews.assigning.profiles import save_profile
from accreditation.schemes.models import Scheme
from accreditation.workflow.actors import Role, Scope

TITLE = "Demo: una postulación inventada en valoración aduanera"
SECTIONS = (
    (
        "Experiencia",
        "Catorce años en aduana, los últimos seis en la unidad de valoración.\n\n"
        "Tramita cada mes unas treinta consultas sobre ajustes por cánones y partes vinculadas. Cuatro de ellas llegaron "
        "al tribunal; redactó el informe técnico de dos, que su jefatura firmó. Las secciones de fiscalización le piden "
        "su parecer antes de ajustar el valor.",
    ),
    (
        "Formación impartida y asesoría",
        "Dio el módulo de valoración del curso de ingreso en 2023 y en 2024, con programa propio y unas veinticinco personas "
        "cada vez. No consta cómo evaluó a los participantes. Acompañó una semana a una aduana vecina que preparaba su base "
        "de precios; el informe de la visita no se adjunta.",
    ),
    (
        "Idiomas",
        "Español, lengua materna. Inglés B2 acreditado en las cuatro destrezas; lee en inglés los instrumentos del Comité "
        "Técnico, aún no ha facilitado en ese idioma.",
    ),
    (
        "Motivación y disponibilidad",
        "«Quiero que los criterios de mi unidad se discutan con otras aduanas. Mi Dirección acordó por escrito quince días "
        "al año. A una misión llevaría los treinta casos comentados que usamos en casa; de vuelta traería los de la otra "
        "administración.»",
    ),
)
EXPECTED = {
    "experience": (4, "Lleva casos difíciles y otras áreas le consultan. No llega a 5: no dio forma a la práctica."),
    "training": (3, "Cursos en su administración con programa propio. Sin evaluación ni opinión de participantes no es 4."),
    "languages": (3, "Alcanza el nivel en las cuatro destrezas y aún no ha facilitado."),
    "motivation": (4, "Razones concretas, tiempo acordado, y dice qué llevaría y qué traería."),
}  # fmt: skip
# What every one of them wrote.
WORDS = {
    "experience": "Demo: los casos difíciles están descritos; la firma es de su jefatura.",
    "training": "Demo: dos cursos con programa propio; de la visita no hay informe.",
    "languages": "Demo: B2 acreditado.",
    "motivation": "Demo: quince días por escrito y una idea clara de qué llevaría.",
}
# By reviewer the levels in the order of the rubric.
GIVEN = {
    "revisor": (4, 4, 3, 3),
    "reviewer3": (4, 4, 3, 4),
    "revisor4": (3, 3, 3, 4),
    "revisor5": (4, 4, 3, 5),
    "revisor6": (5, 4, 4, 5),
    "revisor7": (4, 3, 3, 3),
    "revisor8": (3, 2, 2, 3),
    "revisor9": (4, 3, 3, 4),
}
# They review nothing yet: they were appointed to practise first.
NEW = (
    ("revisor5", "Renata|Demostración|Ceibo", "AR"),
    ("revisor6", "Rodrigo|Demostración|Alerce", "CL"),
    ("revisor7", "Ramiro|Demostración|Queñua", "BO"),
    ("revisor8", "Raquel|Demostración|Maquilí", "SV"),
    ("revisor9", "Roberto|Demostración|Guayabo", "CR"),
)


def play_practice(stage: Stage, region: Region, scheme_id: uuid.UUID) -> None:
    """Written by an officer, opened by the head, scored by eight; the second reviewer still has it open."""
    _appoint(stage, region)
    with stage.at(stage.moment(-16)) as session:
        scheme = session.get_one(Scheme, scheme_id)
        dossier = begin(session, stage.actor(session, "oficial"), scheme, TITLE, "es", SECTIONS, EXPECTED)
        dossier_id, public_id = dossier.id, dossier.public_id
    with stage.at(stage.moment(-15)) as session:
        head = stage.actor(session, "direccion")
        dossier = session.get_one(PracticeDossier, dossier_id)
        open_dossier(session, head, dossier, seen=dossier.version)
        ask(session, head, dossier, [person.public_id for person in can_be_asked(session, dossier)])
    for day, (key, levels) in enumerate(GIVEN.items(), start=-13):
        with stage.at(stage.moment(day, 10)) as session:
            actor = stage.actor(session, key)
            reading = reading_of(session, region.id, public_id, actor)
            typed = {name: (level, WORDS[name]) for name, level in zip(EXPECTED, levels, strict=True)}
            save(session, actor, reading, typed, "", seen=None)
            hand_in(session, actor, reading)
    with stage.at(stage.moment(-1)) as session:
        scheme = session.get_one(Scheme, scheme_id)
        title = "Demo: una postulación inventada con mucha formación y poca práctica"
        begin(session, stage.actor(session, "oficial2"), scheme, title, "es", SECTIONS[:2], {})


def _appoint(stage: Stage, region: Region) -> None:
    with stage.at(stage.moment(-18)) as session:
        home = session.get_one(Region, region.id)
        for key, names, administration in NEW:
            given, first, second = names.split("|")
            roles = ((Role.REVIEWER, Scope.REGION, ""),)
            stage.engage(session, home, Part(key, given, first, second, administration, "es", roles, is_listed=False))
            person, actor = session.get_one(Person, stage.people[key]), stage.actor(session, key)
            save_profile(
                session, actor, person, subjects=["VAL"], languages=["es"], ceiling=0, away_from=None, away_until=None
            )
