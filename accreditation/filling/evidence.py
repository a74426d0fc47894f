"""The evidence behind the steps of an application: sections, documents, endorsement, checks, scores, marks, decisions."""

from collections.abc import Sequence
from typing import Any

from accreditation.applications.request_models import Concern, Verdict
from accreditation.filling.calls import LAST_DAY, Workshop
from accreditation.filling.chains import Desk
from accreditation.filling.dossiers import Curriculum, Dossier
from accreditation.filling.ink import DAY, as_json, day_of, written
from accreditation.filling.people import Company, Somebody
from accreditation.workflow.actors import Role

_QUESTION = "Demo: envíe la constancia de los años de servicio, por favor."


class Evidence:
    """Writes what one application needs, with the people who judge it."""

    def __init__(self, desk: Desk, company: Company, dossier: Dossier, curriculum: Curriculum, scheme: Any) -> None:
        self.desk, self.company, self.dossier, self.curriculum = desk, company, dossier, curriculum
        self.rubric = [criterion["key"] for criterion in scheme.rubric]
        self.scoring = [criterion["key"] for criterion in scheme.scoring]
        self.eligibility = [criterion["key"] for criterion in scheme.eligibility]
        self.reasons = {name: [entry["code"] for entry in entries] for name, entries in scheme.reasons.items()}

    def sections(self, case_id: str, person: Somebody, at: int, count: int) -> None:
        """The first `count` sections, complete."""
        desk, ink, moment = self.desk, self.desk.ink, written(at)
        answers = self.dossier.of(person, ink.dice.randrange(12))
        for key in self.dossier.sections[:count]:
            desk.add("section", ink.id(at), case_id, key, answers[key], "1", "1", moment, moment)

    def document(self, case_id: str, person: Somebody, at: int) -> None:
        desk, ink, file = self.desk, self.desk.ink, self.curriculum
        document_id = ink.id(at)
        desk.add(
            "document", document_id, ink.public_id(), desk.region_id, case_id, "cv", document_id, "original", "1", "",
            "curriculum.pdf", "application/pdf", str(file.size), "1", file.sha256, file.sha256, file.storage_key,
            file.preview_storage_key, "not_scanned", "", person.id, written(at),
        )  # fmt: skip

    def endorsement(self, case_id: str, official: Somebody, at: int) -> None:
        moment = written(at)
        self.desk.add(
            "endorsement", self.desk.ink.id(at), case_id, official.id, None, official.name, moment, "2", "15", "2",
            "", moment, moment,
        )  # fmt: skip

    def question(self, case_id: str, officer: Somebody, at: int, answered: int | None) -> None:
        """One item asked; with `answered`, answered at that moment."""
        desk, ink, moment = self.desk, self.desk.ink, written(at)
        request_id, then = ink.id(at), written(answered)
        desk.add("information_request", request_id, case_id, officer.id, moment, then)
        answer = "Demo: 2026-017." if then else ""
        desk.add(
            "information_item",
            ink.id(at),
            ink.public_id(),
            request_id,
            "1",
            Concern.SECTION.value,
            "employment",
            _QUESTION,
            answer,
            None,
            then,
            Verdict.OPEN.value,
        )

    def checks(self, case_id: str, officer: Somebody, at: int, failed: str | None = None) -> None:
        desk, moment = self.desk, written(at)
        for key in self.eligibility:
            desk.add(
                "eligibility_check", desk.ink.id(at), case_id, key, "0" if key == failed else "1", "CV, p. 1", "",
                officer.id, moment, moment,
            )  # fmt: skip

    def reviewers_for(self, person: Somebody, turn: int) -> tuple[Somebody, Somebody]:
        """Two of other administrations."""
        people = self.company.by_role[Role.REVIEWER]
        able = (people[(turn + step) % len(people)] for step in range(len(people)))
        free = [one for one, _ in zip((one for one in able if one.member != person.member), range(2), strict=False)]
        return free[0], free[1]

    def reviews(self, case_id: str, pair: Sequence[Somebody], officer: Somebody, asked: int, done: int | None) -> None:
        """Two assignments; with `done`, declared, scored and handed in before that moment; else the first is, half the time."""
        desk, ink = self.desk, self.desk.ink
        for place, reviewer in enumerate(pair):
            assignment_id, began = ink.id(asked), written(asked)
            handed_in = done if done is not None else (asked + DAY if place == 0 and ink.dice.random() < 0.5 else None)
            moment = written(handed_in)
            desk.add(
                "review_assignment", assignment_id, ink.public_id(), desk.region_id, case_id, reviewer.id, officer.id,
                moment, moment, "", None, "", "", "", "", "1", began, moment or began,
            )  # fmt: skip
            if handed_in is not None:
                for key in self.scoring:
                    level = str(ink.dice.randrange(3, 5))
                    desk.add("score", ink.id(handed_in), assignment_id, key, level, "", moment, moment)

    def decision(
        self, case_id: str, stage: str, outcome: str, judge: Somebody, at: int, reasons: Sequence[str]
    ) -> None:
        """Recorded an hour before it was published."""
        decided, moment = written(at - 3600), written(at)
        self.desk.add(
            "decision", self.desk.ink.id(at), self.desk.region_id, case_id, stage, outcome, judge.id, decided,
            as_json(reasons), "", "", moment, None, decided, moment,
        )  # fmt: skip

    def attendance(self, case_id: str, workshop: Workshop, present: bool, until: int) -> None:
        desk, first = self.desk, workshop.first_day.toordinal() - day_of(0).toordinal()
        for day in range(LAST_DAY + 1 if present else 1):
            at = (first + day) * DAY + 15 * 3600
            if at <= until:
                moment = written(at)
                desk.add(
                    "attendance", desk.ink.id(at), workshop.chain.id, case_id, str(day_of(at)), "1" if present else "0",
                    "", workshop.coordinator.id, moment, moment,
                )  # fmt: skip

    def marks(self, case_id: str, workshop: Workshop, at: int, *, strong: bool, half: bool = False) -> None:
        """By two assessors, or with `half` by the first alone."""
        desk, ink, moment, low = self.desk, self.desk.ink, written(at), 4 if strong else 2
        for assessor in workshop.assessors[: 1 if half else 2]:
            for key in self.rubric:
                level = str(low + (ink.dice.random() < 0.4))
                desk.add(
                    "mark", ink.id(at), workshop.chain.id, case_id, assessor.id, key, level, "", None, moment, moment
                )

    def reason(self, group: str | None) -> Sequence[str]:
        """One code of the scheme's list, as the step wants it."""
        return [self.desk.ink.dice.choice(self.reasons[group])] if group else []
