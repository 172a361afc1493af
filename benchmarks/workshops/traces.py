"""Whether links between people and answers can be read from the files once rounds closed.

Run inside an installation: ``python -m benchmarks.workshops.traces [PEOPLE] [ROUNDS]``.
"""

import json
import sys
from pathlib import Path
from typing import Any

MODES = ("confidential", "anonymous")


def main(people: int, rounds: int) -> None:
    """Print how many links were in the files while rounds were open, and after they closed."""
    from headwater.web.site.prepare import set_up

    home = set_up()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    from benchmarks.workshops.parallel import _room, _submit

    open_rounds, links = [], []
    for number in range(rounds):
        round, there, owner = _room(people, MODES[number % len(MODES)])
        outcomes: list[str] = []
        for each in there:
            _submit(round, each, f"key{each.pk.hex}", f"{each.pk.hex}{round.pk.hex}", outcomes)
        links += _links(round)
        open_rounds.append((round, owner))
    before = _found(home, links)
    from headwater.web.judgement import actions
    from headwater.web.judgement.models import Round

    for round, owner in open_rounds:
        actions.close_round(round=round, by=owner)
    told = {
        "links": len(links),
        "while_open": before,
        "after_closing": _found(home, links),
        "pending": Round.objects.filter(to_destroy=True).count(),
        "answers_kept": sum(round.sealed.count() for round, _ in open_rounds),
    }
    sys.stdout.write(json.dumps(told) + "\n")


def _links(round: Any) -> list[bytes]:
    """Return what ties a row of answers to a person or a device: row ids, keys, secrets' marks."""
    found = [each.pk.hex.encode() for each in round.ballots.all()]
    found += [each.keys[0].encode() for each in round.ballots.all()]
    for each in round.sealed.all():
        found += [each.pk.hex.encode(), each.secret.encode()]
    return found


def _found(home: Path, links: list[bytes]) -> int:
    data = b"".join(path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file())
    return sum(1 for each in links if each in data)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
