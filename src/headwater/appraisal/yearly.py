"""A project's flows year by year from the base year, checked and summed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, isfinite

from headwater.appraisal.cashflow import FARTHEST
from headwater.errors import InputError
from headwater.vocabulary.workbook import CashFlow

KINDS = ("benefit", "capex", "opex")


@dataclass(frozen=True, slots=True)
class Yearly:
    """Benefits and costs of one project; number t of each is for year base_year + t.

    Both are in the money unit; costs are positive.
    """

    project: str
    base_year: int
    benefits: tuple[float, ...]
    costs: tuple[float, ...]
    doubts: tuple[str, ...] = ()

    @property
    def net(self) -> tuple[float, ...]:
        """Benefits less costs, year by year."""
        return tuple(b - c for b, c in zip(self.benefits, self.costs, strict=True))


def by_project(
    cash_flows: Sequence[CashFlow], *, base_year: int | None = None
) -> Mapping[str, Yearly]:
    """Sum the flows of each project by year, from a base year that all projects share.

    Parameters
    ----------
    cash_flows
        In any order; several flows of one project, year and kind add up.
    base_year
        The year that is not discounted; None for the earliest year of all flows. What lies
        before it is spent and left out, with a doubt.

    Raises
    ------
    InputError
        If an amount is not finite, a cost is negative, a kind is not known, a year is no
        whole number, or a flow lies more than 300 years after the base year.
    """
    for flow in cash_flows:
        _check(flow)
    if not cash_flows:
        return {}
    start = min(flow.year for flow in cash_flows) if base_year is None else base_year
    rows: dict[str, list[CashFlow]] = {}
    for flow in cash_flows:
        rows.setdefault(flow.project, []).append(flow)
    return {project: _yearly(project, rows[project], start) for project in sorted(rows)}


def _check(flow: CashFlow) -> None:
    place = f"the cash flow of project {flow.project!r} in {flow.year}"
    if isinstance(flow.year, bool) or not isinstance(flow.year, int):
        raise InputError(f"{place}: a year is a whole number such as 2027")
    if flow.kind not in KINDS:
        raise InputError(f"{place} is of the kind {flow.kind!r}; kinds are {', '.join(KINDS)}")
    if not isfinite(flow.amount):
        raise InputError(f"{place} ({flow.kind}) is not a finite number; leave the row out")
    if flow.kind != "benefit" and flow.amount < 0:
        raise InputError(
            f"{place} ({flow.kind}) is {flow.amount:g}; write costs as positive amounts, "
            f"and a saving as a benefit"
        )


def _yearly(project: str, flows: Sequence[CashFlow], start: int) -> Yearly:
    end = max(flow.year for flow in flows)
    if end - start > FARTHEST:
        raise InputError(
            f"project {project!r} has a cash flow in {end}, {end - start} years after the base "
            f"year {start}; at most {FARTHEST} can be"
        )
    years = range(start, max(start, end) + 1)
    sunk = [flow for flow in flows if flow.year < start]
    doubts = []
    if sunk:
        doubts.append(
            f"{len(sunk)} flows of {project} lie before {start} and are left out: what is "
            f"spent is spent."
        )
    if not any(flow.kind == "benefit" and flow.amount for flow in flows):
        doubts.append(f"No benefits are stated for {project}: its value holds costs only.")
    return Yearly(
        project=project,
        base_year=start,
        benefits=_sums(flows, years, ("benefit",)),
        costs=_sums(flows, years, ("capex", "opex")),
        doubts=tuple(doubts),
    )


def _sums(flows: Sequence[CashFlow], years: range, kinds: Sequence[str]) -> tuple[float, ...]:
    amounts: dict[int, list[float]] = {}
    for flow in flows:
        if flow.kind in kinds:
            amounts.setdefault(flow.year, []).append(flow.amount)
    return tuple(fsum(amounts.get(year, ())) for year in years)  # exact, so order is nothing
