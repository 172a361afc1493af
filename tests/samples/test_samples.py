"""Holds the samples to their provenance: counts, sums, links, and no sentence taken over."""

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest

from headwater import samples
from headwater.errors import InputError

Rows = list[dict[str, str]]

SOURCE = Path(__file__).parents[3] / "shared" / "data" / "us_it_dashboard" / "sample"
RUN = 6  # as many words in a row as count as copied

SPENT_BEFORE = Decimal("22244.385398")  # USD million, summed from the source
FY2016 = Decimal("3619.515517")
FY2017 = Decimal("3595.293521")


def read(file: Path) -> Rows:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def table(name: str) -> Rows:
    return read(samples.path() / f"{name}.csv")


def total(rows: Rows, column: str) -> Decimal:
    return sum((Decimal(row[column]) for row in rows), Decimal(0))


def themes() -> Rows:
    return [row for row in table("objectives") if not row["parent"]]


def objectives() -> Rows:
    return [row for row in table("objectives") if row["parent"]]


def source(name: str) -> Rows:
    if not SOURCE.is_dir():
        pytest.skip("the source feed does not lie beside this checkout")
    return read(SOURCE / f"{name}.csv")


def tidied(title: str) -> str:
    spaced = " ".join(title.split())
    return spaced[:-1] if spaced.count(")") > spaced.count("(") else spaced


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+", text.lower())
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


def test_the_samples_are_named() -> None:
    assert samples.names() == ("name_and_cost", "us_it_2017")


def test_an_unknown_sample_names_the_known_ones() -> None:
    with pytest.raises(InputError, match=r"'moon'.*name_and_cost, us_it_2017"):
        samples.path("moon")


@pytest.mark.parametrize("name", ["name_and_cost", "us_it_2017"])
def test_files_are_utf8_with_line_feeds(name: str) -> None:
    for file in samples.path(name).glob("*.csv"):
        content = file.read_bytes()
        assert b"\r" not in content
        assert content.endswith(b"\n")
        assert content.decode("utf-8")


def test_projects_are_99_distinct_and_sorted() -> None:
    ids = [row["id"] for row in table("projects")]
    assert len(ids) == len(set(ids)) == 99
    assert ids == sorted(ids)


def test_sums_are_those_of_the_source() -> None:
    projects = table("projects")
    assert total(projects, "note_spent_before_FY2016") == SPENT_BEFORE
    assert total(projects, "cost_FY2016") == FY2016
    assert total(projects, "cost_FY2017") == FY2017
    assert total(projects, "cost (USD million)") == FY2016 + FY2017


def test_each_cost_is_the_sum_of_its_years() -> None:
    for row in table("projects"):
        assert Decimal(row["cost (USD million)"]) == Decimal(row["cost_FY2016"]) + Decimal(
            row["cost_FY2017"]
        )


def test_every_description_says_something() -> None:
    for row in table("projects"):
        assert 8 <= len(row["description"].split()) <= 16, row["id"]


def test_stage_and_confidence_stay_in_their_scales() -> None:
    for row in table("projects"):
        assert row["stage"] in {"running", "new"}
        assert row["Delivery confidence"] in {"1", "2", "3", "4", "5"}


def test_two_projects_are_mandatory_and_name_their_law() -> None:
    marked = [row for row in table("projects") if row["mandatory"] or row["mandatory_basis"]]
    assert [row["id"] for row in marked] == ["015-000000369", "015-000200177"]
    for row in marked:
        assert row["mandatory"] == "yes"
        assert "Public Law" in row["mandatory_basis"]


def test_27_objectives_stand_under_six_themes() -> None:
    parents = {row["id"] for row in themes()}
    assert len(parents) == 6
    assert len(objectives()) == 27
    assert {row["parent"] for row in objectives()} == parents


def test_objectives_are_worded_briefly() -> None:
    for row in table("objectives"):
        assert 1 <= len(row["name"].split()) <= 12, row["id"]


def test_154_links_join_known_ids() -> None:
    links = table("links")
    assert len({(row["project"], row["objective"]) for row in links}) == len(links) == 154
    assert {row["project"] for row in links} == {row["id"] for row in table("projects")}
    assert {row["objective"] for row in links} == {row["id"] for row in objectives()}
    assert {row["strength"] for row in links} == {"1"}


@pytest.mark.parametrize("name", ["judgements", "budgets"])
def test_invented_rows_say_that_they_are_illustrative(name: str) -> None:
    assert {row["source"] for row in table(name)} == {"illustrative"}


def test_judgements_speak_of_the_themes_and_of_delivery() -> None:
    criteria = {row["name"] for row in themes()} | {"Delivery confidence"}
    judgements = table("judgements")
    assert len({row["leader"] for row in judgements}) == 5
    for leader in {row["leader"] for row in judgements}:
        own = [row for row in judgements if row["leader"] == leader]
        assert {row[side] for row in own for side in ("left", "right")} - {""} == criteria


def test_budgets_are_about_36_percent_of_the_requests() -> None:
    asked = {"FY2016": FY2016, "FY2017": FY2017}
    budgets = {row["period"]: Decimal(row["amount"]) for row in table("budgets")}
    assert set(budgets) == set(asked)
    for period, amount in budgets.items():
        assert abs(amount / asked[period] - Decimal("0.36")) < Decimal("0.01")


def test_name_and_cost_holds_12_of_the_same_projects() -> None:
    known = {row["name"]: row["cost_FY2017"] for row in table("projects")}
    small = read(samples.path("name_and_cost") / "projects.csv")
    assert len(small) == 12
    assert all(set(row) == {"name", "cost"} for row in small)
    assert all(known[row["name"]] == row["cost"] for row in small)


def test_provenance_comes_with_the_sample() -> None:
    assert "17 USC 105" in (samples.path() / "PROVENANCE.md").read_text(encoding="utf-8")


def test_facts_are_those_of_the_source() -> None:
    given = {row["investment_id"]: row for row in source("investments")}
    projects = table("projects")
    assert {row["id"] for row in projects} == set(given)
    for row in projects:
        theirs = given[row["id"]]
        prior, fy2015, fy2016, fy2017 = (
            Decimal(theirs[f"funding_{year}_usd_m"])
            for year in ("prior", "fy2015", "fy2016", "fy2017")
        )
        assert row["name"] == tidied(theirs["title"])
        assert (row["unit"], row["department"]) == (theirs["bureau"], theirs["agency"])
        assert (row["start"], row["end"]) == (theirs["start_year"], theirs["end_year"])
        assert row["Delivery confidence"] == theirs["cio_evaluation_1to5"]
        assert row["note_rebaselines"] == theirs["baseline_changes"].removesuffix(".0")
        assert Decimal(row["note_spent_before_FY2016"]) == prior + fy2015
        assert Decimal(row["cost_FY2016"]) == fy2016
        assert Decimal(row["cost_FY2017"]) == fy2017
        assert (row["stage"] == "running") == (int(theirs["start_year"]) < 2016 or fy2015 > 0)


def test_links_are_those_of_the_source() -> None:
    declared = {
        (row["investment_id"], row["objective_id"]) for row in source("investment_objective_links")
    }
    assert {(row["project"], row["objective"]) for row in table("links")} == declared


def test_no_sentence_is_taken_from_the_source() -> None:
    texts = [text for row in source("investments") for text in row.values()]
    texts += [text for row in source("objectives") for text in row.values()]
    taken = set().union(*(runs(text) for text in texts))
    ours = {row["id"]: row["description"] for row in table("projects")}
    ours |= {row["id"]: row["name"] for row in table("objectives")}
    copied = {key: found for key, text in ours.items() if (found := runs(text) & taken)}
    assert not copied
