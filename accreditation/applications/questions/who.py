"""Who applies and how they are reached."""

from accreditation.applications.fields import Field, SectionForm
from accreditation.texts import N_

TITLES = (
    ("ms", N_("Ms")),
    ("mr", N_("Mr")),
    ("dr", N_("Dr")),
    ("professor", N_("Professor")),
    ("engineer", N_("Engineer")),
    ("lawyer", N_("Licentiate")),
    ("none", N_("No title")),
)
GENDERS = (
    ("woman", N_("Woman")),
    ("man", N_("Man")),
    ("other", N_("Another answer")),
    ("unsaid", N_("I prefer not to say")),
)

IDENTITY = SectionForm(
    "identity",
    N_("Identity"),
    (
        Field("title", "choice", N_("Form of address"), required=False, choices=TITLES),
        Field("given_names", "text", N_("Given names"), N_("As in your passport."), complete="given-name"),
        Field("first_family_name", "text", N_("First family name"), complete="family-name"),
        Field("second_family_name", "text", N_("Second family name"), required=False),
        Field(
            "preferred_name", "text", N_("Preferred name"), N_("How colleagues call you."), required=False, most=60,
            complete="nickname",
        ),
        Field(
            "name_on_certificate", "text", N_("Name on the certificate"),
            N_("Exactly as it should be printed, up to 90 characters."), least=5, most=90, complete="name",
        ),
        Field(
            "gender", "choice", N_("Gender"),
            N_("Only counted, to see whether calls reach everyone. Nobody who judges your case sees it."),
            required=False, choices=GENDERS, seen_by="applicant",
        ),
        Field("nationality", "country", N_("Nationality")),
        Field(
            "birth_date", "date", N_("Date of birth"),
            N_("For example 27 3 1985. Those who judge your case see your age in groups of ten years only."),
            past=True, seen_by="office",
        ),
    ),
)  # fmt: skip

CONTACT = SectionForm(
    "contact",
    N_("Contact"),
    (
        Field(
            "work_email", "email", N_("Work e-mail address"), N_("In the domain of your administration, if you have one."),
            complete="email",
        ),
        Field(
            "personal_email", "email", N_("Personal e-mail address"),
            N_("It still reaches you if you change your post."), required=False, seen_by="office",
        ),
        Field(
            "phone", "phone", N_("Telephone"), N_("With + and the country code, for example +502 2222 3333."), complete="tel",
            seen_by="office",
        ),
        Field("address", "long", N_("Postal address"), required=False, most=500, complete="street-address", seen_by="office"),
        Field("time_zone", "zone", N_("Time zone")),
    ),
)  # fmt: skip
