"""Records of a business case: what they refuse, and that they survive JSON."""

import json

import pytest

from headwater.errors import InputError
from headwater.vocabulary.appraisal_case import BusinessCase, CashLine, Option, SuccessFactor
from headwater.vocabulary.appraisal_figures import Assumption, Provenance, Uncertainty
from headwater.vocabulary.appraisal_plans import (
    Adjustment,
    Bundle,
    Capacity,
    Contract,
    Dependency,
    Funding,
    IncomeGroup,
    Measure,
    Mitigation,
    Risk,
    Statement,
    UnquantifiedBenefit,
)
from headwater.vocabulary.shapes import from_json, to_json
from headwater.vocabulary.units import MoneyUnit

SAID = Provenance("Payroll extract", "2026-03-31", "Amara", "Without overtime")
WAGE = Assumption(
    "hourly wage", "20", "GBP/hour", "Pay with on-costs",
    Uncertainty("three_points", (18.0, 20.0, 25.0)), SAID,
)  # fmt: skip
STAFF = CashLine("staff", "build", "opex", formula="40 * hourly_wage", first=2027, last=2036)
BUILD = CashLine("works", "build", "capex", amounts={2026: "1200", 2027: ""}, provenance=SAID)
WHOLE = BusinessCase(
    id="library",
    name="A library that opens in the evening",
    money=MoneyUnit("GBP", 1000),
    price_base=2026,
    base_year=2026,
    success_factors=(SuccessFactor("Opens by 2028"),),
    options=(
        Option("bau", "Go on as now", "business_as_usual", "carried_forward"),
        Option("build", "Build", ratings={"Opens by 2028": "meets"}, duration=18.0),
    ),
    assumptions=(WAGE,),
    lines=(BUILD, STAFF),
    risks=(Risk("ground", "The ground is wet", probability=0.2, impact="300"),),
    adjustments=(
        Adjustment(
            "ob", "optimism_bias", "capex", reference="standard_buildings",
            mitigation=(Mitigation("design", 0.4, "Stage 3 design"),), by="Dev", date="2026-04-01",
        ),
    ),
    unquantified=(UnquantifiedBenefit("calm", "A calm place to learn"),),
    groups=(IncomeGroup("lower", 20_000, 30_000),),
    dependencies=(Dependency("network", "requires"),),
    capacity=(Capacity("architect", "2026 Q3", "2"),),
    contracts=(Contract("works", route="Open tender"),),
    funding=(Funding("Capital programme", {2026: "1200"}, "agreed"),),
    measures=(Measure("visits", "More visits", ("calm",), baseline="210,000 a year"),),
    statements=(Statement("strategic", "need", "The library shuts at five."),),
)  # fmt: skip


def test_a_case_survives_json() -> None:
    assert from_json(BusinessCase, json.loads(json.dumps(to_json(WHOLE)))) == WHOLE


def test_a_line_knows_its_cells() -> None:
    assert BUILD.years() == (2026, 2027)
    assert [BUILD.cell(year) for year in (2026, 2027, 2028)] == ["1200", "", None]
    assert STAFF.years()[-1] == 2036
    assert STAFF.cell(2030) == "40 * hourly_wage"
    assert CashLine("a", "", "opex", formula="1", first=2026).years() == (2026,)


def test_the_shortlist_has_the_comparators_first() -> None:
    assert [each.id for each in WHOLE.shortlist()] == ["bau"]
    assert WHOLE.option("business_as_usual") == WHOLE.options[0]
    assert WHOLE.option("preferred") is None


def test_age_is_counted_in_days() -> None:
    assert SAID.age("2026-04-30") == 30
    assert Provenance(date="2026-03").age("2026-04-01") == 31
    assert Provenance().age("2026-04-01") is None


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Provenance(date="last year"), "'last year' is no date; write 2026-03-31"),
        (lambda: Uncertainty("pert", (1.0, 2.0)), "a pert distribution has 3 numbers; 2 were"),
        (lambda: Uncertainty("pert", (3.0, 2.0, 4.0)), "must rise: 3, 2, 4"),
        (lambda: Uncertainty("bell", (3.0,)), "'bell' is no distribution"),  # type: ignore[arg-type]
        (lambda: Uncertainty("discrete", (1.0, 2.0), (0.5, 0.6)), "sum to 1.1"),
        (lambda: Uncertainty("percentiles", (1.0, 2.0), (0.9, 0.1)), "percentiles must rise"),
        (lambda: Uncertainty("percentiles", (1.0, 2.0), (0.1,)), "2 numbers and 1 prob"),
        (lambda: Uncertainty("normal", (1.0, -2.0)), "deviation -2 is negative"),
        (lambda: Uncertainty("uniform", (1.0, float("inf"))), "not finite"),
        (lambda: Risk("r", "rain", probability=1.2), "risk 'r': a probability lies from 0 to 1"),
        (lambda: Mitigation("m", 1.2), "a share lies from 0 to 1"),
        (
            lambda: Adjustment("a", "optimism_bias", "capex",
                               mitigation=(Mitigation("x", 0.6), Mitigation("y", 0.6))),
            "add up to 120%; at most 100%",
        ),
        (lambda: Adjustment("a", "optimism_bias", "cost"), "'cost' is none of capex"),  # type: ignore[arg-type]
        (lambda: Bundle("b", "B", ("one",)), "needs at least two cases"),
        (lambda: IncomeGroup("g", 0, 1), "incomes are positive"),
        (lambda: CashLine("a", "", "revenue"), "'revenue' is none of capex, opex"),  # type: ignore[arg-type]
        (lambda: Option("a", "A", "best"), "option 'a': 'best' is none of"),  # type: ignore[arg-type]
        (lambda: BusinessCase("c", "C", fiscal_start=13), "begins in month 1 to 12, not 13"),
        (
            lambda: BusinessCase("c", "C", lines=(CashLine("a", "nope", "opex"),)),
            "line 'a' belongs to the option 'nope', which is not there",
        ),
        (
            lambda: BusinessCase("c", "C", assumptions=(Assumption("My Line", "1"),),
                                 lines=(CashLine("my_line", "", "opex"),)),
            "two assumptions or lines bear the same name: my_line",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(make, message: str) -> None:
    with pytest.raises(InputError, match=message):
        make()
