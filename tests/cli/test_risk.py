"""`headwater risk`: the choice in bad futures."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import headwater.samples
from headwater.cli.main import main

Run = Callable[..., Result]
ROWS = "name,cost,benefit\nTram,5,9\nFerry,5,6\nQuay,3,1\n"
CASES = Path(headwater.samples.__file__).parent / "cases"
FUTURES = "project,Good,Bad\nTram,18,-6\nFerry,6,5\nQuay,1,1\n"
"""By its benefit the Tram is chosen; in the bad year it loses, where the Ferry stands."""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.csv").write_text(ROWS)
    (tmp_path / "futures.csv").write_text(FUTURES)
    return lambda *more: CliRunner().invoke(
        main, ["risk", "list.csv", "--budget", "8", "--futures", "futures.csv", *more]
    )


def test_a_cautious_choice_and_one_that_is_good_enough_stand_beside(run: Run) -> None:
    result = run("--caution", "1", "--tail", "0.5", "--target", "6")

    assert result.exit_code == 0, result.output
    assert "In 2 futures, in money units" in result.output
    assert "in:  Ferry" in result.output
    assert "out: Tram" in result.output
    assert "reaches 6 with a probability of 50%" in result.output
    assert "2 projects reach 6 in every one of 2 futures." in result.output


def test_json_holds_all_of_it(run: Run) -> None:
    found = json.loads(run("--caution", "1", "--tail", "0.5", "--json").stdout)

    assert (found["recommended"]["mean"], found["recommended"]["tail_mean"]) == (7, -5)
    assert (found["cautious"]["mean"], found["cautious"]["tail_mean"]) == (6.5, 6)
    assert (found["reaching"], found["chance"], found["sized_by"]) == (None, None, "")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--caution", "2"), "caution is 2"),
        (("--caution", "nan"), "caution is nan"),
        (("--tail", "0"), "the tail is 0"),
        (("--target", "inf"), "the target inf is not a finite number"),
        (("--futures", "none.csv"), "none.csv cannot be read"),
    ],
)
def test_what_cannot_be_used_is_named(run: Run, more: tuple[str, ...], said: str) -> None:
    result = run(*more)

    assert (result.exit_code, said in result.output) == (2, True), result.output


def test_a_list_of_projects_needs_its_futures(run: Run) -> None:
    result = CliRunner().invoke(main, ["risk", "list.csv", "--budget", "8"])

    assert result.exit_code == 2
    assert "--futures FILE" in result.output


def test_a_folder_of_cases_is_drawn(run: Run) -> None:
    shutil.copytree(CASES, "cases")

    told = CliRunner().invoke(
        main, ["risk", "cases", "--budget", "5200", "--draws", "32", "--json"]
    )
    again = CliRunner().invoke(
        main, ["risk", "cases", "--budget", "5200", "--draws", "32", "--json"]
    )

    assert told.exit_code == 0, told.output
    found = json.loads(told.stdout)
    assert found["futures"] == 32
    assert found["cautious"]["tail_mean"] >= found["recommended"]["tail_mean"] - 1e-6
    assert found["recommended"]["worst"] < found["recommended"]["mean"]
    assert told.stdout == again.stdout
