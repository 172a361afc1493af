"""Records: checked when made, and the same after a trip through JSON."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.errors import InputError
from headwater.vocabulary.decision import Call
from headwater.vocabulary.scenario import Cause, Comparison, WhatIf
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
    ("kind", "given", "said"),
    [
        (Interval, "x", "Interval should be float"),
        (Interval, ["1", 2], "Interval should be float, not '1'"),
        (Interval, [1, 2, 3], "Interval should be float"),
        (WhatIf, {}, "WhatIf lacks bound, broken, changes, chosen and 13 more fields"),
        (Cause, {"group": "budgets"}, "Cause lacks part"),
        (Cause, {"group": "budgets", "part": float("nan")}, r"Cause\.part should be a finite"),
        (Cause, {"group": "budgets", "part": float("inf")}, r"Cause\.part should be a finite"),
        (Comparison, {"uses": {"budget": [1]}}, r"uses\.budget should hold 2 things, not 1"),
    ],
)
def test_what_is_no_record_is_refused_in_words(kind: type[Any], given: Any, said: str) -> None:
    with pytest.raises(InputError, match=said):
        from_json(kind, given)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [(3120.5, "USD 3,120 million"), (31.25, "USD 31.2 million"), (3, "USD 3 million")],
)
def test_money_is_shown_the_way_people_write_it(amount: float, shown: str) -> None:
    assert MoneyUnit("USD", 1_000_000).show(amount) == shown
