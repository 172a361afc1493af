"""Finds the project (or objective) that a cell means, by id or by name."""

from collections.abc import Sequence

from headwater.intake.findings import closest


class UnknownReferenceError(ValueError):
    """A cell names nothing, or more than one thing; the message says which."""


class Directory:
    """Ids and names of what can be referred to; upper and lower case do not matter."""

    def __init__(self, kind: str, entries: Sequence[tuple[str, str]]) -> None:
        self.kind = kind
        self._found: dict[str, set[str]] = {}
        self._shown: dict[str, str] = {}
        for identity, name in entries:
            self._found.setdefault(identity.casefold(), set()).add(identity)
            self._found.setdefault(name.casefold(), set()).add(identity)
            self._shown[identity] = identity if identity == name else f"{identity} ({name})"
        self.names = dict(entries)

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and text.casefold() in self._found

    def find(self, text: str) -> str:
        """Return the id of what a text refers to.

        Raises
        ------
        UnknownReferenceError
            If nothing bears that id or name (the closest is named), or several do.
        """
        found = self._found.get(text.casefold(), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            both = " and ".join(self._shown[identity] for identity in sorted(found))
            raise UnknownReferenceError(f"{text!r} can be {both}; write the id")
        known = [*self.names, *self.names.values()]
        raise UnknownReferenceError(
            f"there is no {self.kind} {text[:100]!r}{closest(text, known) or '; add it or mend it'}"
        )
