"""What-ifs, scenarios and what is around a decision, over the REST API: as the pages say it."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from headwater.cli.main import main
from headwater.web.organization import actions as organization
from headwater.web.organization.models import Role, Seat
from headwater.web.portfolio.models import Scenario
from headwater.web.runs.models import Run

pytestmark = pytest.mark.django_db
CUT = {"changes": [{"kind": "budget_percent", "number": -30}]}
Ask = Callable[..., Any]


@pytest.fixture
def run(decide: Callable[..., Run]) -> Run:
    """Of 10 million: Tram, Ferry and Bus are chosen, worth 19; Library and Quay are not."""
    return decide()


@pytest.fixture
def ask() -> Ask:
    """Ask the API as a person: method, path under /portfolio, body; the status is checked."""

    def send(person: User, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        scope = "read" if method == "get" else "write"
        made = organization.make_token(name="Test", scope=scope, days=1, by=person)
        sent = {"data": json.dumps(body), "content_type": "application/json"} if body else {}
        answer = getattr(Client(), method)(
            f"/api/v1/portfolio{path}", headers={"Authorization": f"Bearer {made.secret}"}, **sent
        )
        assert answer.status_code == status, answer.content
        return answer.json()

    return send


def test_a_what_if_agrees_with_the_page(
    ask: Ask, signed_in: Callable[[User], Client], dev: User, run: Run
) -> None:
    found = ask(dev, "post", f"/decision/{run.pk}/what-if", CUT)

    page = signed_in(dev).post(reverse("portfolio:what_if", args=[run.pk]), {"percent": "-30"})
    assert found["value"] == page.context["found"].value == 13
    assert found["chosen"] == list(page.context["found"].chosen)
    assert [each["project"] for each in found["leaves"]] == ["Ferry"]
    assert Scenario.objects.count() == 0


def test_scenarios_are_made_listed_grown_and_compared(ask: Ask, dev: User, run: Run) -> None:
    place = f"/decision/{run.pk}/scenarios"
    cut = ask(dev, "post", place, CUT | {"name": "Cut", "key": str(uuid4())}, 201)
    grown = {"changes": [{"kind": "remove", "about": "tram"}], "parent": cut["id"]}
    worse = ask(dev, "post", place, grown, 201)

    assert [each["name"] for each in ask(dev, "get", place)] == ["Cut", "Tram is not on offer"]
    assert (worse["value"], worse["step"], worse["parent_id"]) == (10, -3, cut["id"])
    whole = ask(dev, "get", f"/scenarios/{worse['id']}")
    assert whole["changes"][0]["kind"] == "remove"
    assert whole["result"]["chosen"]
    sides = f"one=scenario:{cut['id']}&other=scenario:{worse['id']}"
    compared = ask(dev, "get", f"/scenarios/compare?{sides}")
    assert compared["comparison"]["value_change"] == -3
    assert compared["comparison"]["causes"][0]["group"] == "projects and rules"


def test_second_opinions_come_as_the_pages_tell_them(ask: Ask, dev: User, run: Run) -> None:
    told = ask(dev, "get", f"/decision/{run.pk}/rules")
    made = ask(dev, "get", f"/decision/{run.pk}/certificate")

    assert [each["rule"] for each in told["rules"]] == [
        "expected_value", "minimax_regret", "maximin",
    ]  # fmt: skip
    assert all(each["meaning"] for each in told["rules"])
    assert (made["sound"], made["text"]) == (True, "All 6 checks passed.")
    assert made["certificate"]["exact_value"] == "19"


def test_futures_are_weighed(ask: Ask, dev: User, run: Run) -> None:
    rows = [
        "project;Good;Bad",
        "Tram;30;-20",
        "Ferry;6;5",
        "Library;3;3",
        "Quay;2;2",
        "<b>Bus</b>;4;4",
    ]
    asked = {"futures": "\n".join(rows), "caution": "100", "tail": "50", "target": "12"}

    told = ask(dev, "post", f"/decision/{run.pk}/risk", asked)["view"]

    assert (told["recommended"]["tail_mean"], told["cautious"]["tail_mean"]) == (-11, 12)
    assert told["reaching"]["probability"] == 1
    refused = ask(dev, "post", f"/decision/{run.pk}/risk", asked | {"caution": "x"}, 422)
    assert "The caution must be a number" in str(refused)


def test_scenarios_are_improved_and_say_how_far_each_is_proved(
    ask: Ask, dev: User, run: Run, queued_looks: None, work_off: Callable[[Run], Any]
) -> None:
    place = f"/decision/{run.pk}/scenarios"
    cut = ask(dev, "post", place, CUT | {"name": "Cut"}, 201)
    assert (cut["proved"], cut["gap"], cut["bound"]) == (True, 0, 13)
    assert ask(dev, "get", f"{place}/improved")[0]["proved"]
    row = Scenario.objects.get()
    Scenario.objects.update(value=9, gap=1.0, result=row.result | {"chosen": ["Tram"], "gap": 1.0})

    (poor,) = ask(dev, "get", place)
    look = ask(dev, "get", f"{place}/improved", status=202)
    work_off(Run.objects.get(pk=look["id"]))
    (better,) = ask(dev, "get", f"{place}/improved")

    assert (poor["value"], poor["bound"], poor["proved"]) == (9, 18, False)
    assert (better["value"], better["bound"], better["proved"], better["step"]) == (
        13,
        13,
        True,
        -6,
    )
    assert ask(dev, "get", f"/scenarios/{cut['id']}")["value"] == 13


def test_the_tree_says_the_same_on_the_command_line(
    ask: Ask, dev: User, run: Run, tmp_path: Any
) -> None:
    place = f"/decision/{run.pk}/scenarios"
    cut = ask(dev, "post", place, CUT | {"name": "Cut"}, 201)
    grown = {"changes": [{"kind": "remove", "about": "Tram"}], "parent": cut["id"], "name": "No"}
    worse = ask(dev, "post", place, grown, 201)
    tree = tmp_path / "tree.json"
    tree.write_text(json.dumps(ask(dev, "get", f"{place}/tree")))
    rows = (
        f"{each['name']},{each['cost']},{'..'.join(str(end) for end in each['benefit'])}"
        for each in run.inputs["workbook"]["projects"]
    )
    source = tmp_path / "rivermouth.csv"
    source.write_text("\n".join(["name,cost,benefit", *rows]))

    told = CliRunner().invoke(
        main, ["compare", str(source), "--budget", "10", "--tree", str(tree), "--json"]
    )

    assert told.exit_code == 0, told.output
    [branch] = json.loads(told.stdout)["scenarios"]
    assert (branch["value"], branch["then"][0]["value"]) == (cut["value"], worse["value"])
    assert branch["then"][0]["step"] == worse["step"]


def test_renaming_putting_away_and_bringing_over(
    ask: Ask, dev: User, run: Run, decide: Callable[..., Run]
) -> None:
    cut = ask(dev, "post", f"/decision/{run.pk}/scenarios", CUT, 201)
    one = f"/scenarios/{cut['id']}"

    assert ask(dev, "patch", one, {"name": "Cut", "note": "Why"})["note"] == "Why"
    newest = decide("10")
    over = ask(dev, "post", f"/decision/{newest.pk}/scenarios/from/{run.pk}")
    assert [each["name"] for each in over["made"]] == ["Cut"]
    assert ask(dev, "delete", one)["put_away_at"]
    assert ask(dev, "post", f"{one}/back")["put_away_at"] is None


def test_what_is_around_a_decision(ask: Ask, dev: User, run: Run) -> None:
    place = f"/decision/{run.pk}"

    room = ask(dev, "get", f"{place}/room?project=Library")
    assert room["rooms"][0]["stops"] == ["Tram"]
    true = ask(dev, "get", f"{place}/conditions?want=Library")
    assert true["conditions"]["sets"][0]["verified"]
    money = ask(dev, "get", f"{place}/money")
    assert money["limit"] == "total budget"
    assert money["marginal"][0]["limit"] == "total budget"
    assert len(money["steps"]) > 3
    assert ask(dev, "get", f"{place}/zombies") == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"changes": []}, "at least one thing"),
        ({"changes": [{"kind": "explode"}]}, "not a kind of change"),
        ({"changes": [{"kind": "slip", "about": "Nowhere", "number": 1}]}, "no project"),
        ({"changes": [{"kind": "budget_percent"}]}, "number of the change is missing"),
    ],
)
def test_what_cannot_be_made_says_why(
    ask: Ask, dev: User, run: Run, body: dict[str, Any], said: str
) -> None:
    answer = ask(dev, "post", f"/decision/{run.pk}/scenarios", body, 422)

    assert said in answer["detail"]
    assert Scenario.objects.count() == 0


def test_a_reading_token_and_one_of_a_former_office_keep_nothing(dev: User, run: Run) -> None:
    place = f"/api/v1/portfolio/decision/{run.pk}"

    def post(scope: str, path: str) -> int:
        made = organization.make_token(name="Test", scope=scope, days=1, by=dev)
        if scope == "write":
            Seat.objects.filter(user=dev).update(role=Role.LEADER)
        answer = Client().post(
            place + path, data=json.dumps(CUT), content_type="application/json",
            headers={"Authorization": f"Bearer {made.secret}"},
        )  # fmt: skip
        return answer.status_code

    assert post("read", "/scenarios") == 403
    assert post("write", "/scenarios") == 401
    assert Scenario.objects.count() == 0
