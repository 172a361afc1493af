"""Cases as sums of products: the same numbers at the same draws as by their formulas."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater import samples
from headwater.appraisal import simulate, simulate_together
from headwater.appraisal.by_products import Compiled, compiled, valuer
from headwater.appraisal.simulate_draws import Task, draw_block
from headwater.appraisal.simulate_plan import plan_of
from headwater.appraisal.simulate_worth import drawn, worth
from headwater.intake import read_case
from headwater.vocabulary.appraisal_case import BusinessCase, CashLine, Financing, Option
from headwater.vocabulary.appraisal_chances import CommonShock
from headwater.vocabulary.appraisal_figures import Assumption, Uncertainty
from headwater.vocabulary.appraisal_plans import Risk
from headwater.vocabulary.units import MoneyUnit

SHAPES = (
    Uncertainty("pert", (0.7, 1.0, 1.9)),
    Uncertainty("triangular", (0.7, 1.0, 1.9)),
    Uncertainty("percentiles", (0.8, 1.0, 1.5), (0.1, 0.5, 0.9)),
    Uncertainty("lognormal", (1.0, 0.3)),
    Uncertainty("discrete", (0.5, 1.0, 2.0), (0.2, 0.5, 0.3)),
    Uncertainty("reference_class", (0.9, 1.0, 1.1, 1.3, 1.8)),
)
FORMULAS = (
    "staff * wage",
    "staff * wage * 1.02 ^ t + 3",
    "(staff + 2) * (wage - 1) / 4",
    "previous(works) * 0.9 + staff",
    "total(works) / 10",
    "if(year > 2029, staff ^ 2, wage)",
    "-(staff - 50) * 20%",
    "80..120",
)
BEYOND = ("max(staff, wage)", "if(staff > 3, wage, 1)", "wage / staff", "2 ^ staff", "abs(staff)")


def case_of(formulas: list[str], shapes: list[int], **more: object) -> BusinessCase:
    """Make a case of two assumptions, works with a ratio, lines by formulas, and a risk."""
    spread = [SHAPES[each] for each in shapes]
    case = BusinessCase(
        id="c", name="C", money=MoneyUnit("GBP"), price_base=2026, base_year=2026,
        options=(
            Option("usual", "Usual", role="business_as_usual"),
            Option("build", "Build", standing="preferred", duration=20),
        ),
        assumptions=(
            Assumption("staff", "4", uncertainty=Uncertainty("pert", (2, 4, 9))),
            Assumption("wage", "20", uncertainty=Uncertainty("lognormal", (20, 3))),
        ),
        lines=(
            CashLine("works", "build", "capex", amounts={2026: "300", 2027: "200..260"},
                     uncertainty=spread[0]),
            *(
                CashLine(f"line {at}", "" if at % 3 == 0 else "build",
                         "cash_benefit" if at % 2 else "opex", formula=text, first=2027,
                         last=2032, uncertainty=spread[1] if at % 2 else None)
                for at, text in enumerate(formulas)
            ),
        ),
        risks=(
            Risk("ground", "Wet", "build", 0.3, "90", delay=4, year=2028, uncertainty=spread[2]),
        ),
    )  # fmt: skip
    return replace(case, **more)  # type: ignore[arg-type]


def both(case: BusinessCase, size: int = 512) -> tuple[np.ndarray, np.ndarray]:
    plan = plan_of(case)
    found = compiled(plan)
    assert isinstance(found, Compiled), found
    z = np.random.default_rng(4).standard_normal((size, len(plan.quantities)))
    z[:4] = [[-9.0], [9.0], [-6.5], [0.0]]  # also far beyond the tables
    fast = np.zeros((4, size))
    found.worth(np.ascontiguousarray(z.T), fast)
    slow = worth(plan, drawn(plan, z))
    assert slow.duration is not None
    return fast, np.stack([slow.npv, slow.benefit, slow.cost, slow.duration])


@settings(max_examples=60, deadline=None)
@given(
    formulas=st.lists(st.sampled_from(FORMULAS), min_size=1, max_size=6),
    shapes=st.lists(st.integers(0, len(SHAPES) - 1), min_size=3, max_size=3),
    practice=st.sampled_from(["green_book", "corporate"]),
)
def test_the_same_draws_give_the_same_numbers(
    formulas: list[str], shapes: list[int], practice: str
) -> None:
    financing = Financing(
        rate=0.08, rate_prices="real", tax_rate=0.25, depreciation_years=5, terminal_growth=0.01
    )
    more = {"financing": financing} if practice == "corporate" else {}
    fast, slow = both(case_of(formulas, shapes, practice=practice, **more))

    for mine, true in zip(fast, slow, strict=True):
        assert mine == pytest.approx(true, rel=1e-9, abs=1e-5 * (np.std(true) + 1))


@pytest.mark.parametrize("text", BEYOND)
def test_what_is_no_sum_of_products_is_worked_out_by_its_formulas(text: str) -> None:
    case = case_of([text], [0, 1, 2])
    assert isinstance(compiled(plan_of(case)), str)
    found = simulate(case, draws=1024)
    assert found.digest == simulate(case, draws=1024, general=True).digest
    assert found.way.startswith("by its formulas, draw by draw: it ")


def test_the_samples_go_the_fast_way_with_the_figures_of_the_slow_one() -> None:
    for name in ("evening_library", "evening_college"):
        case = read_case(samples.case_path(name)).case
        assert case is not None
        fast, slow = (simulate(case, draws=4096, general=general) for general in (False, True))
        assert fast.way.startswith("as a sum of ")
        assert slow.way.startswith("by its formulas")
        for part in ("npv", "benefit", "cost"):
            mine, true = getattr(fast, part), getattr(slow, part)
            for percent, figure in true.percentiles.items():
                near = 1e-6 * max(1.0, abs(figure.value))
                assert mine.percentiles[percent].value == pytest.approx(figure.value, abs=near)
        assert fast.loss == slow.loss


def test_a_block_is_the_same_drawn_whole_or_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    from headwater.appraisal import joint

    plan = plan_of(case_of(["staff * wage"], [0, 1, 2]))
    names = [each.name for each in plan.quantities]
    task = Task(
        (plan.case,), ("build",), None, None, joint(names), (tuple(range(len(names))),), 3, 1024,
        "sobol",
    )  # fmt: skip
    whole = draw_block(task, 2)[0]
    monkeypatch.setattr("headwater.appraisal.simulate_draws.PIECE", 1)
    assert np.array_equal(draw_block(task, 2)[0].npv, whole.npv)


def test_many_cases_with_a_shared_shock_the_same_on_any_number_of_workers() -> None:
    shock = CommonShock("prices", {"works": 0.7, "wage": 0.4})
    cases = [
        case_of(["staff * wage", "wage * 3"], [at % 5, 1, 2], id=f"case {at:02}", shocks=(shock,))
        for at in range(12)
    ]
    found = [simulate_together(cases, draws=2048, workers=workers) for workers in (1, 2)]
    slow = simulate_together(cases, draws=2048, general=True)

    assert found[0] == found[1]
    assert found[0].shocks["prices"] == tuple(f"case {at:02}" for at in range(12))
    near = 1e-6 * slow.npv.deviation.value
    assert found[0].npv.percentiles[80].value == pytest.approx(
        slow.npv.percentiles[80].value, abs=near
    )
    assert found[0].npv.deviation.value > 1.2 * found[0].apart


def test_the_valuer_gives_net_present_values_either_way() -> None:
    for text in ("staff * wage", "max(staff, wage)"):
        plan = plan_of(case_of([text], [0, 1, 2]))
        z = np.random.default_rng(1).standard_normal((64, len(plan.quantities)))
        true = worth(plan, drawn(plan, z)).npv
        assert valuer(plan)(z) == pytest.approx(true, abs=1e-5 * np.std(true))
