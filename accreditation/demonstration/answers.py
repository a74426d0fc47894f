"""What the demo's applicants answer in each section: plausible, in their language, and complete."""

from functools import cache
from random import Random
from typing import Any

from accreditation.demonstration.statements import STATEMENTS
from accreditation.people.models import Person
from accreditation.schemes.reference import standard_scheme

_WORDS = {
    "es": (
        "Jefatura de la unidad técnica", "Análisis de expedientes y formación de personal", "Curso básico para nuevos",
        "Licenciatura en comercio exterior", "Universidad de demostración", "Guía de trabajo para las oficinas regionales",
        "Redacción y prueba en tres oficinas", "Lo aplico a diario y lo enseñé en dos cursos; texto de demostración.",
    ),
    "en": (
        "Head of the technical unit", "Analysis of files and training of staff", "Basic course for new officers",
        "Bachelor of international trade", "University of Demonstration", "Working guide for the regional offices",
        "Writing, and trials in three offices", "I apply it daily and taught it in two courses; demonstration text.",
    ),
    "pt": (
        "Chefia da unidade técnica", "Análise de processos e formação de pessoal", "Curso básico para novos",
        "Bacharelado em comércio exterior", "Universidade de demonstração", "Guia de trabalho para as unidades regionais",
        "Redação e teste em três unidades", "Aplico no dia a dia e ensinei em dois cursos; texto de demonstração.",
    ),
    "fr": (
        "Chef de l’unité technique", "Analyse des dossiers et formation du personnel", "Cours de base",
        "Licence en commerce international", "Université de démonstration", "Guide de travail des bureaux régionaux",
        "Rédaction et essais dans trois bureaux", "Je l’applique chaque jour et l’ai enseigné ; texte de démonstration.",
    ),
}  # fmt: skip

# Asked in every case; the demo shows the way to this mailbox.
REFEREE = "ines.referencia@aduana.example"
_REFEREES = (
    ("Inés Referencia Solís", "Jefatura regional, Aduana de demostración", REFEREE, "es"),
    ("Óscar Muestra Rivas", "Cámara de comercio de demostración", "oscar.muestra@camara.example", "es"),
    ("Ruth Sample Brown", "University of Demonstration", "ruth.sample@university.example", "en"),
    ("Clara Amostra Dias", "Universidade de demonstração", "clara.amostra@universidade.example", "pt"),
    ("Paul Modèle Jean", "Université de démonstration", "paul.modele@universite.example", "fr"),
)

_DECLARED = ("investigation", "convicted", "excluded", "relatives", "business", "donors")


def answers_of(person: Person, locale: str, language: str, country: str, year: int, dice: Random) -> dict[str, Any]:
    """Section key -> answers. `language` is the language of the assessment, `year` that of the call."""
    post, duties, course, degree, school, guide, part, evidence = _WORDS[locale]
    since = year - dice.randint(7, 19)
    spoken = [{"language": locale, "facilitates": "yes", **_levels("C2")}]
    if language != locale:
        spoken.append({"language": language, "facilitates": "yes", **_levels("C1")})
    birth = f"{since - dice.randint(23, 28)}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}"
    study = {"level": "bachelor", "degree": degree, "institution": school, "country": country, "year": str(since - 1)}
    work = {"kind": "project", "title": guide, "year": str(year - 2), "part": part}
    trainings = [_training(course, year - offset, locale, dice) for offset in range(1, dice.randint(2, 4))]
    return {
        "identity": _identity(person, country, birth),
        "contact": {"work_email": "demo@customs.example", "phone": "+50222223333", "time_zone": "America/Guatemala"},
        "employment": _employment(post, since, year),
        "education": {"rows": [study]},
        "experience": {
            "rows": [{"from_year": str(since), "to_year": "", "post": post, "duties": duties}],
            "subject_years": str((year - since) // 2 + 1),
        },
        "publications": {"rows": [work]},
        "trainings": {"rows": trainings},
        "advisory": {"rows": []},
        "wco_history": {"was_assessed": "no", "programmes": ["working_group"]},
        "languages": {"rows": spoken},
        "self_assessment": _self_assessment(evidence),
        "motivation": {"statement": STATEMENTS[locale]},
        "availability": {"days_per_year": str(dice.choice((10, 15, 20, 30))), "virtual": "yes", "has_limits": "no"},
        "referees": {"rows": _referees(locale)},
        "integrity": {**dict.fromkeys(_DECLARED, "no"), "conduct": "yes"},
        "consents": {"privacy": "yes", "register": dice.choice(("yes", "yes", "yes", "no")), "directory": "yes"},
    }


def _identity(person: Person, country: str, birth: str) -> dict[str, str]:
    return {
        "given_names": person.given_names,
        "first_family_name": person.first_family_name,
        "second_family_name": person.second_family_name,
        "name_on_certificate": person.display_name,
        "nationality": country,
        "birth_date": birth,
    }


def _employment(post: str, since: int, year: int) -> dict[str, str]:
    return {
        "department": "Demo",
        "position": post,
        "contract": "permanent",
        "hired_on": f"{since}-03-01",
        "years_in_customs": str(year - since),
        "supervisor": "Demo",
    }


def _referees(locale: str) -> list[dict[str, str]]:
    """A superior, and somebody from outside who reads the applicant's language."""
    outside = next(row for row in _REFEREES[1:] if row[3] == locale)
    return [
        {"name": name, "post": post, "email": email, "language": language, "outside": "yes" if is_outside else "no"}
        for is_outside, (name, post, email, language) in enumerate((_REFEREES[0], outside))
    ]


@cache
def _criteria() -> tuple[str, ...]:
    return tuple(criterion["key"] for criterion in standard_scheme()["rubric"])


def _self_assessment(evidence: str) -> dict[str, str]:
    answers = {}
    for place, key in enumerate(_criteria()):
        answers[f"level_{key}"] = str(3 + place % 3)
        answers[f"evidence_{key}"] = evidence
    return answers


def _training(course: str, year: int, locale: str, dice: Random) -> dict[str, str]:
    people = str(dice.randint(12, 40))
    return {"topic": course, "audience": "Demo", "year": str(year), "participants": people, "language": locale}


def _levels(level: str) -> dict[str, str]:
    return dict.fromkeys(("listening", "speaking", "reading", "writing"), level)
