"""Acts that harm need two keys of two different offices: which acts, which offices, and who may turn the second key."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from accreditation.texts import N_, Text
from accreditation.workflow.actors import Who, decision_maker_without_interest, officer_without_interest
from accreditation.workflow.facts import Facts
from accreditation.workflow.roles import Actor, Role


class Office(StrEnum):
    """Bodies that answer to different people, so that no single one of them can do harm alone."""

    REGIONAL_OFFICE = "regional_office"
    SECRETARIAT = "secretariat"
    VICE_CHAIR = "vice_chair"
    AUDIT = "audit"


OFFICE_LABELS: Mapping[Office, Text] = {
    Office.REGIONAL_OFFICE: N_("Regional office"),
    Office.SECRETARIAT: N_("WCO Secretariat"),
    Office.VICE_CHAIR: N_("Office of the Vice-Chair"),
    Office.AUDIT: N_("Audit"),
}
OFFICE_OF: Mapping[Role, Office] = {
    Role.ROCB_OFFICER: Office.REGIONAL_OFFICE,
    Role.ROCB_HEAD: Office.REGIONAL_OFFICE,
    Role.WCO_LIAISON: Office.SECRETARIAT,
    Role.VICE_CHAIR: Office.VICE_CHAIR,
    Role.AUDITOR: Office.AUDIT,
}
# Offices that may read personal data; the Vice-Chair's may not, and so sees only what has none.
_READERS = frozenset({Office.SECRETARIAT, Office.AUDIT})


@dataclass(frozen=True)
class KeyRule:
    """One act. `first`: who may ask. `second`: the offices of which one turns the second key. `lifecycle`: of what it is."""

    act: str
    label: Text
    lifecycle: str
    first: Who
    second: frozenset[Office]
    harms: Text
    reasons: str | None = None


SECOND_KEY_MISSING = N_("This needs two keys: ask for the second one first.")
_REOPENED = N_("The published decision is set aside, the person is told, and the case is decided again.")
KEY_RULES: Mapping[str, KeyRule] = {
    rule.act: rule
    for rule in (
        KeyRule(
            "withdraw_accreditation",
            N_("Withdraw the accreditation"),
            "accreditation",
            decision_maker_without_interest,
            _READERS,
            N_("The person is no longer accredited and the certificate shows as revoked at once."),
            reasons="revocation",
        ),
        *(
            KeyRule(act, label, "application", decision_maker_without_interest, _READERS, _REOPENED)
            for act, label in (
                ("overturn_selection", N_("Overturn the selection")),
                ("overturn_workshop_result", N_("Overturn the workshop result")),
                ("overturn_accreditation", N_("Overturn the refusal of accreditation")),
            )
        ),
        KeyRule(
            "export_cases",
            N_("Take out the cases of a call as a file"),
            "call",
            officer_without_interest,
            _READERS | {Office.VICE_CHAIR},
            N_("Personal data of many people leave this system in one file."),
        ),
    )
}

SECOND_KEY_ROLES = frozenset(
    role for role, office in OFFICE_OF.items() if any(office in rule.second for rule in KEY_RULES.values())
)

# A merge of two accounts has a record of its own (`duplicates/`), and the same rule for its second key.
MERGE_SECOND = _READERS


def offices_of(actor: Actor, region_id: uuid.UUID) -> frozenset[Office]:
    """Every office of the region for which the person speaks, in their own right or for somebody absent."""
    return frozenset(
        OFFICE_OF[grant.role] for grant in actor.grants if grant.role in OFFICE_OF and grant.scope_id == region_id
    )


def stands_in_for(actor: Actor, person_id: uuid.UUID | None) -> bool:
    return any(grant.on_behalf_of == person_id for grant in actor.grants if grant.on_behalf_of is not None)


def second_key_against(second: frozenset[Office], actor: Actor, first: Actor, region_id: uuid.UUID) -> Text | None:
    """Why this person may not turn the second key after `first` turned the first; None when they may.

    One person with two roles has one key; so have two people of one office, and a deputy with whom they stand in for.
    """
    if actor.person_id is None or actor.person_id == first.person_id:
        return N_("Whoever turned the first key does not turn the second.")
    if stands_in_for(actor, first.person_id) or stands_in_for(first, actor.person_id):
        return N_("One of you stands in for the other, so somebody else must turn the second key.")
    offices = offices_of(actor, region_id)
    if offices & offices_of(first, region_id):
        return N_("The second key belongs to another office than the first.")
    return None if offices & second else N_("Your office has no key for this.")


def both_keys_are_turned(facts: Facts) -> Text | None:
    """Asked by one office and confirmed by another, for this very step, since when nothing changed."""
    return None if facts.both_keys_turned else SECOND_KEY_MISSING
