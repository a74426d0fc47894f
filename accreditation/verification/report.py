"""What checking found: each check with its own result and plain reason."""

from dataclasses import dataclass
from enum import StrEnum

from accreditation.texts import Text


class Result(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Check:
    """`result` of one look at the file, and why: a sentence for whoever handed it in."""

    result: Result
    reason: Text


def right(reason: Text) -> Check:
    return Check(Result.RIGHT, reason)


def wrong(reason: Text) -> Check:
    return Check(Result.WRONG, reason)


def unknown(reason: Text) -> Check:
    return Check(Result.UNKNOWN, reason)


@dataclass(frozen=True)
class Report:
    """The four results. `result`: wrong where one is, right where all are."""

    document: Check
    signature: Check
    log: Check
    status: Check

    @property
    def checks(self) -> tuple[Check, ...]:
        return self.document, self.signature, self.log, self.status

    @property
    def result(self) -> Result:
        found = {check.result for check in self.checks}
        return next(result for result in (Result.WRONG, Result.UNKNOWN, Result.RIGHT) if result in found)
