"""Published instances that are too large to retell; skipped where the files are not at hand."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from short import knapsack

from headwater.portfolio import optimum, robust
from headwater.portfolio.listing import listed
from headwater.portfolio.model import compile_model
from headwater.vocabulary.portfolio import Problem

CASES = Path(__file__).parents[2] / "../shared/cases"
SIZES = [(3, 10), (3, 20), (3, 30), (4, 10), (5, 10)]


def _needed(path: Path) -> Path:
    if not path.exists():
        pytest.skip("the published instances are not here")
    return path


def _petersen(path: Path) -> Iterator[tuple[Problem, float]]:
    numbers = iter(float(each) for each in path.read_text().split())
    for _ in range(int(next(numbers))):
        projects, rows, value = int(next(numbers)), int(next(numbers)), next(numbers)
        values = [next(numbers) for _ in range(projects)]
        uses = [[next(numbers) for _ in range(projects)] for _ in range(rows)]
        yield knapsack([values], uses, [next(numbers) for _ in range(rows)]), value


def test_petersen1967_all_seven() -> None:
    for problem, value in _petersen(_needed(CASES / "mknapcb/mknap1.txt")):
        found = optimum(problem)
        assert (found.value, found.status) == (pytest.approx(value), "optimal")


def test_chubeasley1998_5_budgets_100_projects() -> None:
    """All 30; the proof takes other exact solvers seconds to minutes each."""
    best = [24381, 24274, 23551, 23534, 23991, 24613, 25591, 23410, 24216, 24411]
    best += [42757, 42545, 41968, 45090, 42218, 42927, 42009, 45020, 43441, 44554]
    best += [59822, 62081, 59802, 60479, 61091, 58959, 61538, 61520, 59453, 59965]
    problems = _petersen(_needed(CASES / "mknapcb/mknapcb1.txt"))
    for value, (problem, _) in zip(best, problems, strict=True):
        found = optimum(problem, ties=False)
        assert (found.value, found.status) == (value, "optimal")


@pytest.mark.parametrize(("criteria", "projects"), SIZES)
def test_kirliksayin2014(criteria: int, projects: int) -> None:
    for number in range(1, 11):
        name = f"mokp/kirlik_kp/KP_p-{criteria}_n-{projects}_ins-{number}.json"
        case = json.loads(_needed(CASES / name).read_text())
        problem = knapsack(case["C"], [case["w"]], [case["W"]])
        points = {tuple(point) for point in case["nondominated"]}

        assert _points(problem) == points


def test_gandibleux2000_50_projects() -> None:
    """43 points, reached by 44 portfolios; 31 projects in none of them."""
    path = _needed(CASES / "mokp/voptlib_2kp/2KP50-11.dat")
    lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
    size, _criteria, _limits, *rest = (float(each) for each in " ".join(lines).split())
    each = int(size)
    first, second, cost = rest[:each], rest[each : 2 * each], rest[2 * each : 3 * each]
    problem = knapsack([first, second], [cost], [rest[3 * each]])

    found = robust(problem)

    published = {
        tuple(int(number) for number in line.split())
        for line in (path.parent / "2KP50-11.Y.min").read_text().splitlines()
        if line.strip()
    }
    assert _points(problem) == published
    assert len(published) == 43
    assert (found.count, found.exact) == (44, True)
    pattern = "..0..0.000.0.00000000000000.0.00.....0000..0..00.0"
    assert [share == 0 for share in found.core_index.values()] == [at == "0" for at in pattern]


def _points(problem: Problem) -> set[tuple[int, ...]]:
    """The value vectors of all portfolios listed."""
    model = compile_model(problem)
    portfolios = listed(model)
    assert portfolios is not None
    return {tuple(int(total) for total in totals) for totals in portfolios @ model.lows}
