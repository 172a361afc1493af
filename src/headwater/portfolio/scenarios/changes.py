"""A scenario applied to a problem: a new problem, the old one untouched."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from math import fsum

from headwater.errors import InputError
from headwater.portfolio import wording
from headwater.vocabulary.portfolio import Candidate, Limit, Problem
from headwater.vocabulary.scenario import Change, Scenario
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Rule


def apply(problem: Problem, scenario: Scenario) -> Problem:
    """Return the problem with the scenario's own changes made, one after another.

    Raises
    ------
    InputError
        If a change names a project, limit or role that is not there, or weights for other
        criteria.
    """
    for change in scenario.changes:
        problem = _MAKERS[change.kind](problem, change)
    return problem


def cautions(problem: Problem, scenario: Scenario) -> tuple[str, ...]:
    """Say what a reader should know of how the changes were understood."""
    found = []
    for change in scenario.changes:
        if change.kind == "slip":
            found += _slipped_out(problem, change)
            found.append(
                f"{wording.names_of(problem)[change.name]} is worth the same although it slips; "
                f"change its value too where a delay costs value."
            )
        if change.kind == "force_in":
            found += _unknown_uses(problem, change)
        if change.kind in ("value_percent", "score") and any(
            r.kind == "synergy" for r in problem.rules
        ):
            found.append("What projects are worth together stays as it was.")
        if change.kind == "remove":
            found.append(
                f"{wording.names_of(problem)[change.name]} is not on offer; what requires it "
                f"cannot be chosen either."
            )
        problem = _MAKERS[change.kind](problem, change)
    return tuple(dict.fromkeys(found))


def periods_of(problem: Problem, limit: Limit) -> list[Limit]:
    """Return the limits of one kind and role in the order of their periods."""
    family = [
        each
        for each in problem.limits
        if (each.kind, each.role) == (limit.kind, limit.role) and each.period
    ]
    return sorted(family, key=lambda each: _natural(each.period))


def _natural(text: str) -> list[tuple[int, int, str]]:
    """Sort 'Year 2' before 'Year 10'."""
    parts = re.findall(r"\d+|\D+", text)
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts]


def _budget_percent(problem: Problem, change: Change) -> Problem:
    chosen = _limits(problem, change.name, "budget")
    return _with_amounts(
        problem, {each.name: each.amount * (100 + change.number) / 100 for each in chosen}
    )


def _limit_amount(problem: Problem, change: Change) -> Problem:
    chosen = [each for each in problem.limits if each.name == change.name]
    if not chosen:
        raise InputError(f"there is no limit {change.name!r}; {_known(problem)}")
    return _with_amounts(problem, {change.name: change.number})


def _capacity_by(problem: Problem, change: Change) -> Problem:
    chosen = _limits(problem, change.name, "capacity")
    return _with_amounts(
        problem, {each.name: max(0.0, each.amount + change.number) for each in chosen}
    )


def _slip(problem: Problem, change: Change) -> Problem:
    step = int(change.number)
    moves: dict[str, str] = {}
    for limit in problem.limits:
        if limit.period:
            order = [each.name for each in periods_of(problem, limit)]
            later = order.index(limit.name) + step
            moves[limit.name] = order[later] if 0 <= later < len(order) else ""

    def slipped(candidate: Candidate) -> Candidate:
        pairs = ((moves.get(name, name), use) for name, use in candidate.uses.items())
        return replace(candidate, uses={name: use for name, use in pairs if name})

    return _changed(problem, change.name, slipped)


def _slipped_out(problem: Problem, change: Change) -> list[str]:
    before = _found(problem, change.name)
    after = _found(_slip(problem, change), change.name)
    lost = sum(use is None or use.high > 0 for use in before.uses.values()) - sum(
        use is None or use.high > 0 for use in after.uses.values()
    )
    if not lost:
        return []
    return [
        f"Part of what {wording.names_of(problem)[change.name]} takes moves beyond the periods "
        f"that are limited, where nothing counts it."
    ]


def _remove(problem: Problem, change: Change) -> Problem:
    barred = Rule("at_most", change.name, (), 0.0)
    gone = _changed(problem, change.name, lambda each: replace(each, mandatory=False))
    return replace(gone, rules=(*gone.rules, barred))


def _force_in(problem: Problem, change: Change) -> Problem:
    def ordered(candidate: Candidate) -> Candidate:
        return replace(
            candidate,
            mandatory=True,
            mandatory_basis=candidate.mandatory_basis or wording.BY_SCENARIO,
        )

    return _changed(problem, change.name, ordered)


def _unknown_uses(problem: Problem, change: Change) -> list[str]:
    candidate = _found(problem, change.name)
    unknown = sorted(name for name, use in candidate.uses.items() if use is None)
    if not unknown:
        return []
    return [
        f"What {wording.names_of(problem)[change.name]} takes of "
        f"{wording.listed(map(wording.the, unknown), most=2)} is not known; put in, it counts "
        f"as 0 there."
    ]


def _cost_percent(problem: Problem, change: Change) -> Problem:
    budgets = {limit.name for limit in problem.limits if limit.kind == "budget"}
    factor = 1 + change.number / 100

    def dearer(candidate: Candidate) -> Candidate:
        uses = {
            name: use if use is None or name not in budgets else _times(use, factor)
            for name, use in candidate.uses.items()
        }
        return replace(candidate, uses=uses)

    return _changed(problem, change.name, dearer)


def _value_percent(problem: Problem, change: Change) -> Problem:
    factor = 1 + change.number / 100

    def worth(candidate: Candidate) -> Candidate:
        values = {name: _times(value, factor) for name, value in candidate.values.items()}
        return replace(candidate, values=values)

    return _changed(problem, change.name, worth)


def _score(problem: Problem, change: Change) -> Problem:
    if change.criterion not in problem.weights.criteria:
        raise InputError(f"nothing is scored on {change.criterion!r}; {_criteria(problem)}")

    def scored(candidate: Candidate) -> Candidate:
        values = {**candidate.values, change.criterion: Interval.point(change.number)}
        return replace(candidate, values=values)

    return _changed(problem, change.name, scored)


def _weight(problem: Problem, change: Change) -> Problem:
    given = problem.weights
    if change.name not in given.criteria:
        raise InputError(f"no criterion is called {change.name!r}; {_criteria(problem)}")
    if len(given.criteria) == 1:
        raise InputError(f"{change.name!r} is the only criterion, so it weighs 100%")
    at, share = given.criteria.index(change.name), change.number / 100
    vertices = {_reweighed(each, at, share) for each in given.vertices}
    centre = _reweighed(given.centre, at, share)
    made = replace(given, vertices=tuple(sorted(vertices)), centre=centre)
    return replace(problem, weights=made)


def _reweighed(weights: tuple[float, ...], at: int, share: float) -> tuple[float, ...]:
    """Set one weight; the others share the rest in proportion, or evenly where all are 0."""
    rest = fsum(each for place, each in enumerate(weights) if place != at)
    others = len(weights) - 1
    return tuple(
        share if place == at else (1 - share) * each / rest if rest > 0 else (1 - share) / others
        for place, each in enumerate(weights)
    )


def _criteria(problem: Problem) -> str:
    return f"the criteria are: {', '.join(sorted(problem.weights.criteria))}"


def _weights(problem: Problem, change: Change) -> Problem:
    if change.weights is None or set(change.weights.criteria) != set(problem.weights.criteria):
        raise InputError(
            f"the weights of {change.name or 'the scenario'} are for other criteria than "
            f"{', '.join(sorted(problem.weights.criteria))}"
        )
    return replace(problem, weights=change.weights)


_MAKERS: Mapping[str, Callable[[Problem, Change], Problem]] = {
    "budget_percent": _budget_percent,
    "limit_amount": _limit_amount,
    "capacity_by": _capacity_by,
    "slip": _slip,
    "remove": _remove,
    "force_in": _force_in,
    "cost_percent": _cost_percent,
    "value_percent": _value_percent,
    "score": _score,
    "weight": _weight,
    "weights": _weights,
}


def _limits(problem: Problem, name: str, kind: str) -> list[Limit]:
    """Return the limits of a kind that a name means: a limit, a period, a role, or all for ''."""
    family = [each for each in problem.limits if each.kind == kind]
    found = [each for each in family if not name or name in (each.name, each.period, each.role)]
    if not found:
        raise InputError(f"no {kind} is called {name!r}; {_known(problem)}")
    return found


def _known(problem: Problem) -> str:
    names = sorted(limit.name for limit in problem.limits)
    return f"the limits are: {', '.join(names)}" if names else "nothing is limited here"


def _with_amounts(problem: Problem, amounts: Mapping[str, float]) -> Problem:
    limits = (replace(e, amount=amounts.get(e.name, e.amount)) for e in problem.limits)
    return replace(problem, limits=tuple(limits))


def _found(problem: Problem, id_: str) -> Candidate:
    found = next((each for each in problem.candidates if each.id == id_), None)
    if found is None:
        raise InputError(f"the scenario names {id_!r}, which is not a project here")
    return found


def _changed(problem: Problem, id_: str, change: Callable[[Candidate], Candidate]) -> Problem:
    """Change one project, or all where no id is given."""
    if id_:
        _found(problem, id_)
    candidates = (change(e) if not id_ or e.id == id_ else e for e in problem.candidates)
    return replace(problem, candidates=tuple(candidates))


def _times(interval: Interval, factor: float) -> Interval:
    ends = sorted((interval.low * factor, interval.high * factor))
    return Interval(ends[0], ends[1])
