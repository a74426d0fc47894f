"""What the catalogue says of one message."""

from dataclasses import dataclass

from accreditation.notifications import recipients as to
from accreditation.texts import Text


@dataclass(frozen=True)
class Kind:
    """One message. `of` is the effect that sends it, where that has another name. An effect may send several.

    `asks`: it asks somebody to act, and is not sent any more once the case has left the state it was about. `page`: where
    below the page of the case it leads.
    """

    name: str
    subject: Text
    to: tuple[to.Recipients, ...]
    asks: bool = False
    of: str = ""
    page: str = ""

    @property
    def effect(self) -> str:
        return self.of or self.name
