"""Posts, schooling, and what was built or written."""

from accreditation.applications.fields import Carried, Field, SectionForm
from accreditation.texts import N_

CONTRACTS = (
    ("permanent", N_("Permanent official")),
    ("fixed", N_("Contract with an end")),
    ("seconded", N_("Seconded from another institution")),
    ("other", N_("Another contract")),
)
DEGREES = (
    ("secondary", N_("Secondary school")),
    ("technical", N_("Technical degree")),
    ("bachelor", N_("Bachelor’s degree or licentiate")),
    ("master", N_("Master’s degree")),
    ("doctorate", N_("Doctorate")),
    ("other", N_("Another qualification")),
)
WORKS = (("project", N_("Project")), ("publication", N_("Publication")))

EMPLOYMENT = SectionForm(
    "employment",
    N_("Employment"),
    (
        Field("department", "text", N_("Department")),
        Field("position", "text", N_("Position"), complete="organization-title"),
        Field("grade", "text", N_("Grade or rank"), required=False, most=80),
        Field("contract", "choice", N_("Kind of contract"), required=False, choices=CONTRACTS),
        Field("hired_on", "date", N_("In customs since"), N_("For example 1 9 2015."), past=True),
        Field("years_in_customs", "number", N_("Full years in customs"), least=0, most=60),
        Field("supervisor", "text", N_("Name of your supervisor")),
        Field("supervisor_email", "email", N_("E-mail of your supervisor"), required=False),
        Field(
            "leaves_on", "date", N_("Expected retirement or rotation"),
            N_("The day on which you expect to leave this post, if you know it."), required=False, after="hired_on",
        ),
    ),
    carried=Carried.IN_POST,
)  # fmt: skip

EDUCATION = SectionForm(
    "education",
    N_("Education"),
    (
        Field(
            "rows", "table", N_("Degrees and studies"), row_title=N_("Degree"), least=1, most=10,
            columns=(
                Field("level", "choice", N_("Level"), choices=DEGREES),
                Field("degree", "text", N_("Degree and field of study")),
                Field("institution", "text", N_("Institution")),
                Field("country", "country", N_("Country")),
                Field("year", "year", N_("Year of completion"), N_("Leave empty while you study."), required=False, past=True),
            ),
        ),
    ),
    N_("The latest first. Diplomas are handed in under Documents."),
)  # fmt: skip

EXPERIENCE = SectionForm(
    "experience",
    N_("Experience"),
    (
        Field(
            "rows", "table", N_("Posts"), row_title=N_("Post"), least=1, most=12,
            columns=(
                Field("from_year", "year", N_("From (year)"), past=True),
                Field(
                    "to_year", "year", N_("To (year)"), N_("Leave empty for your present post."), required=False,
                    past=True, after="from_year",
                ),
                Field("post", "text", N_("Post and unit")),
                Field("duties", "long", N_("What you did that bears on the subject"), most=2000),
            ),
        ),
        Field(
            "subject_years", "number", N_("Full years of work in the subject of the call"), required=False, least=0, most=60, of_call=True,
        ),
    ),
    N_("The latest first."),
)  # fmt: skip

PUBLICATIONS = SectionForm(
    "publications",
    N_("Projects and publications"),
    (
        Field(
            "rows", "table", N_("Projects and publications"), row_title=N_("Project or publication"), most=15,
            columns=(
                Field("kind", "choice", N_("What it is"), choices=WORKS),
                Field("title", "text", N_("Name of the work")),
                Field("year", "year", N_("Year"), past=True),
                Field("part", "long", N_("Your part in it"), most=1000),
                Field("address", "text", N_("Where it can be read"), required=False, most=400),
            ),
        ),
    ),
    N_("Only what bears on the subject."),
    required=False,
)  # fmt: skip
