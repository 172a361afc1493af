"""Bundles: kept, worked out anew, and put on the list so that every part is worth what it is."""

from collections.abc import Callable
from itertools import combinations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from headwater.errors import ConflictError, InputError
from headwater.web.appraisal.actions import bundling, editing, keeping
from headwater.web.appraisal.models import Case, CaseBundle
from headwater.web.projects.models import Project, Rule

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]


def test_a_bundle_is_worth_its_cases_less_what_is_shared_plus_what_comes_with_all(
    bundle: CaseBundle, dev: User, signed_in: Browser
) -> None:
    found = bundling.told(bundle)
    assert found.value is not None
    assert found.value.counted_twice > 0
    alone = sum(found.value.alone.values())
    together = found.value.npv - alone + found.value.counted_twice
    assert together == pytest.approx(30 / 1.035**3, rel=0.01)  # GBP thousand of 2029
    assert sum(found.value.shares.values()) == pytest.approx(found.value.npv)
    browser = signed_in(dev)
    said = browser.get(reverse("appraisal:bundle", args=[bundle.pk])).content.decode()
    assert "What the portfolio will know" in said
    assert "Course room hire" in said
    assert "Evenings for learning" in browser.get(reverse("appraisal:bundles")).content.decode()


def test_the_portfolio_gets_the_cases_and_what_they_add(bundle: CaseBundle, dev: User) -> None:
    assert bundling.into_portfolio(bundle=bundle, by=dev) == 1
    rule = Rule.objects.get(kind="synergy")
    found = bundling.told(bundle)
    assert found.value is not None
    assert {rule.project, *rule.other} == {"evening library", "evening college"}
    assert rule.value == pytest.approx(found.value.npv - sum(found.value.alone.values()))
    assert Project.objects.filter(key__in=bundle.members).count() == 2
    bundling.into_portfolio(bundle=bundle, by=dev)  # again replaces, and adds nothing
    assert Rule.objects.filter(kind="synergy").count() == 1


def test_a_bundle_follows_its_cases(bundle: CaseBundle, case: Case, dev: User) -> None:
    before = bundling.told(bundle).value
    editing.edit_cells(case=case, seen=1, typed={("line", "works", "2026"): "700"}, by=dev)
    after = bundling.told(bundle).value
    assert before is not None
    assert after is not None
    assert after.npv < before.npv


def test_two_people_at_one_bundle_hear_of_each_other(
    bundle: CaseBundle, dev: User, chioma: User
) -> None:
    given = {"name": "Other", "members": bundle.members}
    bundling.save_bundle(bundle=bundle, seen=1, by=chioma, **given)
    with pytest.raises(ConflictError, match="at version 2, you had version 1"):
        bundling.save_bundle(bundle=bundle, seen=1, by=dev, **given)


@pytest.mark.parametrize(("sent", "words"), [
    ({"name": ""}, "This field is required"),
    ({"members": ["evening library"]}, "at least two cases"),
    ({"members": ["evening library", "none"]}, "There is no case &#x27;none&#x27;"),
    ({"together": "soon: 3"}, "is no year with an amount"),
    ({"together": "2999: 3"}, "outside 2026 to"),
    ({"caps": "much"}, "is no pool with its most"),
])  # fmt: skip
def test_what_cannot_be_kept_is_refused_in_words_and_stays_in_the_form(
    case: Case, dev: User, signed_in: Browser, sent: dict[str, object], words: str
) -> None:
    given = {"name": "Mine", "members": ["evening library", "evening college"], **sent}
    page = signed_in(dev).post(reverse("appraisal:new_bundle"), given)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not CaseBundle.objects.exists()


def test_a_bundle_without_a_case_that_was_in_it_says_so(bundle: CaseBundle) -> None:
    bundle.members = ["evening library", "gone"]
    assert "There is no case 'gone'" in bundling.told(bundle).wrong
    with pytest.raises(InputError, match="gone"):
        bundling.into_portfolio(bundle=bundle, by=User.objects.get(seat__role="portfolio_office"))


def test_every_part_of_three_cases_is_worth_its_rules(case: Case, dev: User) -> None:
    from dataclasses import replace

    from headwater import appraisal
    from headwater.vocabulary.appraisal_plans import Bundle

    record = keeping.newest(case).said
    cases = [replace(record, id=name) for name in ("one", "two", "three")]
    whole = Bundle("b", "Three", ("one", "two", "three"), together={2030: 50.0})
    added = appraisal.bundle_synergies(whole, cases)
    alone = appraisal.value_bundle(whole, cases).alone
    for size in (2, 3):
        for part in combinations(sorted(alone), size):
            inside = [amount for members, amount in added.items() if set(members) <= set(part)]
            more = {2030: 50.0} if size == 3 else {}
            worth = appraisal.value_bundle(Bundle("p", "Part", part, together=more), cases).npv
            assert sum(alone[each] for each in part) + sum(inside) == pytest.approx(worth)
