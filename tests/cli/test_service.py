"""`headwater service`: clocks, attainment, maturity and statement from a folder of tables."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from headwater.cli.main import main

TABLES = {
    "events": "engagement,event,at,agreement,reason\n"
    "a1,requested,2026-03-02 09:00,standard,\n"
    "a1,delivered,2026-03-02 12:00,,\n"
    "a2,requested,2026-03-02 09:00,standard,\n"
    "a2,paused,2026-03-02 10:00,,waiting for figures\n"
    "a3,requested,2026-03-02 09:00,standard,\n",
    "agreements": "agreement,measure,amount,unit,calendar,objective\n"
    "standard,delivery,2,days,office,0.9\n",
    "calendars": "calendar,zone,hours,days\noffice,Europe/London,09:00-17:00,mon-fri\n",
    "engagements": "id,service,customer,opened,delivered\n"
    "a1,advice,Finance,2026-03-02,2026-03-02\na2,advice,Finance,2026-03-02,\n"
    "a3,workshop,Housing,2026-03-02,\n",
    "needs": "id,title,heard,found by\nn1,Permits,2026-02-02,office\n",
    "decisions": "id,title,submitted,decided,kind,amount\n"
    "d1,Stop the portal,2026-02-02,2026-02-20,stop,250\n",
}


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    folder.mkdir()
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text)
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["service", *map(str, arguments)])


def test_clocks_are_shown_with_what_is_behind_them(office: Path) -> None:
    shown = run("clock", office, "--at", "2026-03-03 10:00", "--zone", "Europe/London")

    lines = shown.output.splitlines()
    assert "a1  delivery  met      stopped   3 h 00 min of 16 h 00 min" in lines[0]
    assert "paused    1 h 00 min of 16 h 00 min, no due moment while it stands still" in lines[1]
    assert "running   9 h 00 min of 16 h 00 min, due 2026-03-03 17:00" in lines[2]

    one = run("clock", office, "--at", "2026-03-03 10:00", "--engagement", "a2")
    assert "not counted    paused: waiting for figures (office)" in one.output
    assert "from events 4, events 5" in one.output
    assert run("clock", office, "--engagement", "gone").exit_code == 2


def test_attainment_counts_each_service(office: Path) -> None:
    shown = run("attainment", office, "--at", "2026-03-20")

    assert "advice, delivery: 100.0% kept (1 of 1;" in shown.output
    assert "workshop, delivery: 0.0% kept (0 of 1;" in shown.output
    assert "Only 1 was settled" in shown.output
    found = json.loads(run("attainment", office, "--at", "2026-03-20", "--json").output)
    assert [each["breached"] for each in found] == [[], ["a3"]]


def test_maturity_says_what_would_raise_it(office: Path) -> None:
    shown = run("maturity", office, "--at", "2026-04-01")

    assert shown.output.startswith("Reactive:")
    assert "Next: Responsive" in shown.output
    assert "Promises kept: at least 80% from 5 records is asked, now 50% from 2" in shown.output
    wrong = run("maturity", office, "--service", "gardening")
    assert (wrong.exit_code, "there are advice, workshop" in wrong.output) == (2, True)


def test_the_statement_is_written(office: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    shown = run(
        "statement", office, "--period", "2026 Q1", "--organization", "Rivermouth Council",
        "--currency", "GBP", "--at", "2026-04-01", "--out", out,
    )  # fmt: skip

    assert shown.output.startswith("Rivermouth Council voiced 1 need and was given 1 service.")
    assert "250  Money stopped" in shown.output
    assert sorted(each.suffix for each in out.iterdir()) == [
        ".eml", ".html", ".json", ".pdf", ".pptx",
    ]  # fmt: skip


def test_a_log_is_imported_and_read_again(tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text("ticket,status,time\n7,Open,2026-03-02 09:00\n7,Done,2026-03-02 11:00\n")
    events = tmp_path / "events.csv"
    asked = ("import", log, "--case", "ticket", "--state", "status", "--when", "time",
             "--states", "Open=working,Done=delivered", "--agreement", "standard")  # fmt: skip

    shown = run(*asked, "--out", events)

    assert (shown.exit_code, "3 events" in shown.output) == (0, True)
    with events.open() as file:
        assert [row["event"] for row in csv.DictReader(file)] == [
            "requested", "responded", "delivered",
        ]  # fmt: skip
    assert run(*asked, "--out", events).exit_code == 2  # it is there already


def test_states_without_a_meaning_are_listed_with_a_guess(tmp_path: Path) -> None:
    log, events = tmp_path / "log.csv", tmp_path / "events.csv"
    rows = ["7,Open,2026-03-02 09:00", "7,Wait,2026-03-02 10:00", "7,Done,2026-03-02 11:00",
            "8,Open,2026-03-03 09:00", "8,Closed,2026-03-03 10:00"]  # fmt: skip
    log.write_text("\n".join(["ticket,status,time", *rows]))
    asked = ("import", log, "--case", "ticket", "--state", "status", "--when", "time")

    shown = run(*asked, "--out", events)

    assert shown.exit_code == 2
    assert "          2  Open" in shown.output
    guessed = '--states "Open=working,Wait=waiting,Done=delivered,Closed=closed"'
    assert guessed in shown.output
    few = run(*asked, "--states", "Wait=waiting,Done=delivered,Closed=closed", "--out", events)
    assert "row 2, column status: 'Open' has no meaning (2 rows); give it one of" in few.output
    assert not events.exists()
    assert run(*asked, "--states", guessed[10:-1], "--out", events).exit_code == 0


def test_faults_come_as_one_message(office: Path) -> None:
    (office / "events.csv").write_text("engagement,event,at\na1,begun,2026-03-02 09:00\n")

    shown = run("clock", office)

    assert shown.exit_code == 2
    assert "sheet events, row 2: 'begun' of 'a1' is no event" in shown.output
    assert run("clock", office, "--at", "soon").exit_code == 2
    assert run("attainment", office, "--from", "March").exit_code == 2
