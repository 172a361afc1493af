"""The table of projects: what it shows, in which order, at which price, and to whom."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from headwater.web.projects.models import Project, ProjectList

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]


def listed(*rows: tuple[str, float | None], **more: Any) -> None:
    ProjectList.current()
    Project.objects.bulk_create(
        Project(key=name, name=name, cost_low=cost, cost_high=cost, **more) for name, cost in rows
    )


def names(response: Any) -> list[str]:
    return [row.project.name for row in response.context["grid"].rows]


def test_it_says_the_next_step_when_it_is_empty(signed_in: Browser, dev: User) -> None:
    page = signed_in(dev).get(reverse("projects:table")).content.decode()

    assert "No projects yet" in page
    assert reverse("intake:upload") in page


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("name", ["Harbour", "Library", "quay", "Tram"]),
        ("-name", ["Tram", "quay", "Library", "Harbour"]),
        ("cost", ["Library", "quay", "Harbour", "Tram"]),
        ("-cost", ["Harbour", "quay", "Library", "Tram"]),
        ("no such column", ["Harbour", "Library", "quay", "Tram"]),
    ],
)
def test_it_sorts_on_the_server_and_keeps_the_unknown_last(
    signed_in: Browser, dev: User, sort: str, expected: list[str]
) -> None:
    listed(("Tram", None), ("quay", 2), ("Harbour", 3), ("Library", 1))

    response = signed_in(dev).get(reverse("projects:table"), {"sort": sort})

    assert names(response) == expected


def test_it_sorts_by_a_score(signed_in: Browser, dev: User) -> None:
    listed(("A", 1), ("B", 1), ("C", 1))
    ProjectList.objects.update(criteria=["fit"])
    Project.objects.filter(key="A").update(scores={"fit": [1, 3]})
    Project.objects.filter(key="C").update(scores={"fit": 5})

    response = signed_in(dev).get(reverse("projects:table"), {"sort": "-score:fit"})

    assert names(response) == ["C", "A", "B"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"q": "libr"}, ["Library"]),
        ({"unknown": "on"}, ["Tram"]),
        ({"stage": "running"}, ["Harbour", "Library", "Tram"]),
        ({"q": "nothing like it"}, []),
        ({"page": "zero"}, ["Harbour", "Library", "Tram"]),
    ],
)
def test_it_filters(
    signed_in: Browser, dev: User, asked: dict[str, str], expected: list[str]
) -> None:
    listed(("Tram", None), ("Harbour", 3), ("Library", 1), stage="running")

    assert names(signed_in(dev).get(reverse("projects:table"), asked)) == expected


def test_names_are_text_and_never_markup(signed_in: Browser, dev: User) -> None:
    listed(("<script>alert(1)</script>", 1), ('" onmouseover="alert(2)', 2))

    page = signed_in(dev).get(reverse("projects:table")).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert 'onmouseover="alert' not in page


def test_the_number_of_queries_does_not_grow_with_the_rows(signed_in: Browser, dev: User) -> None:
    client = signed_in(dev)
    listed(*((f"P{number}", number) for number in range(10)))
    client.get(reverse("projects:table"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("projects:table"))
    listed(*((f"Q{number}", number) for number in range(490)))
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("projects:table"))

    assert len(many) == len(few)


def test_an_observer_reads_and_gets_no_way_to_edit(
    signed_in: Browser, seat_for: Callable[..., User]
) -> None:
    from headwater.web.organization.models import Role

    listed(("Tram", 1))
    page = signed_in(seat_for("Olu", Role.OBSERVER)).get(reverse("projects:table"))

    assert page.status_code == 200
    assert "Tram" in page.content.decode()
    assert "hx-get" not in page.content.decode()


def test_a_person_without_a_seat_reads_nothing(signed_in: Browser, ben: User) -> None:
    listed(("Tram", 1))

    response = signed_in(ben).get(reverse("projects:table"))

    assert response.status_code == 403
    assert "Tram" not in response.content.decode()
