"""Rivermouth Council's case of evening opening, kept by Dev."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User

from headwater.web.appraisal.actions import bundling, keeping
from headwater.web.appraisal.models import Case, CaseBundle


@pytest.fixture
def case(dev: User) -> Case:
    """Keep the illustrative case."""
    keeping.load_sample(by=dev)
    return Case.objects.get(key="evening library")


@pytest.fixture
def empty_workbook(tmp_path: Path) -> bytes:
    """Give the template as it is: without a case in it."""
    return keeping.template()


@pytest.fixture
def bundle(case: Case, dev: User) -> CaseBundle:
    """Keep the bundle of the two sample cases."""
    return bundling.save_bundle(
        bundle=None,
        name="Evenings for learning",
        members=[case.key, "evening college"],
        together="2029: 30",
        caps="course room hire: 60",
        by=dev,
    )
