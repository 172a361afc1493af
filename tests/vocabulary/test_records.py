"""Records: checked when made, and the same after a trip through JSON."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.errors import InputError
from headwater.vocabulary.decision import Call
from headwater.vocabulary.shapes import from_json, to_json
from headwater.vocabulary.units import Interval, MoneyUnit
from headwater.vocabulary.workbook import Project, Workbook

numbers = st.floats(-1e9, 1e9)
ranges = st.tuples(numbers, numbers).map(lambda ends: Interval(min(ends), max(ends)))


@given(
    st.builds(
        Project,
        id=st.text(min_size=1),
        name=st.text(min_size=1),
        cost=st.none() | ranges,
        capacity=st.dictionaries(
            st.tuples(st.sampled_from(["analyst", "builder"]), st.sampled_from(["Q1", "Q2"])),
            st.none() | ranges,
        ),
        scores=st.dictionaries(st.text(), st.none() | ranges),
    )
)
def test_a_workbook_survives_json(project: Project) -> None:
    book = Workbook((project,), capacities={("analyst", "Q1"): 3.0}, money=MoneyUnit("EUR", 1000))

    assert from_json(Workbook, json.loads(json.dumps(to_json(book)))) == book


@pytest.mark.parametrize("ends", [(2, 1), (float("nan"), 1), (1, float("inf"))])
def test_a_range_that_is_none_is_refused(ends: tuple[float, float]) -> None:
    with pytest.raises(InputError):
        Interval(*ends)


def test_a_wrong_shape_is_named() -> None:
    with pytest.raises(InputError, match=r"Call\.core_index should be float"):
        from_json(Call, {"core_index": "much"})


@pytest.mark.parametrize(
    ("amount", "shown"),
    [(3120.5, "USD 3,120 million"), (31.25, "USD 31.2 million"), (3, "USD 3 million")],
)
def test_money_is_shown_the_way_people_write_it(amount: float, shown: str) -> None:
    assert MoneyUnit("USD", 1_000_000).show(amount) == shown
