"""A holder's name put right: asked with a paper, approved by an officer who did not decide, and printed anew everywhere at once."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.accreditations.amending import Paper, ask_to_amend, decide
from accreditation.accreditations.amendment_models import Amendment, Kind
from accreditation.accreditations.models import Accreditation
from accreditation.certificates.consequences import certificates_of
from accreditation.certificates.holder import name_to_print
from accreditation.certificates.letters import cannot_print, hidden_in, unprintable_in
from accreditation.certificates.lint import LONGEST_NAME
from accreditation.errors import Invalid
from accreditation.people.accounts import Names, set_names
from accreditation.people.models import Person
from accreditation.people.names import tidy
from accreditation.texts import N_
from accreditation.transition import lock_case, offers, perform_transition
from accreditation.workflow.accreditation import ACCREDITATION
from accreditation.workflow.actors import Actor
from accreditation.workflow.states import HELD, CertificateState

REASONS = {
    "misspelt": N_("The certificate has a mistake"),
    "changed": N_("My name has changed"),
}
SHORTEST_NAME = 3


@dataclass(frozen=True)
class FullName:
    """A name in its parts, and as it is printed."""

    given_names: str
    first_family_name: str
    second_family_name: str
    printed: str


def present_name(session: Session, accreditation: Accreditation) -> FullName:
    person = session.get_one(Person, accreditation.person_id)
    parts = (person.given_names, person.first_family_name, person.second_family_name)
    return FullName(*parts, name_to_print(session, accreditation))


def _checked(wanted: FullName) -> FullName:
    name = FullName(*(tidy(part) for part in asdict(wanted).values()))
    if not name.given_names:
        raise Invalid(N_("Write the given names."), field="given_names")
    if not name.first_family_name:
        raise Invalid(N_("Write the family name."), field="first_family_name")
    whole = " ".join(part for part in (name.given_names, name.first_family_name, name.second_family_name) if part)
    name = replace(name, printed=name.printed or whole)
    if not SHORTEST_NAME <= len(name.printed) <= LONGEST_NAME:
        raise Invalid(
            N_("The printed name has %(least)s to %(most)s characters.", least=SHORTEST_NAME, most=LONGEST_NAME),
            field="printed",
        )
    if missing := unprintable_in(name.printed) or hidden_in(name.printed):
        raise Invalid(cannot_print(name.printed, missing), field="printed")
    return name


def ask_for_correction(
    session: Session,
    actor: Actor,
    accreditation: Accreditation,
    wanted: FullName,
    *,
    reason: str,
    paper: Paper | None,
) -> Amendment:
    """The holder asks, or an officer begins it. `paper` proves the name; only where the office itself erred may it be missing."""
    if reason not in REASONS:
        raise Invalid(N_("Say which it is."), field="reason")
    name, present = _checked(wanted), present_name(session, accreditation)
    if name == present:
        raise Invalid(N_("This is the name as it stands now. Write it as it should be."), field="given_names")
    if paper is None and (reason == "changed" or actor.person_id == accreditation.person_id):
        raise Invalid(N_("Add a paper that shows the name."), field="file")
    words = {"before": asdict(present), "after": asdict(name)}
    return ask_to_amend(session, actor, accreditation, Kind.NAME, why=reason, paper=paper, **words)


def approve_correction(session: Session, actor: Actor, amendment: Amendment, *, seen_version: int) -> Accreditation:
    """Account and certificates change in one act: every accreditation that the person holds gets a new certificate.

    The officer who approves has checked what will be printed, and so releases it where nothing else stands in the way.
    """
    asked = session.get_one(Accreditation, amendment.accreditation_id)
    held = _held_with(session, asked)
    session.refresh(amendment)
    decide(amendment, actor, "approved")
    after = amendment.after
    person = session.get_one(Person, asked.person_id, with_for_update=True)
    set_names(person, Names(after["given_names"], after["first_family_name"], after["second_family_name"]))
    for accreditation in held:
        if accreditation.id != asked.id:
            session.add(_likewise(amendment, accreditation))
        seen = seen_version if accreditation.id == asked.id else accreditation.version
        perform_transition(session, accreditation, "correct_name", actor=actor, seen_version=seen)
        _release(session, actor, accreditation)
    return asked


def _held_with(session: Session, asked: Accreditation) -> Sequence[Accreditation]:
    """All that the person holds in the region, locked in the order of their ids."""
    query = select(Accreditation).where(
        Accreditation.person_id == asked.person_id,
        Accreditation.region_id == asked.region_id,
        Accreditation.state.in_(HELD),
    )
    step = ACCREDITATION.transition("correct_name")
    return [lock_case(session, row, step) for row in session.scalars(query.order_by(Accreditation.id)).all()]


def _likewise(amendment: Amendment, accreditation: Accreditation) -> Amendment:
    return Amendment(
        region_id=amendment.region_id,
        accreditation_id=accreditation.id,
        kind=Kind.NAME,
        asked_by_id=amendment.asked_by_id,
        asked_at=clock.now(),
        why=amendment.why,
        before=amendment.before,
        after=amendment.after,
        outcome="approved",
        decided_by_id=amendment.decided_by_id,
        decided_at=amendment.decided_at,
    )


def _release(session: Session, actor: Actor, accreditation: Accreditation) -> None:
    """What cannot be released yet, because the accreditation is suspended or issuing is stopped, waits among the tasks."""
    for certificate in certificates_of(session, accreditation):
        if certificate.state is not CertificateState.RESERVED:
            continue
        found = {offer.transition.name: offer.reasons for offer in offers(session, certificate, actor)}
        if found.get("approve_content") == ():
            seen = certificate.version
            perform_transition(session, certificate, "approve_content", actor=actor, seen_version=seen)
