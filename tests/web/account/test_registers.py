"""End-to-end processes and the growth plan: changed, ended, dropped, taken up again, removed."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from following import main_of

from headwater.errors import ConflictError, InputError, NotAllowedError
from headwater.web.account.actions import growth as plan
from headwater.web.account.actions import processes as actions
from headwater.web.account.actions import transformation
from headwater.web.account.gather import gathered
from headwater.web.account.models_path import Growth, Process, ProcessEdition
from headwater.web.organization.actions import make_token
from headwater.web.organization.models import AuditEvent
from headwater.web.service.actions import catalogue, engagements, needs
from headwater.web.service.models import Agreement, Engagement, Offering
from headwater.web.strategy.models import Objective

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday
Browse = Callable[[User], Client]
SAME: dict[str, Any] = {
    "title": "From need to advice", "customer": "Traders", "owner": "Dev",
    "services": ["need-discovery", "options-advice"],
}  # fmt: skip


@pytest.fixture
def process(dev: User) -> Process:
    catalogue.load_starter(by=dev, at=AT)
    return actions.register_process(**SAME, days=10, since=AT.date(), by=dev, at=AT)


@pytest.fixture
def initiative(dev: User) -> Growth:
    Objective.objects.create(key="safe", name="A safe harbour")
    return plan.plan_growth(title="A second quay", objectives=["safe"], by=dev, at=AT)


def serve(by: User, at: datetime, *, days: int, first: str = "need-discovery") -> Engagement:
    """A need that two services answer: the second is delivered `days` after the first request."""
    need = needs.record_need(title=f"Of {at}", for_whom="Traders", found_by="office", by=by, at=at)
    begin = at
    for key, end in ((first, 1), ("options-advice", days)):
        made = engagements.ask(
            offering=Offering.objects.get(key=key), title=key, need=need, customer_name="Traders",
            by=by, at=begin,
        )  # fmt: skip
        made = engagements.take_in(engagement=made, answer="Yes", lead=by, by=by, at=begin)
        made = engagements.agree(
            engagement=made, scope="All", agreed_with="Traders", by=by, at=begin
        )
        made = engagements.start(engagement=made, by=by, at=begin)
        begin = at + timedelta(days=end)
        made = engagements.deliver(engagement=made, what="Done", by=by, at=begin)
    return made


def outcomes(at: datetime) -> list[str]:
    return [each.clock.outcome for each in transformation.path(found=gathered(), at=at).runs]


def change(process: Process, by: User, **more: Any) -> Process:
    given = {**SAME, "days": 10, "seen": process.version, "by": by, "at": AT + timedelta(days=30)}
    return actions.change_process(process=process, **{**given, **more})


def test_a_promise_that_is_changed_holds_for_runs_that_begin_after_it(
    process: Process, dev: User
) -> None:
    serve(dev, AT + timedelta(hours=1), days=16)  # twelve working days: late
    serve(dev, AT + timedelta(days=31), days=16)
    later = AT + timedelta(days=60)
    assert outcomes(later) == ["breached", "breached"]

    change(process, dev, days=15, note="Agreed with the traders")

    assert outcomes(later) == ["breached", "met"]
    assert Agreement.objects.filter(key__startswith="process.").count() == 2
    (event,) = AuditEvent.objects.filter(name="account.process.changed")
    assert event.detail == {"edition": 2, "fields": ["Promise"], "holds_from": "2026-04-01"}


def test_an_earlier_day_corrects_what_was_promised(process: Process, dev: User) -> None:
    serve(dev, AT + timedelta(hours=1), days=16)
    change(process, dev, days=15, holds_from=AT.date())
    assert outcomes(AT + timedelta(days=60)) == ["met"]


def test_other_services_are_other_runs_from_that_day_on(process: Process, dev: User) -> None:
    serve(dev, AT + timedelta(hours=1), days=2)
    change(process, dev, services=["pre-review", "options-advice"])
    serve(dev, AT + timedelta(days=31), days=2)  # begins with the old first service
    serve(dev, AT + timedelta(days=32), days=2, first="pre-review")
    assert outcomes(AT + timedelta(days=60)) == ["met", "met"]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({}, "Nothing is different"),
        ({"holds_from": date(2027, 1, 1)}, "still to come"),
        ({"services": ["need-discovery"]}, "takes 2 to"),
        ({"days": 0}, "1 to 1000"),
        ({"title": " "}, "missing"),
    ],
)
def test_a_change_that_cannot_be_writes_nothing(
    fault: dict[str, Any], said: str, process: Process, dev: User
) -> None:
    with pytest.raises(InputError, match=said):
        change(process, dev, **fault)
    assert ProcessEdition.objects.count() == 1
    process.refresh_from_db()
    assert (process.version, process.title, process.days) == (1, "From need to advice", 10)


def test_of_two_who_change_it_the_second_is_told(process: Process, dev: User, ben: User) -> None:
    change(process, dev, customer="Skippers")
    with pytest.raises(ConflictError, match="edition 2 now, you saw 1"):
        change(process, dev, customer="Fishers", seen=1)
    with pytest.raises(NotAllowedError):
        change(process, ben)


def test_what_ended_keeps_the_runs_that_had_begun(process: Process, dev: User) -> None:
    serve(dev, AT + timedelta(hours=1), days=2)
    serve(dev, AT + timedelta(days=14), days=2)
    later = AT + timedelta(days=30)
    ended = actions.end_process(
        process=process, seen=1, reason="One desk does both", on=date(2026, 3, 9), by=dev, at=later
    )
    assert outcomes(later) == ["met"]
    assert transformation.path(found=gathered(), at=later).reading.processes == ()
    with pytest.raises(ConflictError, match="has ended already"):
        actions.end_process(process=ended, seen=1, reason="Again", by=dev, at=later)
    with pytest.raises(ConflictError, match="take it up again"):
        change(process, dev, customer="Fishers")
    actions.resume_process(process=ended, seen=1, by=dev)
    assert outcomes(later) == ["met", "met"]
    assert AuditEvent.objects.filter(name__startswith="account.process.").count() == 3


def test_only_what_no_run_rests_on_is_removed(process: Process, dev: User) -> None:
    serve(dev, AT + timedelta(hours=1), days=2)
    with pytest.raises(ConflictError, match="A run rests on"):
        actions.remove_process(process=process, seen=1, by=dev)
    Engagement.objects.update(stage="withdrawn")
    actions.remove_process(process=process, seen=1, by=dev)
    assert not Process.objects.exists()
    again = actions.register_process(**SAME, days=5, by=dev, at=AT)  # the name is free again
    assert (again.key, again.days) == ("from-need-to-advice", 5)


def test_its_page_shows_runs_editions_and_what_may_be_done(
    process: Process, dev: User, amara: User, signed_in: Browse
) -> None:
    serve(dev, AT + timedelta(hours=1), days=2)
    change(process, dev, days=15, note="Agreed with the traders")
    page = reverse("account:show_process", args=[process.key])
    said = main_of(signed_in(dev).get(page))
    assert "1 of 1 within the promise" in said
    assert "E-1, E-2" in said
    assert '10 working days <span class="muted small">edition 1</span>' in said
    assert "Agreed with the traders" in said
    assert ">10 working days</del>" in said
    assert "End it" in said
    assert "Remove" not in said
    assert "End it" not in main_of(signed_in(amara).get(page))


def test_forms_change_end_and_take_up_again(process: Process, dev: User, signed_in: Browse) -> None:
    browser = signed_in(dev)
    sent = {"title": SAME["title"], "customer": "Skippers", "days": "10", "version": "1",
            "step_1": "need-discovery", "step_2": "options-advice"}  # fmt: skip
    address = reverse("account:change_process", args=[process.key])
    assert 'value="10"' in browser.get(address).content.decode()
    assert browser.post(address, {**sent, "version": "7"}).status_code == 409
    assert browser.post(address, {**sent, "step_2": ""}).status_code == 422
    assert browser.post(address, sent).status_code == 302
    end = reverse("account:end_process", args=[process.key])
    assert browser.post(end, {"version": "2"}).status_code == 422
    assert (
        browser.post(end, {"version": "2", "reason": "Done", "on": "2999-01-01"}).status_code == 422
    )
    assert browser.post(end, {"version": "2", "reason": "Done"}).status_code == 302
    assert "1 that ended" in main_of(browser.get(reverse("account:transformation")))
    resumed = browser.post(reverse("account:resume_process", args=[process.key]), {"version": "2"})
    assert resumed.status_code == 302
    removed = browser.post(reverse("account:remove_process", args=[process.key]), {"version": "2"})
    assert (removed.status_code, Process.objects.count()) == (302, 0)


def test_an_initiative_is_changed_and_what_it_said_is_kept(initiative: Growth, dev: User) -> None:
    made = plan.change_growth(
        growth=initiative, seen=1, title="A third quay", objectives=["safe"], value=5.0, by=dev
    )
    assert (made.title, made.value, made.version) == ("A third quay", 5.0, 2)
    (event,) = AuditEvent.objects.filter(name="account.growth.changed")
    assert event.detail == {
        "title": {"before": "A second quay", "after": "A third quay"},
        "value": {"before": None, "after": 5.0},
    }
    with pytest.raises(ConflictError):
        plan.change_growth(growth=initiative, seen=1, title="A fourth", by=dev)


def test_an_objective_that_is_gone_may_stay_named(initiative: Growth, dev: User) -> None:
    Objective.objects.all().delete()
    made = plan.change_growth(
        growth=initiative, seen=1, title="Quay", objectives=["safe"], by=dev
    )  # fmt: skip
    assert made.objectives == ["safe"]
    with pytest.raises(InputError, match="no objective 'other'"):
        plan.change_growth(growth=made, seen=2, title="Quay", objectives=["other"], by=dev)


def test_what_is_dropped_no_longer_counts_until_it_is_taken_up(
    initiative: Growth, dev: User, signed_in: Browse
) -> None:
    browser = signed_in(dev)
    address = reverse("account:drop_growth", args=[1])
    assert browser.post(address, {"version": "1"}).status_code == 422
    assert browser.post(address, {"version": "1", "reason": "No money"}).status_code == 302
    assert transformation.path(found=gathered()).reading.growth == ()
    said = main_of(browser.get(reverse("account:transformation")))
    assert "1 that was dropped" in said
    assert "No money" in said
    sent = {"version": "2", "title": "Other"}
    assert browser.post(reverse("account:change_growth", args=[1]), sent).status_code == 409
    assert (
        browser.post(reverse("account:resume_growth", args=[1]), {"version": "2"}).status_code
        == 302
    )
    assert len(transformation.path(found=gathered()).reading.growth) == 1


def test_a_program_keeps_the_registers(
    process: Process, initiative: Growth, dev: User, client: Client
) -> None:
    secret = make_token(name="writer", scope="write", days=1, by=dev).secret
    headers = {"Authorization": f"Bearer {secret}"}
    root = "/api/v1/account/transformation"

    def send(method: str, path: str, given: Any = None) -> Any:
        act = getattr(client, method)
        return act(f"{root}{path}", given, "application/json", headers=headers)

    asked = {**SAME, "days": 12, "edition": 1}
    assert send("put", "/processes/from-need-to-advice", asked).json()["edition"] == 2
    assert send("put", "/processes/from-need-to-advice", asked).status_code == 409
    told = client.get(f"{root}/processes/from-need-to-advice", headers=headers).json()
    assert [each["days"] for each in told["editions"]] == [12, 10]
    ended = send("post", "/processes/from-need-to-advice/end", {"edition": 2, "reason": "Done"})
    assert (ended.status_code, ended.json()["ended_why"]) == (200, "Done")
    assert client.get(f"{root}/processes", headers=headers).json()[0]["ended_why"] == "Done"
    assert send("post", "/processes/from-need-to-advice/resume", {"edition": 2}).status_code == 200
    gone = client.delete(f"{root}/processes/from-need-to-advice?edition=2", headers=headers)
    assert (gone.status_code, Process.objects.count()) == (204, 0)

    changed = send("put", "/growth/1", {"title": "A quay", "version": 1}).json()
    assert (changed["title"], changed["version"]) == ("A quay", 2)
    assert send("post", "/growth/1/drop", {"version": 2, "reason": "No money"}).json()["dropped"]
    assert not send("post", "/growth/1/resume", {"version": 3}).json()["dropped"]
    assert [each["id"] for each in client.get(f"{root}/growth", headers=headers).json()] == ["G-1"]


def test_units_of_steps_are_kept_when_a_process_is_changed(
    dev: User, signed_in: Callable[[User], Client]
) -> None:
    catalogue.load_starter(by=dev)
    made = actions.register_process(
        title="From need to advice", customer="Traders", services=["need-discovery", "pre-review"],
        units=["Harbour office"], by=dev,
    )  # fmt: skip
    page = signed_in(dev).get(reverse("account:change_process", args=[made.key]))
    assert page.context["form"]["unit_1"].value() == "Harbour office"
    changed = actions.change_process(
        process=made, seen=1, title=made.title, customer="Traders",
        services=["need-discovery", "pre-review"], units=["Harbour office", "Finance"], by=dev,
    )  # fmt: skip
    assert [each["unit"] for each in changed.steps] == ["Harbour office", "Finance"]
    (revision,) = actions.changes(*reversed(changed.editions.all()[:2]))
    assert (revision.field, "pre-review (Finance)" in revision.after) == ("Services", True)
    shown = signed_in(dev).get(reverse("account:show_process", args=[made.key]))
    assert "Harbour office" in shown.content.decode()
