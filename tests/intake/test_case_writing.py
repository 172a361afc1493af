"""A case that is written and read back is the same case."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater import samples
from headwater.intake.cases import read_case, write_case
from headwater.vocabulary.appraisal_case import BusinessCase, CashLine, Option
from headwater.vocabulary.appraisal_chances import CommonShock, RankCorrelation
from headwater.vocabulary.appraisal_figures import Assumption, Provenance, Uncertainty
from headwater.vocabulary.appraisal_rights import Right
from headwater.vocabulary.units import MoneyUnit


def again(case: BusinessCase, folder: Path) -> BusinessCase:
    path = folder / "again.xlsx"
    path.write_bytes(write_case(case))
    found = read_case(path).case
    assert found is not None
    return found


def sample() -> BusinessCase:
    found = read_case(samples.case_path()).case
    assert found is not None
    return found


def test_the_whole_sample_comes_back_as_it_was(tmp_path: Path) -> None:
    assert again(sample(), tmp_path) == sample()


@pytest.mark.parametrize(
    "said",
    [
        Uncertainty("pert", (1, 2.5, 4)),
        Uncertainty("triangular", (1, 2, 4)),
        Uncertainty("uniform", (1, 4)),
        Uncertainty("normal", (3, 1)),
        Uncertainty("lognormal", (3, 0.25)),
        Uncertainty("discrete", (1, 2), (0.25, 0.75)),
        Uncertainty("percentiles", (80, 100, 140), (0.1, 0.5, 0.9)),
        Uncertainty("metalog", (80, 100, 140), (0.1, 0.5, 0.9)),
        Uncertainty("reference_class", (0.9, 1.1, 1.4)),
        Uncertainty("empirical", (0.9, 1.1, 1.4)),
    ],
)
def test_each_distribution_comes_back(said: Uncertainty, tmp_path: Path) -> None:
    case = replace(sample(), assumptions=(Assumption("one", "2", uncertainty=said),), lines=())
    case = replace(case, risks=())
    assert again(case, tmp_path).assumptions[0].uncertainty == said


AMOUNT = st.one_of(
    st.just(""),
    st.integers(0, 10**9).map(str),
    st.tuples(st.integers(0, 99), st.integers(100, 999)).map(lambda e: f"{e[0]}..{e[1]}"),
    st.sampled_from(["wage * 2", "t + 1", "if(year > 2030, 1, 2)"]),
)


@settings(max_examples=25, deadline=None)
@given(amounts=st.dictionaries(st.integers(2020, 2060), AMOUNT, max_size=6))
def test_cells_of_every_kind_come_back(
    amounts: dict[int, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    case = BusinessCase(
        id="c",
        name="A case",
        money=MoneyUnit("GBP", 1000),
        options=(Option("a", "A"),),
        assumptions=(Assumption("wage", "21.5", "GBP/hour"),),
        lines=(CashLine("x", "a", "capex", "X", amounts=dict(sorted(amounts.items()))),),
    )
    assert again(case, tmp_path_factory.mktemp("case")) == case


def test_a_text_that_begins_with_a_sign_stays_text(tmp_path: Path) -> None:
    case = replace(sample(), need="=1+1 is not a need")
    assert again(case, tmp_path).need == case.need


def test_what_goes_together_and_what_can_wait_comes_back(tmp_path: Path) -> None:
    whole, survey = sample(), Provenance("Survey", "2026-03")
    first, second = whole.assumptions[0].name, whole.lines[0].id
    case = replace(
        whole,
        correlations=(RankCorrelation(first, second, -0.4, survey),),
        shocks=(CommonShock("pay", {first: 0.6, whole.risks[0].id: -0.5}, "Pay awards", survey),),
        rights=(
            Right("wait", "delay", volatility=0.2, provenance=survey),
            Right("stop", "abandon", "", "After design", "100", None, 2027, 2029),
            Right("more", "expand", amount="2 * 300", share=0.5),
        ),
    )
    assert again(case, tmp_path) == case
