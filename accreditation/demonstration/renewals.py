"""Renewals of the demo: somebody who still lacks practice, a word that is missing, an audit, and a decision that waits."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.demonstration.dossier import inspected
from accreditation.demonstration.selection import Case
from accreditation.region.models import Region
from accreditation.renewals.asking import ask, check, endorse
from accreditation.renewals.drawing import announce, hold_draw
from accreditation.renewals.practising import Given, judge_activity, log_activity
from accreditation.renewals.queries import activities_of, renewal_of

_CHECKED, _ANNOUNCED = -12, -11
# kind, what, where, days before today, amount, unit
Entry = tuple[str, str, str, int, int, str]
_REFRESHER: Entry = (
    "refresher",
    "Curso de actualización: Acuerdo sobre Valoración",
    "En línea, CLiKC!",
    300,
    2,
    "days",
)
_ADVICE: Entry = ("activity", "Asesoría a una administración sobre estudios de valor", "Montevideo", 260, 4, "days")
_LECTURE: Entry = ("activity", "Taller nacional sobre valoración", "Quito", 90, 6, "hours")
_ARTICLE: Entry = (
    "publication",
    "Artículo: «El valor en las operaciones vinculadas»",
    "Revista de demostración",
    40,
    12,
    "hours",
)


def _held(session: Session, case: Case) -> Accreditation:
    return session.scalars(select(Accreditation).where(Accreditation.application_id == case.application_id)).one()


def _practise(case: Case, *entries: Entry, confirmed: int = 99) -> None:
    """Each entry is recorded some days after it, and the first `confirmed` are confirmed a week later."""
    stage = case.stage
    for place, (kind, title, place_of, days, amount, unit) in enumerate(entries):
        with stage.at(stage.moment(3 - days)) as session:
            day = stage.day(-days)
            given = Given(kind, f"Demo: {title}", place_of, day, day, amount, unit)
            held, actor = _held(session, case), stage.actor(session, case.part.key)
            log_activity(session, actor, held, stage.storage, given, "constancia.pdf", inspected("Constancia"))
        if place < confirmed:
            with stage.at(stage.moment(10 - days)) as session:
                held = _held(session, case)
                entry = activities_of(session, held)[0].public_id
                judge_activity(session, stage.actor(session, "oficial"), held, entry, is_confirmed=True, reason="")


def _ask(case: Case, day: int, *, endorsed: bool) -> None:
    stage = case.stage
    with stage.at(stage.moment(day)) as session:
        ask(session, stage.actor(session, case.part.key), _held(session, case), "Demo: sigo disponible para misiones.")
    if not endorsed:
        return
    with stage.at(stage.moment(day + 6)) as session:
        actor = stage.actor(session, case.contact)
        endorse(
            session,
            actor,
            _held(session, case),
            is_endorsed=True,
            words="Demo: la administración la sigue autorizando para misiones.",
        )
    with stage.at(stage.moment(_CHECKED)) as session:
        check(session, stage.actor(session, "oficial"), _held(session, case))


def play(lacking: Case, audited: Case, spoken: Case, ready: Case) -> None:
    """`lacking` has under two years left and misses one condition; of two in the draw `audited` was drawn, `ready` not."""
    _practise(lacking, _REFRESHER, _LECTURE, confirmed=1)
    for case in (audited, ready):
        _practise(case, _REFRESHER, _ADVICE, _ARTICLE)
        _ask(case, -30, endorsed=True)
    _practise(spoken, _REFRESHER, _ARTICLE)
    _ask(spoken, -4, endorsed=False)
    _draw(audited, ready)


def _draw(audited: Case, ready: Case) -> None:
    """The lots are cast anew until the one comes out that the story needs: of the demo alone may that be said."""
    stage = audited.stage
    with stage.at(stage.moment(_ANNOUNCED)) as session:
        region = session.get_one(Region, audited.application(session).region_id)
        while True:
            attempt = session.begin_nested()
            (draw,) = announce(session, region)
            with clock.at(draw.draws_at + timedelta(minutes=3)):
                hold_draw(session, draw)
            outcome = [renewal_of(session, _held(session, case)).known.is_drawn for case in (audited, ready)]
            if outcome == [True, False]:
                attempt.commit()
                return
            attempt.rollback()
            session.expire_all()
