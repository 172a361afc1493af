"""`headwater service chains`, `satisfaction` and `savings`: from files, with faults by place."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from headwater.cli.main import main

TABLES = {
    "events": "engagement,event,at,agreement,reason,waits for\n"
    "a1,requested,2026-03-02 09:00,standard,,\n"
    "a1,delivered,2026-03-03 12:00,,,\n"
    "a2,requested,2026-03-04 09:00,standard,,\n"
    "a2,paused,2026-03-04 10:00,,waiting for figures,customer\n"
    "a2,resumed,2026-03-05 10:00,,,\n"
    "a2,delivered,2026-03-06 12:00,,,\n"
    "b1,requested,2026-03-19 09:00,standard,,\n",
    "agreements": "agreement,measure,amount,unit,calendar,objective\n"
    "standard,delivery,2,days,office,0.9\nwhole,delivery,3,days,office,0.9\n",
    "calendars": "calendar,zone,hours,days\noffice,Europe/London,09:00-17:00,mon-fri\n",
    "engagements": "id,service,customer,opened,delivered\n"
    "a1,discovery,Finance,2026-03-02,2026-03-03\na2,advice,Finance,2026-03-04,2026-03-06\n"
    "b1,discovery,Housing,2026-03-19,\n",
    "chains": "run,engagement,process,agreement,calendar\n"
    "r1,a1,permit,whole,\nr1,a2,,,\nr2,b1,,,office\nr3,c1,permit,whole,\n",
    "feedback": "id,engagement,on,score,comment\nf1,a1,2026-03-04,10,\nf2,a2,2026-03-07,5,Late\n",
}
SAVINGS = (
    "id,title,line,period,amount,claimed,claimed by,baseline,baseline source,evidence,evidenced,"
    "confirmed by\n"
    "S-1,Fewer printers,Print contract,2026,40k,2026-03-01,Dev,90k,Ledger 4711,Invoice 118,"
    "2026-02-20,Amara\n"
    "S-2,Toner,Toner,2026,5000,2026-03-02,Dev,,,,,Dev\n"
)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    folder.mkdir()
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text)
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["service", *map(str, arguments)])


def test_a_run_has_one_clock_and_says_where_its_time_went(office: Path) -> None:
    shown = run("chains", office, "--at", "2026-03-20 09:00", "--zone", "Europe/London")

    lines = shown.output.splitlines()
    # 11 h of the first, 5 h between the two, 11 h of the second: 8 h of its 19 it waited
    assert lines[0] == (
        "r1  permit  breached stopped  27 h 00 min of 24 h 00 min, due 2026-03-05 17:00"
    )
    assert lines[1] == "    a1 discovery: 11 h 00 min, own promise met"
    assert lines[2] == "    a2 advice: 5 h 00 min between, 19 h 00 min, own promise met"
    assert "Every step kept its own promise, and the customer's was broken" in lines[3]
    assert lines[4] == "r2  running  8 h 00 min, nothing promised for the whole"
    assert "own promise open, holds it now" in lines[5]
    assert lines[6] == "r3  not begun: none of its engagements was requested by then"
    assert lines[7].startswith("permit, the whole: 0.0% kept (0 of 1; 95% interval 0.0% to 79.3%)")


def test_one_run_is_shown_with_its_events_and_all_as_json(office: Path) -> None:
    one = run("chains", office, "--at", "2026-03-20", "--run", "r1")
    assert "from events 2, events 5, events 6, events 7" in one.output
    told = json.loads(run("chains", office, "--at", "2026-03-20", "--json").output)
    assert [each["run"] for each in told["runs"]] == ["r1", "r2"]
    assert told["attainment"][0]["breached"] == ["r1"]
    assert "there are r1, r2, r3" in run("chains", office, "--run", "r9").output


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("r1,a1,,,", "sheet chains, row 6, column engagement: a1 stands in the run r1 already"),
        ("r1,a3,,gold,", "column agreement: there is no agreement 'gold' in the table agreements"),
        ("r1,a3,other,,", "column process: another row of r1 says 'permit'; keep one"),
        ("r9,a3,,,", "nothing says by which hours r9 counts; give an agreement for the whole"),
    ],
)
def test_a_row_that_cannot_be_is_named(row: str, said: str, office: Path) -> None:
    table = office / "chains.csv"
    table.write_text(table.read_text() + row + "\n")
    shown = run("chains", office)
    assert (shown.exit_code, said in shown.output) == (2, True), shown.output


def test_a_run_follows_what_stands_above_it(office: Path) -> None:
    (office / "chains.csv").write_text("run,engagement,follows,agreement\nr1,a2,a1,whole\n")
    shown = run("chains", office)
    assert "a2 begins the run r1, so it follows none; leave it blank" in shown.output


def test_without_the_table_it_says_which(office: Path) -> None:
    (office / "chains.csv").unlink()
    shown = run("chains", office)
    assert (shown.exit_code, "has no table 'chains'" in shown.output) == (2, True)


def test_a_net_score_comes_with_its_interval_from_scores_alone(tmp_path: Path) -> None:
    """Rocks (2016), the adjusted Wald interval: 110 of 9 or 10 and 40 of 0 to 6 among 200."""
    file = tmp_path / "answers.csv"
    file.write_text("score\n" + "9\n" * 110 + "8\n" * 50 + "6\n" * 40)

    shown = run("satisfaction", file, "--asked", 900)

    # 70 of 203 is 0.345; 0.109 either way is 1.96 errors from 110.75, 51.5 and 40.75 of 203
    assert shown.output.startswith(
        "all: net score +35 (95% interval +24 to +45) from 200 answers of 900 asked: "
        "110 of 9 or 10, 50 of 7 or 8, 40 of 0 to 6; 9 or 10 from 55% (48% to 62%)"
    )
    assert "200 of 900 answered: those who did not may feel otherwise." in shown.output


def test_answers_are_counted_by_service_and_period(office: Path) -> None:
    lines = run("satisfaction", office, "--comments").output.splitlines()
    assert [each.partition(":")[0] for each in lines if "net score" in each] == [
        "all", "advice", "discovery",
    ]  # fmt: skip
    assert "from 2 answers of 2 asked" in lines[0]
    assert "  f2 (5): Late" in lines
    early = json.loads(run("satisfaction", office, "--to", "2026-03-05", "--json").output)
    assert early[""]["promoters"] == ["f1"]
    assert early[""]["detractors"] == []
    wrong = run("satisfaction", office, "--service", "gardening")
    assert "no answer is about 'gardening'; there are advice, discovery" in wrong.output


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        ("score\n11\n", (), "row 2: the answer 'row 2' is 11; the scale runs from 0 to 10"),
        ("score\n7.5\n", (), "row 2, column score: 7.5 is no whole number from 0 to 10"),
        ("score\nfine\n", (), "row 2, column score"),
        ("scores\n7\n", (), "there is no column 'score'"),
        ("score\n7\n", ("--from", "2026-01-01"), "fill in the column 'on'"),
    ],
)
def test_an_answer_that_cannot_be_is_named(
    text: str, options: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    file = tmp_path / "answers.csv"
    file.write_text(text)
    shown = run("satisfaction", file, *options)
    assert (shown.exit_code, said in shown.output) == (2, True), shown.output


def test_only_evidenced_savings_are_admitted(tmp_path: Path) -> None:
    file = tmp_path / "claims of 2026.csv"
    file.write_text(SAVINGS)

    shown = run("savings", file, "--goal", 100000, "--currency", "GBP")

    lines = shown.output.splitlines()
    assert lines[0] == "admitted              40,000  S-1  Fewer printers (Print contract, 2026)"
    assert lines[1] == "not admitted           5,000  S-2  Toner (Toner, 2026)"
    assert "    Dev claims and confirms it; ask a second person." in lines
    assert lines[-1] == (
        "GBP 40,000 admitted of GBP 45,000 claimed, 40% of the goal of GBP 100,000"
    )
    told = json.loads(run("savings", file, "--json").output)
    assert (told["total"], told["claimed"]) == (40000.0, 45000.0)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("S-2,", "S-1,", "two savings have the id 'S-1'; give each its own"),
        (",5000,", ",some,", "row 3, column amount"),
        (",5000,", ",?,", "row 3, column amount: it is not known; a claim has an amount"),
        ("2026-03-02", "soon", "row 3, column claimed"),
        ("line,", "row,", "there is no column 'line'"),
    ],
)
def test_a_claim_that_cannot_be_is_named(old: str, new: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "savings.csv"
    file.write_text(SAVINGS.replace(old, new, 1))
    shown = run("savings", file)
    assert (shown.exit_code, said in shown.output) == (2, True), shown.output
    assert run("savings", file, "--goal", "-1").exit_code == 2
