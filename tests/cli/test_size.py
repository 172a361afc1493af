"""`--size cost`: every command that solves lets scores count by cost, and says that it did."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from headwater.cli.main import main

Run = Callable[..., Result]
ROWS = "name,unit,cost,fit\nTram,Transport,6,9\nFerry,Harbour,2,8\nQuay,Harbour,2,7\nBus,Road,2,1\n"
"""Full scores buy most with Ferry and Quay; by cost the Tram alone is worth more than both."""

SOLVING = {
    "explain": ("explain", "list.csv", "Tram"),
    "together": ("explain", "list.csv", "Tram", "--together"),
    "make-room": ("make-room", "list.csv", "Tram", "--running", "Ferry", "--running", "Quay"),
    "money": ("money", "list.csv", "--levels", "6"),
    "override": (
        "override", "list.csv", "force-out", "Bus", "--by", "Dev", "--reason", "The road closes.",
    ),
    "compare": ("compare", "list.csv", "--with", "budget -20%"),
    "fair-share": ("fair-share", "list.csv"),
    "signals": ("signals", "list.csv"),
    "rules": ("rules", "list.csv"),
    "risk": ("risk", "list.csv", "--futures", "futures.csv"),
}  # fmt: skip


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.csv").write_text(ROWS)
    (tmp_path / "futures.csv").write_text("project,Good\nTram,9\nFerry,4\nQuay,4\nBus,1\n")
    return lambda *arguments: CliRunner().invoke(main, [*arguments, "--budget", "6"])


@pytest.mark.parametrize("command", SOLVING)
def test_each_command_that_solves_takes_the_size_and_says_so(run: Run, command: str) -> None:
    plain, sized = run(*SOLVING[command]), run(*SOLVING[command], "--size", "cost")

    assert plain.exit_code == sized.exit_code == 0, (plain.output, sized.output)
    said = "Scores count in proportion to the cost of a project"
    assert said not in plain.output
    assert said in sized.output
    if command != "signals":  # too few projects for a pattern
        assert plain.output != sized.output.replace(sized.output[sized.output.find(said) :], "")


@pytest.mark.parametrize("command", SOLVING)
def test_the_json_of_each_command_names_the_size(run: Run, command: str) -> None:
    plain = json.loads(run(*SOLVING[command], "--json").stdout)
    sized = json.loads(run(*SOLVING[command], "--size", "cost", "--json").stdout)

    assert (plain["sized_by"], sized["sized_by"]) == ("", "cost")


def test_a_decision_a_certificate_and_a_ledger_name_the_size(run: Run) -> None:
    for size in ((), ("--size", "cost")):
        made = run("rationalize", "list.csv", "--json", *size).stdout
        Path("decision.json").write_text(made)
        used = json.loads(made)["manifest"]["parameters"]["sized_by"]
        checked = CliRunner().invoke(main, ["certify", "decision.json", "list.csv", "--json"])
        run(*SOLVING["override"], "--ledger", "ledger.json", "--confirm", *size)
        kept = json.loads(Path("ledger.json").read_text())

        wanted = "cost" if size else ""
        assert (used, json.loads(checked.stdout)["sized_by"]) == (wanted, wanted)
        assert kept[-1]["sized_by"] == wanted
    shown = CliRunner().invoke(main, ["ledger", "ledger.json"]).stdout
    assert shown.count("scores by cost") == 1


def test_the_size_turns_the_answer(run: Run) -> None:
    assert "Tram is not in the recommended" in run("explain", "list.csv", "Tram").output
    sized = run("explain", "list.csv", "Tram", "--size", "cost")
    assert "Tram is in the recommended" in sized.output


def test_the_letters_go_to_those_whom_the_size_refuses(run: Run) -> None:
    plain = run("no-pack", "list.csv", "--out", "plain")
    sized = run("no-pack", "list.csv", "--out", "sized", "--size", "cost")

    assert plain.exit_code == sized.exit_code == 0, (plain.output, sized.output)
    assert {each.suffix for each in Path("sized").rglob("*tram*")} == set()
    assert {".docx", ".pdf"} <= {each.suffix for each in Path("plain").rglob("*tram*")}
