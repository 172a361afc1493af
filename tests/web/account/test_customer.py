"""The customer page: four questions, and every figure clicked through to its records."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from headwater.web.account.actions.customer import at_a_glance, behind
from headwater.web.account.actions.desk import desk, digest
from headwater.web.account.actions.sample import load_sample_year
from headwater.web.service.actions import clocks
from headwater.web.service.models import Engagement, Need

pytestmark = pytest.mark.django_db


def links(page: str) -> set[str]:
    """Return the addresses in the content of a page, without those of its frame."""
    content = page.split("<main", 1)[1].split("</main>", 1)[0]
    return {unescape(each) for each in re.findall(r'href="([^"]+)"', content)}


def test_every_link_leads_to_records_that_are_there(
    owner: User, dev: User, signed_in: Callable[[User], Client]
) -> None:
    load_sample_year(by=owner)
    browser = signed_in(dev)
    page = browser.get(reverse("account:customer")).content.decode()
    for words in ("What it needs", "What it was promised", "What it got", "How it feels about it"):
        assert words in page
    first = links(page)
    figures = {each for each in first if each.startswith(reverse("account:customer") + "figures/")}
    assert len(figures) >= 19  # the figures, and the months that have records
    second: set[str] = set()
    for each in first:
        answer = browser.get(each)
        assert answer.status_code == 200, each
        if each in figures:
            second |= links(answer.content.decode())
    for each in second - first:
        path, _, fragment = each.partition("#")
        answer = browser.get(path)
        assert answer.status_code == 200, each
        assert not fragment or f'id="{fragment}"' in answer.content.decode(), each

    glanced, found = at_a_glance()
    for part in glanced.parts:
        assert sum(each.number for each in part.months) > 0
        for figure in part.figures:
            told = behind(figure.key)
            assert told is not None
            assert len(told.records) == len(figure.records)
            assert all(address for _, address in (*told.records, *told.rest)), figure.key

    now = timezone.now()
    kept, told_anew = clocks.kept_readings(at=now), clocks.all_readings(at=now)
    by = {(each.engagement, each.measure): each.outcome for each in told_anew}
    assert {(each.engagement, each.measure): each.outcome for each in kept} == by
    assert found.record.needs

    _desk_shows_what_waits(owner, dev, browser, now)


def _desk_shows_what_waits(owner: User, dev: User, browser: Client, now: datetime) -> None:
    """The desk over the same year, which takes seconds to write."""
    waits = desk(dev, at=now)
    assert waits.late >= 1  # one promise of the year is overdue at its end
    dues = [task.due for pile in waits.piles for task in pile.tasks if task.due]
    assert dues == sorted(dues)
    home = browser.get("/").content.decode()
    assert "Your desk" in home
    for address in links(home):
        assert browser.get(address.partition("#")[0]).status_code == 200, address
    leader = User.objects.get(first_name="Chief financial officer")
    verbs = {task.verb for pile in desk(leader, at=now).piles for task in pile.tasks}
    assert not verbs & {"Answer ", "Deliver", "Ask the one question"}  # the office's own work
    section = digest(dev, at=now).sections[0]
    assert "overdue" in str(section.blocks[0])
    mail = browser.get(reverse("account:digest_file"))
    assert mail["Content-Type"] == "message/rfc822"
    assert b"X-Unsent: 1" in mail.content


def test_the_number_of_queries_does_not_grow_with_the_work(
    owner: User, dev: User, django_assert_max_num_queries: Callable[..., object]
) -> None:
    load_sample_year(by=owner)
    with django_assert_max_num_queries(23):  # type: ignore[attr-defined]
        at_a_glance()
    with django_assert_max_num_queries(5):  # type: ignore[attr-defined]
        at_a_glance()  # only whether anything happened since
    with django_assert_max_num_queries(24):  # type: ignore[attr-defined]
        desk(dev)


def test_an_empty_installation_says_what_to_do_first(
    dev: User, signed_in: Callable[[User], Client]
) -> None:
    page = signed_in(dev).get(reverse("account:customer")).content.decode()
    assert "Record the first need" in page
    assert signed_in(dev).get(reverse("account:figure", args=["nonsense"])).status_code == 404
    later = f"{reverse('account:figure', args=['needs'])}?month=1999-01"
    assert signed_in(dev).get(later).status_code == 404


def test_a_leader_is_asked_for_what_only_the_customer_can_say(
    amara: User, dev: User, chioma: User
) -> None:
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    need = Need.objects.create(
        number=1, title="Floods", for_whom="Traders", found_by="asked", found_on=now.date(),
        urgency="now", owner=amara, at=now, by=dev,
    )  # fmt: skip
    assert [task.verb for pile in desk(amara, at=now).piles for task in pile.tasks] == [
        "Find an answer"
    ]
    assert desk(chioma, at=now).number == 0  # neither hers nor to be triaged by her
    assert Engagement.objects.count() == 0
    need.needed_by = (now - timedelta(days=3)).date()
    need.save()
    assert desk(amara, at=now).late == 1


def test_one_page_serves_every_figure(
    worked: Engagement, dev: User, signed_in: Callable[[User], Client]
) -> None:
    browser = signed_in(dev)
    month = f"{reverse('account:figure', args=['needs'])}?month={worked.opened:%Y-%m}"
    pages = (
        reverse("account:figure", args=["needs_open"]), month,
        reverse("account:maturity_figure", args=["needs_found"]),
        reverse("account:statement_figure", args=["2026-Q1", "needs_heard"]),
        reverse("account:transformation_figure", args=["attainment"]),
    )  # fmt: skip
    for each in pages:
        answer = browser.get(each)
        assert "account/records.html" in [part.name for part in answer.templates], each
        assert "N-1" in answer.content.decode() or "E-1" in answer.content.decode(), each
