"""What is kept is used: settings, permissions, styles, templates with their macros and imports, columns, dependencies."""

import importlib
import re
from collections import Counter
from pathlib import Path

import config
from accreditation.database import Base
from accreditation.workflow import permissions

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
# Settings that Flask and its extensions read by themselves.
OF_OTHERS = (
    "MAX_",
    "SESSION_COOKIE_",
    "SQLALCHEMY_",
    "WTF_",
    "TESTING",
    "DEBUG",
    "PREFERRED_URL_SCHEME",
    "TRUSTED_HOSTS",
)
# What another library looks for, or what is started beside ours.
NEVER_IMPORTED = {"psycopg", "requests", "tzdata", "email-validator", "gunicorn"}
NAMED_OTHERWISE = {"pillow": "PIL", "argon2-cffi": "argon2", "python-dotenv": "dotenv", "fonttools": "fontTools"}
# Drawn or sent by their folder's name.
FOUND_BY_FOLDER = {"email", "certificate", "application"}


def texts(*patterns: str) -> dict[Path, str]:
    return {path: path.read_text() for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()}


PYTHON = texts("accreditation/**/*.py", "config.py", "migrations/env.py")
PAGES = texts("templates/**/*.html", "templates/**/*.txt", "templates/**/*.xml", "templates/**/*.typ")
ALL = "\n".join([*PYTHON.values(), *PAGES.values()])
WORDS = {path: Counter(re.findall(r"\w+", text)) for path, text in {**PYTHON, **PAGES}.items()}
ALL_WORDS = Counter(re.findall(r"\w+", ALL))


def outside(word: str, home: Path) -> int:
    return ALL_WORDS[word] - WORDS[home][word]


def test_every_setting_is_read_and_every_variable_explained() -> None:
    home = ROOT / "config.py"
    settings = {name for kind in config.KINDS.values() for name in dir(kind) if name.isupper()}
    settings |= set(re.findall(r"self\.([A-Z_]+) =", PYTHON[home]))
    assert [name for name in settings if not name.startswith(OF_OTHERS) and not outside(name, home)] == []
    explained = "\n".join(texts("docs/operations/*.md").values())
    variables = re.findall(r'_read\("([A-Z_]+)"', PYTHON[home])
    assert [name for name in variables if f"`ACCREDITATION_{name}`" not in explained] == []


def test_every_permission_is_asked_for_somewhere() -> None:
    home = Path(permissions.__file__)
    rows = re.findall(r"^([A-Z_]+) = Permission\(", PYTHON[home], re.MULTILINE)
    assert len(rows) == len(permissions.PERMISSIONS)
    assert [row for row in rows if not outside(row, home)] == []


def test_every_style_of_ours_is_worn_by_something() -> None:
    """Of a name that a page puts together, such as `tone-{{ tone }}`, the beginning has to stand there."""
    styles = (ROOT / "accreditation/web/static/aval.css").read_text()
    classes = {name for name in re.findall(r"\.([a-z][\w-]*)", styles) if not name.startswith("govuk-")}
    worn = ALL + "\n".join(texts("frontend/*.js").values())
    whole = set(re.findall(r"[\w-]+", worn))
    begun = set(re.findall(r"([\w-]+(?:-|__))(?:\$?\{|['\"] [~+])", worn))
    stems = {name: {name[: joint.end()] for joint in re.finditer("-+|__", name)} for name in classes}
    assert sorted(name for name in classes if name not in whole and not stems[name] & begun) == []


def test_every_template_and_macro_is_used() -> None:
    names = {path: str(path.relative_to(TEMPLATES)) for path in PAGES}
    assert [name for name in names.values() if name.split("/")[0] not in FOUND_BY_FOLDER and name not in ALL] == []
    macros = re.findall(r"\{%-?\s*macro\s+(\w+)", "\n".join(PAGES.values()))
    called = Counter(call or name for call, name in re.findall(r"\b(\w+)\s*\(|['\"](\w+)['\"]", ALL))
    assert [name for name in macros if called[name] < 2] == []


def test_a_template_imports_what_it_uses() -> None:
    idle = []
    for path, text in PAGES.items():
        within = text + "".join(PAGES[TEMPLATES / part] for part in re.findall(r"include\s+['\"]([^'\"]+)['\"]", text))
        for names in re.findall(r"\{%-?\s*from\s+\S+\s+import\s+(.*?)(?:\s+with context)?\s*-?%\}", text, re.DOTALL):
            idle += [
                f"{path.name}: {name}" for name in re.findall(r"\w+(?=\s*(?:,|$))", names) if not uses(within, name)
            ]
    assert idle == []


def uses(text: str, name: str) -> bool:
    return len(re.findall(rf"\b{name}\b", text)) > 1


def test_every_column_is_spoken_of_outside_its_model() -> None:
    for path in PYTHON:
        if path.name.endswith("models.py"):
            importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    idle = []
    for mapper in Base.registry.mappers:
        home = Path(importlib.import_module(mapper.class_.__module__).__file__ or "")
        idle += [
            f"{mapper.class_.__name__}.{each.key}"
            for each in mapper.attrs
            if not outside(each.key, home) and WORDS[home][each.key] < 3
        ]
    assert idle == []


def test_every_dependency_is_imported() -> None:
    needed = (ROOT / "pyproject.toml").read_text().partition("[project.optional")[0]
    imported = set(re.findall(r"^\s*(?:import|from) (\w+)", ALL, re.MULTILINE))
    listed = set(re.findall(r'^  "(\w[\w-]*)', needed, re.MULTILINE)) - NEVER_IMPORTED
    assert {name for name in listed if NAMED_OTHERWISE.get(name, name.replace("-", "_")) not in imported} == set()
