"""A tree of scenarios with its results; a branch where nothing is allowed says so and goes on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from headwater.errors import InfeasibleError
from headwater.portfolio import wording
from headwater.portfolio.optimum import optimum
from headwater.portfolio.scenarios.changes import apply, cautions
from headwater.portfolio.scenarios.comparison import compare
from headwater.vocabulary.portfolio import Optimum, Problem
from headwater.vocabulary.progress import Watcher, ignore
from headwater.vocabulary.scenario import Branch, Scenario


def explore(
    problem: Problem,
    scenarios: Sequence[Scenario],
    *,
    calls: bool = False,
    causes: bool = True,
    seed: int = 1,
    time_limit: float = 30.0,
    watch: Watcher = ignore,
) -> tuple[Branch, ...]:
    """Solve every scenario, and what might happen beyond each, and compare with no change.

    Parameters
    ----------
    calls, causes, seed, time_limit
        As in `compare`.

    Returns
    -------
    tuple of Branch
        In the order given. A scenario where nothing is allowed is not feasible and names the
        conflict; what may follow it is tried all the same, since it may lift the conflict.

    Raises
    ------
    InfeasibleError
        If the problem without any change allows nothing.
    InputError
        If a change names what is not there.
    """
    best = optimum(problem, watch=watch, time_limit=time_limit)
    walk = _Walk(problem, best, calls, causes, seed, time_limit, watch)
    return tuple(walk.branch(each, problem, best) for each in scenarios)


def grow(
    problem: Problem,
    scenario: Scenario,
    *,
    best: Optimum,
    after: Sequence[Scenario] = (),
    calls: bool = False,
    causes: bool = True,
    seed: int = 1,
    time_limit: float = 30.0,
    causes_time: float | None = None,
    watch: Watcher = ignore,
) -> Branch:
    """Solve one scenario that grows from others, and compare it with no change at all.

    Parameters
    ----------
    best
        What `optimum` found for the problem without any change.
    after
        The scenarios that it grows from, the first one first; `step` is against the last.
    calls, causes, seed, time_limit, causes_time
        As in `compare`.

    Raises
    ------
    InputError
        If a change names what is not there.
    """
    walk = _Walk(problem, best, calls, causes, seed, time_limit, watch, causes_time)
    parent: Optimum | None = best
    for each in after:
        problem = apply(problem, each)
    if after:
        try:
            parent = optimum(problem, watch=watch, time_limit=time_limit, ties=False)
        except InfeasibleError:
            parent = None
    return walk.branch(replace(scenario, then=()), problem, parent)


@dataclass(frozen=True)
class _Walk:
    start: Problem
    best: Optimum
    calls: bool
    causes: bool
    seed: int
    time_limit: float
    watch: Watcher
    causes_time: float | None = None

    def branch(self, scenario: Scenario, problem: Problem, parent: Optimum | None) -> Branch:
        changed = apply(problem, scenario)
        doubts = cautions(problem, scenario)
        try:
            found = optimum(changed, watch=self.watch, time_limit=self.time_limit)
        except InfeasibleError as error:
            return Branch(
                name=scenario.name,
                feasible=False,
                conflict=error.rules,
                then=tuple(self.branch(each, changed, None) for each in scenario.then),
                text=str(error),
                doubts=doubts,
            )
        against = compare(
            self.start, changed, calls=self.calls, causes=self.causes, seed=self.seed,
            time_limit=self.time_limit, causes_time=self.causes_time, watch=self.watch,
            best=(self.best, found),
        )  # fmt: skip
        return Branch(
            name=scenario.name,
            feasible=True,
            chosen=found.chosen,
            value=found.value,
            step=None if parent is None else found.value - parent.value,
            against_start=against,
            then=tuple(self.branch(each, changed, found) for each in scenario.then),
            text=against.text,
            doubts=tuple(dict.fromkeys((*doubts, *against.doubts))),
            gap=found.gap,
        )


def outline(branches: Sequence[Branch], *, depth: int = 0) -> tuple[str, ...]:
    """Return the tree as indented lines: name, value, step, and whether the value is proved."""
    lines: list[str] = []
    for each in branches:
        worth = "nothing is allowed" if each.value is None else wording.amount(each.value)
        step = f" ({each.step:+.4g})" if each.step is not None else ""
        lines.append(f"{'  ' * depth}{each.name}: {worth}{step}{_proof(each)}")
        lines += outline(each.then, depth=depth + 1)
    return tuple(lines)


def _proof(branch: Branch) -> str:
    if branch.value is None:
        return ""
    if branch.gap <= 0:
        return ", proved best"
    return f", at most {wording.part(branch.gap, digits=2)} below the highest possible"
