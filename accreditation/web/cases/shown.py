"""What the templates of cases may call: the rule book's tables, its diagram, and moments in few words."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from markupsafe import Markup

from accreditation import clock
from accreditation.applications.checking import day_of
from accreditation.applications.document_models import Document
from accreditation.applications.fields import Field
from accreditation.applications.models import Application
from accreditation.applications.nominating import words_on_endorsement
from accreditation.applications.papers import scan_allows
from accreditation.applications.shown_answers import shown_value
from accreditation.extensions import db
from accreditation.texts import Text, zone_name
from accreditation.waivers.models import Waiver
from accreditation.waivers.queries import standing_waivers
from accreditation.web.access import current_actor
from accreditation.web.cases import blueprint
from accreditation.web.language import country, current_locale, day, language_name, said
from accreditation.web.places import in_order
from accreditation.web.written import joined, shown
from accreditation.workflow import LIFECYCLES
from accreditation.workflow.actors import ROLE_LABELS, Role
from accreditation.workflow.diagram import svg
from accreditation.workflow.machine import PARTY_LABELS, Lifecycle


def diagram_of(lifecycle: Lifecycle, here: Any = None, counts: Any = None) -> Markup:
    """The drawing of a lifecycle from the rule book; its texts are the rule book's own, already escaped."""
    if counts is not None:
        return Markup(svg(lifecycle, current_locale(), counts=counts, here=here))  # noqa: S704
    return _drawn(lifecycle.name, current_locale(), here)


@cache
def _drawn(lifecycle: str, locale: str, here: Any) -> Markup:
    """One drawing for each state and language: it says nothing of a case but its state."""
    return Markup(svg(LIFECYCLES[lifecycle], locale, here=here))  # noqa: S704


@blueprint.app_template_filter("shown_answer")
def shown_answer(answer: dict[str, Any]) -> Any:
    """An answer of a dossier in the reader's language."""
    field, value = answer["field"], answer["value"]
    if field.kind == "country":
        return country(str(value))
    if field.kind == "language":
        return language_name(str(value))
    if field.kind == "zone" and value in clock.zones():
        return zone_name(str(value), current_locale())
    if field.kind == "date":
        return day(written) if (written := day_of(value)) else value or ""
    if field.kind == "table":
        rows = field.rows_in({field.key: value})
        return joined((_shown_row(field, row) for row in rows), "; ")
    found = shown_value(field, value)
    return found if isinstance(found, str) else joined((shown(each) for each in found), ", ")


def _shown_row(table: Field, row: Mapping[str, Any]) -> Markup:
    columns = [column for column in table.columns if row.get(column.key)]
    return joined((shown_answer({"field": column, "value": row[column.key]}) for column in columns), ", ")


@blueprint.app_template_filter("on_endorsement")
def on_endorsement(application: Application) -> Sequence[Text]:
    """What is particular about an endorsement that is waited for: with the office, in reserve, or at two levels."""
    return words_on_endorsement(db.session(), application)


@blueprint.app_template_filter("waived_in")
def waived_in(application: Application) -> Sequence[Waiver]:
    """What is waived in the reader's own case."""
    return standing_waivers(db.session(), application)


@blueprint.app_template_test("openable")
def openable(document: Document) -> bool:
    """Whether the scanner lets the reader of a dossier open a file of it."""
    return scan_allows(document, current_actor().person_id)


@blueprint.app_template_filter("role_name")
def role_name(role: Role) -> str:
    """A role in the reader's language."""
    return said(ROLE_LABELS[role])


@blueprint.app_template_filter("time_zone_name")
def time_zone_name(zone: str) -> str:
    """A time zone by its country and place, in the reader's language."""
    return zone_name(zone, current_locale())


@blueprint.app_template_filter("in_order")
def words_in_order(words: Iterable[str]) -> list[str]:
    """Words as the reader's language orders them."""
    return in_order(words, str)


@blueprint.app_context_processor
def _tables() -> dict[str, Any]:
    return {"lifecycles": LIFECYCLES, "diagram_of": diagram_of, "party_labels": PARTY_LABELS, "role_names": ROLE_LABELS}
