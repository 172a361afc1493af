"""The cast of Rivermouth Council, and a quick, clean ground for tests of pages."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import Client
from django.utils import timezone

from headwater.errors import HeadwaterError
from headwater.vocabulary.progress import ignore
from headwater.web.account.gather import SHELF
from headwater.web.organization.models import Organization, Role, Seat
from headwater.web.portfolio import actions
from headwater.web.projects.models import Project, ProjectList
from headwater.web.runs import actions as runs
from headwater.web.runs import registry
from headwater.web.runs.models import Run, RunFile, State

ROWS = (("Tram", 5, 9), ("Ferry", 3, 6), ("Library", 4, 3), ("Quay", 6, 2), ("<b>Bus</b>", 2, 4))


@pytest.fixture(autouse=True)
def _quiet_ground(settings: Any, tmp_path: Path) -> None:
    """Keep tests off the real data folder, password hashing cheap, and nothing read before."""
    SHELF.clear()  # rows that a test makes without a trail may look like those of the one before
    settings.HOME = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True, scope="session")
def _tables_can_be_emptied() -> Iterator[None]:
    """Let tests that commit empty append-only tables: their triggers step aside for that."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_all(self: Any, sql_list: list[str]) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET session_replication_role = replica")
                flush(self, sql_list)
                cursor.execute("SET session_replication_role = DEFAULT")
                return
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            flush(self, sql_list)
            for _, sql in triggers:
                cursor.execute(sql)

    BaseDatabaseOperations.execute_sql_flush = flush_all  # type: ignore[method-assign]
    yield
    BaseDatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign]


@pytest.fixture
def council(db: None) -> Organization:
    return Organization.objects.create(name="Rivermouth Council", currency="GBP")


@pytest.fixture
def seat_for(council: Organization) -> Callable[..., User]:
    """Make a person with a role."""

    def make(name: str, role: Role | None) -> User:
        user = User.objects.create_user(name.lower(), first_name=name)
        if role:
            Seat.objects.create(user=user, role=role)
        return user

    return make


@pytest.fixture
def owner(seat_for: Callable[..., User]) -> User:
    return seat_for("Owner", Role.OWNER)


@pytest.fixture
def amara(seat_for: Callable[..., User]) -> User:
    """Amara leads finance."""
    return seat_for("Amara", Role.LEADER)


@pytest.fixture
def ben(seat_for: Callable[..., User]) -> User:
    """Ben has no seat."""
    return seat_for("Ben", None)


@pytest.fixture
def chioma(seat_for: Callable[..., User]) -> User:
    """Chioma facilitates."""
    return seat_for("Chioma", Role.FACILITATOR)


@pytest.fixture
def dev(seat_for: Callable[..., User]) -> User:
    """Dev runs the portfolio office."""
    return seat_for("Dev", Role.PORTFOLIO_OFFICE)


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """Give a browser in which a person has signed in."""

    def open_browser(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return open_browser


@pytest.fixture
def listed(db: None) -> ProjectList:
    for name, cost, benefit in ROWS:
        Project.objects.create(
            key=name,
            name=name,
            cost_low=cost,
            cost_high=cost,
            benefit_low=benefit - 1,
            benefit_high=benefit + 1,
        )
    return ProjectList.objects.create(pk=1, currency="GBP", scale=1_000_000, title="Rivermouth")


@pytest.fixture
def decide(listed: ProjectList, dev: User) -> Callable[..., Run]:
    """Start a run and do its work here and now."""

    def run(budget: str = "10", **more: int) -> Run:
        started = actions.rationalize(budget=budget, by=dev, **more)
        Run.objects.filter(pk=started.pk).update(
            state=State.DONE, result=actions.work(started.inputs, ignore)
        )
        return Run.objects.get(pk=started.pk)

    return run


Results = list[dict[str, Any]]


@pytest.fixture
def work_off() -> Callable[[Run], Results]:
    """Do a look's work here and now, as the worker does; return each result so far."""

    def work(look: Run) -> Results:
        shown: Results = []
        inputs = registry.filled(look.kind, look.inputs)
        try:
            found = registry.answer(look.kind, inputs, ignore, shown.append)
        except HeadwaterError as error:
            Run.objects.filter(pk=look.pk).update(state=State.FAILED, error=str(error))
        else:
            told = found
            if isinstance(found, registry.Made):
                told = found.result
                size = len(found.content)
                RunFile.objects.create(run=look, content=found.content, size=size)
            done = {"state": State.DONE, "result": told, "finished": timezone.now()}
            Run.objects.filter(pk=look.pk).update(**done)
        return shown

    return work


@pytest.fixture
def queued_looks() -> None:
    """Leave looks in the queue, where `_looks_at_once` would work them out."""


@pytest.fixture(autouse=True)
def _looks_at_once(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    work_off: Callable[[Run], Results],
) -> None:
    """Work looks out as soon as they are asked for, so that pages show their answers."""
    if "queued_looks" in request.fixturenames:
        return
    start: Callable[..., Run] = runs.start

    def start_and_work(**asked: Any) -> Run:
        run = start(**asked)
        if run.kind in registry.beside():
            work_off(run)
        return Run.objects.get(pk=run.pk)

    monkeypatch.setattr(runs, "start", start_and_work)
