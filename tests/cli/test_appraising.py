"""`headwater appraise`: value, review, collisions and the way into the portfolio."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from headwater import samples
from headwater.cli.main import main

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(main, [str(each) for each in arguments])


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / f"{name}.csv"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def two_cases(tmp_path: Path) -> Path:
    """The sample, and its twin that claims the same visits at another hourly pay."""
    folder = tmp_path / "cases"
    for name in ("library", "museum"):
        shutil.copytree(samples.case_path(), folder / name)
    edit(folder / "museum", "case", "evening library", "evening museum")
    edit(folder / "museum", "assumptions", "21.5", "23")
    return folder


def test_the_sample_is_told_in_full(run: Run) -> None:
    made = run("sample", "library", "--name", "evening_library")
    assert made.exit_code == 0
    told = run("appraise", "library").output
    for part in (
        "by green_book, GBP thousand, real prices of 2026, discounted to 2026",
        "* Refit the ground floor and staff the evenings",
        "Investment costs adjusted by 14.1% (standard_buildings, 24% less 45% mitigated; Dev",
        "Pre-review: 89 of 89 checks hold; passes the evaluability gate",
        "never choose by it alone",
        "A calm place to learn",
        "worth of a visit:",
    ):
        assert part in told


def test_findings_come_with_their_mend_and_source(run: Run, two_cases: Path) -> None:
    edit(two_cases / "library", "measures", "Door counter", "")
    told = run("appraise", two_cases / "library").output
    assert "88 of 89 checks hold; does not pass the evaluability gate" in told
    assert "BLOCKING measures, visits after five: It has no data source." in told
    assert "(measure-incomplete; headwater: evaluability gate)" in told


def test_cases_of_a_folder_are_held_against_each_other(run: Run, two_cases: Path) -> None:
    result = run("appraise", two_cases)
    assert result.exit_code == 0, result.output
    assert "HIGH 'evening library' and 'evening museum' together claim" in result.output
    assert "use different values of 'hourly pay'" in result.output
    assert "each need librarian in 2028 Q2" in result.output
    answer = json.loads(run("appraise", two_cases, "--json").stdout)
    assert [each["case"] for each in answer["values"]] == ["evening library", "evening museum"]
    assert answer["values"][0]["options"][2]["option"] == "refit"
    assert {each["kind"] for each in answer["collisions"]} == {
        "benefit", "assumption", "capacity",
    }  # fmt: skip


def test_cases_go_into_the_portfolio_without_retyping(run: Run, two_cases: Path) -> None:
    result = run("appraise", two_cases, "--into", "tables")
    assert result.exit_code == 0, result.output
    assert "headwater rationalize tables --budget AMOUNT" in result.output
    chosen = run("rationalize", "tables", "--budget", "5200", "--json")
    assert chosen.exit_code == 0, chosen.output
    decision = json.loads(chosen.stdout)
    assert sorted(each["id"] for each in decision["projects"]) == [
        "evening library", "evening museum",
    ]  # fmt: skip
    assert sum(each["chosen"] for each in decision["projects"]) == 1
    straight = json.loads(run("rationalize", two_cases, "--budget", "5200", "--json").stdout)
    assert straight["value"] == pytest.approx(decision["value"], abs=1e-4)
    again = run("appraise", two_cases, "--into", "tables")
    assert again.exit_code == 2
    assert "is there already" in again.output


def test_the_template_leads_to_the_next_step(run: Run) -> None:
    made = run("template", "case.xlsx", "--case")
    assert "headwater appraise case.xlsx" in made.output
    empty = run("appraise", "case.xlsx")
    assert empty.exit_code == 2
    assert "there are no options yet" in empty.output


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--practice", "magic"), "no appraisal practice 'magic'"),
        (("--pack", "green_book_1066"), "no parameter pack 'green_book_1066'"),
    ],
)
def test_wrong_names_are_one_line(run: Run, options: tuple[str, ...], message: str) -> None:
    result = run("appraise", samples.case_path(), *options)
    assert result.exit_code == 2
    assert message in result.output
    assert "Traceback" not in result.output


def test_another_practice_leaves_out_what_is_no_money(run: Run) -> None:
    told = run("appraise", samples.case_path(), "--practice", "corporate").output
    assert "by corporate" in told
    assert "No cost of capital was given" in told
