"""`headwater explain` and `headwater make-room`, on the command line."""

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from headwater.cli import explaining
from headwater.cli.main import House

PROJECTS = """name,cost,benefit
Bridge repair,4,9
Library roof,3,5
Payroll renewal,5,9
Tree planting,1,1
"""


@click.group(cls=House)
def house() -> None:
    """Hold the two commands, as the whole command line does."""


house.add_command(explaining.explain)
house.add_command(explaining.make_room)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "rivermouth.csv"
    path.write_text(PROJECTS)
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(house, [str(each) for each in arguments])


def test_it_says_what_it_takes(source: Path):
    result = run("explain", source, "--budget", 8, "Payroll renewal")

    assert result.exit_code == 0, result.output
    assert "Payroll renewal is not in the recommended portfolio." in result.output
    assert "Payroll renewal comes in at a cost of 4 instead of 5 (20% less)" in result.output
    assert "Payroll renewal comes in with a total budget of 9 instead of 8" in result.output


def test_it_says_what_would_have_to_be_true(source: Path):
    result = run("explain", source, "--budget", 8, "--together", "Payroll renewal")

    assert "Payroll renewal would be recommended if there is 20% more money" in result.output


def test_it_gives_all_of_it_as_json(source: Path):
    result = run("explain", source, "--budget", 8, "--json", "Payroll renewal")

    (found,) = json.loads(result.stdout)["projects"]
    assert found["project"] and found["chosen"] is False
    assert [each["kind"] for each in found["changes"]] == ["cost", "value", "budget"]


def test_it_says_what_has_to_stop(source: Path):
    result = run(
        "make-room", source, "--budget", 8, "Payroll renewal", "--running", "Bridge repair",
        "--running", "Library roof", "--running", "Tree planting", "--exit-cost", "Library roof=1",
    )  # fmt: skip

    assert result.exit_code == 0, result.output
    assert "1. To start Payroll renewal, stop Bridge repair and Tree planting" in result.output
    assert "2. To start Payroll renewal, stop Bridge repair and Library roof" in result.output
    assert "gives up 14 and 1 to stop" in result.output


@pytest.mark.parametrize(
    ("exit_cost", "said"),
    [
        ("Library roof=NaN", "the exit cost of Library roof 'NaN' is not an amount"),
        ("Library roof=-3", "the exit cost of Library roof '-3' is below zero"),
        ("=3", "'=3' names no project"),
    ],
)
def test_an_exit_cost_that_is_none_is_named(source: Path, exit_cost: str, said: str):
    asked = ("make-room", source, "--budget", 8, "Payroll renewal", "--running", "Library roof")

    refused = run(*asked, "--exit-cost", exit_cost)

    assert (refused.exit_code, said in refused.output) == (2, True), refused.output
    assert run(*asked, "--exit-cost", "Library roof = 0").exit_code == 0


def test_json_of_room_holds_what_runs_in_vain_too(source: Path):
    running = ("--running", "Bridge repair", "--running", "Library roof")
    told = run("make-room", source, "--budget", 8, "Payroll renewal", *running, "--json")

    found = json.loads(told.stdout)
    assert found["rooms"][0]["stops"]
    assert set(found) == {"sized_by", "rooms", "zombies"}


def test_what_is_not_there_is_said(source: Path):
    result = run("explain", source, "--budget", 8, "Castle")

    assert result.exit_code == 2
    assert "no project has the id or name 'Castle'" in result.output
    assert "is not an exit cost" in run(
        "make-room", source, "--budget", 8, "Payroll renewal", "--exit-cost", "x"
    ).output  # fmt: skip
