"""`headwater override` and `headwater ledger`: the price, the ledger, and the deck with it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from headwater.cli.main import main

Run = Callable[..., Result]
ROWS = "name,cost,benefit\nTram,5,9\nFerry,3,6\nLibrary,4,3\nQuay,6,2\n"
WHO = ("--by", "Amara", "--reason", "promised", "--budget", "10", "--cycle", "2026")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.csv").write_text(ROWS)
    return lambda *arguments: CliRunner().invoke(main, [str(each) for each in arguments])


def test_a_price_is_told_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    result = run("override", "list.csv", "force-in", "Quay", *WHO, "--ledger", "led.json")

    assert result.exit_code == 0, result.output
    assert "Quay is forced in: that costs 7 of value" in result.output
    assert not (tmp_path / "led.json").exists()


def test_confirmed_orders_add_up_and_an_undone_one_stays(run: Run) -> None:
    kept = (*WHO, "--ledger", "led.json", "--confirm")
    run("override", "list.csv", "force-in", "Library", *kept)
    second = run("override", "list.csv", "reorder", "Tram", "--behind", "Quay", *kept)

    assert "With the 1 standing: 2 overrides cost" in second.output
    before = run("ledger", "led.json").output
    assert before.startswith("Cycle 2026: 2 standing, 0 undone; value lost ")
    after = run("ledger", "led.json", "--undo", "2", "--by", "Dev", "--reason", "too dear").output
    assert after.startswith("Cycle 2026: 1 standing, 1 undone; value lost 3")
    assert "UNDONE by Dev: too dear" in after


def test_an_exemption_says_which_limit_is_overrun(run: Run) -> None:
    result = run("override", "list.csv", "exempt", "Quay", *WHO)

    assert "total budget is overrun by 4" in result.output


def test_the_ledger_goes_into_the_decision_and_verifying_leaves_it_out(
    run: Run, tmp_path: Path
) -> None:
    run("override", "list.csv", "force-out", "Tram", *WHO, "--ledger", "led.json", "--confirm")

    made = run(
        "rationalize", "list.csv", "--budget", "10", "--ledger", "led.json", "--out", tmp_path / "o"
    )

    assert made.exit_code == 0, made.output
    kept = json.loads((tmp_path / "o" / "decision.json").read_text())
    assert kept["overrides"][0]["override"]["project"] == "Tram"
    assert "1 override stands; it costs" in (tmp_path / "o" / "report.html").read_text()
    assert run("verify", tmp_path / "o" / "decision.json", "list.csv").output == "identical\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("override", "list.csv", "force-in", "Quay", *WHO, "--confirm"), "--ledger FILE"),
        (("override", "list.csv", "reorder", "Quay", *WHO), "must name the project it goes"),
        (("ledger", "list.csv"), "is not a ledger of overrides"),
        (("ledger", "none.json"), "cannot be read"),
    ],
)
def test_what_is_wrong_is_said(run: Run, arguments: tuple[str, ...], message: str) -> None:
    result = run(*arguments)

    assert result.exit_code == 2
    assert message in result.output
