"""Lists in pages that begin where the last one ended: one query a page, as fast on the thousandth as on the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar

from flask import request
from sqlalchemy import ColumnElement, Select, and_, false, or_, tuple_
from sqlalchemy.orm import Session

from accreditation.web.cursors import opened_place, sealed_place

Item = TypeVar("Item")
PAGE_SIZE = 25


@dataclass(frozen=True)
class Key:
    """A column to sort by; empty values come last. The last key of an order must be unique: usually the id."""

    column: Any
    descending: bool = False
    nullable: bool = False


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page; a cursor is None where there is nothing more that way."""

    items: Sequence[Item]
    next_cursor: str | None
    previous_cursor: str | None


def _order_name(keys: Sequence[Key]) -> str:
    return ",".join(f"{key.column}{'-' if key.descending else ''}" for key in keys)


def _beyond(keys: Sequence[Key], values: Sequence[Any], backwards: bool) -> ColumnElement[bool]:
    """The rows after the given place, or before it."""
    if not any(key.nullable for key in keys) and len({key.descending for key in keys}) == 1:
        columns = tuple_(*(key.column for key in keys))
        return columns < tuple(values) if keys[0].descending != backwards else columns > tuple(values)
    if not keys:
        return false()
    key, value = keys[0], values[0]
    same = key.column.is_(None) if value is None else key.column == value
    return or_(_strictly_beyond(key, value, backwards), and_(same, _beyond(keys[1:], values[1:], backwards)))


def _strictly_beyond(key: Key, value: Any, backwards: bool) -> ColumnElement[bool]:
    if value is None:
        return key.column.is_not(None) if backwards else false()
    further = key.column < value if key.descending != backwards else key.column > value
    return or_(further, key.column.is_(None)) if key.nullable and not backwards else further


def _ordering(keys: Sequence[Key], backwards: bool) -> list[Any]:
    ordering = []
    for key in keys:
        column = key.column.desc() if key.descending != backwards else key.column.asc()
        if key.nullable:
            column = column.nulls_first() if backwards else column.nulls_last()
        ordering.append(column)
    return ordering


def _ordered(query: Select[Any], keys: Sequence[Key], backwards: bool, size: int) -> Select[Any]:
    return query.add_columns(*(key.column for key in keys)).order_by(*_ordering(keys, backwards)).limit(size + 1)


@lru_cache(maxsize=512)
def _first(query: Select[Any], keys: tuple[Key, ...], size: int) -> Select[Any]:
    """The first page of a query that is kept is kept as well."""
    return _ordered(query, keys, False, size)


def page_of(session: Session, query: Select[Any], keys: Sequence[Key], size: int = PAGE_SIZE) -> Page[Any]:
    """The page of `query` (without order) that `?cursor=` asks for, else the first. One query.

    Items are what the query selects: entities where it selects one thing, rows where it selects several.
    """
    order = _order_name(keys)
    opened = opened_place(request.args.get("cursor", ""), order)
    backwards, values = opened or (False, [])
    width = len(query.column_descriptions)
    if opened:
        query = _ordered(query.where(_beyond(keys, values, backwards)), keys, backwards, size)
    else:
        query = _first(query, tuple(keys), size)
    rows = list(session.execute(query).all())
    has_more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    if not rows:
        return Page([], None, None)
    has_next, has_previous = (True, has_more) if backwards else (has_more, opened is not None)
    return Page(
        [row[0] if width == 1 else row[:width] for row in rows],
        sealed_place(order, rows[-1][width:]) if has_next else None,
        sealed_place(order, rows[0][width:], backwards=True) if has_previous else None,
    )
