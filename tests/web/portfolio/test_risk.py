"""The page of bad futures: pasted, worked out beside the page, kept."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from headwater.web.portfolio import look_pages
from headwater.web.runs.models import Run

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
FUTURES = "\n".join(
    (
        "project\tGood year\tBad year",
        "Tram\t30\t-20",
        "Ferry\t6\t5",
        "Library\t3\t3",
        "Quay\t2\t2",
        "<b>Bus</b>\t4\t4",
    )
)


@pytest.fixture
def run(decide: Callable[..., Run]) -> Run:
    """Of 10 million: Tram, Ferry and Bus are chosen; Library and Quay are not."""
    return decide()


def send(client: Client, run: Run, **typed: str) -> Any:
    sent = {"futures": FUTURES, "caution": "", "tail": "", "target": ""} | typed
    return client.post(reverse("portfolio:risk", args=[run.pk]), sent, follow=True)


def test_the_form_begins_with_all_projects(signed_in: Browser, amara: User, run: Run) -> None:
    page = signed_in(amara).get(reverse("portfolio:risk", args=[run.pk])).content.decode()

    assert "project\tGood year\tBad year" in page
    assert "Ferry\t0\t0" in page
    assert "<b>Bus</b>" not in page


def test_a_reader_weighs_the_choice_and_the_answer_is_kept(
    signed_in: Browser, amara: User, dev: User, run: Run
) -> None:
    response = send(signed_in(amara), run, caution="100", tail="50%", target="12")

    look = Run.objects.get(kind="risk")
    assert response.redirect_chain == [(look_pages.address(look), 302)]
    found = response.context["found"]
    assert (found.recommended.mean, found.recommended.tail_mean) == (14.5, -11)
    assert "Tram" not in found.cautious.chosen
    assert found.cautious.tail_mean == 12
    assert (found.chance, found.reaching.probability) == (0.5, 1)
    page = response.content.decode()
    assert "drops out" in page or "drop out" in page
    assert found.reached.tail_mean == 12
    assert found.cautious_chance == 1
    assert "reach 12 in every one of 2 futures." in page
    assert "<b>Bus</b>" not in page
    again = send(signed_in(dev), run, caution="100", tail="50%", target="12")
    assert again.status_code == 200
    assert Run.objects.filter(kind="risk").count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"futures": ""}, "write the futures as a table"),
        ({"futures": FUTURES.replace("30", "much")}, "row 2, Good year: 'much' is not a number"),
        ({"futures": FUTURES.replace("Quay", "Castle")}, "row 5: there is no project 'Castle'"),
        ({"caution": "101"}, "The caution lies between 0 and 100%"),
        ({"tail": "0"}, "The share of bad futures lies between 1 and 100%"),
        ({"target": "NaN"}, "The target must be a number"),
    ],
)
def test_what_cannot_be_used_is_said_and_stays_typed(
    signed_in: Browser, dev: User, run: Run, typed: dict[str, str], said: str
) -> None:
    response = send(signed_in(dev), run, **typed)

    assert response.status_code == 422
    page = response.content.decode()
    assert escape(said) in page
    for text in typed.values():
        assert escape(text.partition("\n")[0]) in page
    assert not Run.objects.filter(kind="risk").exists()


def test_without_a_seat_nothing_is_asked_or_seen(
    signed_in: Browser, amara: User, ben: User, run: Run
) -> None:
    send(signed_in(amara), run)
    look = Run.objects.get(kind="risk")

    assert send(signed_in(ben), run).status_code == 403
    assert signed_in(ben).get(look_pages.address(look)).status_code == 403
