"""Mandates as the projects table states them: what evidence lacks, and what a law orders alone."""

from collections.abc import Sequence
from dataclasses import replace

from headwater.errors import InputError
from headwater.portfolio import wording
from headwater.portfolio.override.mandates import faults, split
from headwater.vocabulary.override import Mandate
from headwater.vocabulary.portfolio import Problem
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Project

PARTS = (
    ("name the law", "the law or clause"),
    ("by when", "the date"),
    ("what happens", "the penalty"),
    ("least-cost option that", "the least-cost option"),
    ("least-cost option takes", "its cost"),
)
"""How a fault of a mandate is recognized, and what it is that is missing."""


def mandate_of(project: Project) -> Mandate:
    """Return the mandate as the table states it.

    The least-cost option is taken to need the same part of every period and role as it needs
    of the whole cost.
    """
    return Mandate(
        project=project.id,
        law=project.mandatory_basis,
        clause_date=project.mandatory_date,
        penalty=project.mandatory_penalty,
        least_cost_option=project.mandatory_option,
        least_uses={} if project.mandatory_cost is None else {"cost": project.mandatory_cost},
    )


def lacking(projects: Sequence[Project]) -> tuple[str, ...]:
    """Say which mandatory projects lack evidence, and of what; those that lack the same as one."""
    found: dict[tuple[str, ...], list[str]] = {}
    for project in sorted(projects, key=lambda each: each.name):
        if project.mandatory and (missing := _missing(project)):
            found.setdefault(missing, []).append(project.name)
    return tuple(
        f"{wording.listed(names, most=4)} {'is' if len(names) == 1 else 'are'} called mandatory "
        f"without {wording.listed(missing)}; so the whole scope is forced in."
        for missing, names in sorted(found.items())
    )


def _missing(project: Project) -> tuple[str, ...]:
    said = faults(mandate_of(project))
    return tuple(what for mark, what in PARTS if any(mark in each for each in said))


def parted(problem: Problem, projects: Sequence[Project]) -> tuple[Problem, tuple[str, ...]]:
    """Part every fully evidenced mandate: the least that the law orders, and a rest that competes.

    Raises
    ------
    InputError
        If a least-cost option costs more than its project.
    """
    doubts: list[str] = []
    for project in sorted(projects, key=lambda each: each.id):
        if not project.mandatory or project.cost is None or faults(mandate_of(project)):
            continue
        problem, more = _parted(problem, project, project.cost)
        doubts += more
    return problem, tuple(doubts)


def _parted(problem: Problem, project: Project, cost: Interval) -> tuple[Problem, tuple[str, ...]]:
    least = project.mandatory_cost
    if least is None or cost.high <= 0:
        return problem, ()
    if least.high > cost.high or least.low > cost.low:
        raise InputError(
            f"the least-cost option of {project.name!r} costs more than the whole project; "
            f"mend mandatory_cost or cost"
        )
    share = Interval(least.low / cost.low if cost.low else 0.0, least.high / cost.high)
    whole = next(each for each in problem.candidates if each.id == project.id)
    uses = {name: _scaled(use, share) for name, use in whole.uses.items() if use is not None}
    stated = mandate_of(project)
    found = split(
        problem,
        Mandate(
            stated.project, stated.law, stated.clause_date, stated.penalty,
            stated.least_cost_option, uses,
        ),
    )  # fmt: skip
    return found.problem, found.doubts


def _scaled(use: Interval, share: Interval) -> Interval:
    low, high = use.low * share.low, use.high * share.high
    return Interval(min(low, high), high)


def rests(problem: Problem, projects: Sequence[Project]) -> tuple[Project, ...]:
    """Return all projects as the problem has them: parted ones as two, with their part of cost."""
    known = {each.id for each in projects}
    by_rule = {
        rule.project: rule.other[0]
        for rule in problem.rules
        if rule.kind == "requires" and rule.project not in known
    }
    parts = {whole: rest for rest, whole in by_rule.items()}
    found: list[Project] = []
    for project in projects:
        if project.id not in parts or project.cost is None or project.mandatory_cost is None:
            found.append(project)
            continue
        candidate = next(each for each in problem.candidates if each.id == parts[project.id])
        found += _two(project, project.cost, project.mandatory_cost, candidate.id, candidate.name)
    return tuple(found)


def _two(
    project: Project, cost: Interval, least: Interval, id_: str, name: str
) -> tuple[Project, Project]:
    ends = (cost.low - least.low, cost.high - least.high)
    return replace(project, cost=least), replace(
        project, id=id_, name=name, cost=Interval(min(ends), max(ends)), mandatory=False,
        mandatory_basis="",
        description=f"What {project.name} does beyond what the law orders.",
    )  # fmt: skip
