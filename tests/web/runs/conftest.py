"""Kinds of run that exist in tests only."""

from collections.abc import Iterator

import pytest

from headwater.web.runs import registry


@pytest.fixture
def kind() -> Iterator[str]:
    """Name a kind of run for the length of a test."""
    registry.register("test", lambda inputs, watch: inputs, result_url=lambda run: f"/of/{run.pk}")
    yield "test"
    del registry._KINDS["test"]
