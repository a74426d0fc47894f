"""Who signs certificates in the demo: a head who left office meanwhile, the present one, and the Vice-Chair beside them."""

from datetime import timedelta
from typing import Any

from accreditation import clock
from accreditation.certificates.appearance import choose_appearance
from accreditation.certificates.signatories import keep_signatory
from accreditation.demonstration.stage import Stage
from accreditation.region.models import Region

_BEGINNING = -1698
_HEAD = {
    "es": "Jefatura de la Oficina Regional",
    "en": "Head of the Regional Office",
    "pt": "Chefia do Escritório Regional",
    "fr": "Direction du Bureau régional",
}
_VICE_CHAIR = {
    "es": "Vicepresidencia para las Américas y el Caribe",
    "en": "Vice-Chair for the Americas and the Caribbean",
    "pt": "Vice-Presidência para as Américas e o Caribe",
    "fr": "Vice-présidence pour les Amériques et les Caraïbes",
}
_ROCB = {
    "es": "Oficina Regional de Fortalecimiento de Capacidades",
    "en": "Regional Office for Capacity Building",
    "pt": "Escritório Regional de Construção de Capacidades",
    "fr": "Bureau régional de renforcement des capacités",
}


def name_signatories(stage: Stage, region_id: Any) -> None:
    """Before the first certificate of the demo: the one before signed until 400 days ago."""
    with stage.at(stage.moment(_BEGINNING)) as session:
        region = session.get_one(Region, region_id)
        actor, today = stage.actor(session, "direccion"), clock.today()
        change = today + timedelta(days=-_BEGINNING - 400)
        for name, place, posts, organisations, starts_on, ends_on in (
            ("Óscar Demostración Ombú", 1, _HEAD, _ROCB, today, change - timedelta(days=1)),
            ("Helena Demonstração Jacarandá", 1, _HEAD, _ROCB, change, None),
            ("Víctor Demostración Roble", 2, _VICE_CHAIR, {}, today, None),
        ):
            details = {"name": name, "place": place, "posts": posts, "organisations": organisations}
            keep_signatory(session, actor, region.id, {**details, "starts_on": starts_on, "ends_on": ends_on})
        choose_appearance(session, actor, region, "letter", "en")
