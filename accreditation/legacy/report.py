"""The report of a list as a file for a spreadsheet, line by line; no cell of it is a formula."""

import csv
import io
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from accreditation.legacy.models import ExpertImport, ImportedLine
from accreditation.legacy.standing import VERDICTS, standing_of_line
from accreditation.texts import N_, Text, from_record

# Spreadsheets take these for the beginning of a formula, also behind quotes, spaces and signs that nobody sees.
_BEGINS_A_FORMULA = tuple("=+-@\t\r\n\0\v\f")
_BEHIND = " '\"\u00a0\u200b\ufeff"


def neutral(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet could compute it."""
    begins = unicodedata.normalize("NFKC", text).lstrip(_BEHIND).startswith(_BEGINS_A_FORMULA)
    return f"'{text}" if begins else text


def remarks_of(row: ImportedLine) -> Sequence[tuple[str, Text]]:
    """What is said beside a line, as (kind, sentence), refusals first."""
    order = {"refused": 0, "changed": 1, "note": 2}
    found = sorted(row.remarks, key=lambda each: order[each["kind"]])
    return [(each["kind"], _with_its_day(from_record(each))) for each in found]


def _with_its_day(text: Text) -> Text:
    """The sentence with the day it was kept with, to be said in words."""
    kept = text.values.get("day")
    return text.with_values(day=date.fromisoformat(kept)) if isinstance(kept, str) else text


def report_of(source: ExpertImport, rows: Sequence[ImportedLine], said: Callable[[Text], str]) -> bytes:
    """CSV (RFC 4180) with a byte order mark, so that spreadsheets read its letters."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, quoting=csv.QUOTE_ALL)
    for line in _lines(source, rows, said):
        writer.writerow([neutral(str(cell)) for cell in line])
    return written.getvalue().encode("utf-8-sig")


def _lines(source: ExpertImport, rows: Sequence[ImportedLine], said: Callable[[Text], str]) -> Iterator[list[Any]]:
    yield [said(each) for each in (N_("Line"), N_("Result"), N_("Remarks"))] + list(source.headings)
    for row in rows:
        result = standing_of_line(row)[0] if row.asked_at is not None else VERDICTS[row.verdict][0]
        why = " ".join(said(text) for _kind, text in remarks_of(row))
        yield [row.line, said(result), why, *(row.cells.get(heading, "") for heading in source.headings)]
