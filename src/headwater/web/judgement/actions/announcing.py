"""Telling open screens that something changed, in the transaction of the change itself."""

from django.db import connection
from django.db.models import F

from headwater.web.judgement.models import Announcement, Workshop

CHANNEL = "headwater_workshops"


def announce(workshop: Workshop, name: str, *, wide: bool = True) -> int:
    """Write the next event of the workshop and return its number.

    The number is counted up in the workshop's own row, so that whoever commits first has the
    smaller one, in PostgreSQL too; there the listeners hear the number when it is committed.
    """
    found = Workshop.objects.filter(pk=workshop.pk)
    found.update(sequence=F("sequence") + 1)
    number: int = found.values_list("sequence", flat=True).get()
    Announcement.objects.create(workshop=workshop, number=number, name=name, wide=wide)
    workshop.sequence = number
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, f"{workshop.pk.hex} {number}"])
    return number
