"""Files going out: always as attachments that no browser runs."""

from flask import Response, current_app

from accreditation.storage.files import Storage, storage_at


def storage() -> Storage:
    """Where this installation keeps its files."""
    return storage_at(current_app.config["STORAGE_URL"])


def as_attachment(content: bytes, file_name: str, media_type: str) -> Response:
    """The bytes as a download under a name of any letters (RFC 6266), locked in a sandbox of its own."""
    answer = Response(content, mimetype=media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=file_name)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
