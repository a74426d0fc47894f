"""What is not a step: who may see, edit, attach, assign, mark, export. Same form of rule as `actors.py`."""

from dataclasses import dataclass

from accreditation.texts import N_, Text
from accreditation.workflow import actors, assessors
from accreditation.workflow.actors import Actor, Who
from accreditation.workflow.audiences import acts_in_anothers_case, decider_of_either_kind
from accreditation.workflow.facts import Facts
from accreditation.workflow.readers import applicant_or_case_reader, dossier_reader, judgement_reader, reference_reader
from accreditation.workflow.states import BEFORE_SELECTION, BEYOND_ENDORSEMENT, SELECTED, ApplicationState


@dataclass(frozen=True)
class Permission:
    """`states`: only while the application is in one of these (None: always)."""

    name: str
    label: Text
    who: Who
    states: frozenset[ApplicationState] | None = None


def may(permission: Permission, actor: Actor, facts: Facts, state: ApplicationState | None = None) -> bool:
    """The one question pages, files, API and mails ask of this table."""
    if permission.states is not None and state not in permission.states:
        return False
    return permission.who(actor, facts) is None


_S = ApplicationState
_DECIDING = frozenset(
    {_S.AWAITING_SHORTLISTING, _S.WAITLISTED, _S.AWAITING_PRE_ACCREDITATION, _S.AWAITING_ACCREDITATION}
)

VIEW = Permission("view", N_("See the case and its state"), applicant_or_case_reader)
READ_DOSSIER = Permission("read_dossier", N_("Read the answers and files"), dossier_reader)
EDIT = Permission("edit", N_("Fill in the application"), actors.the_applicant, frozenset({_S.DRAFT}))
ATTACH = Permission(
    "attach", N_("Attach documents"), actors.the_applicant, frozenset({_S.DRAFT, _S.INFORMATION_REQUESTED})
)
ANSWER = Permission("answer", N_("Answer what was asked"), actors.the_applicant, frozenset({_S.INFORMATION_REQUESTED}))
AMEND = Permission(
    "amend",
    N_("Write a section again that was asked about"),
    actors.the_applicant,
    frozenset({_S.INFORMATION_REQUESTED}),
)
PREPARE_ENDORSEMENT = Permission(
    "prepare_endorsement",
    N_("Write the endorsement"),
    actors.endorsing_official_or_office,
    frozenset({_S.AWAITING_ENDORSEMENT}),
)
RANK = Permission("rank", N_("Rank the nominees"), actors.nominating_official, frozenset({_S.AWAITING_ENDORSEMENT}))
CHECK = Permission("check", N_("Check the conditions"), actors.officer_without_interest, frozenset({_S.SCREENING}))
ASK = Permission(
    "ask",
    N_("List what is asked for"),
    actors.officer_or_assigned_reviewer,
    frozenset({_S.SCREENING, _S.UNDER_REVIEW}),
)
ASSIGN = Permission(
    "assign",
    N_("Assign reviewers"),
    actors.officer_without_interest,
    frozenset({_S.SCREENING, _S.UNDER_REVIEW}),
)
REDACT = Permission(
    "redact",
    N_("Hand in a version of a file without names"),
    actors.officer_without_interest,
    frozenset({_S.SCREENING, _S.INFORMATION_REQUESTED, _S.UNDER_REVIEW, _S.AWAITING_SHORTLISTING}),
)
SCORE = Permission("score", N_("Score the application"), actors.assigned_reviewer, frozenset({_S.UNDER_REVIEW}))
MARK = Permission("mark", N_("Mark the candidate"), assessors.assessor_of_the_workshop, frozenset({_S.IN_WORKSHOP}))
MARK_AGAIN = Permission(
    "mark_again", N_("Mark again"), assessors.assessor_marking_again, frozenset({_S.AWAITING_PRE_ACCREDITATION})
)
ATTEND = Permission(
    "attend",
    N_("Record attendance"),
    actors.coordinator_or_officer,
    frozenset({_S.CONFIRMED, _S.IN_WORKSHOP}),
)
READ_JUDGEMENTS = Permission("read_judgements", N_("Read scores and marks"), judgement_reader)
READ_REFERENCES = Permission("read_references", N_("Read the references"), reference_reader)
CHANGE_REFEREES = Permission(
    "change_referees", N_("Remind or replace a referee"), actors.person_concerned_or_officer, BEFORE_SELECTION
)
DECIDE = Permission("decide", N_("Record a decision"), decider_of_either_kind, _DECIDING)
PLAN_MISSION = Permission(
    "plan_mission", N_("Plan a mission"), actors.officer_without_interest, frozenset({_S.PRE_ACCREDITED})
)
APPEAL_AGAINST = Permission(
    "appeal_against",
    N_("Appeal the decision"),
    actors.the_applicant,
    frozenset({_S.NOT_SELECTED, _S.NOT_SUCCESSFUL, _S.NOT_ACCREDITED}),
)
GIVE_IDENTITY_PAPER = Permission(
    "give_identity_paper", N_("Give the data of the passport"), actors.the_applicant, SELECTED
)
READ_IDENTITY_PAPER = Permission(
    "read_identity_paper", N_("Read the data of the passport"), actors.officer_without_interest, SELECTED
)
GIVE_EMERGENCY_CONTACT = Permission(
    "give_emergency_contact", N_("Say whom to call in an emergency"), actors.candidate_of_a_mission
)
READ_EMERGENCY_CONTACT = Permission(
    "read_emergency_contact", N_("Read whom to call in an emergency"), actors.on_call_for_a_mission
)
TAG = Permission("tag", N_("Put tags on a case"), actors.officer_without_interest, frozenset(_S) - {_S.DRAFT})
INTERVIEW = Permission(
    "interview", N_("Record a language interview"), actors.officer_without_interest, BEYOND_ENDORSEMENT
)
TALK = Permission(
    "talk", N_("Read and write messages on the case"), actors.person_concerned_or_officer, frozenset(_S) - {_S.DRAFT}
)
DECLARE_INTEREST = Permission("declare_interest", N_("Declare an interest"), acts_in_anothers_case, BEYOND_ENDORSEMENT)
WEIGH_CONFLICTS = Permission(
    "weigh_conflicts",
    N_("Look at conflicts of interest"),
    actors.officer_without_interest,
    frozenset(_S) - {_S.DRAFT, _S.AWAITING_ENDORSEMENT},
)
ASK_TO_AMEND = Permission(
    "ask_to_amend",
    N_("Ask for a change of an accreditation, and read what was asked"),
    actors.person_concerned_or_officer,
)
ANSWER_AMENDMENT = Permission(
    "answer_amendment", N_("Answer what was asked to change of an accreditation"), actors.certificate_officer
)

# Every row above, in its order.
PERMISSIONS = tuple(each for each in list(globals().values()) if isinstance(each, Permission))
