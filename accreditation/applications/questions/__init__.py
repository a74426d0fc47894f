"""The built-in sections of an application: what each asks. A scheme says which of them a call has, and adds its own."""

from collections.abc import Mapping

from accreditation.applications.fields import SectionForm
from accreditation.applications.questions import abilities, career, declared, practice, vouching, who

SECTIONS: Mapping[str, SectionForm] = {
    form.key: form
    for form in (
        who.IDENTITY,
        who.CONTACT,
        career.EMPLOYMENT,
        career.EDUCATION,
        career.EXPERIENCE,
        career.PUBLICATIONS,
        practice.TRAININGS,
        practice.ADVISORY,
        practice.WCO_HISTORY,
        abilities.LANGUAGES_SPOKEN,
        abilities.SELF_ASSESSMENT,
        abilities.MOTIVATION,
        abilities.AVAILABILITY,
        vouching.REFEREES,
        declared.INTEGRITY,
        declared.CONSENTS,
    )
}
