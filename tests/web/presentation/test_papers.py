"""The papers of a decision: what they are, whom they are given to, and that each is recorded."""

import io
import json
import zipfile
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from headwater import journey
from headwater.vocabulary.shapes import from_json, to_text
from headwater.vocabulary.workbook import Workbook
from headwater.web.organization.models import AuditEvent, Role
from headwater.web.portfolio import actions as portfolio
from headwater.web.runs.models import Run

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
Decide = Callable[..., Run]


@pytest.mark.parametrize(
    ("name", "file", "inside"),
    [
        ("deck", "board.pptx", "ppt/presentation.xml"),
        ("workbook", "portfolio.xlsx", "xl/workbook.xml"),
    ],
)
def test_office_papers_are_what_they_say(
    signed_in: Browser, dev: User, decide: Decide, name: str, file: str, inside: str
) -> None:
    response = signed_in(dev).get(reverse("presentation:download", args=[decide().pk, name]))

    assert response["Content-Disposition"] == f'attachment; filename="{file}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert inside in zipfile.ZipFile(io.BytesIO(response.content)).namelist()


def test_the_report_is_a_page_to_keep_and_never_opened_here(
    signed_in: Browser, dev: User, decide: Decide
) -> None:
    response = signed_in(dev).get(reverse("presentation:download", args=[decide().pk, "report"]))

    assert response.content.lower().startswith(b"<!doctype html>")
    assert response["Content-Disposition"].startswith("attachment")


def test_the_decision_file_is_the_one_that_the_command_line_writes(
    signed_in: Browser, dev: User, decide: Decide
) -> None:
    run = decide()
    workbook = from_json(Workbook, run.inputs["workbook"])
    decision = journey.rationalize(workbook, budget=10.0, seed=1, title="Rivermouth")

    response = signed_in(dev).get(reverse("presentation:download", args=[run.pk, "decision"]))

    assert response.content.decode() == to_text(decision)
    assert json.loads(response.content)["budget"] == 10


def test_the_page_offers_all_four(signed_in: Browser, dev: User, decide: Decide) -> None:
    page = signed_in(dev).get(reverse("presentation:papers", args=[decide().pk])).content.decode()

    for file in ("board.pptx", "portfolio.xlsx", "report.html", "decision.json"):
        assert file in page


def test_each_paper_that_is_taken_is_recorded(
    signed_in: Browser, amara: User, decide: Decide
) -> None:
    signed_in(amara).get(reverse("presentation:download", args=[decide().pk, "decision"]))

    event = AuditEvent.objects.order_by("-number")[0]
    assert (event.name, event.by, event.detail) == (
        "presentation.paper.taken",
        amara,
        {"paper": "decision"},
    )


def test_an_observer_may_not_take_papers_away(
    signed_in: Browser, seat_for: Callable[..., User], decide: Decide
) -> None:
    run = decide()
    client = signed_in(seat_for("Olu", Role.OBSERVER))

    assert client.get(reverse("presentation:papers", args=[run.pk])).status_code == 200
    download = reverse("presentation:download", args=[run.pk, "deck"])
    assert client.get(download).status_code == 403


def test_there_is_no_other_paper(signed_in: Browser, dev: User, decide: Decide) -> None:
    address = reverse("presentation:download", args=[decide().pk, "memoirs"])

    assert signed_in(dev).get(address).status_code == 404


def test_the_papers_tell_what_was_overruled(signed_in: Browser, dev: User, decide: Decide) -> None:
    run = decide()
    order = {"kind": "force_in", "project": "Quay", "other": "", "cycle": "2026"}
    portfolio.confirm_override(
        run=run, **order, reason="The harbour must hold.", key=uuid4(), version=0, by=dev
    )
    client = signed_in(dev)

    said = {
        name: client.get(reverse("presentation:download", args=[run.pk, name])).content
        for name in ("decision", "report", "workbook")
    }

    (entry,) = json.loads(said["decision"])["overrides"]
    assert (entry["override"]["project"], entry["override"]["by"]) == ("Quay", "Dev")
    assert entry["value_lost"] > 0
    assert b"1 override stands; it costs" in said["report"]
    assert b"The harbour must hold." in said["report"]
    sheets = zipfile.ZipFile(io.BytesIO(said["workbook"])).read("xl/workbook.xml")
    assert b'name="Overrides"' in sheets
