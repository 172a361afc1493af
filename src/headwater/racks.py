"""A rack holds interchangeable methods, and each method is one module.

A module fits a rack when it has the names that the rack's Protocol asks for: there is no
base class to inherit. Other distributions add theirs through the entry point group
``headwater.<rack>``.
"""

from collections.abc import Iterator, Mapping
from importlib.metadata import entry_points
from typing import Protocol, TypeVar


class Method(Protocol):
    """What every method of every rack must say about itself."""

    NAME: str  # how code, files and URLs call it: "ahp"
    TITLE: str  # how people call it: "Analytic hierarchy process"
    SOURCE: str  # key of its source in docs/references.bib


M_co = TypeVar("M_co", bound=Method, covariant=True)


class Rack(Mapping[str, M_co]):
    """The methods of one room, by name, in the order in which they are offered."""

    def __init__(self, name: str, *methods: M_co) -> None:
        self.name = name
        found = [*methods, *(entry.load() for entry in entry_points(group=f"headwater.{name}"))]
        self._methods: dict[str, M_co] = {method.NAME: method for method in found}
        if len(self._methods) != len(found):
            raise ValueError(f"two methods of the rack {name!r} bear the same NAME")

    def __getitem__(self, key: str) -> M_co:
        return self._methods[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._methods)

    def __len__(self) -> int:
        return len(self._methods)
