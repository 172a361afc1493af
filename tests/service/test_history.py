"""The record as it was known on a day, and figures through the quarters."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worked import TODAY, day, record

from headwater.errors import InputError
from headwater.service.history import as_of, courses, name_of
from headwater.service.proactivity import proactivity


def measured(known, today):  # type: ignore[no-untyped-def]
    return proactivity(known, today=today)


def test_what_came_later_is_not_known_yet() -> None:
    known = as_of(record(), day=day(30))

    assert [each.id for each in known.needs] == ["n0", "n1", "n2", "n3", "n4"]
    assert [each.answered for each in known.needs] == [day(30), None, None, None, None]
    assert [each.id for each in known.decisions if each.decided] == ["d0", "d1", "d2"]
    assert known.decisions[1].reversed is None
    assert [each.id for each in known.values] == ["v0"]
    assert all(each.settled and each.settled.date() <= day(30) for each in known.clocks)


def test_the_last_day_knows_everything_that_counts() -> None:
    assert proactivity(as_of(record(), day=TODAY), today=TODAY) == proactivity(
        record(), today=TODAY
    )


def test_a_course_ends_with_the_figure_itself() -> None:
    found = courses(record(), measured=measured, today=TODAY, number=3)

    assert [each.period for each in found[0].points] == ["2026 Q1", "2026 Q2", "2026 Q3"]
    assert [each.day for each in found[0].points] == [date(2026, 3, 31), date(2026, 6, 30), TODAY]
    for each in found:
        assert each.points[-1].value == each.figure.value
        assert each.points[-1].interval == each.figure.interval
    needs = next(each for each in found if each.figure.key == "needs_found")
    assert [each.number for each in needs.points] == [12, 12, 12]


def test_no_point_is_refused() -> None:
    with pytest.raises(InputError, match="ask for one at least"):
        courses(record(), measured=measured, today=TODAY, number=0)


@given(first=st.integers(-5, 200), later=st.integers(0, 200))
def test_nothing_is_forgotten(first: int, later: int) -> None:
    """Whatever was known on a day is known on a later one; to look back twice changes nothing."""
    before, after = day(first), day(first) + timedelta(days=later)
    known = as_of(record(), day=before)

    assert as_of(as_of(record(), day=after), day=before) == known
    assert {e.id for e in known.needs} <= {e.id for e in as_of(record(), day=after).needs}


def test_a_day_belongs_to_its_quarter() -> None:
    assert [name_of(date(2026, month, 1)) for month in (1, 3, 4, 12)] == [
        "2026 Q1", "2026 Q1", "2026 Q2", "2026 Q4",
    ]  # fmt: skip
