"""Who asks in the tests of the pages: nobody, a stranger, and one demo person for every role."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select

from accreditation import clock
from accreditation.applications.models import Application
from accreditation.extensions import db
from accreditation.people.models import Person, RoleGrant
from accreditation.workflow.actors import Role
from accreditation.workflow.states import ApplicationState as S
from tests.walker import Walker

LISTED = Person.email.like("%@demo.example")


def the_case() -> Application:
    """The case of the tests: a candidate on mission, who has seen every station before."""
    query = select(Application).join(Application.applicant).where(Application.state == S.ON_MISSION, LISTED)
    return db.session.scalars(query.order_by(Application.number)).first()


def holder_of(role: Role) -> Person:
    """The first demo person who holds the role today."""
    today = clock.today()
    query = select(Person).join(RoleGrant, RoleGrant.person_id == Person.id).where(
        RoleGrant.role == role, LISTED, RoleGrant.revoked_at.is_(None), RoleGrant.starts_on <= today
    )  # fmt: skip
    return db.session.scalars(query.order_by(Person.email)).first()


def cast(app: Any) -> dict[str, str | None]:
    """Name in the matrix -> e-mail of the person, None for nobody."""
    with app.app_context():
        return _cast()


def _cast() -> dict[str, str | None]:
    case = the_case()
    stranger = db.session.scalars(
        select(Person)
        .join(Application, Application.applicant_id == Person.id)
        .where(Application.administration_id != case.administration_id, LISTED)
        .order_by(Person.email)
    ).first()
    found: dict[str, str | None] = {"nobody": None, "applicant": case.applicant.email, "stranger": stranger.email}
    for role in Role:
        person = holder_of(role)
        assert person, f"no demo person holds {role}"
        found[role.value] = person.email
    return found


class Browsers(Mapping[str, Walker]):
    """Name in the matrix -> that person's browser, signed in when it is first asked for."""

    def __init__(self, app: Any, lang: str = "es") -> None:
        self._app, self._lang, self._cast = app, lang, cast(app)
        self._open: dict[str, Walker] = {}

    def __getitem__(self, name: str) -> Walker:
        if name not in self._open:
            self._open[name] = Walker(self._app, self._cast[name], self._lang)
        return self._open[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._cast)

    def __len__(self) -> int:
        return len(self._cast)


def browsers(app: Any, lang: str = "es") -> Browsers:
    return Browsers(app, lang)
