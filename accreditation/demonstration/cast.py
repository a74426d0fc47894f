"""Who plays in the demo: clearly fictitious people, one or more for every role, and applicants of many administrations."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle, product

from accreditation.workflow.actors import Role, Scope

LISTED = "demo.example"
OTHERS = "aduana.demo.example"


@dataclass(frozen=True)
class Part:
    """One person. `key` is also the local part of the address; `where` is an administration, centre or call."""

    key: str
    given_names: str
    first_family_name: str
    second_family_name: str
    administration: str | None
    locale: str
    roles: tuple[tuple[Role, Scope, str], ...] = ()
    is_listed: bool = True

    @property
    def email(self) -> str:
        return f"{self.key}@{LISTED if self.is_listed else OTHERS}"


def _staff(
    key: str,
    names: str,
    administration: str | None,
    locale: str,
    role: Role,
    scope: Scope = Scope.REGION,
    where: str = "",
) -> Part:
    given, first, second = names.split("|")
    return Part(key, given, first, second, administration, locale, ((role, scope, where),))


STAFF: tuple[Part, ...] = (
    _staff("oficial", "Olga|Demostración|Ceiba", None, "es", Role.ROCB_OFFICER),
    _staff("oficial2", "Óscar|Demostración|Quebracho", None, "es", Role.ROCB_OFFICER),
    _staff("direccion", "Helena|Demonstração|Jacarandá", None, "pt", Role.ROCB_HEAD),
    _staff("panel", "Pablo|Demostración|Ombú", "AR", "es", Role.PANEL_MEMBER),
    _staff("panel2", "Petra|Demostración|Araucaria", "CL", "es", Role.PANEL_MEMBER),
    _staff("revisor", "Rosa|Demostración|Guayacán", "UY", "es", Role.REVIEWER),
    _staff("revisor2", "Raúl|Demostración|Ahuehuete", "MX", "es", Role.REVIEWER),
    _staff("reviewer3", "Ruth|Demonstration|Mahoe", "JM", "en", Role.REVIEWER),
    _staff("revisor4", "Rita|Demonstração|Ipê", "BR", "pt", Role.REVIEWER),
    _staff("coordinacion", "Carla|Demostración|Caoba", "DO", "es", Role.RTC_COORDINATOR, Scope.CENTRE, "DO"),
    _staff("coordenacao", "Caio|Demonstração|Buriti", "BR", "pt", Role.RTC_COORDINATOR, Scope.CENTRE, "BR"),
    _staff("coordinacion2", "César|Demostración|Quinua", "PE", "es", Role.RTC_COORDINATOR, Scope.CENTRE, "PE"),
    _staff("formador", "Tomás|Demostración|Lapacho", "PY", "es", Role.TRAINER),
    _staff("formador2", "Teresa|Demostración|Maquilishuat", "SV", "es", Role.TRAINER),
    _staff("evaluador", "Eva|Demostración|Molle", "AR", "es", Role.ASSESSOR),
    _staff("evaluador2", "Elías|Demostración|Canelo", "CL", "es", Role.ASSESSOR),
    _staff("mentor", "Marina|Demostración|Kapok", None, "es", Role.MENTOR),
    _staff("enlace", "Louise|Démonstration|Tilleul", None, "fr", Role.WCO_LIAISON),
    _staff("vicepresidencia", "Víctor|Demostración|Roble", None, "es", Role.VICE_CHAIR),
    _staff("donante", "Dana|Demonstration|Maple", None, "en", Role.DONOR),
    _staff("apelaciones", "Alicia|Demostración|Tamarindo", "UY", "es", Role.APPEALS_PANEL),
    _staff("apelaciones2", "Andrés|Demostración|Mezquite", "MX", "es", Role.APPEALS_PANEL),
    _staff("beneficiario", "Berta|Demostración|Liquidámbar", "HN", "es", Role.BENEFICIARY, Scope.ADMINISTRATION, "HN"),
    _staff("auditoria", "Aurora|Demostración|Sauce", None, "es", Role.AUDITOR),
    _staff("administracion", "Ada|Demostración|Nogal", None, "es", Role.ADMINISTRATOR),
    _staff("contacto", "Gabriel|Demostración|Pinabete", "GT", "es", Role.CONTACT_POINT, Scope.ADMINISTRATION, "GT"),
    _staff("jefatura", "Julián|Demostración|Guanacaste", "CR", "es", Role.HEAD_OF_UNIT, Scope.ADMINISTRATION, "CR"),
    _staff("dgcr", "Diana|Demostración|Cenízaro", "CR", "es", Role.DIRECTOR_GENERAL, Scope.ADMINISTRATION, "CR"),
    _staff("dg", "Dolores|Demostración|Matilisguate", "GT", "es", Role.DIRECTOR_GENERAL, Scope.ADMINISTRATION, "GT"),
)

# The administrations whose officers apply, with the language their people write in.
APPLYING: Mapping[str, str] = {
    "GT": "es", "CR": "es", "PE": "es", "CO": "es", "EC": "es", "PA": "es", "HN": "es", "BO": "es",
    "JM": "en", "TT": "en", "BB": "en", "GY": "en", "BR": "pt", "HT": "fr", "DO": "es", "PY": "es",
}  # fmt: skip

_NAMES: Mapping[str, tuple[str, str, str]] = {
    "es": (
        "Ana Lucía|Luis|María José|Jorge|Sofía|Diego|Carmen|Ramón|Julia|Ignacio|Paola|Esteban",
        "Ejemplo|Muestra|Ensayo|Prueba|Modelo|Ficticia",
        "Quetzal|Ñandú|Colibrí|Tucán|Cóndor|Flamenco|Jilguero",
    ),
    "en": ("Grace|Andre|Keisha|Marlon|Simone|Trevor", "Sample|Specimen|Example|Placeholder", ""),
    "pt": ("João|Beatriz|Rafael|Luísa|Caetano|Inês", "Exemplo|Amostra|Modelo", "Arara|Sabiá|Tuiuiú"),
    "fr": ("Marie-Ange|Jean-Robert|Nadège|Wilner", "Exemple|Spécimen|Modèle", ""),
}  # fmt: skip


def contact_points() -> Iterator[Part]:
    """One for each applying administration that has none among the listed people."""
    for iso2, locale in APPLYING.items():
        if iso2 == "GT":
            continue
        word = {"es": "Demostración", "en": "Demonstration", "pt": "Demonstração", "fr": "Démonstration"}[locale]
        roles = ((Role.CONTACT_POINT, Scope.ADMINISTRATION, iso2),)
        yield Part(f"contacto.{iso2.lower()}", "Contacto", word, iso2, iso2, locale, roles, is_listed=False)


def applicants() -> Iterator[Part]:
    """Officers who apply, turning round the administrations; without end. Some are on the page of demo people."""
    names = {
        locale: cycle(sorted(product(*(part.split("|") for part in parts)), key=lambda name: hash_of(name)))
        for locale, parts in _NAMES.items()
    }
    for number, (iso2, locale) in enumerate(cycle(APPLYING.items()), start=1):
        given, first, second = next(names[locale])
        yield Part(f"postulante{number:03d}", given, first, second, iso2, locale, is_listed=False)


def hash_of(name: tuple[str, ...]) -> int:
    """A mixing of names that is the same in every process."""
    return sum((position + 7) * ord(letter) for position, letter in enumerate("".join(name))) % 9973
