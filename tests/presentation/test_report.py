"""The records of a report refuse what no renderer could show."""

import pytest

from headwater.errors import InputError
from headwater.vocabulary.report import Column, Report, Section, Table, Text
from headwater.vocabulary.units import MoneyUnit


def test_a_row_of_another_length_is_named() -> None:
    with pytest.raises(InputError, match="2 cells for the columns Project"):
        Table((Column("Project"),), (("Bridge", 3.0),))


def test_a_number_that_is_not_finite_is_refused() -> None:
    with pytest.raises(InputError, match="'Bridge' holds a number that is not finite"):
        Table((Column("Project"), Column("Cost", "money")), (("Bridge", float("nan")),))


def test_ids_go_with_rows() -> None:
    with pytest.raises(InputError, match="1 rows and 2 ids"):
        Table((Column("Project"),), (("Bridge",),), ids=("a", "b"))


def test_a_section_with_nothing_to_show_is_refused() -> None:
    with pytest.raises(InputError, match="'start' has no title or nothing to show"):
        Section("start", "Start", "A finding", ())


def test_two_sections_with_one_key_are_refused() -> None:
    twin = Section("start", "Start", "A finding", (Text("words"),))
    with pytest.raises(InputError, match="same key"):
        Report("Title", "", (twin, twin), MoneyUnit())
