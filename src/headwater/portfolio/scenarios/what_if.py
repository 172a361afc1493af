"""A quick answer to "what if": what enters, what leaves, value and money, in under a second."""

from collections.abc import Iterable, Sequence
from math import fsum

import numpy as np

from headwater.errors import InfeasibleError
from headwater.portfolio import wording
from headwater.portfolio.model import Model, compile_model
from headwater.portfolio.optimum import optimum
from headwater.portfolio.scenarios.changes import apply, cautions
from headwater.portfolio.scenarios.telling import told
from headwater.vocabulary.portfolio import Candidate, Optimum, Problem
from headwater.vocabulary.progress import Watcher, ignore
from headwater.vocabulary.scenario import Change, Moved, Scenario, Use, WhatIf

QUICK = 0.5
"""Seconds for the proof; a person waits for the answer, and what is open then is said."""
SMALL = 1e-9
MOST_SHOWN = 3


def what_if(
    problem: Problem,
    best: Optimum,
    changes: Sequence[Change],
    *,
    time_limit: float = QUICK,
    watch: Watcher = ignore,
) -> WhatIf:
    """Say what would be best if some things were different, beside what is recommended today.

    Parameters
    ----------
    best
        What is recommended today.
    time_limit
        Seconds for the proof; without it, the gap says what is open.

    Returns
    -------
    WhatIf
        Value under the central weights and the middle of ranges, use at the high ends. Where
        nothing is allowed it is not feasible and names the conflict.

    Raises
    ------
    InputError
        If a change names what is not there.
    """
    scenario = Scenario("what if", tuple(changes))
    changed = apply(problem, scenario)
    model = compile_model(changed)
    kept, broken = _kept(model, best)
    found: Optimum | None = None
    conflict: tuple[str, ...] = ()
    try:
        found = optimum(changed, watch=watch, time_limit=time_limit, ties=False)
    except InfeasibleError as error:
        conflict = error.rules
    if found is not None and found.status != "optimal" and kept is not None:
        found = _not_worse(found, kept, best)
    chosen = () if found is None else found.chosen
    enters = _moved(changed, set(chosen) - set(best.chosen)) if found else ()
    leaves = _moved(changed, set(best.chosen) - set(chosen)) if found else ()
    return WhatIf(
        changes=tuple(told(each, problem) for each in changes),
        feasible=found is not None,
        chosen=chosen,
        value=None if found is None else found.value,
        bound=None if found is None else found.bound,
        gap=0.0 if found is None else found.gap,
        proved=found is None or found.status == "optimal",
        value_before=best.value,
        kept=kept,
        broken=broken,
        enters=enters,
        leaves=leaves,
        spent_before=_spent(problem, best.chosen),
        spent=_spent(changed, chosen),
        uses=_uses(problem, changed, best.chosen, chosen),
        conflict=conflict,
        text=_text(best, found, enters, leaves, conflict),
        doubts=(*cautions(problem, scenario), *_measure(changes), *_doubts(found)),
    )


def _kept(model: Model, best: Optimum) -> tuple[float | None, tuple[str, ...]]:
    """Return what today's choice is worth now, or what it breaks."""
    chosen = model.with_synergies(model.positions(best.chosen))
    broken = [
        row.words
        for row in (*model.limit_rows, *model.rule_rows)
        if int(row.coefficients @ chosen[row.columns]) > row.limit
    ]
    missing = sorted(at for at in model.forced if not chosen[at])
    broken += [wording.of_mandatory(model.candidates[at], model.names) for at in missing]
    unknown = sorted(at for at in model.barred if chosen[at])
    broken += [
        wording.of_unknown(model.candidates[at], model.unknown[at], model.names) for at in unknown
    ]
    if broken:
        return None, tuple(dict.fromkeys(broken))
    return model.value_of(np.asarray(chosen)), ()


def _not_worse(found: Optimum, kept: float, best: Optimum) -> Optimum:
    """Return today's choice where the time was too short to find one that is better."""
    if kept <= found.value:
        return found
    bound = max(found.bound, kept)
    gap = (bound - kept) / max(abs(kept), 1e-12)
    return Optimum(best.chosen, kept, bound, gap, found.status, None, found.doubts)


def _moved(problem: Problem, ids: Iterable[str]) -> tuple[Moved, ...]:
    names, inside = wording.names_of(problem), set(ids)
    weights = dict(zip(problem.weights.criteria, problem.weights.centre, strict=True))
    found = [
        Moved(
            each.id,
            names[each.id],
            _cost(problem, each),
            fsum(weights[name] * value.middle for name, value in each.values.items()),
        )
        for each in problem.candidates
        if each.id in inside
    ]
    return tuple(sorted(found, key=lambda each: (-each.value, each.name.casefold(), each.project)))


def _budgets(problem: Problem) -> list[str]:
    """Return the limits whose sum is the cost: the one for all periods, else those of each."""
    budgets = [each for each in problem.limits if each.kind == "budget"]
    whole = [each.name for each in budgets if not each.period]
    return whole[:1] or [each.name for each in budgets]


def _cost(problem: Problem, candidate: Candidate) -> float | None:
    uses = [candidate.uses.get(name) for name in _budgets(problem) if name in candidate.uses]
    known = [use.high for use in uses if use is not None]
    return fsum(known) if known and len(known) == len(uses) else None


def _spent(problem: Problem, chosen: Sequence[str]) -> float:
    inside = set(chosen)
    costs = (_cost(problem, each) for each in problem.candidates if each.id in inside)
    return fsum(cost for cost in costs if cost is not None)


def _uses(
    before: Problem, after: Problem, old: Sequence[str], new: Sequence[str]
) -> tuple[Use, ...]:
    amounts = {each.name: each.amount for each in before.limits}

    def used(problem: Problem, name: str, chosen: set[str]) -> float:
        uses = (each.uses.get(name) for each in problem.candidates if each.id in chosen)
        return fsum(use.high for use in uses if use is not None)

    return tuple(
        Use(
            each.name,
            each.kind,
            used(before, each.name, set(old)),
            used(after, each.name, set(new)),
            amounts[each.name],
            each.amount,
        )
        for each in after.limits
    )


def _text(
    best: Optimum,
    found: Optimum | None,
    enters: Sequence[Moved],
    leaves: Sequence[Moved],
    conflict: Sequence[str],
) -> str:
    if found is None:
        return f"Nothing is allowed then: these clash: {'; '.join(conflict)}."
    small = SMALL * max(abs(best.value), abs(found.value))
    change = found.value - best.value
    if not enters and not leaves:
        same = "The same projects stay best"
        if abs(change) <= small:
            return f"{same}, and are worth the same."
        return f"{same}; their value {_rises(best.value, found.value)}."
    value = f"The value {_rises(best.value, found.value)}."
    if abs(change) <= small:
        value = "The value stays the same."
    parts = [
        f"{wording.listed((each.name for each in some), most=MOST_SHOWN)} {verb}{_s(some)}."
        for some, verb in ((enters, "enter"), (leaves, "leave"))
        if some
    ]
    return " ".join([value, *parts])


def _rises(before: float, after: float) -> str:
    verb = "rises" if after > before else "falls"
    return f"{verb} from {wording.amount(before)} to {wording.amount(after)}"


def _s(some: Sequence[Moved]) -> str:
    return "" if len(some) > 1 else "s"


def _measure(changes: Sequence[Change]) -> tuple[str, ...]:
    if not any(each.kind in ("value_percent", "score", "weight", "weights") for each in changes):
        return ()
    return (
        "What projects are worth is measured differently then: hold the value against what today's "
        "choice would be worth, not against its value today.",
    )


def _doubts(found: Optimum | None) -> tuple[str, ...]:
    if found is None or found.status == "optimal":
        return ()
    part = wording.part(found.gap, digits=2)
    return (
        f"This is the best found at once, not proved best: at most {part} below the highest "
        f"possible.",
    )
