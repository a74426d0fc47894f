"""A station proposed to be waived, decided on by somebody else, and taken back while it lies ahead."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.applications.document_models import Document
from accreditation.applications.locking import locked
from accreditation.applications.models import Application
from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted, no_longer_than
from accreditation.schemes.earlier import number_in
from accreditation.texts import N_
from accreditation.transition import facts_of, touch
from accreditation.waivers.models import Waiver
from accreditation.waivers.queries import accreditations_to_rest_on, documents_to_rest_on, stations_ahead, waivers_of
from accreditation.workflow.actors import Actor
from accreditation.workflow.waivers import DECIDE_WAIVER, PASSINGS, PROPOSE_WAIVER, Ground, Station

LONGEST_SOURCE, LONGEST = 200, 2000
Row = TypeVar("Row", Accreditation, Document)


@dataclass(frozen=True)
class Proposal:
    """As typed: a station, a ground, who or what stands behind it, words; `accreditation` and `document` by public id."""

    station: str
    ground: str
    source: str
    words: str
    accreditation: str = ""
    document: str = ""


def propose_waiver(session: Session, actor: Actor, application: Application, typed: Proposal) -> Waiver:
    """One station, by itself. Raises Invalid with the field to blame."""
    application = locked(session, actor, application, PROPOSE_WAIVER)
    station = _station(session, application, typed.station)
    if typed.ground not in set(Ground):
        raise Invalid(N_("Choose the ground."), field="ground")
    ground = Ground(typed.ground)
    held = _named(accreditations_to_rest_on(session, application), typed.accreditation)
    document = _named(documents_to_rest_on(session, application), typed.document)
    source = no_longer_than(LONGEST_SOURCE, " ".join(typed.source.split()), "source")
    words = no_longer_than(LONGEST, typed.words, "words")
    if ground is Ground.OURS and held is None:
        raise Invalid(N_("Choose the accreditation on which it rests."), field="accreditation")
    if ground is not Ground.OURS and not source:
        raise Invalid(N_("Name who or what it was, with its reference."), field="source")
    if ground is not Ground.OURS and document is None:
        raise Invalid(N_("Choose the document of the dossier that shows it."), field="document")
    if not words:
        raise Invalid(N_("Write why it stands in the place of this station."), field="words")
    waiver = Waiver(
        region_id=application.region_id,
        application_id=application.id,
        station=station,
        ground=ground,
        source="" if ground is Ground.OURS else source,
        words=words,
        accreditation_id=held.id if held is not None and ground is Ground.OURS else None,
        document_id=document.id if document is not None else None,
        proposed_by_id=actor.person_id,
        proposed_at=clock.now(),
    )
    session.add(waiver)
    touch(application)
    session.flush()
    return waiver


def _station(session: Session, application: Application, typed: str) -> Station:
    """A station that the edition lets be waived, that lies ahead and is not spoken of, within the most for a case."""
    ahead = stations_ahead(application, facts_of(session, application))
    station = next((one for one in ahead if one.value == typed), None)
    if station is None:
        raise Invalid(N_("Choose a station that may be waived and is still ahead."), field="station")
    live = [row for row in waivers_of(session, application) if row.is_live]
    if any(row.station is station for row in live):
        raise Invalid(N_("For this station a waiver stands already or waits for its decision."), field="station")
    most = number_in(application.scheme.numbers, "waivers_most")
    if len(live) >= most:
        raise Invalid(N_("By the scheme, at most %(most)s may be waived in one case.", most=most), field="station")
    return station


def _named(rows: Sequence[Row], public_id: str) -> Row | None:
    return next((row for row in rows if row.public_id == public_id), None)


def waiver_of(session: Session, application: Application, public_id: str) -> Waiver:
    """The waiver of that name in this case; NotPermitted for any other."""
    query = select(Waiver).where(Waiver.public_id == public_id, Waiver.application_id == application.id)
    found = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotPermitted
    return found


def decide_waiver(
    session: Session, actor: Actor, application: Application, public_id: str, *, is_granted: bool, reason: str
) -> None:
    """By a decision officer without interest who did not propose it."""
    application = locked(session, actor, application, DECIDE_WAIVER)
    waiver = waiver_of(session, application, public_id)
    if waiver.outcome or waiver.taken_back_at is not None:
        raise ChangedMeanwhile(N_("This waiver is decided already."))
    if waiver.proposed_by_id == actor.person_id:
        raise NotPermitted
    _refuse_unless_ahead(application, waiver)
    if not reason.strip():
        raise Invalid(N_("Write the reason of your decision."), field="reason")
    waiver.outcome = "granted" if is_granted else "declined"
    waiver.reason = no_longer_than(LONGEST, reason, "reason")
    waiver.decided_by_id, waiver.decided_at = actor.person_id, clock.now()
    touch(application)
    session.flush()


def take_back(session: Session, actor: Actor, application: Application, public_id: str, *, why: str) -> None:
    """Before it is decided by an officer, afterwards by who may decide; never once the station was passed over."""
    application = locked(session, actor, application, PROPOSE_WAIVER)
    waiver = waiver_of(session, application, public_id)
    if waiver.outcome:
        locked(session, actor, application, DECIDE_WAIVER)
    if not waiver.is_live:
        raise ChangedMeanwhile(N_("There is nothing to take back."))
    if waiver.outcome:
        _refuse_unless_ahead(application, waiver)
        if waiver.station in facts_of(session, application).passed_over:
            raise ChangedMeanwhile(N_("The station was passed over."))
    if not why.strip():
        raise Invalid(N_("Write why it is taken back."), field="reason")
    waiver.taken_back_why = no_longer_than(LONGEST, why, "reason")
    waiver.taken_back_by_id, waiver.taken_back_at = actor.person_id, clock.now()
    touch(application)
    session.flush()


def _refuse_unless_ahead(application: Application, waiver: Waiver) -> None:
    if application.state not in PASSINGS[waiver.station].ahead:
        raise ChangedMeanwhile(N_("The case is past this station."))
