"""The whole demo, from an empty database to today."""

import uuid
from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING

from sqlalchemy import select

from accreditation.database import writing
from accreditation.demonstration.blind import play_blind_call
from accreditation.demonstration.cast import STAFF, applicants, contact_points
from accreditation.demonstration.certificates import name_signatories
from accreditation.demonstration.complaints import play_complaints
from accreditation.demonstration.conversion import play_conversion
from accreditation.demonstration.haste import in_haste
from accreditation.demonstration.holidays import play_holidays
from accreditation.demonstration.imported import play_imports
from accreditation.demonstration.nominations import play_nominations
from accreditation.demonstration.panel import play_panel
from accreditation.demonstration.plot import AUDIT, PLANS, cast_for, publish
from accreditation.demonstration.practice import play_practice
from accreditation.demonstration.stage import Stage
from accreditation.demonstration.story import PLAYS
from accreditation.demonstration.warnings import play_warnings
from accreditation.people.models import Person
from accreditation.region.installation import install_region
from accreditation.region.models import Region
from accreditation.schemes.installation import install_scheme

if TYPE_CHECKING:
    from flask import Flask

BEGINNING = -1700
_PARTS = len(PLANS) + 5


def is_played(app: "Flask") -> bool:
    """Whether this database already holds a demo."""
    with Stage(app).factory() as session:
        return session.scalars(select(Person.id).where(Person.is_demo).limit(1)).first() is not None


def play(app: "Flask", tell: Callable[[str], None] = lambda _line: None) -> None:
    """Installs the region, engages the cast and plays the calls; `tell` hears of each part as it begins, and how many there are."""
    begun = count(1)
    with in_haste(app):
        _play(Stage(app), lambda what: tell(f"  {next(begun)} of {_PARTS}  {what}"))


def open_region(stage: Stage, day: int) -> tuple[Region, uuid.UUID]:
    """On that day: the region as its data files say, the default scheme, and the people of every role."""
    with stage.at(stage.moment(day)) as session:
        region = install_region(session)
        scheme = install_scheme(session, region)
        stage.learn_places(session, region)
        for part in (*STAFF, *contact_points()):
            stage.engage(session, region, part)
        session.flush()
        scheme_id = scheme.id
        session.expunge(region)
    return region, scheme_id


def _play(stage: Stage, tell: Callable[[str], None]) -> None:
    region, scheme_id = open_region(stage, BEGINNING)
    name_signatories(stage, region.id)
    parts = applicants()
    for plan in PLANS:
        tell(plan.titles["en"])
        call_id = publish(stage, region, scheme_id, plan)
        PLAYS[plan.subject](stage, call_id, cast_for(stage, region.id, plan, call_id, parts))
        if plan is AUDIT:
            play_conversion(stage, call_id)
    tell("A panel that votes, and a key that waits for the second")
    play_panel(stage, region, scheme_id, parts)
    tell("A call that is reviewed blind, and a practice dossier")
    play_blind_call(stage, region, scheme_id, parts)
    play_practice(stage, region, scheme_id)
    tell("Nominations of the open call")
    play_nominations(stage, region.id, call_id, parts)
    play_warnings(stage)
    tell("Complaints, and experts of an earlier list")
    play_complaints(stage, region.id)
    play_imports(stage, region.id)
    tell("Holidays of the coming months")
    play_holidays(stage, region)
    with writing(), stage.factory() as session:
        session.commit()
