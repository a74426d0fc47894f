"""A case in a call that is reviewed blind, whose applicant writes the own name everywhere; and everything a reader reaches."""

import io
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pikepdf
from sqlalchemy import select

from accreditation import clock
from accreditation.applications.answers import saved_sections
from accreditation.applications.document_models import Document
from accreditation.database import writing
from accreditation.extensions import db
from accreditation.storage.files import storage_at
from tests import staging
from tests.reviews.reviewing import Desk, desk

EMAIL, PHONE = "zoraida.q@aduanas.example", "+50277778888"
NEEDLES = ("zoraida", "quetzalpopoca", "xochipilli", EMAIL, "77778888", "1971", "direccion de prueba", "alonso padrino")


def folded(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each)).lower()


def authored_pdf() -> bytes:
    pdf, kept = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.docinfo["/Author"] = "Zoraida Quetzalpopoca"
    with pdf.open_metadata() as told:
        told["dc:creator"] = ["Zoraida Quetzalpopoca"]
    pdf.save(kept)
    return kept.getvalue()


@contextmanager
def blinded(peopled: Any) -> Iterator[Desk]:
    """An applicant who writes the own name everywhere, in a call that is reviewed blind."""
    with clock.at(staging.TODAY):
        table = desk(peopled)
        with peopled.app_context(), writing():
            case = table.case()
            case.call.is_blind = True
            person = case.applicant
            person.given_names, person.first_family_name, person.second_family_name = (
                "Zoraída",
                "Quetzalpopoca",
                "Xochipilli",
            )
            case.administration.names = {
                "es": "Dirección de Prueba",
                "en": "Test Direction",
                "pt": "Direção de Teste",
                "fr": "Direction d’essai",
            }
            telling = f"Me llamo ZORAIDA Quetzalpopoca, de la Direccion de prueba; {EMAIL}."
            told = {
                "identity": {
                    "given_names": "Zoraída",
                    "first_family_name": "Quetzalpopoca",
                    "birth_date": "1971-05-04",
                },
                "contact": {"work_email": EMAIL, "phone": PHONE},
                "employment": {"supervisor": "Alonso Padrino", "position": f"Jefa. {telling}"},
                "motivation": {"statement": f"{telling} Mi jefe es Alonso  Padrino."},
                "referees": {"rows": [{"name": "Alonso Padrino", "email": EMAIL, "post": "Director"}]},
            }
            for key, answers in told.items():
                section = saved_sections(db.session(), case)[key]
                section.answers = {**section.answers, **answers}
            storage = storage_at(peopled.config["STORAGE_URL"])
            for document in db.session.scalars(select(Document).where(Document.application_id == case.id)):
                document.file_name = "CV Zoraida Quetzalpopoca.pdf"
                if document.media_type == "application/pdf":
                    document.storage_key = storage.put(authored_pdf())
            db.session.commit()
        yield table


def everything_reached(table: Desk, email: str) -> dict[str, bytes]:
    """Every page and file that leads on from the tasks and the case, by address, as it is answered."""
    walker = table.walk(email)
    waiting = ["/tasks", "/cases", f"/cases/{table.number}", f"/cases/{table.number}/ask", "/account/calendar"]
    waiting += [f"/cases/{table.number}/{end}" for end in ("dossier", "review", "references", "discussion", "messages")]
    waiting += [f"/cases/{table.number}/steps/ask_for_information", f"/applications/{table.number}/form.pdf"]
    waiting += [f"/applications/{table.number}/form.json", f"/applications/{table.number}"]
    with table.app.app_context():
        rows = db.session.scalars(select(Document).where(Document.application_id == table.case().id)).all()
        waiting += [f"/documents/{row.public_id}{end}" for row in rows for end in ("", "/preview")]
    found: dict[str, bytes] = {}
    while waiting:
        path = waiting.pop().split("#")[0]
        if path in found:
            continue
        answer = walker.client.get(path, follow_redirects=True)
        told = str(answer.headers.get("Content-Disposition", "")).encode()
        found[path] = answer.data + told
        if answer.mimetype == "text/html" and answer.status_code == 200:
            walker._take(answer)
            links = [str(link["href"]) for link in walker.page.select("main a[href]")]
            waiting += [link for link in links if table.number in link or link.startswith("/documents/")]
    return found
