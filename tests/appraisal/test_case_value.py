"""Whole cases valued: by hand, against exact fractions, and unchanged by what must not matter."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.appraisal import compile_case, value_case
from headwater.appraisal.formulas import FLOATS
from headwater.errors import InputError
from headwater.vocabulary.appraisal_case import BusinessCase, CashLine, Financing, Option
from headwater.vocabulary.appraisal_figures import Assumption
from headwater.vocabulary.appraisal_plans import Adjustment, IncomeGroup, Mitigation, Risk
from headwater.vocabulary.shapes import from_json, to_json
from headwater.vocabulary.units import MoneyUnit

BIAS = Adjustment("ob", "optimism_bias", "capex", reference="standard_buildings")
GBP = MoneyUnit("GBP")


def minor(value: float, money: MoneyUnit) -> int:
    """Count an amount in the minor unit of its currency; it must be whole."""
    counted = Decimal(repr(value)) / money.minor
    assert counted == counted.to_integral_value()
    return int(counted)


def exact(flows: dict[int, Fraction], base: int) -> Fraction:
    """Discount by fractions at 3.5 % for 30 years and 3 % after."""
    total, factor = Fraction(0), Fraction(1)
    for year in range(base, max(flows) + 1):
        if year > base:
            factor /= 1 + Fraction(35 if year - base <= 30 else 30, 1000)
        total += flows.get(year, Fraction(0)) * factor
    return total


def test_the_library_by_fractions(library) -> None:
    found = value_case(library())
    visits = {y: Fraction(270) * Fraction(101, 100) ** (y - 2026) for y in range(2028, 2036)}
    staff = {y: Fraction(120) for y in range(2028, 2036)}
    works = {2026: Fraction(600), 2027: Fraction(700)}
    benefits, costs = exact(visits, 2026), exact({**staff, **works}, 2026)
    usual = exact({y: Fraction(90) for y in range(2026, 2036)}, 2026)
    build = found.of("build")
    assert build is not None
    assert build.pv_benefits == pytest.approx(float(benefits), abs=5e-6)
    assert build.pv_costs == pytest.approx(float(costs), abs=5e-6)
    assert build.npv == pytest.approx(float(benefits - costs), abs=5e-6)
    assert build.against == pytest.approx(float(benefits - costs + usual), abs=1e-5)
    assert build.bcr == pytest.approx(float(benefits / (costs - usual)), rel=1e-12)
    assert build.pv == pytest.approx({
        "capex": float(exact(works, 2026)), "opex": float(exact(staff, 2026)),
        "societal_benefit": float(benefits),
    }, abs=5e-6)  # fmt: skip
    assert (found.best, found.preferred) == ("build", "build")
    assert "never choose by it alone" in found.doubts[-1]
    assert "costs saved lower it" in build.bcr_rule


def test_a_preferred_option_that_is_worth_less_is_doubted(library) -> None:
    cheap = tuple(
        replace(each, amounts={2026: "50"}) if each.id == "roof" else each
        for each in library().lines
    )
    found = value_case(library(lines=cheap))
    assert (found.best, found.preferred) == ("repair", "build")
    assert "less than 'Repair the roof'; say why it is preferred" in " ".join(found.doubts)


def test_a_value_survives_json(library) -> None:
    found = value_case(library())
    assert from_json(type(found), to_json(found)) == found


def test_business_as_usual_has_no_ratio_and_is_compared_with_nothing(library) -> None:
    usual = value_case(library()).of("usual")
    assert usual is not None
    assert (usual.bcr, usual.against) == (None, None)
    alone = value_case(library(options=library().options[1:], lines=library().lines[1:]))
    assert "There is no business as usual" in " ".join(alone.doubts)


def test_optimism_bias_falls_with_mitigation_and_leaves_a_trail(library) -> None:
    adjustments = (
        Adjustment(
            "cost", "optimism_bias", "capex", reference="non_standard_buildings", option="build",
            mitigation=(Mitigation("design", 0.3, "Stage 3"), Mitigation("site", 0.2, "Survey")),
            evidence="Library programme 2019-2024", by="Dev", date="2026-04-01",
        ),
        Adjustment("time", "optimism_bias", "duration", reference="non_standard_buildings"),
    )  # fmt: skip
    plain, found = value_case(library()).of("build"), None
    found = value_case(library(adjustments=adjustments)).of("build")
    assert plain is not None and found is not None
    cost, time = found.adjustments
    assert cost.uplift == pytest.approx(0.51 - 0.5 * (0.51 - 0.04))
    assert found.pv["capex"] == pytest.approx(plain.pv["capex"] * 1.275, abs=1e-5)
    assert cost.amount == pytest.approx(plain.pv["capex"] * 0.275, abs=1e-5)
    assert (cost.evidence, cost.by, cost.date) == (
        "Library programme 2019-2024", "Dev", "2026-04-01",
    )  # fmt: skip
    assert (time.uplift, found.duration) == (0.39, pytest.approx(18 * 1.39))
    works = next(each for each in found.lines if each.id == "works")
    assert works.risk_in == "cost"
    assert works.amounts == {2026: 600, 2027: 700}
    assert works.adjusted == pytest.approx({2026: 765, 2027: 892.5})
    roof = value_case(library(adjustments=adjustments)).of("repair")
    assert roof is not None and roof.adjustments[0].target == "duration"


@pytest.mark.parametrize(
    ("risk_in", "message"),
    [
        ("contingency", "already covered by the contingency, and adjustment 'ob' adds to it"),
        ("discount_rate", "already covered by the discount rate"),
    ],
)
def test_risk_is_not_counted_twice(library, risk_in: str, message: str) -> None:
    case = library(adjustments=(BIAS,))
    lines = tuple(
        replace(each, risk_in=risk_in) if each.id == "works" else each for each in case.lines
    )
    with pytest.raises(InputError, match=message):
        value_case(replace(case, lines=lines))


def test_costed_risks_beside_full_optimism_bias_are_doubted(library) -> None:
    case = library(adjustments=(BIAS,))
    lines = tuple(replace(each, risk_in="risk_register") for each in case.lines)
    found = value_case(replace(case, lines=lines)).of("build")
    assert found is not None
    assert "some risk may be counted twice" in " ".join(found.doubts)
    inside = tuple(replace(each, risk_in="optimism_bias") for each in case.lines)
    already = value_case(replace(case, lines=inside)).of("build")
    assert already is not None
    assert already.pv["capex"] == value_case(library()).of("build").pv["capex"]  # type: ignore[union-attr]


def test_two_adjustments_of_one_target_are_refused(library) -> None:
    both = (
        Adjustment("one", "optimism_bias", "capex", reference="standard_buildings"),
        Adjustment("two", "contingency", "capex", uplift=0.1),
    )
    with pytest.raises(InputError, match="'one' and 'two' both correct the capex"):
        value_case(library(adjustments=both))


def test_an_unknown_project_type_names_those_there_are(library) -> None:
    one = (Adjustment("ob", "optimism_bias", "opex", reference="bridge"),)
    with pytest.raises(InputError, match=r"a project type \(one of outsourcing\)"):
        value_case(library(adjustments=one))


def test_distributional_weights_stand_beside_the_value(library) -> None:
    lines = tuple(
        replace(each, group="lower") if each.id == "use" else each for each in library().lines
    )
    found = value_case(
        library(lines=lines, groups=(IncomeGroup("Lower", 20_000, 50_000),))
    ).of("build")  # fmt: skip
    plain = value_case(library()).of("build")
    assert found is not None and plain is not None
    assert found.npv == plain.npv
    assert found.weighted_npv == pytest.approx(
        plain.npv + plain.pv_benefits * (3.2909560 - 1), rel=1e-6
    )
    with pytest.raises(InputError, match="'lower', which the case does not have"):
        value_case(library(lines=lines))


def test_sunk_costs_and_transfers_are_left_out_and_said(flows) -> None:
    case = flows(
        ("capex", {2024: 50, 2026: 100}), ("transfer", {2026: 20}), ("capex", {2026: 7}),
        ("cash_benefit", {2027: 150}), base_year=2026,
    )  # fmt: skip
    case = replace(
        case, lines=(*case.lines[:2], replace(case.lines[2], sunk=True), *case.lines[3:])
    )
    found = value_case(case).options[0]
    assert found.npv == pytest.approx(150 / 1.035 - 100, abs=0.005)
    whys = {each.id: each.why for each in found.lines}
    assert "what lies before 2026 is sunk" in whys["line0"]
    assert "this practice leaves it out" in whys["line1"]
    assert "spent or committed" in whys["line2"]
    firm = value_case(case, practice="corporate").options[0]
    assert firm.npv == pytest.approx(150 / 1.07 - 120, abs=0.005)


def test_risks_stand_beside_the_value(library) -> None:
    risks = (
        Risk("ground", "Wet ground", "build", 0.2, "300", year=2027),
        Risk("done", "Priced", "build", 0.5, "100", in_costs=True),
        Risk("vague", "Vague", "build", None, "100"),
    )
    found = value_case(library(risks=risks)).of("build")
    assert found is not None
    assert found.expected_risk == pytest.approx(60 / 1.035, abs=1e-5)
    assert value_case(library()).of("build").expected_risk is None  # type: ignore[union-attr]


def test_what_is_not_known_counts_as_nothing_and_is_said(library) -> None:
    rates = CashLine("rates", "build", "opex", amounts={2028: "", 2029: "", 2031: "5"})
    lines = (*library().lines, rates)
    found = value_case(library(lines=lines)).of("build")
    assert found is not None
    assert "Line 'rates' is not known in 2028 to 2029" in " ".join(found.doubts)
    unknown = (Assumption("wage", "", "GBP/hour"), *library().assumptions[1:])
    doubted = value_case(library(assumptions=unknown))
    assert "Not known yet: wage" in " ".join(doubted.doubts)


def test_ranges_are_taken_in_the_middle_or_where_asked(flows) -> None:
    case = flows(("capex", {2026: "80..120"}))
    assert value_case(case).options[0].npv == -100
    assert value_case(case, place=1.0).options[0].npv == -120


def test_money_in_another_scale_is_converted(library) -> None:
    assumptions = (Assumption("fee", "0.25", "GBP million"), *library().assumptions)
    lines = (CashLine("fees", "build", "capex", amounts={2026: "2 * fee"}),)
    found = value_case(library(assumptions=assumptions, lines=lines))
    assert found.of("build").npv == -500  # type: ignore[union-attr]
    assert "Assumption 'fee' (GBP million) was counted in GBP thousand." in found.steps


def test_other_currencies_need_a_rate(flows) -> None:
    case = flows(("capex", {2026: 100}))
    foreign = replace(case, lines=(replace(case.lines[0], currency="EUR"),))
    with pytest.raises(InputError, match="amounts in EUR and is in GBP; state what one EUR costs"):
        value_case(foreign)
    rated = replace(
        foreign, exchange={"EUR": "euro * 1"}, assumptions=(Assumption("euro", "0.85"),)
    )
    assert value_case(rated).options[0].npv == -85


def test_nominal_lines_are_carried_into_real_prices(flows) -> None:
    """An index of 81.1085 in 2019 and 100 in 2024 (HM Treasury deflators, December 2025)."""
    case = flows(("capex", {2024: 100}), base_year=2024, price_base=2024)
    older = replace(case, lines=(replace(case.lines[0], price_base=2019),))
    assert value_case(older).options[0].npv == pytest.approx(-123.29, abs=0.005)
    nominal = flows(("cash_benefit", {2026: 100}), ("cash_benefit", {2030: 100}), base_year=2026)
    lines = tuple(replace(each, prices="nominal") for each in nominal.lines)
    with pytest.raises(InputError, match="no inflation is stated"):
        value_case(replace(nominal, lines=lines))
    priced = replace(nominal, lines=lines, assumptions=(Assumption("inflation", "2 %"),))
    expected = 100 + 100 / 1.02**4 / 1.035**4
    assert value_case(priced).options[0].npv == pytest.approx(expected, abs=0.005)


def test_nominal_amounts_are_refused_at_the_green_book_rate(flows) -> None:
    with pytest.raises(InputError, match="nominal prices and the Green Book rate is real"):
        value_case(flows(("capex", {2026: 1}), prices="nominal"))
    with pytest.raises(InputError, match=r"states a discount rate of 0\.08"):
        value_case(flows(("capex", {2026: 1}), financing=Financing(rate=0.08)))


def test_brealey2020_fisher_joins_real_flows_and_a_nominal_rate(flows) -> None:
    rows = (("capex", {2026: 100}), ("cash_benefit", {2027: 108}))
    money = Financing(rate=0.0865, rate_prices="nominal")
    with pytest.raises(InputError, match="real amounts and a nominal discount rate"):
        value_case(flows(*rows, practice="corporate", financing=money))
    found = value_case(flows(*rows, practice="corporate", financing=replace(money, inflation=0.05)))
    assert found.options[0].npv == pytest.approx(108 / 1.03476190476190477 - 100, abs=0.005)
    assert "3.47619%" in " ".join(found.steps)
    assert "must be real, as amounts are" in " ".join(
        value_case(flows(*rows, practice="corporate", financing=Financing(rate=0.05))).doubts
    )


def test_cost_of_capital_timing_terminal_value_and_tax(flows) -> None:
    money = Financing(
        cost_of_equity=0.12, cost_of_debt=0.05, debt_share=0.4, tax_rate=0.25, rate_prices="real",
        depreciation_years=2,
    )  # fmt: skip
    case = flows(
        ("capex", {2026: 100}), ("cash_benefit", {2027: 80, 2028: 80}), ("opex", {2027: 10}),
        practice="corporate", financing=money,
    )  # fmt: skip
    rate = 0.6 * 0.12 + 0.4 * 0.05 * 0.75
    found = value_case(case)
    assert found.parameters["rate"] == pytest.approx(rate)
    taxed = [-100 + 0.25 * 50, 70 - 0.25 * (70 - 50), 80 - 0.25 * 80]
    expected = sum(amount / (1 + rate) ** t for t, amount in enumerate(taxed))
    assert found.options[0].npv == pytest.approx(expected, abs=0.005)
    late = value_case(replace(case, financing=replace(money, timing="end", tax_rate=None)))
    plain = value_case(replace(case, financing=replace(money, tax_rate=None)))
    rate = 0.6 * 0.12 + 0.4 * 0.05
    assert late.options[0].npv == pytest.approx(plain.options[0].npv / (1 + rate), abs=0.01)
    grown = value_case(
        replace(case, financing=replace(money, tax_rate=None, terminal_growth=0.02))
    ).options[0]
    terminal = 80 * 1.02 / (rate - 0.02) / (1 + rate) ** 2
    assert grown.terminal == pytest.approx(terminal, abs=0.005)
    assert grown.npv == pytest.approx(plain.options[0].npv + terminal, abs=0.01)
    assert "comes after 2028, from the terminal value" in " ".join(grown.doubts)
    multiple = value_case(
        replace(case, financing=replace(money, tax_rate=None, terminal_multiple=3))
    ).options[0]
    assert multiple.terminal == pytest.approx(240 / (1 + rate) ** 2, abs=0.005)
    with pytest.raises(InputError, match="worth no finite amount"):
        value_case(replace(case, financing=replace(money, terminal_growth=0.2)))


def test_microsoft_npv_is_the_end_of_the_year(flows) -> None:
    rows = [("capex", {2026: 10000}), ("cash_benefit", {2027: 3000, 2028: 4200, 2029: 6800})]
    end = Financing(rate=0.1, rate_prices="real", timing="end")
    found = value_case(flows(*rows, practice="corporate", financing=end)).options[0]
    assert found.npv == pytest.approx(1188.44, abs=0.005)
    start = replace(end, timing="start")
    other = value_case(flows(*rows, practice="corporate", financing=start)).options[0]
    assert other.npv == pytest.approx(1307.29, abs=0.005)
    assert other.rates_of_return == pytest.approx([0.16340560068898924], abs=1e-12)
    assert other.annual == pytest.approx(1307.2877 / ((1 - 1.1**-3) / 0.1), abs=0.005)
    assert other.payback == pytest.approx(2 + 2800 / 6800)


def test_flows_beyond_fifty_years_are_tried_at_lower_rates(flows) -> None:
    case = flows(("capex", {2026: 100}), ("societal_benefit", dict.fromkeys(range(2027, 2087), 6)))
    told = " ".join(value_case(case).options[0].doubts)
    assert "at the lower rates for long horizons" in told


amounts = st.integers(0, 10_000_000).map(lambda pennies: f"{pennies / 100:.2f}")
rows = st.lists(
    st.tuples(
        st.sampled_from(["capex", "opex", "cash_benefit", "societal_benefit"]),
        st.dictionaries(st.integers(2026, 2085), amounts, min_size=1, max_size=6),
    ),
    min_size=1,
    max_size=6,
)


def case_of(made, money: MoneyUnit = GBP, **fields) -> BusinessCase:
    lines = tuple(
        CashLine(f"l{place}", "only", kind, amounts=row) for place, (kind, row) in enumerate(made)
    )
    usual = {"price_base": 2026, "base_year": 2026, "lines": lines} | fields
    return BusinessCase("c", "C", money=money, options=(Option("only", "Only"),), **usual)


def npv_of(case: BusinessCase) -> int:
    return minor(value_case(case).options[0].npv, case.money)


@settings(max_examples=60, deadline=None)
@given(rows, st.integers(0, 59), st.data())
def test_r30_nothing_but_the_flows_changes_the_value(made, years: int, data) -> None:
    """Permuted rows, split flows, another scale, another currency, another base year: exact."""
    case = case_of(made)
    expected = npv_of(case)
    assert npv_of(replace(case, lines=tuple(data.draw(st.permutations(case.lines))))) == expected

    kind, row = made[0]
    year, amount = next(iter(row.items()))
    part = data.draw(st.integers(0, round(Decimal(amount) * 100)))
    split = [
        (kind, {**row, year: f"{part / 100:.2f}"}), *made[1:],
        (kind, {year: str(Decimal(amount) - Decimal(f"{part / 100:.2f}"))}),
    ]  # fmt: skip
    assert npv_of(case_of(split)) == expected

    thousands = [(k, {y: str(Decimal(a).scaleb(-3)) for y, a in row.items()}) for k, row in made]
    assert npv_of(case_of(thousands, MoneyUnit("GBP", 1000))) == expected
    times = [(k, {y: str(Decimal(a).scaleb(3)) for y, a in row.items()}) for k, row in made]
    assert abs(npv_of(case_of(times)) - 1000 * expected) <= 500
    assert npv_of(case_of(made, MoneyUnit("EUR"))) == expected

    later = [(k, {y + years: a for y, a in row.items()}) for k, row in made]
    assert npv_of(case_of(later, base_year=2026 + years, price_base=2026 + years)) == expected


@settings(max_examples=40, deadline=None)
@given(rows)
def test_the_value_is_that_of_exact_fractions(made) -> None:
    net: dict[int, Fraction] = {}
    for kind, row in made:
        for year, amount in row.items():
            sign = -1 if kind in ("capex", "opex") else 1
            net[year] = net.get(year, Fraction(0)) + sign * Fraction(amount)
    assert abs(npv_of(case_of(made)) - exact(net, 2026) * 100) <= Fraction(1, 2)


@settings(max_examples=25, deadline=None)
@given(rows)
def test_draws_of_one_are_the_exact_value(made) -> None:
    case = case_of(made, assumptions=(Assumption("k", "1"),))
    lines = tuple(
        replace(each, amounts={y: f"{a} * k" for y, a in each.amounts.items()})
        for each in case.lines
    )
    model = compile_case(replace(case, lines=lines))
    exact_rows = model.amounts()
    drawn = model.amounts(maths=FLOATS, given={"k": np.array([1.0, 2.0])})
    for name, row in exact_rows.items():
        for year, amount in row.items():
            assert drawn[name][year] == pytest.approx([float(amount), 2 * float(amount)])


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({2026: "x"}, "run in a circle: x -> x"),
        ({2026: "wages"}, "did you mean 'wage'"),
        ({2026: "wage + hours"}, "cannot be added"),
        ({2026: "wage"}, "comes out in GBP / hour and should be in GBP"),
        ({2026: "1 / (2 - 2)"}, "line 'x' in 2026: it divides by zero"),
        ({2026: "1 +"}, "line 'x' in 2026, '1 \\+': the formula ends"),
        ({2026: "-5"}, "write costs as positive amounts"),
        ({2400: "5"}, "374 years after the base year 2026"),
        ({12: "5"}, "the year 12 cannot be"),
        ({2026: "1e20"}, "no such amount can be"),
        ({2026: "1e308"}, "the number is too large"),
        ({2026: "total(x)"}, "run in a circle"),
    ],
)
def test_what_cannot_be_worked_out_names_the_cell(library, cells, message: str) -> None:
    line = CashLine("x", "build", "opex", amounts=cells)
    with pytest.raises(InputError, match=message):
        value_case(library(lines=(*library().lines, line)))


def test_lines_lean_on_each_other_and_on_earlier_years(flows) -> None:
    lines = (
        CashLine("loan", "only", "transfer", formula="previous(loan) * 1.1 + if(t = 0, 100, 0)",
                 first=2026, last=2028),
        CashLine("fee", "only", "opex", formula="previous(loan) * 5 %", first=2026, last=2028),
        CashLine("bonus", "only", "opex", amounts={2026: "total(fee)"}),
    )  # fmt: skip
    found = compile_case(replace(flows(), lines=lines)).amounts()
    assert [float(found["loan"][year]) for year in (2026, 2027, 2028)] == [100, 110, 121]
    assert [float(found["fee"][year]) for year in (2026, 2027, 2028)] == [0, 5, 5.5]
    assert float(found["bonus"][2026]) == 10.5
    leaning = replace(lines[1], formula="previous(loan) * 5 % + bonus")
    with pytest.raises(InputError, match="run in a circle"):
        compile_case(replace(flows(), lines=(lines[0], leaning, lines[2])))


def test_a_long_chain_of_lines_is_no_trouble(flows) -> None:
    lines = [CashLine("l0", "only", "opex", amounts={2026: "1"})]
    lines += [
        CashLine(f"l{n}", "only", "opex", amounts={2026: f"l{n - 1} + 1"}) for n in range(1, 2000)
    ]
    found = compile_case(replace(flows(), lines=tuple(lines))).amounts()
    assert found["l1999"][2026] == 2000


def test_nothing_to_value_is_refused_in_words() -> None:
    with pytest.raises(InputError, match="has no options"):
        value_case(BusinessCase("c", "C"))
    empty = value_case(BusinessCase("c", "C", options=(Option("a", "A"),), base_year=2026))
    assert empty.options[0].npv == 0
    with pytest.raises(InputError, match="no appraisal practice 'magic'"):
        value_case(BusinessCase("c", "C"), practice="magic")
