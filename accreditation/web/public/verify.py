"""Checking a certificate: by number with code or name, by QR, or by handing in the file; today or as of a day."""

from datetime import date
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from accreditation.certificates.models import Certificate
from accreditation.certificates.number import normalise
from accreditation.certificates.register import Answer, answer_on, find_certificate, mark_of
from accreditation.extensions import db
from accreditation.texts import N_
from accreditation.verification.opening import ACCEPTED, most_bytes
from accreditation.verification.report import Report, unknown
from accreditation.web.access import current_person, public, repeatable
from accreditation.web.language import current_locale
from accreditation.web.limits import limited, refuse_beyond
from accreditation.web.public import blueprint
from accreditation.web.public.answers import shown
from accreditation.web.public.handed_in import check, check_of_log, status_of
from accreditation.web.public.kept_pages import Page, page_for

# Of the minute within which a change must show.
SECONDS_KEPT = 30


def _day() -> date | None:
    try:
        return date.fromisoformat(request.values.get("on", ""))
    except ValueError:
        return None


def _question(**shown: Any) -> str:
    known = {"number": "", "asked": False, "error": "", "file_error": "", "on": request.values.get("on", "")}
    return render_template("public/verify.html", accepted=ACCEPTED, **{**known, **shown})


@blueprint.route("/verify", methods=["GET", "POST"])
@public
@repeatable
@limited("verify_file", account="", methods=("POST",))
def verify() -> str | BaseResponse | tuple[str, int]:
    """The question, and the answer when a file was handed in."""
    if request.method == "POST":
        return _handed_in()
    typed = request.args.get("number", "")
    number = normalise(typed)
    if number:
        wanted = {"name": request.args.get("name") or None, "on": request.args.get("on") or None}
        return redirect(url_for("public.verify_number", number=number, **wanted))
    error = _("This is not a certificate number. It looks like AMS-2026-000123-53.") if typed else ""
    return _question(number=typed, error=error)


def _handed_in() -> str | tuple[str, int]:
    file = request.files.get("file")
    content = file.read(most_bytes() + 1) if file else b""
    if not content:
        return _question(file_error=_("Choose the file that you want to check.")), 422
    if len(content) > most_bytes():
        return _question(file_error=_("The file is larger than a certificate can be. Choose the one we issued.")), 422
    held = check(content, _day())
    return _page(held.report, held.answer, is_file=True, by_code=held.by_code)


@blueprint.get("/verify/<number>")
@public
def verify_number(number: str) -> str | BaseResponse:
    """The answer for a number with its code or its holder's name; without them the question, alike for every number."""
    code, name = request.args.get("code", ""), request.args.get("name", "")
    if name:
        refuse_beyond("verify", normalise(number) or "")
    elif code and current_person() is None and (mark := mark_of(db.session(), number, code)):
        return _kept(page_for(request.full_path, current_locale(), mark, lambda: _answered(number, code)))
    found = find_certificate(db.session(), number, code=code, name=name)
    if found is None:
        if code and not name:
            refuse_beyond("verify")
        return _question(number=number, asked=bool(code or name), name=name)
    response = Response(_answer(found, by_code=code == found.code))
    response.headers["Cache-Control"] = "no-store"
    return response


def _answered(number: str, code: str) -> str:
    found = find_certificate(db.session(), number, code=code)
    assert found is not None
    return _answer(found, by_code=True)


def _answer(found: Certificate, *, by_code: bool) -> str:
    answer = answer_on(db.session(), found, _day())
    document = unknown(N_("Compare it with what stands below, or check the file."))
    signature = unknown(N_("It is checked together with the file."))
    report = Report(document, signature, check_of_log(found), status_of(answer))
    return _page(report, answer, is_file=False, by_code=by_code)


def _kept(page: Page) -> BaseResponse:
    """Whoever has the code may be answered by a cache on the way: it is the same for everybody in one language."""
    response = Response(page.body, mimetype="text/html")
    response.headers["Cache-Control"] = f"public, max-age={SECONDS_KEPT}"
    response.set_etag(page.etag)
    return response.make_conditional(request)


def _page(report: Report, answer: Answer | None, *, is_file: bool, by_code: bool) -> str:
    seen = shown(report, answer, is_file=is_file, by_code=by_code)
    return render_template("public/answer.html", shown=seen, answer=answer, is_file=is_file)
