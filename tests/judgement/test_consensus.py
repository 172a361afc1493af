"""Agreement between leaders."""

from math import log

import pytest

from headwater.errors import InputError
from headwater.judgement import consensus, kendall, similarity, weigh
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Judgement

ANXIETY = """
332 361 344 464 523 542 221 346 531 231 221 632 133 533 221 221 113 233 432 342
"""  # 20 subjects, scores of 3 raters each


def test_kendall1939_anxiety() -> None:
    raters = [[float(subject[rater]) for subject in ANXIETY.split()] for rater in range(3)]
    found = kendall(raters)
    assert found is not None
    assert found.w == pytest.approx(0.539657, abs=1e-5)
    assert found.chi_squared == pytest.approx(30.760442, abs=1e-4)
    assert found.degrees == 19


def test_kendall_by_hand() -> None:
    same = kendall([[1, 2, 3], [1, 2, 3], [10, 20, 30]])
    opposed = kendall([[1, 2, 3], [3, 2, 1]])
    assert same is not None
    assert same.w == pytest.approx(1)
    assert opposed is not None
    assert opposed.w == pytest.approx(0)
    assert kendall([[1, 1], [2, 2]]) is None


def test_goepel2018_ends_of_the_scale() -> None:
    """By its definition: 1 for the same weights, 0 for the sharpest opposed ones on the scale."""
    assert similarity([(0.5, 0.3, 0.2)] * 4) == pytest.approx(1)
    opposed = [(9 / 11, 1 / 11, 1 / 11), (1 / 11, 9 / 11, 1 / 11), (1 / 11, 1 / 11, 9 / 11)]
    assert similarity(opposed) == pytest.approx(0, abs=1e-12)
    assert similarity([(1.0, 0.0), (0.0, 1.0)]) == 0


def test_goepel2018_formula_by_hand() -> None:
    """Two leaders, two criteria: every entropy written out."""
    alpha = (-(0.8 * log(0.8) + 0.2 * log(0.2)) - (0.6 * log(0.6) + 0.4 * log(0.4))) / 2
    gamma = -(0.7 * log(0.7) + 0.3 * log(0.3))
    floor = 2.718281828459045 ** -(0.9 * log(0.9) + 0.1 * log(0.1)) / 2
    expected = (2.718281828459045 ** (alpha - gamma) - floor) / (1 - floor)
    assert similarity([(0.8, 0.2), (0.6, 0.4)]) == pytest.approx(expected, abs=1e-12)


def swing(leader: str, *points: float | None) -> list[Judgement]:
    return [
        Judgement(leader, "swing", name, None, None if each is None else Interval.point(each))
        for name, each in zip(("Safety", "Savings", "Service"), points, strict=True)
    ]


def test_leaders_who_agree() -> None:
    group = weigh(
        ("Safety", "Savings", "Service"), swing("Amara", 100, 50, 10) + swing("Dev", 100, 50, 10)
    )
    found = consensus(group)
    assert found is not None
    assert (found.word, found.similarity) == ("very high", pytest.approx(1))
    assert found.concordance == pytest.approx(1)
    assert "Two leaders are few" in found.doubts[0]


def test_leaders_who_are_opposed_or_left_blanks() -> None:
    criteria = ("Safety", "Savings", "Service")
    judgements = swing("Amara", 100, 1, 1) + swing("Chioma", 1, 100, 1) + swing("Dev", 1, 1, None)
    found = consensus(weigh(criteria, judgements))
    assert found is not None
    assert found.word == "very low"
    assert "ranges or blanks" in found.doubts[0]


def test_one_leader_has_nobody_to_agree_with() -> None:
    assert consensus(weigh(("Safety", "Savings", "Service"), swing("Amara", 100, 5, 5))) is None


@pytest.mark.parametrize("rows", [[[1, 2]], [[1], [2]], [[1, 2], [1, 2, 3]]])
def test_too_little_to_compare_is_refused(rows: list[list[float]]) -> None:
    with pytest.raises(InputError, match="agreement needs"):
        kendall(rows)
