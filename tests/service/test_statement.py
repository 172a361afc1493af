"""The account statement: counted by hand, every number with its records."""

from dataclasses import replace
from datetime import date

import pytest
from worked import record

from headwater.errors import InputError
from headwater.service.statement import account_statement, quarter
from headwater.vocabulary.service_statement import AccountStatement
from headwater.vocabulary.service_work import RecordOfWork
from headwater.vocabulary.shapes import from_json, to_json

SAID = account_statement(
    record(), organization="Rivermouth Council", period="2026 Q1", titles={"advice": "Advice"}
)


@pytest.mark.parametrize(
    ("written", "first", "after"),
    [
        ("2026 Q1", date(2026, 1, 1), date(2026, 4, 1)),
        ("2026q4", date(2026, 10, 1), date(2027, 1, 1)),
        ("2026-Q2", date(2026, 4, 1), date(2026, 7, 1)),
    ],
)
def test_quarters_as_people_write_them(written: str, first: date, after: date) -> None:
    assert quarter(written)[1:] == (first, after)


@pytest.mark.parametrize(
    ("key", "value", "records"),
    [
        ("needs_heard", 12, 12),
        ("needs_found", 4, 4),
        ("needs_answered", 8, 8),
        ("needs_without_project", 1, 1),
        ("decisions_taken", 9, 9),
        ("decisions_reversed", 1, 1),
        ("money_started", 10 + 40 + 70, 3),
        ("money_stopped", 20 + 50 + 80, 3),
        ("money_moved", 30 + 60, 2),
        ("value_forecast", 120, 1),
        ("value_delivered", 160, 2),
        ("value_recognized", 80, 1),
    ],
)
def test_numbers_by_hand(key: str, value: float, records: int) -> None:
    figure = SAID.figure(key)

    assert figure.value == value
    assert len(figure.records) == records
    assert len(set(figure.records)) == records


def test_promises_and_services_of_the_quarter() -> None:
    (delivery,) = SAID.promises

    assert (len(delivery.met), len(delivery.breached)) == (10, 2)
    assert [(each.title, len(each.delivered)) for each in SAID.services] == [
        ("Advice", 6),
        ("workshop", 6),
    ]
    assert SAID.learnt[0].id == "l2"


def test_a_decision_without_amount_is_told() -> None:
    assert SAID.figure("money_moved").rest == ("decision:d8",)
    assert any("1 decision has no amount" in each for each in SAID.doubts)


def test_quarters_add_up_to_the_year() -> None:
    parts = [
        account_statement(record(), organization="", period=f"2026 Q{number}")
        for number in (1, 2, 3, 4)
    ]
    held = record()

    for key, whole in (("needs_heard", len(held.needs)), ("decisions_taken", 9)):
        assert sum(each.figure(key).value or 0 for each in parts) == whole
    assert sum(each.settled for part in parts for each in part.promises) == 12


def test_an_empty_quarter_is_no_fault() -> None:
    found = account_statement(RecordOfWork(), organization="Rivermouth Council", period="2026 Q1")

    assert found.figure("needs_heard").value == 0
    assert (found.promises, found.services, found.learnt) == ((), (), ())


def test_the_order_of_records_changes_nothing() -> None:
    held = record()
    turned = replace(held, **{
        name: tuple(reversed(getattr(held, name)))
        for name in ("needs", "engagements", "decisions", "values", "feedback", "clocks")
    })  # fmt: skip

    other = account_statement(
        turned, organization="Rivermouth Council", period="2026 Q1", titles={"advice": "Advice"}
    )

    for each in (*SAID.needs, *SAID.decisions, *SAID.money, *SAID.value):
        assert other.figure(each.key).value == each.value
        assert set(other.figure(each.key).records) == set(each.records)
    assert other.promises == SAID.promises
    assert other.satisfaction == SAID.satisfaction


def test_it_survives_json() -> None:
    assert from_json(AccountStatement, to_json(SAID)) == SAID


def test_what_is_no_quarter_is_refused() -> None:
    with pytest.raises(InputError, match="write it like 2026 Q1"):
        quarter("spring")
