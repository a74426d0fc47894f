"""Who cannot be a referee: oneself, under whatever name or address, and the same person twice."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from accreditation.applications.checking import faults_in
from accreditation.applications.fields import SectionForm
from accreditation.applications.models import Application, Section
from accreditation.people.matching import Match, keys_of_written_name
from accreditation.people.models import Person, PersonKey
from accreditation.texts import N_, N_plural, Text

SECTION = "referees"
_SURE = tuple(str(match.value) for match in (Match.BIRTH, Match.ADDRESS, Match.WHOLE_NAME))


def section_faults(
    session: Session, application: Application, form: SectionForm, answers: Mapping[str, Any]
) -> dict[str, Text]:
    """As `checking.faults_in`; for the section of referees also what only the applicant's record can tell."""
    found = faults_in(form, answers)
    if form.key != SECTION:
        return found
    rows = answers.get("rows") or []
    for position, fault in enumerate(referee_faults(session, application, rows)):
        if fault is not None:
            found.setdefault(f"rows-{position}-email", fault)
    outside = application.scheme.numbers.get("referees_outside", 0)
    if not found and sum(row.get("outside") == "yes" for row in rows) < outside:
        found["rows"] = N_plural(
            "At least %(num)s referee must be outside your direct line of command.",
            "At least %(num)s referees must be outside your direct line of command.",
            num=outside,
        )
    return found


def referee_faults(
    session: Session, application: Application, rows: Sequence[Mapping[str, Any]], taken: Collection[str] = ()
) -> list[Text | None]:
    """Per row (name, email) why this person cannot be asked, or None. `taken`: addresses asked already."""
    own_addresses, own_keys = _own_addresses(session, application), _keys(session, application.applicant_id)
    seen = {plain(address) for address in taken}
    found: list[Text | None] = []
    for row in rows:
        address = plain(str(row.get("email", "")))
        if address in own_addresses or own_keys & keys_of_written_name(str(row.get("name", "")), address):
            found.append(N_("This seems to be you. A referee is somebody else."))
        elif address and address in seen:
            found.append(N_("This address is there already. Name two different persons."))
        else:
            found.append(
                N_("This seems to be you. A referee is somebody else.")
                if _is_same(session, address, own_keys)
                else None
            )
        seen.add(address)
    return found


def plain(address: str) -> str:
    """An address in the form in which two are compared: small letters, without +tag."""
    local, at, domain = address.strip().lower().partition("@")
    return f"{local.partition('+')[0]}{at}{domain}"


def _own_addresses(session: Session, application: Application) -> set[str]:
    accounts = or_(Person.id == application.applicant_id, Person.merged_into_id == application.applicant_id)
    found = set(session.scalars(select(Person.email).where(accounts)))
    contact = select(Section.answers).where(Section.application_id == application.id, Section.key == "contact")
    for answers in session.scalars(contact):
        found |= {str(answers.get(name) or "") for name in ("work_email", "personal_email")}
    return {plain(address) for address in found if address}


def _keys(session: Session, person_id: Any) -> set[str]:
    """Keys under which a record is surely met, not only by a name in an administration."""
    keys = session.scalars(select(PersonKey.key).where(PersonKey.person_id == person_id))
    return {key for key in keys if key.startswith(_SURE)}


def _is_same(session: Session, address: str, own_keys: set[str]) -> bool:
    """Whether the address leads to an account that seems to be the applicant's second one."""
    owner_id = session.scalar(select(Person.id).where(Person.email == address)) if address else None
    return owner_id is not None and bool(own_keys & _keys(session, owner_id))
