"""Ready templates of the scenario tree: a budget cut, a key person who leaves, a late project."""

from dataclasses import dataclass
from typing import Literal

from headwater.errors import InputError
from headwater.portfolio.scenarios.changes import periods_of
from headwater.vocabulary.portfolio import Problem
from headwater.vocabulary.scenario import Change, ChangeKind

CUT, LEAVES, SLIPS = "budget_cut", "person_leaves", "project_slips"


@dataclass(frozen=True, slots=True)
class Ready:
    """A template: one change, of which a person fills in what it is about and how large it is.

    Attributes
    ----------
    about
        What has to be named: a role, a project, or nothing.
    names
        Roles to choose from, where it is about one.
    number, unit
        The usual size, and what it is counted in, in words.
    sign
        The change's number is `sign` times the size.
    missing
        Why it cannot be used on this problem; "" where it can.
    """

    key: str
    title: str
    kind: ChangeKind
    about: Literal["", "role", "project"]
    names: tuple[str, ...]
    number: float
    unit: str
    sign: Literal[1, -1]
    missing: str = ""

    def change(self, *, name: str = "", number: float | None = None) -> Change:
        """Return the change, filled in.

        Raises
        ------
        InputError
            If it cannot be used here, something is not named, or the size is not above 0.
        """
        if self.missing:
            raise InputError(self.missing)
        if self.about and not name:
            raise InputError(f"{self.title}: say which {self.about}")
        size = self.number if number is None else number
        if size <= 0:
            raise InputError(f"{self.title}: write how many {self.unit}, as a number above 0")
        return Change(self.kind, name, self.sign * size)


def ready(problem: Problem) -> tuple[Ready, ...]:
    """Return the templates as they apply to a problem, the most usual first."""
    roles = tuple(sorted({each.role for each in problem.limits if each.kind == "capacity"}))
    longest = max((len(periods_of(problem, each)) for each in problem.limits), default=0)
    no_role = "" if roles else "No capacity by role is stated, so a person who leaves is not seen."
    no_period = ""
    if longest < 2:
        no_period = "Costs are not stated by period, so a project that slips changes nothing."
    return (
        Ready(CUT, "Budget cut", "budget_percent", "", (), 10.0, "per cent", -1),
        Ready(
            LEAVES, "Key person leaves", "capacity_by", "role", roles, 1.0, "of the role", -1,
            no_role,
        ),
        Ready(
            SLIPS, "Project slips", "slip", "project", (), float(min(2, max(1, longest - 1))),
            "periods", 1, no_period,
        ),
    )  # fmt: skip
