"""The questions of an application, declared once: what each section asks."""

from collections.abc import Mapping
from dataclasses import dataclass

from accreditation.texts import N_, Text

CEFR = ("A1", "A2", "B1", "B2", "C1", "C2")
LANGUAGES = ("es", "en", "pt", "fr", "nl", "ht")
MOTIVATION_WORDS = (100, 500)


@dataclass(frozen=True)
class Field:
    """One question. `kind`: text, long, number, date, country, language, level, yes (must be ticked), choice."""

    key: str
    kind: str
    label: Text
    hint: Text | None = None
    required: bool = True
    choices: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True)
class SectionForm:
    """The questions of one topic. With `rows`, a table of up to `most` rows with at least `least` of them."""

    key: str
    title: Text
    fields: tuple[Field, ...] = ()
    rows: tuple[Field, ...] = ()
    row_title: Text | None = None
    least: int = 0
    most: int = 12


_LEVELS = tuple(
    Field(skill, "level", label)
    for skill, label in (
        ("listening", N_("Listening")),
        ("speaking", N_("Speaking")),
        ("reading", N_("Reading")),
        ("writing", N_("Writing")),
    )
)

SECTIONS: Mapping[str, SectionForm] = {
    form.key: form
    for form in (
        SectionForm(
            "identity",
            N_("Identity"),
            (
                Field("given_names", "text", N_("Given names"), N_("As in your passport.")),
                Field("first_family_name", "text", N_("First family name")),
                Field("second_family_name", "text", N_("Second family name"), required=False),
                Field(
                    "name_on_certificate",
                    "text",
                    N_("Name on the certificate"),
                    N_("Exactly as it should be printed, up to 90 characters."),
                ),
                Field("nationality", "country", N_("Nationality")),
                Field("birth_date", "date", N_("Date of birth"), N_("For example 27 3 1985.")),
            ),
        ),
        SectionForm(
            "employment",
            N_("Employment"),
            (
                Field("department", "text", N_("Department")),
                Field("position", "text", N_("Position")),
                Field("hired_on", "date", N_("In customs since"), N_("For example 1 9 2015.")),
                Field("years_in_customs", "number", N_("Full years in customs")),
                Field("supervisor", "text", N_("Name of your supervisor")),
                Field("supervisor_email", "text", N_("E-mail of your supervisor"), required=False),
            ),
        ),
        SectionForm(
            "languages",
            N_("Languages"),
            rows=(
                Field("language", "language", N_("Language")),
                *_LEVELS,
                Field(
                    "facilitates",
                    "choice",
                    N_("Can you lead a workshop in it?"),
                    choices=(("yes", N_("Yes")), ("no", N_("No"))),
                ),
            ),
            row_title=N_("Language"),
            least=1,
            most=6,
        ),
        SectionForm(
            "experience",
            N_("Experience"),
            rows=(
                Field("from_year", "number", N_("From (year)")),
                Field("to_year", "number", N_("To (year)"), N_("Leave empty for your present post."), required=False),
                Field("post", "text", N_("Post and unit")),
                Field("duties", "long", N_("What you did that bears on the subject")),
            ),
            row_title=N_("Post"),
            least=1,
        ),
        SectionForm(
            "trainings",
            N_("Trainings given"),
            rows=(
                Field("topic", "text", N_("Topic")),
                Field("audience", "text", N_("For whom")),
                Field("year", "number", N_("Year")),
                Field("participants", "number", N_("Participants"), required=False),
                Field("language", "language", N_("Language")),
            ),
            row_title=N_("Training"),
        ),
        SectionForm(
            "motivation",
            N_("Motivation"),
            (
                Field(
                    "statement",
                    "long",
                    N_("Why you, and why now"),
                    N_("Between 100 and 500 words. Say what you want to bring to other administrations."),
                ),
            ),
        ),
        SectionForm(
            "availability",
            N_("Availability"),
            (
                Field("days_per_year", "number", N_("Days a year you could be on mission")),
                Field("blocked", "long", N_("Periods in which you cannot travel"), required=False),
                Field("needs", "long", N_("What you need to take part (access, health, diet)"), required=False),
                Field(
                    "virtual",
                    "choice",
                    N_("Could you also work at a distance?"),
                    choices=(("yes", N_("Yes")), ("no", N_("No"))),
                ),
            ),
        ),
        SectionForm(
            "integrity",
            N_("Integrity"),
            (
                Field(
                    "investigation",
                    "choice",
                    N_(
                        "Is there a disciplinary or criminal procedure against you, or was there one in the last five years?"
                    ),
                    choices=(("no", N_("No")), ("yes", N_("Yes"))),
                ),
                Field("investigation_details", "long", N_("If yes, say what and when"), required=False),
                Field(
                    "interests",
                    "long",
                    N_("Outside activities, businesses or relatives in trade or customs"),
                    required=False,
                ),
                Field("conduct", "yes", N_("I undertake to respect the experts’ code of conduct.")),
            ),
        ),
        SectionForm(
            "consents",
            N_("Consents"),
            (
                Field(
                    "privacy",
                    "yes",
                    N_(
                        "I have read the privacy notice and agree that my data are used for this process, kept as the rules on"
                        " records say, and shared with the WCO and Member administrations."
                    ),
                ),
                Field(
                    "register",
                    "choice",
                    N_("May your name appear in the public register if you are accredited?"),
                    choices=(("yes", N_("Yes")), ("no", N_("No"))),
                ),
            ),
        ),
    )
}
