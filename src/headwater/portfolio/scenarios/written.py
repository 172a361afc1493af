"""Scenarios as people write them: 'budget -10%; slip Pay.gov 2', or a kind with its parts."""

import re
from collections.abc import Callable, Mapping
from typing import get_args

from headwater.errors import InputError
from headwater.portfolio import wording
from headwater.vocabulary.judgement import WeightSet
from headwater.vocabulary.portfolio import Problem
from headwater.vocabulary.scenario import ABOUT_PROJECTS, Change, ChangeKind, Scenario

NUMBER = r"(?P<number>[+-]?\d+(?:\.\d+)?)"
FORMS: tuple[tuple[str, str], ...] = (
    ("budget_percent", rf"budgets?(?: (?P<name>.+?))? {NUMBER} ?%"),
    ("limit_amount", rf"(?:budget|limit) (?P<name>.+?) ?= ?{NUMBER}"),
    ("limit_amount", rf"budget ?= ?{NUMBER}"),
    ("capacity_by", rf"capacity (?P<name>.+?) {NUMBER}"),
    ("slip", rf"slip (?P<name>.+?) {NUMBER}"),
    ("remove", r"(?:remove|without|force out) (?P<name>.+)"),
    ("force_in", r"(?:with|force in) (?P<name>.+)"),
    ("cost_percent", rf"costs?(?: (?P<name>.+?))? {NUMBER} ?%"),
    ("value_percent", rf"(?:values?|benefits?)(?: (?P<name>.+?))? {NUMBER} ?%"),
    ("score", rf"score (?P<name>.+?) on (?P<criterion>.+?) ?= ?{NUMBER}"),
    ("weight", rf"weight (?P<name>.+?) ?= ?{NUMBER} ?%"),
    ("weights", r"leader (?P<name>.+)"),
)
TOTAL = "total budget"
HINT = (
    "write 'budget -10%', 'budget FY2026 = 300', 'capacity developer -2', 'slip Alpha 2', "
    "'force in Alpha', 'force out Alpha', 'cost Alpha +20%', 'benefit Alpha -50%', "
    "'score Alpha on Safety = 4', 'weight Safety = 40%' or 'leader Amara'"
)
Scores = Callable[[str, float], float]
"""A criterion and a score as people give it, to its worth in the problem's scale."""


def scenario_of(
    text: str,
    problem: Problem,
    leaders: Mapping[str, WeightSet] | None = None,
    *,
    scores: Scores | None = None,
) -> Scenario:
    """Read a scenario: changes parted by semicolons; the text is its name.

    Parameters
    ----------
    leaders
        Weights by leader, for 'leader Amara'.
    scores
        How a score is turned into the problem's scale, for 'score Alpha on Safety = 4'.

    Raises
    ------
    InputError
        If a change is not understood, or names a project or leader that is not there.
    """
    plain = " ".join(text.replace("\N{MINUS SIGN}", "-").split())
    pieces = [piece.strip() for piece in plain.split(";") if piece.strip()]
    if not pieces:
        raise InputError(f"there is no change in {text!r}; {HINT}")
    changes = (_change(piece, problem, leaders or {}, scores) for piece in pieces)
    return Scenario(plain, tuple(changes))


def change_of(
    kind: str,
    problem: Problem,
    *,
    name: str = "",
    number: float | None = None,
    criterion: str = "",
    leaders: Mapping[str, WeightSet] | None = None,
    scores: Scores | None = None,
) -> Change:
    """Make a change of its parts, with names as people write them.

    Parameters
    ----------
    name
        Id or name of a project, a limit, period, role, criterion or leader, whatever its case.
    number
        See `Change`; a score as people give it.

    Raises
    ------
    InputError
        If the kind is unknown, or a part is missing or names what is not there.
    """
    if kind not in get_args(ChangeKind):
        raise InputError(f"{kind!r} is not a kind of change; {HINT}")
    if kind == "weights":
        leader = _same(name, leaders or {}, "leader")
        return Change("weights", leader, weights=(leaders or {})[leader])
    if kind in ABOUT_PROJECTS and (name or kind not in ("cost_percent", "value_percent")):
        name = _project(name, problem)
    elif kind in ("budget_percent", "capacity_by", "limit_amount"):
        name = _limit(name or (TOTAL if kind == "limit_amount" else ""), problem)
    elif kind == "weight":
        name = _same(name, dict.fromkeys(problem.weights.criteria), "criterion")
    if number is None and kind not in ("remove", "force_in"):
        raise InputError(f"the number of the change is missing; {HINT}")
    if kind == "score":
        return _score(name, criterion, number or 0.0, problem, scores)
    return Change(kind, name, number or 0.0)  # type: ignore[arg-type]


def _change(
    piece: str, problem: Problem, leaders: Mapping[str, WeightSet], scores: Scores | None
) -> Change:
    for kind, form in FORMS:
        found = re.fullmatch(form, piece, re.IGNORECASE)
        if not found:
            continue
        groups = found.groupdict()
        number = groups.get("number")
        return change_of(
            kind,
            problem,
            name=groups.get("name") or "",
            number=None if number is None else float(number),
            criterion=groups.get("criterion") or "",
            leaders=leaders,
            scores=scores,
        )
    raise InputError(f"the change {piece!r} is not understood; {HINT}")


def _score(
    project: str, criterion: str, score: float, problem: Problem, scores: Scores | None
) -> Change:
    name = _same(criterion, dict.fromkeys(problem.weights.criteria), "criterion")
    worth = score if scores is None else scores(name, score)
    return Change("score", project, worth, criterion=name, typed=wording.amount(score))


def _project(name: str, problem: Problem) -> str:
    if not name:
        raise InputError(f"say which project; {HINT}")
    if any(each.id == name for each in problem.candidates):
        return name
    called = [e.id for e in problem.candidates if e.name.casefold() == name.casefold()]
    if len(called) > 1:
        raise InputError(f"{len(called)} projects are called {name!r}; write the id instead")
    return (
        called[0] if called else _same(name, {e.name: e.id for e in problem.candidates}, "project")
    )


def _limit(name: str, problem: Problem) -> str:
    """Return the name as the limits write it, whatever its case; others pass as they are."""
    words = [w for each in problem.limits for w in (each.name, each.period, each.role)]
    return next((each for each in words if each.casefold() == name.casefold()), name)


def _same(name: str, known: Mapping[str, object], what: str) -> str:
    found = [each for each in known if each.casefold() == name.casefold()]
    if not found:
        names = ", ".join(sorted(known)[:8])
        raise InputError(
            f"there is no {what} {name!r}" + (f"; there are: {names}" if known else "")
        )
    return found[0]
