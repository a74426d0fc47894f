"""What the applicant declares: integrity, grounds of exclusion, and consents."""

from accreditation.applications.fields import NO_YES, YES_NO, Carried, Condition, Field, SectionForm
from accreditation.texts import N_, Text


def _declared(key: str, question: Text, details: str = "") -> tuple[Field, Field]:
    """A yes or no, and what there is to say when it is yes."""
    details = details or f"{key}_details"
    return (
        Field(key, "choice", question, choices=NO_YES),
        Field(details, "long", N_("Details: %(question)s", question=question), most=2000, shown_if=Condition(key, ("yes",))),
    )  # fmt: skip


INTEGRITY = SectionForm(
    "integrity",
    N_("Integrity"),
    (
        *_declared(
            "investigation",
            N_("Is there a disciplinary or criminal procedure against you, or was there one in the last five years?"),
        ),
        *_declared("convicted", N_("Were you ever convicted of fraud, corruption, smuggling or a crime against the state?")),
        *_declared("excluded", N_("Were you ever excluded from a list of experts, or dismissed for a grave fault?")),
        *_declared("relatives", N_("Do relatives or partners of yours work in customs, in trade or for a broker?")),
        *_declared("business", N_("Do you have a business, shares or outside work that has to do with customs or trade?")),
        *_declared("donors", N_("Have you been paid in the last three years by a donor or supplier of a customs administration?")),
        Field("interests", "long", N_("Anything else that we should know"), required=False, most=2000),
        Field("conduct", "yes", N_("I undertake to respect the experts’ code of conduct.")),
    ),
    N_("A yes does not exclude you automatically. What matters is that it is said."),
    carried=Carried.NEVER,
)  # fmt: skip

CONSENTS = SectionForm(
    "consents",
    N_("Consents"),
    (
        Field(
            "privacy", "yes",
            N_(
                "I have read the privacy notice and agree that my data are used for this process, kept as the rules on"
                " records say, and shared with the WCO and Member administrations."
            ),
        ),
        Field("register", "choice", N_("May your name appear in the public register if you are accredited?"), choices=YES_NO),
        Field(
            "directory", "choice", N_("May other administrations find you in the directory of experts if you are accredited?"),
            required=False, choices=YES_NO,
        ),
        Field("photo", "choice", N_("May photographs of the workshop in which you appear be published?"), required=False, choices=YES_NO),
    ),
    N_("You can change the answers that are not needed for the process at any time, by writing to the office."),
    carried=Carried.NEVER,
)  # fmt: skip
