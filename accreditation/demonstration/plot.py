"""The plot of the demo: four calls in different stages, and what becomes of each applicant."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from accreditation.demonstration.cast import Part
from accreditation.demonstration.selection import Case
from accreditation.demonstration.stage import Stage
from accreditation.people.models import Person
from accreditation.region.models import Category, Region, RegionalBody, Subject
from accreditation.schemes.calls import open_call, publish_call
from accreditation.schemes.models import Scheme
from accreditation.workflow.actors import Role, Scope


@dataclass(frozen=True)
class Plan:
    """A call: what it is for, when it opened and closed (days from today), and the people it knows by name."""

    subject: str
    category: str
    language: str
    track: str
    centre: str
    time_zone: str
    opened: int
    closed: int
    seats: int
    sponsor: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    fates: Mapping[str, int]
    named: Mapping[str, str] = field(default_factory=dict)
    quota: int = 6
    is_blind: bool = False


ABOUT = {
    "es": "Convocatoria de demostración. Buscamos funcionarios con experiencia para asesorar y capacitar a otras administraciones de la región.",
    "en": "Demonstration call. We look for experienced officers who will advise and train other administrations of the region.",
    "pt": "Chamada de demonstração. Buscamos funcionários experientes para assessorar e capacitar outras administrações da região.",
    "fr": "Appel de démonstration. Nous cherchons des agents expérimentés pour conseiller et former d’autres administrations de la région.",
}

VALUATION = Plan(
    "VAL", "ACE", "es", "accredited", "DO", "America/Guatemala", -1620, -1585, 24, "",
    {
        "es": "Expertos en valoración aduanera", "en": "Experts in customs valuation",
        "pt": "Especialistas em valoração aduaneira", "fr": "Experts en évaluation en douane",
    },
    ABOUT,
    {
        "expired": 1, "expiring": 3, "suspended": 1, "unavailable": 1, "active": 5, "withdrawn_status": 1,
        "ended_status": 1, "not_accredited": 1, "not_successful": 3, "no_show": 1, "not_selected": 3,
        "ineligible": 1, "not_endorsed": 1, "lapsed_endorsement": 1, "lapsed_mission": 1, "draft_lapsed": 1,
        "waitlist_lapsed": 1,
    },
    {"expiring": "experto", "suspended": "suspendida", "active": "vigente"},
)  # fmt: skip
AUDIT = Plan(
    "PCA", "TOA", "en", "accredited", "PE", "America/Jamaica", -430, -390, 22, "",
    {
        "es": "Expertos en auditoría posterior al despacho", "en": "Experts in post-clearance audit",
        "pt": "Especialistas em auditoria pós-despacho", "fr": "Experts en contrôle a posteriori",
    },
    ABOUT,
    {
        "pre_accredited": 3, "on_hold": 1, "mission_planned": 1, "mission_offered": 2, "mission_released": 1,
        "on_mission": 2, "awaiting_accreditation": 2, "second_mission": 1, "active": 2, "reserved": 1,
        "not_accredited": 1, "not_successful": 2, "appeal_dismissed": 1, "nomination_withdrawn": 1,
        "withdrawn_late": 1, "not_selected": 2, "ineligible": 1, "not_endorsed": 1, "lapsed_endorsement": 1,
        "draft_lapsed": 1,
    },
    {"on_mission": "enmision", "pre_accredited": "candidate"},
)  # fmt: skip
COMMERCE = Plan(
    "ECOM", "RE", "es", "recognized", "PE", "America/Lima", -250, -30, 20, "",
    {
        "es": "Expertos reconocidos en comercio electrónico transfronterizo",
        "en": "Recognized experts in cross-border e-commerce",
        "pt": "Especialistas reconhecidos em comércio eletrônico transfronteiriço",
        "fr": "Experts reconnus en commerce électronique transfrontalier",
    },
    ABOUT,
    {
        "recognized": 2, "resit": 1, "awaiting_pre": 5, "in_workshop": 5, "invited": 3, "confirmed": 2, "deferred": 1,
        "shortlisted": 2, "waitlisted": 2, "awaiting_shortlisting": 4, "under_review": 4, "appeal_filed": 1,
        "appeal_examined": 1, "not_selected": 2, "withdrawn_late": 1,
    },
    {"invited": "candidata"},
)  # fmt: skip
OPERATORS = Plan(
    "AEO", "TOA", "pt", "accredited", "BR", "America/Sao_Paulo", -28, 24, 20, "",
    {
        "es": "Expertos en Operador Económico Autorizado", "en": "Experts in Authorized Economic Operator programmes",
        "pt": "Especialistas em Operador Econômico Autorizado", "fr": "Experts en opérateur économique agréé",
    },
    ABOUT,
    {
        "draft": 7, "awaiting_endorsement": 5, "screening": 6, "information_requested": 3, "not_endorsed": 1,
        "withdrawn": 1,
    },
    {"draft": "postulante", "information_requested": "postulante2"},
    quota=4,
)  # fmt: skip
PLANS = (VALUATION, AUDIT, COMMERCE, OPERATORS)


def publish(stage: Stage, region: Region, scheme_id: uuid.UUID, plan: Plan) -> uuid.UUID:
    """Opens the call a week before its first day and publishes it; appoints the mentor of its first cohort."""
    with stage.at(stage.moment(plan.opened - 7)) as session:
        home = session.get_one(Region, region.id)
        opens = stage.moment(plan.opened, 8).replace(minute=0, second=0, microsecond=0)
        closes = opens + timedelta(days=plan.closed - plan.opened, hours=9)
        details: dict[str, Any] = {
            "scheme_id": session.get_one(Scheme, scheme_id).id,
            "category_id": session.query(Category).filter_by(region_id=home.id, code=plan.category).one().id,
            "subject_id": session.query(Subject).filter_by(region_id=home.id, code=plan.subject).one().id,
            "centre_id": session.query(RegionalBody)
            .filter_by(region_id=home.id, kind="rtc", iso2=plan.centre)
            .one()
            .id,
            "language": plan.language,
            "track": plan.track,
            "titles": dict(plan.titles),
            "descriptions": dict(plan.descriptions),
            "opens_at": opens,
            "closes_at": closes,
            "time_zone": plan.time_zone,
            "seats": plan.seats,
            "quota": plan.quota,
            "sponsor": plan.sponsor,
            "is_blind": plan.is_blind,
        }
        actor = stage.actor(session, "oficial")
        call = open_call(session, actor, home, details)
        publish_call(session, actor, call)
        mentor = session.get_one(Person, stage.people["mentor"])
        stage.appoint(session, home, mentor, Role.MENTOR, Scope.CALL, call.id)
        return call.id


def cast_for(
    stage: Stage, region_id: uuid.UUID, plan: Plan, call_id: uuid.UUID, parts: Iterator[Part]
) -> dict[str, list[Case]]:
    """Fate -> its cases; the people are engaged on the day the call opens."""
    cases: dict[str, list[Case]] = {}
    with stage.at(stage.moment(plan.opened, 6)) as session:
        region = session.get_one(Region, region_id)
        for fate, count in plan.fates.items():
            for number in range(count):
                part = next(parts)
                if number == 0 and fate in plan.named:
                    part = replace(part, key=plan.named[fate], is_listed=True)
                stage.engage(session, region, part)
                cases.setdefault(fate, []).append(
                    Case(stage, call_id, part, plan.opened, min(plan.closed, 0), strength_of(fate))
                )
    return cases


def strength_of(fate: str) -> str:
    """How well a person of this fate does."""
    if fate in ("not_successful", "resit", "appeal_dismissed"):
        return "weak"
    return "poor" if fate in ("not_selected", "appeal_filed", "appeal_examined") else "strong"


def all_of(cases: Mapping[str, Sequence[Case]], *without: str) -> list[Case]:
    """Every case but those of some fates, in the order of the plan."""
    return [case for fate, group in cases.items() if fate not in without for case in group]
