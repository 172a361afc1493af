"""Scenarios: made, grown, shown as a tree, compared, renamed, put away, brought over."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from headwater.errors import ConflictError, InputError
from headwater.vocabulary.scenario import Change
from headwater.vocabulary.scenario import Scenario as Told
from headwater.vocabulary.shapes import from_json
from headwater.web.organization.audit import verify_chain
from headwater.web.organization.models import AuditEvent
from headwater.web.portfolio import actions
from headwater.web.portfolio.models import Scenario
from headwater.web.projects.models import Project
from headwater.web.runs.models import Run

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
CUT = Change("budget_percent", "", -30)


@pytest.fixture
def run(decide: Callable[..., Run]) -> Run:
    """Of 10 million: Tram, Ferry and Bus are chosen, worth 19; Library and Quay are not."""
    return decide()


@pytest.fixture
def make(run: Run, dev: User) -> Callable[..., Scenario]:
    def made(*changes: Change, **more: Any) -> Scenario:
        return actions.make_scenario(
            run=more.pop("run", run), changes=changes, key=uuid4(), by=dev, **more
        )

    return made


def line(kind: str, about: str = "", number: str = "", **more: str) -> dict[str, Any]:
    return {"kind": [kind], "about": [about], "number": [number], **more}


def post(client: Client, run: Run, sent: dict[str, Any]) -> Any:
    return client.post(reverse("portfolio:make_scenario", args=[run.pk]), sent)


def test_without_one_the_page_offers_ready_templates(
    signed_in: Browser, dev: User, run: Run
) -> None:
    page = signed_in(dev).get(reverse("portfolio:scenarios", args=[run.pk])).content.decode()

    assert "No scenario yet" in page
    assert "Budget cut" in page
    assert "No capacity by role is stated" in page
    assert "Costs are not stated by period" in page


def test_a_template_makes_a_scenario_that_says_what_it_costs(
    signed_in: Browser, dev: User, run: Run
) -> None:
    client = signed_in(dev)

    response = client.post(
        reverse("portfolio:make_scenario", args=[run.pk]), line("budget_cut", number="30")
    )

    kept = Scenario.objects.get()
    assert response["Location"] == reverse("portfolio:scenario", args=[kept.pk])
    assert (kept.number, kept.value, kept.step, kept.entered, kept.left) == (1, 13, -6, 0, 1)
    page = client.get(response["Location"]).content.decode()
    assert "The value falls from 19 to 13." in page
    assert "Every budget falls by 30%" in page
    assert "Total budget: GBP 10 million before, GBP 7 million now" in page
    assert verify_chain() == ()


def test_several_lines_a_name_and_a_note(signed_in: Browser, dev: User, run: Run) -> None:
    sent = {
        "kind": ["limit_amount", "cost_percent", ""],
        "about": ["total budget", "Tram", ""],
        "number": ["0.012bn", "20%", ""],
        "name": "  A richer   year ",
        "note": "The grant may come.",
    }

    post(signed_in(dev), run, sent)

    kept = Scenario.objects.get()
    assert (kept.name, kept.note) == ("A richer year", "The grant may come.")
    assert kept.words == ["the total budget is GBP 12 million", "Tram costs 20% more"]


def test_more_lines_come_with_what_was_typed(signed_in: Browser, dev: User, run: Run) -> None:
    response = post(signed_in(dev), run, line("slip", "Tram", "2", more="1", name="Late"))

    page = response.content.decode()
    assert (response.status_code, Scenario.objects.count()) == (200, 0)
    assert page.count('name="kind"') == 4
    assert 'value="Tram"' in page
    assert 'value="Late"' in page


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (line("", "", ""), "at least one thing that is different"),
        (line("", "Tram", ""), "Line 1: choose what is different"),
        (line("cost_percent", "Nowhere", "5"), "no project"),
        (line("cost_percent", "Tram", "much"), "is not a number"),
        (line("cost_percent", "Tram", "NaN"), "Line 1: &#x27;NaN&#x27; is not a number"),
        (line("cost_percent", "Tram", "1e308"), "1,000,000% is the most"),
        (line("score", "Tram", "3"), "Write the project and the criterion"),
        (line("person_leaves", "", "1"), "No capacity by role"),
        (line("explode", "Tram", "1"), "not a kind of change"),
        (line("budget_percent", "", "-130"), "less than nothing"),
        (line("budget_percent", "", "-10", parent="999"), "not there any more"),
        (line("budget_percent", "", "-10", name="x" * 121), "at most 120 characters"),
    ],
)
def test_what_cannot_be_made_comes_back_with_its_error(
    signed_in: Browser, dev: User, run: Run, sent: dict[str, Any], said: str
) -> None:
    response = post(signed_in(dev), run, sent)

    assert (response.status_code, Scenario.objects.count()) == (422, 0)
    assert said in response.content.decode()


def test_the_same_form_sent_twice_makes_one(signed_in: Browser, dev: User, run: Run) -> None:
    client, key = signed_in(dev), str(uuid4())

    first = post(client, run, line("budget_cut", number="30", key=key))
    again = post(client, run, line("budget_cut", number="30", key=key))

    assert Scenario.objects.count() == 1
    assert first["Location"] == again["Location"]


def test_two_of_a_name_are_told_apart(make: Callable[..., Scenario]) -> None:
    assert [make(CUT).name, make(CUT).name] == [
        "Every budget falls by 30%",
        "Every budget falls by 30% (2)",
    ]
    with pytest.raises(ConflictError, match="already"):
        make(CUT, name="every budget FALLS by 30%")


def test_scenarios_grow_from_each_other(
    signed_in: Browser, dev: User, run: Run, make: Callable[..., Scenario]
) -> None:
    cut = make(CUT, name="Cut")
    worse = make(Change("remove", "Tram"), name="And no tram", parent=cut)

    page = signed_in(dev).get(reverse("portfolio:scenarios", args=[run.pk])).content.decode()

    assert (cut.value, worse.value, worse.step) == (13, 10, -3)
    assert page.index("Cut</a>") < page.index("And no tram</a>")
    node = actions.tree(run)[0]
    assert [each.scenario.name for each in node.then] == ["And no tram"]
    assert [each.name for each in actions.lineage(worse)] == ["Cut", "And no tram"]


def test_nothing_allowed_is_kept_too_and_names_the_clash(
    signed_in: Browser, dev: User, make: Callable[..., Scenario]
) -> None:
    kept = make(Change("force_in", "Quay"), Change("limit_amount", "total budget", 5))

    page = signed_in(dev).get(reverse("portfolio:scenario", args=[kept.pk])).content.decode()

    assert (kept.feasible, kept.value, kept.step) == (False, None, None)
    assert "Nothing is allowed then" in page
    assert "Quay must be chosen by the scenario" in page


def test_a_scenario_of_another_run_is_no_parent(
    decide: Callable[..., Run], make: Callable[..., Scenario]
) -> None:
    cut = make(CUT)

    with pytest.raises(InputError, match="another run"):
        make(CUT, parent=cut, run=decide("8"))


def test_two_are_compared_with_what_moved_it(
    signed_in: Browser, dev: User, run: Run, make: Callable[..., Scenario]
) -> None:
    cut, dear = make(CUT, name="Cut"), make(Change("cost_percent", "Tram", 50), name="Dear tram")
    picked = {"pick": [f"scenario:{cut.pk}", f"scenario:{dear.pk}"]}

    response = signed_in(dev).get(reverse("portfolio:compare"), picked)

    found = response.context["comparison"]
    assert (found.value_before, found.value_after) == (cut.value, dear.value)
    assert {each.group for each in found.causes} == {"budgets", "costs and needs"}
    assert sum(each.part for each in found.causes) == pytest.approx(dear.value - cut.value)
    page = response.content.decode()
    assert "Which input moved the value" in page
    assert "Total budget: GBP 7 million before, GBP 10 million now" in page
    assert f'value="scenario:{dear.pk}" selected' in page


def test_a_scenario_is_compared_with_the_latest_run(
    signed_in: Browser, dev: User, decide: Callable[..., Run], make: Callable[..., Scenario]
) -> None:
    cut = make(CUT)
    Project.objects.filter(key="Tram").update(cost_low=7, cost_high=7)
    newest = decide("10")

    response = signed_in(dev).get(
        reverse("portfolio:compare"), {"one": f"scenario:{cut.pk}", "other": "latest"}
    )

    assert response.context["found"].other.run.pk == newest.pk
    assert response.context["other"] == f"run:{newest.pk}"
    assert "costs and needs" in {each.group for each in response.context["comparison"].causes}


def test_calls_are_compared_where_asked_for(
    signed_in: Browser, dev: User, run: Run, make: Callable[..., Scenario]
) -> None:
    cut = make(CUT)
    asked = {"one": f"run:{run.pk}", "other": f"scenario:{cut.pk}", "calls": "1"}

    response = signed_in(dev).get(reverse("portfolio:compare"), asked)

    assert response.context["comparison"].calls
    assert "Calls that change" in response.content.decode()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"one": "latest", "other": "latest"}, "two different choices"),
        ({"one": "latest", "other": "scenario:99"}, "no choice"),
        ({"one": "latest", "other": "run:no-uuid"}, "no choice"),
        ({"one": "latest", "other": f"scenario:{'9' * 40}"}, "no choice"),
        ({"one": "latest", "other": "<b>"}, "no choice"),
    ],
)
def test_what_cannot_be_compared_is_said(
    signed_in: Browser, dev: User, run: Run, asked: dict[str, str], said: str
) -> None:
    response = signed_in(dev).get(reverse("portfolio:compare"), asked)

    assert response.status_code == 422
    assert said in response.content.decode()


def test_a_side_that_allows_nothing_is_named(
    signed_in: Browser, dev: User, run: Run, make: Callable[..., Scenario]
) -> None:
    bad = make(Change("force_in", "Quay"), Change("limit_amount", "total budget", 5), name="Bad")

    response = signed_in(dev).get(
        reverse("portfolio:compare"), {"one": f"run:{run.pk}", "other": f"scenario:{bad.pk}"}
    )

    assert response.status_code == 200
    assert "They cannot be compared" in response.content.decode()
    assert "Bad: No portfolio is allowed" in response.content.decode()


def test_renaming_is_checked_and_recorded(
    signed_in: Browser, dev: User, make: Callable[..., Scenario]
) -> None:
    first, other = make(CUT, name="Cut"), make(CUT, name="Other")
    client = signed_in(dev)
    address = reverse("portfolio:rename_scenario", args=[other.pk])

    taken = client.post(address, {"name": "CUT", "note": ""})
    client.post(address, {"name": "Deep cut", "note": "As in 2024"})

    other.refresh_from_db()
    assert taken.status_code == 409
    assert (first.name, other.name, other.note) == ("Cut", "Deep cut", "As in 2024")
    event = AuditEvent.objects.get(name="portfolio.scenario.renamed")
    assert event.detail["before"] == "Other"


def test_what_is_put_away_takes_its_branches_along_and_comes_back(
    signed_in: Browser, dev: User, run: Run, make: Callable[..., Scenario]
) -> None:
    cut = make(CUT, name="Cut")
    make(Change("remove", "Tram"), name="And no tram", parent=cut)
    client = signed_in(dev)

    client.post(reverse("portfolio:put_away", args=[cut.pk]), {"away": "1"})

    assert actions.tree(run) == ()
    with pytest.raises(ConflictError, match="put away"):
        make(CUT, name="New", parent=Scenario.objects.get(pk=cut.pk))
    client.post(reverse("portfolio:put_away", args=[cut.pk]), {"away": "0"})
    assert len(actions.tree(run)[0].then) == 1
    names = AuditEvent.objects.values_list("name", flat=True)
    assert {"portfolio.scenario.put_away", "portfolio.scenario.brought_back"} <= set(names)


def test_scenarios_are_brought_over_to_a_newer_run(
    signed_in: Browser, dev: User, run: Run, make: Callable[..., Scenario], decide: Any
) -> None:
    cut = make(CUT, name="Cut")
    make(Change("remove", "Tram"), name="And no tram", parent=cut)
    make(Change("remove", "Ferry"), name="No ferry")
    Project.objects.filter(key="Tram").delete()
    newest = decide("10")

    response = signed_in(dev).post(
        reverse("portfolio:carry_over", args=[newest.pk]), {"source": str(run.pk)}, follow=True
    )

    page = response.content.decode()
    carried = Scenario.objects.filter(run=newest).order_by("number")
    assert [each.name for each in carried] == ["Cut", "No ferry"]
    assert carried[0].value != cut.value
    assert "2 brought over" in page
    assert "And no tram" in page


def test_the_tree_is_given_out_as_the_command_line_reads_it(
    signed_in: Browser, dev: User, run: Run, make: Callable[..., Scenario]
) -> None:
    cut = make(CUT, name="Cut")
    make(Change("remove", "Tram"), name="And no tram", parent=cut)

    sent = signed_in(dev).get(reverse("portfolio:export_scenarios", args=[run.pk]))

    told = from_json(tuple[Told, ...], json.loads(sent.content))
    assert told == (Told("Cut", (CUT,), (Told("And no tram", (Change("remove", "Tram"),)),)),)
    assert "attachment" in sent["Content-Disposition"]


def test_queries_do_not_grow_with_the_scenarios(
    signed_in: Browser, dev: User, run: Run, make: Callable[..., Scenario]
) -> None:
    client, address = signed_in(dev), reverse("portfolio:scenarios", args=[run.pk])
    make(CUT)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    first = Scenario.objects.get()
    Scenario.objects.bulk_create(
        Scenario(
            run=run, number=number, key=uuid4(), name=f"S{number}", changes=first.changes,
            words=first.words, feasible=True, value=1.0, result=first.result, by=dev,
            by_name="Dev", parent=first if number % 2 else None,
        )
        for number in range(2, 60)
    )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        page = client.get(address).content.decode()

    assert len(many) == len(few)
    assert "S59" in page


@pytest.mark.parametrize(("who", "status"), [("amara", 403), ("ben", 403), ("chioma", 302)])
def test_who_may_make_one(
    signed_in: Browser, request: pytest.FixtureRequest, run: Run, who: str, status: int
) -> None:
    client = signed_in(request.getfixturevalue(who))

    response = post(client, run, line("budget_cut", number="30"))

    assert (response.status_code, Scenario.objects.count()) == (status, int(status == 302))


def test_a_leader_may_look_and_change_nothing(
    signed_in: Browser, amara: User, run: Run, make: Callable[..., Scenario]
) -> None:
    kept, client = make(CUT), signed_in(amara)

    page = client.get(reverse("portfolio:scenario", args=[kept.pk])).content.decode()

    assert "Put away" not in page
    assert client.get(reverse("portfolio:new_scenario", args=[run.pk])).status_code == 403
    for name in ("rename_scenario", "put_away"):
        address = reverse(f"portfolio:{name}", args=[kept.pk])
        assert client.post(address, {"name": "Mine"}).status_code == 403


def test_names_are_text_and_never_markup(
    signed_in: Browser, dev: User, run: Run, make: Callable[..., Scenario]
) -> None:
    kept = make(Change("remove", "<b>Bus</b>"), name="<i>No bus</i>", note="<u>why</u>")
    client = signed_in(dev)

    for address in (
        reverse("portfolio:scenario", args=[kept.pk]),
        reverse("portfolio:scenarios", args=[run.pk]),
        reverse("portfolio:compare") + f"?one=latest&other=scenario:{kept.pk}",
        reverse("portfolio:new_scenario", args=[run.pk]),
    ):
        page = client.get(address).content.decode()
        assert "<b>Bus</b>" not in page
        assert "<i>No bus" not in page
        assert "<u>why" not in page
