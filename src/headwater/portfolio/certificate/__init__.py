"""A certificate for an optimum: counted exactly, solved again cold, solved by a second solver."""

from collections.abc import Callable
from fractions import Fraction

from headwater.errors import HeadwaterError
from headwater.numeric.milp import maximize
from headwater.numeric.programs import BinaryProgram, Solution
from headwater.numeric.second_solver import maximize_second
from headwater.portfolio import wording
from headwater.portfolio.certificate.exact import Count, count
from headwater.portfolio.grids import off_grid
from headwater.portfolio.model import Model, compile_model, tolerance
from headwater.vocabulary.certificate import Certificate, Check
from headwater.vocabulary.portfolio import Optimum, Problem
from headwater.vocabulary.progress import Progress, Watcher, ignore

SAME = 1e-9
"""Part of all amounts added up by which a value told may differ from the value counted."""
AGREE = 1e-7
"""Relative difference up to which two solvers agree: a hundred times their own tolerance."""


def certify(
    problem: Problem,
    optimum: Optimum,
    *,
    second: bool = True,
    time_limit: float = 60.0,
    watch: Watcher = ignore,
) -> Certificate:
    """Check an optimum in ways that share as little as possible with how it was found.

    1. Limits, rules and orders in fractions, from the records alone. 2. The value in fractions.
    3. The same in whole numbers on the engine's grid. 4. That value, bound and gap fit. 5. A
    cold solve by HiGHS without any start. 6. A solve by CBC in a process of its own.

    Parameters
    ----------
    second
        Whether to ask the second solver too.
    time_limit
        Seconds for each of the two solves. One that is not finished is told as not settled.

    Returns
    -------
    Certificate
        Every disagreement is a fault; nothing is raised for it.
    """
    model = compile_model(problem)
    counted = count(problem, frozenset(optimum.chosen))
    checks = [
        _allowed(counted),
        _worth(counted, optimum),
        _on_grid(model, optimum),
        _bound(optimum),
    ]
    if model.size:
        checks.append(_cold(model, optimum, time_limit, watch))
        if second:
            checks.append(_second(model, optimum, time_limit, watch))
    return Certificate(optimum, str(counted.value), tuple(checks), _doubts(optimum, second=second))


def _allowed(counted: Count) -> Check:
    if counted.broken:
        text = f"Counted in fractions, the portfolio is not allowed: {'; '.join(counted.broken)}."
        return Check("limits and rules", False, text)
    text = "Counted in fractions, the portfolio keeps every limit, rule and order."
    return Check("limits and rules", True, text)


def _worth(counted: Count, optimum: Optimum) -> Check:
    value = counted.value
    off = abs(Fraction(optimum.value) - value)
    if off <= counted.size * Fraction(SAME):
        text = f"Counted in fractions, its value is {float(value):,.10g}, as told."
        return Check("value", True, text)
    told, exact = f"{optimum.value:.12g}", f"{float(value):.12g}"
    text = f"Its value was told as {told}; counted in fractions it is {exact}."
    return Check("value", False, text)


def _on_grid(model: Model, optimum: Optimum) -> Check:
    cost, _ = model.graded(model.middle_values)
    x = model.with_synergies(model.positions(optimum.chosen))
    if model.program(cost).allows(x):
        return Check("whole numbers", True, "In whole numbers on the engine's grid it is allowed.")
    text = "In whole numbers on the engine's grid the portfolio is not allowed."
    return Check("whole numbers", False, text)


def _bound(optimum: Optimum) -> Check:
    name = "bound"
    if optimum.status == "optimal":
        if optimum.bound == optimum.value and optimum.gap == 0:
            return Check(name, True, "Bound and value are equal, and the gap is 0.")
        return Check(name, False, "It was called optimal although bound and value differ.")
    part = wording.part(optimum.gap, digits=2)
    if optimum.bound < optimum.value:
        return Check(name, False, "Its bound lies below its value.")
    text = f"It was not proved best when it was found: at most {part} better is possible."
    return Check(name, None, text)


def _cold(model: Model, optimum: Optimum, time_limit: float, watch: Watcher) -> Check:
    def solve(program: BinaryProgram) -> Solution:
        return maximize(
            program,
            time_limit=time_limit,
            report=lambda *_: watch(Progress("Solving again from a cold start")),
        )

    return _solved(model, optimum, "a cold solve by HiGHS", solve)


def _second(model: Model, optimum: Optimum, time_limit: float, watch: Watcher) -> Check:
    def solve(program: BinaryProgram) -> Solution:
        return maximize_second(
            program,
            time_limit=time_limit,
            alive=lambda: watch(Progress("Asking the second solver")),
        )

    return _solved(model, optimum, "the second solver, CBC,", solve)


def _solved(
    model: Model, optimum: Optimum, who: str, solve: Callable[[BinaryProgram], Solution]
) -> Check:
    name = who.rstrip(",")
    cost, power = model.graded(model.middle_values)
    try:
        found = solve(model.program(cost))
    except HeadwaterError as error:
        if error.__class__ is not HeadwaterError:
            raise
        return Check(name, None, f"{_capital(who)} could not be asked: {error}.")
    if found.x is None:
        if found.status == "infeasible":
            return Check(name, False, f"{_capital(who)} says that no portfolio is allowed at all.")
        return Check(name, None, f"{_capital(who)} found no portfolio in the time allowed.")
    own = int(cost @ model.with_synergies(model.positions(optimum.chosen)))
    near = max(tolerance(own), int(AGREE * abs(own)))
    value = off_grid(found.value, power)
    if found.value > own + near:
        text = f"{_capital(who)} found a better portfolio, worth {value:.10g}: "
        return Check(name, False, text + f"{', '.join(model.portfolio(found.x))}.")
    if not found.proved:
        text = (
            f"{_capital(who)} did not finish in the time allowed; its best, {value:.10g}, is not "
        )
        return Check(name, None, text + "better.")
    if found.value < own - near:
        text = f"{_capital(who)} says that nothing is worth more than {value:.10g}, which is less "
        return Check(name, False, text + "than this portfolio is worth.")
    return Check(name, True, f"{_capital(who)} comes to the same value.")


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _doubts(optimum: Optimum, *, second: bool) -> tuple[str, ...]:
    found = list(optimum.doubts)
    if not second:
        found.append("The second solver was not asked.")
    return tuple(found)


__all__ = ["certify"]
