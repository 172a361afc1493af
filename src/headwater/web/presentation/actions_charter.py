"""The charter of a project, from an engagement: what is known is gathered, the rest is a gap."""

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from headwater.presentation.methods import charter as method
from headwater.vocabulary.charter import Charter as Record
from headwater.vocabulary.charter import CharterFact, CharterMeasure
from headwater.vocabulary.shapes import from_json, to_json
from headwater.web.organization import audit
from headwater.web.organization.models import Organization
from headwater.web.organization.permissions import check_can
from headwater.web.presentation.actions import Paper
from headwater.web.presentation.actions_charter_grounds import grounds
from headwater.web.presentation.actions_letters import KINDS
from headwater.web.projects.models import Project
from headwater.web.service.actions import events
from headwater.web.service.actions.texts import line, moment, past
from headwater.web.service.models import Charter, Engagement, Need
from headwater.web.strategy.models import Objective

ENDINGS = ("pdf", "docx")


@transaction.atomic
def issue_charter(
    *,
    engagement: Engagement,
    project: Project | None = None,
    name: str = "",
    issued: date | None = None,
    by: User,
    at: datetime | None = None,
) -> Charter:
    """Issue a charter: its day ends the time from the need to the charter.

    Parameters
    ----------
    project
        The project on the list, where there is one; else `name` says what it is called.
    issued
        The day; the day of `at` unless given.

    Raises
    ------
    NotAllowedError, ConflictError, InputError
        If the person may not, no scope was agreed yet, or the day lies before the need.
    """
    check_can(by, "work_engagements")
    at = moment(at)
    issued = past(issued, at, what="Issued on")
    rows = Engagement.objects.select_related(
        "need__owner", "offering__offering", "customer", "lead"
    )
    engagement = rows.get(pk=engagement.pk)
    title = project.name if project else line(name, what="The project", needed=True)
    last: int = Charter.objects.aggregate(last=Max("number"))["last"] or 0
    record = gathered(engagement, project=project, title=title, issued=issued, number=last + 1)
    made = Charter.objects.create(
        number=last + 1,
        engagement=engagement,
        need=engagement.need,
        project=title,
        project_key=project.key if project else "",
        issued=issued,
        record=to_json(record),
        at=at,
        by=by,
    )
    detail = {"charter": made.number, "project": title}
    events.go(engagement, "chartered", by=by, at=at, reason=title, detail=detail)
    audit.record("presentation.charter.issued", target=made, by=by, detail=detail)
    return made


def gathered(
    engagement: Engagement, *, project: Project | None, title: str, issued: date, number: int
) -> Record:
    """Bring together what is known of need, case, decision and measures; name what is not."""
    need = engagement.need
    served = Organization.objects.first()
    found = grounds(engagement, project)
    measures = found.measures or _measures(need)
    case, decision = found.case, found.decision
    return Record(
        project=title,
        organization=served.name if served else "",
        issued=issued.isoformat(),
        number=number,
        reference=engagement.label,
        need=need.title if need else "",
        for_whom=need.for_whom if need else "",
        found=need.found_on.isoformat() if need else "",
        lead_days=(issued - need.found_on).days if need else None,
        evidence=_evidence(need),
        objectives=_objectives(need),
        measures=measures,
        case=case,
        decision=decision,
        scope=engagement.scope,
        not_in_scope=engagement.not_in_scope,
        agreed_with=engagement.agreed_with,
        levels=tuple(
            f"{each.measure.capitalize()} within {each} of working time"
            for each in engagement.offering.said.levels
        ),
        people=(
            ("Customer", engagement.asked_by),
            ("Owner of the need", need.owned_by if need else ""),
            ("Led by", engagement.led_by),
        ),
        gaps=_gaps(engagement, measures, case, decision),
    )


def record_of(charter: Charter) -> Record:
    """Return a charter as it was issued."""
    return from_json(Record, charter.record)


@transaction.atomic
def charter_file(*, charter: Charter, ending: str, by: User) -> tuple[Paper, bytes]:
    """Write a charter as pdf or docx, to be taken away.

    Raises
    ------
    NotAllowedError
        If the person may not take papers away.
    """
    from headwater.presentation.render import docx, pdf  # slow to import

    check_can(by, "download")
    report = method.build(record_of(charter))
    content = pdf.render(report) if ending == "pdf" else docx.render(report)
    audit.record("presentation.charter.taken", target=charter, by=by, detail={"format": ending})
    file = f"charter-{charter.number}.{ending}"
    return Paper(ending, file, KINDS[ending], str(charter), ""), content


def projects_to_charter(engagement: Engagement) -> list[Project]:
    """Return the projects on the list: those of the engagement's need come first."""
    rows = list(Project.objects.present().order_by("name"))
    return sorted(rows, key=lambda each: each.need_id is None or each.need_id != engagement.need_id)


def _evidence(need: Need | None) -> tuple[CharterFact, ...]:
    if need is None:
        return ()
    return tuple(
        CharterFact(each.text, each.source, each.day.isoformat()) for each in need.evidence.all()
    )


def _objectives(need: Need | None) -> tuple[str, ...]:
    keys = need.objectives if need else []
    return tuple(each.name for each in Objective.objects.filter(key__in=keys))


def _measures(need: Need | None) -> tuple[CharterMeasure, ...]:
    items = need.map.of("benefit") if need else ()
    return tuple(CharterMeasure(each.text, each.measure) for each in items)


def _gaps(
    engagement: Engagement,
    measures: tuple[CharterMeasure, ...],
    case: tuple[str, ...],
    decision: tuple[str, ...],
) -> tuple[str, ...]:
    need, found = engagement.need, []
    if need is None:
        found.append("No need was recorded before, so nobody can say what the project is for.")
    else:
        if not need.evidence.exists():
            found.append("Nothing shows the need yet: it has no dated evidence.")
        if not need.owned_by:
            found.append("Nobody is named who has the need and would miss the benefits.")
        if not need.objectives:
            found.append("The need is linked to no objective of the strategy.")
    if not measures:
        found.append("No benefit is named, so nobody could tell later whether it came.")
    found += [
        f"The benefit “{each.benefit}” has no measure." for each in measures if not each.measure
    ]
    if not case:
        found.append("There is no business case and no value was forecast.")
    if not decision:
        found.append("No decision is recorded: who decided, when, and on what grounds.")
    return tuple(found)
