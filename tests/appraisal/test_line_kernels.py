"""The fast kernel against its slow oracle, its stated errors, and any number of workers."""

from itertools import pairwise

import numpy as np
import pytest
from scipy import stats

from headwater.appraisal.distributions import discrete, lognormal, marginal_of, normal, pert
from headwater.appraisal.kernels.conditional import Conditional, share_carried
from headwater.appraisal.kernels.draws import normals, seeded, stream_block
from headwater.appraisal.kernels.model import LineModel
from headwater.appraisal.kernels.oracle import plain_block, slow_block
from headwater.appraisal.kernels.tables import normal_table, table_of
from headwater.appraisal.kernels.together import draw_lines, draw_total
from headwater.errors import InputError
from headwater.vocabulary.appraisal_figures import Uncertainty


def model_of(cases: int = 40, years: int = 12, common: float = 0.5, case: float = 0.4) -> LineModel:
    random = np.random.default_rng(4)
    weights = random.lognormal(0, 0.5, (cases, 1)) * np.linspace(-3, 2, years)
    marginals = tuple(
        pert(0.6, 1.0, 1.9) if at % 2 else lognormal(1.0, 0.2 + 0.01 * (at % 10))
        for at in range(cases)
    )
    return LineModel(weights, marginals, common, case, (1 - common**2 - case**2) ** 0.5)


def test_normals_are_normal() -> None:
    buffer = np.empty(1 << 20, np.float32)
    normals(seeded(np.uint64(5)), buffer, normal_table())
    assert stats.kstest(buffer[::8], "norm").pvalue > 0.001
    assert buffer.mean() == pytest.approx(0, abs=0.005)
    assert buffer.var(dtype=float) == pytest.approx(1, abs=0.01)
    assert stats.kurtosis(buffer.astype(float)) == pytest.approx(0, abs=0.03)
    assert np.corrcoef(buffer[:-1], buffer[1:])[0, 1] == pytest.approx(0, abs=0.005)


def test_tables_are_within_their_stated_error() -> None:
    shapes = [
        pert(10, 20, 60), lognormal(30, 25), normal(5, 2),
        marginal_of("x", Uncertainty("three_points", (17, 24, 35))),
        marginal_of("y", Uncertainty("three_points", (17, 24, 35), lower=10.0)),
    ]  # fmt: skip
    made = table_of(shapes)
    assert made.error <= 1e-4
    for at, each in enumerate(shapes):
        z = np.random.default_rng(1).uniform(-4, 4, 2000)
        spread = float(np.diff(each.at(np.array([-1.2815515655446004, 1.2815515655446004])))[0])
        assert np.max(np.abs(made.at(at, z) - each.at(z))) <= made.error * spread * 1.05 + 1e-5
    with pytest.raises(InputError, match="no smooth table"):
        table_of([discrete([1, 2], [0.5, 0.5])])


def test_the_kernel_says_what_its_oracle_says() -> None:
    model = model_of()
    draws = 300  # not a whole strip
    total, each = np.empty(draws), np.empty((40, draws), np.float32)
    stream_block(
        model.weights.astype(np.float32), model.table.coefficients, model.common, model.case,
        model.own, normal_table(), np.uint64(99), total, each, True,
    )  # fmt: skip
    slow = slow_block(model, 99, draws)
    scale = np.abs(model.weights).sum(axis=1)[:, None]
    assert np.max(np.abs(each - slow) / scale) < 1e-4
    assert total == pytest.approx(slow.sum(axis=0), abs=1e-4 * float(scale.sum()))


def test_the_same_with_1_2_and_4_workers() -> None:
    model = model_of()
    drawn = [draw_lines(model, draws=20_000, workers=workers) for workers in (1, 2, 4)]
    totals = [draw_total(model, points=512, workers=workers) for workers in (1, 2, 4)]
    for other in (1, 2):
        assert np.array_equal(drawn[0].cases, drawn[other].cases)
        assert np.array_equal(drawn[0].means, drawn[other].means)
        assert drawn[0].together == drawn[other].together
        assert totals[0] == totals[other]


def test_percentiles_agree_with_plain_numpy_draws() -> None:
    model = model_of()
    plain = plain_block(model, np.random.default_rng(8), 8_000)
    drawn, total = draw_lines(model, draws=60_000), draw_total(model, points=4096)
    assert total.way == "common shocks"
    for percent in (10, 50, 80, 90):
        wanted = np.percentile(plain, percent)
        near = 0.05 * plain.std()
        assert drawn.together.percentiles[percent].value == pytest.approx(wanted, abs=near)
        assert total.percentiles[percent].value == pytest.approx(
            drawn.together.percentiles[percent].value,
            abs=drawn.together.percentiles[percent].error * 1.6 + 0.002 * plain.std(),
        )
        assert total.percentiles[percent].error < drawn.together.percentiles[percent].error / 3
    slow = np.concatenate([slow_block(model, seed, 2048) for seed in range(4)], axis=1)
    assert drawn.cases[3, 2] == pytest.approx(np.percentile(slow[3], 80), abs=0.1 * slow[3].std())


def test_the_share_that_shocks_carry_decides_the_way_and_is_said() -> None:
    shares = []
    for common in (0.05, 0.2, 0.5):
        made = Conditional(model_of(common=common))
        shares.append(share_carried(made.block(1, 0, 512)))
    assert all(a < b for a, b in pairwise(shares))
    little = draw_total(model_of(common=0.05), points=256)
    assert little.way == "plain draws"
    assert "drawn plainly" in little.doubts[0]
    few = draw_total(model_of(cases=4), points=256)
    assert few.way == "plain draws"
    much = draw_total(model_of(), points=256)
    assert f"carry {much.carried:.0%}" in much.doubts[0]


def test_normal_lines_have_a_closed_form() -> None:
    weights = np.tile(np.linspace(-1, 2, 6), (50, 1))
    model = LineModel(weights, tuple(normal(1.0, 0.3) for _ in range(50)), 0.6, 0.5, 0.39**0.5)
    by_year = weights.sum(axis=0)
    variance = 0.09 * (
        0.36 * float(by_year @ by_year)
        + 0.25 * float((weights.sum(axis=1) ** 2).sum())
        + 0.39 * float((weights**2).sum())
    )
    true = stats.norm(float(weights.sum()), variance**0.5)
    found = draw_total(model, points=1024)
    for percent, each in found.percentiles.items():
        assert each.value == pytest.approx(true.ppf(percent / 100), abs=2e-3 * true.std())
    plain = draw_total(model, points=2048, way="plain draws")
    assert plain.percentiles[80].value == pytest.approx(
        true.ppf(0.8), abs=2 * plain.percentiles[80].error
    )


def test_what_cannot_be() -> None:
    with pytest.raises(InputError, match="squares of the loadings"):
        LineModel(np.ones((1, 1)), (normal(1, 1),), 0.5, 0.5, 0.5)
    with pytest.raises(InputError, match="one distribution for each row"):
        LineModel(np.ones((2, 1)), (normal(1, 1),), 0.6, 0.0, 0.8)
    with pytest.raises(InputError, match="cannot be held"):
        draw_lines(model_of(), draws=10_000_000)
