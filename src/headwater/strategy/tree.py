"""The tree of objectives, and the declared links checked against it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from headwater.errors import InputError
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Link, Objective

MOST_LEVELS = 100


@dataclass(frozen=True, slots=True)
class Tree:
    """Objectives by id, and the ids of the children of each (of the roots under None)."""

    objectives: Mapping[str, Objective]
    children: Mapping[str | None, tuple[str, ...]]

    @property
    def roots(self) -> tuple[str, ...]:
        """Ids of the objectives without a parent, by name."""
        return self.children.get(None, ())

    def upwards(self, objective: str) -> tuple[str, ...]:
        """Ids of the objective itself and all above it, up to its root."""
        found = [objective]
        while (parent := self.objectives[found[-1]].parent) is not None:
            found.append(parent)
        return tuple(found)

    def walk(self) -> tuple[tuple[str, int], ...]:
        """Ids with their depth (0 for roots), depth first, children by name."""
        return tuple(item for root in self.roots for item in self._from(root, 0))

    def _from(self, objective: str, depth: int) -> list[tuple[str, int]]:
        found = [(objective, depth)]
        for child in self.children.get(objective, ()):
            found += self._from(child, depth + 1)
        return found


def grow(objectives: Sequence[Objective]) -> Tree:
    """Order objectives into a tree.

    Raises
    ------
    InputError
        If two objectives bear the same id, a parent is not known, parents run in a circle, or the
        tree has more than 100 levels.
    """
    known: dict[str, Objective] = {}
    for each in objectives:
        if each.id in known:
            raise InputError(f"two objectives bear the id {each.id!r}; give one of them another")
        known[each.id] = each
    children: dict[str | None, list[str]] = {}
    for each in sorted(known.values(), key=lambda one: (one.name.casefold(), one.name, one.id)):
        if each.parent is not None and each.parent not in known:
            raise InputError(
                f"objective {each.name!r} has the parent {each.parent!r}, which is no "
                f"objective's id{_closest(each.parent, known)}"
            )
        children.setdefault(each.parent, []).append(each.id)
    for start in sorted(known):
        _check_no_circle(start, known)
    return Tree(known, {parent: tuple(ids) for parent, ids in children.items()})


def linked(
    tree: Tree, links: Iterable[Link], projects: Iterable[str]
) -> dict[str, dict[str, Interval]]:
    """Give the strength of each declared link: by project id, then by objective id.

    Raises
    ------
    InputError
        If a link names an unknown project or objective, its strength is not between 0 and 1,
        or the same link is stated twice with different strengths.
    """
    found: dict[str, dict[str, Interval]] = {project: {} for project in projects}
    for link in links:
        if link.project not in found:
            raise InputError(
                f"a link names the project {link.project!r}, which is not among the projects"
                f"{_closest(link.project, found)}"
            )
        if link.objective not in tree.objectives:
            raise InputError(
                f"project {link.project!r} is linked to the objective {link.objective!r}, which "
                f"is not among the objectives{_closest(link.objective, tree.objectives)}"
            )
        place = f"the link of project {link.project!r} to objective {link.objective!r}"
        if not 0 <= link.strength.low <= link.strength.high <= 1:
            raise InputError(
                f"{place} has strength {link.strength}; strengths run from 0 to 1 "
                f"(write 3 out of 5 as 0.6)"
            )
        before = found[link.project].setdefault(link.objective, link.strength)
        if before != link.strength:
            raise InputError(
                f"{place} is stated twice, with strengths {min(before, link.strength)} and "
                f"{max(before, link.strength)}; keep one"
            )
    return found


def _check_no_circle(start: str, known: Mapping[str, Objective]) -> None:
    path = [start]
    while (parent := known[path[-1]].parent) is not None:
        if parent in path:
            circle = [known[each].name for each in [*path[path.index(parent) :], parent]]
            raise InputError(
                f"the objectives' parents run in a circle: {' -> '.join(circle)}; "
                f"leave the parent of one of them empty"
            )
        path.append(parent)
        if len(path) > MOST_LEVELS:
            raise InputError(
                f"objective {known[start].name!r} has more than {MOST_LEVELS} others above it"
            )


def _closest(name: str, names: Iterable[str]) -> str:
    close = get_close_matches(name, sorted(names), n=1, cutoff=0.5)
    return f"; did you mean {close[0]!r}?" if close else ""
