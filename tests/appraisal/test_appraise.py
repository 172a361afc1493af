"""Appraisal of projects by the practices on the rack."""

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.appraisal import METHODS, appraise, packs
from headwater.errors import InputError
from headwater.vocabulary.appraisal import Appraisal
from headwater.vocabulary.shapes import from_json, to_json
from headwater.vocabulary.workbook import CashFlow

BRIDGE = (
    CashFlow("bridge", 2026, "capex", 100.0),
    CashFlow("bridge", 2027, "opex", 2.0),
    CashFlow("bridge", 2027, "benefit", 40.0),
    CashFlow("bridge", 2028, "benefit", 90.0),
)


def test_hmt2026_npv_and_ratio_by_hand() -> None:
    found = appraise(BRIDGE)["bridge"]
    benefits = Fraction(40) / Fraction(1035, 1000) + Fraction(90) / Fraction(1035, 1000) ** 2
    costs = 100 + Fraction(2) / Fraction(1035, 1000)
    assert found.pv_benefits == pytest.approx(float(benefits), abs=1e-9)
    assert found.pv_costs == pytest.approx(float(costs), abs=1e-9)
    assert found.npv == pytest.approx(float(benefits - costs), abs=1e-9)
    assert found.bcr == pytest.approx(float(benefits / costs), abs=1e-12)
    assert found.base_year == 2026
    assert found.parameters["pack"] == "green_book_2026"
    assert any("no optimism bias" in doubt for doubt in found.doubts)


def test_the_earlier_edition_has_the_same_rates_and_its_own_name() -> None:
    new, old = appraise(BRIDGE)["bridge"], appraise(BRIDGE, pack="green_book_2022")["bridge"]
    assert old.npv == new.npv
    assert old.parameters["pack"] == "green_book_2022"


def test_hmt2026_rates_of_the_standard_series() -> None:
    steps = packs("green_book")["green_book_2026"].schedules
    rates = {name: [rate for _, rate in schedule] for name, schedule in steps.items()}
    ends = {tuple(last for last, _ in schedule) for schedule in steps.values()}
    assert ends == {(30, 75, 125, 200, 300, None)}
    assert rates["standard"] == [0.035, 0.03, 0.025, 0.02, 0.015, 0.01]
    assert rates["health"] == [0.015, 0.0129, 0.0107, 0.0086, 0.0064, 0.0043]
    assert rates["long_horizon_sensitivity"] == [0.03, 0.0257, 0.0214, 0.0171, 0.0129, 0.0086]


def test_every_pack_says_where_it_comes_from() -> None:
    for pack in packs().values():
        assert pack.source
        assert pack.edition
        assert pack.date <= pack.effective_from
        assert pack.notes
        assert set(pack.methods) <= set(METHODS)


def test_long_horizons_are_tried_at_lower_rates() -> None:
    flows = [CashFlow("dyke", 2026, "capex", 100.0), CashFlow("dyke", 2086, "benefit", 900.0)]
    (doubt,) = [each for each in appraise(flows)["dyke"].doubts if "long horizons" in each]
    factor = 1.03**-30 * 1.0257**-30
    assert f"{900 * factor - 100:,.6g} instead" in doubt
    short = [CashFlow("dyke", 2026, "capex", 100.0), CashFlow("dyke", 2076, "benefit", 900.0)]
    assert not [each for each in appraise(short)["dyke"].doubts if "long horizons" in each]


def test_all_projects_share_the_earliest_year() -> None:
    later = CashFlow("later", 2030, "benefit", 10.0)
    found = appraise([*BRIDGE, later])
    assert found["later"].base_year == 2026
    assert found["later"].npv == pytest.approx(10 / 1.035**4)
    assert found["later"].bcr is None
    assert list(found) == ["bridge", "later"]


def test_what_is_spent_is_left_out_and_told() -> None:
    found = appraise(BRIDGE, base_year=2027)["bridge"]
    assert found.pv_costs == pytest.approx(2)
    assert "1 flows of bridge lie before 2027" in " ".join(found.doubts)
    gone = appraise(BRIDGE, base_year=2040)["bridge"]
    assert (gone.npv, gone.bcr) == (0, None)


def test_costs_alone_are_doubted_and_harm_lowers_benefits() -> None:
    alone = appraise([CashFlow("p", 2026, "capex", 5.0)])["p"]
    assert (alone.npv, alone.bcr) == (-5, 0)
    assert "No benefits are stated for p" in " ".join(alone.doubts)
    harm = appraise([CashFlow("p", 2026, "capex", 5.0), CashFlow("p", 2026, "benefit", -2.0)])["p"]
    assert (harm.pv_benefits, harm.pv_costs) == (-2, 5)


def test_corporate_with_a_rate_of_ones_own() -> None:
    flows = [
        CashFlow("line", 2026, "capex", 100.0),
        CashFlow("line", 2027, "benefit", 230.0),
        CashFlow("line", 2028, "opex", 132.0),
    ]
    found = appraise(flows, method="corporate", rate=0.15)["line"]
    assert found.npv == pytest.approx(-100 + 230 / 1.15 - 132 / 1.15**2)
    assert found.rates_of_return == pytest.approx((0.1, 0.2))
    assert any("2 internal rates of return (10%, 20%)" in doubt for doubt in found.doubts)
    assert found.parameters["rate"] == 0.15


def test_omb1992_rate_where_none_is_given() -> None:
    found = appraise(BRIDGE, method="corporate")["bridge"]
    assert found.npv == pytest.approx(-100 + 38 / 1.07 + 90 / 1.07**2)
    assert "may not be yours" in found.doubts[0]
    assert found.payback == pytest.approx(1 + 62 / 90)
    assert found.discounted_payback == pytest.approx(1 + (100 - 38 / 1.07) / (90 / 1.07**2))


@pytest.mark.parametrize(
    ("flow", "message"),
    [
        (CashFlow("p", 2026, "capex", -5.0), "write costs as positive amounts"),
        (CashFlow("p", 2026, "income", 5.0), "kinds are benefit, capex, opex"),
        (CashFlow("p", 2026, "benefit", float("nan")), "is not a finite number"),
        (CashFlow("p", 2026.5, "benefit", 5.0), "a year is a whole number"),  # type: ignore[arg-type]
        (CashFlow("p", 2400, "benefit", 5.0), "374 years after the base year 2026"),
    ],
)
def test_flows_that_cannot_be_used_are_named(flow: CashFlow, message: str) -> None:
    with pytest.raises(InputError, match=message):
        appraise([*BRIDGE, flow])


def test_unknown_names_are_mended() -> None:
    with pytest.raises(InputError, match="did you mean 'green_book_2026'"):
        appraise(BRIDGE, pack="green_book_2062")
    with pytest.raises(InputError, match="there are: green_book, corporate"):
        appraise(BRIDGE, method="magic")
    with pytest.raises(InputError, match="serves the method 'corporate'"):
        appraise(BRIDGE, method="corporate", pack="green_book_2026")
    with pytest.raises(InputError, match="takes its rates from the pack"):
        appraise(BRIDGE, rate=0.1)
    with pytest.raises(InputError, match="discount rate of -1"):
        appraise(BRIDGE, method="corporate", rate=-1.0)


def test_nothing_to_appraise() -> None:
    assert appraise([]) == {}


@pytest.mark.parametrize("method", METHODS)
def test_an_appraisal_survives_json(method: str) -> None:
    found = appraise(BRIDGE, method=method)["bridge"]
    assert from_json(Appraisal, to_json(found)) == found


flows = st.lists(
    st.builds(
        CashFlow,
        st.sampled_from(["p", "q"]),
        st.integers(2026, 2070),
        st.sampled_from(["benefit", "capex", "opex"]),
        st.floats(0, 1e6),
    ),
    min_size=1,
    max_size=15,
)


@settings(max_examples=40, deadline=None)
@given(flows, st.integers(0, 100), st.sampled_from(["green_book", "corporate"]))
def test_no_order_of_rows_changes_the_answer(rows: list, seed: int, method: str) -> None:
    shuffled = list(rows)
    random.Random(seed).shuffle(shuffled)
    assert appraise(shuffled, method=method) == appraise(rows, method=method)


@settings(max_examples=40, deadline=None)
@given(flows, st.sampled_from([0.25, 1024.0]))
def test_another_money_unit_scales_the_value_and_not_the_ratio(rows: list, unit: float) -> None:
    scaled = [CashFlow(row.project, row.year, row.kind, row.amount * unit) for row in rows]
    for project, found in appraise(rows).items():
        other = appraise(scaled)[project]
        assert other.npv == pytest.approx(unit * found.npv, rel=1e-9, abs=1e-6)
        assert (other.bcr is None) == (found.bcr is None)
        if found.bcr is not None:
            assert other.bcr == pytest.approx(found.bcr, rel=1e-9)
