"""What a little more, or less, of each budget and capacity would change: solved again each way."""

from dataclasses import replace

import numpy as np

from headwater.errors import InputError
from headwater.portfolio import wording
from headwater.portfolio.grids import Integers, off_grid, on_grid
from headwater.portfolio.model import Model, compile_model, tolerance
from headwater.portfolio.solver import Solver
from headwater.vocabulary.portfolio import Limit, MarginalValue, Optimum, Problem, Step
from headwater.vocabulary.progress import Progress, Watcher, ignore

STAGE = "Valuing a little more of each limit"
MOST_STEPS = 30_000_000
"""Steps of the search for one solve at most; what is then not proved is said by its ends."""
SHARE = 0.05


def marginal_values(
    problem: Problem, *, optimum: Optimum, share: float = SHARE, watch: Watcher = ignore
) -> tuple[MarginalValue, ...]:
    """Say for each limit what a step more and a step less of it would change.

    Parameters
    ----------
    optimum
        The recommended portfolio of this problem.
    share
        The step, as a part of the limit's amount; of all that projects take of it together
        where there is none of it today.
    watch
        Told before every solve; it may raise CancelledError to stop.

    Returns
    -------
    tuple of MarginalValue
        Those worth most first: by what a step more brings, then by its price, kind and name.
        Value under the central weights at the middle of each range, use at the high ends.
        The work is counted in steps, so every machine answers alike.

    Raises
    ------
    InputError
        If the step is not between 0 and 1, or the optimum belongs to another problem.
    """
    if not 0 < share <= 1:
        raise InputError(f"the step must be a part of the limit above 0 and up to 1, not {share}")
    model = compile_model(problem)
    if unknown := sorted(set(optimum.chosen) - set(model.ids)):
        raise InputError(f"the recommended portfolio holds projects not listed here: {unknown}")
    steps = _Steps(model, optimum, watch)
    found = [steps.of(at, share) for at in range(len(model.limits))]
    return tuple(
        sorted(found, key=lambda each: (-(each.more.change or 0.0), -each.price, each.kind))
    )


class _Steps:
    """Solves one problem again and again with a single limit moved."""

    def __init__(self, model: Model, optimum: Optimum, watch: Watcher) -> None:
        self._model, self._optimum, self._watch = model, optimum, watch
        self._cost, self._power = model.graded(model.middle_values)
        self._today = model.with_synergies(model.positions(optimum.chosen))
        self._value = int(self._cost @ self._today)
        self._gap = _missing(optimum)
        at, _ = Solver(model, self._cost).price(self._cost)
        self._prices = at.prices
        self._done = 0

    def of(self, at: int, share: float) -> MarginalValue:
        """Return what the limit at this place is worth at today's amount."""
        model, limit = self._model, self._model.limits[at]
        whole = abs(limit.amount) or float(model.uses[at].clip(min=0).sum())
        step = float(f"{share * whole:.12g}")
        price = off_grid(float(self._prices[at]), self._power - model.powers[at])
        more, less = self._step(at, step), self._step(at, -step)
        return MarginalValue(
            limit=limit.name, kind=limit.kind, period=limit.period, role=limit.role,
            amount=limit.amount, used=model.used(at, self._today), price=price,
            more=more, less=less, text=_text(model, limit, more, less),
        )  # fmt: skip

    def _step(self, at: int, by: float) -> Step:
        self._done += 1
        total = 2 * len(self._model.limits)
        self._watch(Progress(STAGE, fraction=(self._done - 1) / total))
        model, amount = self._model, float(f"{self._model.limits[at].amount + by:.12g}")
        moved = with_limit(model, at, amount)
        if moved.limit_rows[at].limit == model.limit_rows[at].limit or (
            by > 0 and self._gap == 0 and self._slack(at)
        ):  # a limit with room to spare is no reason for anything
            return Step(by, amount, 0.0, 0.0, self._gap)
        solver = Solver(moved, self._cost)
        if solver.program.allows(self._today):
            if by < 0 and self._gap == 0:
                return Step(by, amount, 0.0, 0.0, 0.0)
            solver.remember(self._today)
        best = solver.best(self._cost, most_steps=MOST_STEPS, pulse=self._pulse)
        if best is None and not solver.allowed():
            return Step(by, amount, None, None, None)
        if best is None:
            best = solver.quick(self._cost, most_steps=MOST_STEPS)
        return self._compared(best.x, best.value, best.bound, by, amount)

    def _slack(self, at: int) -> bool:
        """Say whether no portfolio at all can be stopped by this limit alone."""
        row = self._model.limit_rows[at]
        return row.limit >= int(row.coefficients.clip(0).sum())

    def _pulse(self) -> bool:
        self._watch(Progress(STAGE))
        return True

    def _compared(self, x: Integers, value: int, bound: float, by: float, amount: float) -> Step:
        model, difference = self._model, value - self._value
        if abs(difference) <= tolerance(self._value):
            difference, x = 0, self._today if by > 0 else x
        change = off_grid(difference, self._power)
        most = change + off_grid(max(0.0, bound - value), self._power)
        before, after = set(model.portfolio(self._today)), set(model.portfolio(x))
        least = change - self._gap
        return Step(
            by, amount, change,
            max(least, 0.0) if by > 0 else least, most if by > 0 else min(most, 0.0),
            tuple(sorted(after - before)), tuple(sorted(before - after)),
        )  # fmt: skip


def _missing(optimum: Optimum) -> float:
    """Return what a better portfolio than the recommended one could be worth more at most."""
    return max(0.0, optimum.bound - optimum.value)


def with_limit(model: Model, at: int, amount: float) -> Model:
    """Return the model with another amount of one limit, on that limit's grid."""
    rows = list(model.limit_rows)
    most = int(rows[at].coefficients.clip(0).sum())
    grid = int(on_grid(np.array([amount]), model.powers[at])[0]) if most else rows[at].limit
    rows[at] = replace(rows[at], limit=min(grid, most))
    return replace(model, limit_rows=tuple(rows))


def _text(model: Model, limit: Limit, more: Step, less: Step) -> str:
    step = wording.in_unit(abs(more.by), limit)
    name = wording.the(limit.name)
    return (
        f"{_moved(model, f'{step} more of {name}', more)}; {_moved(model, f'{step} less', less)}."
    )


def _moved(model: Model, what: str, step: Step) -> str:
    if step.change is None:
        return f"with {what} no portfolio is allowed"
    if step.change == 0 and step.proved:
        return f"{what} changes nothing of the value"
    enters = [model.names[each] for each in step.enters]
    leaves = [model.names[each] for each in step.leaves]
    moves = [f"with {wording.listed(enters, most=2)}"] if enters else []
    moves += [f"without {wording.listed(leaves, most=2)}"] if leaves else []
    how = f" ({' and '.join(moves)})" if moves else ""
    verb = "brings" if step.change >= 0 else "costs"
    size = wording.amount(abs(step.change))
    if step.proved:
        return f"{what} {verb} {size} of value{how}"
    ends = f"{wording.amount(step.least or 0.0)} to {wording.amount(step.most or 0.0)}"
    return f"{what} {verb} about {size} of value{how}, for certain a change of {ends}"
