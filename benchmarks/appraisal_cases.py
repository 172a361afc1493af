"""Whole business cases simulated together: 300 cases of 30 years that share shocks of prices.

Made from one seed: each case has a do-nothing option, works of two years by a PERT, a wage with
percentiles, a staff number, yearly running costs and benefits by formulas over them, a risk as an
event, and the shocks "building prices" and "demand" that every case names.
"""

import numpy as np

from headwater.vocabulary.appraisal_case import BusinessCase, CashLine, Option
from headwater.vocabulary.appraisal_chances import CommonShock, RankCorrelation
from headwater.vocabulary.appraisal_figures import Assumption, Uncertainty
from headwater.vocabulary.appraisal_plans import Risk
from headwater.vocabulary.units import MoneyUnit

FIRST, YEARS = 2026, 30


def cases(count: int = 300, seed: int = 1) -> list[BusinessCase]:
    draw = np.random.default_rng(seed)
    return [_case(at, draw) for at in range(count)]


def _case(at: int, draw: np.random.Generator) -> BusinessCase:
    size = float(draw.lognormal(7, 0.8))
    last = FIRST + YEARS - 1
    wage, staff, use = draw.uniform(20, 60), draw.uniform(1, 9), draw.uniform(0.1, 0.22)
    low, high = draw.uniform(0.7, 0.95), draw.uniform(1.15, 1.9)
    usual, build = "usual", "build"
    return BusinessCase(
        id=f"case {at:03}", name=f"Case {at:03}", money=MoneyUnit("GBP", 1000), price_base=FIRST,
        base_year=FIRST,
        options=(
            Option(usual, "Go on", "business_as_usual"),
            Option(build, "Build", standing="preferred", duration=20.0),
        ),
        assumptions=(
            Assumption("wage", f"{wage:.2f}", uncertainty=Uncertainty(
                "percentiles", (wage * 0.9, wage, wage * 1.2), (0.1, 0.5, 0.9))),
            Assumption("staff", f"{staff:.2f}", uncertainty=Uncertainty(
                "pert", (staff * 0.8, staff, staff * 1.5))),
            Assumption("demand", "1", uncertainty=Uncertainty("lognormal", (1.0, 0.25))),
        ),
        lines=(
            CashLine("works", build, "capex", amounts={
                FIRST: f"{size * 0.6:.1f}", FIRST + 1: f"{size * 0.4:.1f}"},
                uncertainty=Uncertainty("pert", (low, 1.0, high))),
            CashLine("crew", build, "opex", formula="staff * wage * 1.005 ^ t", first=FIRST + 2,
                     last=last),
            CashLine("use", build, "societal_benefit", formula=f"demand * {size * use:.2f}",
                     first=FIRST + 2, last=last,
                     uncertainty=Uncertainty("three_points", (0.7, 1.0, 1.25))),
            CashLine("rents", build, "cash_benefit", formula=f"previous(rents) * 1.01 + demand * "
                     f"{size * 0.002:.3f}", first=FIRST + 2, last=last),
            CashLine("repairs", usual, "opex", formula=f"{size * 0.02:.2f}", first=FIRST,
                     last=last, uncertainty=Uncertainty("triangular", (0.8, 1.0, 1.6))),
        ),
        risks=(Risk("ground", "Wet ground", build, 0.2, f"{size * 0.1:.1f}", delay=3.0),),
        correlations=(RankCorrelation("wage", "staff", -0.3),),
        shocks=(
            CommonShock("building prices", {"works": 0.6, "wage": 0.3}),
            CommonShock("demand", {"demand": 0.7}),
        ),
    )  # fmt: skip
