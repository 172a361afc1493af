"""What leaders value: giving points, ranges and blanks; whose answers; what follows."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from headwater.errors import NotAllowedError
from headwater.vocabulary.units import Interval
from headwater.web.judgement import actions
from headwater.web.judgement.models import Judgement, Sheet
from headwater.web.organization.models import AuditEvent
from headwater.web.projects.models import Project, ProjectList

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
CRITERIA = ("fit", "reach")


@pytest.fixture(autouse=True)
def _list(db: None) -> None:
    ProjectList.objects.create(pk=1, criteria=list(CRITERIA))
    for key, fit, reach in (("A", 1, 4), ("B", 3, 2)):
        Project.objects.create(
            key=key, name=key, cost_low=1, cost_high=1, scores={"fit": fit, "reach": reach}
        )


def give(client: Client, *texts: str, leader: str, version: int = 0) -> Any:
    sent: dict[str, Any] = {"leader": leader, "version": version}
    for number, (criterion, text) in enumerate(zip(CRITERIA, texts, strict=True)):
        sent |= {f"points-{number}": text, f"points-{number}-of": criterion}
    return client.post(reverse("judgement:give"), sent)


def test_a_leader_gives_points_ranges_and_blanks(signed_in: Browser, amara: User) -> None:
    response = give(signed_in(amara), "100", "40..60", leader="Amara")

    sheet = Sheet.objects.get()
    assert response.status_code == 302
    assert (sheet.leader, sheet.user, sheet.illustrative) == ("Amara", amara, False)
    assert {each.left: each.answer for each in Judgement.objects.all()} == {
        "fit": Interval(100, 100),
        "reach": Interval(40, 60),
    }
    assert AuditEvent.objects.get().name == "judgement.points.given"


def test_the_weights_stay_as_wide_as_the_answers_leave_them(
    signed_in: Browser, amara: User
) -> None:
    client = signed_in(amara)
    give(client, "100", "?", leader="Amara")

    ranges = {
        each.criterion: each
        for each in client.get(reverse("judgement:values")).context["values"].ranges
    }

    assert ranges["reach"].low == pytest.approx(0)
    assert ranges["reach"].high == pytest.approx(0.5)  # 100 beside 100


@pytest.mark.parametrize("text", ["101", "-1", "lots", "50..200", "nan"])
def test_what_lies_off_the_scale_comes_back_with_its_error(
    signed_in: Browser, amara: User, text: str
) -> None:
    response = give(signed_in(amara), "100", text, leader="Amara")

    page = response.content.decode()
    assert (response.status_code, Sheet.objects.count()) == (422, 0)
    assert f'value="{text}"' in page
    assert 'value="100"' in page
    assert page.count('aria-invalid="true"') == 1


def test_a_leader_does_not_answer_for_another(amara: User) -> None:
    with pytest.raises(NotAllowedError, match="for yourself"):
        actions.give_points(leader="Dev", points={"fit": Interval(1, 1)}, version=0, by=amara)

    assert Sheet.objects.count() == 0


def test_the_office_records_for_a_leader_and_is_named(signed_in: Browser, dev: User) -> None:
    give(signed_in(dev), "60", "100", leader="Chief executive")

    sheet = Sheet.objects.get()
    page = signed_in(dev).get(reverse("judgement:values")).content.decode()
    assert (sheet.recorded_by, sheet.user) == (dev, None)
    assert "recorded by Dev" in page


def test_a_stale_sheet_is_refused_and_what_was_typed_is_kept(
    signed_in: Browser, amara: User, dev: User
) -> None:
    client = signed_in(amara)
    give(client, "100", "50", leader="Amara")
    actions.give_points(leader="Amara", points={"fit": Interval(9, 9)}, version=2, by=dev)

    response = give(client, "100", "70", leader="Amara", version=2)

    assert response.status_code == 409
    assert 'value="70"' in response.content.decode()
    assert Judgement.objects.get().answer == Interval(9, 9)


def test_illustrative_rows_are_marked_until_somebody_answers(signed_in: Browser, dev: User) -> None:
    sheet = Sheet.objects.create(leader="Chief executive", illustrative=True)
    for criterion in CRITERIA:
        Judgement.objects.create(sheet=sheet, method="swing", left=criterion, low=50, high=50)
    client = signed_in(dev)

    assert "Illustrative." in client.get(reverse("judgement:values")).content.decode()
    assert actions.gather().illustrative == ("judgements",)
    give(client, "60", "100", leader="Chief executive", version=1)
    assert "Illustrative." not in client.get(reverse("judgement:values")).content.decode()
    assert actions.gather().illustrative == ()


def test_answers_that_no_longer_fit_the_criteria_are_told_and_break_nothing(
    signed_in: Browser, dev: User
) -> None:
    sheet = Sheet.objects.create(leader="Chief executive")
    Judgement.objects.create(sheet=sheet, method="swing", left="speed", low=50, high=50)

    response = signed_in(dev).get(reverse("judgement:values"))

    assert response.status_code == 200
    assert "speed" in " ".join(response.context["values"].doubts)


def test_an_observer_may_not_judge(signed_in: Browser, seat_for: Callable[..., User]) -> None:
    from headwater.web.organization.models import Role

    client = signed_in(seat_for("Olu", Role.OBSERVER))

    assert client.get(reverse("judgement:values")).status_code == 200
    assert give(client, "1", "2", leader="Olu").status_code == 403


def test_it_says_what_is_missing_when_there_is_nothing_to_weigh(
    signed_in: Browser, dev: User
) -> None:
    Project.objects.all().delete()

    page = signed_in(dev).get(reverse("judgement:values")).content.decode()

    assert "Nothing to weigh yet" in page
