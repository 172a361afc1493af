"""Simulation: against closed forms, with honest errors, the same with any number of workers."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from headwater import samples
from headwater.appraisal import simulate, simulate_together, value_case
from headwater.errors import CancelledError, InputError
from headwater.intake import read_case
from headwater.vocabulary.appraisal_case import BusinessCase, CashLine, Option
from headwater.vocabulary.appraisal_chances import CommonShock, RankCorrelation, Sampled
from headwater.vocabulary.appraisal_figures import Assumption, Uncertainty
from headwater.vocabulary.appraisal_plans import Risk
from headwater.vocabulary.units import MoneyUnit


def made(*parts: tuple[float, float], **fields) -> BusinessCase:
    """Make a case whose value is a sum of normal quantities (mean, deviation)."""
    names = [f"part {at}" for at in range(len(parts))]
    usual = {
        "id": "sum", "name": "A sum", "money": MoneyUnit("GBP"), "price_base": 2026,
        "base_year": 2026, "options": (Option("only", "Only"),),
        "assumptions": tuple(
            Assumption(name, str(mean), uncertainty=Uncertainty("normal", (mean, deviation)))
            for name, (mean, deviation) in zip(names, parts, strict=True)
        ),
        "lines": (
            CashLine(
                "gain", "only", "cash_benefit",
                amounts={2026: " + ".join(f"[{name}]" for name in names)},
            ),
        ),
    }  # fmt: skip
    return BusinessCase(**(usual | fields))


@pytest.fixture(scope="module")
def evening() -> BusinessCase:
    case = read_case(samples.case_path()).case
    assert case is not None
    return case


def test_a_sum_of_normals_with_its_percentiles_loss_and_worst_tenth() -> None:
    found = simulate(made((1.0, 1.0), (0.5, 2.0)))
    true = stats.norm(1.5, 5**0.5)
    near = {"mean": (found.npv.mean, 1.5), "deviation": (found.npv.deviation, true.std())}
    near |= {str(p): (each, true.ppf(p / 100)) for p, each in found.npv.percentiles.items()}
    near["loss"] = (found.loss, true.cdf(0))
    tail = 1.5 - 5**0.5 * stats.norm.pdf(stats.norm.ppf(0.1)) / 0.1
    near["worst tenth"] = (found.worst_tenth, tail)
    for name, (got, wanted) in near.items():
        assert got.value == pytest.approx(wanted, abs=max(2 * got.error, 1e-3)), name
        assert got.error < 0.03, name


@pytest.mark.parametrize("sampling", ["sobol", "random"])
def test_stated_errors_cover_the_truth(sampling) -> None:
    case = made((1.0, 1.0), (0.5, 2.0), (0.2, 0.5))
    true = stats.norm(1.7, 5.25**0.5)
    hits = {"mean": 0, "80": 0, "loss": 0}
    for seed in range(120):
        found = simulate(case, draws=1024, seed=seed, sampling=sampling)
        for name, got, wanted in (
            ("mean", found.npv.mean, 1.7),
            ("80", found.npv.percentiles[80], true.ppf(0.8)),
            ("loss", found.loss, true.cdf(0)),
        ):
            hits[name] += abs(got.value - wanted) <= got.error
    assert all(each >= 107 for each in hits.values()), hits  # 95% is 114; 107 is 3 sigma off


def test_scrambled_sequences_beat_plain_draws() -> None:
    case = made((1.0, 1.0), (0.5, 2.0), (0.2, 0.5))
    sobol, plain = (simulate(case, draws=4096, sampling=s) for s in ("sobol", "random"))
    assert sobol.npv.mean.error < plain.npv.mean.error / 20
    assert sobol.npv.percentiles[80].error < plain.npv.percentiles[80].error / 2


def test_the_same_digits_with_1_2_and_4_workers(evening) -> None:
    found = [simulate(evening, draws=512, workers=workers) for workers in (1, 2, 4)]
    assert found[0] == found[1] == found[2]
    assert simulate(evening, draws=512, seed=2).digest != found[0].digest


def test_the_order_of_rows_changes_nothing(evening) -> None:
    turned = replace(
        evening, assumptions=evening.assumptions[::-1], lines=evening.lines[::-1],
        risks=evening.risks[::-1],
    )  # fmt: skip
    one, two = (simulate(each, draws=512) for each in (evening, turned))
    assert one.npv.mean.value == pytest.approx(two.npv.mean.value, rel=1e-12)
    assert one.npv.percentiles[80].value == pytest.approx(two.npv.percentiles[80].value, rel=1e-12)


def test_without_uncertainty_it_is_the_exact_value(library) -> None:
    case = library()
    found = simulate(case, draws=64)
    value = value_case(case).of("build")
    assert value is not None
    assert found.npv.mean.value == pytest.approx(value.against, abs=1e-4)
    assert found.npv.mean.error == 0
    assert "Nothing in the case is uncertain" in " ".join(found.doubts)


def test_correlation_widens_a_sum_and_shocks_join_cases() -> None:
    case = made((1.0, 1.0), (1.0, 1.0))
    tied = simulate(case, correlations=[RankCorrelation("part 0", "part 1", 0.6)])
    r = 2 * np.sin(np.pi * 0.6 / 6)
    assert tied.npv.deviation.value == pytest.approx((2 + 2 * r) ** 0.5, rel=0.005)
    other = replace(case, id="other")
    shock = CommonShock("prices", {f"{one}: part 0": 0.8 for one in ("sum", "other")})
    both = simulate_together([case, other], shocks=[shock])
    assert both.npv.deviation.value == pytest.approx((4 + 2 * 0.64) ** 0.5, rel=0.005)
    assert both.apart == pytest.approx(2.0, rel=0.005)
    one = simulate_together([case, other], shared=["part 0"])
    assert one.npv.deviation.value == pytest.approx(6**0.5, rel=0.005)
    with pytest.raises(InputError, match="another distribution"):
        simulate_together([case, replace(made((1.0, 2.0)), id="other")], shared=["part 0"])


def test_events_lines_and_written_ranges() -> None:
    risks = (Risk("flood", "A flood", probability=0.25, impact="8", delay=4.0, year=2026),)
    case = made((1.0, 0.0), risks=risks, options=(Option("only", "Only", duration=12.0),))
    found = simulate(case)
    assert found.npv.mean.value == pytest.approx(1 - 0.25 * 8, abs=0.01)
    assert found.loss.value == pytest.approx(0.25, abs=0.001)
    assert found.duration is not None
    assert found.duration.mean.value == pytest.approx(13.0, abs=0.01)
    assert found.together is not None
    assert found.together.correlation == pytest.approx(1.0)
    paid = replace(case, risks=(replace(risks[0], in_costs=True),))
    assert simulate(paid).npv.mean.value == pytest.approx(1.0)
    line = CashLine(
        "cost", "only", "capex", amounts={2026: "10..20"},
        uncertainty=Uncertainty("uniform", (1.0, 1.4)),
    )  # fmt: skip
    ranged = simulate(replace(case, risks=(), lines=(*case.lines, line)))
    assert ranged.npv.mean.value == pytest.approx(1 - 15 * 1.2, abs=0.01)
    assert ranged.cost.mean.value == pytest.approx(18, abs=0.01)
    assert "move together" in " ".join(ranged.doubts)


def test_cost_and_time_together_are_less_sure_than_each(evening) -> None:
    found = simulate(evening)
    assert found.together is not None
    assert 0.6 < found.together.both.value < 0.8 + found.together.both.error
    assert found.cost.percentiles[80].value == pytest.approx(found.together.cost)


def test_watching_stopping_and_what_cannot_be(evening) -> None:
    def stop(progress) -> None:
        if progress.fraction and progress.fraction > 0.2:
            raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        simulate(evening, draws=64, watch=stop)
    with pytest.raises(InputError, match="8 draws cannot be"):
        simulate(evening, draws=8)
    with pytest.raises(InputError, match="no option 'tower'"):
        simulate(evening, option="tower")
    with pytest.raises(InputError, match="'wages', which is not drawn"):
        simulate(evening, correlations=[RankCorrelation("wages", "courses", 0.5)])


def test_no_digit_beyond_the_error() -> None:
    money = MoneyUnit("GBP", 1000)
    for value, error, told, digits in (
        (-729.116, 11.6, "GBP -730 thousand", 2),
        (706.594, 0.52, "GBP 707 thousand", 3),
        (1628.0, 300.0, "GBP 2,000 thousand", 1),
        (4.0, 30.0, "GBP 0 thousand", 0),
        (1234.5, 0.0, "GBP 1,234 thousand", 15),
    ):
        got = Sampled(value, error)
        assert (got.told(money), got.digits) == (told, digits)
        assert got.error == 0 or abs(got.rounded - value) <= max(5 * error, 1e-9)
    assert Sampled(0.2754, 0.0015).share() == "27.5%"
    assert Sampled(0.2754, 0.04).share() == "30%"
    assert Sampled(0.0, 0.0002).share() == "below 0.02%"
    assert Sampled(0.25).share() == "25%"


@pytest.mark.parametrize(
    ("error", "said"),
    [(0.3, "above 70%"), (0.0018, "above 99%"), (0.00073, "above 99.9%"), (7e-7, "above 99.9999%")],
)
def test_a_certainty_over_some_draws_is_told_as_no_more_than_they_say(
    error: float, said: str
) -> None:
    assert Sampled(1.0, error).share() == said
