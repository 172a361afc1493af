"""As whom many visitors of rooms take part, found in one look at sessions and one at people."""

from collections.abc import Sequence
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.utils import timezone

from headwater.web.judgement.guests import KEPT, LIGHT
from headwater.web.judgement.models import Participant

SEEN = (*LIGHT, "workshop__sequence", "workshop__now")


def of(visitors: Sequence[tuple[HttpRequest, str]]) -> list[Participant | None]:
    """Return as whom each visitor takes part in the room of a code, with the room.

    None where the usual way must ask: for strangers, for those who were taken off the list, and
    for whoever has signed in, whose account may have ended.
    """
    name = settings.SESSION_COOKIE_NAME
    keys = {request.COOKIES.get(name, "") for request, _ in visitors}
    rows = SessionStore.get_model_class().objects.filter(
        session_key__in=keys, expire_date__gt=timezone.now()
    )
    rooms = {key: _rooms(data) for key, data in rows.values_list("session_key", "session_data")}
    ids = {UUID(who) for found in rooms.values() for who in found.values()}
    people = (
        Participant.objects.select_related("workshop")
        .only(*SEEN)
        .filter(pk__in=ids, removed=False)
        .order_by()
    )
    known = {each.pk.hex: each for each in people}
    seated: list[Participant | None] = []
    for request, code in visitors:
        mine = rooms.get(request.COOKIES.get(name, ""), {}).values()
        there = (known[who] for who in mine if who in known)
        seated.append(next((who for who in there if who.workshop.code == code.upper()), None))
    return seated


@lru_cache(maxsize=4096)
def _rooms(data: str) -> dict[str, str]:
    """Return the rooms that a session opens: workshop -> participant; none for an account's."""
    told = SessionStore().decode(data)
    rooms: dict[str, str] = {} if SESSION_KEY in told else told.get(KEPT, {})
    return rooms
