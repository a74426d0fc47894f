"""What the demo's applicants write: plausible answers in their language, and a curriculum as a PDF."""

from functools import cache
from random import Random
from typing import Any

import typst

from accreditation.people.models import Person
from accreditation.storage.inspection import Inspected, inspect

STATEMENTS = {
    "es": (
        "Texto de demostración. Llevo varios años trabajando en la aduana y he visto cómo un equipo cambia cuando alguien "
        "de otra administración se sienta a su lado y le muestra, con casos reales, cómo resolvió el mismo problema. Eso "
        "es lo que quiero ofrecer. En mi unidad preparamos guías cortas, ejercicios con expedientes sin datos personales y "
        "una lista de verificación que hoy usan todas las oficinas regionales. También acompañé a colegas nuevos durante "
        "su primer semestre y aprendí a escuchar antes de aconsejar. Puedo facilitar un taller en mi idioma, preparar "
        "materiales para otros y dar seguimiento a distancia. Mi administración conoce este compromiso y lo respalda. "
        "Quiero aprender de los mentores y devolver a la región lo que la región me ha enseñado en estos años."
    ),
    "en": (
        "Demonstration text. I have worked in customs for several years and I have seen how a team changes when somebody "
        "from another administration sits down beside it and shows, with real cases, how the same problem was solved. That "
        "is what I want to offer. In my unit we wrote short guides, exercises with files stripped of personal data, and a "
        "checklist that every regional office uses today. I also accompanied new colleagues during their first six months "
        "and learned to listen before giving advice. I can lead a workshop in my language, prepare material for others and "
        "follow up at a distance. My administration knows of this commitment and supports it. I want to learn from the "
        "mentors and give back to the region what the region has taught me."
    ),
    "pt": (
        "Texto de demonstração. Trabalho há vários anos na aduana e vi como uma equipe muda quando alguém de outra "
        "administração se senta ao lado dela e mostra, com casos reais, como resolveu o mesmo problema. É isso que quero "
        "oferecer. Na minha unidade preparamos guias curtos, exercícios com processos sem dados pessoais e uma lista de "
        "verificação que hoje todas as unidades regionais usam. Também acompanhei colegas novos durante o primeiro semestre "
        "e aprendi a ouvir antes de aconselhar. Posso facilitar uma oficina na minha língua, preparar materiais para outros "
        "e dar seguimento a distância. Minha administração conhece este compromisso e o apoia. Quero aprender com os "
        "mentores e devolver à região o que a região me ensinou nestes anos."
    ),
    "fr": (
        "Texte de démonstration. Je travaille depuis plusieurs années à la douane et j’ai vu comment une équipe change "
        "lorsqu’une personne d’une autre administration s’assied à côté d’elle et montre, avec des cas réels, comment elle "
        "a résolu le même problème. C’est ce que je veux offrir. Dans mon service, nous avons rédigé des guides courts, des "
        "exercices à partir de dossiers sans données personnelles et une liste de contrôle que tous les bureaux régionaux "
        "utilisent aujourd’hui. J’ai aussi accompagné de nouveaux collègues pendant leur premier semestre et appris à "
        "écouter avant de conseiller. Je peux animer un atelier dans ma langue, préparer des supports pour les autres et "
        "assurer un suivi à distance. Mon administration connaît cet engagement et le soutient."
    ),
}
_POSTS = {
    "es": (
        "Jefatura de la unidad técnica",
        "Análisis de expedientes y formación de personal",
        "Curso básico para nuevos",
    ),
    "en": ("Head of the technical unit", "Analysis of files and training of staff", "Basic course for new officers"),
    "pt": ("Chefia da unidade técnica", "Análise de processos e formação de pessoal", "Curso básico para novos"),
    "fr": ("Chef de l’unité technique", "Analyse des dossiers et formation du personnel", "Cours de base"),
}


def answers_of(person: Person, locale: str, language: str, country: str, year: int, dice: Random) -> dict[str, Any]:
    """Section key -> answers. `language` is the language of the assessment, `year` that of the call."""
    post, duties, course = _POSTS[locale]
    since = year - dice.randint(7, 19)
    birth = f"{since - dice.randint(23, 28)}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}"
    spoken = [{"language": locale, "facilitates": "yes", **_levels("C2")}]
    if language != locale:
        spoken.append({"language": language, "facilitates": "yes", **_levels("C1")})
    return {
        "identity": {
            "given_names": person.given_names,
            "first_family_name": person.first_family_name,
            "second_family_name": person.second_family_name,
            "name_on_certificate": person.display_name,
            "nationality": country,
            "birth_date": birth,
        },
        "employment": {
            "department": "Demo",
            "position": post,
            "hired_on": f"{since}-03-01",
            "years_in_customs": str(year - since),
            "supervisor": "Demo",
        },
        "languages": {"rows": spoken},
        "experience": {"rows": [{"from_year": str(since), "to_year": "", "post": post, "duties": duties}]},
        "trainings": {
            "rows": [_training(course, year - offset, locale, dice) for offset in range(1, dice.randint(2, 4))]
        },
        "motivation": {"statement": STATEMENTS[locale]},
        "availability": {"days_per_year": str(dice.choice((10, 15, 20, 30))), "virtual": "yes"},
        "integrity": {"investigation": "no", "conduct": "yes"},
        "consents": {"privacy": "yes", "register": dice.choice(("yes", "yes", "yes", "no"))},
    }


def _training(course: str, year: int, locale: str, dice: Random) -> dict[str, str]:
    people = str(dice.randint(12, 40))
    return {"topic": course, "audience": "Demo", "year": str(year), "participants": people, "language": locale}


def _levels(level: str) -> dict[str, str]:
    return dict.fromkeys(("listening", "speaking", "reading", "writing"), level)


@cache
def curriculum() -> bytes:
    """One page that says it is a demonstration."""
    page = (
        '#set document(title: "Demo")\n#set page(paper: "a4")\n= Curriculum vitae\nDemo · Demostración · Demonstração'
    )
    return typst.compile(page.encode(), timestamp=0)


@cache
def inspected_curriculum() -> Inspected:
    """The same, opened once by the limited child."""
    return inspect(curriculum())
