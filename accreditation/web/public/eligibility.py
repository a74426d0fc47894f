"""“May I apply?”: one question a page, then the answer, from the scheme's conditions. Nothing is kept; no account is needed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from wtforms import RadioField, SelectMultipleField, StringField

from accreditation import clock
from accreditation.applications.eligibility import known_of
from accreditation.extensions import db
from accreditation.region.models import Category, Subject
from accreditation.region.standing_data import in_use
from accreditation.schemes.call_lists import calls_to_come, published_calls, scheme_in_use, stage_of
from accreditation.schemes.conditions import findings_for, rule_of
from accreditation.schemes.models import Call
from accreditation.schemes.rules import Value
from accreditation.web.access import current_person, current_region, public
from accreditation.web.forms import PageForm
from accreditation.web.language import said
from accreditation.web.places import in_order
from accreditation.web.public import blueprint
from accreditation.web.public.enquiry import (
    ASKED,
    NONE,
    OF_CONDITIONS,
    SCOPE,
    Question,
    Scope,
    question_of_call,
    questions_of_scope,
    questions_on,
)
from accreditation.web.written import shown

Given = MultiDict[str, str]


@dataclass(frozen=True)
class Standing:
    """How far somebody came: what was answered, which question is next (None at the end), and what it is all about."""

    answered: list[tuple[Question, list[str]]]
    pending: Question | None
    scope: Scope | None
    calls: Sequence[Call]
    total: int = 0


@blueprint.get("/eligibility")
@public
def eligibility() -> Any:
    """The next question, or the answer once every question was answered."""
    standing = _standing(request.args)
    if standing.pending is not None and (over := _call_that_is_over(standing.pending)):
        return redirect(over)
    return _ask(standing) if standing.pending is not None else _result(standing)


def _call_that_is_over(pending: Question) -> str | None:
    """Where an address leads whose call is not to come any more: the same questions on its category, subject and language."""
    reference = request.args.get("call", "")
    if pending.name not in SCOPE or reference in ("", NONE):
        return None
    over = published_calls(current_region().id).where(Call.reference == reference)
    call = db.session.scalars(over).one_or_none()
    if call is None:
        return None
    about = {"call": NONE, "category": call.category.code, "subject": call.subject.code, "language": call.language}
    return url_for("public.eligibility", **{**_kept(pending), **about})


def _standing(given: Given) -> Standing:
    calls = calls_to_come(db.session(), current_region().id)
    answered: list[tuple[Question, list[str]]] = []
    if calls:
        question = question_of_call(calls)
        answer = question.answer_in(given)
        if not answer:
            return Standing(answered, question, None, calls)
        answered.append((question, answer))
        chosen = next((call for call in calls if call.reference in answer), None)
        if chosen is not None:
            scope = Scope(chosen, chosen.category, chosen.subject, chosen.language, chosen.scheme)
            return _through_conditions(given, answered, scope, calls)
    categories, subjects = _offered(Category), _offered(Subject)
    for question in questions_of_scope(categories, subjects):
        answer = question.answer_in(given)
        if not answer:
            return Standing(answered, question, None, calls)
        answered.append((question, answer))
    found = _scope_of(given, categories, subjects, calls)
    return _through_conditions(given, answered, found, calls)


def _offered(table: type) -> Sequence[Any]:
    """The region's categories or subjects, by name."""
    return in_order(in_use(db.session(), current_region().id, table), lambda row: said(row.names))


def _scope_of(
    given: Given, categories: Sequence[Category], subjects: Sequence[Subject], calls: Sequence[Call]
) -> Scope:
    """By what was chosen; a call to come that fits lends its scheme, else the scheme in use does."""
    category = next(row for row in categories if row.code == given["category"])
    subject = next(row for row in subjects if row.code == given["subject"])
    fits = [call for call in calls if call.category_id == category.id and call.subject_id == subject.id]
    call = next((call for call in fits if call.language == given["language"]), None)
    scheme = call.scheme if call else scheme_in_use(db.session(), current_region().id, category.id, subject.id)
    return Scope(call, category, subject, given["language"], scheme)


def _through_conditions(
    given: Given, answered: list[tuple[Question, list[str]]], scope: Scope, calls: Sequence[Call]
) -> Standing:
    questions = list(questions_on(scope.scheme.eligibility, scope.terms))
    total = len(answered) + len(questions)
    for question in questions:
        answer = question.answer_in(given)
        if not answer:
            return Standing(answered, question, scope, calls, total)
        answered.append((question, answer))
    return Standing(answered, None, scope, calls, total)


def _address(answered: Sequence[tuple[Question, list[str]]]) -> str:
    """The address that holds these answers."""
    return url_for("public.eligibility", **{question.name: answer for question, answer in answered})


def _ask(standing: Standing) -> str | tuple[str, int]:
    question = standing.pending
    assert question is not None
    tried = request.args.get(ASKED) == question.name
    given = request.args.getlist(question.name)
    fault = question.fault_of(given) if tried else None
    known, source = ({}, "") if tried or given else _known(standing.scope)
    prefill = question.typed_for(known.get(question.condition["key"])) if question.condition else []
    page = render_template(
        "public/eligibility_question.html",
        form=_form(question, given or prefill, said(fault) if fault else ""),
        question=question,
        source=source if prefill else "",
        hidden=_kept(question),
        back=_address(standing.answered[:-1]) if standing.answered else url_for("public.calls"),
        standing=standing,
    )
    return (page, 422) if fault else page


def _known(scope: Scope | None) -> tuple[dict[str, Value], str]:
    """What the signed-in person's newest application says already, and its number."""
    person = current_person()
    if person is None or scope is None:
        return {}, ""
    return known_of(db.session(), person, scope.scheme, scope.terms, scope.subject.id)


def _kept(besides: Question) -> dict[str, list[str]]:
    """The answers in the address, but for those to one question; nothing else that may stand there."""
    return {
        name: request.args.getlist(name)
        for name in request.args
        if name != besides.name and (name in SCOPE or name.startswith(OF_CONDITIONS))
    }


def _form(question: Question, given: Sequence[str], fault: str) -> PageForm:
    """The one field of the page."""
    about = {"label": shown(question.label), "description": shown(question.hint) if question.hint else ""}
    choices = [(option.value, shown(option.label)) for option in question.options]
    field: Any = {
        "number": lambda: StringField(**about),
        "one": lambda: RadioField(**about, choices=choices),
        "any": lambda: SelectMultipleField(**about, choices=choices),
    }[question.kind]()
    data: Any = list(given) if question.kind == "any" else (given[0] if given else None)
    form: PageForm = type("QuestionForm", (PageForm,), {question.name: field})(data={question.name: data})
    if fault:
        form[question.name].errors = [fault]
    return form


def _result(standing: Standing) -> str:
    scope = standing.scope
    assert scope is not None
    known = {
        question.condition["key"]: question.value_of(answer)
        for question, answer in standing.answered
        if question.condition is not None
    }
    findings = [each for each in findings_for(scope.scheme.eligibility, scope.terms, known) if each.key in known]
    unmet = [finding for finding in findings if not finding.met]
    now = clock.now()
    return render_template(
        "public/eligibility.html",
        scope=scope,
        findings=findings,
        unmet=unmet,
        in_time=[finding for finding in unmet if rule_of(finding.condition).in_time],
        stage=stage_of(scope.call, now) if scope.call else "",
        others=_others(scope, standing.calls),
        rows=[
            {
                "question": question,
                "answer": question.shown(answer),
                "change": url_for("public.eligibility", **_kept(question)),
            }
            for question, answer in standing.answered
        ],
        again=url_for("public.eligibility"),
        stages={call.id: stage_of(call, now) for call in standing.calls},
    )


def _others(scope: Scope, calls: Sequence[Call]) -> list[Call]:
    """Calls to come in the same subject or category besides the one asked about."""
    near = [call for call in calls if scope.subject.id == call.subject_id or scope.category.id == call.category_id]
    return [call for call in near if scope.call is None or call.id != scope.call.id]
