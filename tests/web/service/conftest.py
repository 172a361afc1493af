"""Rivermouth Council's needs, catalogue and people, for tests of the room of services."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User

from headwater.web.service.actions import catalogue, needs
from headwater.web.service.models import Need, Offering


@pytest.fixture
def record(amara: User, dev: User) -> Callable[..., Need]:
    """Write a need into the register; Amara owns it unless said."""

    def write(title: str = "Families wait too long for a school place", **more: Any) -> Need:
        given: dict[str, Any] = {
            "title": title,
            "for_whom": "900 families a year",
            "found_by": "asked",
            "found_on": date(2026, 3, 4),
            "owner": amara,
            "by": dev,
        }
        return needs.record_need(**{**given, **more})

    return write


@pytest.fixture
def need(record: Callable[..., Need]) -> Need:
    return record()


@pytest.fixture
def offerings(dev: User) -> dict[str, Offering]:
    """Load the starter set."""
    catalogue.load_starter(by=dev)
    return {each.key: each for each in Offering.objects.all()}
