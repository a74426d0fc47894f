"""Answers that go along: what a new draft starts with, what never does, what is offered and what is replaced."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from accreditation import clock
from accreditation.applications.answers import saved_sections
from accreditation.applications.beginning import begin_application
from accreditation.applications.carrying.beginning import source_of
from accreditation.applications.carrying.earlier import answers_in, earlier_applications
from accreditation.applications.carrying.fitting import fitting_answers
from accreditation.applications.carrying.imports import Readings, forget_import, import_of, keep_import
from accreditation.applications.carrying.offers import digest_of, offer_for, with_taken
from accreditation.applications.carrying.origins import Origin
from accreditation.applications.carrying.taking import offers_for, take_over
from accreditation.applications.fields import SectionForm
from accreditation.applications.forms import form_of
from accreditation.applications.models import Application
from accreditation.applications.questions import SECTIONS
from accreditation.applications.writing import save_section
from accreditation.errors import ChangedMeanwhile, Invalid, NotPermitted
from accreditation.extensions import db
from accreditation.invariants import broken_rows
from accreditation.people.actor import actor_of
from accreditation.people.models import Person
from accreditation.schemes.models import Call
from accreditation.transition import facts_of
from accreditation.workflow.actors import Actor
from accreditation.workflow.states import ApplicationState as S
from tests import staging

NEVER = {"motivation", "self_assessment", "referees", "integrity", "consents"}


def another_draft(earlier: Application) -> Application:
    """A new application of the same person, in an open call that they are not in."""
    mine = select(Application.call_id).where(Application.applicant_id == earlier.applicant_id)
    query = select(Call).where(Call.published_at.is_not(None), Call.closes_at > clock.now(), Call.id.not_in(mine))
    person, call = earlier.applicant, db.session.scalars(query.order_by(Call.closes_at)).first()
    return begin_application(db.session(), actor_of(db.session(), person), person, call)


@pytest.fixture
def earlier(lived_in: Any) -> Iterator[Application]:
    """Somebody's submitted application in a call that is over, with every section filled in."""
    with lived_in.app_context(), clock.at(staging.TODAY):
        query = select(Application).where(Application.state == S.ON_MISSION, Application.submitted_at.is_not(None))
        yield db.session.scalars(query.order_by(Application.number)).first()


def me(application: Application) -> Actor:
    return actor_of(db.session(), application.applicant)


def test_a_new_draft_starts_with_what_was_said_and_nothing_of_it_counts_yet(earlier: Application) -> None:
    draft = another_draft(earlier)
    said, carried = answers_in(db.session(), earlier), saved_sections(db.session(), draft)
    assert set(carried) == {key for key, answers in said.items() if any(answers.values())} - NEVER
    for section in carried.values():
        assert section.taken_name == earlier.number and section.taken_on == earlier.submitted_at.date()
        assert not section.is_complete and section.taken_from == "application"
    assert carried["education"].answers["rows"] == said["education"]["rows"]
    assert "subject_years" not in carried["experience"].answers
    assert carried["identity"].answers["given_names"] == said["identity"]["given_names"]


def test_a_carried_section_counts_once_it_is_saved_also_where_it_is_optional(earlier: Application) -> None:
    draft = another_draft(earlier)
    session = db.session()
    missing = facts_of(session, draft).sections_missing
    assert {"education", "publications"} <= set(missing)
    for key in ("education", "publications"):
        section = saved_sections(session, draft)[key]
        form = form_of(draft.scheme, key)
        kept = save_section(session, me(draft), draft, form, section.answers, seen_version=section.version)
        assert kept.is_complete and kept.taken_from is None and kept.taken_on is None
    assert not {"education", "publications"} & set(facts_of(session, draft).sections_missing)


def test_a_post_in_another_administration_stays_behind(earlier: Application) -> None:
    here = earlier.administration_id
    query = select(Person.administration_id).where(Person.administration_id.not_in([here]))
    earlier.applicant.administration_id = db.session.scalars(query).first()
    db.session.flush()
    carried = saved_sections(db.session(), another_draft(earlier))
    assert "employment" not in carried and "experience" in carried


def test_of_two_applications_the_complete_then_the_later_answers_count(earlier: Application) -> None:
    session = db.session()
    first = another_draft(earlier)
    education, contact = saved_sections(session, first)["education"], saved_sections(session, first)["contact"]
    rows = [{**education.answers["rows"][0], "institution": "Universidad más nueva"}]
    save_section(
        session, me(first), first, form_of(first.scheme, "education"), {"rows": rows}, seen_version=education.version
    )
    half = {**contact.answers, "phone": "+502"}
    save_section(session, me(first), first, form_of(first.scheme, "contact"), half, seen_version=contact.version)
    with clock.at(clock.now().replace(day=25)):
        query = select(Call).where(
            Call.id.not_in(select(Application.call_id).where(Application.applicant_id == first.applicant_id))
        )
        call = session.scalars(query).first()
        call.published_at, call.opens_at, call.closes_at = earlier.created_at, earlier.created_at, first.call.closes_at
        session.flush()
        carried = saved_sections(session, begin_application(session, me(first), first.applicant, call))
    assert carried["education"].taken_name == first.number
    assert carried["education"].answers["rows"][0]["institution"] == "Universidad más nueva"
    assert carried["contact"].taken_name == earlier.number and carried["contact"].answers["phone"] != "+502"


def test_ticks_declarations_and_what_is_not_offered_never_come_along() -> None:
    assert fitting_answers(SECTIONS["integrity"], {"conduct": "yes"}) == {}
    assert fitting_answers(
        SECTIONS["identity"], {"title": "king", "nationality": "Atlantis", "given_names": "A\x00na\ud800"}
    ) == {"given_names": "Ana"}
    strange: dict[str, Any] = {"rows": [{"language": "xx", "speaking": "C9"}, "no row", {"language": "es", "more": {}}]}
    assert fitting_answers(SECTIONS["languages"], strange)["rows"][0]["language"] == "es"
    for odd in (None, [], {}, True, 3.5, [[]]):
        assert fitting_answers(SECTIONS["availability"], {"days_per_year": odd, "blocked_dates": odd}) == {}


def offered(draft: Application, found: dict[str, Any]) -> tuple[list[Any], str]:
    offers = offers_for(db.session(), draft, found, "America/Guatemala")
    return offers, digest_of(offers)


def test_what_was_typed_is_replaced_only_where_it_is_ticked(earlier: Application) -> None:
    session, draft = db.session(), another_draft(earlier)
    education = form_of(draft.scheme, "education")
    mine = {"level": "master", "degree": "Mía", "institution": "Aquí", "country": "GT", "year": "2020"}
    section = saved_sections(session, draft)["education"]
    save_section(session, me(draft), draft, education, {"rows": [mine]}, seen_version=section.version)
    found = {"education": answers_in(session, earlier)["education"], "contact": {"phone": "+50255550199"}}
    offers, seen = offered(draft, found)
    proposed = {item.name for offer in offers for item in offer.items if item.is_proposed}
    assert proposed and all(name.startswith("education.rows.") for name in proposed)
    args = (session, me(draft), draft, found, source_of(earlier))
    assert take_over(*args, proposed, seen=seen, time_zone="") == 1
    now = saved_sections(session, draft)
    assert now["education"].answers["rows"][0] == mine and len(now["education"].answers["rows"]) > 1
    assert now["contact"].answers["phone"] != "+50255550199"
    with pytest.raises(ChangedMeanwhile):
        take_over(*args, {"contact.phone"}, seen=seen, time_zone="")
    _offers, seen = offered(draft, found)
    take_over(*args, {"contact.phone"}, seen=seen, time_zone="")
    assert saved_sections(session, draft)["contact"].answers["phone"] == "+50255550199"


def test_motivation_comes_along_only_when_chosen_and_declarations_not_even_then(earlier: Application) -> None:
    session, draft = db.session(), another_draft(earlier)
    offers, seen = offered(draft, answers_in(session, earlier))
    by_key = {offer.form.key: offer for offer in offers}
    assert not by_key["motivation"].items[0].is_proposed
    assert "integrity" not in by_key and "consents" not in by_key
    names = {"motivation.statement", "consents.privacy", "integrity.conduct"}
    take_over(
        session, me(draft), draft, answers_in(session, earlier), source_of(earlier), names, seen=seen, time_zone=""
    )
    saved = saved_sections(session, draft)
    assert saved["motivation"].taken_from == "application" and "consents" not in saved and "integrity" not in saved


def test_a_language_is_there_once_and_a_full_table_is_not_filled_further() -> None:
    form: SectionForm = SECTIONS["languages"]
    here = {"rows": [{"language": "es", "speaking": "C1"}]}
    found = {"rows": [{"language": code, "speaking": "C2"} for code in ("es", "en", "pt", "fr", "nl", "ht")]}
    offer = offer_for(form, here, 1, found)
    assert offer is not None and [item.is_proposed for item in offer.items] == [False, True, True, True, True, True]
    every = with_taken(offer, {item.name for item in offer.items})["rows"]
    assert [row["language"] for row in every] == ["es", "en", "pt", "fr", "nl", "ht"]
    assert every[0]["speaking"] == "C2"
    others = {"rows": [{"language": "other", "other": name} for name in ("aymara", "quechua")]}
    two = offer_for(form, others, 1, {"rows": [*others["rows"], {"language": "other", "other": "garífuna"}]})
    assert two is not None and [item.new["other"] for item in two.items] == ["garífuna"]
    posts = {"rows": [{"from_year": str(year)} for year in range(1990, 2010)]}
    full = offer_for(SECTIONS["experience"], {}, 0, posts)
    assert full is not None and sum(item.is_proposed for item in full.items) == 12


def test_only_the_applicant_and_only_in_a_draft(earlier: Application) -> None:
    session, draft = db.session(), another_draft(earlier)
    offers, seen = offered(draft, answers_in(session, earlier))
    names = {item.name for offer in offers for item in offer.items}
    stranger = session.scalars(select(Person).where(Person.email == "oficial@demo.example")).one()
    args = (answers_in(session, earlier), source_of(earlier), names)
    with pytest.raises(NotPermitted):
        take_over(session, actor_of(session, stranger), draft, *args, seen=seen, time_zone="")
    with pytest.raises(NotPermitted):
        take_over(session, me(earlier), earlier, *args, seen=seen, time_zone="")
    with pytest.raises(Invalid):
        take_over(session, me(draft), draft, *args[:2], set(), seen=seen, time_zone="")
    assert earlier in earlier_applications(session, draft)


def test_what_a_file_said_waits_for_one_draft_and_the_next_file_takes_its_place(earlier: Application) -> None:
    session, draft = db.session(), another_draft(earlier)
    for phone in ("+50255550101", "+50255550102"):
        said = Readings(Origin.EUROPASS, {"contact": {"phone": phone}}, [("website", "https://ana.example")])
        keep_import(session, me(draft), draft, "cv.xml", said)
    kept = import_of(session, draft)
    assert kept is not None and kept.answers == {"contact": {"phone": "+50255550102"}}
    assert kept.source == (Origin.EUROPASS, "cv.xml", clock.now().date())
    _offers, seen = offered(draft, kept.answers)
    take_over(session, me(draft), draft, kept.answers, kept.source, {"contact.phone"}, seen=seen, time_zone="")
    contact = saved_sections(session, draft)["contact"]
    assert (contact.taken_from, contact.taken_name) == ("europass", "cv.xml") and not contact.is_complete
    stranger = session.scalars(select(Person).where(Person.email == "oficial@demo.example")).one()
    with pytest.raises(NotPermitted):
        forget_import(session, actor_of(session, stranger), draft)
    forget_import(session, me(draft), draft)
    assert import_of(session, draft) is None
    session.commit()
    assert list(broken_rows(session)) == []


def test_what_the_source_does_not_say_of_a_row_stays() -> None:
    here = {"rows": [{"language": "es", "speaking": "C1", "facilitates": "yes"}]}
    offer = offer_for(SECTIONS["languages"], here, 1, {"rows": [{"language": "es", "speaking": "C2"}]})
    assert offer is not None and not offer.items[0].is_proposed
    (row,) = with_taken(offer, {offer.items[0].name})["rows"]
    assert (row["speaking"], row["facilitates"]) == ("C2", "yes")
    assert offer_for(SECTIONS["languages"], here, 1, {"rows": [{"language": "es", "speaking": "C1"}]}) is None
