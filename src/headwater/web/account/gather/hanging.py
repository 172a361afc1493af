"""What hangs on an engagement or a need: cases, workshops, decisions, runs and papers.

Services know nothing of the rooms above them; their pages ask here. A workshop hangs where its
title or purpose names the label (E-7, N-7), a decision where its words or evidence do, with the
workshop it was taken in and the run it rests on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q
from django.urls import reverse

from headwater.web.appraisal.models import Case
from headwater.web.judgement.models import DecisionRecord, Workshop
from headwater.web.presentation.actions_charter_grounds import mentions, names
from headwater.web.service.models import Charter, Engagement, Need


@dataclass(frozen=True, slots=True)
class Hanging:
    """One thing: what kind it is, its title, how it stands, when, and its page ("" without one)."""

    kind: str
    title: str
    note: str
    on: date
    page: str


def hanging_on(
    *,
    user: User | AnonymousUser,
    engagement: Engagement | None = None,
    need: Need | None = None,
) -> list[Hanging]:
    """Return what hangs on an engagement (and on the need behind it), or on a need alone.

    The newest of each kind comes first. The number of queries depends on neither.
    """
    need = need or (engagement.need if engagement else None)
    decisions = list(_decisions(engagement, need))
    held = {row.workshop.pk: row.workshop for row in decisions if row.workshop}
    workshops = held | {each.pk: each for each in _workshops(engagement, need)}
    own = Workshop.objects.conducted_by(user).filter(pk__in=list(workshops))
    conducted = set(own.values_list("pk", flat=True))
    found = [*_cases(engagement, need)]
    found += [_workshop(each, each.pk in conducted) for each in workshops.values()]
    found += [_decision(each) for each in decisions]
    runs = {row.run.pk: row for row in decisions if row.run}
    found += [_run(row) for row in runs.values()]
    return found + list(_charters(engagement, need))


def _about(engagement: Engagement | None, need: Need | None) -> Q:
    about = Q(pk=None)
    if engagement is not None:
        about |= Q(engagement=engagement)
    if need is not None:
        about |= Q(need=need)
    return about


def _cases(engagement: Engagement | None, need: Need | None) -> Iterator[Hanging]:
    for each in Case.objects.filter(_about(engagement, need)):
        gate = "passes the gate" if each.headline.get("evaluable") else "does not pass the gate"
        note = f"{each.get_state_display().lower()}, version {each.version}, {gate}"
        page = reverse("appraisal:case", args=[each.pk])
        yield Hanging("Business case", each.title, note, each.changed.date(), page)


def _workshops(engagement: Engagement | None, need: Need | None) -> list[Workshop]:
    rows = Workshop.objects.order_by("-created")
    return [each for each in rows if mentions([each.title, each.purpose], engagement, need)]


def _workshop(row: Workshop, may_open: bool) -> Hanging:
    page = reverse("judgement:prepare", args=[row.pk]) if may_open else ""
    day = (row.opened or row.created).date()
    return Hanging("Workshop", row.title, row.get_state_display().lower(), day, page)


def _decisions(engagement: Engagement | None, need: Need | None) -> Iterator[DecisionRecord]:
    rows = DecisionRecord.objects.select_related("workshop", "run", "item", "superseded_by")
    for each in rows.order_by("-number"):
        if names(each, engagement, need, None):
            yield each


def _decision(row: DecisionRecord) -> Hanging:
    note = "taken back or replaced by a later one" if hasattr(row, "superseded_by") else "stands"
    page = reverse("judgement:decision", args=[row.number])
    return Hanging("Decision", row.title, note, row.made.date(), page)


def _run(row: DecisionRecord) -> Hanging:
    if row.run is None:
        raise LookupError(f"decision {row.number} rests on no run")
    note = f"decision {row.number} rests on it"
    page = reverse("runs:show", args=[row.run.pk])
    return Hanging("Run", row.run.title, note, row.made.date(), page)


def _charters(engagement: Engagement | None, need: Need | None) -> Iterator[Hanging]:
    for each in Charter.objects.filter(_about(engagement, need)).order_by("-number"):
        page = reverse("presentation:charter", args=[each.number])
        yield Hanging("Charter", each.project, f"charter {each.number}", each.issued, page)
