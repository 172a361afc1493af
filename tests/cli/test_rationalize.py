"""`headwater rationalize`: files in, files out, one clear message and exit code when not."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from headwater.cli.main import main

ROOT = Path(__file__).parents[2]
Run = Callable[..., Result]

PROJECTS = """name,cost,benefit
Bridge repair,4,9
Library roof,3,5
Payroll renewal,5,9
Tree planting,1,1
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(main, [str(each) for each in arguments])


def decide(run: Run, source: Path | str, *options: object) -> dict[str, Any]:
    result = run("rationalize", source, "--json", *options)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def chosen(decision: dict[str, Any]) -> set[str]:
    return {each["name"] for each in decision["projects"] if each["chosen"]}


def write(folder: Path, **tables: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text)
    return folder


def test_the_value_of_a_portfolio_is_the_sum_of_its_benefits(run: Run, tmp_path: Path) -> None:
    decision = decide(run, write(tmp_path / "in", projects=PROJECTS), "--budget", "9")

    assert chosen(decision) == {"Bridge repair", "Payroll renewal"}
    assert (decision["value"], decision["bound"], decision["gap"]) == (18, 18, 0)
    assert (decision["budget"], decision["spent"]) == (9, 9)
    calls = {each["name"]: each["call"] for each in decision["projects"]}
    assert calls == {
        "Bridge repair": "start",
        "Payroll renewal": "start",
        "Library roof": "stop",
        "Tree planting": "stop",
    }


def test_equally_good_portfolios_are_stated_as_ties(run: Run, tmp_path: Path) -> None:
    source = write(tmp_path / "in", projects="name,cost,benefit\nA,1,5\nB,1,5\nC,1,9\n")

    decision = decide(run, source, "--budget", "2")

    assert set(decision["ties"]) == {"A", "B"}
    assert chosen(decision) == {"A", "C"}  # the first by name, whatever the row order
    index = {each["name"]: each["core_index"] for each in decision["projects"]}
    assert index == {"A": 0.5, "B": 0.5, "C": 1.0}


def test_mutual_requirements_mean_together(run: Run, tmp_path: Path) -> None:
    rules = "kind,project,other,value\nrequires,A,B,\nrequires,B,A,\n"
    projects = "name,cost,benefit\nA,3,10\nB,3,1\nC,3,6\nD,3,4\n"

    decision = decide(run, write(tmp_path / "in", projects=projects, rules=rules), "--budget", 6)

    assert chosen(decision) == {"A", "B"}
    tighter = decide(run, tmp_path / "in", "--budget", 5)
    assert chosen(tighter) == {"C"}


def test_no_order_of_rows_or_columns_changes_the_answer(run: Run, tmp_path: Path) -> None:
    rows = PROJECTS.strip().splitlines()
    turned = [",".join(reversed(row.split(","))) for row in [rows[0], *reversed(rows[1:])]]
    one = decide(run, write(tmp_path / "one", projects=PROJECTS), "--budget", 8, "--title", "T")
    two = decide(
        run, write(tmp_path / "two", projects="\n".join(turned)), "--budget", 8, "--title", "T"
    )

    assert one == two


def test_name_and_cost_alone_are_answered_honestly(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "projects.csv"
    source.write_text("Project Name,Total cost (GBP m)\nA,3\nB,4\nC,12\n")

    decision = decide(run, source, "--budget", "10")

    calls = {each["name"]: each["call"] for each in decision["projects"]}
    assert calls == {"A": "start", "B": "start", "C": "stop"}
    assert any("what a project is worth" in doubt for doubt in decision["doubts"])
    assert decision["money"] == {"currency": "GBP", "scale": 1_000_000}


def test_a_blank_cost_is_a_question_not_zero(run: Run, tmp_path: Path) -> None:
    source = write(tmp_path / "in", projects="name,cost,benefit\nA,3,5\nB,,50\nC,4,5\n")

    decision = decide(run, source, "--budget", "7")

    calls = {each["name"]: each for each in decision["projects"]}
    assert calls["B"]["cost"] is None
    assert (calls["B"]["call"], calls["B"]["chosen"]) == ("contested", False)
    assert any("cost of B is not known" in doubt for doubt in decision["doubts"])
    assert any(ask["project"] == "B" for ask in decision["questions"])


def test_all_documents_are_written_and_named(run: Run, tmp_path: Path) -> None:
    source = write(tmp_path / "in", projects=PROJECTS)

    result = run("rationalize", source, "--budget", "9", "--out", tmp_path / "out")

    assert result.exit_code == 0, result.output
    names = {"decision.json", "portfolio.xlsx", "board.pptx", "report.html"}
    assert {path.name for path in (tmp_path / "out").iterdir()} == names
    assert all(name in result.output for name in names)


def test_a_decision_verifies_against_its_input_only(run: Run, tmp_path: Path) -> None:
    source = write(tmp_path / "in", projects=PROJECTS)
    run("rationalize", source, "--budget", "9", "--out", tmp_path / "out")
    kept = tmp_path / "out/decision.json"

    same = run("verify", kept, source)
    assert (same.exit_code, same.output.strip()) == (0, "identical")

    forged = json.loads(kept.read_text())
    forged["projects"][0]["call"] = "stop"
    kept.write_text(json.dumps(forged))
    found = run("verify", kept, source)
    assert (found.exit_code, "different" in found.output) == (1, True)
    assert "call was 'stop'" in found.output

    other = write(tmp_path / "other", projects=PROJECTS.replace("4,9", "4,8"))
    assert "not the one of the decision" in run("verify", kept, other).output


INFEASIBLE = {
    "projects": "name,cost,mandatory,mandatory_basis\n"
    "Dam,5,yes,Act 1\nLock,6,yes,Act 2\nPier,1,,\n",
}


def test_an_infeasible_input_names_what_conflicts(run: Run, tmp_path: Path) -> None:
    result = run("rationalize", write(tmp_path / "in", **INFEASIBLE), "--budget", "10")

    assert result.exit_code == 4
    assert all(word in result.stderr for word in ("Dam", "Lock", "mandatory", "budget"))
    assert "Pier" not in result.stderr
    assert list(tmp_path.glob("*-decision")) == []


BAD = {
    "no cost column": ({"projects": "name,size\nA,3\n"}, "cost"),
    "text in a number cell": ({"projects": "name,cost\nA,lots\n"}, "row 2"),
    "negative cost": ({"projects": "name,cost\nA,-3\n"}, "row 2"),
    "not a number": ({"projects": "name,cost\nA,NaN\n"}, "row 2"),
    "mixed currencies": ({"projects": "name,cost\nA,£3\nB,$4\n"}, "currenc"),
    "duplicate names": ({"projects": "name,cost\nAlpha,3\nAlpha ,4\n"}, "Alpha"),
    "no rows": ({"projects": "name,cost\n"}, "projects"),
    "empty file": ({"projects": ""}, "empty"),
    "unknown project in a rule": (
        {"projects": "name,cost\nAlpha,3\n", "rules": "kind,project,other\nrequires,Alpha,Alfa\n"},
        "Alpha",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_wrong_input_gets_one_clear_message(run: Run, tmp_path: Path, case: str) -> None:
    tables, named = BAD[case]

    result = run("rationalize", write(tmp_path / "in", **tables), "--budget", "10")

    assert result.exit_code == 2, result.output
    assert result.stderr.startswith("Error: ")
    assert named in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize("budget", ["0", "-5", "nan", "inf", "much", "EUR 5"])
def test_a_wrong_budget_is_refused(run: Run, tmp_path: Path, budget: str) -> None:
    source = tmp_path / "projects.csv"
    source.write_text("name,cost (USD m)\nA,3\n")

    assert run("rationalize", source, f"--budget={budget}").exit_code == 2


@pytest.mark.parametrize("name", ["old.xls", "program.xlsx", "missing.csv"])
def test_wrong_files_are_refused(run: Run, tmp_path: Path, name: str) -> None:
    if name == "old.xls":
        (tmp_path / name).write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)
    if name == "program.xlsx":
        (tmp_path / name).write_bytes(b"MZ" + b"\x90" * 600)

    result = run("rationalize", tmp_path / name, "--budget", "5")

    assert (result.exit_code, name in result.stderr) == (2, True)


def test_the_template_is_written_once_and_asks_to_be_filled(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "workbook.xlsx"
    assert run("template", target).exit_code == 0
    assert run("template", target).exit_code == 2

    result = run("rationalize", target, "--budget", "5")

    assert (result.exit_code, "example" in result.stderr) == (2, True)


def test_the_sample_runs_and_says_what_is_illustrative(run: Run, tmp_path: Path) -> None:
    assert run("sample", tmp_path / "sample").exit_code == 0

    decision = decide(run, tmp_path / "sample", "--budget", "2500")

    assert len(decision["projects"]) == 99
    assert decision["gap"] == 0
    assert any("judgements are illustrative" in doubt for doubt in decision["doubts"])
    assert any(each.startswith("Leaders differ on") for each in decision["findings"])


def test_the_raw_public_table_runs_with_a_mapping(run: Run) -> None:
    source = ROOT / "../shared/data/us_it_dashboard/sample/investments.csv"
    if not source.exists():
        pytest.skip("the raw public table is not here")

    decision = decide(
        run,
        source.resolve(),
        "--budget",
        "3000",
        "--map",
        "name=title,cost=funding_fy2017_usd_m,id=investment_id,criterion=cio_evaluation_1to5",
    )

    assert len(decision["projects"]) == 99
    assert decision["money"] == {"currency": "USD", "scale": 1_000_000}


def test_answers_about_what_nothing_is_scored_on_are_left_out_with_a_doubt(
    run: Run, tmp_path: Path
) -> None:
    source = write(
        tmp_path / "in",
        projects="name,cost,fit\nA,3,5\nB,3,4\n",
        objectives="id,name\nO1,Safer streets\n",
        judgements="leader,method,left,answer\nAmara,swing,fit,100\nAmara,swing,Safer streets,50\n",
    )

    decision = decide(run, source, "--budget", "3")

    assert chosen(decision) == {"A"}
    assert any("answers on Safer streets were left out" in each for each in decision["doubts"])


def test_the_choice_is_certified_where_asked_and_json_stays_json(run: Run, tmp_path: Path) -> None:
    source = write(tmp_path / "in", projects=PROJECTS)

    told = run("rationalize", source, "--budget", "9", "--out", "out", "--certify")
    plain = run("rationalize", source, "--budget", "9", "--json", "--certify")

    assert told.exit_code == plain.exit_code == 0, told.output
    assert "All 6 checks passed." in told.stdout
    assert "Exact value: 18" in told.stdout
    assert json.loads(plain.stdout)["value"] == 18
    assert "All 6 checks passed." in plain.stderr
