"""Cases on the web: kept as versions, told on one screen, approved behind the gate."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from headwater.errors import ConflictError, InputError, NotAllowedError
from headwater.vocabulary.progress import ignore
from headwater.web.appraisal.actions import deciding, keeping, simulating
from headwater.web.appraisal.models import Case, CaseVersion
from headwater.web.organization.models import AuditEvent
from headwater.web.runs.models import Run, State

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]


def test_the_page_tells_the_story(case: Case, amara: User, signed_in: Browser) -> None:
    page = signed_in(amara).get(reverse("appraisal:case", args=[case.pk]))
    said = page.content.decode()
    assert page.status_code == 200
    for words in (
        "Two in three working adults",
        "Approve GBP 1.3 million",
        "Refit the ground floor and staff the evenings",
        "819.7",
        "Asbestos behind the old counters",
        "worth of a visit",
        "Ready to be approved",
    ):
        assert words in said


def test_the_list_costs_the_same_queries_for_one_case_and_for_many(
    case: Case, dev: User, signed_in: Browser, django_assert_max_num_queries: Any
) -> None:
    record = keeping.newest(case).said
    for number in range(4):
        keeping._kept(replace(record, id=f"case {number}"), "made", by=dev)
    browser = signed_in(dev)
    with django_assert_max_num_queries(9):
        assert browser.get(reverse("appraisal:cases")).status_code == 200


def test_without_cases_the_list_says_what_to_do(dev: User, signed_in: Browser) -> None:
    said = signed_in(dev).get(reverse("appraisal:cases")).content.decode()
    assert "Bring the first case" in said


def test_a_file_that_is_no_case_is_told_in_words(
    dev: User, signed_in: Browser, empty_workbook: bytes
) -> None:
    browser = signed_in(dev)
    for name, content, told in (
        ("case.xlsx", empty_workbook, "options"),
        ("case.xlsx", b"not a workbook", ""),
        ("case.csv", b"a,b", "is no workbook"),
    ):
        sent = {"file": SimpleUploadedFile(name, content)}
        page = browser.post(reverse("appraisal:bring"), sent)
        assert page.status_code == 422
        assert told in page.content.decode()
    assert not Case.objects.exists()


def test_a_change_is_a_new_version_and_the_old_one_stays(case: Case, dev: User) -> None:
    first = keeping.newest(case)
    changed = replace(first.said, need="Another need.")
    keeping.save_version(case=case, record=changed, seen=1, note="The need in new words.", by=dev)
    case.refresh_from_db()
    assert (case.version, keeping.newest(case).said.need) == (2, "Another need.")
    assert CaseVersion.objects.get(case=case, number=1).said == first.said
    event = AuditEvent.objects.order_by("-number")[0]
    assert (event.name, event.detail["version"]) == ("appraisal.version.written", 2)


def test_who_is_late_is_told(case: Case, dev: User) -> None:
    record = keeping.newest(case).said
    keeping.save_version(case=case, record=replace(record, need="A"), seen=1, note="a", by=dev)
    with pytest.raises(ConflictError, match="version 2"):
        keeping.save_version(case=case, record=replace(record, need="B"), seen=1, note="b", by=dev)


def test_the_database_refuses_to_change_a_version(case: Case) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        CaseVersion.objects.filter(case=case).update(note="another")


def test_approval_binds_to_the_version_that_was_read(case: Case, amara: User, dev: User) -> None:
    made = deciding.sign(case=case, seen=1, verdict="approved", by=amara)
    case.refresh_from_db()
    assert case.state == Case.State.APPROVED
    assert made.digest == keeping.newest(case).digest
    record = replace(keeping.newest(case).said, ask="More money.")
    keeping.save_version(case=case, record=record, seen=1, note="More.", by=dev)
    case.refresh_from_db()
    assert case.state == Case.State.DRAFT
    with pytest.raises(ConflictError):
        deciding.sign(case=case, seen=1, verdict="approved", by=amara)


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("baseline", "no baseline"),
        ("data_source", "no data source"),
        ("owner", "no owner after closure"),
        ("review", "no review date"),
        ("outcome", "no outcome"),
    ],
)
def test_the_gate_lets_nothing_through_that_cannot_be_measured(
    case: Case, amara: User, dev: User, part: str, told: str
) -> None:
    record = keeping.newest(case).said
    first, *others = record.measures
    spoiled = replace(record, measures=(replace(first, **{part: ""}), *others))
    keeping.save_version(case=case, record=spoiled, seen=1, note="spoiled", by=dev)
    with pytest.raises(InputError, match=told):
        deciding.sign(case=case, seen=2, verdict="approved", by=amara)
    case.refresh_from_db()
    assert case.state == Case.State.DRAFT
    assert not case.signs.exists()


def test_the_office_does_not_approve_its_own_case(case: Case, dev: User) -> None:
    with pytest.raises(NotAllowedError):
        deciding.sign(case=case, seen=1, verdict="approved", by=dev)


def test_who_sends_a_case_back_says_why(case: Case, amara: User, signed_in: Browser) -> None:
    browser, address = signed_in(amara), reverse("appraisal:sign", args=[case.pk])
    page = browser.post(address, {"seen": 1, "verdict": "returned"})
    assert page.status_code == 422
    assert "what has to change" in page.content.decode()
    browser.post(address, {"seen": 1, "verdict": "returned", "words": "Ask for less."})
    case.refresh_from_db()
    assert case.state == Case.State.RETURNED


def test_comments_are_kept_with_the_version(case: Case, amara: User, signed_in: Browser) -> None:
    browser = signed_in(amara)
    browser.post(reverse("appraisal:comment", args=[case.pk]), {"text": "<b>Why</b> 60,000?"})
    said = browser.get(reverse("appraisal:case", args=[case.pk])).content.decode()
    assert "&lt;b&gt;Why&lt;/b&gt; 60,000?" in said


def test_a_simulation_runs_in_the_queue_and_its_chances_stand_on_the_page(
    case: Case, chioma: User, signed_in: Browser
) -> None:
    browser, address = signed_in(chioma), reverse("appraisal:case", args=[case.pk])
    browser.post(reverse("appraisal:simulate", args=[case.pk]))
    browser.post(reverse("appraisal:simulate", args=[case.pk]))  # twice: once is enough
    run = Run.objects.get()
    assert "The simulation is under way" in browser.get(address).content.decode()
    result = simulating.work(run.inputs, ignore)
    Run.objects.filter(pk=run.pk).update(state=State.DONE, result=result)
    said = browser.get(address).content.decode()
    assert "Chance of a loss" in said
    answer = simulating.answer_of(Run.objects.get())
    chances, drive = (answer.chances, answer.drive) if answer else (None, None)
    assert chances is not None
    assert chances.loss.share() in said
    assert drive is not None
    visits = next(each for each in drive.switching if each.name == "evening visits")
    assert visits.values[0] < 58_000


def test_a_line_leads_to_the_assumptions_under_it(
    case: Case, dev: User, signed_in: Browser
) -> None:
    said = signed_in(dev).get(reverse("appraisal:case", args=[case.pk])).content.decode()
    row = said[said.index("Visits in the evening</th>") :].partition("</tr>")[0]
    assert "[evening visits] * [worth of a visit]" in row
    assert '<a href="#assumption-1">evening visits</a>' in row
    assert '<a href="#assumption-2">worth of a visit</a>' in row
    assert 'id="assumption-2"' in said


def test_what_goes_together_is_told(case: Case, dev: User, signed_in: Browser) -> None:
    from headwater.vocabulary.appraisal_chances import CommonShock, RankCorrelation

    record = keeping.newest(case).said
    tied = replace(
        record,
        correlations=(RankCorrelation("courses", "evening visits", 0.5),),
        shocks=(CommonShock("mild winters", {"hourly pay": 0.4}),),
    )
    keeping.save_version(case=case, record=tied, seen=1, note="Tied.", by=dev)
    said = signed_in(dev).get(reverse("appraisal:case", args=[case.pk])).content.decode()
    assert "courses and evening visits: rank correlation 0.5" in said
    assert "mild winters: hourly pay (0.4)" in said


def test_the_page_of_options_says_what_was_kept_and_why(
    case: Case, dev: User, signed_in: Browser
) -> None:
    address = reverse("appraisal:options", args=[case.pk])
    said = signed_in(dev).get(address).content.decode()
    for words in (
        "Unstaffed evenings by key card", "Insurers ask for staff", "Set aside",
        "never choose by it alone", "About P10 to P90", "Few people, and it can be managed",
        "A simulation draws every option with the same numbers",
    ):  # fmt: skip
        assert words in said, words
    run = simulating.simulate(version=keeping.newest(case), by=dev)
    result = simulating.work(run.inputs, ignore)
    Run.objects.filter(pk=run.pk).update(state=State.DONE, result=result)
    said = signed_in(dev).get(address).content.decode()
    assert "Regret on average" in said
    assert said.count('class="gain"') > 10
    answer = simulating.answer_of(Run.objects.get())
    assert answer is not None
    assert answer.compared is not None
    assert answer.compared.options[1].best.share() in said
