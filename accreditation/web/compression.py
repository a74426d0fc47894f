"""Words travel compressed, pages and built files alike: on a bad line that is most of the waiting."""

import io
import secrets
from functools import lru_cache
from gzip import GzipFile

from flask import Flask, Response, request

COMPRESSED = ("text/", "application/json", "application/javascript", "application/did", "image/svg+xml")
SMALLEST = 800
LONGEST_NAME = 64


def _packed(body: bytes, name: str) -> bytes:
    target = io.BytesIO()
    with GzipFile(filename=name, mode="wb", compresslevel=6, fileobj=target, mtime=0) as file:
        file.write(body)
    return target.getvalue()


@lru_cache(maxsize=16)
def _packed_file(body: bytes) -> bytes:
    return _packed(body, "")


def _packed_page(body: bytes) -> bytes:
    """With a name of random length in the header.

    A page holds a form's token beside what the address brought; without it, the length of many answers would
    betray the token letter by letter (BREACH).
    """
    return _packed(body, "a" * (1 + secrets.randbelow(LONGEST_NAME)))


def _is_built_file() -> bool:
    return request.endpoint == "static"


def _may_shrink(response: Response) -> bool:
    return (
        response.status_code not in (204, 206, 304)
        and request.method != "HEAD"
        and (response.mimetype or "").startswith(COMPRESSED)
        and "Content-Encoding" not in response.headers
        and (_is_built_file() or not response.is_streamed)
    )


def _compress(response: Response) -> Response:
    if not _may_shrink(response):
        return response
    response.vary.add("Accept-Encoding")
    if "gzip" not in request.accept_encodings:
        return response
    response.direct_passthrough = False
    body = response.get_data()
    if len(body) < SMALLEST:
        return response
    response.set_data(_packed_file(body) if _is_built_file() else _packed_page(body))
    response.headers["Content-Encoding"] = "gzip"
    etag, _is_weak = response.get_etag()
    if etag:
        response.set_etag(etag, weak=True)
    return response


def init_app(app: Flask) -> None:
    app.after_request(_compress)
