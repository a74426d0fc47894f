"""Checking a certificate: by number with code or name, by QR, or by handing in the file."""

import hashlib
from datetime import date

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accreditation.certificates.log import leaves_of
from accreditation.certificates.models import Certificate
from accreditation.certificates.number import normalise
from accreditation.certificates.verification import answer_on, find, find_by_file
from accreditation.extensions import db
from accreditation.web.access import public, repeatable
from accreditation.web.public import blueprint

MOST_BYTES = 5 * 1024 * 1024


def _day() -> date | None:
    try:
        return date.fromisoformat(request.values.get("on", ""))
    except ValueError:
        return None


@blueprint.route("/verify", methods=["GET", "POST"])
@public
@repeatable
def verify() -> str | Response:
    """The question, and the answer when a file was handed in."""
    file = request.files.get("file")
    if request.method == "POST" and file and file.filename:
        content = file.read(MOST_BYTES)
        found = find_by_file(db.session(), hashlib.sha256(content).hexdigest())
        return (
            _answer(found)
            if found
            else render_template("public/verify.html", unknown_file=True, number="", asked=False)
        )
    number = normalise(request.values.get("number", ""))
    if number:
        name = request.values.get("name", "")
        return redirect(url_for("public.verify_number", number=number, name=name or None))
    error = (
        _("This is not a certificate number. It looks like AMS-2026-000123-53.") if request.values.get("number") else ""
    )
    return render_template("public/verify.html", number=request.values.get("number", ""), error=error, asked=False)


@blueprint.get("/verify/<number>")
@public
def verify_number(number: str) -> str:
    """The answer for a number with its code or its holder's name; without them the question, alike for every number."""
    code, name = request.args.get("code", ""), request.args.get("name", "")
    found = find(db.session(), number, code=code, name=name)
    if found is None:
        return render_template("public/verify.html", number=number, asked=bool(code or name), name=name)
    return _answer(found)


def _answer(certificate: Certificate) -> str:
    return render_template(
        "public/answer.html",
        answer=answer_on(db.session(), certificate, _day()),
        leaves=leaves_of(db.session(), certificate),
    )
