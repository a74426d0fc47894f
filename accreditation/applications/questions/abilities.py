"""Languages, how applicants see themselves, why they apply, and when they can be sent."""

from accreditation.applications.fields import OTHER_LANGUAGE, YES_NO, Carried, Condition, Field, SectionForm
from accreditation.texts import LOCALES, N_

# Until the edition says it otherwise.
MOTIVATION_WORDS = (100, 500)
HOW_LONG = N_("Between %(least)s and %(most)s words. Say what you want to bring to other administrations.")
EVIDENCE_CHARACTERS = 1000
# A figure is the same in every language.
LEVELS = tuple((level, dict.fromkeys(LOCALES, level)) for level in "12345")

_SKILLS = tuple(
    Field(skill, "level", label)
    for skill, label in (
        ("listening", N_("Listening")),
        ("speaking", N_("Speaking")),
        ("reading", N_("Reading")),
        ("writing", N_("Writing")),
    )
)

LANGUAGES_SPOKEN = SectionForm(
    "languages",
    N_("Languages"),
    (
        Field(
            "rows", "table", N_("Languages you work in"), row_title=N_("Language"), least=1, most=10,
            one_per=("language", "other"),
            columns=(
                Field("language", "language", N_("Language")),
                Field("other", "text", N_("Which language?"), shown_if=Condition("language", (OTHER_LANGUAGE,)), most=60),
                *_SKILLS,
                Field("facilitates", "choice", N_("Can you lead a workshop in it?"), choices=YES_NO),
                Field(
                    "test", "text", N_("Test or certificate"),
                    N_("Its name and year, for example DELE C1, 2021. Hand it in under Documents."), required=False,
                ),
            ),
        ),
    ),
    N_("Levels of the Common European Framework: A1 is the beginning, C2 the highest."),
)  # fmt: skip

# Its questions are the criteria of the scheme's rubric: applications/forms.py.
SELF_ASSESSMENT = SectionForm(
    "self_assessment",
    N_("Self-assessment"),
    intro=N_("The workshop is marked by these criteria. Level 1 is the beginning, 5 the highest; say what shows it."),
    carried=Carried.CHOSEN,
)

MOTIVATION = SectionForm(
    "motivation",
    N_("Motivation"),
    (
        Field(
            "statement", "long", N_("Why you, and why now"),
            HOW_LONG.with_values(least=MOTIVATION_WORDS[0], most=MOTIVATION_WORDS[1]), words=MOTIVATION_WORDS,
        ),
        Field(
            "first_choice", "choice", N_("If you apply to several calls: is this one your first choice?"), required=False,
            choices=YES_NO, of_call=True,
        ),
    ),
    carried=Carried.CHOSEN,
)  # fmt: skip

AVAILABILITY = SectionForm(
    "availability",
    N_("Availability"),
    (
        Field("days_per_year", "number", N_("Days a year you could be on mission"), least=1, most=366),
        Field(
            "blocked_dates", "table", N_("Days on which you cannot travel"), row_title=N_("Period"), required=False, most=12,
            columns=(
                Field("from_day", "date", N_("First day")),
                Field("to_day", "date", N_("Last day"), after="from_day"),
                Field("reason", "text", N_("Why"), required=False),
            ),
        ),
        Field("blocked", "long", N_("Periods in which you cannot travel"), N_("What does not fit into days, for example the budget season."),
              required=False, most=1000),
        Field("has_limits", "choice", N_("Are there countries or ways of travel that you cannot accept?"), required=False, choices=YES_NO),
        Field("limits", "long", N_("Which, and why"), most=1000, shown_if=Condition("has_limits", ("yes",))),
        Field(
            "needs", "long", N_("What you need to take part (access, health, diet)"),
            N_("Only the office reads it, to prepare the workshop and the missions."),
            required=False, most=1000, seen_by="office",
        ),
        Field("virtual", "choice", N_("Could you also work at a distance?"), choices=YES_NO),
    ),
)  # fmt: skip
