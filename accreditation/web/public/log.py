"""The transparency log for people and for monitors (C2SP tlog-tiles below `/log`)."""

import base64
import json
from typing import Any

from flask import Response, abort, current_app, render_template
from sqlalchemy import select

from accreditation.extensions import db
from accreditation.texts import N_, Text
from accreditation.transparency import merkle
from accreditation.transparency.alarms import open_alarm
from accreditation.transparency.keys import LogSigner, log_signer, origin_of
from accreditation.transparency.models import LogLeaf
from accreditation.transparency.notes import proof_text
from accreditation.transparency.tiles import WIDTH, tile_at
from accreditation.transparency.tree import size_of, tile_bytes, tree_of
from accreditation.web.access import current_region, public, repeatable
from accreditation.web.forms import typed_text
from accreditation.web.limits import limited
from accreditation.web.public import blueprint
from accreditation.web.security import YEAR, same_for_everyone

LATEST = 25
EVENTS = {
    "issue": N_("Certificate issued"),
    "renew": N_("Certificate renewed"),
    "correct": N_("Certificate corrected"),
    "suspend": N_("Accreditation suspended"),
    "reinstate": N_("Accreditation reinstated"),
    "supersede": N_("Certificate replaced"),
    "revoke": N_("Certificate revoked"),
    "anchor": N_("All case histories anchored"),
    "draw_announced": N_("Draw for an audit announced"),
    "draw_held": N_("Draw for an audit held"),
}


def signer() -> LogSigner | None:
    """The log's key, or None where this installation has none yet."""
    config = current_app.config
    try:
        return log_signer(
            config["BASE_URL"], config["LOG_KEY_FILE"], config["DATA_DIR"], is_production=config["ENV"] == "production"
        )
    except (OSError, ValueError):
        current_app.logger.exception("the log's key cannot be read")
        return None


@blueprint.get("/log")
@public
def log() -> str:
    """What the log is, its newest entries, its checkpoint, and how to keep and compare one."""
    return _page()


def _page(**shown: Any) -> str:
    session, key = db.session(), signer()
    tree = tree_of(session)
    query = select(LogLeaf).where(LogLeaf.region_id == current_region().id)
    return render_template(
        "public/log.html",
        size=tree.size,
        origin=origin_of(current_app.config["BASE_URL"]),
        checkpoint=key.sign(tree.size, tree.head()) if key else "",
        verifier_keys=key.verifier_keys() if key else [],
        leaves=session.scalars(query.order_by(LogLeaf.position.desc()).limit(LATEST)).all(),
        events=EVENTS,
        alarm=open_alarm(session),
        **shown,
    )


@blueprint.post("/log")
@public
@repeatable
@limited("compare", account="", methods=("POST",))
def compare_checkpoint() -> str | tuple[str, int]:
    """Whether the log still contains what a checkpoint said of it."""
    typed = typed_text("checkpoint", 5000)
    is_good, words = _verdict(typed)
    if is_good is None:
        return _page(typed=typed, error=words), 422
    return _page(typed=typed, verdict=words, is_good=is_good)


def _verdict(typed: str) -> tuple[bool | None, Text]:
    """None: it is no checkpoint of ours."""
    key, session = signer(), db.session()
    note = "\n".join(line.strip() for line in typed.strip().splitlines()) + "\n"
    found = key.opened(note) if key else None
    if found is None:
        return None, N_(
            "This is not a checkpoint of this log: its signature does not fit. Paste it whole, with all lines."
        )
    size = size_of(session)
    if found.size > size:
        return False, N_(
            "The log is shorter than this checkpoint says. Entries are missing: please tell the regional office."
        )
    tree = tree_of(session)
    older = tree.heads(0, found.size)
    if older != found.head or not merkle.is_consistent(
        found.size, size, found.head, tree.head(), tree.consistency(found.size)
    ):
        return False, N_(
            "The log is not what this checkpoint says. Entries were changed: please tell the regional office."
        )
    return True, N_("The log still contains all that this checkpoint speaks of, unchanged.")


def _answer(body: str | bytes, kind: str, seconds: int, *, is_final: bool = False) -> Response:
    response = Response(body, content_type=kind)
    response.headers["Cache-Control"] = f"public, max-age={seconds}" + (", immutable" if is_final else "")
    return response


@blueprint.get("/log/checkpoint")
@public
@same_for_everyone
def log_checkpoint() -> Response:
    """The signed head of the whole log, now."""
    key, tree = signer(), tree_of(db.session())
    if key is None:
        abort(503)
    return _answer(key.sign(tree.size, tree.head()), "text/plain; charset=utf-8", 5)


@blueprint.get("/log/tile/<path:address>")
@public
@same_for_everyone
def log_tile(address: str) -> Response:
    """256 hashes, or a bundle of 256 entries; the last of its kind has fewer and says so in its address."""
    tile = tile_at(address)
    session = db.session()
    if tile is None or not tile.is_in(size_of(session)):
        abort(404)
    return _answer(tile_bytes(session, tile), "application/octet-stream", YEAR, is_final=tile.width == WIDTH)


@blueprint.get("/log/proof/<int:position>")
@public
@same_for_everyone
def log_proof(position: int) -> Response:
    """A `tlog-proof` that the entry at this place is in the log of today."""
    key, tree = signer(), tree_of(db.session())
    if key is None:
        abort(503)
    if position >= tree.size:
        abort(404)
    text = proof_text(position, tree.inclusion(position), key.sign(tree.size, tree.head()))
    return _answer(text, "text/plain; charset=utf-8", 5)


@blueprint.get("/log/consistency/<int:older>")
@public
@same_for_everyone
def log_consistency(older: int) -> Response:
    """The proof that the log of today begins with the log of that size."""
    key, tree = signer(), tree_of(db.session())
    if key is None:
        abort(503)
    if older > tree.size:
        abort(404)
    content = {
        "older": older,
        "newer": tree.size,
        "proof": [base64.b64encode(each).decode() for each in tree.consistency(older)],
        "checkpoint": key.sign(tree.size, tree.head()),
    }
    return _answer(json.dumps(content), "application/json", 5)
