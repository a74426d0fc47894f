"""A list of rows with a lifecycle: how many stand in each state, which is also the filter, and one keyset page of them."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import request
from sqlalchemy import ColumnElement, Select, func, select

from accreditation.extensions import db
from accreditation.web.keyset import Key, page_of
from accreditation.web.standing import badge_of, tone_of
from accreditation.workflow import LIFECYCLES
from accreditation.workflow.machine import Lifecycle


def count_links(
    lifecycle: Lifecycle, counts: Mapping[Any, int], current: Any, address: str, kept: Mapping[str, str]
) -> list[dict[str, Any]]:
    """[{label, count, tone, href, current}] in the order of the rule book; the link of the current state takes it away."""
    links = []
    for rule in lifecycle.rules:
        if rule.state not in counts:
            continue
        asked = dict(kept) if rule.state == current else {"state": rule.state.value, **kept}
        links.append(
            {
                "label": rule.label,
                "count": counts[rule.state],
                "tone": tone_of(lifecycle.name, rule.state),
                "href": f"{address}?{urlencode(asked)}" if asked else address,
                "current": rule.state == current,
            }
        )
    return links


def listed(
    name: str, query: Select[Any], visible: ColumnElement[bool], keys: Sequence[Key], address: str
) -> dict[str, Any]:
    """What `shared/by_state.html` needs: page, counts, current state and address. Two queries."""
    lifecycle = LIFECYCLES[name]
    table: Any = query.column_descriptions[0]["entity"]
    counted = select(table.state, func.count()).where(visible).group_by(table.state)
    counts = dict(db.session.execute(counted).all())
    current = next((state for state in lifecycle.states if state.value == request.args.get("state")), None)
    query = query.where(visible) if current is None else query.where(visible, table.state == current)
    return {
        "page": page_of(db.session(), query, keys),
        "counts": count_links(lifecycle, counts, current, address, {}),
        "current": current.value if current is not None else None,
        "address": address,
        "tone_of": tone_of,
        "badge_of": badge_of,
    }
