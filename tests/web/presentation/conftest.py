"""A pack of letters, prepared as the worker would prepare it."""

import json
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from headwater.vocabulary.progress import ignore
from headwater.web.presentation import actions_letters
from headwater.web.runs import registry
from headwater.web.runs.models import Run, State

CONTACT = "Dev, portfolio office <dev@rivermouth.example>"


@pytest.fixture
def prepare(decide: Callable[..., Run], dev: User) -> Callable[..., Run]:
    """Start the preparing, and do its work here and now."""

    def run(review: str = "2099-03-15", contact: str = CONTACT) -> Run:
        pack = actions_letters.prepare(run=decide(), review=review, contact=contact, by=dev)
        result = json.loads(json.dumps(registry.find("no_pack").work(pack.inputs, ignore)))
        done = {"state": State.DONE, "result": result, "finished": timezone.now()}
        Run.objects.filter(pk=pack.pk).update(**done)
        return Run.objects.get(pk=pack.pk)

    return run
