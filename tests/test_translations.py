"""The catalogues hold every sentence of code and templates, keep its places, and each is whole."""

import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po

from accreditation.notifications.wording import environment
from accreditation.texts import CATALOGUES, N_, Moment, N_plural, say

ROOT = Path(__file__).parents[1]
WHOLE = ("es", "en", "pt", "fr")
KEYWORDS = {**DEFAULT_KEYWORDS, **parse_keywords(["N_", "N_plural:1,2", "_l", "_", "ngettext:1,2"])}
PLACE = re.compile(r"%\(\w+\)[sd]")


@cache
def catalogue(locale: str) -> Catalog:
    with (CATALOGUES / locale / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=locale)


@cache
def spoken() -> set[str]:
    """Every sentence that code and templates mark."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    kept = ("accreditation", "templates")
    found = set()
    for _file, _line, message, _comments, _context in extract_from_dir(
        ROOT,
        methods,
        options,
        KEYWORDS,
        directory_filter=lambda folder: Path(folder).relative_to(ROOT).parts[:1][0] in kept,
    ):
        found.add(message if isinstance(message, str) else message[0])
    return found


@pytest.mark.parametrize("locale", ["es", "en", "pt", "fr"])
def test_every_sentence_stands_in_the_catalogue(locale: str) -> None:
    known = {message.id if isinstance(message.id, str) else message.id[0] for message in catalogue(locale)}
    sentences = spoken()
    assert len(sentences) > 1000
    assert sorted(sentences - known) == [], "run `make translations`"


@pytest.mark.parametrize("locale", WHOLE)
def test_no_sentence_is_left_empty(locale: str) -> None:
    empty = [
        message.id
        for message in catalogue(locale)
        if message.id and not (message.string if isinstance(message.string, str) else all(message.string))
    ]
    assert empty == []


@pytest.mark.parametrize("locale", ["es", "en", "pt", "fr"])
def test_the_places_in_a_sentence_stay(locale: str) -> None:
    for message in catalogue(locale):
        pairs = zip(
            [message.id] if isinstance(message.id, str) else [message.id[1]] * 2,
            [message.string] if isinstance(message.string, str) else message.string,
            strict=False,
        )
        for original, translated in pairs:
            if message.id and translated:
                assert sorted(PLACE.findall(original)) == sorted(PLACE.findall(translated)), message.id


@pytest.mark.parametrize(("locale", "word"), [("es", "Iniciar sesión"), ("pt", "Entrar"), ("fr", "Se connecter")])
def test_the_compiled_catalogues_speak(locale: str, word: str) -> None:
    """The catalogues that the pages read are compiled from these, none left out as doubtful."""
    assert say(N_("Sign in"), locale) == word


@pytest.mark.parametrize("locale", WHOLE)
def test_no_sentence_stands_in_the_catalogue_unused(locale: str) -> None:
    held = catalogue(locale)
    known = {message.id if isinstance(message.id, str) else message.id[0] for message in held if message.id}
    assert sorted(known - spoken()) == [], "run `make translations`"
    assert sorted(str(message) for message in held.obsolete) == [], "run `make translations`"


@pytest.mark.parametrize("locale", WHOLE)
def test_what_is_counted_has_every_form_of_the_language(locale: str) -> None:
    held = catalogue(locale)
    counting = [message for message in held if message.pluralizable]
    assert len(counting) > 20
    assert [message.id for message in counting if len(message.string) != held.num_plurals] == []


FORMS = {
    "es": ["0 páginas", "1 página", "2 páginas", "1.000.000 páginas"],
    "en": ["0 pages", "1 page", "2 pages", "1,000,000 pages"],
    "pt": ["0 páginas", "1 página", "2 páginas", "1.000.000 páginas"],
    "fr": ["0 page", "1 page", "2 pages", "1\u202f000\u202f000 pages"],
}


@pytest.mark.parametrize("locale", WHOLE)
def test_none_one_two_and_a_million_take_their_form(locale: str) -> None:
    said = [say(N_plural("%(num)s page", "%(num)s pages", num=number), locale) for number in (0, 1, 2, 1_000_000)]
    assert said == FORMS[locale]


@pytest.mark.parametrize("locale", WHOLE)
def test_templates_and_mails_count_alike(app: Any, locale: str) -> None:
    source = "{{ ngettext('%(num)s page', '%(num)s pages', number) }}"
    with app.test_request_context(f"/?lang={locale}"):
        page = [app.jinja_env.from_string(source).render(number=number) for number in (0, 1, 2, 1_000_000)]
    mail = [environment(locale).from_string(source).render(number=number) for number in (0, 1, 2, 1_000_000)]
    assert page == mail == FORMS[locale]


PLACES = {
    "es": ("0 de 1 cupo", "1 de 6 cupos", "Texto de noviembre de 2026", "1, 3 y 5"),
    "en": ("0 of 1 place", "1 of 6 places", "Wording of November 2026", "1, 3 and 5"),
    "pt": ("0 de 1 vaga", "1 de 6 vagas", "Texto de novembro de 2026", "1, 3 e 5"),
    "fr": ("0 place sur 1", "1 place sur 6", "Version du texte : novembre 2026", "1, 3 et 5"),
}


@pytest.mark.parametrize("locale", WHOLE)
def test_parts_of_a_whole_months_and_lists_are_said_as_the_language_says_them(app: Any, locale: str) -> None:
    source = """{% for part, all in ((0, 1), (1, 6)) -%}
    {{ ngettext('%(used)s of %(all)s place', '%(used)s of %(all)s places', counted_by(part, all), used=part, all=all) }}|
    {%- endfor %}{{ _('Wording of %(version)s', version='2026-11' | version_said) }}|{{ (1, 3, 5) | and_list }}"""
    with app.test_request_context(f"/?lang={locale}"):
        page = app.jinja_env.from_string(source).render()
    assert tuple(page.replace("\u202f", " ").replace("\xa0", " ").split("|")) == PLACES[locale]


def test_no_date_is_written_by_hand() -> None:
    """Days and moments are said by Babel in the reader's language; a fixed pattern is for machines only."""
    for_machines = {"accreditation/notifications/mail_folder.py", "accreditation/credentials/proving.py"}
    sources = [*(ROOT / "accreditation").rglob("*.py"), *(ROOT / "templates").rglob("*.*")]
    found = {str(path.relative_to(ROOT)) for path in sources if "strftime(" in path.read_text(encoding="utf-8")}
    assert found <= for_machines


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("es", "1 de marzo de 2026, 17:00 (Guatemala)"),
        ("en", "1 March 2026, 17:00 (Guatemala)"),
        ("pt", "1º de março de 2026, 17:00 (Guatemala)"),
        ("fr", "1er mars 2026, 17:00 (Guatemala)"),
    ],
)
def test_moments_are_said_in_the_language_and_the_zone_of_the_reader(locale: str, words: str) -> None:
    told = N_("Saved at %(time)s", time=Moment(datetime(2026, 3, 1, 23, tzinfo=UTC)))
    assert words in say(told, locale, "America/Guatemala")


def test_every_page_names_its_language(app: Any) -> None:
    for locale in WHOLE:
        answer = app.test_client().get(f"/sign-in?lang={locale}")
        assert answer.headers["Content-Language"] == locale
        assert f'<html lang="{locale}"' in answer.text
