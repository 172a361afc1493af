"""Scenarios as people write them: 'budget -10%; slip Pay.gov 2'."""

import re
from collections.abc import Mapping

from headwater.errors import InputError
from headwater.vocabulary.judgement import WeightSet
from headwater.vocabulary.portfolio import Problem
from headwater.vocabulary.scenario import Change, Scenario

NUMBER = r"(?P<number>[+-]?\d+(?:\.\d+)?)"
FORMS: tuple[tuple[str, str], ...] = (
    ("budget_percent", rf"budgets?(?: (?P<name>.+?))? {NUMBER} ?%"),
    ("limit_amount", rf"(?:budget|limit) (?P<name>.+?) ?= ?{NUMBER}"),
    ("limit_amount", rf"budget ?= ?{NUMBER}"),
    ("capacity_by", rf"capacity (?P<name>.+?) {NUMBER}"),
    ("slip", rf"slip (?P<name>.+?) {NUMBER}"),
    ("remove", r"remove (?P<name>.+)"),
    ("cost_percent", rf"costs?(?: (?P<name>.+?))? {NUMBER} ?%"),
    ("value_percent", rf"values?(?: (?P<name>.+?))? {NUMBER} ?%"),
    ("weights", r"leader (?P<name>.+)"),
)
OF_PROJECTS = ("slip", "remove", "cost_percent", "value_percent")
TOTAL = "total budget"
HINT = (
    "write 'budget -10%', 'budget FY2026 = 300', 'capacity developer -2', 'slip Alpha 2', "
    "'remove Alpha', 'cost Alpha +20%', 'value Alpha -50%' or 'leader Amara'"
)


def scenario_of(
    text: str, problem: Problem, leaders: Mapping[str, WeightSet] | None = None
) -> Scenario:
    """Read a scenario: changes parted by semicolons; the text is its name.

    Parameters
    ----------
    leaders
        Weights by leader, for 'leader Amara'.

    Raises
    ------
    InputError
        If a change is not understood, or names a project or leader that is not there.
    """
    plain = " ".join(text.replace("\N{MINUS SIGN}", "-").split())
    pieces = [piece.strip() for piece in plain.split(";") if piece.strip()]
    if not pieces:
        raise InputError(f"there is no change in {text!r}; {HINT}")
    return Scenario(plain, tuple(_change(piece, problem, leaders or {}) for piece in pieces))


def _change(piece: str, problem: Problem, leaders: Mapping[str, WeightSet]) -> Change:
    for kind, form in FORMS:
        found = re.fullmatch(form, piece, re.IGNORECASE)
        if not found:
            continue
        groups = found.groupdict()
        name, number = groups.get("name") or "", float(groups.get("number") or 0)
        if kind == "weights":
            leader = _same(name, leaders, "leader")
            return Change("weights", leader, weights=leaders[leader])
        if kind in OF_PROJECTS and name:
            name = _project(name, problem)
        elif kind in ("budget_percent", "capacity_by", "limit_amount"):
            name = _limit(name or (TOTAL if kind == "limit_amount" else ""), problem)
        return Change(kind, name, number)  # type: ignore[arg-type]
    raise InputError(f"the change {piece!r} is not understood; {HINT}")


def _project(name: str, problem: Problem) -> str:
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
