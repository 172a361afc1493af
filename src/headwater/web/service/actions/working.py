"""While the work goes on: steps of the playbook, hand-offs, notes, decisions."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from headwater.errors import ConflictError, InputError
from headwater.web.organization.permissions import check_can
from headwater.web.service.actions.events import go, held, person_named
from headwater.web.service.actions.texts import line, passage
from headwater.web.service.models import Engagement, EngagementEvent


@transaction.atomic
def hand_over(
    *,
    engagement: Engagement,
    lead: User | None = None,
    lead_name: str = "",
    reason: str,
    by: User,
    at: datetime | None = None,
) -> Engagement:
    """Hand the work over to somebody else; no clock stops for it."""
    check_can(by, "work_engagements")
    engagement = held(engagement)
    before = engagement.led_by
    engagement.lead, engagement.lead_name = person_named(lead, lead_name, "To whom")
    if engagement.led_by == before:
        raise InputError(f"{before} has it already; name somebody else.")
    reason = line(reason, what="What to know", most=500, needed=True)
    detail = {"from": before, "to": engagement.led_by}
    go(engagement, "handed_over", by=by, at=at, reason=reason, detail=detail)
    return engagement


@transaction.atomic
def finish_step(
    *,
    engagement: Engagement,
    step: int,
    artefact: str = "",
    by: User,
    at: datetime | None = None,
) -> Engagement:
    """Tick off a step of the playbook, with where its artefact is to be found.

    Parameters
    ----------
    step
        Its number in the playbook, from 1.
    artefact
        An address or a file's name, or what came out in words; may be blank.
    """
    check_can(by, "work_engagements")
    engagement = held(engagement)
    steps = engagement.offering.said.steps
    if not 1 <= step <= len(steps):
        raise InputError(f"The playbook has {len(steps)} steps; there is no step {step}.")
    if step in done_steps(engagement):
        raise ConflictError(f"Step {step} is done already.")
    said = line(artefact, what="The artefact", most=500)
    detail = {"step": step, "title": steps[step - 1].title, "artefact": said}
    go(engagement, "step_done", by=by, at=at, reason=said, detail=detail)
    return engagement


@transaction.atomic
def note(*, engagement: Engagement, text: str, by: User, at: datetime | None = None) -> Engagement:
    """Add a note to the history."""
    check_can(by, "work_engagements")
    engagement = held(engagement)
    text = passage(text, what="The note", most=2_000, needed=True)
    go(engagement, "noted", by=by, at=at, reason=text)
    return engagement


@transaction.atomic
def submit(*, engagement: Engagement, to: str, by: User, at: datetime | None = None) -> Engagement:
    """Put it up for decision."""
    check_can(by, "work_engagements")
    engagement = held(engagement)
    to = line(to, what="To whom", most=200, needed=True)
    go(engagement, "submitted", by=by, at=at, reason=to)
    return engagement


@transaction.atomic
def decide(
    *, engagement: Engagement, decision: str, by_whom: str, by: User, at: datetime | None = None
) -> Engagement:
    """Record the decision that it led to; the decision clock stops."""
    check_can(by, "work_engagements")
    engagement = held(engagement)
    decision = passage(decision, what="The decision", most=2_000, needed=True)
    who = line(by_whom, what="Who decided", most=200, needed=True)
    go(engagement, "decided", by=by, at=at, reason=decision, detail={"decided by": who})
    return engagement


def done_steps(engagement: Engagement) -> dict[int, EngagementEvent]:
    """Return the steps of the playbook that are done since the last reopening, by number."""
    found: dict[int, EngagementEvent] = {}
    for event in engagement.events.filter(kind="step_done").select_related("by"):
        found[int(event.detail["step"])] = event
    return found
