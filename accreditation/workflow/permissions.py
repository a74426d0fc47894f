"""What is not a step: who may see, edit, attach, assign, mark, export. Same form of rule as `actors.py`."""

from dataclasses import dataclass

from accreditation.texts import N_, Text
from accreditation.workflow import actors, assessors
from accreditation.workflow.actors import NOT_YOURS, Actor, Role, Who, is_close
from accreditation.workflow.facts import Facts, Involvement
from accreditation.workflow.states import BEFORE_SELECTION, BEYOND_ENDORSEMENT, SELECTED, ApplicationState

_REGION_READERS = (Role.WCO_LIAISON, Role.AUDITOR)
_MARKERS = frozenset({Involvement.ASSESSOR, Involvement.REMARKER})
_CASE_PARTS = frozenset({Involvement.REVIEWER, Involvement.TRAINER, Involvement.MENTOR}) | _MARKERS


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


def office_of_the_region(actor: Actor, facts: Facts) -> Text | None:
    """Officer, head, panel member, liaison or auditor of the region, not close to the applicant."""
    roles = (Role.ROCB_OFFICER, Role.ROCB_HEAD, Role.PANEL_MEMBER, *_REGION_READERS)
    held = any(actor.holds(role, facts.region_id) for role in roles) or actor.holds(Role.PANEL_MEMBER, facts.call_id)
    return NOT_YOURS if not held or is_close(actor, facts) else None


def own_administration(actor: Actor, facts: Facts) -> Text | None:
    """Contact point, Director General or head of unit of the applicant's administration, not the applicant, not related."""
    roles = (Role.CONTACT_POINT, Role.DIRECTOR_GENERAL, Role.HEAD_OF_UNIT)
    held = any(actor.holds(role, facts.administration_id) for role in roles)
    return actors.closeness_against(actor, facts) if held else NOT_YOURS


def part_in_the_case(actor: Actor, facts: Facts) -> Text | None:
    """Reviewer (while it is not on hold), assessor, trainer, mentor or appeals panel of this very case, not related."""
    mine = facts.involvement_of(actor.person_id) & (_CASE_PARTS | {Involvement.APPEALS_PANEL})
    if getattr(facts, "on_hold", False):
        mine -= {Involvement.REVIEWER}
    return NOT_YOURS if is_close(actor, facts) or not mine else None


def declared_part_in_the_case(actor: Actor, facts: Facts) -> Text | None:
    """The same, but a reviewer only after declaring to hold no interest: before that the file stays closed."""
    mine = facts.involvement_of(actor.person_id)
    if Involvement.UNDECLARED in mine and not mine & (_CASE_PARTS - {Involvement.REVIEWER}):
        return NOT_YOURS
    return part_in_the_case(actor, facts)


def reference_reader(actor: Actor, facts: Facts) -> Text | None:
    """The office, the panels, and reviewers who declared no interest; never who nominates or gives a reference in the case."""
    if own_administration(actor, facts) is None or actors.vouches_in(actor, facts):
        return NOT_YOURS
    reviews = Involvement.REVIEWER in facts.involvement_of(actor.person_id)
    if reviews and declared_part_in_the_case(actor, facts) is None:
        return None
    return judgement_reader(actor, facts)


def coordinator_of_its_centre(actor: Actor, facts: Facts) -> Text | None:
    """Coordinator of the centre where the candidate has a seat, not related."""
    return NOT_YOURS if is_close(actor, facts) else actors.centre_coordinator(actor, facts)


def applicant_or_case_reader(actor: Actor, facts: Facts) -> Text | None:
    """The applicant; once it is submitted, also anyone whom the case concerns by role and without interest."""
    if getattr(facts, "is_draft", False):
        return actors.the_applicant(actor, facts)
    rules: tuple[Who, ...] = (
        actors.the_applicant,
        office_of_the_region,
        own_administration,
        part_in_the_case,
        coordinator_of_its_centre,
    )
    return None if any(rule(actor, facts) is None for rule in rules) else NOT_YOURS


def acts_in_anothers_case(actor: Actor, facts: Facts) -> Text | None:
    """Office, panel, administration, or a part in the case, or its centre: neither the applicant nor whoever only looks."""
    roles = (Role.ROCB_OFFICER, Role.ROCB_HEAD, Role.PANEL_MEMBER)
    of_office = any(actor.holds(role, facts.region_id) for role in roles) or actor.holds(
        Role.PANEL_MEMBER, facts.call_id
    )
    if of_office and not is_close(actor, facts):
        return None
    rules: tuple[Who, ...] = (own_administration, part_in_the_case, coordinator_of_its_centre)
    return None if any(rule(actor, facts) is None for rule in rules) else NOT_YOURS


def dossier_reader(actor: Actor, facts: Facts) -> Text | None:
    """Who may read the answers and files: not the coordinator, not the administration's rivals, never the curious."""
    if getattr(facts, "is_draft", False):
        return actors.the_applicant(actor, facts)
    rules = (actors.the_applicant, office_of_the_region, own_administration, declared_part_in_the_case)
    return None if any(rule(actor, facts) is None for rule in rules) else NOT_YOURS


def judgement_reader(actor: Actor, facts: Facts) -> Text | None:
    """Who may read scores, reviewers' names and marks: the office and the panels, never applicant or administration."""
    roles = (Role.ROCB_OFFICER, Role.ROCB_HEAD, Role.PANEL_MEMBER, *_REGION_READERS)
    held = any(actor.holds(role, facts.region_id) for role in roles) or actor.holds(Role.PANEL_MEMBER, facts.call_id)
    if Involvement.APPEALS_PANEL in facts.involvement_of(actor.person_id) and not is_close(actor, facts):
        return None
    return NOT_YOURS if not held or is_close(actor, facts) else None


def decider_of_either_kind(actor: Actor, facts: Facts) -> Text | None:
    """Panel member or head of the ROCB, without interest."""
    rules = (actors.panel_member_without_interest, actors.decision_maker_without_interest)
    refusals = [rule(actor, facts) for rule in rules]
    return None if None in refusals else refusals[0]


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
    "change_referees", N_("Remind or replace a referee"), actors.applicant_or_officer, BEFORE_SELECTION
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
    "talk", N_("Read and write messages on the case"), actors.holder_or_officer, frozenset(_S) - {_S.DRAFT}
)
DECLARE_INTEREST = Permission("declare_interest", N_("Declare an interest"), acts_in_anothers_case, BEYOND_ENDORSEMENT)
WEIGH_CONFLICTS = Permission(
    "weigh_conflicts",
    N_("Look at conflicts of interest"),
    actors.officer_without_interest,
    frozenset(_S) - {_S.DRAFT, _S.AWAITING_ENDORSEMENT},
)
ASK_TO_AMEND = Permission(
    "ask_to_amend", N_("Ask for a change of an accreditation, and read what was asked"), actors.holder_or_officer
)
ANSWER_AMENDMENT = Permission(
    "answer_amendment", N_("Answer what was asked to change of an accreditation"), actors.certificate_officer
)

# Every row above, in its order.
PERMISSIONS = tuple(each for each in list(globals().values()) if isinstance(each, Permission))
