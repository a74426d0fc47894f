"""A case under review with two reviewers, as the tests of scoring stand on it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select

from accreditation.applications.models import Application
from accreditation.database import writing
from accreditation.extensions import db
from accreditation.reviews.discussing import open_discussions
from accreditation.reviews.models import ReviewAssignment, Score
from accreditation.workflow.states import ApplicationState as S
from tests import staging
from tests.walker import Walker

OFFICER, HEAD = "oficial@demo.example", "direccion@demo.example"


@dataclass(frozen=True)
class Desk:
    """The case by its number, and the e-mails of its two reviewers in the order in which they were asked."""

    app: Any
    number: str
    one: str
    other: str

    def walk(self, email: str, lang: str = "en") -> Walker:
        return Walker(self.app, email, lang).open(f"/tasks?lang={lang}")

    def scores(self, email: str, *levels: int, comment: str = "I read the whole file.") -> dict[str, str]:
        """What a reviewer types: a level for each criterion in its order, with a comment."""
        found = {}
        for key, level in zip(self.criteria(), levels, strict=True):
            found |= {f"score__{key}": str(level), f"score__{key}__comment": comment}
        return found

    def criteria(self) -> list[str]:
        with self.app.app_context():
            return [criterion["key"] for criterion in self.case().scheme.scoring]

    def case(self) -> Application:
        return db.session.scalars(select(Application).where(Application.number == self.number)).one()

    def review(self, email: str) -> ReviewAssignment:
        rows = db.session.scalars(select(ReviewAssignment).where(ReviewAssignment.application_id == self.case().id))
        return next(row for row in rows if row.reviewer.email == email)

    def hand_in(self, email: str, *levels: int) -> Walker:
        """Scores and hands in on the pages."""
        walker = self.walk(email).open(f"/cases/{self.number}/review")
        walker.submit("/review", act="hand_in", **self.scores(email, *levels))
        return walker.submit("/hand-in")

    def set_numbers(self, **numbers: int) -> None:
        with self.app.app_context(), writing():
            scheme = self.case().scheme
            scheme.numbers = {**scheme.numbers, **numbers}
            db.session.commit()


def desk(app: Any) -> Desk:
    """Both reviewers have declared and neither has scored."""
    with app.app_context(), writing():
        found: dict[Any, list[ReviewAssignment]] = {}
        query = select(ReviewAssignment).join(ReviewAssignment.application)
        standing = (Application.state == S.UNDER_REVIEW, ReviewAssignment.ended_at.is_(None))
        for row in db.session.scalars(query.where(*standing).order_by(Application.number, ReviewAssignment.id)):
            found.setdefault(row.application_id, []).append(row)
        discussed = open_discussions(db.session(), found)
        one, other = next(rows for key, rows in found.items() if len(rows) == 2 and key not in discussed)
        for row in (one, other):
            row.declared_at, row.handed_in_at, row.overall_comment = staging.TODAY, None, ""
            db.session.execute(delete(Score).where(Score.assignment_id == row.id))
        made = Desk(app, one.application.number, one.reviewer.email, other.reviewer.email)
        db.session.commit()
        return made
