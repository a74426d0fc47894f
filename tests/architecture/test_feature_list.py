"""Documents that point into the house point at what is there, and the list of features names every page, command and mail."""

import re
from collections.abc import Iterator
from pathlib import Path

import click

from accreditation import create_app
from accreditation.cli import main
from accreditation.notifications.catalogue import EVERY_KIND

ROOT = Path(__file__).parents[2]
FEATURES = ROOT / "docs" / "features.md"
DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "benchmarks").rglob("*.md")))
LINK = re.compile(r"\]\((?!https?://)([^)#\s]*)(?:#([^)\s]+))?\)")


def rows() -> list[list[str]]:
    """What, where, rule and test of each feature."""
    lines = (line for line in FEATURES.read_text().splitlines() if line.startswith("| "))
    return [line.strip("| ").split(" | ") for line in lines if not line.startswith("| What |")]


def astray(document: Path) -> Iterator[str]:
    """Links to no file, or to a name that its file does not define: a function, a class, or what a module assigns."""
    for target, name in LINK.findall(document.read_text()):
        path = document.parent / target
        defined = rf"^\s*(?:def|class) {name}\b|^{name}\b[^=\n]*="
        if not path.exists() or (name and not re.search(defined, path.read_text(), re.MULTILINE)):
            yield f"{document.name}: {target}#{name}"


def commands(group: click.Command, path: str = "accreditation") -> Iterator[str]:
    if isinstance(group, click.Group):
        for name, command in group.commands.items():
            yield from commands(command, f"{path} {name}")
    else:
        yield path


def test_every_link_leads_to_what_it_names() -> None:
    assert [link for document in DOCUMENTS for link in astray(document)] == []


def test_each_feature_has_a_place_a_rule_and_a_test() -> None:
    for what, where, rule, test in rows():
        tests = LINK.findall(test)
        assert re.search("`.+`", where) and LINK.search(rule) and tests, what
        assert all(path.startswith("../tests/") and name.startswith("test_") for path, name in tests), what


def test_no_page_command_or_mail_is_missing_and_none_is_made_up() -> None:
    listed = {place for row in rows() for place in re.findall(r"`([^`]+)`", row[1])}
    rules = create_app("test", SQLALCHEMY_DATABASE_URI="sqlite://").url_map.iter_rules()
    pages = {rule.rule for rule in rules if "GET" in rule.methods and rule.endpoint != "static"}
    assert listed == pages | set(commands(main)) | set(EVERY_KIND)
