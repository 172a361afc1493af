"""Cutting the link between people and answers when a hidden round closes, also in the files."""

import logging
import secrets

from django.db import DatabaseError, connection, transaction
from django.db.models import F

from headwater.web.judgement.models import Ballot, Round, SealedBallot, Turnout

PATIENCE = 3000  # milliseconds that a wipe waits for readers before it leaves it to the worker
TABLES = ("judgement_ballot", "judgement_sealedballot", "judgement_turnout")

log = logging.getLogger("headwater.web")


def cut(round: Round) -> None:
    """Move the answers of a hidden round to rows that belong to nobody; call in a transaction.

    All of them get new random ids, in shuffled order, in one go, and lose the devices' secrets;
    the turnout is rewritten in one go too, so that no row tells when it was first written.
    """
    answers = [
        *Ballot.objects.filter(round=round).values_list("answers", flat=True),
        *SealedBallot.objects.filter(round=round).values_list("answers", flat=True),
    ]
    secrets.SystemRandom().shuffle(answers)
    Ballot.objects.filter(round=round).delete()
    SealedBallot.objects.filter(round=round).delete()
    SealedBallot.objects.bulk_create(SealedBallot(round=round, answers=each) for each in answers)
    Turnout.objects.filter(round=round).update(answered=F("answered"))
    Round.objects.filter(pk=round.pk).update(to_destroy=True)
    transaction.on_commit(wipe, robust=True)


def wipe() -> bool:
    """Take what was cut out of the database's files; say whether nothing is left to do.

    In SQLite the whole file is written anew and the write-ahead log is emptied; in PostgreSQL the
    tables are written anew (its own log and backups keep what they kept; see the manual). Where
    readers are in the way it changes nothing and the worker tries again.
    """
    pending = list(Round.objects.filter(to_destroy=True).values_list("pk", flat=True))
    if not pending:
        return True
    try:
        done = _rewrite_tables() if connection.vendor == "postgresql" else _rewrite_file()
    except DatabaseError as error:
        log.warning("traces of closed rounds are still in the files: %s", error)
        return False
    if done:
        Round.objects.filter(pk__in=pending).update(to_destroy=False)
    return done


def _rewrite_file() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        usual = int(cursor.fetchone()[0])
        try:
            cursor.execute(f"PRAGMA busy_timeout = {PATIENCE:d}")
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy = cursor.fetchone()[0]
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual:d}")
    return not busy


def _rewrite_tables() -> bool:
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"VACUUM FULL {table}")
    return True
