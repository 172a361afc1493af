"""A project that another room made (a business case, say): its figures enter the list untyped."""

from dataclasses import replace

from django.contrib.auth.models import User
from django.db import transaction

from headwater.errors import InputError
from headwater.vocabulary.units import Interval, MoneyUnit
from headwater.vocabulary.workbook import Project as Record
from headwater.web.organization import audit
from headwater.web.organization.permissions import check_can
from headwater.web.projects.actions.cells import LIMIT_OF_PROJECTS
from headwater.web.projects.models import Project, ProjectList
from headwater.web.service.models import Need


@transaction.atomic
def put(
    *, record: Record, money: MoneyUnit, source: str, need: Need | None = None, by: User
) -> Project:
    """Put a project on the list, or take its cost, benefit, capacity and times over.

    What the list says beyond those (scores, mandate, sponsor) stays as it is.

    Parameters
    ----------
    money
        The unit of the record's amounts; an empty list takes it over.
    source
        Where the figures come from, for the trail.

    Raises
    ------
    InputError
        If the list is full, or in another currency or scale.
    """
    check_can(by, "edit_projects")
    held = ProjectList.current()
    kept = Project.objects.present()
    project = Project.objects.filter(key=record.id).first()
    if project is None and kept.count() >= LIMIT_OF_PROJECTS:
        raise InputError(f"The list is full: its limit is {LIMIT_OF_PROJECTS:,} projects.")
    if not kept.exists():
        held.currency, held.scale = money.currency, money.scale
        held.save()
    record = _scaled(record, money, MoneyUnit(held.currency, held.scale))
    if project is None:
        project = Project(version=0)
    else:
        names = ("name", "cost", "benefit", "costs_by_period", "capacity", "start", "end", "stage")
        record = replace(project.record(), **{each: getattr(record, each) for each in names})
    project.take(record)
    project.removed = False
    project.version += 1
    project.need = need or project.need
    project.save()
    audit.record("projects.project.taken_over", target=project, by=by, detail={"from": source})
    return project


def _scaled(record: Record, money: MoneyUnit, into: MoneyUnit) -> Record:
    if money.currency != into.currency:
        raise InputError(
            f"The list of projects is in {into.label}, the case in {money.label}: convert one of "
            "both; amounts in two currencies cannot be compared."
        )
    if money.scale == into.scale:
        return record
    ratio = money.scale / into.scale

    def times(each: Interval | None) -> Interval | None:
        return None if each is None else Interval(each.low * ratio, each.high * ratio)

    return replace(
        record,
        cost=times(record.cost),
        benefit=times(record.benefit),
        costs_by_period={key: times(each) for key, each in record.costs_by_period.items()},
    )
