"""What a curriculum says, the same whichever way it was written."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Period:
    """Each end as far as it is known: "2015", "2015-09" or "2015-09-01", or ""."""

    start: str = ""
    end: str = ""


@dataclass(frozen=True)
class Post:
    period: Period
    title: str = ""
    employer: str = ""
    duties: str = ""
    is_present: bool = False


@dataclass(frozen=True)
class Study:
    """`level`: of the European Qualifications Framework, "1" to "8", or ""."""

    period: Period
    title: str = ""
    institution: str = ""
    country: str = ""
    level: str = ""
    about: str = ""


@dataclass(frozen=True)
class Tongue:
    """A language by its code or name; `levels` (CEFR) of listening, reading, interaction, production, writing."""

    language: str
    levels: dict[str, str] = field(default_factory=dict)
    is_native: bool = False
    certificates: str = ""


@dataclass(frozen=True)
class Work:
    """`kind`: project or publication."""

    kind: str
    title: str
    year: str = ""
    about: str = ""
    address: str = ""


@dataclass
class Curriculum:
    """`left_over`: what the form does not ask, as (key of `placing.LEFT_OVER`, text)."""

    given_names: str = ""
    family_names: str = ""
    born_on: str = ""
    gender: str = ""
    nationalities: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    telephones: list[str] = field(default_factory=list)
    address: str = ""
    posts: list[Post] = field(default_factory=list)
    studies: list[Study] = field(default_factory=list)
    tongues: list[Tongue] = field(default_factory=list)
    works: list[Work] = field(default_factory=list)
    left_over: list[tuple[str, str]] = field(default_factory=list)
