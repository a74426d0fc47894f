"""A road through an administration's word: two levels, a reserve, silence, and a letter on paper."""

import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from accreditation.applications.endorsement import Commitment, write_endorsement
from accreditation.applications.models import Application
from accreditation.database import writing
from accreditation.region.models import Administration
from accreditation.schemes.models import Call
from accreditation.transition import facts_of
from accreditation.workflow.actors import Actor
from tests.deep.faults.roads import Road, selection_road, take
from tests.deep.scene import Scene

A_MINUTE = timedelta(minutes=1)


def promise(session: Session, actor: Actor, application: Application) -> None:
    commitment = Commitment(missions_per_year=2, days_per_year=10, years=4)
    write_endorsement(session, actor, application, commitment=commitment, signed_as="Demo", signed_position="Demo")


def nominations_road(scene: Scene) -> Road:
    """Two applicants of an administration with two levels and one place; then one whom nobody answers."""
    first, second, third = (
        _submitted(scene, key, home) for key, home in (("una", "CR"), ("dos", "CR"), ("tres", "GY"))
    )
    _change(scene, first, levels=2)
    yield scene.act("application", first, "recommend")
    yield scene.act("application", second, "advise_against")
    take(scene.act("application", first, "endorse", promise))
    _change(scene, first, quota=1)
    yield scene.act("application", second, "keep_in_reserve")
    _wait_for_silence(scene, third)
    yield scene.act("application", third, "escalate")
    yield scene.act("application", third, "ask_administration_again")
    _wait_for_silence(scene, third)
    take(scene.act("application", third, "escalate"))
    yield scene.act("application", third, "endorse_on_paper", promise)


def _submitted(scene: Scene, key: str, administration: str) -> uuid.UUID:
    act = next(selection_road(scene, key, administration))
    take(act)
    return act.subject_id


def _change(scene: Scene, application_id: uuid.UUID, *, levels: int | None = None, quota: int | None = None) -> None:
    """What the administration or the call says, behind the back of the pages."""
    with writing(), scene.stage.factory() as session:
        application = session.get_one(Application, application_id)
        changed: list[tuple[type[Any], Any, str, int | None]] = [
            (Administration, application.administration_id, "endorsement_levels", levels),
            (Call, application.call_id, "quota", quota),
        ]
        for table, row_id, column, value in changed:
            if value is not None:
                setattr(session.get_one(table, row_id), column, value)
        session.commit()


def _wait_for_silence(scene: Scene, application_id: uuid.UUID) -> None:
    with scene.stage.factory() as session:
        moments = facts_of(session, session.get_one(Application, application_id)).moments
    scene.wait_until(moments["silence_at"] + A_MINUTE)
