"""What could be taken over into a draft, answer by answer and row by row, beside what stands there now."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from accreditation.applications.carrying.fitting import fitting_answers
from accreditation.applications.fields import Carried, Field, SectionForm, Words


class LeftOver(NamedTuple):
    """Something of the source that has no place in the form; `text` as its reader sees it."""

    label: Words
    text: str | list[Words]


@dataclass(frozen=True)
class Item:
    """One answer, or one row of a table. `old` is what it would replace, "" or None where it replaces nothing."""

    name: str
    field: Field
    new: Any
    old: Any = ""
    is_row: bool = False
    is_proposed: bool = False


@dataclass(frozen=True)
class Offer:
    """What one section could take. `present` is what stands there, `version` that of the saved section, 0 for none."""

    form: SectionForm
    present: Mapping[str, Any]
    version: int
    items: tuple[Item, ...]


def offer_for(form: SectionForm, present: Mapping[str, Any], version: int, found: Mapping[str, Any]) -> Offer | None:
    """What `found` would add to or change in the section; None where there is nothing, or nothing may be taken."""
    if form.carried is Carried.NEVER:
        return None
    held = fitting_answers(form, found)
    items = [item for field in form.fields if field.key in held for item in _items(form, field, present, held)]
    return Offer(form, present, version, tuple(items)) if items else None


def _items(form: SectionForm, field: Field, present: Mapping[str, Any], held: Mapping[str, Any]) -> Iterator[Item]:
    name, new = f"{form.key}.{field.key}", held[field.key]
    is_lasting = form.carried is not Carried.CHOSEN and not field.of_call
    if field.kind == "table":
        yield from _rows(name, field, present, new, is_lasting)
    elif new != (old := present.get(field.key) or ""):
        yield Item(name, field, new, old, is_proposed=is_lasting and not old)


def _rows(name: str, field: Field, present: Mapping[str, Any], new: list[Any], is_lasting: bool) -> Iterator[Item]:
    """Rows that are not there yet; proposed as far as the table has room for them."""
    there = [_comparable(field, row) for row in field.rows_in(present)]
    room = (field.most or len(new)) - len(there)
    for at, row in enumerate(new):
        if _comparable(field, row) in there:
            continue
        same = next(
            (each for each in there if field.one_per and all(each[key] == row[key] for key in field.one_per)), None
        )
        # What the source does not say of a row stays as it is.
        merged = {key: value or (same or {}).get(key, "") for key, value in row.items()}
        if merged != same:
            yield Item(f"{name}.{at}", field, merged, same, True, is_lasting and same is None and room > 0)
        room -= 1 if same is None else 0


def _comparable(field: Field, row: Mapping[str, Any]) -> dict[str, Any]:
    return {column.key: row.get(column.key) or "" for column in field.columns}


def with_taken(offer: Offer, names: set[str]) -> dict[str, Any]:
    """The section's answers once the items of these names are in; rows go behind those that stand."""
    answers = dict(offer.present)
    for item in offer.items:
        if item.name not in names:
            continue
        if not item.is_row:
            answers[item.field.key] = item.new
            continue
        rows = [dict(row) for row in item.field.rows_in(answers)]
        place = next((at for at, row in enumerate(rows) if item.old and _comparable(item.field, row) == item.old), None)
        if place is None:
            rows.append(item.new)
        else:
            rows[place] = item.new
        answers[item.field.key] = rows
    return answers


def digest_of(offers: list[Offer]) -> str:
    """Changes as soon as the source or what stands in the draft does: a page that shows less than is done is noticed."""
    seen = [
        [offer.form.key, offer.version, [[item.name, item.new, item.old] for item in offer.items]] for offer in offers
    ]
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:32]
