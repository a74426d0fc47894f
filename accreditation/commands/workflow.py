"""`accreditation workflow show | draw | check`: the rule book as text, as a picture, and proven."""

import ast
import re
from pathlib import Path
from typing import Any

import click

from accreditation.texts import DEFAULT_LOCALE, LOCALES
from accreditation.workflow import LIFECYCLES
from accreditation.workflow import diagram as pictures
from accreditation.workflow.check import Surroundings, check
from accreditation.workflow.show import show, show_all

PACKAGE = Path(__file__).parent.parent
_LIFECYCLE = click.option("--lifecycle", type=click.Choice(list(LIFECYCLES)), help="Only this one.")


@click.group()
def workflow() -> None:
    """The rule book of the six lifecycles."""


@workflow.command("show")
@_LIFECYCLE
def show_command(lifecycle: str | None) -> None:
    """Read the tables aloud."""
    click.echo(show(LIFECYCLES[lifecycle]) if lifecycle else show_all(), nl=bool(lifecycle))


@workflow.command("draw")
@_LIFECYCLE
@click.option("--format", "form", type=click.Choice(["mermaid", "svg"]), default="mermaid", show_default=True)
@click.option("--language", type=click.Choice(LOCALES), default=DEFAULT_LOCALE, show_default=True)
def draw_command(lifecycle: str | None, form: str, language: str) -> None:
    """Draw the tables; an SVG is one lifecycle, the application unless another is named."""
    if form == "svg":
        click.echo(pictures.svg(LIFECYCLES[lifecycle or "application"], language))
        return
    chosen = [LIFECYCLES[lifecycle]] if lifecycle else list(LIFECYCLES.values())
    click.echo("\n".join(pictures.mermaid(one) for one in chosen), nl=False)


@workflow.command("check")
def check_command() -> None:
    """Prove reachability, owners, deadlines and separation of duties; exit status 1 with the faults."""
    faults = check(surroundings())
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        raise SystemExit(1)
    steps = sum(len(lifecycle.transitions) for lifecycle in LIFECYCLES.values())
    click.echo(f"The rule book holds: {len(LIFECYCLES)} lifecycles, {steps} transitions.")


def surroundings() -> Surroundings:
    """The scheme, the code and the database's tables, as the proof wants to know them."""
    from accreditation.schemes.reference import standard_scheme
    from accreditation.switchboard import TABLES

    taken, moments = _strings_in_code()
    return Surroundings(
        numbers=standard_scheme()["numbers"],
        moments=moments,
        named_in_code=taken,
        stored={name: _states_checked(table) for name, table in TABLES.items()},
    )


def _states_checked(table: Any) -> frozenset[str]:
    """The states that the CHECK of a table lists."""
    constraint = next(rule for rule in table.__table__.constraints if str(rule.name).endswith("_state"))
    return frozenset(re.findall(r"'([a-z_]+)'", str(constraint.sqltext)))


def _strings_in_code() -> tuple[set[str], set[str]]:
    """Strings in modules that take steps for the system or name them in a table, and strings in modules that load facts."""
    from accreditation.workflow.remedies import REMEDIES, SCREENED_AGAIN

    taken = {SCREENED_AGAIN, *(step for remedy in REMEDIES for step in remedy.steps.values())}
    moments: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        if "workflow" in path.parts:
            continue
        source = path.read_text()
        takes_steps = "perform_by_system(" in source or "THE_SYSTEM" in source
        loads_facts = path.name.endswith("facts.py")
        if not (takes_steps or loads_facts):
            continue
        found = {
            node.value
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        if takes_steps:
            taken |= found
        if loads_facts:
            moments |= found
    return taken, moments


command = workflow
