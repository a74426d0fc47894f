"""A file that comes in pieces: it goes on where the line broke, is its owner's alone, and meets the checks of the form."""

import base64
import hashlib
import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from accreditation import clock
from accreditation.applications.document_models import Document
from accreditation.applications.models import Application
from accreditation.extensions import db
from accreditation.people.models import Person
from accreditation.storage.files import storage_at
from accreditation.storage.models import Upload, UploadPiece
from accreditation.stored_files import sweep
from accreditation.worker import session_factory
from accreditation.workflow.states import ApplicationState as S
from tests import staging
from tests.storage.hostile import HTML, pdf, picture
from tests.walker import Walker
from tests.web.applicant import walker_in


class Sender:
    """What the page's script does: announce, send pieces, ask how far it came."""

    def __init__(self, walker: Walker) -> None:
        self.walker = walker
        walker.open("/account")
        self.token = str(walker.page.select_one("[name=csrf_token]")["value"])

    def _headers(self, **more: str) -> dict[str, str]:
        plain = {"X-CSRFToken": self.token, "Tus-Resumable": "1.0.0", "Accept": "application/json"}
        return plain | {name.replace("_", "-"): value for name, value in more.items()}

    def begin(self, content: bytes, name: str = "hoja de vida.pdf", size: int | None = None, sha256: str = "") -> Any:
        told = {"filename": name, "sha256": sha256 or hashlib.sha256(content).hexdigest()}
        metadata = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in told.items())
        length = str(len(content) if size is None else size)
        return self.walker.client.post(
            "/uploads", headers=self._headers(Upload_Length=length, Upload_Metadata=metadata)
        )

    def add(self, address: str, at: int, piece: bytes) -> Any:
        headers = self._headers(Upload_Offset=str(at), Content_Type="application/offset+octet-stream")
        return self.walker.client.patch(address, data=piece, headers=headers)

    def stands_at(self, address: str) -> int:
        return int(self.walker.client.head(address, headers=self._headers()).headers["Upload-Offset"])

    def send(self, content: bytes) -> str:
        """The whole file in three pieces; the upload's name."""
        begun = self.begin(content)
        step = len(content) // 3 + 1
        for at in range(0, len(content), step):
            assert self.add(begun.headers["Location"], at, content[at : at + step]).status_code == 204
        return str(begun.headers["Upload-Name"])


@pytest.fixture
def drafting(peopled: Any) -> Iterator[tuple[Any, Walker, str]]:
    with clock.at(staging.TODAY):
        walker, number = walker_in(peopled, S.DRAFT)
        yield peopled, walker, number


def hand_in(walker: Walker, number: str, name: str, slot: str = "language") -> Walker:
    walker.open(f"/applications/{number}/documents?lang=en")
    form = next(
        form for form in walker.page.select(f"#slot-{slot} form[enctype]") if not form.select("[name=replaces]")
    )
    return walker.send(form, {"file-upload": name})


def uploads_in(app: Any) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Upload)) or 0


def test_a_broken_line_costs_one_piece(drafting: Any) -> None:
    app, walker, number = drafting
    sender, content = Sender(walker), pdf(pages=3)
    address = sender.begin(content).headers["Location"]
    assert sender.add(address, 0, content[:300]).headers["Upload-Offset"] == "300"
    late = sender.add(address, 0, content[:300])
    assert late.status_code == 409 and late.headers["Upload-Offset"] == "300"
    assert sender.add(address, 500, content[500:600]).status_code == 409
    assert sender.stands_at(address) == 300
    again = sender.begin(content)
    assert again.headers["Location"] == address and again.headers["Upload-Offset"] == "300"
    assert sender.add(address, 300, content[300:]).status_code == 204
    hand_in(walker, number, again.headers["Upload-Name"])
    assert "hoja de vida.pdf" in walker.text and walker.status == 200
    with app.app_context():
        kept = db.session.scalars(select(Document).order_by(Document.id.desc())).first()
        assert kept.received_sha256 == hashlib.sha256(content).hexdigest() and kept.pages == 3
    assert uploads_in(app) == 0


@pytest.mark.parametrize(
    "name",
    [
        'a"; filename=evil.html; x="',
        "a\r\nSet-Cookie: x=1\r\n.pdf",
        "../../../etc/passwd",
        "..\\..\\x.pdf",
        "CON",
        "",
        "é" * 300,
    ]
    + ["\u202efdp.exe", "\0.pdf"],
    ids=["quotes", "lines", "path", "path of Windows", "device", "nothing", "long", "turned round", "nul"],
)
def test_a_name_cannot_do_harm(drafting: Any, name: str) -> None:
    app, walker, number = drafting
    sender, content = Sender(walker), picture("PNG")
    begun = sender.begin(content, name=name)
    sender.add(begun.headers["Location"], 0, content)
    hand_in(walker, number, begun.headers["Upload-Name"])
    with app.app_context():
        kept = db.session.scalars(select(Document).order_by(Document.id.desc())).first()
    assert kept.file_name and len(kept.file_name) <= 120 and not set(kept.file_name) & set("/\\\r\n\0\u202e")
    answer = walker.client.get(f"/documents/{kept.public_id}")
    told = answer.headers["Content-Disposition"]
    assert told.startswith("attachment; filename") and "\n" not in told and "Set-Cookie" not in answer.headers
    assert answer.mimetype == "image/png" and answer.data.startswith(b"\x89PNG")


def test_what_came_in_pieces_meets_the_same_refusals(drafting: Any) -> None:
    app, walker, number = drafting
    name = Sender(walker).send(HTML * 20)
    hand_in(walker, number, name)
    assert walker.status == 422 and any("Only PDF, JPEG and PNG" in error for error in walker.errors)
    assert uploads_in(app) == 0


def test_an_unfinished_upload_is_not_a_file(drafting: Any) -> None:
    _, walker, number = drafting
    sender, content = Sender(walker), pdf()
    begun = sender.begin(content)
    sender.add(begun.headers["Location"], 0, content[:100])
    hand_in(walker, number, begun.headers["Upload-Name"])
    assert walker.status == 422 and any("not complete" in error for error in walker.errors)
    assert sender.stands_at(begun.headers["Location"]) == 100


def test_a_file_that_arrives_damaged_is_asked_for_again(drafting: Any) -> None:
    _, walker, number = drafting
    sender, content = Sender(walker), pdf()
    begun = sender.begin(content)
    sender.add(begun.headers["Location"], 0, b"x" * len(content))
    hand_in(walker, number, begun.headers["Upload-Name"])
    assert walker.status == 422 and any("damaged" in error for error in walker.errors)
    assert sender.begin(content).headers["Upload-Offset"] == "0"


def test_another_person_reaches_nothing_of_it(drafting: Any) -> None:
    app, walker, number = drafting
    sender, content = Sender(walker), pdf()
    begun = sender.begin(content)
    other, _ = walker_in(app, S.ON_MISSION)
    stranger = Sender(other)
    assert stranger.add(begun.headers["Location"], 0, content).status_code == 404
    assert other.client.head(begun.headers["Location"]).status_code == 404
    nobody = Walker(app)
    assert nobody.client.patch(begun.headers["Location"], data=b"x").status_code in (400, 403)
    assert stranger.begin(content).headers["Location"] != begun.headers["Location"]


@pytest.mark.parametrize(
    ("size", "sha256", "sentence"),
    [(0, "", "empty"), (26_214_401, "", "25 MB"), (10, "no checksum", "checksum")],
    ids=["empty", "large", "no checksum"],
)
def test_what_cannot_be_taken_is_refused_before_it_is_sent(
    drafting: Any, size: int, sha256: str, sentence: str
) -> None:
    _, walker, _ = drafting
    answer = Sender(walker).begin(b"x", size=size, sha256=sha256)
    assert answer.status_code == 422 and sentence in answer.get_json()["message"]


def test_pieces_have_a_form_and_a_size(drafting: Any) -> None:
    _, walker, _ = drafting
    sender = Sender(walker)
    address = sender.begin(b"x" * 3_000_000).headers["Location"]
    assert sender.add(address, 0, b"x" * 1_048_577).status_code == 413
    assert sender.add(address, 0, b"").status_code == 413
    plain = walker.client.patch(address, data=b"x", headers={"X-CSRFToken": sender.token, "Upload-Offset": "0"})
    assert plain.status_code == 415
    assert walker.client.patch(address, data=b"x").status_code in (400, 403)
    assert sender.stands_at(address) == 0


def test_only_so_many_are_under_way_at_once(drafting: Any) -> None:
    _, walker, _ = drafting
    sender = Sender(walker)
    answers = [sender.begin(bytes([number]) * 9).status_code for number in range(11)]
    assert answers == [201] * 10 + [422]


def test_what_nobody_comes_back_for_is_forgotten_with_its_bytes(drafting: Any) -> None:
    app, walker, number = drafting
    sender, content = Sender(walker), picture("PNG")
    address = sender.begin(content).headers["Location"]
    sender.add(address, 0, content[:40])
    storage = storage_at(app.config["STORAGE_URL"])
    with app.app_context():
        key = db.session.scalars(select(UploadPiece.storage_key)).one()
        kept = set(db.session.scalars(select(Document.storage_key)))
    # The folder dates its files by the machine's clock, the story by a day of its own.
    os.utime(storage.root / key[:2] / key, (clock.now().timestamp(),) * 2)
    with clock.at(clock.now() + timedelta(hours=25)):
        sweep(session_factory(app), storage)
    assert uploads_in(app) == 0 and not storage.exists(key)
    assert kept and all(storage.exists(each) for each in kept)


def test_the_letter_of_an_administration_may_come_in_pieces(peopled: Any) -> None:
    with clock.at(staging.TODAY):
        contact = Walker(peopled, "contacto@demo.example", "en").open("/help?lang=en")
        with peopled.app_context():
            case = db.session.scalars(select(Application).where(Application.state == S.AWAITING_ENDORSEMENT)).first()
            official = db.session.scalars(select(Person).where(Person.email == "contacto@demo.example")).one()
            case.administration_id = official.administration_id
            db.session.commit()
            number = case.number
        name = Sender(contact).send(pdf())
        contact.open(f"/cases/{number}/endorse")
        typed = {"missions_per_year": "1", "days_per_year": "5", "years": "2", "letter-upload": name, "act": "keep"}
        contact.send(contact.form(having="letter"), typed)
        contact.open(f"/cases/{number}/endorse")
        assert "hoja de vida.pdf" in contact.text
