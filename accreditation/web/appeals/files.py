"""Files of an appeal or complaint for whoever may read it, its sealed file for the panel and the head, and the key that seals."""

from flask import current_app, render_template
from sqlalchemy import select
from werkzeug.wrappers import Response

from accreditation.appeals.files import files_of
from accreditation.appeals.models import AppealFile
from accreditation.casefile.sealing import sealed_file
from accreditation.casefile.signing import public_pem
from accreditation.certificates.keys import IssuerKey
from accreditation.certificates.pipeline import signing_key
from accreditation.errors import NotPermitted
from accreditation.extensions import db
from accreditation.web import ledger
from accreditation.web.access import current_actor, public, signed_in
from accreditation.web.appeals import blueprint
from accreditation.web.appeals.finding import found_appeal
from accreditation.web.files import as_attachment, storage
from accreditation.web.limits import limited
from accreditation.workflow.actors import Role


@blueprint.get("/appeals/<public_id>/files/<file_id>")
@signed_in
def file(public_id: str, file_id: str) -> Response:
    """One file, as it was handed in. Whoever filed it does not read what the person complained about handed in."""
    found = found_appeal(public_id)
    wanted = db.session.scalars(select(AppealFile).where(AppealFile.public_id == file_id)).one_or_none()
    may_be_opened = {
        row.id for row in files_of(db.session(), found.appeal) if row.side == "filer" or not found.is_filer
    }
    if wanted is None or wanted.id not in may_be_opened:
        raise NotPermitted
    ledger.note_reading("appeal_file", found.appeal.region_id, found.appeal.id)
    return as_attachment(storage().fetch(wanted.storage_key), wanted.file_name, wanted.media_type)


def _key() -> IssuerKey:
    config = current_app.config
    is_production = config["ENV"] == "production"
    return signing_key(
        config["SIGNING_KEY_FILE"],
        config["DATA_DIR"],
        is_production=is_production,
        secret_file=config["SIGNING_KEY_SECRET_FILE"],
    )


@blueprint.get("/appeals/<public_id>/casefile")
@signed_in
@limited("export", methods=("GET",))
def casefile(public_id: str) -> Response:
    """Everything of the case in one sealed archive, for the panel and the head; whoever took it out is on record."""
    found = found_appeal(public_id)
    if not found.takes_file:
        raise NotPermitted
    office = (Role.ROCB_OFFICER, Role.ROCB_HEAD)
    is_office = any(current_actor().holds(role, found.appeal.region_id) for role in office)
    archive = sealed_file(db.session(), found.appeal, storage(), _key(), "office" if is_office else "readers")
    ledger.note_reading("casefile", found.appeal.region_id, found.appeal.id)
    return as_attachment(archive, f"{found.appeal.reference}.zip", "application/zip")


@blueprint.get("/casefile-key")
@public
def casefile_key() -> str:
    """The public key with which case files are sealed, to compare and to check with."""
    key = _key()
    return render_template("appeals/key.html", pem=public_pem(key).decode(), key=key)
