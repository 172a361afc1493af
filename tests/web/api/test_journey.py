"""The REST API: the whole journey, in agreement with the pages, under the same rules."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from headwater.vocabulary.progress import ignore
from headwater.web.organization import actions as organization
from headwater.web.portfolio import actions as portfolio
from headwater.web.projects.models import Project, ProjectList
from headwater.web.runs.models import Run, State

pytestmark = pytest.mark.django_db
SHEET = b"id,name,cost (GBP m),fit,reach\nT,Tram,3..5,4,1\nF,Ferry,2,2,5\nL,Library,1.5,3,3\n"


class Api:
    """Speaks to the API for one person."""

    def __init__(self, person: User, scope: str = "write") -> None:
        made = organization.make_token(name="Test", scope=scope, days=1, by=person)
        self.headers = {"Authorization": f"Bearer {made.secret}"}
        self.client = Client()

    def ask(self, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        more: dict[str, Any] = {}
        if body is not None:
            more = {"data": json.dumps(body), "content_type": "application/json"}
        answer = getattr(self.client, method)(f"/api/v1{path}", headers=self.headers, **more)
        assert answer.status_code == status, answer.content
        return json.loads(answer.content) if answer.content else None

    def upload(self, name: str, content: bytes, status: int = 201) -> Any:
        sent = {"files": SimpleUploadedFile(name, content)}
        answer = self.client.post("/api/v1/intake/uploads", sent, headers=self.headers)
        assert answer.status_code == status, answer.content
        return answer.json()


@pytest.fixture
def api(dev: User) -> Api:
    return Api(dev)


def test_from_a_sheet_to_the_deck(api: Api) -> None:
    staged = api.upload("projects.csv", SHEET)
    assert [each["table"] for each in staged["changes"]] == ["projects", "settings"]
    api.ask("post", f"/intake/uploads/{staged['id']}/apply", {"version": staged["version"]})

    projects = api.ask("get", "/projects")
    assert {each["id"]: each["cost"] for each in projects} == {"T": [3, 5], "F": 2, "L": 1.5}

    homes = api.ask("post", "/strategy/objectives", {"name": "Homes"}, status=201)
    linked = {"version": homes["version"], "projects": ["T", "L"]}
    assert api.ask("put", f"/strategy/objectives/{homes['number']}/links", linked)["projects"] == [
        "L",
        "T",
    ]
    points = {"points": {"fit": "100", "reach": "40..60", "Homes": "?"}, "leader": "Amara"}
    api.ask("put", "/judgement/points", points)
    assert [each["criterion"] for each in api.ask("get", "/judgement")["weights"]] == [
        "Homes",
        "fit",
        "reach",
    ]

    started = api.ask("post", "/portfolio/runs", {"budget": "6m"}, status=202)
    run = Run.objects.get(pk=started["id"])
    Run.objects.update(state=State.DONE, result=portfolio.work(run.inputs, ignore))
    told = api.ask("get", "/portfolio/decision")
    assert (told["run"], told["stale"], told["decision"]["budget"]) == (started["id"], False, 6)
    deck = api.client.get(f"/api/v1/presentation/{run.pk}/deck", headers=api.headers)
    assert deck.content.startswith(b"PK")


def test_pages_and_api_change_the_same_project(
    api: Api, signed_in: Callable[[User], Client], dev: User
) -> None:
    made = api.ask("post", "/projects", {"name": "Tram", "cost": [3, 5]}, status=201)
    sent = {"field": "cost", "text": "4", "version": made["version"]}
    signed_in(dev).post(reverse("projects:cell", args=[made["number"]]), sent)

    seen = api.ask("get", f"/projects/{made['number']}")
    assert (seen["cost"], seen["version"]) == (4, made["version"] + 1)
    changes = {"version": seen["version"], "fields": {"cost": None, "mandatory": True}}
    changed = api.ask("patch", f"/projects/{made['number']}", changes)
    assert (changed["cost"], changed["mandatory"]) == (None, True)
    api.ask("post", "/projects/undo")
    api.ask("post", "/projects/undo")
    assert api.ask("get", f"/projects/{made['number']}")["cost"] == 4


def test_a_stale_change_is_refused_whole(api: Api) -> None:
    made = api.ask("post", "/projects", {"name": "Tram"}, status=201)
    address = f"/projects/{made['number']}"
    api.ask("patch", address, {"version": 1, "fields": {"cost": 3}})

    stale = {"version": 1, "fields": {"unit": "Roads", "cost": 4}}
    refused = api.ask("patch", address, stale, status=409)

    assert "changed by someone else" in refused["detail"]
    now = api.ask("get", address)
    assert (now["cost"], now["unit"]) == (3, "")


@pytest.mark.parametrize("cost", ["lots", -3, [5, 3], "nan", "1e999"])
def test_a_cost_that_is_none_is_refused(api: Api, cost: Any) -> None:
    told = api.ask("post", "/projects", {"name": "Tram", "cost": cost}, status=422)

    assert told["detail"]
    assert Project.objects.count() == 0


def test_a_sheet_with_faults_is_told_and_cannot_be_applied(api: Api) -> None:
    staged = api.upload("pipeline.csv", b"name,cost\nTram,lots\n")

    assert [(each["sheet"], each["row"], each["column"]) for each in staged["faults"]] == [
        ("pipeline", 2, "cost")
    ]
    api.ask("post", f"/intake/uploads/{staged['id']}/apply", {"version": 1}, status=422)
    assert Project.objects.count() == 0


def test_a_file_that_is_none_is_refused(api: Api) -> None:
    assert "program" in api.upload("projects.xlsx", b"MZ\x90\x00" * 40, status=422)["detail"]


def test_budgets_and_rules(api: Api) -> None:
    for name in ("A", "B"):
        api.ask("post", "/projects", {"name": name}, status=201)
    listed = api.ask("get", "/projects/list")
    listed = api.ask("put", "/projects/limits", {"version": listed["version"], "amount": 12})
    rule = {"version": listed["version"], "kind": "requires", "project": "A", "other": ["B"]}
    listed = api.ask("post", "/projects/rules", rule, status=201)

    assert (listed["budget"], listed["rules"][0]["other"]) == (12, ["B"])
    number, version = listed["rules"][0]["number"], listed["version"]
    assert api.ask("delete", f"/projects/rules/{number}?version={version}")["rules"] == []
    api.ask("put", "/projects/limits", {"version": version, "amount": 1}, status=409)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("post", "/projects", {"name": "Tram"}),
        ("post", "/projects/undo", {}),
        ("put", "/projects/limits", {"version": 1}),
        ("post", "/strategy/objectives", {"name": "Homes"}),
        ("post", "/intake/sample", {}),
        ("post", "/portfolio/runs", {"budget": 3}),
    ],
)
def test_a_reading_token_changes_nothing(dev: User, method: str, path: str, body: Any) -> None:
    ProjectList.current()
    Api(dev, scope="read").ask(method, path, body, status=403)

    assert (Project.objects.count(), Run.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "path",
    [
        "/projects",
        "/projects/list",
        "/strategy/objectives",
        "/strategy/coverage",
        "/judgement",
        "/portfolio/decision",
    ],
)
def test_reading_takes_a_token(client: Client, dev: User, path: str) -> None:
    assert client.get(f"/api/v1{path}").status_code == 401

    missing = path == "/portfolio/decision"
    Api(dev, scope="read").ask("get", path, status=404 if missing else 200)


def test_every_operation_says_which_errors_it_answers(client: Client) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    rooms = ("projects", "strategy", "judgement", "portfolio", "presentation", "intake")
    for path, operations in schema["paths"].items():
        if path.split("/")[3] in rooms:
            for name, operation in operations.items():
                assert {"401", "403", "404", "409", "413", "422"} <= set(operation["responses"]), (
                    name,
                    path,
                )
