"""The lifecycle of an accreditation: the lasting status of a person in a category, subject and language."""

from accreditation.texts import N_, Text
from accreditation.workflow import accreditation_guards as guards
from accreditation.workflow import actors
from accreditation.workflow.accreditation_states import STATE_RULES
from accreditation.workflow.effects import Consequence as C
from accreditation.workflow.effects import Effect as E
from accreditation.workflow.machine import Lifecycle, Transition
from accreditation.workflow.states import HELD, IN_FORCE, STANDING
from accreditation.workflow.states import AccreditationState as S
from accreditation.workflow.two_keys import both_keys_are_turned


def _end(name: str, label: Text, done: Text, target: S, effect: E, harms: Text) -> Transition:
    """A withdrawal is a verdict on the person and needs two keys; an end (retirement, another post) is not."""
    is_verdict = target is not S.ENDED
    return Transition(
        name=name,
        label=label,
        done=done,
        sources=HELD,
        target=target,
        who=actors.decision_maker_without_interest if is_verdict else actors.head_of_office,
        guards=(both_keys_are_turned,) if is_verdict else (),
        consequences=(C.SPEND_KEYS, C.REVOKE_CERTIFICATE) if is_verdict else (C.REVOKE_CERTIFICATE,),
        effects=(effect,),
        reasons="revocation" if is_verdict else "ending",
        needs_note=True,
        harms=harms,
    )


ACCREDITATION = Lifecycle(
    name="accreditation",
    label=N_("Accreditation"),
    states=S,
    initial=S.ACTIVE,
    rules=STATE_RULES,
    transitions=(
        Transition(
            name="warn_of_expiry",
            label=N_("Warn of expiry"),
            done=N_("Warned of expiry"),
            sources=frozenset({S.ACTIVE}),
            target=S.EXPIRING,
            who=actors.the_system,
            guards=(guards.the_expiry_is_near,),
            effects=(E.TELL_EXPIRING,),
        ),
        Transition(
            name="expire",
            label=N_("Expire"),
            done=N_("Expired"),
            sources=frozenset({S.ACTIVE, S.EXPIRING, S.UNAVAILABLE, S.SUSPENDED}),
            target=S.EXPIRED,
            who=actors.the_system,
            guards=(guards.the_last_day_has_passed,),
            consequences=(C.EXPIRE_CERTIFICATE,),
            effects=(E.TELL_EXPIRED,),
        ),
        Transition(
            name="renew",
            label=N_("Renew"),
            done=N_("Accreditation renewed"),
            sources=IN_FORCE,
            target=S.ACTIVE,
            who=actors.decision_maker_without_interest,
            guards=(guards.nothing_is_missing_for_renewal, guards.no_complaint_is_open),
            consequences=(
                C.RENEW_VALIDITY,
                C.SUPERSEDE_CERTIFICATE,
            ),
            effects=(E.TELL_RENEWED,),
            decides=True,
        ),
        Transition(
            name="suspend",
            label=N_("Suspend"),
            done=N_("Accreditation suspended"),
            sources=IN_FORCE,
            target=S.SUSPENDED,
            who=actors.head_of_office,
            consequences=(C.FORGET_PAUSE, C.RESERVE_LOG_LEAF),
            effects=(E.TELL_SUSPENDED,),
            reasons="suspension",
            needs_note=True,
            harms=N_("The certificate shows as suspended at once, everywhere."),
        ),
        Transition(
            name="reinstate",
            label=N_("Reinstate"),
            done=N_("Accreditation reinstated"),
            sources=frozenset({S.SUSPENDED}),
            target=S.ACTIVE,
            who=actors.decision_maker_without_interest,
            guards=(guards.it_has_not_expired,),
            consequences=(C.RESERVE_LOG_LEAF,),
            effects=(E.TELL_REINSTATED,),
            needs_note=True,
        ),
        Transition(
            name="suspend_on_request",
            label=N_("Suspend at own request"),
            done=N_("Suspended at own request"),
            sources=IN_FORCE,
            target=S.SUSPENDED,
            who=actors.certificate_officer,
            guards=(guards.a_pause_is_approved,),
            consequences=(C.SETTLE_AMENDMENT, C.RESERVE_LOG_LEAF),
            effects=(E.TELL_PAUSED,),
        ),
        Transition(
            name="resume",
            label=N_("End the pause"),
            done=N_("Pause ended"),
            sources=frozenset({S.SUSPENDED}),
            target=S.ACTIVE,
            who=actors.the_applicant,
            guards=(guards.the_own_pause_lasts, guards.it_has_not_expired),
            consequences=(C.RESERVE_LOG_LEAF,),
            effects=(E.TELL_REINSTATED,),
        ),
        Transition(
            name="reinstate_expired",
            label=N_("Reinstate after expiry"),
            done=N_("Reinstated after expiry"),
            sources=frozenset({S.EXPIRED}),
            target=S.ACTIVE,
            who=actors.decision_maker_without_interest,
            guards=(
                guards.reinstatement_is_in_time,
                guards.nothing_is_missing_for_renewal,
                guards.no_complaint_is_open,
            ),
            consequences=(
                C.RENEW_VALIDITY,
                C.RESERVE_CERTIFICATE,
            ),
            effects=(E.TELL_REINSTATED,),
            needs_note=True,
            decides=True,
        ),
        Transition(
            name="declare_unavailable",
            label=N_("Not available for a time"),
            done=N_("Declared not available for a time"),
            sources=STANDING,
            target=S.UNAVAILABLE,
            who=actors.person_concerned_or_officer,
            needs_note=True,
        ),
        Transition(
            name="declare_available",
            label=N_("Available again"),
            done=N_("Declared available again"),
            sources=frozenset({S.UNAVAILABLE}),
            target=S.ACTIVE,
            who=actors.person_concerned_or_officer,
        ),
        Transition(
            name="change_scope",
            label=N_("Reduce or extend the scope"),
            done=N_("Scope changed"),
            sources=STANDING,
            target=None,
            who=actors.decision_maker_without_interest,
            guards=(guards.a_scope_is_decided,),
            consequences=(C.SETTLE_AMENDMENT, C.SUPERSEDE_CERTIFICATE),
            effects=(E.TELL_SCOPE_CHANGED,),
            needs_note=True,
            decides=True,
        ),
        Transition(
            name="correct_name",
            label=N_("Correct the name"),
            done=N_("Name corrected"),
            sources=HELD,
            target=None,
            who=actors.certificate_officer,
            guards=(guards.a_name_is_approved,),
            consequences=(C.SETTLE_AMENDMENT, C.SUPERSEDE_CERTIFICATE),
            effects=(E.TELL_NAME_CORRECTED,),
        ),
        Transition(
            name="replace_by_new_grant",
            label=N_("Replaced by a new grant"),
            done=N_("Replaced by a new grant"),
            sources=HELD,
            target=S.ENDED,
            who=actors.the_system,
            consequences=(C.REVOKE_CERTIFICATE,),
        ),
        _end(
            "withdraw_accreditation",
            N_("Withdraw the accreditation"),
            N_("Accreditation withdrawn"),
            S.WITHDRAWN,
            E.TELL_ACCREDITATION_WITHDRAWN,
            N_("The person is no longer accredited and the certificate shows as revoked at once."),
        ),
        _end(
            "end_accreditation",
            N_("End the accreditation"),
            N_("Accreditation ended"),
            S.ENDED,
            E.TELL_ENDED,
            N_("The accreditation ends and the certificate shows as revoked at once."),
        ),
    ),
)
