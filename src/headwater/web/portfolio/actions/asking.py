"""What if: reads what a person moved on the panel, and answers at once. Nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from django.contrib.auth.models import User

from headwater.errors import InputError
from headwater.vocabulary.decision import Decision
from headwater.vocabulary.judgement import WeightSet
from headwater.vocabulary.portfolio import Problem
from headwater.vocabulary.scenario import Change, WhatIf
from headwater.vocabulary.units import MoneyUnit
from headwater.web.organization.permissions import check_can
from headwater.web.portfolio.actions.cases import Case, case_of
from headwater.web.portfolio.actions.typed import number_typed
from headwater.web.projects import actions as projects
from headwater.web.runs.models import Run

MOST_CHANGES = 60
MOST_KNOBS = 12
"""Criteria, budgets or roles with a field of their own on the panel; scenarios take them all."""
SHOWN = 1e-4
"""Difference of a share below which a weight was not moved: it is shown with one digit."""


@dataclass(frozen=True, slots=True)
class Knob:
    """Something that can be moved: its name, and where it stands today (money, people or %)."""

    name: str
    now: float


@dataclass(frozen=True, slots=True)
class Panel:
    """What can be moved: budgets, roles (by how much), and weights in per cent."""

    budgets: tuple[Knob, ...]
    roles: tuple[Knob, ...]
    weights: tuple[Knob, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person moved, as typed.

    `percent` changes every budget; `budgets`, `roles` and `weights` are by name.
    """

    percent: str
    budgets: Mapping[str, str]
    roles: Mapping[str, str]
    weights: Mapping[str, str]
    force_in: tuple[str, ...]
    force_out: tuple[str, ...]


def panel(decision: Decision) -> Panel:
    """Return what can be moved on the panel of a decision."""
    budgets = [Knob(e.name, e.amount) for e in decision.limits if e.kind == "budget"]
    roles = sorted({each.role for each in decision.limits if each.kind == "capacity"})
    weights = [Knob(each.criterion, round(100 * each.centre, 1)) for each in decision.weights]
    weights.sort(key=lambda each: (-each.now, each.name))
    return Panel(
        tuple(budgets[:MOST_KNOBS]),
        tuple(Knob(each, 0.0) for each in roles[:MOST_KNOBS]),
        tuple(weights[:MOST_KNOBS]) if len(weights) > 1 else (),
    )


def changes_asked(*, run: Run, asked: Asked) -> tuple[Change, ...]:
    """Turn what was typed into changes; what stands as it is today is none.

    Raises
    ------
    InputError
        If something typed is no number, or names what is not there.
    """
    case = case_of(run)
    found = [
        *_budgets(case, asked),
        *_roles(case.problem, asked),
        *_weights(case.problem.weights, asked.weights),
        *(Change("force_in", _project(case, each)) for each in dict.fromkeys(asked.force_in)),
        *(Change("remove", _project(case, each)) for each in dict.fromkeys(asked.force_out)),
    ]
    if both := set(asked.force_in) & set(asked.force_out):
        raise InputError(f"{case.names[min(both)]} cannot be both in and out; choose one.")
    if len(found) > MOST_CHANGES:
        raise InputError(f"At most {MOST_CHANGES} things can be moved at a time.")
    return tuple(found)


def what_if(*, run: Run, changes: Sequence[Change], by: User) -> WhatIf:
    """Answer a what-if within about a second; nothing is written.

    Raises
    ------
    NotAllowedError
        If the person may not read here.
    InputError
        If a change names what is not there.
    """
    from headwater.portfolio.scenarios import what_if as engine  # slow to import

    check_can(by, "read")
    case = case_of(run)
    return engine(case.problem, case.best, changes)


def project_named(*, run: Run, words: str) -> str:
    """Return the id of the project that a person named, by id or by name.

    Raises
    ------
    InputError
        If there is none, or several bear the name.
    """
    from headwater.portfolio.scenarios import change_of

    return change_of("force_in", case_of(run).problem, name=words.strip()).name


def _project(case: Case, id_: str) -> str:
    if id_ not in case.names:
        raise InputError(f"There is no project {id_!r} in this run.")
    return id_


def _budgets(case: Case, asked: Asked) -> list[Change]:
    found = []
    percent = number_typed(asked.percent, "change of all budgets") or 0.0
    if percent:
        if percent < -100:
            raise InputError("Budgets cannot fall by more than 100%.")
        found.append(Change("budget_percent", "", percent))
    for limit in case.problem.limits:
        typed = asked.budgets.get(limit.name, "").strip()
        if limit.kind != "budget" or not typed:
            continue
        amount = _money(typed, case.workbook.money, limit.name)
        if abs(amount - limit.amount) > 1e-9 * max(1.0, abs(limit.amount)):
            found.append(Change("limit_amount", limit.name, amount))
    return found


def _money(typed: str, unit: MoneyUnit, what: str) -> float:
    amount = projects.money(typed, unit=unit, what=what)
    if amount is None:
        raise InputError(f"The {what} must be an amount, not {typed!r}.")
    return amount


def _roles(problem: Problem, asked: Asked) -> list[Change]:
    roles = sorted({each.role for each in problem.limits if each.kind == "capacity"})
    moved = (
        (each, number_typed(asked.roles.get(each, ""), f"change of {each}") or 0.0)
        for each in roles
    )
    return [Change("capacity_by", role, by) for role, by in moved if by]


def _weights(given: WeightSet, typed: Mapping[str, str]) -> list[Change]:
    """One weight that moved pushes the others in proportion; several count as points."""
    now = dict(zip(given.criteria, given.centre, strict=True))
    shares = dict(now)
    for name in given.criteria:
        text = typed.get(name, "").strip()
        number = number_typed(text, f"weight of {name}")
        if number is None or abs(number / 100 - round(now[name], 3)) < SHOWN:
            continue
        if not 0 <= number <= 100:
            raise InputError(f"{name} can weigh 0 to 100%, not {text}.")
        shares[name] = number / 100
    moved = [name for name in given.criteria if shares[name] != now[name]]
    if len(moved) < 2:
        return [Change("weight", name, 100 * shares[name]) for name in moved]
    total = fsum(shares.values())
    if total <= 0:
        raise InputError("At least one criterion must weigh something.")
    centre = tuple(shares[name] / total for name in given.criteria)
    parts = sorted(zip(given.criteria, centre, strict=True), key=lambda each: -each[1])
    words = ", ".join(f"{name} {100 * share:.3g}%" for name, share in parts[:4] if share)
    more = f" and {len(parts) - 4} more" if len(parts) > 4 else ""
    return [
        Change("weights", f"{words}{more}", weights=WeightSet(given.criteria, (centre,), centre))
    ]
