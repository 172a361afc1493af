"""The trail: written with the change, chained, refused by the database to be changed."""

import io
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client

from headwater.errors import InputError
from headwater.web.organization import audit
from headwater.web.organization.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def trail(amara: User) -> list[AuditEvent]:
    """Five events."""
    return [
        audit.record("test.thing.done", target=amara, by=amara, detail={"n": n, "é": [n, None]})
        for n in range(5)
    ]


def as_operator(*statements: str) -> None:
    """Do what someone with the database file can: take the triggers away and write."""
    on = " ON organization_auditevent" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER organization_auditevent_no_update{on}")
        cursor.execute(f"DROP TRIGGER organization_auditevent_no_delete{on}")
        for statement in statements:
            cursor.execute(statement)


def test_events_are_numbered_and_chained(trail: list[AuditEvent]) -> None:
    assert [event.number for event in trail] == [1, 2, 3, 4, 5]
    assert trail[0].previous == audit.START
    assert [event.previous for event in trail[1:]] == [event.digest for event in trail[:-1]]
    assert audit.verify_chain() == ()
    assert audit.head() == (5, trail[-1].digest)


def test_it_is_undone_with_the_change(amara: User) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        audit.record("test.thing.done", target=amara, by=amara)
        raise RuntimeError

    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("change", ["update", "delete", "save"])
def test_the_database_refuses_to_change_it(trail: list[AuditEvent], change: str) -> None:
    event = AuditEvent.objects.get(number=2)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        if change == "update":
            AuditEvent.objects.filter(number=2).update(by_name="Someone else")
        elif change == "delete":
            AuditEvent.objects.filter(number=5).delete()
        else:
            event.by_name = "Someone else"
            event.save()

    assert audit.verify_chain() == ()


@pytest.mark.parametrize(
    "column", ["name", "by_name", "target_kind", "target_id", "target_title", "detail", "at"]
)
def test_a_changed_field_is_found(trail: list[AuditEvent], column: str) -> None:
    value = {"detail": """'{"n": 99}'""", "at": "'2020-01-01 00:00:00'"}.get(column, "'x'")
    as_operator(f"UPDATE organization_auditevent SET {column} = {value} WHERE number = 3")

    assert audit.verify_chain() == ("Event 3 was changed after it was written.",)


def test_words_moved_from_one_field_to_the_next_are_found(amara: User) -> None:
    """Each part has its length before it, so 'ab' + 'c' is not 'a' + 'bc'."""
    event = audit.record("test.thing.done", target=amara, by=amara)
    event.target_kind, event.target_id = event.target_kind + event.target_id, ""

    assert audit.digest_of(event) != event.digest


def test_a_removed_event_is_found(trail: list[AuditEvent]) -> None:
    as_operator("DELETE FROM organization_auditevent WHERE number = 3")

    assert "Events 3 to 3 are missing." in audit.verify_chain()


def test_swapped_events_are_found(trail: list[AuditEvent]) -> None:
    as_operator(
        "UPDATE organization_auditevent SET number = 99 WHERE number = 2",
        "UPDATE organization_auditevent SET number = 2 WHERE number = 3",
        "UPDATE organization_auditevent SET number = 3 WHERE number = 99",
    )

    assert len(audit.verify_chain()) >= 2


def test_a_cut_tail_is_found_only_with_the_head_on_a_paper(trail: list[AuditEvent]) -> None:
    known = audit.head()
    as_operator("DELETE FROM organization_auditevent WHERE number >= 4")

    assert audit.verify_chain() == ()
    assert "the trail was cut or rewritten" in audit.verify_chain(known=known)[0]


def test_a_trail_rewritten_whole_is_found_with_the_head_on_a_paper(trail: list[AuditEvent]) -> None:
    known = audit.head()
    as_operator("DELETE FROM organization_auditevent")
    for _ in range(6):
        audit.record("test.thing.done", target=None, by=None)

    assert audit.verify_chain() == ()
    assert audit.verify_chain(known=known) != ()


def test_detail_must_be_plain_json(amara: User) -> None:
    for detail in ({"at": object()}, {"n": float("nan")}):
        with pytest.raises(InputError, match="not plain JSON"):
            audit.record("test.thing.done", target=amara, by=amara, detail=detail)


def test_the_command_says_sound_or_broken(trail: list[AuditEvent]) -> None:
    number, digest = audit.head()
    out = io.StringIO()
    call_command("verify_audit", known=f"{number}:{digest}", stdout=out)
    assert f"Sound: 5 events, head {digest}" in out.getvalue()

    as_operator("UPDATE organization_auditevent SET by_name = 'x' WHERE number = 3")
    with pytest.raises(CommandError, match="Event 3 was changed"):
        call_command("verify_audit")


def test_the_page_lists_filters_and_checks(
    signed_in: Callable[[User], Client], dev: User, trail: list[AuditEvent]
) -> None:
    client = signed_in(dev)

    page = client.get("/audit", {"name": "test.", "check": "1"}).content.decode()
    assert page.count("test.thing.done") == 5
    assert "chain of 5 events is sound" in page
    assert "No such events" in client.get("/audit", {"name": "nothing"}).content.decode()
    assert client.get("/audit", {"page": "zzz"}).status_code == 200
