"""The child process in which a curriculum or form of XML, JSON or PDF is read: limited first, then on its own.

Run as a script by `reading.py`, never imported: bytes on standard input, one line of JSON on standard output. An element of
XML is [name, attributes, text, elements within]; JSON comes as it is. It says what it found by codes.
"""

import contextlib
import io
import json
from typing import Any

from accreditation.storage.confined import Unfit, open_nothing_more, tell

UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Budget:
    """How much of a file is taken in."""

    def __init__(self, limits: dict[str, int]) -> None:
        self.limits, self.nodes, self.dropped = limits, 0, 0

    def count(self, depth: int) -> None:
        self.nodes += 1
        if depth > self.limits["most_depth"]:
            raise Unfit("deep")
        if self.nodes > self.limits["most_nodes"]:
            raise Unfit("heavy")

    def text(self, text: str) -> str:
        if len(text) <= self.limits["most_characters"]:
            return text
        self.dropped += 1
        return ""


class Elements:
    """What lxml tells of an XML document as it reads; a definition of its own ends the reading."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.root: Any = None
        self.open: list[Any] = []
        self.texts: list[list[str]] = []

    def doctype(self, *_told: Any) -> None:
        raise Unfit("doctype")

    def start(self, tag: str, attributes: Any) -> None:
        self.budget.count(len(self.open) + 1)
        named = {_local(name): self.budget.text(value) for name, value in attributes.items()}
        element = [_local(tag), named, "", []]
        if self.open:
            self.open[-1][3].append(element)
        else:
            self.root = element
        self.open.append(element)
        self.texts.append([])

    def data(self, text: str) -> None:
        self.texts[-1].append(text)

    def end(self, _tag: str) -> None:
        self.open.pop()[2] = self.budget.text("".join(self.texts.pop()).strip())

    def close(self) -> Any:
        return self.root


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def read_xml(content: bytes, budget: Budget) -> Any:
    """The root element. No entity, no definition, nothing from outside."""
    from lxml import etree

    open_nothing_more()
    parser = etree.XMLParser(target=Elements(budget), resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        is_of_letters = error.code in (
            etree.ErrorTypes.ERR_INVALID_ENCODING,
            etree.ErrorTypes.ERR_UNSUPPORTED_ENCODING,
            etree.ErrorTypes.ERR_UNKNOWN_ENCODING,
            etree.ErrorTypes.ERR_INVALID_CHAR,
        )
        raise Unfit("encoding" if is_of_letters else "broken") from error
    except (ValueError, LookupError) as error:
        raise Unfit("broken") from error


def read_json(content: bytes, budget: Budget) -> Any:
    """The value, every text and member counted."""
    open_nothing_more()
    try:
        plain = content.decode("utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else json.detect_encoding(content))
    except UnicodeDecodeError as error:
        raise Unfit("encoding") from error
    try:
        return _within(json.loads(plain, parse_constant=_refuse), budget, 1)
    except RecursionError as error:
        raise Unfit("deep") from error
    except ValueError as error:
        raise Unfit("broken") from error


def _refuse(_constant: str) -> None:
    raise ValueError("not a number")


def _within(value: Any, budget: Budget, depth: int) -> Any:
    budget.count(depth)
    if isinstance(value, dict):
        return {budget.text(key): _within(each, budget, depth + 1) for key, each in value.items()}
    if isinstance(value, list):
        return [_within(each, budget, depth + 1) for each in value]
    return budget.text(value) if isinstance(value, str) else value


def attached(content: bytes) -> tuple[str, bytes]:
    """The data that Europass, and this house, hang into their PDFs: xml or json, and the bytes."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            for specification in pdf.attachments.values():
                held = specification.get_file().read_bytes()
                with contextlib.suppress(Unfit):
                    if (kind := looks_like(held)) != "pdf":
                        return kind, held
    except pikepdf.PasswordError as error:
        raise Unfit("encrypted") from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Unfit("broken") from error
    raise Unfit("pdf_alone")


def looks_like(content: bytes) -> str:
    """What the first letters say, whatever the file is called."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    start = content[:400].decode("utf-16" if content.startswith(UTF_16) else "utf-8", "ignore").lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        return "xml"
    if start.startswith(("{", "[")):
        return "json"
    raise Unfit("other")


def read_form(content: bytes, limits: dict[str, int]) -> dict[str, Any]:
    budget, kind = Budget(limits), looks_like(content)
    if kind == "pdf":
        kind, content = attached(content)
    tree = read_xml(content, budget) if kind == "xml" else read_json(content, budget)
    return {"kind": kind, "dropped": budget.dropped, "tree": tree}


if __name__ == "__main__":
    tell(read_form)
