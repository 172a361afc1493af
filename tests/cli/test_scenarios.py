"""`headwater compare` and `headwater certify`: what if, and is it right, on the command line."""

import json
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from headwater.cli import scenarios
from headwater.cli.main import House, main

PROJECTS = """name,cost,benefit
Bridge repair,4,9
Library roof,3,5
Payroll renewal,5,9
Tree planting,1,1
"""
Run = Callable[..., Result]


@click.group(cls=House)
def house() -> None:
    """Hold the two commands, as the whole command line does."""


house.add_command(scenarios.compare)
house.add_command(scenarios.certify)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "rivermouth.csv"
    path.write_text(PROJECTS)
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(house, [str(each) for each in arguments])


@pytest.fixture
def decision(source: Path, tmp_path: Path) -> Path:
    made = CliRunner().invoke(main, ["rationalize", str(source), "--budget", "9", "--json"])
    path = tmp_path / "decision.json"
    path.write_text(made.stdout)
    return path


def test_a_tree_is_read_from_a_file_and_shown_as_one(source: Path, tmp_path: Path) -> None:
    tree = tmp_path / "tree.json"
    tree.write_text(
        json.dumps(
            [
                {
                    "name": "Cut",
                    "changes": [{"kind": "budget_percent", "number": -10}],
                    "then": [{"name": "No bridge", "changes": [
                        {"kind": "remove", "name": "Bridge repair"}]}],
                }
            ]
        )
    )  # fmt: skip

    result = run("compare", source, "--budget", "9", "--tree", tree)

    assert result.exit_code == 0, result.output
    assert "Cut: 15 (-3), proved best\n  No bridge: 14 (-1), proved best" in result.stdout
    assert result.stdout.count("What differs") == 2


def test_a_tree_that_is_none_is_refused_by_name(source: Path, tmp_path: Path) -> None:
    tree = tmp_path / "tree.json"
    tree.write_text('[{"changes": []}]')

    spoilt = run("compare", source, "--budget", "9", "--tree", tree)
    nothing = run("compare", source, "--budget", "9")

    assert (spoilt.exit_code, nothing.exit_code) == (2, 2)
    assert "name" in spoilt.stderr
    assert "say what is different" in nothing.stderr


def test_scores_and_forced_projects_can_be_written(tmp_path: Path) -> None:
    source = tmp_path / "scored.csv"
    source.write_text("name,cost,Safety\nBridge,4,2\nRoof,3,4\nTrees,1,1\n")

    result = run(
        "compare", source, "--budget", "5", "--with", "score Bridge on safety = 8", "--with",
        "force out Roof",
    )  # fmt: skip

    assert result.exit_code == 0, result.output
    assert "Bridge is worth something else now" in result.stdout
    assert "Roof leaves" in result.stdout


def test_it_says_what_changes_and_why(source: Path) -> None:
    result = run(
        "compare", source, "--budget", "9", "--with", "budget -10%", "--with",
        "cost Payroll renewal +40%", "--calls",
    )  # fmt: skip

    assert result.exit_code == 0, result.output
    assert "The value falls from 18 to 15." in result.stdout
    assert "Payroll renewal leaves, most of all because of the budgets." in result.stdout
    assert "total budget: 9 before, 8.1 now" in result.stdout
    assert "Payroll renewal leaves, most of all because of the costs and needs" in result.stdout
    assert "Payroll renewal: start -> stop" in result.stdout


def test_a_scenario_that_allows_nothing_is_told_and_the_next_goes_on(source: Path) -> None:
    source.write_text(PROJECTS.replace("benefit", "benefit,mandatory").replace(",9\n", ",9,yes\n"))

    result = run(
        "compare", source, "--budget", "9", "--with", "budget -50%", "--with", "budget +50%"
    )

    assert result.exit_code == 0, result.output
    assert "No portfolio is allowed" in result.stdout
    assert "The value rises" in result.stdout


def test_it_writes_json(source: Path) -> None:
    result = run("compare", source, "--budget", "9", "--with", "budget -10%", "--json")

    branch = json.loads(result.stdout)["scenarios"][0]
    assert branch["name"] == "budget -10%"
    assert branch["against_start"]["value_change"] == pytest.approx(-3)


def test_a_change_that_is_not_understood_says_how_to_write_it(source: Path) -> None:
    result = run("compare", source, "--budget", "9", "--with", "less of everything")

    assert result.exit_code == 2
    assert "write 'budget -10%'" in result.stderr


def test_a_decision_is_certified(source: Path, decision: Path) -> None:
    result = run("certify", decision, source)

    assert result.exit_code == 0, result.output
    assert "All 6 checks passed." in result.stdout
    assert "Exact value: 18" in result.stdout
    kept = json.loads(run("certify", decision, source, "--json", "--no-second").stdout)
    assert len(kept["checks"]) == 5


def test_a_decision_that_was_tampered_with_is_found_out(source: Path, decision: Path) -> None:
    kept = json.loads(decision.read_text())
    for each in kept["projects"]:
        each["chosen"] = each["name"] != "Payroll renewal"
    decision.write_text(json.dumps(kept))

    result = run("certify", decision, source)

    assert result.exit_code == 1
    assert "FAILED  A cold solve by HiGHS found a better portfolio" in result.stdout


def test_another_input_is_found_out(source: Path, decision: Path) -> None:
    source.write_text(PROJECTS + "Museum,8,2\n")

    result = run("certify", decision, source)

    assert result.exit_code == 1
    assert "not the one that the decision was made from" in result.stdout


def test_what_is_no_decision_is_refused(source: Path, tmp_path: Path) -> None:
    assert run("certify", tmp_path / "none.json", source).exit_code == 2
    assert "not a decision.json" in run("certify", source, source).stderr
