"""Real event logs against the flag they carry: `python -m benchmarks.service_logs LOG.csv`.

LOG.csv is the UCI incident event log (one row a change, `made_sla` beside it). Its targets are
not published, so for each way of counting time the target of each priority is the one that
agrees with the flag most often: how far a clock can explain the flag, beside always saying what
is more frequent. Half of the incidents set the targets, the other half is counted.
"""

import csv
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from headwater.intake.services import read_log
from headwater.service import read_clocks
from headwater.vocabulary.service import ServiceLevelAgreement, Target
from headwater.vocabulary.service_calendar import BusinessCalendar
from headwater.vocabulary.service_files import StateLog

STATES = {
    "New": "noted", "Active": "working", "Awaiting User Info": "waiting",
    "Awaiting Problem": "waiting", "Awaiting Vendor": "waiting", "Awaiting Evidence": "waiting",
    "Resolved": "delivered", "Closed": "closed",
}  # fmt: skip
CALENDARS = {
    "around the clock": BusinessCalendar.weekly("c", "UTC", hours="00:00-24:00", days="mon-sun"),
    "working days, all hours": BusinessCalendar.weekly("c", "UTC", hours="00:00-24:00"),
    "working days, 9 to 17": BusinessCalendar.weekly("c", "UTC"),
}
AT = datetime(2017, 6, 1, tzinfo=UTC)


def main(path: str) -> int:
    log = StateLog(
        "number", "incident_state", "sys_updated_at", STATES, opened="opened_at",
        dates="day first", sla="a",
    )  # fmt: skip
    files = read_log(Path(path), log=log)
    with Path(path).open(encoding="utf-8", newline="") as file:
        last = {row["number"]: row for row in csv.DictReader(file)}
    flag = {name: row["made_sla"] == "True" for name, row in last.items()}
    print(f"{len(last)} incidents, {len(files.events):,} events; flag true for "
          f"{np.mean(list(flag.values())):.1%}")  # fmt: skip
    for label, calendar in CALENDARS.items():
        for pausable in (True, False):
            target = Target("delivery", 1, "minutes", pausable=pausable)
            agreement = ServiceLevelAgreement("a", "", "c", (target,))
            clocks = read_clocks(
                files.events, agreements={"a": agreement}, calendars={"c": calendar}, at=AT
            )
            used = {each.engagement: each.used_seconds for each in clocks}
            _compare(f"{label}, {'pauses stop it' if pausable else 'no pauses'}", used, flag, last)
    return 0


def _compare(label: str, used: dict, flag: dict, last: dict) -> None:
    right = usual = whole = 0
    targets = []
    for priority in sorted({row["priority"] for row in last.values()}):
        names = sorted(name for name in used if last[name]["priority"] == priority)
        learn, test = names[::2], names[1::2]
        limits = sorted({used[name] for name in learn})
        agree = [sum((used[n] <= limit) == flag[n] for n in learn) for limit in [-1, *limits]]
        best = [-1, *limits][int(np.argmax(agree))]
        often = sum(flag[n] for n in learn) * 2 >= len(learn)
        right += sum((used[n] <= best) == flag[n] for n in test)
        usual += sum(flag[n] == often for n in test)
        whole += len(test)
        targets.append(f"{priority[0]}: {best / 3600:.1f} h")
    print(f"  {label}: {right} of {whole} agree ({right / whole:.1%}; the more frequent answer "
          f"{usual / whole:.1%}); targets {', '.join(targets)}")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
