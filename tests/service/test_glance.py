"""The customer at a glance: every record in one month, counted once."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from headwater.service.glance import by_month, glance
from headwater.vocabulary.service_work import EngagementDone, Feedback, NeedHeard, RecordOfWork

TODAY = date(2026, 3, 15)
DAYS = some.dates(date(2024, 1, 1), date(2026, 12, 31))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(some.lists(some.tuples(DAYS, some.booleans()), max_size=40))
def test_months_hold_what_a_plain_count_finds(found: list[tuple[date, bool]]) -> None:
    dated = [(day, f"need:{place}", hit) for place, (day, hit) in enumerate(found)]
    bars = by_month(dated, TODAY)
    assert [bars[0].start, bars[-1].start] == [date(2025, 4, 1), date(2026, 3, 1)]
    for bar in bars:
        own = [
            (n, hit)
            for day, n, hit in dated
            if (day.year, day.month) == (bar.start.year, bar.start.month)
        ]
        assert sorted(bar.records) == sorted(name for name, hit in own if hit)
        assert sorted(bar.rest) == sorted(name for name, hit in own if not hit)


def test_the_four_parts_say_what_is_recorded() -> None:
    record = RecordOfWork(
        needs=(
            NeedHeard("N-1", "Floods", TODAY - timedelta(40), "office"),
            NeedHeard("N-2", "Queues", TODAY, "organization", answered=TODAY, without_project=True),
        ),
        engagements=(EngagementDone("E-1", "s", "Amara", TODAY, delivered=TODAY),),
        feedback=(Feedback("f1", "E-1", TODAY, 9, "Clear"),),
    )
    found = glance(record, today=TODAY, complaints=[("complaint:1", TODAY, False)])
    assert [each.key for each in found.parts] == ["needs", "promised", "got", "feels"]
    values = {key: found.figure(key) for key in ("needs_open", "without_project", "delivered")}
    assert [each.value for each in values.values() if each] == [1, 1, 1]
    assert found.parts[0].meaning == (
        "1 of 2 needs waits for an answer; the office found 1 before anybody asked."
    )
    feels = found.part("feels")
    assert feels is not None
    assert "1 complaint without an answer; no value is recognized yet" in feels.meaning
    assert feels.latest == ("feedback:f1",)
    settled = found.figure("complaints_settled")
    assert settled is not None
    assert settled.rest == ("complaint:1",)


def test_nothing_recorded_is_nothing_claimed() -> None:
    found = glance(RecordOfWork(), today=TODAY)
    assert all(not each.number for part in found.parts for each in part.months)
    assert found.part("else") is None
    assert found.figure("else") is None
