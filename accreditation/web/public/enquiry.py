"""“May I apply?” question by question: what is asked next, and what was answered so far. Every answer stands in the address."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from accreditation.schemes.conditions import LARGEST_NUMBER, rule_of
from accreditation.schemes.models import Call, Scheme
from accreditation.schemes.rules import CEFR, NO_LEVEL, Condition, Terms, Value, Words, language_names
from accreditation.texts import LOCALES, N_, Moment, Text

NONE = "none"
# Names in the address: which question the form was about, what the whole is about, and the answers on conditions.
ASKED = "asked"
SCOPE = ("call", "category", "subject", "language")
OF_CONDITIONS = "has-"
LEVELS: Mapping[str, tuple[Text, Text | None]] = {
    "A1": (N_("A1: beginning"), N_("I understand and use a few everyday words.")),
    "A2": (N_("A2: elementary"), N_("I can talk about simple, familiar things.")),
    "B1": (N_("B1: intermediate"), N_("I manage most situations at work and on a journey.")),
    "B2": (N_("B2: upper intermediate"), N_("I take part in professional discussions and write reports.")),
    "C1": (N_("C1: advanced"), N_("I lead meetings and teach in it with ease.")),
    "C2": (N_("C2: mastery"), N_("I grew up with it, or speak it as if I had.")),
    NO_LEVEL: (N_("I do not speak it"), None),
}


@dataclass(frozen=True)
class Option:
    value: str
    label: Words
    hint: Words | None = None


@dataclass(frozen=True)
class Question:
    """One page. `kind`: "one" of `options`, "any" of them, or a whole "number". `condition`: what it decides, if one."""

    name: str
    label: Words
    kind: str = "one"
    hint: Words | None = None
    options: tuple[Option, ...] = ()
    condition: Condition | None = None

    def answer_in(self, given: MultiDict[str, str]) -> list[str]:
        """What was answered, or nothing where that does not serve."""
        values = given.getlist(self.name)
        return values if values and self.fault_of(values) is None else []

    def fault_of(self, values: Sequence[str]) -> Text | None:
        """Why these answers do not serve, or None."""
        if self.kind == "number":
            typed = values[0].strip() if values else ""
            fits = typed.isascii() and typed.isdecimal() and len(typed) < 4 and int(typed) <= LARGEST_NUMBER
            return None if fits else N_("Write a number from %(least)s to %(most)s.", least=0, most=LARGEST_NUMBER)
        if not values:
            return N_("Answer this question.")
        if not {option.value for option in self.options}.issuperset(values) or (self.kind == "one" and len(values) > 1):
            return N_("Choose among the answers offered.")
        if NONE in values and len(values) > 1:
            return N_("Choose what you have, or the last answer, not both.")
        return None

    def value_of(self, answer: Sequence[str]) -> Value:
        """The answer as the rules read it."""
        if self.kind == "number":
            return int(answer[0])
        if self.kind == "any":
            return frozenset(answer) - {NONE}
        return answer[0] == "yes" if answer[0] in ("yes", "no") else answer[0]

    def typed_for(self, value: Value) -> list[str]:
        """What somebody would answer of whom this is known; the contrary of `value_of`."""
        if value is None:
            return []
        if isinstance(value, bool):
            return ["yes" if value else "no"]
        if isinstance(value, frozenset):
            return sorted(value) or [NONE]
        return [str(value)]

    def shown(self, answer: Sequence[str]) -> list[Words | str]:
        """The answer in words."""
        if self.kind == "number":
            return [str(int(answer[0]))]
        return [option.label for option in self.options if option.value in answer]


YES_NO = (Option("yes", N_("Yes")), Option("no", N_("No")))


def _documents(terms: Terms) -> tuple[Option, ...]:
    hints = {slot["key"]: slot.get("hints") for slot in terms.documents}
    needed = [Option(key, names, hints[key] or None) for key, names in terms.needed_documents.items()]
    return (*needed, Option(NONE, N_("None of these yet")))


_BY_KIND: Mapping[str, tuple[str, Callable[[Terms], tuple[Option, ...]]]] = {
    "yes_no": ("one", lambda _terms: YES_NO),
    "number": ("number", lambda _terms: ()),
    "level": ("one", lambda _terms: tuple(Option(level, *LEVELS[level]) for level in (*CEFR, NO_LEVEL))),
    "documents": ("any", _documents),
}


def name_of(condition: Condition) -> str:
    """The name of its answer in the address."""
    return f"{OF_CONDITIONS}{condition['key']}"


def questions_on(conditions: Sequence[Condition], terms: Terms) -> Iterator[Question]:
    """One question for each condition that has anything to ask."""
    for condition in conditions:
        rule = rule_of(condition)
        if rule.is_asked(condition, terms):
            kind, options = _BY_KIND[rule.kind]
            question = rule.question(condition, terms)
            yield Question(name_of(condition), question, kind, rule.hint, options(terms), condition)


def question_of_call(calls: Sequence[Call]) -> Question:
    """Which of the calls to come it is about, if one."""
    options = [Option(call.reference, call.titles, _about(call)) for call in calls]
    other = Option(NONE, N_("Another category, subject or language"))
    return Question("call", N_("Which call do you think of?"), options=(*options, other))


def _about(call: Call) -> Text:
    return N_(
        "Assessed in this language: %(language)s. Closes on %(moment)s.",
        language=language_names(call.language),
        moment=Moment(call.closes_at, call.time_zone),
    )


def questions_of_scope(categories: Sequence[Any], subjects: Sequence[Any]) -> tuple[Question, Question, Question]:
    """Category, subject and language, where it is about no call to come."""
    return (
        Question("category", N_("What kind of expert do you want to be?"), options=_coded(categories)),
        Question("subject", N_("In which subject?"), options=_coded(subjects)),
        Question(
            "language",
            N_("In which language would you like to be assessed?"),
            hint=N_("You would also work in it on missions."),
            options=tuple(Option(code, language_names(code)) for code in LOCALES),
        ),
    )


def _coded(rows: Sequence[Any]) -> tuple[Option, ...]:
    return tuple(Option(row.code, row.names) for row in rows)


@dataclass(frozen=True)
class Scope:
    """What somebody asks about: the call, if it is about one, and the conditions that hold for it."""

    call: Call | None
    category: Any
    subject: Any
    language: str
    scheme: Scheme

    @property
    def terms(self) -> Terms:
        return Terms(self.subject.names, self.language, self.scheme.documents)
