"""The one door to the solver of linear problems over yes/no choices (HiGHS, [huangfu2018]_)."""

from collections.abc import Callable
from time import monotonic
from typing import Any, Literal

import numpy as np

from headwater.errors import HeadwaterError
from headwater.numeric.programs import (
    BinaryProgram,
    Floats,
    Integers,
    Solution,
    scaled_cost,
    scaled_rows,
)

SIGN_OF_LIFE = 0.25
"""Seconds between two reports when nothing improves."""
MOST_REPAIRS = 50
"""How often an answer that overshoots a limit within the solver's tolerance is cut off."""

Report = Callable[[float | None, float], None]
"""Is told the best value and the bound so far, in the units of cost; may raise to stop."""


def maximize(
    program: BinaryProgram,
    *,
    first: Integers | None = None,
    report: Report | None = None,
    time_limit: float | None = None,
    relative_gap: float = 0.0,
    most_nodes: int | None = None,
) -> Solution:
    """Solve from a cold start; every answer is checked again in whole numbers.

    Parameters
    ----------
    first
        An allowed x to start from, or None.
    report
        Called on the calling thread at every improvement and several times a second.
        What it raises stops the solver and is raised again from here.
    time_limit
        Seconds; None for no limit.
    relative_gap
        Stop when (bound - value) / |value| is at most this.
    most_nodes
        Stop after so many nodes: a limit that does not depend on the machine.

    Raises
    ------
    HeadwaterError
        If the solver fails.
    """
    return _Conversation(program, report, relative_gap, most_nodes).run(first, time_limit)


class Relaxation:
    """The same program with choices between 0 and 1, solved again and again for new costs.

    Only its dual prices are used, and any price that is not negative gives a valid bound
    (weak duality), so the answer never depends on the solver's tolerance or its warm start.
    """

    def __init__(self, program: BinaryProgram) -> None:
        import highspy

        self._program = program
        scaled, _ = scaled_rows(program)
        sizes = np.diff(program.start)
        self._unit = np.ones(program.limit.size)
        for row in np.flatnonzero(sizes):
            at = program.start[row] + int(
                np.argmax(np.abs(scaled[program.start[row] : program.start[row + 1]]))
            )
            self._unit[row] = scaled[at] / program.coefficient[at]
        self._solver = highspy.Highs()
        self._solver.silent()
        self._solver.setOptionValue("threads", 1)
        self._solver.setOptionValue("presolve", "off")
        self._solver.passModel(_as_linear(program, np.zeros(program.cost.size), whole=False))

    def prices(self, cost: Floats) -> tuple[Floats, Floats]:
        """Return the rows' prices (m,), none negative, and the relaxed choices x (n,)."""
        size = float(np.abs(cost).max()) if cost.size else 0.0
        if size == 0.0:
            return np.zeros(self._program.limit.size), self._program.lower.astype(np.float64)
        columns = np.arange(cost.size, dtype=np.int32)
        self._solver.changeColsCost(cost.size, columns, cost / size * 100)
        self._solver.run()
        found = self._solver.getSolution()
        if not found.dual_valid:  # no prices: 0 is a valid, if weak, price of anything
            return np.zeros(self._program.limit.size), self._program.lower.astype(np.float64)
        duals = np.array(found.row_dual, dtype=np.float64) * self._unit * size / 100
        return np.maximum(duals, 0.0), np.array(found.col_value, dtype=np.float64)

    def restrict(self, lower: Integers, upper: Integers) -> None:
        """Replace the ends (n,) of the choices."""
        columns = np.arange(lower.size, dtype=np.int32)
        ends = (lower.astype(np.float64), upper.astype(np.float64))
        self._solver.changeColsBounds(lower.size, columns, *ends)

    def change_limits(self, limit: Integers) -> None:
        """Replace the rows' limits (m,), in the units of the program."""
        import highspy

        for row, amount in enumerate(limit):
            self._solver.changeRowBounds(row, -highspy.kHighsInf, float(amount * self._unit[row]))


class _Conversation:
    """Solve a program; pass on what the solver says, and stop it when the listener raises."""

    def __init__(
        self,
        program: BinaryProgram,
        report: Report | None,
        relative_gap: float,
        most_nodes: int | None,
    ) -> None:
        self._program = program
        self._report = report
        self._gap = relative_gap
        self._most_nodes = most_nodes
        self._cost, self._unit = scaled_cost(program.cost)
        self._raised: BaseException | None = None
        self._told = 0.0

    def run(self, first: Integers | None, time_limit: float | None) -> Solution:
        """Solve, cut off answers that break a row in exact arithmetic, and solve again."""
        if not self._program.cost.size:
            return self._empty()
        solver = self._prepared()
        ends = None if time_limit is None else monotonic() + time_limit
        best = first
        for _ in range(MOST_REPAIRS):
            if ends is not None:
                solver.setOptionValue("time_limit", max(ends - monotonic(), 0.01))
            answer = self._once(solver, best)
            if answer is None:
                return self._closed(solver, best)
            broken = np.flatnonzero(self._program.excess(answer) > 0)
            if not broken.size:
                return self._closed(solver, self._better(answer, best))
            for row in broken:
                self._cut_off(solver, answer, int(row))
        raise HeadwaterError("the solver keeps overshooting a limit within its tolerance")

    def _empty(self) -> Solution:
        if (self._program.limit < 0).any():
            return Solution("infeasible", None, 0, -np.inf)
        return Solution("optimal", np.zeros(0, np.int64), 0, 0.0)

    def _prepared(self) -> Any:
        import highspy

        solver = highspy.Highs()
        solver.silent()
        options = {"threads": 1, "random_seed": 0, "mip_rel_gap": self._gap, "mip_abs_gap": 0.0}
        options |= {"mip_feasibility_tolerance": 1e-7, "primal_feasibility_tolerance": 1e-8}
        if self._most_nodes is not None:
            options["mip_max_nodes"] = self._most_nodes
        for name, value in options.items():
            if solver.setOptionValue(name, value) != highspy.HighsStatus.kOk:
                raise HeadwaterError(f"the solver refused the option {name} = {value}")
        solver.passModel(_as_linear(self._program, self._cost, whole=True))
        if self._report is not None:
            solver.cbMipImprovingSolution.subscribe(self._hear_better)
            solver.cbMipInterrupt.subscribe(self._hear)
            solver.cbSimplexInterrupt.subscribe(self._hear_simplex)
        return solver

    def _hear_better(self, event: Any) -> None:
        self._told = float("-inf")
        self._hear(event, may_stop=False)

    def _hear(self, event: Any, *, may_stop: bool = True) -> None:
        now = monotonic()
        if self._raised is None and now - self._told >= SIGN_OF_LIFE:
            self._told = now
            value, bound = event.data_out.mip_primal_bound, event.data_out.mip_dual_bound
            self._tell(value * self._unit if abs(value) < 1e30 else None, bound * self._unit)
        if self._raised is not None and may_stop:
            event.interrupt()

    def _hear_simplex(self, event: Any) -> None:
        now = monotonic()
        if self._raised is None and now - self._told >= SIGN_OF_LIFE:
            self._told = now
            self._tell(None, np.inf)
        if self._raised is not None:
            event.interrupt()

    def _tell(self, value: float | None, bound: float) -> None:
        if self._report is None:
            return
        try:
            self._report(value, bound)
        except BaseException as error:  # it must not cross the solver's own frames
            self._raised = error

    def _once(self, solver: Any, first: Integers | None) -> Integers | None:
        import highspy

        solver.clearSolver()
        if first is not None:
            given = highspy.HighsSolution()
            given.col_value = first.astype(np.float64)
            solver.setSolution(given)
        solver.run()
        if self._raised is not None:
            raise self._raised
        status = solver.getModelStatus()
        if status in (highspy.HighsModelStatus.kSolveError, highspy.HighsModelStatus.kModelError):
            raise HeadwaterError(f"the solver failed: {solver.modelStatusToString(status)}")
        found = solver.getSolution()
        primal = solver.getInfo().primal_solution_status
        if not found.value_valid or primal != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        answer: Integers = np.rint(np.array(found.col_value)).astype(np.int64)
        return answer

    def _cut_off(self, solver: Any, answer: Integers, row: int) -> None:
        """Forbid exactly those choices within the row that overshoot it together."""
        span = slice(self._program.start[row], self._program.start[row + 1])
        columns, coefficients = self._program.index[span], self._program.coefficient[span]
        signs = np.where(answer[columns] == 1, 1.0, -1.0)
        helps = ((coefficients > 0) & (answer[columns] == 1)) | (
            (coefficients < 0) & (answer[columns] == 0)
        )
        kept, signs = columns[helps], signs[helps]
        solver.addRow(
            -np.inf, float((signs > 0).sum() - 1), kept.size, kept.astype(np.int32), signs
        )

    def _better(self, answer: Integers, first: Integers | None) -> Integers:
        if first is None or int(self._program.cost @ answer) >= int(self._program.cost @ first):
            return answer
        return first

    def _closed(self, solver: Any, best: Integers | None) -> Solution:
        import highspy

        status = solver.getModelStatus()
        ends: Literal["optimal", "infeasible", "stopped"] = "stopped"
        if status == highspy.HighsModelStatus.kOptimal:
            ends = "optimal"
        elif status == highspy.HighsModelStatus.kInfeasible and best is None:
            ends = "infeasible"
        if best is None:
            bound = -np.inf if ends == "infeasible" else self._bound(solver)
            return Solution(ends, None, 0, bound)
        value = int(self._program.cost @ best)
        bound = max(float(value), self._bound(solver))
        if ends == "optimal" and self._gap == 0.0:
            bound = float(value)
        return Solution(ends, best, value, bound)

    def _bound(self, solver: Any) -> float:
        return float(solver.getInfo().mip_dual_bound) * self._unit


def _as_linear(program: BinaryProgram, cost: Floats, *, whole: bool) -> Any:
    """Return the program in the solver's own form, yes/no where `whole`, else 0 to 1."""
    import highspy

    coefficient, limit = scaled_rows(program)
    made = highspy.HighsLp()
    made.num_col_, made.num_row_ = program.cost.size, program.limit.size
    made.sense_ = highspy.ObjSense.kMaximize
    made.col_cost_ = cost
    made.col_lower_ = program.lower.astype(np.float64)
    made.col_upper_ = program.upper.astype(np.float64)
    made.row_lower_ = np.full(program.limit.size, -highspy.kHighsInf)
    made.row_upper_ = limit
    made.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    made.a_matrix_.start_ = program.start.astype(np.int32)
    made.a_matrix_.index_ = program.index.astype(np.int32)
    made.a_matrix_.value_ = coefficient
    if whole:
        made.integrality_ = [highspy.HighsVarType.kInteger] * program.cost.size
    return made
