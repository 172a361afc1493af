"""`headwater fair-share` and `headwater signals`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from headwater.cli.main import main

Run = Callable[..., Result]
ROWS = "name,unit,cost,benefit\nTram,Transport,6,30\nBus,Transport,4,16\nLibrary,Culture,5,10\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.csv").write_text(ROWS)
    return lambda *arguments: CliRunner().invoke(main, [str(each) for each in arguments])


def test_equal_shares_are_told_with_who_is_starved(run: Run) -> None:
    result = run("fair-share", "list.csv", "--budget", "10")

    assert result.exit_code == 0, result.output
    assert "Equal shares over 2 units would choose 2 projects" in result.output
    assert "  starved" in next(each for each in result.output.split("\n") if "Culture  " in each)
    assert "Only by equal shares: Library" in result.output
    plain = json.loads(run("fair-share", "list.csv", "--budget", "10", "--json").stdout)
    assert plain["outcomes"][0]["starved"] == ["Culture"]


def test_signals_say_what_was_seen_and_what_was_not_looked_at(run: Run, tmp_path: Path) -> None:
    head = "name,cost,fit,mandatory\n"
    rows = [(f"P{at:02d}", 1 + at % 7, 1 + (at * 37 % 61) / 10) for at in range(60)]
    for name, shift in (("last", 0.0), ("this", 1.0)):
        text = "".join(f"{who},{cost},{score + shift},no\n" for who, cost, score in rows)
        (tmp_path / f"{name}.csv").write_text(head + text)

    result = run("signals", "this.csv", "--before", "last.csv", "--budget", "100")

    assert result.exit_code == 0, result.output
    assert "WARNINGS (1)\n  strong: Scores of all scorers together rose by" in result.output
    assert "    But: " in result.output
    assert "NOT LOOKED AT\n  Late edits: no edit" in result.output


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("project,criterion,scorer\nTram,fit,Amara\n", "has no column value"),
        ("project,criterion,scorer,value\nTram,fit,Amara,high\n", "row 2: 'high' is not a number"),
    ],
)
def test_scores_by_person_that_cannot_be_read_are_refused(
    run: Run, tmp_path: Path, text: str, message: str
) -> None:
    (tmp_path / "scores.csv").write_text(text)

    result = run("signals", "list.csv", "--budget", "10", "--scores", "scores.csv")

    assert (result.exit_code, message in result.output) == (2, True), result.output
