"""`headwater money`: what amounts of a limit buy, on the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from headwater.cli.main import main

PROJECTS = """name,cost,benefit
Bridge repair,4,9
Library roof,3,5
Payroll renewal,5,9
Tree planting,1,1
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "rivermouth.csv"
    path.write_text(PROJECTS)
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["money", *(str(each) for each in arguments)])


def test_it_says_what_each_amount_buys_and_who_moves(source: Path) -> None:
    result = run(source, "--budget", "9", "--levels", "15")

    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0] == "Value against total budget"
    today = next(line for line in lines if "(today)" in line)
    assert today.split()[:2] == ["9.00", "18"]
    assert any(line.strip() == "in:  Bridge repair" for line in lines)
    assert lines[-1].startswith("  0.45 more of the total budget")


def test_it_agrees_with_itself_as_json(source: Path) -> None:
    found = json.loads(run(source, "--budget", "9", "--json").stdout)

    assert found["limit"] == "total budget"
    assert [each["limit"] for each in found["marginal"]] == ["total budget"]
    inside: set[str] = set()
    for step in found["steps"]:
        inside = (inside | set(step["enters"])) - set(step["leaves"])
        if step["point"]["budget"] == 9:
            assert inside == {"Bridge repair", "Payroll renewal"}


def test_a_limit_that_is_not_there_is_named(source: Path) -> None:
    result = run(source, "--budget", "9", "--limit", "developer")

    assert result.exit_code == 2
    assert "no limit 'developer'; the limits are: total budget" in result.stderr
