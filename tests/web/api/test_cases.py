"""The REST API of business cases, in agreement with the pages."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from headwater.web.appraisal.actions import keeping, papers
from headwater.web.appraisal.models import Case
from headwater.web.organization import actions as organization

pytestmark = pytest.mark.django_db


def ask(person: User, method: str, path: str, **sent: Any) -> Any:
    made = organization.make_token(name="Test", scope="write", days=1, by=person)
    headers = {"Authorization": f"Bearer {made.secret}"}
    answer = getattr(Client(), method)(f"/api/v1/appraisal{path}", headers=headers, **sent)
    return answer.status_code, answer.json()


def test_a_case_is_brought_read_and_signed(dev: User, owner: User) -> None:
    keeping.load_sample(by=dev)
    case = Case.objects.get(key="evening library")
    _, content = papers.paper(version=keeping.newest(case), name="case.xlsx", by=dev)

    status, said = ask(dev, "get", "/cases")
    assert (status, {each["key"] for each in said}) == (200, {"evening library", "evening college"})
    file = SimpleUploadedFile("case.xlsx", content)
    assert ask(dev, "post", "/cases", data={"file": file})[0] == 409  # it says this already

    status, whole = ask(dev, "get", f"/cases/{case.pk}")
    assert status == 200
    assert whole["value"]["preferred"] == "refit"
    assert whole["obstacles"] == []

    body = {"data": {"seen": 1, "verdict": "approved"}, "content_type": "application/json"}
    assert ask(dev, "post", f"/cases/{case.pk}/signs", **body)[0] == 403
    assert ask(owner, "post", f"/cases/{case.pk}/signs", **body)[0] == 201
    body["data"] = {"seen": 7, "verdict": "agreed"}
    assert ask(owner, "post", f"/cases/{case.pk}/signs", **body)[0] == 409

    college = Case.objects.get(key="evening college")
    body["data"] = {"seen": 1, "verdict": "approved"}
    status, said = ask(owner, "post", f"/cases/{college.pk}/signs", **body)
    assert status == 422
    assert "cannot be approved yet" in said["detail"]
