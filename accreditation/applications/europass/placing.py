"""A curriculum in the sections of the form; what the form does not ask is kept beside, so that nothing is lost unseen."""

from collections.abc import Sequence
from typing import Any

from babel import Locale

from accreditation.applications.carrying.imports import Readings
from accreditation.applications.carrying.origins import Origin
from accreditation.applications.checking import EMAIL
from accreditation.applications.europass.curriculum import Curriculum, Post, Study, Tongue, Work
from accreditation.applications.europass.names import family_names
from accreditation.applications.europass.words import language_of
from accreditation.applications.fields import LANGUAGES, LONGEST_LINE, OTHER_LANGUAGE
from accreditation.people.models import Person
from accreditation.schemes.rules import CEFR
from accreditation.texts import DEFAULT_LOCALE, N_, Text

LEFT_OVER: dict[str, Text] = {
    "headline": N_("About you"),
    "skills": N_("Skills"),
    "driving": N_("Driving licence"),
    "website": N_("Website"),
    "achievement": N_("Achievements and other entries"),
    "language": N_("Language"),
    "contact": N_("Further contact"),
    "nationality": N_("Further nationality"),
    "study": N_("More on your studies"),
    "period": N_("A date that the form does not ask"),
    "pictures": N_("Pictures and attached files"),
}
# Levels of the European Qualifications Framework.
_DEGREES = {"3": "secondary", "4": "secondary", "5": "technical", "6": "bachelor", "7": "master", "8": "doctorate"}
_NATIVE = CEFR[-1]


def readings_of(said: Curriculum, person: Person, dropped: int) -> Readings:
    """Answers by section, and what has no place. `dropped`: so many pictures were not read."""
    left = [*said.left_over, *(("nationality", code) for code in said.nationalities[1:])]
    answers: dict[str, dict[str, Any]] = {
        "identity": _identity(said, person),
        "contact": _contact(said, left),
        "employment": _employment(said.posts),
        "experience": {"rows": [_post(post) for post in said.posts]},
        "education": {"rows": [_study(study, left) for study in said.studies]},
        "publications": {"rows": [_work(work) for work in said.works]},
        "languages": {"rows": _languages(said.tongues, person.locale or DEFAULT_LOCALE, left)},
    }
    if dropped:
        left.append(("pictures", str(dropped)))
    return Readings(Origin.EUROPASS, answers, left)


def _identity(said: Curriculum, person: Person) -> dict[str, Any]:
    first, second = family_names(said.family_names, (person.first_family_name, person.second_family_name))
    year, month, day = (*said.born_on.split("-"), "", "")[:3]
    return {
        "given_names": said.given_names,
        "first_family_name": first,
        "second_family_name": second,
        "gender": said.gender,
        "nationality": next((code for code in said.nationalities if code), ""),
        # A day that is not known whole is kept in parts, so that the person writes only what is missing.
        "birth_date": f"{year}-{month}-{day}" if year else "",
    }


def _contact(said: Curriculum, left: list[tuple[str, str]]) -> dict[str, Any]:
    emails = [each for each in said.emails if EMAIL.fullmatch(each)]
    telephones = [each for each in said.telephones if each]
    left += [("contact", each) for each in (*emails[1:], *telephones[1:])]
    return {
        "personal_email": emails[0] if emails else "",
        "phone": telephones[0] if telephones else "",
        "address": said.address,
    }


def _employment(posts: Sequence[Post]) -> dict[str, Any]:
    present = next((post for post in posts if post.is_present), None)
    return {"position": present.title[:LONGEST_LINE]} if present else {}


def _post(post: Post) -> dict[str, Any]:
    return {
        "from_year": post.period.start[:4],
        "to_year": "" if post.is_present else post.period.end[:4],
        "post": ", ".join(part for part in (post.title, post.employer) if part),
        "duties": post.duties,
    }


def _study(study: Study, left: list[tuple[str, str]]) -> dict[str, Any]:
    if study.about:
        left.append(("study", "\n".join(part for part in (study.title, study.about) if part)))
    return {
        "level": _DEGREES.get(study.level, ""),
        "degree": study.title,
        "institution": study.institution,
        "country": study.country,
        "year": study.period.end[:4],
    }


def _work(work: Work) -> dict[str, Any]:
    title = work.title or work.about.partition("\n")[0]
    about = "" if work.about == title else work.about
    return {
        "kind": work.kind,
        "title": title[:LONGEST_LINE],
        "year": work.year[:4],
        "part": about if len(title) <= LONGEST_LINE else title,
        "address": work.address,
    }


def _languages(tongues: Sequence[Tongue], locale: str, left: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """One row a language; a language named as mother tongue and again with levels is a mother tongue."""
    rows: dict[str, dict[str, Any]] = {}
    for tongue in sorted(tongues, key=lambda each: not each.is_native):
        code = language_of(tongue.language)
        name = Locale(locale).languages.get(code, tongue.language)
        strange = [level for level in tongue.levels.values() if level.strip().upper() not in ("", *CEFR)]
        left += [("language", f"{name} {level}") for level in dict.fromkeys(strange)]
        if not name or name in rows:
            continue
        asked = {"language": code} if code in LANGUAGES else {"language": OTHER_LANGUAGE, "other": name}
        rows[name] = {**asked, **_levels(tongue), "test": tongue.certificates}
    return list(rows.values())


def _levels(tongue: Tongue) -> dict[str, str]:
    """The form asks one level of speaking where Europass knows two: the lower one counts."""
    if tongue.is_native:
        return dict.fromkeys(("listening", "speaking", "reading", "writing"), _NATIVE)
    given = {skill: level.strip().upper() for skill, level in tongue.levels.items()}
    spoken = [level for skill in ("interaction", "production") if (level := given.get(skill, "")) in CEFR]
    return {
        "listening": given.get("listening", ""),
        "speaking": min(spoken, default=""),
        "reading": given.get("reading", ""),
        "writing": given.get("writing", ""),
    }
