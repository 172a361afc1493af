"""What has to stop so that a project can start."""

from itertools import combinations

import pytest
from brute import exact, high, keeps
from random_problems import problem as random_problem
from short import choice, project

from headwater.errors import InfeasibleError, InputError
from headwater.portfolio import optimum, robust
from headwater.portfolio.room_making import make_room, zombies
from headwater.vocabulary.explanation import Room
from headwater.vocabulary.portfolio import Optimum, Problem
from headwater.vocabulary.workbook import Rule


def room(problem: Problem, wanted: str, **options: object) -> tuple[Room, ...]:
    return make_room(problem, optimum(problem), wanted, **options)  # type: ignore[arg-type]


LIBRARY = choice(
    project("Library", 9, 5), project("Bridge", 6, 3), project("Clinic", 5, 2),
    project("Ferry", 2, 4), project("School", 4, 4), budget=14,
)  # fmt: skip


def test_the_cheapest_single_stop_comes_first():
    found = room(LIBRARY, "library", running=["bridge", "clinic", "ferry", "school"])

    assert [each.stops for each in found] == [("ferry",), ("school",), ("bridge", "clinic")]
    assert found[0].value_lost == 2
    assert found[0].value_gained == 9
    assert found[0].gain == 7
    assert found[0].left == {"total budget": 0}
    assert found[0].text == ("To start Library, stop Ferry: that gives up 2 and gains 9, 7 more.")


def test_what_stopping_costs_is_taken_from_what_it_frees():
    found = room(
        LIBRARY, "library", running=["bridge", "clinic", "ferry", "school"],
        exit_costs={"ferry": 2.0},
    )  # fmt: skip

    assert found[0].stops == ("school",)
    assert ("ferry",) not in [each.stops for each in found]
    assert ("clinic", "ferry") in [each.stops for each in found]
    paid = next(each for each in found if "ferry" in each.stops)
    assert paid.exit_cost == 2
    assert paid.stops == ("clinic", "ferry")
    assert paid.frees["total budget"] == 2 + 4 - 2


def test_nothing_has_to_stop_where_it_fits():
    (found,) = room(LIBRARY, "library", running=["clinic"])

    assert found.stops == ()
    assert found.text == "Library can start now: nothing has to stop."


def test_what_it_requires_starts_with_it():
    problem = choice(
        project("App", 5, 2), project("Login", 1, 3), project("Portal", 4, 4), budget=6,
        rules=[Rule("requires", "app", ("login",))],
    )  # fmt: skip

    (found,) = room(problem, "app", running=["portal"])

    assert found.starts == ("app", "login")
    assert found.stops == ("portal",)
    assert "App and Login, which it requires, stop Portal" in found.text


def test_whoever_requires_what_stops_has_to_stop_too():
    problem = choice(
        project("New", 5, 3), project("Base", 1, 3), project("Top", 4, 1), budget=4,
        rules=[Rule("requires", "top", ("base",))],
    )  # fmt: skip

    (found,) = room(problem, "new", running=["base", "top"])

    assert found.stops == ("base", "top")


def test_an_exclusion_is_a_reason_to_stop():
    problem = choice(
        project("New", 5, 1), project("Old", 4, 1), budget=9,
        rules=[Rule("excludes", "new", ("old",))],
    )  # fmt: skip

    assert [each.stops for each in room(problem, "new", running=["old"])] == [("old",)]


def test_the_mandatory_never_stop_and_the_conflict_is_named():
    problem = choice(
        project("New", 5, 3), project("Law", 0, 3, mandatory=True), budget=5,
    )  # fmt: skip

    with pytest.raises(InfeasibleError, match="No room can be made for New") as caught:
        room(problem, "new", running=["law"])

    assert set(caught.value.rules) == {
        "Law is mandatory", "New starts", "total budget of 5",
    }  # fmt: skip


def test_without_running_projects_the_recommended_make_room():
    problem = choice(project("A", 5, 2), project("B", 4, 2), project("C", 3, 2), budget=4)

    found = room(problem, "c")

    assert [each.stops for each in found] == [("b",), ("a",)]


@pytest.mark.parametrize(
    ("wanted", "options", "message"),
    [
        ("nobody", {}, "no project has the id 'nobody'"),
        ("library", {"running": ["ghost"]}, "no project has the id 'ghost'"),
        ("ferry", {"running": ["ferry"]}, "Ferry is going on already"),
        ("library", {"running": ["ferry"], "exit_costs": {"ferry": -1.0}}, "exit cost of 'ferry'"),
        ("library", {"running": ["ferry"], "exit_costs": {"x": 1.0}}, "not in the table"),
    ],
)
def test_what_cannot_be_used_is_named(wanted: str, options: dict[str, object], message: str):
    with pytest.raises(InputError, match=message):
        room(LIBRARY, wanted, **options)


def test_an_unknown_cost_is_asked_for_first():
    with pytest.raises(InputError, match="what New takes of total budget is not known"):
        room(choice(project("New", 5, None), project("A", 1, 1), budget=5), "new", running=["a"])


def brute_rooms(
    problem: Problem, wanted: str, running: set[str], exits: dict[str, float]
) -> set[frozenset[str]]:
    """Every inclusion-minimal set of stops, by trying all of them."""
    by_id = {each.id: each for each in problem.candidates}
    need, open_ = {wanted}, [wanted]
    while open_:
        at = open_.pop()
        for rule in problem.rules:
            if rule.kind == "requires" and rule.project == at:
                open_ += [each for each in rule.other if each not in need]
                need |= set(rule.other)
    budgets = [each.name for each in problem.limits if each.kind == "budget"]
    charged = min(budgets) if budgets else ""
    found: set[frozenset[str]] = set()
    for size in range(len(running) + 1):
        for stops in combinations(sorted(running), size):
            after = frozenset((running - set(stops)) | need)
            if any(by_id[each].mandatory for each in stops):
                continue
            if any(part <= set(stops) for part in found):
                continue
            paid = sum(exact(exits.get(each, 0.0)) for each in stops)
            fits = all(
                sum(high(use) for e in after if (use := by_id[e].uses.get(limit.name)))
                + (paid if limit.name == charged else 0)
                <= exact(limit.amount)
                for limit in problem.limits
            )
            if fits and all(keeps(rule, after) for rule in problem.rules):
                found.add(frozenset(stops))
    return found


@pytest.mark.parametrize("first", range(0, 240, 40))
def test_it_finds_every_smallest_set(first: int):
    compared = 0
    for seed in range(first, first + 40):
        problem, _, _ = random_problem(seed, most=9)
        ids = sorted(each.id for each in problem.candidates)
        idle = Optimum((), 0.0, 0.0, 0.0, "optimal", ())
        wanted = ids[seed % len(ids)]
        running = {each for n, each in enumerate(ids) if each != wanted and (n * seed) % 3 != 1}
        running |= {each.id for each in problem.candidates if each.mandatory}
        if wanted in running:
            continue
        exits = {each: float(seed % 4) for each in ids if each in running}
        expected = brute_rooms(problem, wanted, running, exits)
        if any(None in each.uses.values() for each in problem.candidates):
            continue
        try:
            found = make_room(
                problem, idle, wanted, running=running, exit_costs=exits, most=60
            ) if running else ()  # fmt: skip
        except InfeasibleError:
            found = ()
        if running:
            assert {frozenset(each.stops) for each in found} == expected, seed
            ranks = [(len(each.stops), -round(each.gain, 6)) for each in found]
            assert ranks == sorted(ranks), seed
            compared += 1
    assert compared > 15


def test_zombies_are_running_projects_that_no_good_portfolio_needs():
    problem = choice(
        project("Good", 9, 2), project("Poor", 1, 2), project("Fair", (1, 9), 2), budget=2
    )

    found = zombies(problem, robust(problem), ["poor", "good"])

    assert [(each.project, each.core_index) for each in found] == [("poor", 0.0)]
    assert found[0].text.startswith("Poor is running, yet none of the ")
    assert zombies(problem, robust(problem), ["good"]) == ()
    with pytest.raises(InputError, match="share between 0 and 1"):
        zombies(problem, robust(problem), [], threshold=2)
