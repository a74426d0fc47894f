"""The two forms on a person's page: granting a role, and naming a deputy for one."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, EmailField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from accreditation.web.forms import DAYS, PageForm


class GrantForm(PageForm):
    """A role for a place or for one case; without a first day it counts from today, without a last one for good."""

    role = SelectField(_l("Role"), [InputRequired(_l("Choose a role."))])
    scope = SelectField(_l("For"))
    case = StringField(_l("Or for one case: its number"), [Length(max=40)])
    starts_on = DateField(_l("First day (today if left empty)"), [Optional()], format=DAYS)
    ends_on = DateField(_l("Last day"), [Optional()], format=DAYS)


class LendForm(PageForm):
    """One of the person's roles, lent to somebody between two days."""

    grant = SelectField(_l("Role"), [InputRequired(_l("Choose a role."))])
    deputy = EmailField(_l("E-mail address of the deputy"), [InputRequired(_l("Give an e-mail address."))])
    starts_on = DateField(_l("First day"), [InputRequired(_l("Give the first day."))], format=DAYS)
    ends_on = DateField(_l("Last day"), [InputRequired(_l("Give the last day."))], format=DAYS)


def grant_form(roles: Iterable[tuple[str, str]], places: Iterable[tuple[str, str]]) -> Any:
    """`roles` and `places` as (value, label)."""
    form: Any = GrantForm.typed()
    form.role.choices = [("", _("Choose one")), *roles]
    form.scope.choices = [("", _("Choose one")), *places]
    return form


def lend_form(grants: Iterable[tuple[str, str]]) -> Any:
    """`grants` as (value, label); the names of its fields begin with `lend-`."""
    form: Any = LendForm.typed(prefix="lend-")
    form.grant.choices = list(grants)
    return form
