"""What a case says goes together is drawn together, within a case and across cases."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from headwater.appraisal import joint, simulate, simulate_together
from headwater.vocabulary.appraisal_case import BusinessCase, CashLine, Option
from headwater.vocabulary.appraisal_chances import CommonShock, RankCorrelation
from headwater.vocabulary.appraisal_figures import Assumption, Uncertainty
from headwater.vocabulary.appraisal_plans import Risk
from headwater.vocabulary.units import MoneyUnit


def made(name: str = "one", **more: object) -> BusinessCase:
    """Make a case whose value is the sum of two normals of deviation 1, less a normal cost."""
    normal = Uncertainty("normal", (10.0, 1.0))
    case = BusinessCase(
        id=name, name=name, money=MoneyUnit("GBP"), price_base=2026, base_year=2026,
        options=(Option("only", "Only"),),
        assumptions=(
            Assumption("rents", "10", uncertainty=normal),
            Assumption("fees", "10", uncertainty=normal),
        ),
        lines=(
            CashLine("gain", "only", "cash_benefit", amounts={2026: "rents + fees"}),
            CashLine(
                "works", "only", "capex", "Building works", amounts={2026: "10"},
                uncertainty=Uncertainty("normal", (1.0, 0.1)),
            ),
        ),
    )  # fmt: skip
    return replace(case, **more)  # type: ignore[arg-type]


def deviation(case: BusinessCase) -> float:
    return simulate(case, draws=8192).npv.deviation.value


@pytest.mark.parametrize(
    ("rank", "name", "variance"), [(0.6, "fees", 1), (-0.6, "fees", 1), (0.6, "Building works", -1)]
)
def test_a_stated_correlation_changes_the_spread_as_it_should(
    rank: float, name: str, variance: int
) -> None:
    found = simulate(made(correlations=(RankCorrelation("Rents", name, rank),)), draws=8192)

    # variances 1 + 1 + 1, and twice the covariance of the pair; costs count against the value
    wanted = np.sqrt(3 + variance * 2 * 2 * np.sin(np.pi * rank / 6))
    assert found.npv.deviation.value == pytest.approx(wanted, rel=0.01)
    assert found.ties == (f"Rents and {name} go together (rank correlation {rank:g}).",)


def test_shocks_of_one_name_strike_all_cases_that_name_it() -> None:
    shock = CommonShock("Market", {"rents": 0.8, "fees": 0.6})
    cases = [made("one", shocks=(shock,)), made("two", shocks=(replace(shock, name="market"),))]
    both = simulate_together(cases, draws=8192)

    # each case: 3 + 2 x 0.48; across: (0.8 + 0.6)^2 for each of the two orders
    each = 3 + 2 * 0.8 * 0.6
    assert both.npv.deviation.value == pytest.approx(np.sqrt(2 * each + 2 * 1.4**2), rel=0.01)
    assert both.apart == pytest.approx(np.sqrt(2 * each), rel=0.01)
    assert dict(both.shocks) == {"Market": ("one", "two")}


def test_a_risk_that_goes_with_a_cost_happens_where_the_cost_is_high() -> None:
    risk = Risk("strike", "A strike", option="only", probability=0.3, impact="2")
    free = made(risks=(risk,))
    tied = replace(free, correlations=(RankCorrelation("strike", "works", 0.8),))
    assert deviation(tied) > 1.05 * deviation(free)


def test_what_has_no_range_is_said_and_what_cannot_hold_is_moved() -> None:
    case = made()
    lines = (case.lines[0], replace(case.lines[1], uncertainty=None))
    found = simulate(
        replace(case, lines=lines, correlations=(RankCorrelation("works", "rents", 0.5),))
    )
    assert any("'works', which has no range: it moves nothing" in each for each in found.doubts)
    pairs = [("rents", "fees", 0.9), ("fees", "works", 0.9), ("rents", "works", -0.9)]
    found = simulate(made(correlations=tuple(RankCorrelation(*each) for each in pairs)))
    assert any("cannot hold together; they were moved" in each for each in found.doubts)


def test_a_correlation_given_by_hand_wins_over_the_case() -> None:
    case = made(correlations=(RankCorrelation("rents", "fees", 0.9),))
    by_hand = simulate(case, draws=8192, correlations=[RankCorrelation("fees", "rents", 0.0)])
    assert by_hand.npv.deviation.value == pytest.approx(3**0.5, rel=0.01)


def test_thousands_of_quantities_cost_as_much_as_what_ties_them() -> None:
    """Parts that nothing ties stay apart; the table of correlations is the wanted one."""
    names = [f"q{at}" for at in range(3000)]
    shock = CommonShock("s", dict.fromkeys(names[:1000], 0.6))
    pairs = [RankCorrelation("q0", "q1", 0.7), RankCorrelation("q2000", "q2001", -0.5)]
    found = joint(names, shocks=[shock], correlations=pairs)

    assert found.sparse.nnz < 6000
    some = [0, 1, 2, 2000, 2001, 2999]
    table = (found.sparse @ found.sparse.T).toarray()[np.ix_(some, some)]
    wanted = np.eye(6)
    wanted[0, 1] = wanted[1, 0] = 2 * np.sin(np.pi * 0.7 / 6)
    wanted[0, 2] = wanted[2, 0] = wanted[1, 2] = wanted[2, 1] = 0.36
    wanted[3, 4] = wanted[4, 3] = 2 * np.sin(-np.pi * 0.5 / 6)
    assert table == pytest.approx(wanted, abs=1e-9)


def test_a_pair_that_the_shocks_leave_no_room_for_is_drawn_by_its_whole_table() -> None:
    shock = CommonShock("s", {"a": 0.9, "b": 0.9})
    found = joint("ab", shocks=[shock], correlations=[RankCorrelation("a", "b", -0.8)])
    assert found.doubts == ()
    z = found.scores(np.random.default_rng(1).standard_normal((100_000, 2)))
    assert stats.spearmanr(z).statistic == pytest.approx(-0.8, abs=0.01)


def test_what_belongs_to_an_option_that_is_not_drawn_is_left_out_silently() -> None:
    case = made()
    other = CashLine(
        "tower", "other", "capex", amounts={2026: "3"}, uncertainty=Uncertainty("normal", (1, 0.1))
    )
    case = replace(
        case,
        options=(*case.options, Option("other", "Other")),
        lines=(*case.lines, other),
        correlations=(RankCorrelation("tower", "rents", 0.5),),
        shocks=(CommonShock("prices", {"tower": 0.5, "works": 0.5}),),
    )
    found = simulate(case, option="only", draws=512)
    assert not any("moves nothing" in each for each in found.doubts)
    assert found.npv.deviation.value == pytest.approx(3**0.5, rel=0.1)


def test_the_order_of_rows_and_of_cases_changes_no_digit() -> None:
    shock = CommonShock("market", {"rents": 0.6, "fees": -0.3})
    pairs = (RankCorrelation("rents", "fees", 0.4), RankCorrelation("works", "fees", -0.2))
    one, two = made("one", shocks=(shock,), correlations=pairs), made("two", shocks=(shock,))
    turned = replace(one, assumptions=one.assumptions[::-1], correlations=pairs[::-1])
    assert simulate(one, draws=512).digest == simulate(turned, draws=512).digest
    both = simulate_together([one, two], draws=512)
    assert both == simulate_together([two, one], draws=512)
