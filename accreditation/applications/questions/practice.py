"""Trainings given, advice given, and the applicant's history with the WCO."""

from accreditation.applications.fields import NO_YES, YES_NO, Condition, Field, SectionForm
from accreditation.texts import N_

PROGRAMMES = (
    ("fellowship", N_("Fellowship Programme")),
    ("career", N_("Career Development Programme")),
    ("leadership", N_("Leadership and Management Development")),
    ("master_trainer", N_("Master Trainer Programme")),
    ("working_group", N_("Working groups and meetings of the WCO")),
)
RESULTS = (
    ("accredited", N_("Accredited expert")),
    ("pre_accredited", N_("Pre-accreditation")),
    ("recognized", N_("Recognized expert")),
    ("not_successful", N_("Not passed")),
)

TRAININGS = SectionForm(
    "trainings",
    N_("Trainings given"),
    (
        Field(
            "rows", "table", N_("Trainings"), row_title=N_("Training"), most=12,
            columns=(
                Field("topic", "text", N_("Topic")),
                Field("audience", "text", N_("For whom")),
                Field("year", "year", N_("Year"), past=True),
                Field("participants", "number", N_("Participants"), required=False, least=1, most=5000),
                Field("language", "language", N_("Language")),
            ),
        ),
        Field(
            "facilitation", "long", N_("Courses in facilitation and teaching that you took"), required=False, most=1000,
        ),
    ),
)  # fmt: skip

ADVISORY = SectionForm(
    "advisory",
    N_("Advisory missions"),
    (
        Field(
            "rows", "table", N_("Missions as an adviser"), row_title=N_("Mission"), most=12,
            columns=(
                Field("beneficiary", "text", N_("Administration or body advised")),
                Field("country", "country", N_("Country")),
                Field("subject", "text", N_("Subject of the advice")),
                Field("year", "year", N_("Year"), past=True),
                Field("days", "number", N_("Days"), required=False, least=1, most=400),
                Field("result", "long", N_("What came of it"), required=False, most=1000),
            ),
        ),
    ),
    required=False,
)  # fmt: skip

WCO_HISTORY = SectionForm(
    "wco_history",
    N_("History with the WCO"),
    (
        Field("clikc_user", "text", N_("User name on CLiKC!"), required=False, most=80),
        Field(
            "courses", "table", N_("Courses on CLiKC!"), row_title=N_("Course"), required=False, most=20,
            columns=(
                Field("course", "text", N_("Name of the course")),
                Field("finished_on", "date", N_("Finished on"), past=True),
                Field("certificate", "choice", N_("Do you have the certificate?"), choices=YES_NO),
            ),
        ),
        Field("was_assessed", "choice", N_("Did you take part in an accreditation before?"), choices=NO_YES),
        Field(
            "accreditations", "table", N_("Earlier accreditations"), row_title=N_("Accreditation"), least=1, most=6,
            shown_if=Condition("was_assessed", ("yes",)),
            columns=(
                Field("category", "text", N_("Category of expert")),
                Field("subject", "text", N_("Subject")),
                Field("year", "year", N_("Year"), past=True),
                Field("result", "choice", N_("Result"), choices=RESULTS),
            ),
        ),
        Field("ace_id", "text", N_("Your number on the ACE portal"), required=False, most=40),
        Field("programmes", "several", N_("Programmes of the WCO in which you took part"), required=False, choices=PROGRAMMES),
    ),
    required=False,
)  # fmt: skip
