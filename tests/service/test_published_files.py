"""A public incident log against the flag it carries; skipped where the file is not at hand."""

import csv
import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from headwater.intake.services import read_log
from headwater.service import read_clocks
from headwater.vocabulary.service import ServiceLevelAgreement, Target
from headwater.vocabulary.service_calendar import BusinessCalendar
from headwater.vocabulary.service_files import StateLog

ROOT = Path(__file__).parents[2]
LOG = "shared/data/service_event_logs/dev/uci_incident_event_log_subset.csv.gz"
STATES = {
    "New": "noted", "Active": "working", "Awaiting User Info": "waiting",
    "Awaiting Problem": "waiting", "Awaiting Vendor": "waiting", "Awaiting Evidence": "waiting",
    "Resolved": "delivered", "Closed": "closed",
}  # fmt: skip


def test_a_clock_without_pauses_explains_the_flag_of_the_uci_log(tmp_path: Path) -> None:
    """Moderate incidents: one target of real hours agrees with nearly every flag."""
    packed = next((p for up in ("..", "../..") if (p := ROOT / up / LOG).exists()), None)
    if packed is None:
        pytest.skip("the public log is not here")
    path = tmp_path / "log.csv"
    path.write_bytes(gzip.decompress(packed.read_bytes()))
    with path.open(encoding="utf-8", newline="") as file:
        last = {row["number"]: row for row in csv.DictReader(file)}
    always = BusinessCalendar.weekly("always", "UTC", hours="00:00-24:00", days="mon-sun")
    promise = ServiceLevelAgreement(
        "a", "", "always", (Target("delivery", 82, "hours", pausable=False),)
    )
    log = StateLog(
        "number", "incident_state", "sys_updated_at", STATES, opened="opened_at",
        dates="day first", sla="a",
    )  # fmt: skip

    clocks = read_clocks(
        read_log(path, log=log).events, agreements={"a": promise}, calendars={"always": always},
        at=datetime(2017, 6, 1, tzinfo=UTC),
    )  # fmt: skip

    moderate = [each for each in clocks if last[each.engagement]["priority"].startswith("3")]
    agree = [
        (each.outcome == "met") == (last[each.engagement]["made_sla"] == "True")
        for each in moderate
    ]
    assert len(agree) == 757
    assert sum(agree) >= 0.98 * len(agree)
