"""Agreement and severity of those who judge: for the office and its readers, and for each of their own."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from accreditation.calibration.asking import ask_for_run
from accreditation.calibration.gather import READERS
from accreditation.calibration.models import CalibrationRun, RaterSeverity, Stage
from accreditation.calibration.reading import holds_a_tie_in, own_severities, runs_of, severities_in
from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.people.roles import OFFICE
from accreditation.region.models import Administration, RegionalBody
from accreditation.schemes.call_lists import schemes_in_force
from accreditation.schemes.earlier import EARLIER
from accreditation.schemes.models import Call, Scheme
from accreditation.web.access import current_actor, current_region, needs, signed_in
from accreditation.web.language import country
from accreditation.web.oversight import blueprint
from accreditation.web.urls import here
from accreditation.web.written import plain, written

STAGES = {Stage.DESK: _l("Desk review"), Stage.WORKSHOP: _l("Workshop")}
# Levels. The scale of the drawing is never narrower to each side, so that small differences look small.
LEAST_REACH = 1.0
# With fewer others one's own figure would tell theirs.
LEAST_OTHERS = 2


def _schemes() -> Mapping[str, Scheme]:
    return schemes_in_force(db.session(), current_region().id)


def _chosen(schemes: Mapping[str, Scheme], asked: Mapping[str, str]) -> tuple[str, Stage]:
    """Scheme and stage of the address, else the first scheme at the desk."""
    code, stage = asked.get("scheme", next(iter(schemes), "")), asked.get("stage", Stage.DESK.value)
    if code not in schemes or stage not in [each.value for each in Stage]:
        raise NotPermitted
    return code, Stage(stage)


def _series_chips(schemes: Mapping[str, Scheme], code: str, stage: Stage) -> list[dict[str, Any]]:
    """A chip for each scheme and stage."""
    several = len(schemes) > 1
    return [
        {
            "label": f"{plain(written(scheme.names))}: {label}" if several else label,
            "href": url_for("oversight.calibration", **({} if is_shown else {"scheme": each, "stage": kind.value})),
            "current": is_shown,
        }
        for each, scheme in schemes.items()
        for kind, label in STAGES.items()
        for is_shown in [(each, kind) == (code, stage)]
    ]


def _call_chips(run: CalibrationRun, chosen: str) -> list[dict[str, Any]]:
    """A chip for each call in the figures."""
    ids = [uuid.UUID(each) for each in run.figures.get("agreement_by_call", {})]
    calls = db.session.scalars(
        select(Call).where(Call.id.in_(ids)).options(joinedload(Call.subject)).order_by(Call.reference)
    )
    common = {"scheme": run.code, "stage": run.stage.value}
    return [
        {
            "label": call.reference,
            "note": plain(written(call.subject.names)),
            "href": url_for(
                "oversight.calibration", **common, call=None if call.reference == chosen else call.reference
            ),
            "current": call.reference == chosen,
            "id": str(call.id),
        }
        for call in calls
    ]


def _homes(run: CalibrationRun) -> list[dict[str, Any]]:
    """The houses with their names, the mildest first."""
    found = run.figures.get("homes", [])
    ids = [uuid.UUID(each["id"]) for each in found]
    table = Administration if run.stage is Stage.DESK else RegionalBody
    rows = {str(row.id): row for row in db.session.scalars(select(table).where(table.id.in_(ids)))}

    def name(row: Any) -> str:
        place = country(row.iso2)
        return place if run.stage is Stage.DESK else f"{plain(written(row.names))}, {place}"

    return sorted(
        ({**each, "name": name(rows[each["id"]])} for each in found if each["id"] in rows),
        key=lambda each: each["lowers"],
    )


def _reach(raters: Sequence[RaterSeverity], homes: Sequence[Mapping[str, Any]]) -> float:
    """How far the scale goes to each side."""
    ends = [end for each in raters for end in (each.lowers_least, each.lowers_most)]
    ends += [each[name] for each in homes for name in ("lowers_least", "lowers_most")]
    return max(LEAST_REACH, *(abs(end) for end in ends)) if ends else LEAST_REACH


def _figures(run: CalibrationRun, scheme: Scheme) -> dict[str, Any]:
    """What is drawn of a run, narrowed down to the call of the address."""
    chips = _call_chips(run, request.args.get("call", ""))
    call = next((chip["id"] for chip in chips if chip["current"]), None)
    raters, homes = severities_in(db.session(), run), _homes(run)
    by_circle = sorted(raters, key=lambda each: each.circle)
    criteria = (*scheme.scoring, *scheme.rubric)
    return {
        "calls": chips,
        "agreement": run.figures["agreement"] if call is None else run.figures["agreement_by_call"][call],
        "raters": by_circle,
        "homes": homes,
        "reach": _reach(raters, homes),
        "names": {criterion["key"]: written(criterion["names"]) for criterion in criteria},
    }


@blueprint.get("/calibration")
@needs(*READERS)
def calibration() -> str:
    """Figures of one scheme and stage; for nobody who is close to somebody in them."""
    schemes = _schemes()
    code, stage = _chosen(schemes, request.args)
    run, under_way = runs_of(db.session(), current_region().id, code, stage)
    withheld = run is not None and holds_a_tie_in(db.session(), current_actor(), run)
    shown = _figures(run, schemes[code]) if run is not None and run.figures["ratings"] and not withheld else {}
    return render_template(
        "oversight/calibration.html",
        series=_series_chips(schemes, code, stage),
        code=code,
        stage=stage,
        run=run,
        under_way=under_way,
        withheld=withheld,
        numbers={**EARLIER, **schemes[code].numbers},
        may_ask=any(current_actor().holds(role, current_region().id) for role in OFFICE),
        here=here(),
        **shown,
    )


@blueprint.post("/calibration/run")
@needs(*OFFICE)
def work_out() -> Response:
    """Asks the worker for new figures."""
    code, stage = _chosen(_schemes(), request.args)
    ask_for_run(db.session(), current_actor(), current_region().id, code, stage)
    db.session.commit()
    flash(_("Asked for. The figures are there in a moment."), "success")
    return redirect(url_for("oversight.calibration", scheme=code, stage=stage.value))


@blueprint.get("/calibration/own")
@signed_in
def own_severity() -> str:
    """One's own severity, and nobody else's, once enough was read in enough company."""
    region_id, session, person_id = current_region().id, db.session(), current_actor().person_id
    assert person_id is not None
    schemes = _schemes()

    def is_known(severity: RaterSeverity, run: CalibrationRun) -> bool:
        numbers = {**EARLIER, **schemes[run.code].numbers} if run.code in schemes else EARLIER
        others = run.figures["circles"][severity.circle] - 1
        return severity.cases >= numbers["severity_cases"] and others >= LEAST_OTHERS

    found = [each for each in own_severities(session, person_id, region_id) if is_known(*each)]
    return render_template("oversight/own_severity.html", found=found)
