"""Synthetic certificates as rows: content, document, place in the log."""

from typing import TYPE_CHECKING, Any

from accreditation.certificates.number import certificate_number
from accreditation.filling.chains import Chain
from accreditation.filling.ink import DAY, as_json, day_of, written
from accreditation.filling.log import Leaf

if TYPE_CHECKING:
    from accreditation.filling.cases import Case
    from accreditation.filling.certificates import Register


class Paper:
    """The certificate of one accreditation."""

    def __init__(
        self, register: "Register", case: "Case", accreditation: Chain, at: int, starts: Any, ends: Any
    ) -> None:
        self.register, self.case, self.accreditation = register, case, accreditation
        self.starts, self.ends = starts, ends
        year = starts.year
        sequence = register.numbers.next_in(f"certificate:{register.code}-{year}")
        self.number = certificate_number(register.code, year, sequence)
        self.chain = Chain(register.desk, "certificate", at, None)
        self.place = str(register.next_place())
        self.code, self.pdf_sha256 = register.desk.ink.salt(), register.desk.ink.digest()
        self.issued: int | None = None

    def issue(self) -> None:
        """Three days later, if that has come: approved by an officer, signed, logged and published at once."""
        at = self.chain.opened + 3 * DAY
        if at + 60 > self.register.now:
            return
        self.issued = at
        self.chain.take("approve_content", at, self.case.officer.id)
        for place, step in enumerate(("sign", "log", "issue"), start=1):
            self.chain.take(step, at + place)
        self.log("issue", at + 2)

    def log(self, event: str, at: int) -> None:
        if self.issued is not None:
            self.register.leaves.append(
                Leaf(
                    at,
                    self.chain.id,
                    self.number,
                    self.code,
                    self.case.person.name,
                    self.starts,
                    self.ends,
                    event,
                    self.pdf_sha256,
                )
            )

    def end(self, step: str, at: int) -> None:
        if self.issued is None:
            step = "revoke"
        self.chain.take(step, at, None, "Demo" if step == "revoke" else "")
        if step == "revoke":
            self.log(step, at)

    def record(self) -> None:
        desk, person, issued = self.register.desk, self.case.person, self.issued
        content = as_json({}) if issued is None else as_json(self._content())
        signed = (None, None, None, None, None)
        if issued is not None:
            signed = (desk.ink.salt(), self.pdf_sha256, "demo", written(issued + 3), self.case.officer.id)
        desk.add(
            "certificate", self.chain.id, desk.region_id, self.number, self.code, self.accreditation.id,
            self.case.call.language, person.name, str(self.starts), str(self.ends), content, *signed, None, "issue",
            self.place,
            *self.chain.columns(),
        )  # fmt: skip

    def _content(self) -> dict[str, Any]:
        """The little of a printed certificate that pages read of a filled one."""
        call, person = self.case.call, self.case.person
        return {
            "number": self.number,
            "holder_name": person.name,
            "country": person.member.iso2 if person.member else "",
            "language": call.language,
            "locale": call.language,
            "issued_on": str(day_of(self.issued or 0)),
            "effective_on": str(self.starts),
            "expires_on": str(self.ends),
        }
