"""The rules that keep the house a house, read from the source."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "accreditation"
SOURCES = sorted(path for path in PACKAGE.rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION = 250, 40
CLOCKS = {"clock.py", "surroundings.py"}  # the doctor compares the machine's clock with the database's
WEB = {"__init__.py", "extensions.py", "cli.py"}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


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


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_a_file_says_what_it_is_for_and_stays_readable(path: Path) -> None:
    source = path.read_text()
    tree = ast.parse(source)
    if source.strip() and path.name != "__init__.py":
        assert ast.get_docstring(tree), "no docstring"
    assert len(source.splitlines()) <= LONGEST_FILE
    long = [
        one.name for one in functions(tree) if one.end_lineno - one.lineno - len(one.decorator_list) >= LONGEST_FUNCTION
    ]
    assert not long, f"longer than {LONGEST_FUNCTION} lines"


@pytest.mark.parametrize("path", [path for path in SOURCES if path.name != "transition.py"], ids=named)
def test_a_state_changes_in_the_door_alone(path: Path) -> None:
    kept = {"state", "due_at", "state_since", "history_head", "history_length"}
    if path.name == "history.py":
        kept -= {"history_head", "history_length"}
    assert [found for found in assigned_attributes(ast.parse(path.read_text())) if found[0] in kept] == []


@pytest.mark.parametrize("path", [path for path in SOURCES if path.name not in CLOCKS], ids=named)
def test_the_clock_is_the_one_source_of_time(path: Path) -> None:
    asked = {
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    assert not asked & {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_the_web_stays_at_the_edge(path: Path) -> None:
    at_the_edge = path.is_relative_to(PACKAGE / "web") or path.name in WEB or path.is_relative_to(PACKAGE / "commands")
    if not at_the_edge:
        tree = ast.parse(path.read_text())
        for_types = [
            node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        ]
        tree.body = [node for node in tree.body if node not in for_types]
        used = {name.partition(".")[0] for name in imports(tree)}
        assert not used & {"flask", "flask_login", "flask_wtf", "wtforms", "flask_babel"}


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_no_shell_and_no_swallowed_fault(path: Path) -> None:
    tree = ast.parse(path.read_text())
    silent = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and all(isinstance(inner, ast.Pass) for inner in node.body)
    ]
    assert not silent, "an exception is swallowed"
    assert not any(getattr(node, "arg", "") == "shell" for node in ast.walk(tree))


def test_the_rule_book_loads_without_database_and_web() -> None:
    code = "import sys, accreditation.workflow; print(','.join(m for m in ('flask','sqlalchemy') if m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == ""
