"""What would have to be true: minimal sets of assumptions that bring wanted projects in."""

from collections.abc import Collection, Sequence
from itertools import combinations

from headwater.errors import InputError
from headwater.portfolio import wording
from headwater.portfolio.flips.assumptions import Slot, assumed, assumptions
from headwater.portfolio.flips.ruling_out import Ruler
from headwater.portfolio.flips.solves import Solves, UnsettledError
from headwater.vocabulary.explanation import Conditions, ConditionSet
from headwater.vocabulary.portfolio import Optimum, Problem
from headwater.vocabulary.progress import Watcher, ignore

STAGE = "Finding what would have to be true"
LARGEST = 3
BUDGET_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
MOST_TRIED = 400
"""Sets solved at most; sets ruled out by a bound do not count."""
MOST_COUNTED = 1_000_000
"""Sets of one size beyond which that size is not looked at."""


def what_would_have_to_be_true(
    problem: Problem,
    optimum: Optimum,
    *,
    to: Collection[str],
    most: int = 5,
    largest: int = LARGEST,
    budget_steps: Sequence[float] = BUDGET_STEPS,
    watch: Watcher = ignore,
    time_limit: float = 60.0,
) -> Conditions:
    """Find the fewest assumptions, within what is stated, that bring projects in.

    Parameters
    ----------
    to
        Ids that the recommended portfolio should contain, all of them.
    most
        How many sets to return.
    largest
        Sets of up to so many assumptions are looked at.
    budget_steps
        Raises of all budgets together that are looked at (0.1 is 10%).
    time_limit
        Seconds; what is left out then is said.

    Returns
    -------
    Conditions
        Sets by count, then by the sum of their steps. Every set was solved again, and so was
        every part of it: no part brings the wanted projects in.

    Raises
    ------
    InputError
        If a wanted project does not exist, or nothing is wanted.

    Notes
    -----
    A set is ruled out without a solve when the relaxed bound of every portfolio that holds the
    wanted projects stays below what a known portfolio is worth under the same assumptions.
    See docs/methods/why_not.md.
    """
    known = wording.names_of(problem)
    wanted = tuple(sorted(set(to)))
    if missing := [each for each in wanted if each not in known]:
        raise InputError(f"no project has the id {missing[0]!r}; give ids that are in the table")
    if not wanted:
        raise InputError("say which projects should come in")
    if largest < 1 or most < 1:
        raise InputError("at least one set of at least one assumption must be asked for")
    if set(wanted) <= set(optimum.chosen):
        return _already(wanted, optimum)
    slots = assumptions(problem, optimum.chosen, wanted, budget_steps)
    search = _Search(problem, optimum, wanted, slots, Solves(
        watch=watch, time_limit=time_limit, stage=STAGE))  # fmt: skip
    return search.run(most, largest)


def _already(wanted: tuple[str, ...], optimum: Optimum) -> Conditions:
    text = "Nothing has to change: the recommended portfolio contains them already."
    empty = ConditionSet((), optimum.chosen, optimum.value, verified=True, text=text)
    return Conditions(wanted, (empty,), 0, 0, complete=True, text=text)


class _Search:
    """Goes through sets of assumptions, small ones first."""

    def __init__(
        self,
        problem: Problem,
        optimum: Optimum,
        wanted: tuple[str, ...],
        slots: Sequence[Slot],
        solves: Solves,
    ) -> None:
        self._problem, self._wanted, self._slots, self._solves = problem, wanted, slots, solves
        self._names = wording.names_of(problem)
        self._ruler = Ruler(problem, optimum, wanted, slots, solves)
        self._found: list[tuple[tuple[int, ...], ConditionSet]] = []
        self._tried, self.complete = 0, True

    def run(self, most: int, largest: int) -> Conditions:
        """Look at sets of one, two, ... assumptions until enough are found."""
        looked = 0
        for count in range(1, min(largest, len(self._slots)) + 1):
            try:
                enough = self._of(count, most)
            except UnsettledError:
                self.complete = False
                break
            looked = count
            if enough or not self.complete:
                break
        return self._said(looked, largest)

    def _of(self, count: int, most: int) -> bool:
        open_ = self._ruler.open_sets(count, MOST_COUNTED)
        if open_ is None:
            self.complete = False
            return False
        for members in sorted(open_, key=lambda some: (self._size(some), some)):
            if self._covered(members):
                continue
            if self._tried >= MOST_TRIED:
                self.complete = False
                return False
            self._tried += 1
            made = self._holds(members)
            if made is not None:
                self._found.append((members, made))
                if len(self._found) >= most:
                    return True
        return False

    def _size(self, members: tuple[int, ...]) -> float:
        return sum(self._slots[each].assumption.size for each in members)

    def _covered(self, members: tuple[int, ...]) -> bool:
        """Say whether part of a set, or the same with a smaller raise of budget, suffices."""
        return any(
            all(self._within(each, members) for each in smaller) for smaller, _ in self._found
        )

    def _within(self, one: int, members: tuple[int, ...]) -> bool:
        if one in members:
            return True
        mine = self._slots[one]
        return mine.slot[0] == "budget" and any(
            self._slots[each].slot == mine.slot
            and self._slots[each].assumption.size >= mine.assumption.size
            for each in members
        )

    def _holds(self, members: tuple[int, ...]) -> ConditionSet | None:
        made = [self._slots[each].assumption for each in members]
        best = self._solves.recommended(assumed(self._problem, made))
        if best is None or not set(self._wanted) <= set(best.chosen):
            return None
        minimal = not any(
            self._suffices(part)
            for size in range(1, len(members))
            for part in combinations(members, size)
        )
        if not minimal:
            return None
        names = wording.listed(self._names[each] for each in self._wanted)
        text = f"{names} would be recommended if {wording.listed(a.text for a in made)}."
        return ConditionSet(tuple(made), best.chosen, best.value, verified=True, text=text)

    def _suffices(self, members: tuple[int, ...]) -> bool:
        made = [self._slots[each].assumption for each in members]
        best = self._solves.recommended(assumed(self._problem, made))
        return best is not None and set(self._wanted) <= set(best.chosen)

    def _said(self, looked: int, largest: int) -> Conditions:
        names = wording.listed(self._names[each] for each in self._wanted)
        number = len(self._slots)
        scope = f"sets of up to {largest} of {number} assumptions within what is stated"
        if self._found:
            text = self._found[0][1].text
        elif self.complete:
            text = f"Nothing brings {names} in among {scope}."
        else:
            text = f"Nothing that brings {names} in was found among {scope}."
        doubts = [
            "Costs and values of projects that are neither wanted nor recommended were left as "
            "they are."
        ]
        if not self.complete:
            doubts.append(f"Not every set was tried: there may be others of up to {largest}.")
        return Conditions(
            wanted=self._wanted,
            sets=tuple(made for _, made in self._found),
            considered=number,
            largest=looked if self._found else largest if self.complete else looked,
            complete=self.complete,
            text=text,
            doubts=tuple(doubts),
        )
