"""Taking over the whole list at once, from a workbook that was read."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction

from headwater.errors import TooLargeError
from headwater.vocabulary.shapes import to_json
from headwater.vocabulary.workbook import Workbook
from headwater.web.organization.permissions import check_can
from headwater.web.projects.actions.cells import LIMIT_OF_PROJECTS
from headwater.web.projects.models import (
    Budget,
    Capacity,
    CashFlow,
    Project,
    ProjectList,
    Rule,
)

BATCH = 500
WRITTEN = [each.name for each in Project._meta.concrete_fields if each.name not in ("id", "key")]


@transaction.atomic
def replace(*, workbook: Workbook, by: User) -> None:
    """Make the list say what the workbook says; rows that are the same are left alone.

    Projects that the workbook does not have are removed (their links and history stay).
    The caller records the audit event, for it knows where the workbook came from.

    Raises
    ------
    TooLargeError
        If there are more projects than the list holds.
    """
    check_can(by, "edit_projects")
    if len(workbook.projects) > LIMIT_OF_PROJECTS:
        raise TooLargeError(
            f"There are {len(workbook.projects):,} projects; the limit is {LIMIT_OF_PROJECTS:,}."
        )
    _projects(workbook)
    _settings(workbook)
    _limits(workbook)


def _projects(workbook: Workbook) -> None:
    kept = {project.key: project for project in Project.objects.all()}
    fresh, changed = [], []
    for record in workbook.projects:
        project = kept.pop(record.id, None)
        if project is None:
            project = Project()
            project.take(record)
            fresh.append(project)
        elif project.removed or project.record() != record:
            project.take(record)
            project.removed = False
            project.version += 1
            changed.append(project)
    for gone in kept.values():
        if not gone.removed:
            gone.removed = True
            gone.version += 1
            changed.append(gone)
    Project.objects.bulk_create(fresh, batch_size=BATCH)
    Project.objects.bulk_update(changed, WRITTEN, batch_size=BATCH // 10)


def _settings(workbook: Workbook) -> None:
    found = ProjectList.current()
    found.currency, found.scale = workbook.money.currency, workbook.money.scale
    for name in ("criteria", "lower_is_better", "illustrative", "notes", "ignored"):
        setattr(found, name, to_json(getattr(workbook, name)))
    found.version += 1
    found.save()


def _limits(workbook: Workbook) -> None:
    Budget.objects.all().delete()
    Budget.objects.bulk_create(
        Budget(period=period, amount=amount) for period, amount in workbook.budgets.items()
    )
    Capacity.objects.all().delete()
    Capacity.objects.bulk_create(
        Capacity(role=role, period=period, amount=amount)
        for (role, period), amount in workbook.capacities.items()
    )
    Rule.objects.all().delete()
    Rule.objects.bulk_create(
        Rule(kind=rule.kind, project=rule.project, other=list(rule.other), value=rule.value)
        for rule in workbook.rules
    )
    CashFlow.objects.all().delete()
    CashFlow.objects.bulk_create(_flows(workbook), batch_size=BATCH)


def _flows(workbook: Workbook) -> Iterable[CashFlow]:
    for flow in workbook.cash_flows:
        yield CashFlow(project=flow.project, year=flow.year, kind=flow.kind, amount=flow.amount)
