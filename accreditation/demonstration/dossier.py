"""What the demo's applicants hand in and write at length: a curriculum as a PDF, and why they apply."""

from functools import cache

import typst

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
