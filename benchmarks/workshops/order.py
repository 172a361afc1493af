"""Whether the order of what is kept and shown tells the order in which people answered.

Run inside an installation: ``python -m benchmarks.workshops.order [SESSIONS] [PEOPLE]``. Each
session is a hidden round in which everybody answers once, in a shuffled order. The rank
correlation of arrival and place is added up over the sessions; what chance alone gives is known, so
that a value this far out, or further, is told with how often chance would bring it.
"""

import json
import random
import sys
from collections.abc import Sequence
from math import erfc, sqrt
from typing import Any

MODES = ("confidential", "anonymous")


def main(sessions: int, people: int) -> None:
    """Print, for each order that somebody might read, how often chance would bring it."""
    from headwater.web.site.prepare import set_up

    set_up()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", interactive=False, verbosity=0)
    chance, sums = random.Random(1), dict[str, list[float]]()
    for number in range(sessions):
        mode = MODES[number % len(MODES)]
        for what, found in _session(mode, people, chance, connection.vendor).items():
            sums.setdefault(f"{mode}: {what}", []).append(found)
    told = {what: round(likely(found, people), 4) for what, found in sorted(sums.items())}
    sys.stdout.write(json.dumps({"sessions": sessions, "people": people, "p": told}) + "\n")


def likely(correlations: Sequence[float], people: int) -> float:
    """Return how often chance brings a mean rank correlation at least as far from 0."""
    mean = sum(correlations) / len(correlations)
    deviation = sqrt(1 / (people - 1) / len(correlations))
    return erfc(abs(mean) / deviation / sqrt(2))


def _session(mode: str, people: int, chance: random.Random, vendor: str) -> dict[str, float]:
    from headwater.web.judgement import actions
    from headwater.web.organization.actions import found

    owner = found()
    round, arrived = _ask(mode, people, owner, chance)
    for number, leader in enumerate(arrived):
        actions.submit_ballot(
            round=round,
            of=leader,
            cast_by=leader,
            answers={"text": {"said": f"Because of {number}"}},
            key=f"{number}{leader.pk.hex}",
            secret=f"{number}{leader.pk.hex}",
        )
    table = "judgement_sealedballot" if mode == "anonymous" else "judgement_ballot"
    orders = {"turnout when open": _turnout(round, arrived), "rows when open": _rows(table, round)}
    if vendor == "postgresql":  # its tables keep rows as they came until the round closes
        orders = {}
    actions.close_round(round=round, by=owner)
    orders["turnout when closed"] = _turnout(round, arrived)
    orders["rows when closed"] = _rows("judgement_sealedballot", round)
    ids = sorted(round.sealed.values_list("pk", "answers"))
    orders["ids when closed"] = [said(answers) for _, answers in ids]
    shown = actions.reveal(round=round, by=owner).published["questions"][0]["texts"]
    orders["shown"] = [int(words.rpartition(" ")[2]) for _, words in shown]
    actions.close_workshop(workshop=round.item.workshop, by=owner)
    return {what: correlation(order) for what, order in orders.items()}


def _ask(mode: str, people: int, owner: Any, chance: random.Random) -> tuple[Any, list[Any]]:
    from headwater.web.judgement import actions
    from headwater.web.judgement.models import Participant

    workshop = actions.create_workshop(title="Order", by=owner)
    workshop = actions.change_workshop(
        workshop=workshop, values={"mode": mode}, version=1, by=owner
    )
    item = actions.put_item(workshop=workshop, values={"kind": "write", "title": "Why"}, by=owner)
    there = Participant.objects.bulk_create(
        Participant(workshop=workshop, name=f"Leader {number}") for number in range(people)
    )
    chance.shuffle(there)
    actions.open_workshop(workshop=workshop, by=owner)
    return actions.open_round(item=item, by=owner), there


def said(answers: dict[str, Any]) -> int:
    return int(answers["text"]["said"].rpartition(" ")[2])


def _rows(table: str, round: Any) -> list[int]:
    return [said(_plain(row[0])) for row in _natural(table, "answers", round)]


def _turnout(round: Any, arrived: Sequence[Any]) -> list[int]:
    places = {each.pk.hex: number for number, each in enumerate(arrived)}
    rows = _natural("judgement_turnout", "participant_id", round)
    return [places[str(row[0]).replace("-", "")] for row in rows]


def _natural(table: str, column: str, round: Any) -> list[tuple[Any, ...]]:
    """Return a column as the database gives it where nobody asks for an order."""
    from django.db import connection

    key = round.pk if connection.vendor == "postgresql" else round.pk.hex
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE round_id = %s", [key])
        return list(cursor.fetchall())


def _plain(answers: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answers) if isinstance(answers, str) else answers
    return found


def correlation(places: Sequence[int]) -> float:
    """Return Spearman's rank correlation of arrival and place, without ties."""
    size = len(places)
    squares = sum((place - number) ** 2 for number, place in enumerate(places))
    return 1 - 6 * squares / (size * (size**2 - 1))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 7)
