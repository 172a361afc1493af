"""Two choices side by side: scenarios and runs, whichever; what changed, why, what it costs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User

from headwater.errors import InfeasibleError, InputError
from headwater.vocabulary.portfolio import Limit, Optimum, Problem
from headwater.vocabulary.progress import Watcher
from headwater.vocabulary.scenario import Comparison
from headwater.vocabulary.scenario import Scenario as Told
from headwater.vocabulary.shapes import from_json, to_json
from headwater.vocabulary.units import MoneyUnit
from headwater.web.organization.permissions import check_can
from headwater.web.portfolio.actions import looking
from headwater.web.portfolio.actions.cases import Case, case_of
from headwater.web.portfolio.actions.deciding import latest
from headwater.web.portfolio.actions.scenarios import changes_of, lineage
from headwater.web.portfolio.actions.standing import bests, is_improving
from headwater.web.portfolio.models import Decision, Scenario
from headwater.web.runs.models import Run, State

KIND = "compare"
LATEST = "latest"
FIRST, PROOF, CAUSES = 2.0, 30.0, 60.0
"""Seconds for a first answer of each side, for its proof, and for all mixtures that say why."""
SMALL = 1e-9
"""Part of a value by which another must be higher to be worth another comparison."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: a run as it is, or a scenario of it."""

    ref: str
    name: str
    run: Run
    scenario: Scenario | None
    money: MoneyUnit
    value_unit: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Two sides and what differs; `found` is None until worked out, or where one allows nothing.

    `clash` says which side allows nothing, and what clashes there. `causes` and `calls` say
    whether the inputs that moved it, and start, contested and stop, are in it already.
    """

    one: Side
    other: Side
    found: Comparison | None
    names: Mapping[str, str]
    limits: tuple[Limit, ...]
    look: Run
    clash: tuple[str, ...] = ()
    causes: bool = False
    calls: bool = False


def compare_sides(*, one: str, other: str, calls: bool = False, by: User) -> Compared:
    """Compare two choices.

    Parameters
    ----------
    one, other
        "latest", "run:" with the id of a run, or "scenario:" with that of a scenario.
    calls
        Whether to find start, contested and stop of both, which takes longer.

    Raises
    ------
    NotAllowedError
        If the person may not read here.
    InputError
        If a side is not there, or both are the same.
    """
    check_can(by, "read")
    left, right = side_of(one), side_of(other)
    if left.ref == right.ref:
        raise InputError("Choose two different choices to compare.")
    before, after = _problem(left), _problem(right)
    names = {each.id: each.name for each in (*before.candidates, *after.candidates)}
    limits = tuple({each.name: each for each in (*before.limits, *after.limits)}.values())
    sides = [_asked(left), _asked(right)]
    asked = {"runs": sorted({each["run"] for each in sides}), "sides": sides, "calls": calls}
    title = f"{left.name} and {right.name}, side by side"
    look = looking.look(kind=KIND, run=left.run, asked=asked, title=title, by=by)
    if look.state == State.DONE and (better := _better(look, left, right)):
        look = looking.look(
            kind=KIND, run=left.run, asked=asked | {"better": better}, title=title, by=by
        )
    found = looking.found_in(look)
    return Compared(
        one=left,
        other=right,
        found=from_json(Comparison, found["found"]) if found.get("found") else None,
        names=names,
        limits=limits,
        look=look,
        clash=tuple(
            f"{side.name}: {words}"
            for side, words in zip((left, right), found.get("clash", ()), strict=False)
            if words
        ),
        causes=found.get("causes", False),
        calls=found.get("calls", False),
    )


def _asked(side: Side) -> dict[str, Any]:
    chain = lineage(side.scenario) if side.scenario else ()
    return {
        "ref": side.ref,
        "run": str(side.run.pk),
        "chain": [to_json(Told("scenario", changes_of(each))) for each in chain],
    }


def _better(look: Run, *sides: Side) -> dict[str, float]:
    """Return the values found for scenarios since a comparison ended with less, by scenario."""
    told = looking.found_in(look).get("best", {})
    runs = {side.run.pk: side.run for side in sides}.values()
    if any(is_improving(run) for run in runs):
        return {}
    found = {pk: best.value for run in runs for pk, best in bests(run).items()}
    return {
        key: found[int(key)]
        for key, best in told.items()
        if found.get(int(key), best["value"]) > best["value"] + SMALL * abs(best["value"])
    }


def fill(inputs: dict[str, Any]) -> dict[str, Any]:
    """Add the best that other looks found for the scenarios; in the worker, with the database."""
    wanted = {each["run"] for each in inputs["asked"]["sides"]}
    found: dict[str, Any] = {}
    for run in Decision.kept.filter(pk__in=wanted):
        found |= {f"scenario:{pk}": to_json(best) for pk, best in bests(run).items()}
    return looking.fill(inputs) | {"known": found}


def work(inputs: dict[str, Any], watch: Watcher) -> Iterator[dict[str, Any]]:
    """Compare: what differs at once, then proved and with its causes, then the calls; worker."""
    from headwater.portfolio.scenarios import compare  # slow to import

    sides = [_Asked(inputs, each) for each in inputs["asked"]["sides"]]
    clash = [each.clash(watch) for each in sides]
    if any(clash):
        yield {"clash": clash}
        return
    problems = (sides[0].problem, sides[1].problem)
    found = compare(*problems, calls=False, causes=False, best=_pair(sides), watch=watch)
    yield {"found": to_json(found), "best": _bests(sides)}
    for each in sides:
        each.prove(watch)
    for calls in (False, True) if inputs["asked"]["calls"] else (False,):
        found = compare(
            *problems, calls=calls, time_limit=PROOF, causes_time=CAUSES, best=_pair(sides),
            watch=watch,
        )  # fmt: skip
        yield {"found": to_json(found), "causes": True, "calls": calls, "best": _bests(sides)}


class _Asked:
    """One side as the worker has it: its problem, and the best of it found so far."""

    def __init__(self, inputs: dict[str, Any], asked: dict[str, Any]) -> None:
        from headwater.portfolio.scenarios import apply  # slow to import

        case: Case = looking.case_in(inputs, asked["run"])
        self.problem = case.problem
        self.ref: str = asked["ref"]
        self.best: Optimum | None = None if asked["chain"] else case.best
        if self.best is None and (kept := inputs["known"].get(self.ref)):
            self.best = from_json(Optimum, kept)
        for each in asked["chain"]:
            self.problem = apply(self.problem, from_json(Told, each))

    def clash(self, watch: Watcher) -> str:
        """Find a first answer; return what clashes where nothing is allowed, else nothing."""
        from headwater.portfolio import optimum  # slow to import

        try:
            self.best = self.best or optimum(self.problem, time_limit=FIRST, watch=watch)
        except InfeasibleError as error:
            return str(error)
        return ""

    def prove(self, watch: Watcher) -> None:
        """Look longer for a better answer, and the proof, where there is none."""
        from headwater.portfolio import optimum  # slow to import
        from headwater.portfolio.scenarios import joined

        if self.best is not None and self.best.gap:
            self.best = joined(self.best, optimum(self.problem, time_limit=PROOF, watch=watch))


def _bests(sides: list[_Asked]) -> dict[str, Any]:
    """Return what was found for the sides that are scenarios, by the id of each."""
    split = [(each.ref.partition(":"), each.best) for each in sides]
    return {key: to_json(best) for (kind, _, key), best in split if kind == "scenario" and best}


def _pair(sides: list[_Asked]) -> tuple[Optimum | None, Optimum | None]:
    return sides[0].best, sides[1].best


def side_of(ref: str) -> Side:
    """Return the side that a reference names.

    Raises
    ------
    InputError
        If there is none.
    """
    kind, _, id_ = ref.partition(":")
    scenario: Scenario | None = None
    run: Run | None = None
    if ref == LATEST:
        run = latest()
    elif kind == "run" and _is_uuid(id_):
        run = Decision.kept.filter(pk=id_).first()
    elif kind == "scenario" and id_.isdecimal() and len(id_) < 18:
        scenario = Scenario.objects.select_related("run").filter(pk=int(id_)).first()
        run = scenario.run if scenario else None
    if run is None:
        raise InputError(f"There is no choice {ref!r} to compare; choose two from the lists.")
    decision = case_of(run).decision
    name = scenario.name if scenario else str(run)
    ref = f"scenario:{scenario.pk}" if scenario else f"run:{run.pk}"
    return Side(ref, name, run, scenario, decision.money, decision.value_unit)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _problem(side: Side) -> Problem:
    from headwater.portfolio.scenarios import apply  # slow to import

    problem = case_of(side.run).problem
    if side.scenario is not None:
        for each in lineage(side.scenario):
            problem = apply(problem, Told(each.name, changes_of(each)))
    return problem
