"""An application is begun: one live application of a person for a call."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.carrying.beginning import carry_over
from accreditation.applications.models import Application
from accreditation.errors import Invalid
from accreditation.people.models import Person
from accreditation.region.models import Region
from accreditation.region.numbers import next_in
from accreditation.schemes.models import Call
from accreditation.texts import N_
from accreditation.transition import open_case
from accreditation.workflow.actors import Actor
from accreditation.workflow.states import OPEN


def begin_application(session: Session, actor: Actor, person: Person, call: Call) -> Application:
    """One live application a person and call: an open one is handed back, a new one starts with what was said before.

    Raises Invalid when the call is not open.
    """
    session.get_one(Call, call.id, with_for_update=True, populate_existing=True)
    live = select(Application).where(
        Application.applicant_id == person.id, Application.call_id == call.id, Application.state.in_(list(OPEN))
    )
    present = session.scalars(live).first()
    if present is not None:
        return present
    if call.published_at is None or not call.opens_at <= clock.now() <= call.closes_at:
        raise Invalid(N_("The call is not open."))
    if person.administration_id is None:
        raise Invalid(N_("Say on your account to which administration you belong; then you can apply."))
    region = session.get_one(Region, call.region_id)
    series = f"{region.code}-{call.opens_at.year}-{call.subject.code}"
    application = Application(
        region_id=region.id,
        number=f"{series}-{next_in(session, f'application:{series}'):04d}",
        call_id=call.id,
        scheme_id=call.scheme_id,
        applicant_id=person.id,
        administration_id=person.administration_id,
        name_on_certificate=person.display_name,
    )
    open_case(session, application, actor=actor)
    carry_over(session, application)
    return application
