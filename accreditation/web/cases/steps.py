"""The buttons of a case: the steps the rule book offers this person, each with its page or its confirmation."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from accreditation.texts import Text
from accreditation.web.access import current_actor
from accreditation.web.cases.finding import FoundCase
from accreditation.web.language import said
from accreditation.workflow.application import APPLICATION
from accreditation.workflow.machine import Transition, available_transitions
from accreditation.workflow.two_keys import SECOND_KEY_MISSING

# Steps that are taken at the end of a page of their own, where their evidence is written.
STEP_PAGES = {
    "endorse": "administration.endorse",
    "endorse_on_paper": "administration.endorse",
    "recommend": "administration.recommend",
    "advise_against": "administration.recommend",
    "withdraw_nomination": "administration.withdraw_nomination",
    "ask_administration_again": "administration.escalated",
    "ask_for_information": "rocb.ask",
    "shortlist": "decisions.decide",
    "waitlist": "decisions.decide",
    "not_select": "decisions.decide",
    "pre_accredit": "decisions.decide",
    "offer_resit": "decisions.decide",
    "find_not_successful": "decisions.decide",
    "accredit": "decisions.decide",
    "recognize": "decisions.decide",
    "order_second_mission": "decisions.decide",
    "refuse_accreditation": "decisions.decide",
}
# Of several steps that share such a page only the first is a button.
ONE_PAGE = frozenset({"advise_against"})
# What stands against these cannot be mended on their page: the word is given.
GIVEN_ONCE = frozenset({"recommend", "advise_against"})


@dataclass(frozen=True)
class Step:
    """A step as a button: where it leads, and why it is not possible yet."""

    transition: Transition
    href: str
    against: tuple[Text, ...]
    reasons: list[dict[str, Any]]

    @property
    def name(self) -> str:
        return self.transition.name

    @property
    def said(self) -> str:
        return said(self.transition.label)


def steps_of(found: FoundCase) -> list[Step]:
    """What this person could do now. Decisions share one page, so they are one button."""
    application = found.application
    steps: list[Step] = []
    for offer in available_transitions(APPLICATION, application, current_actor(), found.facts):
        name = offer.transition.name
        endpoint = STEP_PAGES.get(name)
        if endpoint == "decisions.decide" or (name in GIVEN_ONCE and offer.reasons):
            continue
        href = _href(name, application.number, endpoint, two_keys=offer.transition.two_keys)
        if name in ONE_PAGE and any(step.href == href for step in steps):
            continue
        reasons = application.scheme.reasons.get(offer.transition.reasons or "", [])
        against = () if endpoint else offer.reasons
        if offer.transition.two_keys:
            against = tuple(reason for reason in offer.reasons if reason != SECOND_KEY_MISSING)
        steps.append(Step(offer.transition, href, against, reasons))
    return steps


def _href(name: str, number: str, endpoint: str | None, *, two_keys: bool) -> str:
    """Where a step is taken: on its own page, where the second key is asked for, or where it is confirmed."""
    if two_keys:
        return url_for("two_keys.ask_page", act=name, address=number)
    return url_for(endpoint or "cases.confirm_step", number=number, **({} if endpoint else {"name": name}))
