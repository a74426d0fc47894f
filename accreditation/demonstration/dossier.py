"""What the demo's applicants hand in: a curriculum as a PDF."""

from functools import cache

import typst

from accreditation.storage.inspection import Inspected, inspect


@cache
def curriculum() -> bytes:
    """One page that says it is a demonstration."""
    page = (
        '#set document(title: "Demo")\n#set page(paper: "a4")\n= Curriculum vitae\nDemo · Demostración · Demonstração'
    )
    return typst.compile(page.encode(), timestamp=0)


@cache
def inspected_curriculum() -> Inspected:
    """The same, opened once by the limited child."""
    return inspect(curriculum())
