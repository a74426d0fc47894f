"""The page on which an officer edits the conditions of renewal of a draft edition."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, IntegerField, SelectField
from wtforms.validators import NumberRange, Optional

from accreditation.extensions import db
from accreditation.schemes.drafting import write_renewal
from accreditation.schemes.renewal import LARGEST, MEASURES, MOST_WAYS, condition_fault, conditions_of
from accreditation.web.access import current_actor, needs
from accreditation.web.forms import PageForm
from accreditation.web.language import said
from accreditation.web.rocb import blueprint
from accreditation.web.rocb.drafts import DRAFT, Page, answered, found_draft, seen_mark
from accreditation.workflow.actors import Role

_FREE_ROWS = 2


class ConditionForm(PageForm):
    """One condition: up to MOST_WAYS ways, each a measure and how much of it. Without any it is left out."""

    def ways(self) -> list[dict[str, Any]]:
        typed = [(self[f"of_{place}"].data, self[f"least_{place}"].data) for place in range(1, MOST_WAYS + 1)]
        return [{"of": of, "least": least} for of, least in typed if of]

    def validate(self, extra_validators: Any = None) -> bool:
        is_good = super().validate(extra_validators)
        if is_good and self.ways() and (fault := condition_fault({"any_of": self.ways()})):
            self["of_1"].errors = [said(fault)]
            return False
        return is_good


def _fields() -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for place in range(1, MOST_WAYS + 1):
        choices = [("", "–"), *((key, said(measure.label)) for key, measure in MEASURES.items())]
        fields[f"of_{place}"] = SelectField(_l("What is counted") if place == 1 else _l("Or"), choices=choices)
        fields[f"least_{place}"] = IntegerField(_l("How many at least"), [Optional(), NumberRange(1, LARGEST)])
    return fields


def _form(conditions: Sequence[Mapping[str, Any]]) -> Any:
    kind = type("Condition", (ConditionForm,), _fields())
    form = type("RenewalForm", (PageForm,), {"rows": FieldList(FormField(kind))})
    if request.method == "POST":
        return form.typed()  # type: ignore[attr-defined]
    rows: list[dict[str, Any]] = [
        {
            f"{name}_{place}": way[name]
            for place, way in enumerate(condition["any_of"], start=1)
            for name in ("of", "least")
        }
        for condition in conditions
    ]
    return form.typed(rows=[*rows, *({} for _each in range(_FREE_ROWS))])  # type: ignore[attr-defined]


@blueprint.route(f"{DRAFT}/renewal", methods=["GET", "POST"])
@needs(Role.ROCB_OFFICER)
def edit_renewal(code: str, edition: int) -> Page:
    """What renewal asks for within the years of validity; a condition may be met in several ways."""
    draft = found_draft(code, edition)
    form = _form(conditions_of(draft))

    def save() -> None:
        conditions = [{"any_of": ways} for entry in form.rows if (ways := entry.form.ways())]
        write_renewal(db.session(), current_actor(), draft, conditions, seen=seen_mark())

    return answered("rocb/draft_renewal.html", draft, ("renewal",), save, form, anchor="renewal", places=MOST_WAYS)
