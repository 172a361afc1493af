"""Tables of futures: pasted from sheets, out of files, and what is wrong with them."""

import pytest

from headwater.errors import InputError
from headwater.intake import read_futures

PROJECTS = {"a": "Tram", "b": "Ferry"}


def test_a_table_is_read_with_its_chances_whatever_parts_the_columns() -> None:
    rows = ("project|Good|Bad", "probability|75%|25%", "ferry|3|-2", "a|10|0")

    for mark in ("\t", ";", ","):
        found = read_futures("\r\n".join(rows).replace("|", mark), projects=PROJECTS, unit="GBP")

        assert (found.labels, found.probabilities) == (("Good", "Bad"), (0.75, 0.25))
        assert found.values == {"b": (3.0, -2.0), "a": (10.0, 0.0)}
        assert found.unit == "GBP"


def test_futures_without_chances_are_equally_likely() -> None:
    found = read_futures("project,X,Y,Z,W\nTram,1,2,3,4\nFerry,0,0,0,0", projects=PROJECTS)

    assert found.probabilities == (0.25,) * 4


def test_chances_may_be_written_in_per_cent_without_the_sign() -> None:
    text = "project,X,Y\nchance,60,40\nTram,1,2\nFerry,0,0"

    assert read_futures(text, projects=PROJECTS).probabilities == (0.6, 0.4)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "write the futures as a table"),
        ("project,Good", "write the futures as a table"),
        ("project,Good,\nTram,1,2\nFerry,1,2", "every future needs a name"),
        ("project,Good,Good\nTram,1,2\nFerry,1,2", "no two of the same name"),
        ("project,Good,Bad\nTram,1\nFerry,1,2", "row 2 ('Tram') holds 1 numbers; there are 2"),
        ("project,Good,Bad\nTram,1,much\nFerry,1,2", "row 2, Bad: 'much' is not a number"),
        ("project,Good,Bad\nTram,1,NaN\nFerry,1,2", "row 2, Bad: 'NaN' is not a number"),
        ("project,Good,Bad\nTram,1,1e308\nFerry,1,2", "is larger than 1e+15"),
        ("project,Good,Bad\nTram,1,\nFerry,1,2", "row 2, Bad: write one number, not ''"),
        ("project,Good,Bad\nTram,1,2..3\nFerry,1,2", "write one number, not '2..3'"),
        ("project,Good,Bad\nTram,1,3m\nFerry,1,2", "write a plain number, not '3m'"),
        ("project,Good,Bad\nTram,1,2\nTram,1,2", "row 3: 'Tram' stands in two rows"),
        ("project,Good,Bad\nTram,1,2\nBus,1,2", "row 3: there is no project 'Bus'"),
        ("project,Good,Bad\nTram,1,2", "Ferry has no row"),
        ("project,Good,Bad\nchance,.5,.6\nTram,1,2\nFerry,1,2", "they must sum to 1"),
        ("project," + ",".join(map(str, range(501))) + "\nTram,1", "500 are the most"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_place(text: str, said: str) -> None:
    with pytest.raises(InputError) as raised:
        read_futures(text, projects=PROJECTS)

    assert said in str(raised.value)


def test_a_name_that_two_bear_is_ambiguous_and_the_id_is_not() -> None:
    both = {"a": "Tram", "b": "Tram"}

    with pytest.raises(InputError, match="several projects are called 'Tram'; write the id"):
        read_futures("project,X,Y\nTram,1,2\nb,1,2", projects=both)
    assert set(read_futures("project,X,Y\na,1,2\nb,1,2", projects=both).values) == {"a", "b"}
