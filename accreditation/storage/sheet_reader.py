"""The child process in which a spreadsheet is read: limited first, then on its own.

Run as a script by `sheets.py`, never imported: bytes of an XLSX or CSV on standard input, one line of JSON on standard output:
the sheet, its headings, and [line, texts] of each further line. Formulas are not computed: what was last shown is read.
"""

import csv
import io
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from accreditation.storage.confined import Unfit, open_nothing_more, tell

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
DELIMITERS = ";,\t|"


def text_of(value: Any, limits: dict[str, int]) -> str:
    """A cell as text: days as 2026-03-14, whole numbers without a point."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value).strip()
    if len(text) > limits["most_characters"]:
        raise Unfit("long")
    return text


def refuse_bomb(content: bytes, limits: dict[str, int]) -> None:
    """The parts of the book together are not larger than a list can be, and none defines entities of its own."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        if sum(part.file_size for part in parts.infolist()) > limits["most_unpacked"]:
            raise Unfit("heavy")
        for part in parts.infolist():
            if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in parts.read(part)[:4096]:
                raise Unfit("doctype")


def of_book(content: bytes, limits: dict[str, int]) -> tuple[str, Iterable[Iterable[Any]]]:
    """Name and rows of the first sheet with more than one line."""
    import encodings.cp437

    import openpyxl
    from openpyxl.worksheet import _read_only

    # What reads a sheet, and the names in an archive, is loaded while files can still be opened.
    assert _read_only and encodings.cp437
    open_nothing_more()
    try:
        refuse_bomb(content, limits)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            rows = []
            for row in sheet.iter_rows(values_only=True):
                rows.append(row)
                if len(rows) > limits["most_lines"] * 2:
                    raise Unfit("lines")
            if sum(any(cell is not None for cell in row) for row in rows) > 1:
                return sheet.title, rows
    except (Unfit, MemoryError):
        raise
    except Exception as error:  # Bytes from outside: archive and parser fail on them in more ways than they document.
        raise Unfit("broken") from error
    raise Unfit("empty")


def of_text(content: bytes) -> tuple[str, Iterable[Iterable[Any]]]:
    """Rows of a CSV in the usual alphabets, parted by semicolon, comma, tabulator or bar."""
    import encodings.cp1252
    import encodings.utf_8_sig
    import encodings.utf_16

    assert encodings.cp1252 and encodings.utf_8_sig and encodings.utf_16
    open_nothing_more()
    if b"\0" in content and not content.startswith(UTF_16):
        raise Unfit("other")
    try:
        text = content.decode("utf-16" if content.startswith(UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    try:
        return "", list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise Unfit("broken") from error


def headed(rows: Iterable[Iterable[Any]], limits: dict[str, int]) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The headings, none twice and none empty, and the lines under them that say anything, by their number in the sheet."""
    headings: list[str] = []
    lines: list[tuple[int, list[str]]] = []
    for number, row in enumerate(rows, 1):
        texts = [text_of(cell, limits) for cell in row]
        if not headings:
            if sum(bool(text) for text in texts) > 1:
                headings = named(texts[: limits["most_columns"]])
            continue
        if any(texts):
            lines.append((number, (texts + [""] * len(headings))[: len(headings)]))
        if len(lines) > limits["most_lines"]:
            raise Unfit("lines")
    if not lines:
        raise Unfit("empty")
    return headings, lines


def named(texts: list[str]) -> list[str]:
    """An empty heading is its place, and one that is there already gets it behind."""
    found: list[str] = []
    for place, text in enumerate(texts, 1):
        short = text[:80] or f"({place})"
        found.append(short if short not in found else f"{short} ({place})")
    return found


def read_list(content: bytes, limits: dict[str, int]) -> dict[str, Any]:
    sheet, rows = of_book(content, limits) if content.startswith(b"PK\x03\x04") else of_text(content)
    headings, lines = headed(rows, limits)
    return {"sheet": sheet[:60], "headings": headings, "lines": lines}


if __name__ == "__main__":
    tell(read_list)
