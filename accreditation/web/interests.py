"""The form in which somebody says which interest stands between them and an applicant."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from accreditation.people.interests import InterestKind
from accreditation.reviews.declaring import LONGEST_NOTE
from accreditation.web.forms import PageForm

KINDS = (
    (InterestKind.RELATIVE, _l("We are family, or live as family")),
    (InterestKind.BUSINESS, _l("We have, or had, a business together")),
    (InterestKind.CLOSE, _l("We are close friends, or in dispute")),
    (InterestKind.COLLEAGUE, _l("We work or have worked together")),
    (InterestKind.OTHER, _l("Another tie")),
)


class InterestForm(PageForm):
    """Which interest, and a word about it."""

    kind = RadioField(
        _l("What ties you to this person?"),
        [InputRequired(_l("Say which tie it is."))],
        choices=[(str(kind), label) for kind, label in KINDS],
    )
    note = TextAreaField(
        _l("What the office should know"), [Length(max=LONGEST_NOTE)], description=_l("Only the office reads it.")
    )
