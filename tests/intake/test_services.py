"""Tables of a service office and logs of other systems: what is read, and faults by place."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from headwater.errors import InputError
from headwater.intake.services import read_log, read_office
from headwater.vocabulary.service_files import StateLog

EVENTS = """engagement,event,at,agreement,reason,waits for
advice,requested,2026-03-02 09:00,standard,,
advice,paused,2026-03-02 11:00+00:00,,waiting for figures,customer
"""
AGREEMENTS = """agreement,measure,amount,unit,calendar,objective
standard,response,4,hours,london,90%
standard,delivery,2,working days,london,90%
"""
CALENDARS = """calendar,zone,hours,days,country,subdivision
london,Europe/London,"09:00-12:30, 13:30-17:00",mon-fri,gb,eng
"""
DAYS = """calendar,day,hours,name
london,12-24,09:00-12:00,Christmas Eve
london,2026-05-04,,audit
"""
TABLES = {"events": EVENTS, "agreements": AGREEMENTS, "calendars": CALENDARS, "days": DAYS}


def folder(path: Path, **tables: str) -> Path:
    for name, text in {**TABLES, **tables}.items():
        (path / f"{name}.csv").write_text(text)
    return path


def test_every_table_becomes_records(tmp_path: Path) -> None:
    found = read_office(
        folder(
            tmp_path,
            needs="id,title,heard,found by,objectives,without project\n"
            "n1,Permits,03/04/2026,office,o1; o2,yes\nn2,Roads,23/04/2026,organization,,\n",
            values="id,engagement,kind,amount,on,by\n"
            "v1,advice,recognized,\"1,200\",2026-03-09,Amara\n",
            feedback="id,engagement,on,score\nf1,advice,2026-03-09,9\nf2,advice,2026-03-09,\n",
        ),
        zone="Europe/London", currency="GBP",
    )  # fmt: skip

    assert found.events[0].at == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert (found.events[1].waits_for, found.events[1].id) == ("customer", "events 3")
    assert [str(each) for each in found.agreements["standard"].targets] == ["4 hours", "2 days"]
    london = found.calendars["london"]
    assert (london.country, len(london.own_days), london.own_days[1].hours) == ("GB", 2, ())
    assert found.record.needs[0].heard == date(2026, 4, 3)  # the second row shows: day first
    assert found.record.needs[0].objectives == ("o1", "o2")
    assert found.record.needs[0].without_project
    assert found.record.values[0].amount == 1200.0
    assert found.record.feedback[1].score is None
    assert found.record.money.label == "GBP"


HEAD = "engagement,event,at\n"
VALUE = "id,engagement,kind,amount,on,by\n"
NEED = "n,t,2026-03-02,office\n"


@pytest.mark.parametrize(
    ("table", "text", "fault"),
    [
        ("events", "engagement,event\na,requested\n", "row 1: there is no column 'at'"),
        (
            "events",
            f"{HEAD}a,begun,2026-03-02\n",
            "events, row 2: 'begun' of 'a' is no event",
        ),
        ("events", f"{HEAD}a,requested,soon\n", "row 2, column at: 'soon' is no date"),
        ("events", f"{HEAD}a,,2026-03-02\n", "row 2, column event: the cell is blank"),
        ("events", f"{HEAD}a,requested,03/04/2026\n", "say which is first"),
        ("agreements", AGREEMENTS.replace("4,hours", "4.5,hours"), "row 2, column amount: write"),
        ("calendars", CALENDARS.replace("13:30-17:00", "12:00-17:00"), "overlap or are out of"),
        ("calendars", CALENDARS.replace("mon-fri", "weekdays"), "'weekdays' are no weekdays"),
        ("values", f"{VALUE}v,a,recognized,?,2026-03-02,Dev\n", "not known"),
        ("needs", f"id,title,heard,found by\n{NEED}{NEED}", "bear the id 'n'"),
    ],
)
def test_faults_name_sheet_row_and_column(
    tmp_path: Path, table: str, text: str, fault: str
) -> None:
    with pytest.raises(InputError) as raised:
        read_office(folder(tmp_path, **{table: text}))

    assert fault in str(raised.value)


def test_weekdays_may_have_hours_of_their_own(tmp_path: Path) -> None:
    friday = "london,Europe/London,09:00-13:00,fri,,\n"
    early = CALENDARS.replace("mon-fri", "mon-thu")

    found = read_office(folder(tmp_path, calendars=early + friday)).calendars["london"]

    assert [sum(each.closes - each.opens for each in day) / 60 for day in found.week] == [
        7, 7, 7, 7, 4, 0, 0,
    ]  # fmt: skip
    with pytest.raises(InputError, match="row 3, column days: another row of london"):
        read_office(folder(tmp_path, calendars=CALENDARS + friday))


def test_a_folder_without_its_tables_is_told(tmp_path: Path) -> None:
    (tmp_path / "projects.csv").write_text("name,cost\na,1\n")

    with pytest.raises(InputError, match="holds none of the tables events, agreements"):
        read_office(tmp_path)


LOG = """number,state,changed,opened
I1,New,02-03-2026 09:00,02-03-2026 08:30
I1,Active,02-03-2026 10:00,02-03-2026 08:30
I1,Awaiting user,02-03-2026 11:00,02-03-2026 08:30
I1,Awaiting user,02-03-2026 12:00,02-03-2026 08:30
I1,Active,03-03-2026 09:00,02-03-2026 08:30
I1,Resolved,03-03-2026 10:00,02-03-2026 08:30
I1,Active,04-03-2026 10:00,02-03-2026 08:30
I1,Resolved,05-03-2026 10:00,02-03-2026 08:30
I1,Closed,15-03-2026 10:00,02-03-2026 08:30
I2,Closed,02-03-2026 10:00,03-03-2026 08:30
"""
STATES = {"New": "noted", "Active": "working", "Awaiting user": "waiting",
          "Resolved": "delivered", "Closed": "closed"}  # fmt: skip


def log(**more: object) -> StateLog:
    return StateLog("number", "state", "changed", STATES, opened="opened", sla="s", **more)  # type: ignore[arg-type]


def test_a_log_of_states_becomes_events(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(LOG)

    found = read_log(path, log=log())

    assert [(each.kind, each.at.day) for each in found.events if each.engagement == "I1"] == [
        ("requested", 2), ("responded", 2), ("paused", 2), ("resumed", 3), ("delivered", 3),
        ("reopened", 4), ("delivered", 5), ("accepted", 15),
    ]  # fmt: skip
    assert [each.kind for each in found.events if each.engagement == "I2"] == [
        "requested", "delivered", "accepted",
    ]  # fmt: skip
    assert "2 requests from 10 rows." in found.notes
    assert "1 requests are dated after their first change" in found.notes[1]


def test_a_state_without_meaning_is_named(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(LOG.replace("I1,Active,04", "I1,Parked,04"))

    with pytest.raises(InputError, match="row 8, column state: 'Parked' has no meaning"):
        read_log(path, log=log())
    with pytest.raises(InputError, match="'done' is no meaning"):
        read_log(path, log=StateLog("number", "state", "changed", {"New": "done"}))
