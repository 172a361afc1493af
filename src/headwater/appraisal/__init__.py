"""Appraisal: what cash flows are worth today, by a named practice with dated parameters."""

from collections.abc import Mapping, Sequence

from headwater.appraisal.cases.bias import uplift
from headwater.appraisal.cases.bundles import bundle_synergies, value_bundle
from headwater.appraisal.cases.cells import cells_of, has_open_range, with_cells
from headwater.appraisal.cases.cells_block import block_cells
from headwater.appraisal.cases.consistency import collisions
from headwater.appraisal.cases.drawn import Drawn, drawn_value
from headwater.appraisal.cases.faults import cell_faults
from headwater.appraisal.cases.filing import case_file
from headwater.appraisal.cases.into_workbook import into_workbook
from headwater.appraisal.cases.model import CaseModel, compile_case
from headwater.appraisal.cases.prices import fisher_nominal, fisher_real, rebase
from headwater.appraisal.cases.ranges import case_range
from headwater.appraisal.cases.valuation import value_case
from headwater.appraisal.cashflow import (
    annuity,
    dated_npv,
    discount_factors,
    equivalent_annual,
    modified_rate_of_return,
    npv,
    payback,
    rates_of_return,
)
from headwater.appraisal.correlation import joint, nearest_correlation, normal_correlation
from headwater.appraisal.distributions import marginal_of
from headwater.appraisal.futures import futures_of
from headwater.appraisal.lattice import right_to
from headwater.appraisal.methods import METHODS, AppraisalMethod
from headwater.appraisal.options_together import compare_options
from headwater.appraisal.options_value import right_at_dates, right_by_simulation
from headwater.appraisal.parameters import Pack, packs, pick
from headwater.appraisal.reordering import reordered
from headwater.appraisal.review import CHECKS, lacking, review
from headwater.appraisal.rights import value_rights
from headwater.appraisal.sensitivity import drivers, scenario_table, switching
from headwater.appraisal.simulate import simulate, simulate_together
from headwater.appraisal.yearly import by_project
from headwater.errors import InputError
from headwater.vocabulary.appraisal import Appraisal
from headwater.vocabulary.workbook import CashFlow

__all__ = [
    "CHECKS",
    "METHODS",
    "AppraisalMethod",
    "CaseModel",
    "Drawn",
    "Pack",
    "annuity",
    "appraise",
    "block_cells",
    "bundle_synergies",
    "case_file",
    "case_range",
    "cell_faults",
    "cells_of",
    "collisions",
    "compare_options",
    "compile_case",
    "dated_npv",
    "discount_factors",
    "drawn_value",
    "drivers",
    "equivalent_annual",
    "fisher_nominal",
    "fisher_real",
    "futures_of",
    "has_open_range",
    "into_workbook",
    "joint",
    "lacking",
    "marginal_of",
    "modified_rate_of_return",
    "nearest_correlation",
    "normal_correlation",
    "npv",
    "packs",
    "payback",
    "rates_of_return",
    "rebase",
    "reordered",
    "review",
    "right_at_dates",
    "right_by_simulation",
    "right_to",
    "scenario_table",
    "simulate",
    "simulate_together",
    "switching",
    "uplift",
    "value_bundle",
    "value_case",
    "value_rights",
    "with_cells",
]


def appraise(
    cash_flows: Sequence[CashFlow],
    *,
    method: str = "green_book",
    pack: str | None = None,
    base_year: int | None = None,
    rate: float | None = None,
) -> Mapping[str, Appraisal]:
    """Value every project that has cash flows.

    Parameters
    ----------
    cash_flows
        In one money unit; costs positive.
    method
        A name in `METHODS`.
    pack
        Name of the parameter pack; None for the latest edition that serves the method.
    base_year
        The year that is not discounted, the same for all projects so that they compare; None
        for the earliest year of all flows. What lies before it is left out, with a doubt.
    rate
        A constant yearly rate as a share, where the method takes one.

    Returns
    -------
    Mapping
        By project id, in alphabetical order.

    Raises
    ------
    InputError
        If the method or the pack is not known, or the flows cannot be used (see `by_project`).
    """
    if method not in METHODS:
        raise InputError(f"no appraisal method {method!r}; there are: {', '.join(METHODS)}")
    parameters = pick(method, pack)
    return {
        project: METHODS[method].value(flows, parameters, rate=rate)
        for project, flows in by_project(cash_flows, base_year=base_year).items()
    }
