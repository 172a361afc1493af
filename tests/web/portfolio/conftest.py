"""A small list, and its decision as the worker would find it."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from headwater.vocabulary.progress import ignore
from headwater.web.portfolio import actions
from headwater.web.projects.models import Project, ProjectList
from headwater.web.runs.models import Run, State

ROWS = (("Tram", 5, 9), ("Ferry", 3, 6), ("Library", 4, 3), ("Quay", 6, 2), ("<b>Bus</b>", 2, 4))


@pytest.fixture
def listed(db: None) -> ProjectList:
    for name, cost, benefit in ROWS:
        Project.objects.create(
            key=name,
            name=name,
            cost_low=cost,
            cost_high=cost,
            benefit_low=benefit - 1,
            benefit_high=benefit + 1,
        )
    return ProjectList.objects.create(pk=1, currency="GBP", scale=1_000_000, title="Rivermouth")


@pytest.fixture
def decide(listed: ProjectList, dev: User) -> Callable[..., Run]:
    """Start a run and do its work here and now."""

    def run(budget: str = "10", **more: int) -> Run:
        started = actions.rationalize(budget=budget, by=dev, **more)
        Run.objects.filter(pk=started.pk).update(
            state=State.DONE, result=actions.work(started.inputs, ignore)
        )
        return Run.objects.get(pk=started.pk)

    return run
