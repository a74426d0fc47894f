"""The account's forms."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, Email, InputRequired, Length

from accreditation.errors import Invalid
from accreditation.people.passwords import LONGEST
from accreditation.web.language import NAMES, said

NAME = (DataRequired(_l("Write your name as in your passport.")), Length(max=100))
FAMILY_NAME = (DataRequired(_l("Write your family name as in your passport.")), Length(max=100))
OPTIONAL_NAME = (Length(max=100),)
ADDRESS = (
    DataRequired(_l("Write your e-mail address.")),
    Length(max=254),
    Email(_l("Write a whole e-mail address, such as name@customs.example.")),
)
SECRET = (InputRequired(_l("Write the password.")), Length(max=LONGEST))


def show_refusal(form: FlaskForm, error: Invalid) -> None:
    """Puts the sentences of a refusal beside the field to blame, else on top of the form; what was typed stays."""
    sentences = [said(reason) for reason in error.reasons]
    field = form._fields.get(f"{form._prefix}{error.field}")
    if field is None:
        form.form_errors.extend(sentences)
    else:
        field.errors = [*field.errors, *sentences]


class SignInForm(FlaskForm):
    email = EmailField(_l("E-mail address"), validators=ADDRESS)
    password = PasswordField(_l("Password"), validators=SECRET)


class NamesForm(FlaskForm):
    given_names = StringField(_l("Given names"), validators=NAME)
    first_family_name = StringField(_l("First family name"), validators=FAMILY_NAME)
    second_family_name = StringField(_l("Second family name"), validators=OPTIONAL_NAME)


class SignUpForm(NamesForm):
    email = EmailField(
        _l("Work e-mail address"),
        description=_l("We send a link there to confirm that it is yours."),
        validators=ADDRESS,
    )
    administration = SelectField(
        _l("Your customs administration"), validators=[InputRequired(_l("Choose your customs administration."))]
    )
    password = PasswordField(
        _l("Password"),
        description=_l("At least 12 characters. A short sentence is easy to remember and hard to guess."),
        validators=SECRET,
    )
    privacy = BooleanField(
        _l("I have read the privacy notice and agree that my data are kept for the accreditation of experts."),
        validators=[DataRequired(_l("Without this consent we cannot open an account."))],
    )


class ConfirmForm(FlaskForm):
    password = PasswordField(_l("The password you chose"), validators=SECRET)


class ForgottenForm(FlaskForm):
    email = EmailField(_l("E-mail address"), validators=ADDRESS)


class NewPasswordForm(FlaskForm):
    password = PasswordField(
        _l("New password"),
        description=_l("At least 12 characters. A short sentence is easy to remember and hard to guess."),
        validators=SECRET,
    )


class DetailsForm(NamesForm):
    locale = SelectField(_l("Language"), choices=list(NAMES.items()))
    time_zone = SelectField(_l("Time zone"))


class ChangePasswordForm(FlaskForm):
    present_password = PasswordField(_l("Current password"), validators=SECRET)
    password = PasswordField(_l("New password"), validators=SECRET)


class ChangeAddressForm(FlaskForm):
    email = EmailField(_l("New e-mail address"), validators=ADDRESS)
    password = PasswordField(_l("Current password"), validators=SECRET)
