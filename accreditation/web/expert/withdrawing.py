"""What withdrawing does to a case as it stands: what is lost, who is told, what is kept and why, what is deleted."""

from dataclasses import dataclass

from accreditation import clock
from accreditation.applications.identity import has_identity_paper
from accreditation.applications.sealed import days_kept
from accreditation.extensions import db
from accreditation.missions.facts import missions_of
from accreditation.texts import N_, N_plural, Text
from accreditation.web.cases.finding import FoundCase
from accreditation.web.language import moment
from accreditation.workflow.states import OPEN_MISSIONS, SEATED, ApplicationState

_S = ApplicationState
_AFTER_THE_WORKSHOP = frozenset(
    {_S.AWAITING_PRE_ACCREDITATION, _S.PRE_ACCREDITED, _S.ON_MISSION, _S.AWAITING_ACCREDITATION}
)


@dataclass(frozen=True)
class Withdrawal:
    """Sentences for the page before it is confirmed."""

    losses: list[Text]
    told: list[Text]
    kept: list[Text]
    deleted: list[Text]


def what_withdrawing_does(found: FoundCase) -> Withdrawal:
    """Derived from the state, the missions and the numbers of the edition."""
    return Withdrawal(_losses(found), _told(found), _kept(found), _deleted(found))


def _losses(found: FoundCase) -> list[Text]:
    application, state = found.application, found.application.state
    lines = [N_("The application ends here and cannot be taken up again.")]
    if state is _S.INFORMATION_REQUESTED:
        lines.append(N_("You need not answer what was asked any more."))
    if state is _S.WAITLISTED:
        lines.append(N_("You lose your place on the waiting list."))
    if state is _S.SHORTLISTED:
        lines.append(N_("You lose your place on the short list."))
    if state in SEATED:
        lines.append(N_("Your seat in the workshop is given to somebody else."))
    if state in _AFTER_THE_WORKSHOP:
        lines.append(N_("What you reached in the workshop counts for this application alone and ends with it."))
    if _has_mission(found):
        lines.append(N_("Your mission is cancelled."))
    if application.call.closes_at > clock.now():
        closes = moment(application.call.closes_at)
        lines.append(N_("The call is still open: you may begin a new application until %(when)s.", when=closes))
    else:
        lines.append(N_("The call is closed: you can apply again only in a later call."))
    return lines


def _has_mission(found: FoundCase) -> bool:
    missions = missions_of(db.session(), [found.application.id]).get(found.application.id, [])
    return any(mission.state in OPEN_MISSIONS for mission in missions)


def _told(found: FoundCase) -> list[Text]:
    lines = [N_("You receive a confirmation by e-mail.")]
    if found.application.submitted_at is None:
        return [*lines, N_("Nobody else is told: nobody but you has seen this draft.")]
    lines.append(N_("Your administration and the regional office are told."))
    if _has_mission(found):
        lines.append(N_("The mentor of your mission is told."))
    return lines


def _kept(found: FoundCase) -> list[Text]:
    years = found.application.scheme.numbers.get("record_years")
    lines = []
    if years is not None:
        lines.append(
            N_plural(
                "Your answers, files and messages are kept for at least %(num)s year after the end, so that what was done can be explained and checked.",
                "Your answers, files and messages are kept for at least %(num)s years after the end, so that what was done can be explained and checked.",
                num=years,
            )
        )
    return [*lines, N_("The record of each step stays for good: it proves that the process was followed.")]


def _deleted(found: FoundCase) -> list[Text]:
    if not has_identity_paper(db.session(), found.application):
        return []
    days = days_kept(found.application.scheme.numbers)
    return [N_("The data of your passport or identity card is deleted %(num)s days after the end.", num=days)]
