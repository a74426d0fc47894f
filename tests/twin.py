"""A second region in the same house: its own administrations, people, calls and cases, every text of it marked."""

import re
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from sqlalchemy import update

from accreditation.appeals.models import Appeal
from accreditation.applications.document_models import Document
from accreditation.demonstration import plot, story
from accreditation.demonstration.cast import STAFF, Part, applicants, contact_points
from accreditation.demonstration.stage import Stage
from accreditation.missions.models import Mission
from accreditation.region import reference
from accreditation.region.installation import install_region
from accreditation.reviews.decision_models import Decision
from accreditation.schemes.installation import install_scheme
from accreditation.schemes.models import Scheme

CODE, MARK = "TWN", "ZWILLING"
TRACES = re.compile(rf"{MARK}|{CODE}-20", re.IGNORECASE)
_TEXT = re.compile(r'\b(es|en|pt|fr|city|source|sub_region) = "([^"]*)"')


@dataclass(frozen=True)
class Twin(Part):
    """One of the cast, living in the second region."""

    @property
    def email(self) -> str:
        return f"{self.key}@{MARK.lower()}.example"


def twin_of(part: Part, number: int) -> Twin:
    known = {field.name: getattr(part, field.name) for field in fields(Part)}
    return Twin(**{**known, "first_family_name": f"{MARK}-{number}"})


class TwinStage(Stage):
    """The same stage, on which every note is marked."""

    def step(self, session: Any, subject: Any, name: str, who: str, note: str = "", reason: str = "") -> None:
        super().step(session, subject, name, who, f"{note} {MARK}-note", reason)


def standing_data(folder: Path) -> Path:
    """The files of a region that is the first one's double: same countries and codes, other name, marked texts."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in reference.DATA.glob("*.toml"):
        text = _TEXT.sub(rf'\1 = "{MARK} \2"', file.read_text(encoding="utf-8"))
        (folder / file.name).write_text(text.replace('code = "AMS"', f'code = "{CODE}"'), encoding="utf-8")
    return folder


def build(app: Any, fates: dict[str, dict[str, int]], folder: Path) -> None:
    """Plays the second region by real steps, as the first one is."""
    stage = TwinStage(app)
    with stage.at(stage.moment(-600)) as session:
        region = install_region(session, standing_data(folder))
        scheme = install_scheme(session, region)
        stage.learn_places(session, region)
        for number, part in enumerate((*STAFF, *contact_points())):
            stage.engage(session, region, twin_of(part, number))
        session.flush()
        scheme_id, region_id = scheme.id, region.id
        session.expunge(region)
    parts = (twin_of(part, 100 + number) for number, part in enumerate(applicants()))
    for plan in (plot.AUDIT, plot.COMMERCE, plot.OPERATORS):
        texts = {code: f"{MARK} {text}" for code, text in plan.titles.items()}
        small = replace(plan, fates=fates[plan.subject], titles=texts, descriptions=texts, sponsor=f"{MARK}-fund")
        call_id = plot.publish(stage, region, scheme_id, small)
        cases = plot.cast_for(stage, region_id, small, call_id, parts)
        story.PLAYS[plan.subject](stage, call_id, {fate: cases.get(fate, []) for fate in plan.fates})
    _mark(stage, region_id)


def _mark(stage: Stage, region_id: Any) -> None:
    """Marks what the play writes in the same words everywhere."""
    with stage.at(stage.opened_at) as session:
        for column in (Mission.title, Document.file_name, Decision.statement, Appeal.grounds):
            table = column.class_
            session.execute(update(table).where(table.region_id == region_id).values({column.key: f"{MARK} " + column}))
        names = {code: f"{MARK} {code}" for code in ("es", "en", "pt", "fr")}
        session.execute(update(Scheme).where(Scheme.region_id == region_id).values(names=names))
