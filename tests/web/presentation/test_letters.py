"""Letters to sponsors: prepared as a run, shown, taken away; and by whom."""

from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from headwater.web.organization.models import AuditEvent, Role
from headwater.web.portfolio.actions import confirm_override, version_of
from headwater.web.presentation import actions_letters
from headwater.web.projects.models import Project, ProjectList
from headwater.web.runs.models import Run

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
Decide = Callable[..., Run]
Prepare = Callable[..., Run]
CONTACT = "Dev, portfolio office <dev@rivermouth.example>"


def letter_to(pack: Run, project: str) -> actions_letters.Letter:
    return next(
        each for each in actions_letters.letters_of(pack) if each.refusal.project == project
    )


def test_the_papers_page_offers_to_prepare_them(
    signed_in: Browser, dev: User, decide: Decide
) -> None:
    run = decide()
    page = signed_in(dev).get(reverse("presentation:papers", args=[run.pk])).content.decode()

    assert "Letters to sponsors" in page
    assert "Prepare the letters" in page
    assert f'action="{reverse("presentation:prepare_letters", args=[run.pk])}"' in page


def test_preparing_starts_a_run_with_all_that_it_needs(
    signed_in: Browser, chioma: User, decide: Decide
) -> None:
    run = decide()
    address = reverse("presentation:prepare_letters", args=[run.pk])

    response = signed_in(chioma).post(address, {"review": "2099-03-15", "contact": CONTACT})

    pack = Run.objects.get(kind="no_pack")
    assert response["Location"] == reverse("runs:show", args=[pack.pk])
    assert (pack.inputs["review"], pack.inputs["contact"]) == ("2099-03-15", CONTACT)
    assert pack.inputs["decision"]["manifest"] == run.result["manifest"]
    listed = signed_in(chioma).get(reverse("presentation:papers", args=[run.pk])).content.decode()
    assert f'href="{reverse("runs:show", args=[pack.pk])}"' in listed


def test_date_and_contact_may_be_left_out(signed_in: Browser, dev: User, decide: Decide) -> None:
    response = signed_in(dev).post(reverse("presentation:prepare_letters", args=[decide().pk]))

    assert response.status_code == 302
    assert Run.objects.get(kind="no_pack").inputs["review"] == ""


@pytest.mark.parametrize(
    ("review", "said"),
    [("15 March", "is not a date"), ("2099-02-30", "is not a date"), ("past", "has passed")],
)
def test_a_date_that_is_none_comes_back_with_its_error(
    signed_in: Browser, dev: User, decide: Decide, review: str, said: str
) -> None:
    if review == "past":
        review = (timezone.localdate() - timedelta(days=1)).isoformat()
    address = reverse("presentation:prepare_letters", args=[decide().pk])

    response = signed_in(dev).post(address, {"review": review, "contact": "Amara"})

    assert response.status_code == 422
    assert said in response.content.decode()
    assert 'value="Amara"' in response.content.decode()
    assert not Run.objects.filter(kind="no_pack").exists()


def test_where_all_are_recommended_there_is_nobody_to_write_to(
    signed_in: Browser, dev: User, decide: Decide
) -> None:
    run, client = decide("1000"), signed_in(dev)

    page = client.get(reverse("presentation:papers", args=[run.pk])).content.decode()
    response = client.post(reverse("presentation:prepare_letters", args=[run.pk]))

    assert "Prepare the letters" not in page
    assert "nobody to write to" in page
    assert response.status_code == 422


def test_one_letter_for_each_refused_project(
    signed_in: Browser, dev: User, prepare: Prepare
) -> None:
    pack = prepare()
    refused = {each["name"] for each in pack.inputs["decision"]["projects"] if not each["chosen"]}

    response = signed_in(dev).get(actions_letters.address(pack))

    page = response.content.decode()
    assert (
        {each.refusal.project for each in response.context["page"]}
        == refused
        == {
            "Library",
            "Quay",
        }
    )
    for each in response.context["page"]:
        assert reverse("presentation:letter", args=[pack.pk, each.key]) in page
        for ending in ("docx", "pdf", "html", "eml"):
            assert reverse("presentation:letter_file", args=[pack.pk, each.key, ending]) in page


def test_many_letters_stand_on_pages(
    monkeypatch: pytest.MonkeyPatch, signed_in: Browser, dev: User, prepare: Prepare
) -> None:
    monkeypatch.setattr("headwater.web.presentation.views_letters.LETTERS_A_PAGE", 1)
    pack, client = prepare(), signed_in(dev)
    address = actions_letters.address(pack)

    first = client.get(address)
    second = client.get(address, {"page": "2"})

    assert "2 projects not recommended" in first.content.decode()
    assert "?page=2" in first.content.decode()
    shown = [each.refusal.project for page in (first, second) for each in page.context["page"]]
    assert shown == [each.refusal.project for each in actions_letters.letters_of(pack)]


def test_it_warns_where_the_decision_was_overruled_since(
    signed_in: Browser, dev: User, prepare: Prepare
) -> None:
    pack, client = prepare(), signed_in(dev)
    run = Run.objects.get(pk=pack.inputs["decision_run"])
    addresses = (actions_letters.address(pack), reverse("presentation:papers", args=[run.pk]))
    for address in addresses:
        assert "on this decision" not in client.get(address).content.decode()

    confirm_override(
        run=run, kind="force_in", project="Quay", other="", reason="The harbour needs it",
        cycle="2026", key=uuid4(), version=version_of(run), by=dev,
    )  # fmt: skip

    for address in addresses:
        page = client.get(address).content.decode()
        assert "1 override stands on this decision" in page
        assert reverse("portfolio:overrides", args=[run.pk]) in page


def test_a_pack_that_is_not_done_leads_to_its_progress(
    signed_in: Browser, dev: User, decide: Decide
) -> None:
    pack = actions_letters.prepare(run=decide(), by=dev)
    client = signed_in(dev)

    response = client.get(reverse("presentation:letters", args=[pack.pk]))

    assert response["Location"] == reverse("runs:show", args=[pack.pk])
    assert client.get(reverse("presentation:pack_file", args=[pack.pk, "pdf"])).status_code == 404


def test_the_sheet_is_the_letter_shut_off_from_everything(
    signed_in: Browser, dev: User, prepare: Prepare
) -> None:
    pack = prepare()
    letter = letter_to(pack, "Library")
    client = signed_in(dev)

    page = client.get(reverse("presentation:letter", args=[pack.pk, letter.key])).content.decode()
    sheet = client.get(reverse("presentation:letter_sheet", args=[pack.pk, letter.key]))

    assert reverse("presentation:letter_sheet", args=[pack.pk, letter.key]) in page
    assert "sandbox></iframe>" in page
    policy = sheet["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "frame-ancestors 'self'" in policy
    assert sheet["X-Frame-Options"] == "SAMEORIGIN"
    assert "Library: not now" in sheet.content.decode()
    assert "15 March 2099" in sheet.content.decode()
    assert "<script" not in sheet.content.decode()


@pytest.mark.parametrize(
    ("ending", "kind", "starts"),
    [
        ("docx", actions_letters.WORD, b"PK"),
        ("pdf", "application/pdf", b"%PDF-"),
        ("html", "text/html; charset=utf-8", b"<!doctype html>"),
        ("eml", "message/rfc822", b"Subject: Library"),
    ],
)
def test_a_letter_is_what_it_says(
    signed_in: Browser, amara: User, prepare: Prepare, ending: str, kind: str, starts: bytes
) -> None:
    pack = prepare()
    key = letter_to(pack, "Library").key

    response = signed_in(amara).get(
        reverse("presentation:letter_file", args=[pack.pk, key, ending])
    )

    assert response["Content-Type"] == kind
    assert response["Content-Disposition"] == f'attachment; filename="library.{ending}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.content.startswith(starts)
    event = AuditEvent.objects.order_by("-number")[0]
    assert (event.name, event.by) == ("presentation.letter.taken", amara)
    assert event.detail == {"project": "Library", "format": ending}


def test_answers_to_the_draft_go_to_the_contact(
    signed_in: Browser, dev: User, prepare: Prepare
) -> None:
    pack = prepare()
    key = letter_to(pack, "Quay").key

    response = signed_in(dev).get(reverse("presentation:letter_file", args=[pack.pk, key, "eml"]))

    draft = message_from_bytes(response.content, policy=default)
    assert draft["Reply-To"] == "dev@rivermouth.example"
    assert draft["X-Unsent"] == "1"


def test_an_observer_reads_but_neither_takes_away_nor_prepares(
    signed_in: Browser, seat_for: Callable[..., User], prepare: Prepare
) -> None:
    pack = prepare()
    key = letter_to(pack, "Library").key
    client = signed_in(seat_for("Olu", Role.OBSERVER))

    page = client.get(reverse("presentation:letters", args=[pack.pk]))
    assert page.status_code == 200
    assert "/file/" not in page.content.decode()
    assert client.get(reverse("presentation:letter", args=[pack.pk, key])).status_code == 200
    assert client.get(reverse("presentation:letter_sheet", args=[pack.pk, key])).status_code == 200
    for address in (
        reverse("presentation:letter_file", args=[pack.pk, key, "pdf"]),
        reverse("presentation:pack_file", args=[pack.pk, "zip"]),
    ):
        assert client.get(address).status_code == 403


def test_a_leader_takes_letters_away_but_does_not_prepare_them(
    signed_in: Browser, amara: User, decide: Decide
) -> None:
    run, client = decide(), signed_in(amara)

    page = client.get(reverse("presentation:papers", args=[run.pk])).content.decode()

    assert "Prepare the letters" not in page
    asked = client.post(reverse("presentation:prepare_letters", args=[run.pk]))
    assert asked.status_code == 403
    assert not Run.objects.filter(kind="no_pack").exists()


def test_without_a_seat_there_is_nothing(signed_in: Browser, ben: User, prepare: Prepare) -> None:
    pack = prepare()
    key = letter_to(pack, "Library").key

    for name, args in (
        ("letters", [pack.pk]),
        ("letter", [pack.pk, key]),
        ("letter_sheet", [pack.pk, key]),
        ("letter_file", [pack.pk, key, "pdf"]),
        ("pack_file", [pack.pk, "pdf"]),
    ):
        assert signed_in(ben).get(reverse(f"presentation:{name}", args=args)).status_code == 403


def test_there_is_no_other_letter_and_no_other_format(
    signed_in: Browser, dev: User, prepare: Prepare
) -> None:
    pack, client = prepare(), signed_in(dev)
    key = letter_to(pack, "Library").key

    for name, args in (
        ("letter", [pack.pk, "p000000000000"]),
        ("letter_sheet", [pack.pk, "p000000000000"]),
        ("letter_file", [pack.pk, "p000000000000", "pdf"]),
        ("letter_file", [pack.pk, key, "exe"]),
        ("pack_file", [pack.pk, "eml"]),
    ):
        assert client.get(reverse(f"presentation:{name}", args=args)).status_code == 404


def test_a_letter_goes_to_the_sponsor_that_the_list_names_today(
    signed_in: Browser, dev: User, prepare: Prepare, listed: ProjectList
) -> None:
    Project.objects.filter(key="Quay").update(
        sponsor="Amara", sponsor_email="amara@rivermouth.example"
    )

    letter = letter_to(prepare(), "Quay")

    assert (letter.refusal.sponsor, letter.refusal.sponsor_email) == (
        "Amara",
        "amara@rivermouth.example",
    )
    assert "Amara" in actions_letters.preview(letter)
