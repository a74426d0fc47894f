"""A CV as elements within elements, whether it came as XML or as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Element:
    """`name` without its namespace. Asking for what is not there gives an empty element, never an error."""

    name: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    within: tuple["Element", ...] = ()

    def all(self, *path: str) -> list["Element"]:
        """Every element at this path, in order: `all("WorkExperienceList", "WorkExperience")`."""
        found = [self]
        for step in path:
            found = [each for element in found for each in element.within if each.name == step]
        return found

    def one(self, *path: str) -> "Element":
        """The first element at this path."""
        return next(iter(self.all(*path)), NOTHING)

    def said(self, *path: str) -> str:
        """The text of the first element at this path that has one."""
        return next((each.text for each in self.all(*path) if each.text), "")

    def part(self, name: str) -> str:
        """An attribute in XML, the member of the same name in JSON, whose first letter is a capital."""
        return self.attributes.get(name, "") or self.said(name.capitalize()) or self.said(name)

    def whole(self) -> str:
        """Every text in it, a line each."""
        return "\n".join(text for text in (self.text, *(each.whole() for each in self.within)) if text)


NOTHING = Element()


def element_of_xml(told: list[Any]) -> Element:
    """What the reading child tells of an element: [name, attributes, text, elements within]."""
    name, attributes, text, within = told
    return Element(name, attributes, text, tuple(element_of_xml(each) for each in within))


def element_of_json(name: str, value: Any) -> Element:
    """Members of an object are elements within; a list is so many elements of the same name."""
    if isinstance(value, Mapping):
        within = [
            element_of_json(key, each)
            for key, member in value.items()
            for each in (member if isinstance(member, list) else [member])
        ]
        return Element(name, within=tuple(within))
    if isinstance(value, bool):
        return Element(name, text="true" if value else "false")
    return Element(name, text="" if value is None or isinstance(value, list) else str(value).strip())
