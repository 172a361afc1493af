"""What the database keeps of a workshop's answers, as JSON; run inside an installation."""

import json
import sys


def main(round_id: str) -> None:
    """Print keys and revision of each ballot, and whether the audit trail is whole."""
    from headwater.web.site.prepare import set_up

    set_up()
    from headwater.web.judgement.models import Ballot, SealedBallot, Turnout
    from headwater.web.organization import audit
    from headwater.web.organization.models import AuditEvent

    ballots = {
        str(each.participant_id): {"keys": each.keys, "revision": each.revision}
        for each in Ballot.objects.filter(round=round_id)
    }
    told = {
        "ballots": ballots,
        "sealed": SealedBallot.objects.filter(round=round_id).count(),
        "answered": Turnout.objects.filter(round=round_id, answered=True).count(),
        "accepted": AuditEvent.objects.filter(name="judgement.ballot.accepted").count(),
        "faults": list(audit.verify_chain()),
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
