"""Many submissions of one ballot at the same moment: one live answer, and none after closing.

Run inside an installation: ``python -m benchmarks.workshops.parallel [AT_ONCE] [ROUNDS]``.
"""

import json
import sys
import threading
from typing import Any
from uuid import uuid4

MODES = ("named", "confidential", "anonymous")


def main(at_once: int, rounds: int) -> None:
    """Print, for each way to collide, how many tries went wrong."""
    from headwater.web.site.prepare import set_up

    set_up()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    found = {"rounds": 0, "not_one": 0, "wrong_turnout": 0, "late": 0, "other_errors": 0}
    for number in range(rounds):
        mode = MODES[number % len(MODES)]
        for same in (True, False):
            _add(found, _collide(at_once, mode, same_key=same))
        _add(found, _close_meanwhile(at_once, mode))
        found["rounds"] += 1
    sys.stdout.write(json.dumps(found) + "\n")


def _add(found: dict[str, int], more: dict[str, int]) -> None:
    for name, count in more.items():
        found[name] += count


def _room(people: int, mode: str) -> Any:
    from headwater.web.judgement import actions
    from headwater.web.judgement.models import Participant
    from headwater.web.organization.actions import found

    owner = found()
    workshop = actions.create_workshop(title="Collision", by=owner)
    workshop = actions.change_workshop(
        workshop=workshop, values={"mode": mode}, version=1, by=owner
    )
    values = {"kind": "decide", "title": "Go?", "subjects": ["Go", "Wait"]}
    item = actions.put_item(workshop=workshop, values=values, by=owner)
    there = Participant.objects.bulk_create(
        Participant(workshop=workshop, name=f"Leader {number}") for number in range(people)
    )
    actions.open_workshop(workshop=workshop, by=owner)
    return actions.open_round(item=item, by=owner), there, owner


def _submit(round: Any, of: Any, key: str, secret: str, outcomes: list[str]) -> None:
    from django.db import connection

    from headwater.errors import HeadwaterError
    from headwater.web.judgement import actions

    try:
        actions.submit_ballot(
            round=round,
            of=of,
            cast_by=of,
            answers={"option": {"said": "Go"}},
            key=key,
            secret=secret,
        )
        outcomes.append("kept")
    except HeadwaterError as error:
        outcomes.append(type(error).__name__)
    except Exception as error:
        outcomes.append(f"other {type(error).__name__}: {error}")
    finally:
        connection.close()


def _at_once(work: list[threading.Thread]) -> None:
    for each in work:
        each.start()
    for each in work:
        each.join()


def _live(round: Any) -> int:
    return int(round.ballots.count() + round.sealed.count())


def _collide(at_once: int, mode: str, *, same_key: bool) -> dict[str, int]:
    """Send one person's ballot many times, with one key or with a key each."""
    round, (leader, *_), _ = _room(2, mode)
    outcomes: list[str] = []
    key, secret = uuid4().hex, "s" * 32
    _at_once(
        [
            threading.Thread(
                target=_submit,
                args=(
                    round,
                    leader,
                    key if same_key else uuid4().hex,
                    secret if same_key else uuid4().hex,
                    outcomes,
                ),
            )
            for _ in range(at_once)
        ]
    )
    kept = outcomes.count("kept")
    wrong = kept != at_once if same_key else kept != 1
    return {
        "not_one": int(_live(round) != 1 or wrong),
        "wrong_turnout": int(round.turnout.filter(answered=True).count() != 1),
        "other_errors": sum(1 for each in outcomes if each.startswith("other")),
    }


def _close_meanwhile(at_once: int, mode: str) -> dict[str, int]:
    """Close while many hand in: what was acknowledged is counted, and nothing else is there."""
    from django.db import connection

    from headwater.web.judgement import actions

    round, there, owner = _room(at_once, mode)
    outcomes: list[str] = []

    def close() -> None:
        actions.close_round(round=round, by=owner)
        connection.close()

    work = [
        threading.Thread(target=_submit, args=(round, each, uuid4().hex, uuid4().hex, outcomes))
        for each in there
    ]
    work.insert(at_once // 3, threading.Thread(target=close))
    _at_once(work)
    round.refresh_from_db()
    kept = outcomes.count("kept")
    return {
        "late": abs(_live(round) - kept) + abs((round.answered or 0) - kept),
        "other_errors": sum(1 for each in outcomes if each.startswith("other")),
    }


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
