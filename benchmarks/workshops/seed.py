"""Make a workshop with an open question and people who have joined; print it as JSON.

Run inside an installation: ``python -m benchmarks.workshops.seed PEOPLE MODE [HOW_MANY]``.
"""

import json
import sys


def main(people: int, mode: str, how_many: int) -> None:
    """Make `how_many` workshops of `people` each, and print how to speak for each person."""
    from headwater.web.site.prepare import set_up

    set_up()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    from django.db import transaction

    from headwater.web.organization.actions import found

    with transaction.atomic():
        made = [_room(people, mode, found()) for _ in range(how_many)]
    sys.stdout.write(json.dumps(made) + "\n")


def _room(people: int, mode: str, owner: object) -> dict[str, object]:
    from django.contrib.sessions.backends.db import SessionStore

    from headwater.web.judgement import actions
    from headwater.web.judgement.guests import KEPT
    from headwater.web.judgement.models import Participant

    workshop = actions.create_workshop(title="Full room", by=owner)  # type: ignore[arg-type]
    workshop = actions.change_workshop(
        workshop=workshop,
        values={"mode": mode},
        version=1,
        by=owner,  # type: ignore[arg-type]
    )
    item = actions.put_item(
        workshop=workshop,
        values={
            "kind": "criteria",
            "title": "Weights",
            "subjects": ["Safety", "Cost", "Speed", "Reach", "Fit"],
        },
        by=owner,  # type: ignore[arg-type]
    )
    there = Participant.objects.bulk_create(
        Participant(workshop=workshop, name=f"Leader {number}", joined=True)
        for number in range(people)
    )
    actions.open_workshop(workshop=workshop, by=owner)  # type: ignore[arg-type]
    round = actions.open_round(item=item, by=owner)  # type: ignore[arg-type]
    sessions = []
    for each in there:
        store = SessionStore()
        store[KEPT] = {workshop.pk.hex: each.pk.hex}
        store.create()
        sessions.append(store.session_key)
    return {
        "code": workshop.code,
        "workshop": str(workshop.pk),
        "round": str(round.pk),
        "mode": mode,
        "questions": len(round.frozen["asked"]),
        "participants": [str(each.pk) for each in there],
        "sessions": sessions,
    }


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 1)
