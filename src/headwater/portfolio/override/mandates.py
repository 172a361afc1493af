"""Mandatory, with proof: what is missing, and what beyond the law competes like the rest."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from headwater.errors import InputError
from headwater.portfolio import wording
from headwater.vocabulary.override import Mandate
from headwater.vocabulary.portfolio import Candidate, Problem
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Rule

REST = "beyond the law"
NOTHING = Interval.point(0.0)


@dataclass(frozen=True, slots=True)
class Split:
    """The problem with a mandatory project in two parts; `rest` is the id of the optional one.

    `rest` is "" where the least-cost option is the whole project.
    """

    problem: Problem
    rest: str
    doubts: tuple[str, ...] = ()


def mandate_faults(problem: Problem, mandates: Sequence[Mandate]) -> tuple[str, ...]:
    """Say what is missing behind every mark 'mandatory', project by project."""
    names = wording.names_of(problem)
    by_id = {each.project: each for each in mandates}
    if len(by_id) != len(mandates):
        raise InputError("a project has two mandates; keep one")
    found = []
    for each in sorted(problem.candidates, key=lambda each: each.id):
        mandate = by_id.pop(each.id, None)
        if mandate is not None:
            found += [f"{names[each.id]}: {fault}" for fault in faults(mandate)]
        elif each.mandatory:
            found.append(
                f"{names[each.id]} is marked as mandatory and nobody said by which law or clause."
            )
    found += [f"A mandate names {each!r}, which is not a project here." for each in sorted(by_id)]
    return tuple(found)


def faults(mandate: Mandate) -> tuple[str, ...]:
    """Say what a mandate lacks: law, date, penalty, least-cost option."""
    found = []
    if not mandate.law.strip():
        found.append("name the law or clause that orders it.")
    if not _is_date(mandate.clause_date):
        found.append(
            f"write by when the law must be met as year-month-day, not {mandate.clause_date!r}."
            if mandate.clause_date.strip()
            else "state by when the law must be met."
        )
    if not mandate.penalty.strip():
        found.append("state what happens if it is not done.")
    if not mandate.least_cost_option.strip():
        found.append("describe the least-cost option that satisfies the law.")
    if not mandate.least_uses:
        found.append("state what the least-cost option takes of each limit.")
    return tuple(found)


def split(problem: Problem, mandate: Mandate) -> Split:
    """Part a project into what the law orders, at least cost, and a rest that competes.

    The mandatory part keeps the id, and takes what the least-cost option takes; the rest takes
    and brings what remains, and requires the mandatory part. Who requires the project, or has
    a synergy with it, needs both parts.

    Raises
    ------
    InputError
        If the mandate lacks a part, its project, a limit or a criterion is unknown, or the
        least-cost option takes more than the whole project.
    """
    whole = next((each for each in problem.candidates if each.id == mandate.project), None)
    if whole is None:
        raise InputError(f"the mandate names {mandate.project!r}, which is not a project here")
    if missing := faults(mandate):
        raise InputError(f"the mandate of {whole.name!r} is not complete: {' '.join(missing)}")
    uses = _uses(problem, whole, mandate)
    rest_uses = {name: _less(whole, name, uses[name]) for name in whole.uses}
    values, rest_values, doubts = _values(whole, mandate)
    ordered = replace(whole, mandatory=True, uses=uses, values=values)
    if all(use == NOTHING for use in rest_uses.values()) and mandate.least_values == whole.values:
        return Split(_with(problem, (ordered,), problem.rules), "")
    rest = Candidate(
        f"{whole.id} {REST}", f"{whole.name} {REST}", rest_values, rest_uses, mandatory=False
    )
    rules = (*_rules(problem, whole.id, rest.id), Rule("requires", rest.id, (whole.id,)))
    return Split(_with(problem, (ordered, rest), rules), rest.id, doubts)


def _is_date(text: str) -> bool:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _uses(problem: Problem, whole: Candidate, mandate: Mandate) -> dict[str, Interval | None]:
    limits = {limit.name for limit in problem.limits}
    if unknown := sorted(set(mandate.least_uses) - limits):
        raise InputError(
            f"the mandate of {whole.name!r} names {unknown[0]!r}, which limits nothing"
        )
    for name, least in mandate.least_uses.items():
        use = whole.uses.get(name, NOTHING)
        if use is not None and (least.high > use.high or least.low > use.low):
            raise InputError(
                f"the least-cost option of {whole.name!r} takes {least} of {name!r}, the whole "
                f"project {use}: the part cannot take more than the whole"
            )
    return {name: mandate.least_uses.get(name, NOTHING) for name in whole.uses}


def _less(whole: Candidate, name: str, least: Interval | None) -> Interval | None:
    use = whole.uses[name]
    if use is None or least is None:
        return None
    ends = (use.low - least.low, use.high - least.high)
    return Interval(min(ends), max(ends))


def _values(
    whole: Candidate, mandate: Mandate
) -> tuple[Mapping[str, Interval], Mapping[str, Interval], tuple[str, ...]]:
    if strange := sorted(set(mandate.least_values) - set(whole.values)):
        raise InputError(f"the mandate of {whole.name!r} is valued on {strange[0]!r}: no criterion")
    values, rest, open_ = {}, {}, []
    for name, value in whole.values.items():
        least = mandate.least_values.get(name)
        if least is None:
            open_.append(name)
            values[name] = rest[name] = Interval(min(0.0, value.low), max(0.0, value.high))
        else:
            ends = (value.low - least.low, value.high - least.high)
            values[name], rest[name] = least, Interval(min(ends), max(ends))
    if not open_:
        return values, rest, ()
    names = wording.listed(sorted(open_), most=3)
    return values, rest, (
        f"What the least-cost option of {whole.name} is worth on {names} is not stated: it and "
        f"the rest may each be worth anything from nothing to the whole.",
    )  # fmt: skip


def _rules(problem: Problem, id_: str, rest: str) -> tuple[Rule, ...]:
    """Let what needs the project need both parts."""
    found = []
    for rule in problem.rules:
        needs = (rule.kind == "requires" and id_ in rule.other) or (
            rule.kind == "synergy" and id_ in rule.members
        )
        found.append(replace(rule, other=(*rule.other, rest)) if needs else rule)
    return tuple(found)


def _with(problem: Problem, parts: tuple[Candidate, ...], rules: tuple[Rule, ...]) -> Problem:
    others = tuple(each for each in problem.candidates if each.id != parts[0].id)
    return replace(problem, candidates=(*others, *parts), rules=rules)
