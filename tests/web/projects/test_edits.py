"""Editing a cell, adding, removing, and taking all of it back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from headwater.errors import ConflictError, InputError
from headwater.vocabulary.units import Interval
from headwater.web.organization.models import AuditEvent
from headwater.web.projects import actions
from headwater.web.projects.models import Edit, Project, ProjectList

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def tram(db: None) -> Project:
    ProjectList.objects.create(pk=1, currency="GBP", scale=1_000_000, criteria=["fit", "reach"])
    return Project.objects.create(key="T1", name="Tram", cost_low=3, cost_high=3)


def save(client: Client, project: Project, field: str, text: str, **more: Any) -> Any:
    sent = {"field": field, "text": text, "version": more.pop("version", project.version)}
    return client.post(reverse("projects:cell", args=[project.pk]), sent | more, headers=HTMX)


def page_save(client: Client, project: Project, field: str, text: str) -> Any:
    """Save as the page of one project does: without a fragment."""
    sent = {"field": field, "text": text, "version": project.version}
    return client.post(reverse("projects:cell", args=[project.pk]), sent)


def test_opening_a_cell_gives_the_row_with_an_input_that_has_every_digit(
    signed_in: Browser, dev: User, tram: Project
) -> None:
    Project.objects.update(cost_low=19.391172, cost_high=19.391172)

    response = signed_in(dev).get(
        reverse("projects:cell", args=[tram.pk]), {"field": "cost"}, headers=HTMX
    )

    assert response.content.decode().strip().startswith("{#") is False
    assert 'value="19.391172"' in response.content.decode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4", Interval(4, 4)),
        ("3..5", Interval(3, 5)),
        ("3 to 5", Interval(3, 5)),
        ("?", None),
        ("", None),
        ("1,200", Interval(1200, 1200)),
        ("1.2bn", Interval(1200, 1200)),
        ("£450k", Interval(0.45, 0.45)),
    ],
)
def test_a_cost_is_read_as_people_write_it(
    signed_in: Browser, dev: User, tram: Project, text: str, expected: Interval | None
) -> None:
    response = save(signed_in(dev), tram, "cost", text)

    tram.refresh_from_db()
    assert response.status_code == 200
    assert tram.cost == expected


@pytest.mark.parametrize("text", ["-1", "lots", "nan", "inf", "1e999", "5..3", "$4", "'; DROP"])
def test_a_cost_that_is_none_stays_in_the_cell_with_its_error(
    signed_in: Browser, dev: User, tram: Project, text: str
) -> None:
    response = save(signed_in(dev), tram, "cost", text)

    page = response.content.decode()
    tram.refresh_from_db()
    assert response.status_code == 422
    assert 'aria-invalid="true"' in page
    assert text.replace("'", "&#x27;") in page
    assert (tram.cost, tram.version) == (Interval(3, 3), 1)


def test_a_stale_edit_of_the_same_cell_is_refused_and_shows_both_texts(
    signed_in: Browser, dev: User, owner: User, tram: Project
) -> None:
    actions.change(project=tram, field="cost", text="7", version=1, by=owner)

    response = save(signed_in(dev), tram, "cost", "8", version=1)

    tram.refresh_from_db()
    page = response.content.decode()
    assert response.status_code == 409
    assert tram.cost == Interval(7, 7)
    assert "7" in page
    assert 'value="8"' in page
    assert 'name="version" value="2"' in page  # saving again keeps the person's own


def test_edits_of_different_cells_of_a_row_do_not_get_in_each_others_way(
    dev: User, owner: User, tram: Project
) -> None:
    actions.change(project=tram, field="score:fit", text="4", version=1, by=owner)
    actions.change(project=tram, field="score:reach", text="2..3", version=1, by=dev)

    tram.refresh_from_db()
    assert tram.scores == {"fit": 4.0, "reach": [2.0, 3.0]}


def test_an_edit_after_an_upload_changed_the_row_is_refused(dev: User, tram: Project) -> None:
    Project.objects.update(version=5)  # written without a log, as an upload does

    with pytest.raises(ConflictError):
        actions.change(project=tram, field="name", text="Light rail", version=1, by=dev)


def test_every_edit_is_undone_step_by_step(signed_in: Browser, dev: User, tram: Project) -> None:
    client = signed_in(dev)
    save(client, tram, "cost", "5", version=1)
    save(client, tram, "name", "Light rail", version=2)
    save(client, tram, "score:fit", "4", version=3)
    actions.remove(project=Project.objects.get(), version=4, by=dev)

    seen = []
    for _ in range(4):
        client.post(reverse("projects:undo"))
        now = Project.objects.get()
        seen.append((now.removed, now.name, now.cost, now.scores.get("fit")))

    assert seen == [
        (False, "Light rail", Interval(5, 5), 4.0),
        (False, "Light rail", Interval(5, 5), None),
        (False, "Tram", Interval(5, 5), None),
        (False, "Tram", Interval(3, 3), None),
    ]
    assert client.post(reverse("projects:undo")).status_code == 422


def test_undo_never_overwrites_what_another_wrote_since(
    dev: User, owner: User, tram: Project
) -> None:
    actions.change(project=tram, field="cost", text="5", version=1, by=dev)
    actions.change(project=tram, field="cost", text="6", version=2, by=owner)

    with pytest.raises(ConflictError, match="changed again"):
        actions.undo(by=dev)

    assert Project.objects.get().cost == Interval(6, 6)


def test_adding_takes_a_name_alone_and_refuses_a_second_of_it(dev: User, tram: Project) -> None:
    added = actions.add(name="Ferry", by=dev)

    assert (added.key, added.cost) == ("Ferry", None)
    with pytest.raises(InputError, match="'Ferry' already"):
        actions.add(name="Ferry", by=dev)
    assert actions.add(name="Ferry", key="F2", cost="2..4", by=dev).cost == Interval(2, 4)


def test_a_removed_project_is_revived_clean_by_adding_it_again(dev: User, tram: Project) -> None:
    actions.remove(project=tram, version=1, by=dev)
    again = actions.add(name="Tram", key="T1", by=dev)

    assert (again.pk, again.cost, again.removed) == (tram.pk, None, False)


def test_the_form_keeps_what_was_typed_when_it_cannot_be_added(
    signed_in: Browser, dev: User, tram: Project
) -> None:
    response = signed_in(dev).post(reverse("projects:add"), {"name": "Ferry", "cost": "lots"})

    assert response.status_code == 422
    assert 'value="Ferry"' in response.content.decode()
    assert 'value="lots"' in response.content.decode()
    assert Project.objects.count() == 1


@pytest.mark.parametrize("who", ["amara", "chioma", "ben"])
def test_only_the_office_and_owners_edit(
    signed_in: Browser, request: pytest.FixtureRequest, tram: Project, who: str
) -> None:
    client = signed_in(request.getfixturevalue(who))

    answers = [
        save(client, tram, "cost", "9"),
        client.post(reverse("projects:add"), {"name": "Ferry"}),
        client.post(reverse("projects:remove", args=[tram.pk]), {"version": 1}),
        client.post(reverse("projects:undo")),
    ]

    assert [answer.status_code for answer in answers] == [403] * 4
    assert Edit.objects.count() == 0
    assert Project.objects.get().cost == Interval(3, 3)


def test_each_change_is_in_the_audit_trail(dev: User, tram: Project) -> None:
    actions.change(project=tram, field="cost", text="5", version=1, by=dev)
    actions.undo(by=dev)

    names = list(AuditEvent.objects.order_by("number").values_list("name", flat=True))
    assert names == ["projects.project.changed", "projects.project.undone"]


def test_without_scripts_a_cell_is_a_page_of_its_own(
    signed_in: Browser, dev: User, tram: Project
) -> None:
    client = signed_in(dev)
    address = reverse("projects:cell", args=[tram.pk])

    page = client.get(address, {"field": "cost"}).content.decode()
    sent = {"field": "cost", "text": "9", "version": 1, "back": "/projects/?q=tram"}
    saved = client.post(address, sent)

    assert "<html" in page
    assert (saved.status_code, saved["Location"]) == (302, "/projects/?q=tram")
    assert Project.objects.get().cost == Interval(9, 9)


def test_the_way_back_never_leads_to_another_site(
    signed_in: Browser, dev: User, tram: Project
) -> None:
    address = reverse("projects:cell", args=[tram.pk])
    for back in ("https://evil.example/", "//evil.example/", "/\\evil.example"):
        version = Project.objects.get().version
        sent = {"field": "unit", "text": f"U{version}", "version": version, "back": back}
        saved = signed_in(dev).post(address, sent)
        assert saved["Location"] == reverse("projects:table")


def test_evidence_of_a_mandate_and_the_sponsor_are_typed_into_cells(
    signed_in: Browser, dev: User, tram: Project
) -> None:
    client = signed_in(dev)
    typed = {
        "mandatory_date": "2027-01-31",
        "mandatory_penalty": "A fine for every day.",
        "mandatory_option": "Repair two gates.",
        "mandatory_cost": "1..2",
        "sponsor": "Amara",
        "sponsor_email": "amara@rivermouth.example",
    }
    for field, text in typed.items():
        assert page_save(client, Project.objects.get(), field, text).status_code == 302, field

    kept = Project.objects.get().record()
    assert kept.mandatory_cost == Interval(1, 2)
    assert {name: getattr(kept, name) for name in typed if name != "mandatory_cost"} == {
        name: text for name, text in typed.items() if name != "mandatory_cost"
    }
    actions.undo(by=dev)
    assert Project.objects.get().sponsor_email == ""


@pytest.mark.parametrize(
    ("field", "text", "wrong"),
    [
        ("mandatory_date", "31 Jan 2027", "is not a date"),
        ("mandatory_date", "2027-02-30", "is not a date"),
        ("sponsor_email", "amara", "is no e-mail address"),
        ("mandatory_cost", "-1", "cannot be negative"),
    ],
)
def test_what_cannot_be_evidence_is_refused(
    signed_in: Browser, dev: User, tram: Project, field: str, text: str, wrong: str
) -> None:
    response = page_save(signed_in(dev), tram, field, text)

    assert response.status_code == 422
    assert wrong in response.content.decode()
