"""One application's form as a tagged PDF to keep or print: the answers as their reader sees them, and the list of files."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst
from babel import Locale
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.applications.answers import saved_sections
from accreditation.applications.carrying.origins import please_check
from accreditation.applications.checking import day_of
from accreditation.applications.document_models import Document, Part
from accreditation.applications.exporting import form_as_data
from accreditation.applications.fields import OTHER_LANGUAGE, Field
from accreditation.applications.models import Application, Section
from accreditation.applications.papers import documents_of
from accreditation.applications.shown_answers import shown_sections, shown_value
from accreditation.applications.slots import LETTER, slots_of
from accreditation.certificates.letters import hidden_in, not_ours_in
from accreditation.certificates.render import fonts
from accreditation.texts import N_, Text, say, say_day, say_moment, zone_name
from accreditation.workflow.application import APPLICATION
from accreditation.workflow.states import ApplicationState

TEMPLATE = Path(__file__).parents[1] / "templates" / "application" / "form.typ"
LONGEST_WORD, LONGEST_BESIDE, MOST_LINES_BESIDE, LONGEST_CELL, MOST_COLUMNS = 24, 90, 3, 90, 8
NARROWEST, WIDEST, MOST_ROWS_PRINTED = 7, 38, 100
# A place where a word may be broken without a hyphen.
_BREAK, _UNPRINTABLE = "\u200b", "?"
_locale = cache(Locale)


class _Words:
    """What is printed in one language, and what of it could not be: letters that the fonts lack, answers beyond their limit.

    What is longer than the form allows is not complete and is cut, so that no draft makes a printing of hours.
    """

    def __init__(self, locale: str) -> None:
        self.locale, self.lacks_letters, self.has_cut = locale, False, False

    def plain(self, text: str) -> str:
        lacking = {*not_ours_in(text), *hidden_in(text)} - {"\n"}
        self.lacks_letters = self.lacks_letters or bool(lacking)
        kept = "".join(_UNPRINTABLE if mark in lacking else mark for mark in text.expandtabs(4))
        return "\n".join(" ".join(_breakable(word) for word in line.split(" ")) for line in kept.split("\n"))

    def say(self, text: Text | Mapping[str, str] | str) -> str:
        return self.plain(say(text, self.locale))

    def answer(self, field: Field, value: Any) -> str:
        """An answer as its reader sees it."""
        if field.kind == "country":
            return self.plain(_locale(self.locale).territories.get(str(value), str(value)))
        if field.kind == "language":
            if value == OTHER_LANGUAGE:
                return self.say(N_("another language"))
            return self.plain(_locale(self.locale).languages.get(str(value), str(value)))
        if field.kind == "zone" and value in clock.zones():
            return self.plain(zone_name(str(value), self.locale))
        if field.kind == "date" and (day := day_of(value)):
            return say_day(day, self.locale)
        found = shown_value(field, value)
        if isinstance(found, str) and len(found) > field.longest:
            found, self.has_cut = f"{found[: field.longest]} […]", True
        return self.plain(found) if isinstance(found, str) else ", ".join(self.say(each) for each in found)

    def remarks(self) -> list[str]:
        """What the end of the form says of what is not in it."""
        lacking = N_("Letters that cannot be printed here stand as “?”. The JSON file of the form has them all.")
        cut = N_("Answers longer than the form allows end with “[…]”. The JSON file of the form has them whole.")
        return [self.say(each) for each, holds in ((lacking, self.lacks_letters), (cut, self.has_cut)) if holds]


def _breakable(word: str) -> str:
    if len(word) <= LONGEST_WORD:
        return word
    return _BREAK.join(word[at : at + LONGEST_WORD] for at in range(0, len(word), LONGEST_WORD))


def form_as_pdf(
    session: Session, application: Application, *, locale: str, time_zone: str, house: str, eyes: str
) -> bytes:
    """The form in `locale`, with the pages' numbers and the moment it was made; one PDF/A-3 and PDF/UA-1 file.

    `eyes`: who reads it, one of EYES; the applicant's own holds the same as JSON, to be read into another draft. Nothing of a
    passport is in it.
    """
    data = json.dumps(form_as_data(session, application, locale), ensure_ascii=False) if eyes == "applicant" else ""
    words, now = _Words(locale), clock.now()
    saved = saved_sections(session, application)
    printed = {
        **_head(application, words, say_moment(now, locale, time_zone), house),
        "sections": [
            _section(each, saved.get(each["key"]), words) for each in shown_sections(session, application, eyes)
        ],
        "documents_title": words.say(N_("Documents")),
        "documents": [_document(each, application, words) for each in documents_of(session, application, eyes)],
    }
    printed["remarks"] = words.remarks()
    return typst.compile(
        TEMPLATE,
        root=TEMPLATE.parents[1],
        font_paths=fonts(),
        sys_inputs={"form": json.dumps(printed, ensure_ascii=False), "data": data},
        timestamp=int(now.timestamp()),
        pdf_standards=["a-3a", "ua-1"],
    )


def _head(application: Application, words: _Words, made_at: str, house: str) -> dict[str, Any]:
    name = application.applicant.display_name
    began = application.submitted_at or application.created_at
    draft = N_("Draft, not submitted: the answers can still change.")
    facts = (
        (N_("Number"), application.number),
        (N_("State"), say(APPLICATION.rule(application.state).label, words.locale)),
        (N_("Submitted on") if application.submitted_at else N_("Begun on"), say_day(began.date(), words.locale)),
    )
    return {
        "locale": words.locale,
        "house": words.plain(house),
        "title": words.say(N_("Application form")),
        "name": words.plain(name),
        "number": application.number,
        "call": words.say(application.call.titles),
        "facts": [[words.say(label), words.plain(value)] for label, value in facts],
        "notice": words.say(draft) if application.state is ApplicationState.DRAFT else "",
        "footer": words.say(
            N_("%(number)s, %(name)s. Made on %(moment)s.", number=application.number, name=name, moment=made_at)
        ),
        "page": words.say(N_("Page %(page)s of %(pages)s", page="{page}", pages="{pages}")),
    }


def _note(section: Section | None, words: _Words) -> str:
    """What nobody has looked at yet says where it was taken over from."""
    if section is None or section.taken_from is None or section.taken_on is None:
        return ""
    return words.say(please_check(section.taken_from, section.taken_name, say_day(section.taken_on, words.locale)))


def _section(shown: Mapping[str, Any], saved: Section | None, words: _Words) -> dict[str, Any]:
    pairs, tables = _pairs(shown["answers"], words), shown["tables"]
    is_one = len(tables) == 1 and not pairs
    return {
        "title": words.say(shown["title"]),
        "note": _note(saved, words),
        "nothing": "" if pairs or tables else words.say(N_("Nothing was written here.")),
        "answers": pairs,
        "tables": [{"title": "" if is_one else words.say(each["title"]), **_rows(each, words)} for each in tables],
    }


def _pairs(shown: list[dict[str, Any]], words: _Words) -> list[list[Any]]:
    """Question, answer, and whether the answer is a text that stands below."""
    pairs = []
    for each in shown:
        answer = words.answer(each["field"], each["value"])
        is_long = len(answer) > LONGEST_BESIDE or answer.count("\n") >= MOST_LINES_BESIDE
        pairs.append([words.say(each["field"].label), answer, is_long])
    return pairs


def _rows(table: Mapping[str, Any], words: _Words) -> dict[str, Any]:
    """Columns and rows where each cell is short; else one card a row."""
    rows = table["rows"][:MOST_ROWS_PRINTED]
    words.has_cut = words.has_cut or len(table["rows"]) > MOST_ROWS_PRINTED
    answered = {each["field"].key for row in rows for each in row}
    columns = [column for column in table["columns"] if column.key in answered]
    said = [{each["field"].key: words.answer(each["field"], each["value"]) for each in row} for row in rows]
    cells = [[row.get(column.key, "") for column in columns] for row in said]
    is_short = all(len(cell) <= LONGEST_CELL and "\n" not in cell for row in cells for cell in row)
    if is_short and len(columns) <= MOST_COLUMNS:
        heads = [words.say(column.label) for column in columns]
        shares = [_share(head, [row[at] for row in cells]) for at, head in enumerate(heads)]
        return {"columns": [list(each) for each in zip(heads, shares, strict=True)], "rows": cells}
    name = words.say(table["row_title"])
    return {"cards": [[f"{name} {at}", _pairs(row, words)] for at, row in enumerate(rows, 1)]}


def _share(head: str, cells: list[str]) -> int:
    """How wide a column is beside the others: its longest word never breaks, a long cell goes on in a second line."""
    longest_word = max((len(word) for text in (head, *cells) for word in text.split()), default=0)
    return max(NARROWEST, min(max(map(len, cells)), WIDEST), min(longest_word + 2, WIDEST))


def _document(document: Document, application: Application, words: _Words) -> list[str]:
    slot = slots_of(application).get(document.kind)
    place = slot.names if slot else N_("Nomination letter") if document.kind == LETTER else document.kind
    facts = [words.say(place)]
    if document.part is Part.TRANSLATION:
        facts.append(words.say(N_("Translation")))
    facts += [f"{max(1, document.size // 1024)} kB", say_day(document.uploaded_at.date(), words.locale)]
    return [words.plain(document.file_name), " · ".join(facts), f"SHA-256: {document.sha256}"]
