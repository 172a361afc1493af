"""The course of an engagement: what is possible when, and where it leads."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headwater.errors import ConflictError, InputError
from headwater.service import lifecycle
from headwater.vocabulary.engagement import HAPPENINGS, STAGES, Happening, Standing

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def course(*kinds: str) -> Standing:
    return lifecycle.standing(
        Happening(kind, START + timedelta(hours=number))  # type: ignore[arg-type]
        for number, kind in enumerate(kinds)
    )


@pytest.mark.parametrize(
    ("kinds", "stage"),
    [
        (("requested",), "asked"),
        (("requested", "responded"), "triaged"),
        (("requested", "declined"), "declined"),
        (("requested", "responded", "agreed", "started"), "working"),
        (("requested", "responded", "agreed", "delivered", "accepted"), "accepted"),
        (("requested", "responded", "agreed", "delivered", "reopened"), "working"),
        (
            ("requested", "responded", "agreed", "delivered", "accepted", "recognized"),
            "recognized",
        ),
        (("requested", "withdrawn"), "withdrawn"),
    ],
)
def test_happenings_lead_to_stages(kinds: tuple[str, ...], stage: str) -> None:
    assert course(*kinds).stage == stage


def test_a_pause_ends_with_resuming_or_with_the_delivery() -> None:
    begun = ("requested", "responded", "agreed", "paused")
    assert course(*begun).is_paused
    assert not course(*begun, "resumed").is_paused
    assert not course(*begun, "delivered").is_paused
    with pytest.raises(ConflictError, match="it waits already"):
        course(*begun, "paused")


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        (("requested", "accepted"), "possible when it is delivered"),
        (("requested", "responded", "agreed", "recognized"), "accepted or recognized"),
        (("requested", "declined", "started"), "it is declined"),
        (("requested", "requested"), "cannot ask now"),
    ],
)
def test_what_is_not_possible_says_when_it_would_be(kinds: tuple[str, ...], said: str) -> None:
    with pytest.raises(ConflictError, match=said):
        course(*kinds)


def test_it_begins_with_a_request() -> None:
    for kinds in ((), ("responded",)):
        with pytest.raises(InputError, match="begins with a request"):
            course(*kinds)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.integers(0, 100), max_size=25))
def test_whatever_is_offered_as_possible_can_be_done(choices: list[int]) -> None:
    """From anywhere that can be reached, each possible happening leads to a known stage."""
    kinds = ["requested"]
    for choice in choices:
        offered = lifecycle.possible(course(*kinds))
        assert set(offered) <= set(HAPPENINGS)
        if not offered:
            break
        kinds.append(offered[choice % len(offered)])
        found = course(*kinds)
        assert found.stage in STAGES
        assert found.reopened == kinds.count("reopened")
        assert found.handed_over == kinds.count("handed_over")


def test_every_rule_has_words() -> None:
    assert set(lifecycle.WORDS) == set(HAPPENINGS)
    assert set(lifecycle.RULES) == set(HAPPENINGS) - {"requested"}
