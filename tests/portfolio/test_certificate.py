"""The certificate: what is right passes every check, and each kind of wrong is a fault."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import random_problems
from short import choice, project

from headwater.errors import CancelledError, HeadwaterError, InfeasibleError
from headwater.numeric import second_solver
from headwater.numeric.programs import BinaryProgram
from headwater.numeric.second_solver import maximize_second
from headwater.portfolio import certificate, optimum
from headwater.portfolio.certificate import certify
from headwater.portfolio.model import compile_model
from headwater.vocabulary.certificate import Certificate
from headwater.vocabulary.judgement import WeightSet
from headwater.vocabulary.portfolio import Problem
from headwater.vocabulary.shapes import from_json, to_json
from headwater.vocabulary.workbook import Rule


@pytest.mark.parametrize("first", range(0, 50, 10))
def test_fifty_random_optima_with_rules_and_synergies_pass_every_check(first):
    for seed in range(first, first + 10):
        problem, _, _ = random_problems.problem(seed, most=12)
        try:
            best = optimum(problem)
        except InfeasibleError:
            continue

        found = certify(problem, best)

        assert found.faults == (), seed
        assert found.unsettled == (), seed
        assert len(found.checks) == 6


def test_the_second_solver_finds_nothing_where_nothing_is_allowed():
    seen = 0
    for seed in range(60):
        problem, _, _ = random_problems.problem(seed, most=6)
        try:
            optimum(problem)
        except InfeasibleError:
            seen += 1
            model = compile_model(problem)
            cost, _ = model.graded(model.middle_values)

            assert maximize_second(model.program(cost)).status == "infeasible"
    assert seen > 3


def some():
    return choice(
        project("Alpha", 9, 6), project("Beta", 6, 4), project("Chi", 4, 4), project("Delta", 3, 5),
        budget=10, rules=[Rule("synergy", "chi", ("delta",), 1.5)],
    )  # fmt: skip


def names(found: Certificate) -> list[str]:
    return [check.name for check in found.checks if check.passed is False]


def test_all_checks_are_told_in_sentences():
    found = certify(some(), optimum(some()))

    assert found.text == "All 6 checks passed."
    assert found.exact_value == "15"
    assert [check.text for check in found.checks] == [
        "Counted in fractions, the portfolio keeps every limit, rule and order.",
        "Counted in fractions, its value is 15, as told.",
        "In whole numbers on the engine's grid it is allowed.",
        "Bound and value are equal, and the gap is 0.",
        "A cold solve by HiGHS comes to the same value.",
        "The second solver, CBC, comes to the same value.",
    ]


def test_a_portfolio_that_is_not_best_is_found_out_by_both_solvers():
    wrong = replace(optimum(some()), chosen=("chi", "delta"), value=8.5, bound=8.5)

    found = certify(some(), wrong)

    assert names(found) == ["a cold solve by HiGHS", "the second solver, CBC"]
    assert "found a better portfolio, worth 15: alpha, beta" in found.faults[0]
    assert found.text == "2 of 6 checks failed."


def test_a_portfolio_that_breaks_a_limit_is_found_out_exactly():
    wrong = replace(optimum(some()), chosen=("alpha", "beta", "chi"), value=19.0, bound=19.0)

    found = certify(some(), wrong)

    assert "total budget of 10 is overrun by 4" in found.faults[0]
    assert {"limits and rules", "whole numbers"} <= set(names(found))
    assert "nothing is worth more than 15" in found.faults[-1]


def test_an_overrun_far_below_the_solvers_tolerance_is_found_out():
    problem = choice(project("Alpha", 1, 5), project("Beta", 1, 5.00000000001), budget=10)
    wrong = replace(optimum(problem), chosen=("alpha", "beta"), value=2.0, bound=2.0)

    found = certify(problem, wrong)

    assert {"limits and rules", "whole numbers"} <= set(names(found))


def test_a_wrong_value_is_found_out():
    best = optimum(some())

    assert names(certify(some(), replace(best, value=15.0001, bound=15.0001))) == ["value"]
    assert names(certify(some(), replace(best, bound=16.0))) == ["bound"]


def test_rules_orders_and_unknown_projects_are_counted_too():
    problem = choice(
        project("Alpha", 9, 6, mandatory=True), project("Beta", 6, None), project("Chi", 4, 4),
        budget=10,
        rules=[
            Rule("requires", "chi", ("alpha",)),
            Rule("at_least", "beta", ("chi",), 2.0),
        ],
    )  # fmt: skip
    best = optimum(choice(project("Chi", 4, 4), budget=10))

    fault = certify(problem, replace(best, chosen=("chi", "omega"))).faults[0]

    assert "Alpha is mandatory, and is left out" in fault
    assert "'omega' is not a project here" in fault
    assert "the rule 'Chi requires Alpha' is broken" in fault
    assert "'at least 2 of Beta and Chi' is broken" in fault
    with_beta = certify(problem, replace(best, chosen=("alpha", "beta", "chi")))
    assert "what Beta takes of total budget is not known" in with_beta.faults[0]


def test_what_was_not_proved_is_not_called_a_fault():
    rough = replace(optimum(some()), status="best found", bound=16.0, gap=1 / 15)

    found = certify(some(), rough)

    assert found.sound
    assert "at most 6.67% better" in found.unsettled[0]
    assert found.text == "5 of 6 checks passed, none failed, and 1 could not be settled."


def test_without_the_second_solver_it_says_so():
    found = certify(some(), optimum(some()), second=False)

    assert len(found.checks) == 5
    assert found.doubts[-1] == "The second solver was not asked."


def test_a_solver_that_cannot_be_asked_is_told_and_not_hidden(monkeypatch):
    monkeypatch.setattr(second_solver, "program_path", missing)

    found = certify(some(), optimum(some()))

    assert found.sound
    assert found.unsettled == ("The second solver, CBC, could not be asked: it is not there.",)


def missing() -> Path:
    raise HeadwaterError("it is not there")


def test_a_second_solver_that_disagrees_is_a_fault(monkeypatch):
    def low(program, **_):
        found = maximize_second(program)
        return replace(found, value=found.value // 2)

    monkeypatch.setattr(certificate, "maximize_second", low)

    found = certify(some(), optimum(some()))

    assert names(found) == ["the second solver, CBC"]
    assert "which is less than this portfolio is worth" in found.faults[0]


def test_no_projects_are_certified_too():
    problem = Problem((), WeightSet(("value",), ((1.0,),), (1.0,)))

    found = certify(problem, optimum(problem))

    assert (found.sound, found.exact_value) == (True, "0")


def test_a_certificate_survives_being_kept():
    found = certify(some(), optimum(some()))

    assert from_json(Certificate, to_json(found)) == found


def hard() -> BinaryProgram:
    """A program that takes CBC far longer than a second: many equal, odd-sized projects."""
    size, rows = 60, 30
    random = np.random.default_rng(3)
    coefficient = random.integers(1, 1000, (rows, size))
    cost = coefficient.sum(axis=0) + random.integers(1, 3, size)
    return BinaryProgram(
        cost=cost.astype(np.int64),
        start=np.arange(rows + 1, dtype=np.int64) * size,
        index=np.tile(np.arange(size, dtype=np.int64), rows),
        coefficient=coefficient.ravel().astype(np.int64),
        limit=(coefficient.sum(axis=1) // 2).astype(np.int64),
        lower=np.zeros(size, np.int64),
        upper=np.ones(size, np.int64),
    )


def test_the_second_solver_keeps_to_its_time_and_says_that_it_did_not_finish():
    found = maximize_second(hard(), time_limit=1.0)

    assert found.status == "stopped"
    assert found.bound == np.inf
    assert found.x is None or hard().allows(found.x)


def test_the_second_solver_can_be_cancelled():
    def stop():
        raise CancelledError("stop")

    with pytest.raises(CancelledError):
        maximize_second(hard(), alive=stop)


def test_an_answer_that_overshoots_within_the_tolerance_is_cut_off():
    """0.5 + 0.50000000000001 is over 1, which no solver's tolerance sees."""
    program = BinaryProgram(
        cost=np.array([10, 10, 1], np.int64),
        start=np.array([0, 2], np.int64),
        index=np.array([0, 1], np.int64),
        coefficient=np.array([50_000_000_000_000, 50_000_000_000_001], np.int64),
        limit=np.array([100_000_000_000_000], np.int64),
        lower=np.zeros(3, np.int64),
        upper=np.ones(3, np.int64),
    )

    found = maximize_second(program)

    assert (found.status, found.value) == ("optimal", 11)


def test_nothing_to_choose_is_solved_at_once():
    none = np.zeros(0, np.int64)
    program = BinaryProgram(none, np.zeros(2, np.int64), none, none, np.array([-1]), none, none)

    assert maximize_second(program).status == "infeasible"
    assert maximize_second(replace(program, limit=np.array([1]))).status == "optimal"
