"""One project's case: the problem, which side the project is on, and the best on either side."""

from collections.abc import Callable
from dataclasses import dataclass

from headwater.portfolio.flips.solves import Side, Solves, UnsettledError
from headwater.portfolio.flips.steps import Steps
from headwater.vocabulary.explanation import Change, ChangeKind
from headwater.vocabulary.portfolio import Problem
from headwater.vocabulary.units import Interval, MoneyUnit


@dataclass(frozen=True, slots=True)
class Case:
    """What the searches for a flip share.

    Attributes
    ----------
    chosen
        Whether the recommended portfolio contains the project.
    with_it, without
        The best portfolio on each side; None where no portfolio is allowed there.
    """

    problem: Problem
    project: str
    name: str
    chosen: bool
    with_it: Side | None
    without: Side | None
    solves: Solves
    money: MoneyUnit | None

    @property
    def ahead(self) -> Side | None:
        """The best portfolio on the project's own side: the recommended value."""
        return self.with_it if self.chosen else self.without

    @property
    def behind(self) -> Side | None:
        """The best portfolio on the other side; None where none is allowed."""
        return self.without if self.chosen else self.with_it

    def flips(self, problem: Problem) -> bool:
        """Say whether the project is on the other side, by solving the whole problem again."""
        return self.solves.has(problem, self.project) != self.chosen

    def holds(self, problem: Problem, *, without: Side | None = None) -> bool:
        """Say whether the recommended portfolio of a changed problem contains the project.

        `without` is the best without it, where that does not change.
        """
        inside = self.solves.best(problem, self.project, inside=True)
        outside = without or self.solves.best(problem, self.project, inside=False)
        return self.decided(problem, inside, outside)

    def decided(self, problem: Problem, inside: Side | None, outside: Side | None) -> bool:
        """Say the same from the best on both sides; a tie is solved in full."""
        if inside is not None and inside.beats(outside):
            return True
        if outside is not None and outside.beats(inside):
            return False
        return self.solves.has(problem, self.project)

    def amount(self, figure: float, steps: Steps) -> str:
        """Write an amount of money with its unit and all digits it needs."""
        number = steps.write(figure)
        label = self.money.label if self.money and self.money.label != "money units" else ""
        words = label.split(" ")
        if words[0].isupper() and len(words[0]) == 3:
            return " ".join([words[0], number, *words[1:]])
        return f"{number} {label}".strip()

    def change(
        self,
        kind: ChangeKind,
        about: str,
        text: str,
        *,
        now: float | None,
        to: float | None = None,
        steps: Steps,
        smallest: bool = True,
        verified: bool = True,
        searched: Interval | None = None,
        within: bool | None = None,
    ) -> Change:
        """Return what was found, or that nothing was; called only after both sides were solved."""
        return Change(
            kind=kind,
            about=about,
            found=to is not None,
            now=now,
            to=to,
            resolution=steps.size,
            verified=verified,
            smallest=smallest,
            text=text,
            searched=searched,
            within=within,
        )

    def settled(
        self, kind: ChangeKind, about: str, now: float | None, search: Callable[[], Change]
    ) -> Change:
        """Return what a search finds; where it is not proved in time, say so."""
        try:
            return search()
        except UnsettledError:
            return self.unsettled(kind, about, now)

    def unsettled(self, kind: ChangeKind, about: str, now: float | None) -> Change:
        """Say that time was up before it was known."""
        text = f"Whether a change of the {about} alone flips it was not settled in the time."
        return Change(
            kind, about, found=False, now=now, to=None, resolution=0.0,
            verified=False, smallest=False, text=text,
        )  # fmt: skip


def part(now: float, to: float) -> str:
    """Write how far a figure moves, in percent of it: '17% less'."""
    share = abs(to - now) / abs(now)
    number = f"{share * 100:.0f}" if share >= 0.1 else f"{share * 100:.2g}"
    return f"{number}% {'less' if to < now else 'more'}"
