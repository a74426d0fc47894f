"""How a panel decides: who counts, when enough took part, when an outcome is carried, and who speaks for the panel."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from accreditation.texts import N_, N_plural, Text
from accreditation.workflow.application_facts import ApplicationFacts
from accreditation.workflow.facts import Facts
from accreditation.workflow.panel_facts import Panel
from accreditation.workflow.roles import Actor

ABSTAIN = "abstain"
RECUSED = "recused"


@dataclass(frozen=True)
class Rules:
    """Numbers of the edition: how many must take part, the share of votes to exceed, whether the chair breaks a tie."""

    quorum: int = 1
    majority_percent: int = 50
    chair_breaks_ties: bool = True


def rules_of(numbers: Mapping[str, int]) -> Rules:
    """An edition from before there were votes asks for one member, who decides alone as ever."""
    return Rules(
        numbers.get("panel_quorum", 1),
        numbers.get("panel_majority_percent", 50),
        bool(numbers.get("panel_chair_breaks_ties", 1)),
    )


def panel_votes(numbers: Mapping[str, int]) -> bool:
    """The edition demands a vote."""
    return rules_of(numbers).quorum > 1


@dataclass(frozen=True)
class Count:
    """`present` took part without an interest; `cast` of them did not abstain; `votes` is what was cast, by outcome."""

    present: int
    cast: int
    votes: Mapping[str, int] = field(default_factory=dict)


def counted(panel: Panel) -> Count:
    """Only members without interest who did not step back count; an abstention is presence without a vote."""
    valid = [choice for person_id, choice in panel.votes.items() if person_id in panel.entitled and choice != RECUSED]
    cast = [choice for choice in valid if choice != ABSTAIN]
    return Count(len(valid), len(cast), {choice: cast.count(choice) for choice in sorted(set(cast))})


def against_carrying(panel: Panel, rules: Rules, outcome: str) -> Text | None:
    """Why the panel has not decided so, as a sentence; None when the outcome is carried."""
    count = counted(panel)
    if count.present < rules.quorum:
        return N_plural(
            "Of the panel %(num)s member took part; %(quorum)s must.",
            "Of the panel %(num)s members took part; %(quorum)s must.",
            num=count.present,
            quorum=rules.quorum,
        )
    share, needed = 100 * count.votes.get(outcome, 0), rules.majority_percent * count.cast
    speaker_id = speaker_of(panel)
    chair_says_so = speaker_id is not None and panel.votes.get(speaker_id) == outcome
    tie_is_broken = share == needed and count.cast > 0 and rules.chair_breaks_ties and chair_says_so
    if share > needed or tie_is_broken:
        return None
    return N_("The votes do not carry this: %(yes)s of %(cast)s.", yes=count.votes.get(outcome, 0), cast=count.cast)


def speaker_of(panel: Panel) -> uuid.UUID | None:
    """The chair; the deputy while the chair is away, has an interest or stepped back; nobody where neither can."""
    for person_id in (panel.chair_id, panel.deputy_id):
        if person_id is None or person_id not in panel.entitled or person_id in panel.away:
            continue
        if panel.votes.get(person_id) != RECUSED:
            return person_id
    return None


def the_panel_agrees(facts: ApplicationFacts) -> Text | None:
    """Where the edition demands a vote, quorum and majority stand behind the decision that was recorded."""
    if facts.decision is None or not panel_votes(facts.numbers):
        return None
    return against_carrying(facts.panel, rules_of(facts.numbers), facts.decision)


def speaker_against(actor: Actor, facts: Facts) -> Text | None:
    """Why this person may not record the panel's decision; None where no vote is demanded."""
    if not panel_votes(facts.numbers) or actor.person_id == speaker_of(getattr(facts, "panel", Panel())):
        return None
    return N_("The chair of the panel records its decision, or the deputy when the chair is away or has an interest.")


def member_against(actor: Actor, facts: ApplicationFacts) -> Text | None:
    """Why this person has no vote in this case."""
    if actor.person_id in facts.panel.entitled:
        return None
    return N_("You have no vote here: you do not sit on the panel of this call, or an interest stands in the way.")
