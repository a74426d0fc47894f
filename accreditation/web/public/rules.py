"""The rules in words with the numbers of an edition: what every explanation of a status refers to."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.schemes.editions import edition_of, editions_of
from accreditation.schemes.numbers import GROUPS, amount_in, time_allowed
from accreditation.schemes.renewal import conditions_of, wanted_by
from accreditation.texts import N_
from accreditation.web.access import current_region, public
from accreditation.web.public import blueprint
from accreditation.web.standing import anchor_of
from accreditation.workflow import LIFECYCLES
from accreditation.workflow.machine import PARTY_LABELS, Deadline, StateRule
from accreditation.workflow.present import SPECIAL_RULES

SHOWN = ("application", "workshop", "mission", "accreditation", "appeal")


@blueprint.get("/rules")
@public
def newest_rules() -> Response:
    """The newest edition that was adopted."""
    adopted = [each for each in editions_of(db.session(), current_region().id) if each.adopted_at is not None]
    if not adopted:
        raise NotPermitted
    newest = max(adopted, key=lambda each: (each.adopted_at, each.edition))
    return redirect(url_for("public.rules", code=newest.code, edition=newest.edition))


@blueprint.get("/rules/<code>/<int:edition>")
@public
def rules(code: str, edition: int) -> str:
    """Every state with whose turn it is, how long and what happens otherwise; drafts of editions are not shown."""
    scheme = edition_of(db.session(), current_region().id, code, edition)
    if scheme is None or scheme.adopted_at is None:
        raise NotPermitted
    parts = []
    for name in SHOWN:
        lifecycle = LIFECYCLES[name]
        held = [
            rule for rule in (*lifecycle.rules, *SPECIAL_RULES.get(name, ())) if isinstance(rule.deadline, Deadline)
        ]
        parts.append(
            (lifecycle.label, [(anchor_of(lifecycle, rule), rule, _time(rule, scheme.numbers)) for rule in held])
        )
    return render_template(
        "public/rules.html",
        scheme=scheme,
        parts=parts,
        groups=GROUPS,
        amount_in=amount_in,
        parties=PARTY_LABELS,
        renewal=[wanted_by(condition) for condition in conditions_of(scheme)],
    )


def _time(rule: StateRule, numbers: dict[str, int]) -> object:
    return time_allowed(rule.deadline.key, numbers) if isinstance(rule.deadline, Deadline) else N_("No time runs.")
