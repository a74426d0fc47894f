"""Nominations in the demo: six nominees of one administration, one that speaks at two levels, and one without anybody."""

import uuid
from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import update

from accreditation.applications.nominating import escalate
from accreditation.applications.ranking import rank_nominees
from accreditation.demonstration.cast import Part
from accreditation.demonstration.scenes import select
from accreditation.demonstration.selection import Case
from accreditation.demonstration.stage import Stage
from accreditation.people.models import RoleGrant
from accreditation.region.endorsement_levels import set_levels
from accreditation.region.models import Administration, Region
from accreditation.schemes.models import Call
from accreditation.workflow.actors import Role, Scope

OPENED, CLOSED = -26, 0
SIX, TWO_LEVELS, NOBODY = "GT", "CR", "GY"


def play_nominations(stage: Stage, region_id: uuid.UUID, call_id: uuid.UUID, parts: Iterator[Part]) -> None:
    """In the open call; everybody here has applied in the last weeks and waits for a word."""
    _two_levels(stage)
    six = [_applicant(stage, region_id, call_id, parts, SIX) for _number in range(6)]
    first, second = (_applicant(stage, region_id, call_id, parts, TWO_LEVELS) for _number in range(2))
    alone = _applicant(stage, region_id, call_id, parts, NOBODY)
    _rank(stage, call_id, six[:3])
    first.take(-2, "recommend", "jefatura", note="Demo: es quien más sabe del tema en la unidad.")
    with stage.at(stage.moment(-1)) as session:
        home = stage.places[Scope.ADMINISTRATION][NOBODY]
        contact = (RoleGrant.scope_id == home, RoleGrant.role == Role.CONTACT_POINT)
        session.execute(update(RoleGrant).where(*contact).values(revoked_at=stage.moment(-1)))
        escalate(session, alone.application(session))
    assert second.application_id is not None


def _two_levels(stage: Stage) -> None:
    with stage.at(stage.moment(OPENED)) as session:
        home = session.get_one(Administration, stage.places[Scope.ADMINISTRATION][TWO_LEVELS])
        set_levels(session, stage.actor(session, "dgcr"), home, 2, {Role.HEAD_OF_UNIT})


def _applicant(stage: Stage, region_id: uuid.UUID, call_id: uuid.UUID, parts: Iterator[Part], home: str) -> Case:
    part = replace(next(parts), administration=home, locale="es" if home != NOBODY else "en")
    with stage.at(stage.moment(OPENED)) as session:
        stage.engage(session, session.get_one(Region, region_id), part)
    case = Case(stage, call_id, part, -14, -2)
    select(case, "awaiting_endorsement")
    return case


def _rank(stage: Stage, call_id: uuid.UUID, cases: list[Case]) -> None:
    """The contact point has begun the order."""
    with stage.at(stage.moment(-1)) as session:
        home = session.get_one(Administration, stage.places[Scope.ADMINISTRATION][SIX])
        call = session.get_one(Call, call_id)
        numbers = [case.application(session).number for case in cases]
        rank_nominees(session, stage.actor(session, "contacto"), call, home, numbers, seen_version=0)
