"""The REST API of services and of the customer, in agreement with the pages."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from headwater.web.organization import actions as organization
from headwater.web.projects.models import Project
from headwater.web.service.models import Need

pytestmark = pytest.mark.django_db


class Api:
    """Speaks to the API for one person."""

    def __init__(self, person: User) -> None:
        made = organization.make_token(name="Test", scope="write", days=1, by=person)
        self.headers = {"Authorization": f"Bearer {made.secret}"}
        self.client = Client()

    def ask(self, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        more: dict[str, Any] = {}
        if body is not None:
            more = {"data": json.dumps(body), "content_type": "application/json"}
        answer = getattr(self.client, method)(f"/api/v1{path}", headers=self.headers, **more)
        assert answer.status_code == status, answer.content
        return json.loads(answer.content) if answer.content else None


@pytest.fixture
def api(dev: User) -> Api:
    return Api(dev)


def test_a_need_from_record_to_answer(api: Api, amara: User) -> None:
    body = {
        "title": "Families wait too long",
        "for_whom": "Families",
        "found_by": "office",
        "owner": "amara",
        "evidence": [{"text": "77 days", "source": "Register", "day": "2026-02-20"}],
    }
    made = api.ask("post", "/service/needs", body, 201)
    assert (made["number"], made["owner"], made["evidence"][0]["day"]) == (1, "Amara", "2026-02-20")
    card = {"cards": [{"text": "Typed in by hand", "share": 100}], "version": made["version"]}
    made = api.ask("put", "/service/needs/1/logic/problem", card)
    assert made["logic"][0]["share"] == 1
    refused = api.ask("put", "/service/needs/1/logic/solution", {**card, "version": 2}, 422)
    assert "Find the response first" in refused["detail"]
    changed = {**body, "title": "Families wait eleven weeks", "version": made["version"]}
    made = api.ask("put", "/service/needs/1", changed)
    assert made["found_by"] == "office"
    assert api.ask("put", "/service/needs/1", {**changed, "title": "Stale"}, 409)

    other = api.ask("post", "/service/needs", {**body, "title": "Families wait weeks"}, 201)
    assert [each["number"] for each in api.ask("get", "/service/needs/1/near")] == [2]
    merge = api.ask("post", "/service/needs/2/merges", {"into": 1, "reason": "Same"}, 201)
    refused = api.ask("post", f"/service/merges/{merge['id']}/answer", {"agreed": True}, 403)
    assert "Amara" in refused["detail"]
    assert other["state"] == "open"

    answer = {"answer": "small", "text": "A weekly mail"}
    assert api.ask("post", "/service/needs/1/answer", answer)["state"] == "answered"
    listed = api.ask("get", "/service/needs?state=answered")
    assert [each["number"] for each in listed] == [1]
    kinds = [each["kind"] for each in api.ask("get", "/service/needs/1")["events"]]
    assert kinds == ["recorded", "evidence_added", "logic_written", "changed", "answered"]
    api.ask("post", "/service/needs/1/reopen", {"reason": "It came back"})
    found = api.client.get("/api/v1/service/needs/1/map.svg", headers=api.headers)
    assert found.content.startswith(b"<?xml")


def test_a_project_is_attached_by_the_number_of_the_need(api: Api) -> None:
    project = Project.objects.create(key="P", name="Form")
    body = {"title": "Wait", "for_whom": "Families", "found_by": "asked"}
    api.ask("post", "/service/needs", body, 201)

    told = api.ask("put", f"/projects/{project.pk}/need", {"need": 1, "version": 1})

    assert told["need"] == 1
    assert Need.objects.get().projects.get() == project


def test_the_catalogue_and_its_editions(api: Api) -> None:
    listed = api.ask("post", "/service/catalogue/starter")
    one = next(each for each in listed if each["key"] == "pre-review")
    changed = {"offering": {**one["offering"], "title": "Early review"}, "edition": 1, "note": "x"}
    assert api.ask("put", "/service/catalogue/pre-review", changed)["edition"] == 2
    assert api.ask("put", "/service/catalogue/pre-review", changed, 409)
    wrong = {"offering": {"key": "x", "title": "X"}}
    assert "purpose" in api.ask("post", "/service/catalogue", wrong, 422)["detail"]
    retired = api.ask("put", "/service/catalogue/pre-review/retired", {"retired": True})
    assert retired["retired"]


def test_the_vision_is_agreed_by_a_leader_only(api: Api) -> None:
    body = {
        "for_whom": "Leaders",
        "outcomes": ["Decisions hold"],
        "standards": [{"text": "First", "figure": "proactive", "wanted": "40 %"}],
    }
    made = api.ask("post", "/service/vision", body, 201)
    assert made["standards"][0]["wanted"] == "at least 40%"
    assert api.ask("post", "/service/vision/1/agree", status=403)
    api.ask("post", "/service/vision/1/reviews", {"found": "It holds"}, 201)
    assert {each["key"] for each in api.ask("get", "/service/figures")} >= {"proactive", "evidence"}


def test_what_is_known_of_the_customer(api: Api, amara: User) -> None:
    api.ask("post", "/organization/notes", {"subject": "culture", "text": "Careful"}, 201)
    assert api.ask("get", "/organization/notes")[0]["text"] == "Careful"
    unit = api.ask("post", "/organization/units", {"name": "Finance", "leader": "amara"}, 201)
    assert unit["leader"] == "Amara"
    change = {"name": "Money", "version": 1}
    assert api.ask("put", f"/organization/units/{unit['id']}", change)["name"] == "Money"
    who = {"name": "Parents", "is_affected": True, "unit": "Money"}
    made = api.ask("post", "/organization/stakeholders", who, 201)
    assert api.ask("get", "/organization/stakeholders")[0]["unit"] == "Money"
    api.ask("delete", f"/organization/stakeholders/{made['id']}?version=1", status=204)


def test_an_engagement_from_request_to_charter(api: Api, amara: User) -> None:
    api.ask("post", "/service/catalogue/starter")
    body = {"title": "Wait", "for_whom": "Families", "found_by": "asked", "found_on": "2026-03-04"}
    api.ask("post", "/service/needs", body, 201)
    body = {"offering": "options-advice", "title": "Ways", "need": 1, "customer": "amara"}
    made = api.ask("post", "/service/engagements", body, 201)
    assert [each["measure"] for each in made["clocks"]] == ["response", "delivery", "decision"]
    assert "responded" in made["possible"]
    act = "/service/engagements/1/act"
    api.ask("post", f"{act}/take-in", {"answer": "Soon", "lead": "dev"})
    level = [{"measure": "delivery", "amount": 9, "unit": "days"}]
    agreed = {"scope": "A form", "agreed_with": "Amara", "levels": level}
    made = api.ask("post", f"{act}/agree", agreed)
    assert [each["measure"] for each in made["clocks"]] == ["response", "delivery"]
    api.ask("post", f"{act}/start", {})
    api.ask("post", f"{act}/pause", {"reason": "Figures", "waits_for": "supplier"})
    assert api.ask("post", f"{act}/resume", {})["clocks"][1]["state"] == "running"
    assert api.ask("post", f"{act}/pause", {}, 422)
    assert "no act" in api.ask("post", f"{act}/fly", {}, 422)["detail"]
    api.ask("post", f"{act}/deliver", {"what": "Three ways", "band": "days"})
    assert api.ask("post", f"{act}/accept", {}, 403)
    link = api.ask("post", "/service/engagements/1/question", status=201)
    answered = Client().post(link["path"], {"score": "9", "accepts": "yes"})
    assert answered.status_code == 200
    assert api.ask("get", "/service/engagements/1")["stage"] == "accepted"
    value = {"kind": "forecast", "words": "Calm", "amount": 9}
    assert api.ask("post", "/service/engagements/1/values", value, 201)["values"][0]["amount"] == 9
    complaint = {"text": "Slow", "said_by": "Amara"}
    api.ask("post", "/service/engagements/1/complaints", complaint, 201)
    assert api.ask("get", "/service/satisfaction")["net"] == 1
    kept = api.ask("get", "/service/levels")
    assert [len(each["met"]) for each in kept] == [1, 1, 0]
    assert [each["number"] for each in api.ask("get", "/service/engagements?stage=open")] == []
    charter = {
        "engagement": 1,
        "name": "Form",
        "issued": (date(2026, 3, 4) + timedelta(days=1)).isoformat(),
    }
    issued = api.ask("post", "/presentation/charters", charter, 201)
    assert issued["lead_days"] == 1
    assert issued["charter"]["gaps"]
    assert len(api.ask("get", "/presentation/charters")) == 1
    file = api.client.get("/api/v1/presentation/charters/1/pdf", headers=api.headers)
    assert file.content.startswith(b"%PDF")


def test_a_chain_has_one_clock_and_one_promise(api: Api, amara: User) -> None:
    api.ask("post", "/service/catalogue/starter")
    asked = {"offering": "pre-review", "title": "The harbour wall", "customer": "amara"}
    api.ask("post", "/service/engagements", asked, 201)
    assert api.ask("get", "/service/chains") == []
    promise = {"amount": 9, "unit": "days"}
    refused = api.ask("post", "/service/chains/1/promise", promise, 409)
    assert "E-1 was not handed over to another service yet" in refused["detail"]

    api.ask("post", "/service/engagements", {**asked, "follows": 1}, 201)
    (listed,) = api.ask("get", "/service/chains")
    assert (listed["root"], listed["engagements"]) == (1, ["E-1", "E-2"])
    assert listed["reading"]["clock"]["outcome"] == "none"
    api.ask("post", "/service/chains/2/promise", promise, 201)
    shown = api.ask("get", "/service/chains/2")
    assert shown["reading"]["clock"]["target_seconds"] == 9 * 8 * 3600
    assert shown["holders"] == ["E-1", "E-2"]


def test_calendars_are_added_and_changed_by_edition(api: Api) -> None:
    body = {
        "name": "Kolkata desk",
        "zone": "Asia/Kolkata",
        "week": ["10:00-13:00, 14:00-18:00"] * 5 + ["closed", ""],
        "country": "in",
        "own_days": [{"day": "12-24", "name": "Half day", "hours": "10:00-13:00"}],
    }
    made = api.ask("post", "/service/calendars", body, 201)
    assert (made["key"], made["edition"], made["country"]) == ("kolkata-desk", 1, "IN")
    assert made["week"][0] == "10:00-13:00, 14:00-18:00"
    assert made["week"][5:] == ["", ""]
    changed = {**body, "week": ["09:00-17:00"] * 7, "edition": 1}
    assert api.ask("put", "/service/calendars/kolkata-desk", changed)["edition"] == 2
    assert api.ask("put", "/service/calendars/kolkata-desk", changed, 409)
    refused = api.ask("post", "/service/calendars", {**body, "name": "X", "zone": "Mars"}, 422)
    assert "Mars" in refused["detail"]
    wrong = {**body, "name": "Y", "week": ["soon"] * 7}
    assert "no opening hours" in api.ask("post", "/service/calendars", wrong, 422)["detail"]
    (listed,) = api.ask("get", "/service/calendars")
    assert listed == api.ask("get", "/service/calendars/kolkata-desk")


def test_stakeholders_change_in_part_and_units_are_removed(api: Api) -> None:
    unit = api.ask("post", "/organization/units", {"name": "Harbour"}, 201)
    body = {"name": "The board", "decides": True, "influence": 3, "unit": "Harbour"}
    made = api.ask("post", "/organization/stakeholders", body, 201)
    place = f"/organization/stakeholders/{made['id']}"

    sent = {"version": made["version"], "pays": True, "influence": None}
    changed = api.ask("patch", place, sent)

    assert (changed["name"], changed["decides"], changed["pays"]) == ("The board", True, True)
    assert (changed["influence"], changed["unit"]) == (None, "Harbour")
    assert api.ask("patch", place, sent, 409)
    freed = api.ask("patch", place, {"version": changed["version"], "unit": ""})
    assert freed["unit"] == ""
    address = f"/organization/units/{unit['id']}?version="
    assert api.ask("delete", f"{address}{unit['version'] + 1}", status=409)
    assert api.ask("delete", f"{address}{unit['version']}", status=204) is None
    assert api.ask("get", "/organization/units") == []
