"""Published figures of valuation, retold; and how many digits the arithmetic keeps."""

import json
import random
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from math import inf, log10
from pathlib import Path

import pytest
import pyxirr

from headwater.appraisal import (
    METHODS,
    dated_npv,
    fisher_nominal,
    fisher_real,
    npv,
    packs,
    rates_of_return,
    rebase,
    uplift,
    value_case,
)
from headwater.appraisal.cases.terms import exact_factors
from headwater.appraisal.deflators import deflator
from headwater.errors import InputError
from headwater.vocabulary.appraisal_case import BusinessCase, CashLine, Financing, Option
from headwater.vocabulary.appraisal_plans import Adjustment, Mitigation
from headwater.vocabulary.units import MoneyUnit

SHARED = [Path(__file__).parents[depth] / "shared/cases/valuation.json" for depth in (3, 4)]
BOUNDS = {
    "standard_buildings": {"duration": (0.04, 0.01), "capex": (0.24, 0.02)},
    "non_standard_buildings": {"duration": (0.39, 0.02), "capex": (0.51, 0.04)},
    "standard_civil_engineering": {"duration": (0.2, 0.01), "capex": (0.44, 0.03)},
    "non_standard_civil_engineering": {"duration": (0.25, 0.03), "capex": (0.66, 0.06)},
    "equipment_development": {"duration": (0.54, 0.1), "capex": (2.0, 0.1)},
    "outsourcing": {"opex": (0.41, 0.0)},
}


def digits(found: float, true: float) -> float:
    """Count the digits on which two numbers agree, at most 15."""
    if found == true:
        return 15.0
    return min(15.0, -log10(abs(found - true) / abs(true))) if true else -log10(abs(found))


def test_microsoft_xnpv() -> None:
    flows = {
        date(2008, 1, 1): -10000, date(2008, 3, 1): 2750, date(2008, 10, 30): 4250,
        date(2009, 2, 15): 3250, date(2009, 4, 1): 2750,
    }  # fmt: skip
    assert dated_npv(0.09, flows) == pytest.approx(2086.6476020315363, abs=1e-9)
    assert dated_npv(0.09, dict(reversed(flows.items()))) == dated_npv(0.09, flows)
    theirs = pyxirr.xnpv(0.09, [*flows], [*flows.values()])
    assert dated_npv(0.09, flows) == pytest.approx(theirs, rel=1e-13)
    assert dated_npv(0.09, {}) == 0
    with pytest.raises(InputError):
        dated_npv(0.09, {date(2026, 1, 1): inf})


@pytest.mark.parametrize("pack", ["green_book_2026", "green_book_2022"])
def test_hmt2026_rate_schedules(pack: str) -> None:
    ends = (30, 75, 125, 200, 300, None)
    found = packs()[pack].schedules
    for name, rates in {
        "standard": (0.035, 0.03, 0.025, 0.02, 0.015, 0.01),
        "health": (0.015, 0.0129, 0.0107, 0.0086, 0.0064, 0.0043),
    }.items():
        assert found[name] == tuple(zip(ends, rates, strict=True))
    if pack == "green_book_2026":
        lower = (0.03, 0.0257, 0.0214, 0.0171, 0.0129, 0.0086)
        assert found["long_horizon_sensitivity"] == tuple(zip(ends, lower, strict=True))


def test_hmt2026_the_rate_is_the_sum_of_its_parts() -> None:
    """Time preference 0.5 % + catastrophic risk 1 % + elasticity 1 x growth 2 %."""
    assert packs()["green_book_2026"].schedules["standard"][0][1] == pytest.approx(
        0.005 + 0.01 + 1 * 0.02, abs=1e-12
    )


@pytest.mark.parametrize("kind", BOUNDS)
def test_mottmacdonald2002_bounds(kind: str) -> None:
    pack = packs()["green_book_2026"]
    assert pack.bias[kind] == BOUNDS[kind]
    for target, (upper, lower) in BOUNDS[kind].items():
        full = Adjustment("x", "optimism_bias", target, reference=kind)  # type: ignore[arg-type]
        assert float(uplift(full, pack)[3]) == upper
        done = Adjustment(
            "x", "optimism_bias", target, reference=kind, mitigation=(Mitigation("all", 1.0),)  # type: ignore[arg-type]
        )  # fmt: skip
        assert float(uplift(done, pack)[3]) == lower
    if kind == "outsourcing":
        with pytest.raises(InputError, match="has none for duration"):
            uplift(Adjustment("x", "optimism_bias", "duration", reference=kind), pack)


def test_hmt2022_distributional_weights() -> None:
    elasticity = packs()["green_book_2026"].elasticity
    assert elasticity == 1.3
    found = [(50_000 / income) ** elasticity for income in (20_000, 50_000, 80_000)]
    assert found == pytest.approx([3.290956, 1.0, 0.542805], abs=1e-6)


def test_hmt2025deflators_from_2019_to_2024() -> None:
    index = deflator("gbp_gdp_2025_12").index
    assert rebase(100, index=index, start=2019, end=2024) == pytest.approx(123.2916, abs=1e-4)
    there = rebase(100, index=index, start=2019, end=2024)
    assert rebase(there, index=index, start=2024, end=2019) == pytest.approx(100)
    with pytest.raises(InputError, match="no value for 2031; it covers 1990 to 2024"):
        rebase(100, index=index, start=2031, end=2024)


def test_brealey2020_fisher_identity() -> None:
    assert fisher_real(0.0865, 0.05) == pytest.approx(0.03476190476190477, abs=1e-15)
    assert fisher_nominal(fisher_real(0.0865, 0.05), 0.05) == pytest.approx(0.0865, abs=1e-15)


def test_equivalent_annual_cost_through_a_whole_case() -> None:
    """Capital 50,000 for 3 years and 13,000 a year; 150,000 for 8 years and 7,500 a year."""

    def annual(capital: int, years: int, running: int) -> float | None:
        lines = (
            CashLine("buy", "only", "capex", amounts={2026: str(capital)}),
            CashLine("run", "only", "opex", formula=str(running), first=2027, last=2026 + years),
        )
        case = BusinessCase(
            "c", "C", money=MoneyUnit("GBP"), base_year=2026, practice="corporate", lines=lines,
            options=(Option("only", "Only"),), financing=Financing(rate=0.05, rate_prices="real"),
        )  # fmt: skip
        return value_case(case).options[0].annual

    assert annual(50_000, 3, 13_000) == pytest.approx(-31360.43, abs=0.005)
    assert annual(150_000, 8, 7_500) == pytest.approx(-30708.27, abs=0.005)


def test_factors_keep_40_digits() -> None:
    schedule = packs()["green_book_2026"].schedules["standard"]
    exact = Fraction(1)
    for year, found in enumerate(exact_factors(schedule, 300)):
        if year:
            rate = next(rate for last, rate in schedule if last is None or year <= last)
            exact /= 1 + Fraction(str(rate))
        assert abs(Fraction(found) / exact - 1) < Fraction(1, 10**36)


def root_digits(rate: float, flows: list[float]) -> float:
    """Count the digits of a rate of return: one step of Newton's method in 60 digits."""
    with localcontext() as context:
        context.prec = 60
        r = Decimal(rate)
        for _ in range(6):
            terms = [(Decimal(f), Decimal(t)) for t, f in enumerate(flows)]
            value = sum(f / (1 + r) ** t for f, t in terms)
            slope = sum(-t * f / (1 + r) ** (t + 1) for f, t in terms)
            r -= value / slope
        return digits(rate, float(r))


def investments(count: int) -> list[list[float]]:
    chance = random.Random(31)
    made = []
    for _ in range(count):
        years = chance.randint(2, 40)
        cost = chance.uniform(100, 1e6)
        share = chance.uniform(0.3, 4) / years
        made.append([-cost, *(cost * share * chance.uniform(0.5, 1.5) for _ in range(years))])
    return made


def test_r31_npv_and_rate_of_return_keep_12_digits() -> None:
    """Against fractions and 60-digit decimals, and the package pyxirr."""
    worst_npv = worst_rate = 15.0
    for flows in investments(300):
        rate = flows[0] % 0.2
        exact = sum(Fraction(f) / (1 + Fraction(rate)) ** t for t, f in enumerate(flows))
        scale = sum(abs(f) for f in flows)
        if abs(exact) > scale / 1000:  # elsewhere the sum cancels and has no digits to keep
            worst_npv = min(worst_npv, digits(npv(rate, flows), float(exact)))
        assert npv(rate, flows) == pytest.approx(
            pyxirr.npv(rate, flows), rel=1e-11, abs=1e-9 * scale
        )
        (found,) = rates_of_return(flows)
        worst_rate = min(worst_rate, root_digits(found, flows))
        theirs = pyxirr.irr(flows)
        assert theirs is None or found == pytest.approx(theirs, rel=1e-6, abs=1e-8)
    assert worst_npv >= 12
    assert worst_rate >= 12


@pytest.mark.parametrize(
    ("flows", "rates"),
    [
        ([-1000, 2300, -1320], [0.1, 0.2]),
        ([-1600, 10000, -10000], [0.25, 4.0]),
        ([-1, 6, -11, 6], [0.0, 1.0, 2.0]),
        ([-1000, 3600, -4310, 1716], [0.1, 0.2, 0.3]),
        ([1000, -3600, 4310, -1716], [0.1, 0.2, 0.3]),
        ([-100, 300, -250], []),
    ],
)
def test_r31_all_real_roots(flows: list[float], rates: list[float]) -> None:
    found = rates_of_return(flows)
    assert len(found) == len(rates)
    for one, true in zip(found, rates, strict=True):
        assert digits(1 + one, 1 + true) >= 12


def test_r31_roots_planted_in_long_series_are_all_found() -> None:
    """Polynomials made from their roots, in whole numbers; every rate to 9 digits at least."""
    chance = random.Random(8)
    for _ in range(60):
        roots = sorted(chance.sample(range(2, 60), chance.randint(1, 4)))  # rates in percent
        polynomial = [Fraction(-1)]
        for root in roots:
            factor = Fraction(100 + root, 100)
            polynomial = [
                (polynomial[i] if i < len(polynomial) else 0)
                - factor * (polynomial[i - 1] if i else 0)
                for i in range(len(polynomial) + 1)
            ]
        found = rates_of_return([float(each) for each in polynomial])
        assert found == pytest.approx([root / 100 for root in roots], abs=1e-9)


@pytest.mark.parametrize("method", METHODS)
def test_r28_degenerate_cases_end_in_words(method: str) -> None:
    options = (Option("only", "Only"),)
    for amounts in ({}, {2026: "0"}, {2026: "1e-320"}, {2026: ""}, {2026: "0", 2300: "1e-9"}):
        line = CashLine("x", "only", "capex", amounts=amounts)
        case = BusinessCase("c", "C", options=options, lines=(line,), base_year=2026)
        found = value_case(case, practice=method).options[0]
        assert abs(found.npv) < 1e-6
        assert found.bcr is None or found.bcr == 0
    for text in ("1e308", "nan", "inf", "1e400", "10^31"):
        line = CashLine("x", "only", "capex", amounts={2026: text})
        case = BusinessCase("c", "C", options=options, lines=(line,), base_year=2026)
        with pytest.raises(InputError, match="line 'x'"):
            value_case(case, practice=method)
    for rate in (-1.0, -2.0, float("nan"), inf):
        case = BusinessCase(
            "c", "C", options=options, lines=(), base_year=2026, financing=Financing(rate=rate)
        )
        with pytest.raises(InputError):
            value_case(case, practice=method)


def test_every_published_case_is_retold() -> None:
    """Extra: the list of published cases, where it is at hand, holds none that is not above."""
    found = next((each for each in SHARED if each.is_file()), None)
    if found is None:
        pytest.skip("the published cases are not here")
    here = {
        "npv-excel", "npv-excel-2", "irr-excel", "irr-numpy-doc", "xnpv-excel", "pmt",
        "equivalent-annual-cost", "greenbook-discount-factors-A1", "greenbook-discount-factors-A2",
        "greenbook-2026-rate-schedules", "stpr-components", "optimism-bias-mott-macdonald",
        "distributional-weights", "gdp-deflator-rebase", "real-nominal-fisher",
    }  # fmt: skip
    assert {each["id"] for each in json.loads(found.read_text())} == here
