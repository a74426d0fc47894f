"""What may go wrong by rule, each carrying the sentences the person reads."""

from accreditation.texts import N_, Text


class HouseError(Exception):
    """A refusal with sentences for the person; `reasons` is never empty."""

    def __init__(self, *reasons: Text) -> None:
        super().__init__("; ".join(reason.message_id for reason in reasons))
        self.reasons: tuple[Text, ...] = reasons


class TransitionRefused(HouseError):
    """The rule book does not allow this step now: wrong state, an unmet guard, a conflict of interest."""


class NotPermitted(HouseError):
    """The person may not see or do this; the web answers as if the thing did not exist."""

    def __init__(self, *reasons: Text) -> None:
        super().__init__(
            *(reasons or (N_("You cannot do this. If it should be yours to do, ask the regional office."),))
        )


class ChangedMeanwhile(HouseError):
    """The thing changed after the person opened it; the sentence says who changed what, and when."""


class Invalid(HouseError):
    """Something typed does not fit; `field` names the input, where one is to blame."""

    def __init__(self, reason: Text, field: str | None = None) -> None:
        super().__init__(reason)
        self.field = field


def no_longer_than(most: int, typed: str, field: str) -> str:
    """The text without the blanks around it. Invalid beside its field where it is longer: nothing is cut in silence."""
    text = typed.replace("\r\n", "\n").strip()
    if len(text) > most:
        raise Invalid(N_("At most %(most)s characters; now there are %(num)s.", most=most, num=len(text)), field=field)
    return text
