"""The scope of an accreditation before and after a step that changed it, in the words of the reader, and until when to object."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accreditation.accreditations.amendment_models import Amendment
from accreditation.accreditations.scoping import LEVELS
from accreditation.notifications.cases import Case
from accreditation.notifications.recipients import Recipient
from accreditation.notifications.wording import Ours
from accreditation.region.models import Category, Subject
from accreditation.region.standing_data import entry_named
from accreditation.schemes.models import Scheme
from accreditation.texts import in_language, say, say_moment


def scope_told(session: Session, case: Case, reader: Recipient) -> dict[str, Any]:
    """`scope_before`, `scope_after`, and `objection_until` where something was taken away; all empty for other steps."""
    change = _change_behind(session, case)
    if change is None:
        return {"scope_before": "", "scope_after": "", "objection_until": Ours("")}
    return {
        "scope_before": _said(session, case, change.before, reader.locale),
        "scope_after": _said(session, case, change.after, reader.locale),
        "objection_until": _objection_until(session, case, change, reader),
    }


def _change_behind(session: Session, case: Case) -> Amendment | None:
    if case.change is None or case.change.transition != "change_scope":
        return None
    return session.scalars(select(Amendment).where(Amendment.change_id == case.change.id)).first()


def _said(session: Session, case: Case, scope: Mapping[str, Any], locale: str) -> str:
    rows = [
        entry_named(session, case.region.id, table, scope[name])
        for name, table in (("category", Category), ("subject", Subject))
    ]
    names = [in_language(row.names, locale) for row in rows if row is not None]
    return ", ".join([*names, say(LEVELS[scope["level"]], locale)])


def _objection_until(session: Session, case: Case, change: Amendment, reader: Recipient) -> Ours:
    if change.after["direction"] != "reduced" or case.application is None or case.change is None:
        return Ours("")
    days = session.get_one(Scheme, case.application.scheme_id).numbers["appeal_window_days"]
    return Ours(say_moment(case.change.at + timedelta(days=days), reader.locale, reader.time_zone))
