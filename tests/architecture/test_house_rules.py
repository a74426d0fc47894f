"""The rules that keep the house a house, read from the source."""

import ast
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "accreditation"
SOURCES = sorted(path for path in PACKAGE.rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION, MEDIAN_FILE = 250, 40, 80
CLOCKS = {"clock.py", "surroundings.py"}  # the doctor compares the machine's clock with the database's
WEB = {"__init__.py", "extensions.py", "cli.py"}


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def assigned_attributes(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        parts = (part for target in targets if target is not None for part in ast.walk(target))
        yield from (
            (part.attr, part.lineno)
            for part in parts
            if isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Store)
        )


def broken_in(paths: Iterable[Path], rule: Callable[[Path, ast.Module], Iterable[Any]]) -> dict[str, list[Any]]:
    """By file what breaks the rule; a file that keeps it is not named."""
    found = {str(path.relative_to(ROOT)): list(rule(path, parsed(path))) for path in paths}
    return {name: faults for name, faults in found.items() if faults}


def hard_to_read(path: Path, tree: ast.Module) -> Iterator[str]:
    if tree.body and path.name != "__init__.py" and not ast.get_docstring(tree):
        yield "no docstring"
    if len(path.read_text().splitlines()) > LONGEST_FILE:
        yield f"longer than {LONGEST_FILE} lines"
    for one in functions(tree):
        if one.end_lineno - one.lineno - len(one.decorator_list) >= LONGEST_FUNCTION:
            yield f"{one.name} is longer than {LONGEST_FUNCTION} lines"


def states_set(path: Path, tree: ast.Module) -> Iterator[tuple[str, int]]:
    kept = {"state", "due_at", "state_since", "history_head", "history_length"}
    if path.name == "history.py":
        kept -= {"history_head", "history_length"}
    return (found for found in assigned_attributes(tree) if found[0] in kept)


def clocks_read(_path: Path, tree: ast.Module) -> set[str]:
    asked = {
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    return asked & {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}


def web_known(_path: Path, tree: ast.Module) -> set[str]:
    read = [node for node in tree.body if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")]
    used = {name.partition(".")[0] for node in read for name in imports(node)}
    return used & {"flask", "flask_login", "flask_wtf", "wtforms", "flask_babel"}


def swallowed(_path: Path, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and all(isinstance(inner, ast.Pass) for inner in node.body):
            yield f"line {node.lineno}: an exception is swallowed"
        if getattr(node, "arg", "") == "shell":
            yield "a shell"


def test_a_file_says_what_it_is_for_and_stays_readable() -> None:
    assert broken_in(SOURCES, hard_to_read) == {}


def test_half_of_the_files_are_short() -> None:
    assert median(len(path.read_text().splitlines()) for path in SOURCES) <= MEDIAN_FILE


def test_a_state_changes_in_the_door_alone() -> None:
    assert broken_in([path for path in SOURCES if path.name != "transition.py"], states_set) == {}


def test_the_clock_is_the_one_source_of_time() -> None:
    assert broken_in([path for path in SOURCES if path.name not in CLOCKS], clocks_read) == {}


def test_the_web_stays_at_the_edge() -> None:
    edges = (PACKAGE / "web", PACKAGE / "commands")
    inner = [path for path in SOURCES if path.name not in WEB and not any(map(path.is_relative_to, edges))]
    assert broken_in(inner, web_known) == {}


def test_no_shell_and_no_swallowed_fault() -> None:
    assert broken_in(SOURCES, swallowed) == {}


def test_the_rule_book_loads_without_database_and_web() -> None:
    code = "import sys, accreditation.workflow; print(','.join(m for m in ('flask','sqlalchemy') if m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == ""
