"""Roles, the scopes they are granted in, and who acts: a person with the grants in force now, or the system."""

import uuid
from dataclasses import dataclass, field
from enum import StrEnum

from accreditation.texts import N_


class Role(StrEnum):
    """Roles that staff grant with a scope and a period. Everybody may be an applicant: that needs no grant."""

    CONTACT_POINT = "contact_point"
    DIRECTOR_GENERAL = "director_general"
    HEAD_OF_UNIT = "head_of_unit"
    REVIEWER = "reviewer"
    PANEL_MEMBER = "panel_member"
    RTC_COORDINATOR = "rtc_coordinator"
    TRAINER = "trainer"
    ASSESSOR = "assessor"
    MENTOR = "mentor"
    ROCB_OFFICER = "rocb_officer"
    ROCB_HEAD = "rocb_head"
    WCO_LIAISON = "wco_liaison"
    VICE_CHAIR = "vice_chair"
    DONOR = "donor"
    APPEALS_PANEL = "appeals_panel"
    BENEFICIARY = "beneficiary"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


ROLE_LABELS = {
    Role.CONTACT_POINT: N_("Contact point of an administration"),
    Role.DIRECTOR_GENERAL: N_("Director General"),
    Role.HEAD_OF_UNIT: N_("Head of unit"),
    Role.REVIEWER: N_("Reviewer"),
    Role.PANEL_MEMBER: N_("Member of the selection panel"),
    Role.RTC_COORDINATOR: N_("Coordinator of a training centre"),
    Role.TRAINER: N_("Trainer"),
    Role.ASSESSOR: N_("Assessor"),
    Role.MENTOR: N_("Mentor"),
    Role.ROCB_OFFICER: N_("Officer of the regional office"),
    Role.ROCB_HEAD: N_("Head of the regional office"),
    Role.WCO_LIAISON: N_("Liaison of the WCO Secretariat"),
    Role.VICE_CHAIR: N_("Office of the Vice-Chair"),
    Role.DONOR: N_("Donor"),
    Role.APPEALS_PANEL: N_("Member of the appeals panel"),
    Role.BENEFICIARY: N_("Beneficiary administration"),
    Role.AUDITOR: N_("Auditor"),
    Role.ADMINISTRATOR: N_("System administrator"),
}


class Scope(StrEnum):
    REGION = "region"
    ADMINISTRATION = "administration"
    CENTRE = "centre"
    CALL = "call"
    CASE = "case"


@dataclass(frozen=True)
class Grant:
    """A role in force. `scope_id` is the id of the region, administration, centre, call or case."""

    role: Role
    region_id: uuid.UUID
    scope: Scope
    scope_id: uuid.UUID
    on_behalf_of: uuid.UUID | None = None


@dataclass(frozen=True)
class Actor:
    """A person with the grants in force now, or the system."""

    person_id: uuid.UUID | None
    name: str = ""
    grants: frozenset[Grant] = frozenset()
    administration_id: uuid.UUID | None = None
    is_system: bool = False
    related_to: frozenset[uuid.UUID] = field(default_factory=frozenset)

    def holds(self, role: Role, scope_id: uuid.UUID | None) -> bool:
        """Has the role for exactly this region, administration, centre, call or case."""
        return scope_id is not None and any(grant.role is role and grant.scope_id == scope_id for grant in self.grants)

    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants)


THE_SYSTEM = Actor(person_id=None, name="system", is_system=True)
NOBODY = Actor(person_id=None)
