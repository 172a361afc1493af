"""Correlation: closed forms, repair that is shown, reordering that reaches its target."""

import numpy as np
import pytest
from scipy import stats

from headwater.appraisal import joint, nearest_correlation, normal_correlation, reordered
from headwater.errors import InputError
from headwater.vocabulary.appraisal_chances import CommonShock, RankCorrelation

NAMES = ["cost", "staff", "time"]


def test_kruskal1958_spearman_under_a_gaussian_copula() -> None:
    spearman = [0.19130568257555955, 0.4825837395309974, 0.7859392826067277]
    assert [normal_correlation(each) for each in spearman] == pytest.approx([0.2, 0.5, 0.8])


def test_stated_rank_correlations_are_drawn() -> None:
    stated = [RankCorrelation("cost", "time", 0.6), RankCorrelation("staff", "time", -0.3)]
    made = joint(NAMES, correlations=stated)
    z = np.random.default_rng(3).standard_normal((200_000, 3)) @ made.mixing.T
    ranks = stats.spearmanr(z).statistic
    assert ranks[0, 2] == pytest.approx(0.6, abs=0.01)
    assert ranks[1, 2] == pytest.approx(-0.3, abs=0.01)
    assert ranks[0, 1] == pytest.approx(0.0, abs=0.01)
    assert np.diag(made.mixing @ made.mixing.T) == pytest.approx([1, 1, 1])
    assert not made.doubts


def test_shocks_load_and_a_stated_pair_wins() -> None:
    shock = CommonShock("prices", {"cost": 0.8, "staff": 0.5})
    made = joint(NAMES, shocks=[shock])
    table = made.mixing @ made.mixing.T
    assert table[0, 1] == pytest.approx(0.4)
    assert table[0, 2] == pytest.approx(0.0)
    won = joint(NAMES, shocks=[shock], correlations=[RankCorrelation("cost", "staff", 0.0)])
    assert (won.mixing @ won.mixing.T)[0, 1] == pytest.approx(0.0)
    with pytest.raises(InputError, match="load 'cost' too much"):
        joint(NAMES, shocks=[shock, CommonShock("pay", {"cost": 0.7})])


def test_higham2002_nearest_correlation() -> None:
    table = np.array([[1.0, 1, 0], [1, 1, 1], [0, 1, 1]])
    wanted = np.array([[1, 0.7607, 0.1573], [0.7607, 1, 0.7607], [0.1573, 0.7607, 1]])
    assert nearest_correlation(table) == pytest.approx(wanted, abs=5e-5)


def test_what_cannot_hold_together_is_moved_and_said() -> None:
    stated = [
        RankCorrelation("cost", "staff", 0.9),
        RankCorrelation("staff", "time", 0.9),
        RankCorrelation("cost", "time", -0.9),
    ]
    made = joint(NAMES, correlations=stated)
    assert "cannot hold together" in made.doubts[0]
    assert np.linalg.eigvalsh(made.mixing @ made.mixing.T)[0] > -1e-12
    with pytest.raises(InputError, match="stated twice"):
        joint(NAMES, correlations=[stated[0], RankCorrelation("staff", "cost", 0.1)])
    with pytest.raises(InputError, match="'wages', which is not drawn"):
        joint(NAMES, correlations=[RankCorrelation("cost", "wages", 0.1)])


def test_iman1982_reordering_keeps_values_and_reaches_the_target() -> None:
    draws = np.random.default_rng(5)
    samples = np.column_stack(
        [draws.lognormal(0, 1, 5000), draws.exponential(2, 5000), draws.uniform(0, 1, 5000)]
    )
    target = np.array([[1, 0.7, -0.4], [0.7, 1, 0.1], [-0.4, 0.1, 1.0]])
    made, reached = reordered(samples, target, seed=1)
    assert reached == pytest.approx(target, abs=0.03)
    assert reached == pytest.approx(stats.spearmanr(made).statistic, abs=1e-12)
    for column in range(3):
        assert np.array_equal(np.sort(made[:, column]), np.sort(samples[:, column]))
    with pytest.raises(InputError, match="cannot hold together"):
        reordered(samples, np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]))
