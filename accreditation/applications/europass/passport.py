"""The SkillsPassport of Cedefop's Europass, versions 3.x, as XML and as JSON."""

from collections.abc import Iterator

from accreditation.applications.europass.curriculum import Curriculum, Period, Post, Study, Tongue, Work
from accreditation.applications.europass.tree import Element
from accreditation.applications.europass.words import country_of, date_of, plain, year_in

_SKILLS = {
    "listening": "Listening",
    "reading": "Reading",
    "interaction": "SpokenInteraction",
    "production": "SpokenProduction",
    "writing": "Writing",
}
_WORKS = {"publications": "publication", "projects": "project"}
_OTHER_SKILLS = ("Communication", "Organisational", "JobRelated", "Computer", "Other")


def curriculum_in(root: Element) -> Curriculum:
    """What a SkillsPassport says."""
    learner = root.one("LearnerInfo")
    found = _person(learner.one("Identification"))
    found.posts = [_post(each) for each in _listed(learner, "WorkExperience")]
    found.studies = [_study(each) for each in _listed(learner, "Education")]
    found.tongues = list(_tongues(learner.one("Skills", "Linguistic")))
    for achievement in _listed(learner, "Achievement"):
        _add_achievement(found, achievement)
    found.left_over += _rest(learner)
    return found


def _listed(parent: Element, name: str) -> list[Element]:
    """In XML the entries stand in a list of their own, in JSON beside each other."""
    return parent.all(f"{name}List", name) or parent.all(name)


def _person(said: Element) -> Curriculum:
    contact, about = said.one("ContactInfo"), said.one("Demographics")
    born = about.one("Birthdate")
    lines = contact.one("Address", "Contact")
    town = " ".join(part for part in (lines.said("PostalCode"), lines.said("Municipality")) if part)
    address = [lines.said("AddressLine"), town, lines.said("Country", "Label")]
    return Curriculum(
        given_names=said.said("PersonName", "FirstName"),
        family_names=said.said("PersonName", "Surname"),
        born_on=date_of(born.part("year"), born.part("month"), born.part("day")),
        gender={"F": "woman", "M": "man"}.get(about.said("Gender", "Code").upper(), ""),
        nationalities=[country_of(each.said("Code")) for each in _listed(about, "Nationality")],
        emails=[contact.said("Email", "Contact")],
        telephones=[each.said("Contact") for each in _listed(contact, "Telephone")],
        address="\n".join(part for part in address if part),
    )


def _period(said: Element) -> tuple[Period, bool]:
    start, end = said.one("From"), said.one("To")
    ends = "" if end.part("year") == "" else date_of(end.part("year"), end.part("month"), end.part("day"))
    begins = date_of(start.part("year"), start.part("month"), start.part("day"))
    return Period(begins, ends), said.said("Current") == "true"


def _post(said: Element) -> Post:
    period, is_present = _period(said.one("Period"))
    title, employer = said.said("Position", "Label"), said.said("Employer", "Name")
    return Post(period, title, employer, plain(said.said("Activities")), is_present)


def _study(said: Element) -> Study:
    period, _ = _period(said.one("Period"))
    code, label = said.said("Level", "Code"), said.said("Level", "Label")
    return Study(
        period,
        said.said("Title"),
        said.said("Organisation", "Name"),
        country_of(said.said("Organisation", "ContactInfo", "Address", "Contact", "Country", "Code")),
        code if code.isdigit() and "ISCED" not in label.upper() else "",
        plain(said.said("Activities")),
    )


def _tongues(said: Element) -> Iterator[Tongue]:
    for each in _listed(said, "MotherTongue"):
        yield Tongue(_described(each), is_native=True)
    for each in _listed(said, "ForeignLanguage"):
        level = each.one("ProficiencyLevel")
        papers = [
            paper.said("Title")
            for paper in _listed(each.one("VerifiedBy"), "Certificate") or _listed(each, "VerifiedBy")
        ]
        levels = {skill: level.said(name) for skill, name in _SKILLS.items()}
        yield Tongue(_described(each), levels, certificates=", ".join(paper for paper in papers if paper))


def _described(said: Element) -> str:
    return said.said("Description", "Code") or said.said("Description", "Label")


def _add_achievement(found: Curriculum, said: Element) -> None:
    """Publications and projects are one text with all of them; what else was achieved has no place."""
    kind, text = _WORKS.get(said.said("Title", "Code").lower()), plain(said.said("Description"))
    if kind is None or not text:
        label = said.said("Title", "Label")
        found.left_over.append(("achievement", "\n".join(part for part in (label, text) if part)))
        return
    for line in text.splitlines():
        found.works.append(Work(kind, line.lstrip("– "), year_in(line)))


def _rest(learner: Element) -> Iterator[tuple[str, str]]:
    headline = learner.said("Headline", "Description", "Label") or learner.said("Headline", "Description")
    yield "headline", headline
    for name in _OTHER_SKILLS:
        yield "skills", plain(learner.said("Skills", name, "Description"))
    licences = [each.whole() for each in learner.all("Skills", "Driving", "Description")]
    yield "driving", ", ".join(" ".join(licence.split()) for licence in licences)
    for each in learner.all("Identification", "ContactInfo", "WebsiteList", "Website") or learner.all(
        "Identification", "ContactInfo", "Website"
    ):
        yield "website", each.said("Contact")
