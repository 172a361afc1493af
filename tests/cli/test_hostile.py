"""Degenerate and hostile lists: answered, or the thing, the place and the mend are named."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from headwater.cli.main import main

Run = Callable[..., Result]
PLAIN = "name,cost,fit\nTram,6,9\nFerry,2,8\nQuay,2,7\nBus,2,1\n"
THREE = "name,cost,benefit\nA,3,5\nB,3,4\nC,3,3\n"
REFUSED = {
    "no project": ("name,cost\n", "there are no projects yet; write one row a project"),
    "nothing at all": ("", "should hold one row of headings"),
    "not a number": (PLAIN.replace("6", "NaN"), "row 2, column cost: 'NaN' is not a number"),
    "infinite": (PLAIN.replace("6", "inf"), "row 2, column cost: 'inf' is not a number"),
    "beyond all money": (PLAIN.replace("6", "1e308"), "larger than 1e+15; write it in a larger"),
    "negative cost": (PLAIN.replace("6", "-6"), "-6 is negative; write what it takes"),
    "two of a name": (PLAIN + "tram,1,1\n", "rows 2 and 6 bear the same name 'tram'; give each"),
    "inverted range": (PLAIN.replace("6", "6-2"), "'6-2' runs backwards; write the smaller"),
    "no name": (PLAIN.replace("Tram", ""), "column name: there is no name; write one or delete"),
}
ANSWERED = {
    "one project": "name,cost\nTram,6\n",
    "nothing costs": "name,cost,benefit\nTram,0,0\nFerry,0,0\n",
    "nothing known": "name,cost,fit\nTram,,\nFerry,,\n",
    "no width": "name,cost,fit\nTram,6-6,9-9\nFerry,0,8\n",
    "losses": "name,cost,benefit\nTram,6,-9\nFerry,2,-8\n",
    "tiny": "name,cost,benefit\nTram,1e-320,1e-320\nFerry,1e-300,2\n",
    "far apart": "name,cost,benefit\nTram,1e15,1e15\nFerry,1e-9,2\n",
    "huge scores": "name,cost,fit\nTram,1,1e308\nFerry,1,1e308\n",
    "all alike": "name,cost,fit\n" + "".join(f"P{number},5,5\n" for number in range(30)),
}
RULED = {
    "a circle": "requires,A,B,\nrequires,B,C,\nrequires,C,A,\n",
    "all apart": "excludes,A,B,\nexcludes,B,C,\nexcludes,A,C,\n",
    "both ways": "requires,A,B,\nexcludes,A,B,\n",
}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(main, [*arguments])


def clean(result: Result) -> bool:
    """Whether it ended as commands may: answered, or refused on purpose."""
    return result.exception is None or isinstance(result.exception, SystemExit)


@pytest.mark.parametrize("name", REFUSED)
def test_a_list_that_cannot_be_used_is_refused_with_its_place_and_mend(run: Run, name: str) -> None:
    text, said = REFUSED[name]
    Path("list.csv").write_text(text)

    result = run("rationalize", "list.csv", "--budget", "6", "--json")

    assert (result.exit_code, clean(result)) == (2, True)
    assert said in result.output


@pytest.mark.parametrize("name", ANSWERED)
def test_a_degenerate_list_is_answered_and_certified(run: Run, name: str) -> None:
    Path("list.csv").write_text(ANSWERED[name])

    result = run("rationalize", "list.csv", "--budget", "6", "--json", "--certify")

    assert (result.exit_code, clean(result)) == (0, True), result.output
    decision = json.loads(result.stdout)
    assert decision["spent"] <= 6
    assert "failed" not in result.stderr


@pytest.mark.parametrize("name", RULED)
def test_rules_that_bind_everything_still_choose(run: Run, name: str) -> None:
    Path("in").mkdir()
    Path("in/projects.csv").write_text(THREE)
    Path("in/rules.csv").write_text(f"kind,project,other,value\n{RULED[name]}")

    result = run("rationalize", "in", "--budget", "9", "--json")

    assert (result.exit_code, clean(result)) == (0, True), result.output
    expected = {"a circle": 12, "all apart": 5, "both ways": 7}
    assert json.loads(result.stdout)["value"] == expected[name]


def test_five_thousand_rules_are_obeyed(run: Run) -> None:
    Path("in").mkdir()
    rows = [f"P{number},{1 + number % 5},{number % 7}" for number in range(70)]
    Path("in/projects.csv").write_text("\n".join(["name,cost,benefit", *rows]))
    rules = [(n % 70, (7 * n + 3) % 70) for n in range(5_000) if n % 70 != (7 * n + 3) % 70]
    Path("in/rules.csv").write_text(
        "\n".join(["kind,project,other", *(f"requires,P{one},P{two}" for one, two in rules)])
    )

    result = run("rationalize", "in", "--budget", "60", "--json")

    assert (result.exit_code, clean(result)) == (0, True), result.output
    inside = {each["name"] for each in json.loads(result.stdout)["projects"] if each["chosen"]}
    assert all(f"P{two}" in inside for one, two in rules if f"P{one}" in inside)


def test_mandatory_projects_beyond_the_budget_are_named(run: Run) -> None:
    Path("list.csv").write_text("name,cost,mandatory\nTram,6,yes\nFerry,5,yes\nBus,1,no\n")

    result = run("rationalize", "list.csv", "--budget", "6", "--json")

    assert (result.exit_code, clean(result)) == (4, True)
    for part in ("Ferry is mandatory", "Tram is mandatory", "total budget of 6", "Change at least"):
        assert part in result.output


@pytest.mark.parametrize("budget", ["0", "-5", "NaN", "inf", "1e308", "", "much"])
def test_a_budget_that_is_none_says_what_to_write(run: Run, budget: str) -> None:
    Path("list.csv").write_text(PLAIN)

    result = run("rationalize", "list.csv", f"--budget={budget}", "--json")

    assert (result.exit_code, clean(result)) == (2, True)
    assert f"the budget {budget!r}" in result.output
    assert "write 3600" in result.output
