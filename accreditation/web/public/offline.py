"""The page that checks certificates without a network, as a file to keep: the issuer's keys of today are put into it."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from flask import Response, current_app

from accreditation import clock
from accreditation.texts import LOCALES, wording_of
from accreditation.web.access import public
from accreditation.web.language import current_locale
from accreditation.web.public import blueprint
from accreditation.web.public.evidence import present_trust
from accreditation.web.public.offline_words import WORDS

BUILT = Path(__file__).with_name("offline.html")
_PLACE = "{{data}}"


@blueprint.get("/verify/offline.html")
@public
def offline() -> Response:
    """A download, never a page of this site: its own policy forbids it every connection, and here no script would run."""
    content = {
        "language": current_locale(),
        "words": {locale: _words(locale, current_app.config["SITE_NAME"]) for locale in LOCALES},
        "trust": present_trust(),
    }
    response = Response(_built().replace(_PLACE, _inside_script(content), 1), content_type="text/html; charset=utf-8")
    name = f"{current_app.config['SITE_NAME'].lower()}-{clock.now():%Y-%m-%d}.html"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _words(locale: str, site: str) -> dict[str, str]:
    """Every sentence with its places still open."""
    return {"site": site} | {key: wording_of(text, locale) for key, text in WORDS.items()}


@cache
def _built() -> str:
    return BUILT.read_text(encoding="utf-8")


def _inside_script(content: dict[str, Any]) -> str:
    """JSON that no browser takes for markup."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
