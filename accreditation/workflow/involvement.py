"""What a person is in a case, and who in the office may know of an appeal."""

import uuid
from collections.abc import Mapping
from enum import StrEnum


class Involvement(StrEnum):
    """What a person is, or was, in a case. Most of them disqualify from deciding it.

    UNDECLARED: a reviewer who has not yet said whether an interest stands in the way; the file stays closed until then.
    FORMER: reviewed, trained, interviewed, marked or mentored, but holds that part no longer; it bars from deciding and
    grants nothing.
    OVERRULED: decided what was set aside after an appeal; REMARKER: marks again what an appeal had voided.
    """

    APPLICANT = "applicant"
    NOMINATOR = "nominator"
    REVIEWER = "reviewer"
    UNDECLARED = "undeclared"
    TRAINER = "trainer"
    ASSESSOR = "assessor"
    MENTOR = "mentor"
    REFEREE = "referee"
    RELATED = "related"
    FORMER = "former"
    REMARKER = "remarker"
    DECIDER = "decider"
    OVERRULED = "overruled"
    APPEALS_PANEL = "appeals_panel"
    FILER = "filer"


class Circle(StrEnum):
    """Who in the office may know of an appeal or complaint.

    OFFICE: its officers and readers. RESTRICTED: the head, and the case officer the head names. LIAISON: it is about the head,
    so that the liaison of the WCO Secretariat keeps it.
    """

    OFFICE = "office"
    RESTRICTED = "restricted"
    LIAISON = "liaison"


Involvements = Mapping[uuid.UUID, frozenset[Involvement]]
