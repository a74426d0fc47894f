"""The Candidate document that europass.europa.eu exports: HR-XML with extensions of its own."""

from collections.abc import Iterator

from accreditation.applications.europass.curriculum import Curriculum, Period, Post, Study, Tongue, Work
from accreditation.applications.europass.tree import Element
from accreditation.applications.europass.words import country_of, date_in, plain, year_in

_SKILLS = {
    "CEF-Understanding-Listening": "listening",
    "CEF-Understanding-Reading": "reading",
    "CEF-Speaking-Interaction": "interaction",
    "CEF-Speaking-Production": "production",
    "CEF-Writing-Production": "writing",
}
# Sections of their own: the list, and what one entry of it is called.
_ACTIVITIES = ("SocialAndPoliticalActivities", "NetworksAndMemberships", "ConferencesAndSeminars", "VoluntaryWorks")


def curriculum_in(root: Element) -> Curriculum:
    """What a Candidate document says."""
    profile = root.one("CandidateProfile")
    found = _person(root.one("CandidatePerson"))
    for employer in profile.all("EmploymentHistory", "EmployerHistory"):
        positions = employer.all("PositionHistory") or [employer]
        found.posts += [_post(employer, position) for position in positions]
    found.studies = [_study(each) for each in profile.all("EducationHistory", "EducationOrganizationAttendance")]
    found.tongues += _tongues(profile)
    found.works = [*_publications(profile), *_projects(profile)]
    found.left_over += _rest(profile)
    return found


def _person(said: Element) -> Curriculum:
    found = Curriculum(
        given_names=said.said("PersonName", "GivenName"),
        family_names=said.said("PersonName", "FamilyName"),
        born_on=date_in(said.said("BirthDate")),
        gender={"female": "woman", "male": "man", "other": "other"}.get(said.said("GenderCode"), ""),
        nationalities=[country_of(each.text) for each in said.all("NationalityCode")],
        tongues=[Tongue(each.text, is_native=True) for each in said.all("PrimaryLanguageCode") if each.text],
    )
    for way in said.all("Communication"):
        channel = way.said("ChannelCode")
        if channel == "Email":
            found.emails.append(way.said("URI") or way.said("Text"))
        elif channel == "Telephone":
            dialling = way.said("CountryDialing").lstrip("+")
            found.telephones.append((f"+{dialling} " if dialling else "") + way.said("DialNumber"))
        elif way.all("Address") and not found.address:
            found.address = _address(way.one("Address"))
        elif channel:
            found.left_over.append(("website", way.said("URI") or way.said("URL")))
    return found


def _address(said: Element) -> str:
    town = " ".join(part for part in (said.said("PostalCode"), said.said("CityName")) if part)
    lines = [*(each.text for each in said.all("AddressLine")), town, country_of(said.said("CountryCode"))]
    return "\n".join(line for line in lines if line)


def _moment(said: Element) -> str:
    return date_in(said.said("FormattedDateTime") or said.text)


def _post(employer: Element, position: Element) -> Post:
    period = position.one("EmploymentPeriod") if position.all("EmploymentPeriod") else employer.one("EmploymentPeriod")
    return Post(
        Period(_moment(period.one("StartDate")), _moment(period.one("EndDate"))),
        position.said("PositionTitle"),
        employer.said("OrganizationName"),
        plain(position.said("Description")),
        period.said("CurrentIndicator") == "true",
    )


def _study(said: Element) -> Study:
    period, degree = said.one("AttendancePeriod"), said.one("EducationDegree")
    level = said.said("EducationLevelCode") or degree.said("EducationLevelCode")
    return Study(
        Period(_moment(period.one("StartDate")), _moment(period.one("EndDate"))),
        degree.said("DegreeName") or said.said("ProgramName"),
        said.said("OrganizationName"),
        country_of(said.said("OrganizationContact", "Communication", "Address", "CountryCode")),
        level if level.isdigit() else "",
        plain(degree.said("OccupationalSkillsCovered")),
    )


def _tongues(profile: Element) -> Iterator[Tongue]:
    for each in profile.all("PersonQualifications", "PersonCompetency"):
        if each.said("TaxonomyID").lower() != "language":
            continue
        levels = {
            _SKILLS[kind]: dimension.said("Score", "ScoreText")
            for dimension in each.all("CompetencyDimension")
            if (kind := dimension.said("CompetencyDimensionTypeCode")) in _SKILLS
        }
        yield Tongue(each.said("CompetencyID"), levels)


def _publications(profile: Element) -> Iterator[Work]:
    for each in profile.all("PublicationHistory", "Publication"):
        about = plain(each.said("FormattedPublicationDescription") or each.said("Description"))
        title = each.said("Title") or about.partition("\n")[0]
        year = each.said("Year") or _moment(each.one("Date", "StartDate"))[:4] or year_in(each.said("Reference"))
        yield Work("publication", title, year, about, each.said("DOI", "Link") or each.said("Link"))


def _projects(profile: Element) -> Iterator[Work]:
    for each in profile.all("Projects", "Project"):
        year = _moment(each.one("Date", "EndDate"))[:4] or _moment(each.one("Date", "StartDate"))[:4]
        yield Work("project", each.said("Title"), year, plain(each.said("Description")), each.said("Link"))


def _rest(profile: Element) -> Iterator[tuple[str, str]]:
    yield "headline", plain(profile.said("ExecutiveSummary"))
    licences = [each.text for each in profile.all("Licenses", "License", "LicenseTypeCode") if each.text]
    yield "driving", ", ".join(licences)
    skills = [*profile.all("Skills", "PersonCompetency"), *profile.all("Skills", "SkillsGroup", "PersonCompetency")]
    yield "skills", ", ".join(name for each in skills if (name := each.said("CompetencyName")))
    for name in _ACTIVITIES:
        for each in profile.one(name).within:
            yield "achievement", plain(each.whole())
    for each in profile.all("Others"):
        for entry in each.all("Other"):
            parts = (each.said("Title"), entry.said("Title"), plain(entry.said("Description")))
            yield "achievement", "\n".join(part for part in parts if part)
