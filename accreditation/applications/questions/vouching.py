"""Who can speak for the applicant; and what is asked of every referee besides the questions of the edition."""

from accreditation.applications.fields import YES_NO, Carried, Field, SectionForm
from accreditation.texts import LOCALES, N_

_NAMES = {"es": N_("Spanish"), "en": N_("English"), "pt": N_("Portuguese"), "fr": N_("French")}
LANGUAGES_OF_MAILS = tuple((code, _NAMES[code]) for code in LOCALES)

REFEREES = SectionForm(
    "referees",
    N_("Referees"),
    (
        Field(
            "rows", "table", N_("Your referees"), row_title=N_("Referee"), least=2, most=5,
            columns=(
                Field("name", "text", N_("Full name"), most=120),
                Field("post", "text", N_("Post and institution")),
                Field("email", "email", N_("E-mail address"), N_("An address that this person reads, not a shared one.")),
                Field("language", "choice", N_("Language in which we write to this person"), choices=LANGUAGES_OF_MAILS),
                Field(
                    "outside", "choice", N_("Is this person outside your direct line of command?"),
                    N_("Neither your superior nor somebody who reports to you."), choices=YES_NO,
                ),
            ),
        ),
    ),
    N_(
        "When you submit, each of them gets a mail with a link and writes directly to the regional office. You see whether a"
        " reference is in, never what it says. Tell them beforehand."
    ),
    carried=Carried.CHOSEN,
)  # fmt: skip

DECLARED = Field(
    "declared", "yes", N_("I wrote this myself. It is what I know and think, and I have no interest in the outcome.")
)
