"""What a project displaces, or what would take its place, and which others go with it."""

from headwater.errors import InfeasibleError
from headwater.portfolio import wording
from headwater.portfolio.flips.changed import Order, candidate_of
from headwater.portfolio.optimum import optimum
from headwater.vocabulary.explanation import Companion, Displacement
from headwater.vocabulary.portfolio import Optimum, Problem
from headwater.vocabulary.progress import Watcher

SHOWN = 5
TIED = 1e-9
"""Part of the value below which two portfolios count as equal."""


def displacement(
    problem: Problem, best: Optimum, project: str, *, watch: Watcher, time_limit: float
) -> Displacement:
    """Force a project to the other side, solve again, and say who moves and what it costs."""
    inside = project not in best.chosen
    names = wording.names_of(problem)
    try:
        found = optimum(
            Order(project, inside).on(problem), watch=watch, time_limit=time_limit, ties=False
        )
    except InfeasibleError as error:
        return _impossible(problem, project, inside, error)
    enters = tuple(each for each in found.chosen if each not in best.chosen and each != project)
    leaves = tuple(each for each in best.chosen if each not in found.chosen and each != project)
    lost = best.value - found.value
    proved = found.status == "optimal" and best.status == "optimal"
    return Displacement(
        forced="in" if inside else "out",
        possible=True,
        enters=enters,
        leaves=leaves,
        chosen=found.chosen,
        value=found.value,
        lost=0.0 if abs(lost) <= TIED * abs(best.value) else lost,
        proved=proved,
        text=_said(names[project], inside, [names[e] for e in enters], [names[e] for e in leaves])
        + _price(lost, best.value, proved),
    )


def _impossible(
    problem: Problem, project: str, inside: bool, error: InfeasibleError
) -> Displacement:
    names = wording.names_of(problem)
    name, candidate = names[project], candidate_of(problem, project)
    order = Order(project, inside).rule
    said = {
        wording.of_rule(order, names): f"{name} is forced out",
        wording.of_mandatory(candidate, names): f"{name} is forced in",
    }
    because = "; ".join(sorted(said.get(each, each) for each in error.rules))
    return Displacement(
        forced="in" if inside else "out",
        possible=False,
        enters=(),
        leaves=(),
        chosen=(),
        value=None,
        lost=None,
        proved=True,
        text=f"{name} cannot be forced {'in' if inside else 'out'}: "
        f"these cannot all hold together: {because}.",
    )


def _said(name: str, inside: bool, enters: list[str], leaves: list[str]) -> str:
    coming = f"{_listed(enters)} would come in" if enters else ""
    going = f"{_listed(leaves)} would drop out" if leaves else ""
    moves = " and ".join(each for each in (going, coming) if each)
    start = f"With {name} forced {'in' if inside else 'out'}, "
    return start + (moves or "nothing else would change")


def _price(lost: float, value: float, proved: bool) -> str:
    if not proved:
        return "; what that costs was not proved in the time."
    if abs(lost) <= TIED * abs(value):
        return ", and no value would be lost."
    share = f" ({wording.part(abs(lost) / abs(value), digits=2)} of the whole)" if value else ""
    side = "less" if lost > 0 else "more"
    return f", and the portfolio would be worth {wording.amount(abs(lost))} {side}{share}."


def _listed(names: list[str]) -> str:
    return wording.listed(sorted(names, key=str.casefold), most=SHOWN)


def companions(problem: Problem, moved: Displacement, project: str) -> tuple[Companion, ...]:
    """Return who changes sides with the project, and why: by rule, by synergy or by fit."""
    along = moved.enters if moved.forced == "in" else moved.leaves
    bound = _bound(problem, project, needed=moved.forced == "in")
    joined = {
        each
        for rule in problem.rules
        if rule.kind == "synergy" and (rule.value or 0) > 0 and project in rule.members
        for each in rule.members
    }
    found = [
        Companion(each, "rule" if each in bound else "synergy" if each in joined else "fit")
        for each in along
    ]
    order = {"rule": 0, "synergy": 1, "fit": 2}
    return tuple(sorted(found, key=lambda each: (order[each.why], each.project)))


def required_by(problem: Problem, project: str) -> set[str]:
    """Return all that a project requires, also through others."""
    return _bound(problem, project, needed=True)


def _bound(problem: Problem, project: str, *, needed: bool) -> set[str]:
    """Return what a project requires, or what requires it, also through others."""
    links: dict[str, set[str]] = {}
    for rule in problem.rules:
        if rule.kind == "requires":
            for other in rule.other:
                start, end = (rule.project, other) if needed else (other, rule.project)
                links.setdefault(start, set()).add(end)
    found, open_ = {project}, [project]
    while open_:
        for each in links.get(open_.pop(), ()):
            if each not in found:
                found.add(each)
                open_.append(each)
    return found - {project}


def company(problem: Problem, found: tuple[Companion, ...]) -> str:
    """Say who stands or falls with the project, in a sentence; "" for nobody."""
    if not found:
        return ""
    names = wording.names_of(problem)
    words = {"rule": "by rule", "synergy": "by synergy", "fit": "as it turns out best"}
    parts = [f"{names[each.project]} ({words[each.why]})" for each in found]
    return f"It stands or falls with {wording.listed(parts, most=SHOWN)}."
