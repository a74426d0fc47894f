"""The tables as pictures: Mermaid for documents, and an SVG of our own for pages, dressed by the page's style sheet."""

from collections.abc import Mapping, Sequence
from html import escape
from textwrap import wrap
from typing import Any

from accreditation.texts import N_, Text, say
from accreditation.workflow.layout import Layout, layout_of
from accreditation.workflow.machine import PARTY_LABELS, Lifecycle, Transition

BOX_WIDTH, BOX_HEIGHT = 124, 56
GAP_X, GAP_Y = 44, 34
MARGIN = 24
ARC = 16
LINE = 15
LETTERS = 17

TITLE = N_("The road of: %(what)s")
HERE = N_("It stands at: %(state)s.")
COUNTED = N_("%(state)s: %(number)s")
FROM_MANY = N_("From %(number)s states")
LEADS = N_("%(source)s leads to %(targets)s.")


def mermaid(lifecycle: Lifecycle) -> str:
    """A `stateDiagram-v2`: states and transitions by their names."""
    lines = ["stateDiagram-v2", f"    [*] --> {lifecycle.initial.value}"]
    for transition in lifecycle.transitions:
        for source in lifecycle.states:
            if source in transition.sources:
                target = source if transition.target is None else transition.target
                lines.append(f"    {source.value} --> {target.value}: {transition.name}")
    lines += [f"    {state.value} --> [*]" for state in lifecycle.states if lifecycle.is_final(state)]
    return "\n".join(lines) + "\n"


def svg(lifecycle: Lifecycle, locale: str, counts: Mapping[Any, int] | None = None, here: Any = None) -> str:
    """The lifecycle from left to right, in words of `locale`.

    `counts`: state to number of live cases, shown in its box. `here`: the state to highlight. States may be members or
    their text. Colours come from classes: `diagram`, `state`, `turn-<party>`, `is-end`, `is-here`, `edge`, `is-back`.
    """
    plan = layout_of(lifecycle)
    numbers = {lifecycle.states(state): count for state, count in (counts or {}).items()}
    marked = lifecycle.states(here) if here is not None else None
    top = _height_of_arcs(plan)
    width = 2 * MARGIN + plan.columns * (BOX_WIDTH + GAP_X) - GAP_X
    height = top + MARGIN + plan.rows * (BOX_HEIGHT + GAP_Y)
    name = lifecycle.name
    parts = [
        f'<svg class="diagram" xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" aria-labelledby="{name}-title {name}-desc" font-size="13">',
        f'<title id="{name}-title">{_say(TITLE.with_values(what=lifecycle.label), locale)}</title>',
        f'<desc id="{name}-desc">{_described(lifecycle, plan, locale, numbers, marked)}</desc>',
        f'<defs><marker id="{name}-arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto"><path class="arrow" d="M0 0L8 4L0 8z"/></marker></defs>',
    ]
    for pair, transitions in plan.edges.items():
        parts.append(_edge(lifecycle, plan, pair, transitions, locale, top))
    for state in plan.places:
        parts.append(_state(lifecycle, plan, state, locale, top, numbers.get(state) if counts else None, marked))
    return "\n".join([*parts, "</svg>"])


def _say(text: Text | str, locale: str) -> str:
    return escape(say(text, locale))


def _label(lifecycle: Lifecycle, state: Any) -> Text:
    return lifecycle.rule(state).label


def _described(lifecycle: Lifecycle, plan: Layout, locale: str, numbers: Mapping[Any, int], here: Any) -> str:
    """The same as the picture in sentences, for whoever hears the page."""
    said = [say(HERE.with_values(state=_label(lifecycle, here)), locale)] if here is not None else []
    said += [
        say(COUNTED.with_values(state=_label(lifecycle, state), number=number), locale) + "."
        for state, number in numbers.items()
    ]
    for state in lifecycle.states:
        targets = [say(_label(lifecycle, target), locale) for source, target in plan.edges if source == state]
        if targets:
            said.append(say(LEADS.with_values(source=_label(lifecycle, state), targets=", ".join(targets)), locale))
    return escape(" ".join(said))


def _corner(plan: Layout, state: Any, top: int) -> tuple[int, int]:
    column, row = plan.places[state]
    return MARGIN + column * (BOX_WIDTH + GAP_X), top + row * (BOX_HEIGHT + GAP_Y)


def _is_arc(plan: Layout, pair: tuple[Any, Any]) -> bool:
    """Between two states of the top row that are not neighbours from left to right."""
    (column, row), (next_column, next_row) = plan.places[pair[0]], plan.places[pair[1]]
    return row == next_row == 0 and next_column - column != 1


def _height_of_arcs(plan: Layout) -> int:
    spans = [abs(plan.places[b][0] - plan.places[a][0]) for a, b in plan.edges if _is_arc(plan, (a, b))]
    return MARGIN + ARC * (1 + max(spans, default=0))


def _path(plan: Layout, pair: tuple[Any, Any], top: int) -> str:
    (x1, y1), (x2, y2) = _corner(plan, pair[0], top), _corner(plan, pair[1], top)
    middle = BOX_WIDTH // 2
    if _is_arc(plan, pair):
        rise = y1 - ARC * (1 + abs(plan.places[pair[1]][0] - plan.places[pair[0]][0]))
        side = 12 if x2 < x1 else -12
        return f"M{x1 + middle - side} {y1}C{x1 + middle - side} {rise} {x2 + middle + side} {rise} {x2 + middle + side} {y2}"
    if x2 > x1:
        y1, y2 = y1 + BOX_HEIGHT // 2, y2 + BOX_HEIGHT // 2
        return f"M{x1 + BOX_WIDTH} {y1}C{x1 + BOX_WIDTH + GAP_X} {y1} {x2 - GAP_X} {y2} {x2} {y2}"
    if x1 == x2 and abs(y2 - y1) > BOX_HEIGHT + GAP_Y:
        side, out = x1 + BOX_WIDTH, x1 + BOX_WIDTH + GAP_X
        y1, y2 = y1 + BOX_HEIGHT // 2 + 8, y2 + BOX_HEIGHT // 2 - 8
        return f"M{side} {y1}C{out} {y1} {out} {y2} {side} {y2}"
    shift = 10 if y2 > y1 else -10
    start, end = (y1 + BOX_HEIGHT, y2) if y2 >= y1 else (y1, y2 + BOX_HEIGHT)
    if y1 == y2:
        end = y2 + BOX_HEIGHT
    bend = start + GAP_Y if y1 == y2 else (start + end) // 2
    x1, x2 = x1 + middle + shift, x2 + middle + shift
    return f"M{x1} {start}C{x1} {bend} {x2} {bend} {x2} {end}"


def _edge(
    lifecycle: Lifecycle, plan: Layout, pair: tuple[Any, Any], steps: Sequence[Transition], locale: str, top: int
) -> str:
    back = plan.places[pair[1]][0] <= plan.places[pair[0]][0] and not lifecycle.is_final(pair[1])
    title = escape(" / ".join(say(step.label, locale) for step in steps))
    dashes = ' stroke-dasharray="5 4"' if back else ""
    return (
        f'<path class="edge{" is-back" if back else ""}" d="{_path(plan, pair, top)}" fill="none" '
        f'stroke="currentColor"{dashes} marker-end="url(#{lifecycle.name}-arrow)"><title>{title}</title></path>'
    )


def _state(lifecycle: Lifecycle, plan: Layout, state: Any, locale: str, top: int, count: int | None, here: Any) -> str:
    x, y = _corner(plan, state, top)
    rule = lifecycle.rule(state)
    classes = ["state", f"turn-{rule.turn.value.replace('_', '-')}"]
    classes += ["is-end"] if lifecycle.is_final(state) else []
    classes += ["is-here"] if state == here else []
    note = say(PARTY_LABELS[rule.turn], locale) if not lifecycle.is_final(state) else say(rule.label, locale)
    lines = wrap(say(rule.label, locale), LETTERS)
    if state in plan.from_many:
        lines.append(say(FROM_MANY.with_values(number=plan.from_many[state]), locale))
    first = y + (BOX_HEIGHT - LINE * len(lines)) // 2 + LINE - 4
    words = "".join(
        f'<text class="label" x="{x + BOX_WIDTH // 2}" y="{first + LINE * number}" text-anchor="middle">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )
    counted = ""
    if count is not None:
        counted = f'<text class="count" x="{x + BOX_WIDTH - 6}" y="{y - 5}" text-anchor="end">{count}</text>'
    return (
        f'<g class="{" ".join(classes)}" data-state="{state.value}"><title>{escape(note)}</title>'
        f'<rect x="{x}" y="{y}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="8" fill="#ffffff" '
        f'stroke="currentColor" stroke-width="{3 if state == here else 1}"/>{words}{counted}</g>'
    )
