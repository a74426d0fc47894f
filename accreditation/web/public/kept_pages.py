"""Pages of answers that this process keeps for half a minute, and gives out again only while the database says the same."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from accreditation import clock

MOST_PAGES, MOST_ADDRESS = 512, 400
KEPT_FOR = timedelta(seconds=30)


@dataclass(frozen=True)
class Page:
    """`mark` is what the database said when it was made."""

    mark: tuple[Any, ...]
    made_at: datetime
    body: bytes
    etag: str


_pages: "OrderedDict[tuple[str, str], Page]" = OrderedDict()
_lock = Lock()


def page_for(address: str, locale: str, mark: tuple[Any, ...], make: Callable[[], str]) -> Page:
    """The page at this address in this language; made anew where the mark is another one, or after half a minute."""
    key, now = (address, locale), clock.now()
    with _lock:
        kept = _pages.get(key)
    if kept is not None and kept.mark == mark and timedelta() <= now - kept.made_at < KEPT_FOR:
        return kept
    body = make().encode()
    made = Page(mark, now, body, hashlib.sha256(body).hexdigest()[:32])
    if len(address) <= MOST_ADDRESS:
        with _lock:
            _pages[key] = made
            _pages.move_to_end(key)
            while len(_pages) > MOST_PAGES:
                _pages.popitem(last=False)
    return made
