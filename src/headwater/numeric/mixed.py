"""Linear problems where amounts stand beside yes/no choices (HiGHS, [huangfu2018]_).

The choices keep their rows in whole numbers, and every answer is checked against these exactly;
the amounts and the rows that join them are floating point, so callers count an answer's worth
again from its choices, and take only the bound from here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from headwater.errors import HeadwaterError
from headwater.numeric.milp import MOST_REPAIRS, SIGN_OF_LIFE, Report
from headwater.numeric.programs import BinaryProgram, Floats, Integers, scaled_rows


@dataclass(frozen=True, slots=True)
class Line:
    """One row: coefficient @ (choices, amounts)[index] <= limit; amounts follow the n choices."""

    index: Integers
    coefficient: Floats
    limit: float


@dataclass(frozen=True, slots=True)
class MixedProgram:
    """Maximize cost @ (choices, amounts) under the rows of the choices and the joint lines.

    Attributes
    ----------
    choices
        n yes/no choices with their rows; the cost in it is not used.
    cost
        Shape (n + k,).
    lines
        Joint rows; coefficients of a size of about 1 to 1,000 keep the solver's tolerance small.
    lower, upper, whole
        Shape (k,): ends of each amount, and whether it is a whole number.
    """

    choices: BinaryProgram
    cost: Floats
    lines: tuple[Line, ...]
    lower: Floats
    upper: Floats
    whole: NDArray[np.bool_]

    @property
    def size(self) -> int:
        """Number of choices."""
        return int(self.choices.cost.size)

    def with_lines(self, lines: Sequence[Line]) -> "MixedProgram":
        """Return the program with more rows."""
        return replace(self, lines=(*self.lines, *lines))


@dataclass(frozen=True, slots=True)
class MixedSolution:
    """Choices (n,) and amounts (k,) found, None where none; `bound` in the unit of cost."""

    status: Literal["optimal", "infeasible", "stopped"]
    x: Integers | None
    amounts: Floats
    bound: float


def without(x: Integers, columns: int) -> Line:
    """Return the row that forbids exactly these values of the first `columns` choices."""
    index = np.arange(columns, dtype=np.int64)
    sign = np.where(x[:columns] == 1, 1.0, -1.0)
    return Line(index, sign, float((sign > 0).sum()) - 1.0)


def maximize_mixed(
    program: MixedProgram,
    *,
    report: Report | None = None,
    time_limit: float | None = None,
) -> MixedSolution:
    """Solve from a cold start; choices that break a whole-number row are cut off, again and again.

    Parameters
    ----------
    report
        Told the best value and the bound several times a second; what it raises stops the
        solver and is raised again from here.
    time_limit
        Seconds for all of it; None for no limit.

    Raises
    ------
    HeadwaterError
        If the solver fails.
    """
    ends = None if time_limit is None else monotonic() + time_limit
    for _ in range(MOST_REPAIRS):
        left = None if ends is None else max(ends - monotonic(), 0.01)
        found = _Conversation(report).solve(program, left)
        if found.x is None or program.choices.allows(found.x):
            return found
        program = program.with_lines(_cuts(program.choices, found.x))
    raise HeadwaterError("the solver keeps overshooting a limit within its tolerance")


def _cuts(choices: BinaryProgram, x: Integers) -> list[Line]:
    """Forbid, in each row that x breaks, exactly those choices that overshoot it together."""
    found = []
    for row in np.flatnonzero(choices.excess(x) > 0):
        span = slice(choices.start[row], choices.start[row + 1])
        columns, coefficients = choices.index[span], choices.coefficient[span]
        helps = (coefficients > 0) == (x[columns] == 1)
        signs = np.where(x[columns[helps]] == 1, 1.0, -1.0)
        found.append(Line(columns[helps], signs, float((signs > 0).sum()) - 1.0))
    return found


class _Conversation:
    """One run of the solver: passes on what it says, and stops it when the listener raises."""

    def __init__(self, report: Report | None) -> None:
        self._report = report
        self._raised: BaseException | None = None
        self._told = 0.0

    def solve(self, program: MixedProgram, time_limit: float | None) -> MixedSolution:
        solver = self._prepared(time_limit)
        solver.passModel(_as_linear(program))
        solver.run()
        if self._raised is not None:
            raise self._raised
        return _read(solver, program)

    def _prepared(self, time_limit: float | None) -> Any:
        import highspy

        solver = highspy.Highs()
        solver.silent()
        options: dict[str, float | int] = {
            "threads": 1, "random_seed": 0, "mip_rel_gap": 0.0, "mip_abs_gap": 1e-9,
            "mip_feasibility_tolerance": 1e-8, "primal_feasibility_tolerance": 1e-9,
        }  # fmt: skip
        if time_limit is not None:
            options["time_limit"] = time_limit
        for name, value in options.items():
            if solver.setOptionValue(name, value) != highspy.HighsStatus.kOk:
                raise HeadwaterError(f"the solver refused the option {name} = {value}")
        if self._report is not None:
            solver.cbMipInterrupt.subscribe(self._hear)
            solver.cbSimplexInterrupt.subscribe(self._hear)
        return solver

    def _hear(self, event: Any) -> None:
        now = monotonic()
        if self._report is not None and self._raised is None and now - self._told >= SIGN_OF_LIFE:
            self._told = now
            try:
                self._report(None, float("inf"))
            except BaseException as error:  # it must not cross the solver's own frames
                self._raised = error
        if self._raised is not None:
            event.interrupt()


def _as_linear(program: MixedProgram) -> Any:
    import highspy

    base = program.choices
    coefficient, limit = scaled_rows(base)
    sizes = np.array([line.index.size for line in program.lines], np.int64)
    made = highspy.HighsLp()
    made.num_col_ = program.cost.size
    made.num_row_ = base.limit.size + len(program.lines)
    made.sense_ = highspy.ObjSense.kMaximize
    made.col_cost_ = program.cost
    made.col_lower_ = np.concatenate([base.lower.astype(np.float64), program.lower])
    made.col_upper_ = np.concatenate([base.upper.astype(np.float64), program.upper])
    made.row_lower_ = np.full(made.num_row_, -highspy.kHighsInf)
    made.row_upper_ = np.concatenate([limit, [line.limit for line in program.lines]])
    made.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    start = np.concatenate([base.start, base.start[-1] + np.cumsum(sizes)])
    made.a_matrix_.start_ = start.astype(np.int32)
    made.a_matrix_.index_ = np.concatenate(
        [base.index, *(line.index for line in program.lines)]
    ).astype(np.int32)
    made.a_matrix_.value_ = np.concatenate(
        [coefficient, *(line.coefficient for line in program.lines)]
    )
    whole, part = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    made.integrality_ = [whole] * program.size + [whole if each else part for each in program.whole]
    return made


def _read(solver: Any, program: MixedProgram) -> MixedSolution:
    import highspy

    status, none = solver.getModelStatus(), np.zeros(0)
    if status in (highspy.HighsModelStatus.kSolveError, highspy.HighsModelStatus.kModelError):
        raise HeadwaterError(f"the solver failed: {solver.modelStatusToString(status)}")
    if status in (
        highspy.HighsModelStatus.kInfeasible,
        highspy.HighsModelStatus.kUnboundedOrInfeasible,
    ):
        return MixedSolution("infeasible", None, none, -np.inf)
    ends: Literal["optimal", "stopped"] = "stopped"
    if status == highspy.HighsModelStatus.kOptimal:
        ends = "optimal"
    bound = float(solver.getInfo().mip_dual_bound)
    found = solver.getSolution()
    primal = solver.getInfo().primal_solution_status
    if not found.value_valid or primal != highspy.SolutionStatus.kSolutionStatusFeasible:
        return MixedSolution(ends, None, none, bound)
    answer = np.array(found.col_value)
    x: Integers = np.rint(answer[: program.size]).astype(np.int64)
    return MixedSolution(ends, x, answer[program.size :], bound)
