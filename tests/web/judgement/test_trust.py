"""Promises that only a real installation can keep: collisions, kills, and traces on disk.

Small here; ``python -m benchmarks.workshops`` does the same with the full numbers.
"""

import json
import random
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction

from benchmarks.workshops import kill, order
from benchmarks.workshops.installation import Installation
from headwater.web.judgement import actions
from headwater.web.judgement.models import Ballot, SealedBallot, Turnout
from headwater.web.judgement.states import Mode


def test_one_ballot_sent_many_times_at_once_is_one_and_none_comes_after_closing(
    tmp_path: Path,
) -> None:
    found = json.loads(Installation(tmp_path).run("benchmarks.workshops.parallel", "24", "3"))

    assert found == {"rounds": 3, "not_one": 0, "wrong_turnout": 0, "late": 0, "other_errors": 0}


def test_after_closing_no_link_between_people_and_answers_is_left_in_any_file(
    tmp_path: Path,
) -> None:
    found = json.loads(Installation(tmp_path).run("benchmarks.workshops.traces", "10", "4"))

    assert found["while_open"] == found["links"] == 80  # the search finds what is there
    assert (found["after_closing"], found["pending"]) == (0, 0)
    assert found["answers_kept"] == 40


def test_a_killed_server_keeps_every_ballot_it_acknowledged(tmp_path: Path) -> None:
    found = kill.kill_often(2, 8)

    assert found["acknowledged"] > 4
    assert (found["lost"], found["doubled"], found["faults"]) == (0, 0, [])


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Turnout, Ballot, SealedBallot])
def test_tables_of_answers_keep_neither_time_nor_order(model: Any) -> None:
    timed = (models.DateTimeField, models.DateField, models.TimeField, models.AutoField)
    assert not [field for field in model._meta.get_fields() if isinstance(field, timed)]
    assert isinstance(model._meta.pk, models.UUIDField)
    with (
        pytest.raises(DatabaseError, match=r"no such column|does not exist"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SELECT rowid FROM {model._meta.db_table}")


@pytest.mark.django_db
@pytest.mark.parametrize("mode", [Mode.CONFIDENTIAL, Mode.ANONYMOUS])
def test_the_order_of_what_is_kept_and_shown_tells_nothing_of_the_order_of_arrival(
    convene: Any, ask: Any, people: Any, vote: Any, chioma: Any, mode: str
) -> None:
    """The mean rank correlation over sessions lies within what chance alone gives.

    The order is random anew each time: 4.5 deviations let chance fail once in 100,000 times, and
    an order of arrival that shows through lies at more than ten.
    """
    size, sessions = 7, 24
    sums = {"closed": 0.0, "shown": 0.0}
    if mode == Mode.ANONYMOUS and connection.vendor == "sqlite":
        sums["open"] = 0.0  # PostgreSQL keeps rows as they came until the round closes
    for _ in range(sessions):
        round = ask(convene(mode, kind="write", leaders=size))
        arrived = people(round.item.workshop)
        random.Random(len(sums)).shuffle(arrived)
        for number, leader in enumerate(arrived):
            vote(round, leader, number)
        if "open" in sums:
            sums["open"] += _correlation(_natural(round))
        actions.close_round(round=round, by=chioma)
        sums["closed"] += _correlation(_natural(round))
        shown = actions.reveal(round=round, by=chioma).published["questions"][0]["texts"]
        sums["shown"] += _correlation([words for _, words in shown])

    deviation = (1 / (size - 1) / sessions) ** 0.5  # of the mean of Spearman's rho
    for what, total in sums.items():
        assert abs(total / sessions) < 4.5 * deviation, what


def test_the_long_test_of_order_finds_an_order_that_tells_of_arrival() -> None:
    """Of `benchmarks.workshops.order`, which runs for minutes: that it can fail."""
    arrived = order.correlation(range(7))
    assert arrived == 1
    assert order.likely([arrived, -0.2, 0.1, 0.9] * 10, 7) < 1e-9
    assert order.likely([0.3, -0.3] * 10, 7) == 1
    assert 0.04 < order.likely([1.96 / 6**0.5], 7) < 0.06


def _natural(round: Any) -> list[str]:
    """Return the answers in the order in which the database keeps them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT answers FROM judgement_sealedballot WHERE round_id = %s", [round.pk.hex]
        )
        return [json.loads(row[0])["text"]["said"] for row in cursor.fetchall()]


def _correlation(said: list[str]) -> float:
    """Return Spearman's rho of arrival (the number in the words) and place."""
    places = [float(words.rpartition(" ")[2]) for words in said]
    size = len(places)
    squares = sum((place - number) ** 2 for number, place in enumerate(places))
    return 1 - 6 * squares / (size * (size**2 - 1))
