"""The REST API of business cases, in agreement with the pages."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from headwater.vocabulary.progress import ignore
from headwater.web.appraisal.actions import keeping, papers, simulating
from headwater.web.appraisal.models import Case
from headwater.web.organization import actions as organization
from headwater.web.runs.models import Run, State

pytestmark = pytest.mark.django_db


def ask(person: User, method: str, path: str, **sent: Any) -> Any:
    made = organization.make_token(name="Test", scope="write", days=1, by=person)
    headers = {"Authorization": f"Bearer {made.secret}"}
    answer = getattr(Client(), method)(f"/api/v1/appraisal{path}", headers=headers, **sent)
    return answer.status_code, answer.json() if answer.content else None


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


def sent(**body: Any) -> dict[str, Any]:
    return {"data": body, "content_type": "application/json"}


def test_cells_are_read_tried_and_written(dev: User) -> None:
    keeping.load_sample(by=dev)
    case = Case.objects.get(key="evening library")
    path = f"/cases/{case.pk}"
    status, cells = ask(dev, "get", f"{path}/cells")
    assert status == 200
    works = {"kind": "line", "row": "works", "column": "2026", "text": "520"}
    assert works in cells
    body = sent(seen=1, dry=True, cells=[{**works, "text": "600"}])
    status, tried = ask(dev, "patch", f"{path}/cells", **body)
    assert (status, tried["version"]) == (200, None)
    body = sent(seen=1, cells=[
        {**works, "text": "600"},
        {"kind": "line", "row": "+1", "column": "name", "text": "Lamps"},
        {"kind": "line", "row": "+1", "column": "option", "text": "refit"},
        {"kind": "line", "row": "+1", "column": "2027", "text": "12"},
    ])  # fmt: skip
    status, made = ask(dev, "patch", f"{path}/cells", **body)
    assert (status, made["version"]) == (200, 2)
    assert made["note"] == "1 cell: works 2026; added Lamps."
    body = sent(seen=2, cells=[{**works, "text": "wages * 2"}])
    status, said = ask(dev, "patch", f"{path}/cells", **body)
    assert status == 422
    assert "Refit of the ground floor, 2026: Nothing is called 'wages'" in said["detail"]
    status, found = ask(dev, "get", f"{path}/differences?before=1&after=2")
    assert any(each["after"] == "600" for each in found)
    assert ask(dev, "post", f"{path}/take-back", **sent(seen=2))[1]["number"] == 3
    assert len(ask(dev, "get", f"{path}/versions")[1]) == 3


def test_options_chances_and_papers_are_given(dev: User) -> None:
    keeping.load_sample(by=dev)
    case = Case.objects.get(key="evening library")
    path = f"/cases/{case.pk}"
    assert ask(dev, "get", f"{path}/chances")[1]["state"] == "none"
    status, run = ask(dev, "post", f"{path}/chances")
    assert (status, run["state"]) == (202, "queued")
    held = Run.objects.get()
    result = simulating.work(held.inputs, ignore)
    Run.objects.update(state=State.DONE, result=result)
    found = ask(dev, "get", f"{path}/chances")[1]
    assert found["result"]["chances"]["loss"]["value"] > 0
    rights = {each["right"]["id"] for each in found["result"]["rights"]}
    assert {"stop evenings", "second hall"} <= rights
    options = ask(dev, "get", f"{path}/options")[1]
    refit = next(each for each in options if each["id"] == "refit")
    assert refit["ratings"]["Opens by 2028"] == "meets"
    assert refit["range"]["npv"][0] < refit["value"]["against"]
    assert 0 < refit["chances"]["best"]["value"] < 1
    names = [file for each in ask(dev, "get", f"{path}/papers")[1] for file in each["files"]]
    assert "five-cases.pptx" in names
    token = organization.make_token(name="T", scope="write", days=1, by=dev)
    headers = {"Authorization": f"Bearer {token.secret}"}
    page = Client().get(f"/api/v1/appraisal{path}/papers/finance.pptx", headers=headers)
    assert (page.status_code, page.content[:2]) == (200, b"PK")


def test_bundles_are_made_changed_and_taken_away(dev: User) -> None:
    keeping.load_sample(by=dev)
    members = ["evening library", "evening college"]
    body = sent(name="Evenings", members=members, together={"2029": 30.0})
    status, made = ask(dev, "post", "/bundles", **body)
    assert status == 201
    assert made["value"]["counted_twice"] > 0
    path = f"/bundles/{made['id']}"
    body = sent(name="Evenings", members=members, caps={"course room hire": 80.0}, seen=1)
    assert ask(dev, "put", path, **body)[1]["version"] == 2
    assert ask(dev, "put", path, **body)[0] == 409
    assert ask(dev, "post", f"{path}/projects")[1] == {"rules": 1}
    assert ask(dev, "get", "/bundles")[1][0]["synergies"][0]["cases"] == sorted(members)
    assert ask(dev, "get", "/across")[0] == 200
    body = sent(name="Evenings", members=["evening library", "none"])
    assert ask(dev, "post", "/bundles", **body)[0] == 422
    assert ask(dev, "delete", path)[0] == 204
    assert ask(dev, "get", "/bundles")[1] == []


def test_a_key_that_may_only_read_changes_nothing(dev: User) -> None:
    keeping.load_sample(by=dev)
    case = Case.objects.get(key="evening library")
    token = organization.make_token(name="Reader", scope="read", days=1, by=dev)
    headers = {"Authorization": f"Bearer {token.secret}"}
    path = f"/api/v1/appraisal/cases/{case.pk}"
    assert Client().get(f"{path}/cells", headers=headers).status_code == 200
    for method, address, body in (
        ("patch", f"{path}/cells", sent(seen=1, cells=[])),
        ("post", f"{path}/take-back", sent(seen=1)),
        ("post", f"{path}/chances", {}),
        ("post", "/api/v1/appraisal/bundles", sent(name="B", members=["a", "b"])),
    ):
        answer = getattr(Client(), method)(address, headers=headers, **body)
        assert answer.status_code == 403, address
