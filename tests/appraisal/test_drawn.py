"""Many draws at once: the same steps as the exact value, in arrays."""

from dataclasses import replace

import numpy as np
import pytest

from headwater import samples
from headwater.appraisal import METHODS, compile_case, drawn_value, value_case
from headwater.appraisal.cases.valuation import practice_of
from headwater.intake import read_case
from headwater.vocabulary.appraisal_case import BusinessCase, Financing
from headwater.vocabulary.appraisal_figures import Assumption
from headwater.vocabulary.appraisal_formula import key

TAXED = Financing(
    rate=0.08, rate_prices="real", tax_rate=0.25, depreciation_years=4, terminal_growth=0.01,
    inflation=0.02,
)  # fmt: skip


@pytest.fixture(scope="module")
def whole() -> BusinessCase:
    case = read_case(samples.case_path()).case
    assert case is not None
    return case


def both(case: BusinessCase, **drawn):
    method, pack = practice_of(case, None, None)
    model = compile_case(case)
    terms = METHODS[method].terms(case, pack, model.last_year - model.base_year)
    for option in case.shortlist():
        yield option, drawn_value(model, option, terms=terms, pack=pack, **drawn)


@pytest.mark.parametrize("financing", [None, TAXED])
def test_one_draw_at_the_middle_is_the_exact_value(whole, financing) -> None:
    case = whole
    if financing:
        case = replace(whole, practice="corporate", pack="", financing=financing)
    nominal = tuple(
        replace(each, prices="nominal") if each.id == "patching" else each for each in case.lines
    )
    case = replace(case, lines=nominal)
    value = value_case(case)
    for option, found in both(case, given={}):
        exact = value.of(option.id)
        assert exact is not None
        assert found.npv == pytest.approx(exact.npv, abs=1e-4)
        assert found.benefits == pytest.approx(exact.pv_benefits, abs=1e-4)
        assert found.costs == pytest.approx(exact.pv_costs, abs=1e-4)


def test_each_draw_is_the_value_at_its_numbers(whole) -> None:
    draws = {"hourly_pay": np.array([20.0, 25.0, 21.5]), "courses": np.array([500.0, 900.0, 780.0])}
    for option, found in both(whole, given=draws):
        for at in range(3):
            moved = tuple(
                replace(each, value=str(draws[key(each.name)][at]))
                if key(each.name) in draws
                else each
                for each in whole.assumptions
            )
            exact = value_case(replace(whole, assumptions=moved)).of(option.id)
            assert exact is not None
            npv = found.npv if np.ndim(found.npv) == 0 else found.npv[at]
            assert npv == pytest.approx(exact.npv, abs=1e-4)


def test_ratios_of_lines_and_drawn_inflation(whole) -> None:
    option = next(each for each in whole.options if each.id == "refit")
    works = next(each for each in value_case(whole).of("refit").lines if each.id == "works")  # type: ignore[union-attr]
    ratios = {"works": np.array([1.0, 1.5])}
    found = next(d for o, d in both(whole, given={}, ratios=ratios) if o == option)
    assert found.npv[0] - found.npv[1] == pytest.approx(works.present / 2, abs=1e-4)
    nominal = replace(
        whole,
        assumptions=(*whole.assumptions, Assumption("inflation", "2 %", "%")),
        lines=tuple(
            replace(each, prices="nominal") if each.id == "evening staff" else each
            for each in whole.lines
        ),
    )
    drawn = next(
        d for o, d in both(nominal, given={"inflation": np.array([0.0, 0.02, 0.04])}) if o == option
    )
    assert drawn.npv[0] < drawn.npv[1] < drawn.npv[2]
    assert drawn.npv[1] == pytest.approx(value_case(nominal).of("refit").npv, abs=1e-4)  # type: ignore[union-attr]
