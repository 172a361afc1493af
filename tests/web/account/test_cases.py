"""Cases at the gate and forecasts against what came: counted by maturity, each with its page."""

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from following import followed, links, opened

from headwater.service.proactivity import cases_evaluable, forecasts_scored
from headwater.web.account.gather import cases, gathered
from headwater.web.appraisal.actions import keeping
from headwater.web.appraisal.models import Case
from headwater.web.service.actions import feedback
from headwater.web.service.actions.record import record_of_work
from headwater.web.service.models import Engagement

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(worked: Engagement, dev: User) -> Case:
    """The sample case that says how its benefits will be seen, on the engagement."""
    keeping.load_sample(by=dev)
    (found,) = [each for each in Case.objects.all() if keeping.newest(each).said.measures]
    return keeping.link(case=found, need=None, engagement=worked, by=dev)


def test_cases_count_by_the_gate(case: Case) -> None:
    record = gathered().record
    figure = cases_evaluable(record)
    kept = {each.pk: keeping.newest(each).reviewed for each in Case.objects.all()}
    assert figure.number == len(kept) == 2
    assert set(figure.records) == {f"case:{pk}" for pk, said in kept.items() if said.evaluable}
    (own,) = [each for each in record.cases if each.id == str(case.pk)]
    assert own.missing == kept[case.pk].missing
    assert (own.engagement, own.service) == ("E-1", "pre-review")


def test_a_value_forecast_is_due_after_acceptance_and_scored_by_what_came(
    worked: Engagement, dev: User
) -> None:
    today = timezone.localdate()

    def read() -> tuple[int, int]:
        figure = forecasts_scored(gathered().record, today=today)
        return figure.number, len(figure.records)

    assert read() == (0, 0)
    feedback.state_value(
        engagement=worked, kind="forecast", words="Guess", amount=3e5, by=dev,
        on=worked.delivered_at.date() if worked.delivered_at else None,
    )  # fmt: skip
    (forecast,) = gathered().record.forecasts
    accepted = next(each.accepted for each in gathered().record.engagements)
    assert accepted is not None and forecast.due == accepted + cases.DUE_AFTER
    assert read() == (1 if forecast.due <= today else 0, 0)
    feedback.state_value(engagement=worked, kind="delivered", words="Seen", amount=2e5, by=dev)
    assert read() == (1, 1)
    assert gathered().record.forecasts[0].inside is None  # one number has no range


def test_what_a_case_promised_is_held_against_the_value_that_came(
    case: Case, worked: Engagement, dev: User
) -> None:
    version = keeping.newest(case)
    made = next(each for each in gathered().record.forecasts if each.id == f"case-{case.pk}")
    days = [each.review for each in version.said.measures if each.review]
    assert made.scored is None
    assert made.due == min(cases._day(each) or date.max for each in days)

    middle = (version.ranged.benefit.low + version.ranged.benefit.high) / 2 * case.money.scale
    feedback.state_value(engagement=worked, kind="delivered", words="Seen", amount=middle, by=dev)
    made = next(each for each in gathered().record.forecasts if each.id == f"case-{case.pk}")
    assert made.scored == timezone.localdate()
    assert made.inside is True or gathered().record.money.currency != case.money.currency


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-03-31", date(2027, 3, 31)),
        ("2028-02", date(2028, 2, 29)),
        ("2027", date(2027, 12, 31)),
        ("2027-13", None),
        ("two years on", None),
        ("", None),
    ],
)
def test_review_days(text: str, day: date | None) -> None:
    assert cases._day(text) == day


def test_each_leads_from_maturity_to_its_page(
    case: Case, worked: Engagement, dev: User, signed_in: Callable[[User], Client]
) -> None:
    feedback.state_value(engagement=worked, kind="forecast", words="Guess", amount=3e5, by=dev)
    feedback.state_value(engagement=worked, kind="delivered", words="Seen", amount=2e5, by=dev)
    browser = signed_in(dev)
    page = opened(browser, "/account/maturity")
    figures = {each.partition("?")[0].rpartition("/")[2]: each for each in links(page)}
    at_the_gate = followed(browser, figures["cases_evaluable"])
    assert reverse("appraisal:case", args=[case.pk]) in at_the_gate
    behind = followed(browser, figures["forecasts_scored"])
    assert f"{reverse('service:engagement', args=[worked.pk])}#value" in behind


def test_reading_cases_takes_no_more_queries_for_more_of_them(
    case: Case, django_assert_max_num_queries: Callable[..., object]
) -> None:
    record = record_of_work()
    with django_assert_max_num_queries(1):  # type: ignore[attr-defined]
        assert len(cases.added(record).cases) == 2
