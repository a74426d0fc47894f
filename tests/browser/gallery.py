"""Pictures of every page of every role: `make gallery` fills a demo, walks it, and leaves build/gallery/index.html to be looked at.

Each page in Spanish and in one of the other languages, on a phone and on a desk, with what was on it when the demo ended.
"""

import logging
import os
import re
import shutil
import sys
from collections.abc import Iterator
from html import escape
from itertools import cycle
from pathlib import Path
from typing import Any

import click
import flask_migrate
from playwright.sync_api import Browser

from accreditation import clock, create_app
from accreditation.demonstration.performance import is_played, play
from benchmarks.chromium import chromium_started
from tests.browser.browsing import COUNTRIES, WIDTHS, page_at, serve
from tests.browser.pages import Collection, Page, Tour

PLACE = Path(__file__).parents[2] / "build" / "gallery"
HEAD = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Gallery</title><style>img{vertical-align:top;margin:4px;border:1px solid}</style>'


class EveryRole(Collection):
    """What is not public once for every role; the rest, and applicants in every state, where something new is to be seen."""

    def __init__(self, app: Any) -> None:
        super().__init__(app)
        self._seen: set[tuple[str, str]] = set()

    def take(self, page: Page) -> bool:
        is_new = super().take(page)
        is_first = not {(page.who, page.rule), ("nobody", page.rule)} & self._seen
        self._seen.add((page.who, page.rule))
        return is_new or (is_first and not page.who.startswith(("applicant, ", "contact point ")))


def pages_of(app: Any) -> Iterator[tuple[str, Page, str]]:
    """(language, page, cookie of its person): Spanish, and the same address again in one of the others."""
    others = cycle(lang for lang in COUNTRIES if lang != "es")
    tour = Tour(app, EveryRole(app))
    for page in tour.walk():
        yield "es", page, tour.cookie_of(page)
        lang = next(others)
        yield lang, tour.again(page, lang), tour.cookie_of(page)


def take_pictures(app: Any, chromium: Browser) -> int:
    """Every page, and the index that leads through them. Returns how many pages there were."""
    windows = {(width, lang): page_at(chromium, width, lang=lang) for width in WIDTHS for lang in COUNTRIES}
    lines, number = [HEAD], 0
    with serve(app, clock.now()) as served:
        for lang, page, cookie in pages_of(app):
            number += lang == "es"
            lines.append(f"<h2>{number} {lang}: {escape(str(page))}</h2>")
            for width in WIDTHS:
                name = f"{number:03}-{lang}-{width}-{re.sub(r'[^a-z]+', '-', page.rule.lower()).strip('-')[:60]}.jpg"
                served.show(windows[width, lang], page, cookie)
                windows[width, lang].screenshot(path=PLACE / name, full_page=True, type="jpeg", quality=70)
                lines.append(f'<a href="{name}"><img src="{name}" alt="" width="{WIDTHS[width][0] // 2}"></a>')
            if number % 25 == 0 and lang == "es":
                click.echo(f"Gallery: {number} pages")
    (PLACE / "index.html").write_text("\n".join(lines), encoding="utf-8")
    return number


def main(data_dir: Path) -> None:
    """A demo in `data_dir`, filled where it is empty."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    os.environ.update(ACCREDITATION_ENV="demo", ACCREDITATION_DATA_DIR=str(data_dir.absolute()))
    shutil.rmtree(PLACE, ignore_errors=True)
    PLACE.mkdir(parents=True)
    app = create_app("demo")
    with app.app_context():
        flask_migrate.upgrade()
    if not is_played(app):
        play(app, click.echo)
    with chromium_started() as chromium:
        click.echo(f"Gallery: {take_pictures(app, chromium)} pages in {PLACE / 'index.html'}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
