"""All letters in one file: written beside the page, stopped, kept, forgotten; and by whom."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from headwater.errors import ConflictError, InputError, NotAllowedError
from headwater.web.organization.models import AuditEvent, Role
from headwater.web.presentation import actions_bundles as bundles
from headwater.web.presentation import actions_letters
from headwater.web.runs import files, registry
from headwater.web.runs.models import Run, RunFile, State

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
Prepare = Callable[..., Run]
WorkOff = Callable[[Run], list[dict[str, Any]]]
SLOW = ("zip", "pdf", "docx")


def make(client: Client, pack: Run, ending: str) -> Any:
    return client.post(reverse("presentation:make_file", args=[pack.pk, ending]), follow=True)


def take(client: Client, pack: Run, ending: str) -> Any:
    return client.get(reverse("presentation:pack_file", args=[pack.pk, ending]))


@pytest.mark.parametrize(
    ("ending", "file", "kind", "starts"),
    [
        ("docx", "all-answers.docx", actions_letters.WORD, b"PK"),
        ("pdf", "all-answers.pdf", "application/pdf", b"%PDF-"),
        ("zip", "no-pack.zip", "application/zip", b"PK"),
        ("html", "all-answers.html", "text/html; charset=utf-8", b"<!doctype html>"),
    ],
)
def test_a_file_is_what_it_says_and_taking_it_is_on_record(
    signed_in: Browser,
    amara: User,
    prepare: Prepare,
    ending: str,
    file: str,
    kind: str,
    starts: bytes,
) -> None:
    pack, client = prepare(), signed_in(amara)
    if ending in SLOW:
        make(client, pack, ending)

    response = take(client, pack, ending)

    assert response["Content-Type"] == kind
    assert response["Content-Disposition"] == f'attachment; filename="{file}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.content.startswith(starts)
    event = AuditEvent.objects.order_by("-number")[0]
    assert (event.name, event.by) == ("presentation.letters.taken", amara)
    assert event.detail == {"format": ending}
    if ending == "zip":
        names = zipfile.ZipFile(io.BytesIO(response.content)).namelist()
        assert {"all-answers.pdf", "letters/library.docx", "letters/quay.eml"} <= set(names)
    if ending in SLOW:
        told = Run.objects.get(kind="letters_file").result
        assert told == {
            "file": file,
            "bytes": len(response.content),
            "letters": 2,
            "sha256": sha256(response.content).hexdigest(),
        }


@pytest.mark.parametrize("ending", SLOW)
def test_a_slow_file_is_never_written_in_the_request(
    queued_looks: None,
    monkeypatch: pytest.MonkeyPatch,
    signed_in: Browser,
    dev: User,
    prepare: Prepare,
    ending: str,
) -> None:
    pack, client = prepare(), signed_in(dev)

    def written(*_: Any, **__: Any) -> bytes:
        raise AssertionError("it was written in the request")

    for name in ("together", "no_pack", "page"):
        monkeypatch.setattr(f"headwater.presentation.packs.{name}", written)

    begun = make(client, pack, ending)
    early = take(client, pack, ending)

    page = reverse("presentation:files", args=[pack.pk])
    assert begun.redirect_chain == [(page, 302)]
    assert (early.status_code, early["Location"]) == (302, page)
    assert Run.objects.get(kind="letters_file").state == State.QUEUED


def test_it_waits_is_written_and_offered_without_javascript(
    queued_looks: None,
    work_off: WorkOff,
    signed_in: Browser,
    dev: User,
    amara: User,
    prepare: Prepare,
) -> None:
    pack, client = prepare(), signed_in(dev)
    page = reverse("presentation:files", args=[pack.pk])

    fresh = client.get(page).content.decode()
    waiting = make(client, pack, "pdf").content.decode()
    run = Run.objects.get(kind="letters_file")
    Run.objects.filter(pk=run.pk).update(
        state=State.RUNNING, stage="Setting the pages", fraction=0.5
    )
    working = client.get(page).content.decode()
    work_off(run)
    ready = client.get(page).content.decode()
    others = signed_in(amara).get(reverse("presentation:letters", args=[pack.pk])).content.decode()

    address = reverse("presentation:pack_file", args=[pack.pk, "pdf"])
    assert 'http-equiv="refresh"' not in fresh
    assert f'href="{address}"' not in fresh + waiting + working
    assert "Waiting for the worker" in waiting
    assert 'http-equiv="refresh"' in waiting
    assert f'hx-get="{page}"' in waiting
    assert "Preparing it" in working
    assert "Setting the pages" in working
    assert 'value="0.500"' in working
    for shown in (ready, others):
        assert f'href="{address}"' in shown
        assert 'hx-trigger="every' not in shown
        assert 'http-equiv="refresh"' not in shown


def test_asking_again_finds_it_ready_and_computes_nothing(
    signed_in: Browser, dev: User, amara: User, prepare: Prepare
) -> None:
    pack = prepare()
    make(signed_in(dev), pack, "docx")

    again = make(signed_in(amara), pack, "docx")
    first, second = (take(signed_in(each), pack, "docx").content for each in (dev, amara))

    assert again.status_code == 200
    assert first == second
    assert Run.objects.filter(kind="letters_file").count() == 1


def test_another_pack_another_format_another_version_are_other_files(
    monkeypatch: pytest.MonkeyPatch, dev: User, prepare: Prepare
) -> None:
    pack = prepare()
    bundles.make(pack=pack, ending="pdf", by=dev)

    assert bundles.bundle(pack, "docx").run is None
    assert bundles.bundle(prepare(contact="Amara"), "pdf").run is None
    assert bundles.bundle(pack, "pdf").size
    monkeypatch.setattr(bundles, "version", lambda name: "another")
    assert bundles.bundle(pack, "pdf").run is None


def test_a_file_that_was_kept_long_enough_is_forgotten_and_made_again(
    dev: User, prepare: Prepare
) -> None:
    pack = prepare()
    first = bundles.make(pack=pack, ending="pdf", by=dev)
    assert files.forget_old() == 0
    RunFile.objects.update(made=timezone.now() - files.KEPT - timedelta(minutes=1))

    assert files.forget_old() == 1
    with pytest.raises(ConflictError, match=r"all-answers\.pdf is not made yet"):
        bundles.take(pack=pack, ending="pdf", by=dev)
    second = bundles.make(pack=pack, ending="pdf", by=dev)

    assert second.pk != first.pk
    assert bundles.take(pack=pack, ending="pdf", by=dev)[1].startswith(b"%PDF-")


def test_it_can_be_stopped_and_begun_anew(
    queued_looks: None, work_off: WorkOff, signed_in: Browser, amara: User, prepare: Prepare
) -> None:
    pack, client = prepare(), signed_in(amara)
    page = reverse("presentation:files", args=[pack.pk])
    make(client, pack, "zip")
    run = Run.objects.get(kind="letters_file")

    stopped = client.post(reverse("runs:cancel", args=[run.pk]), {"back": page}, follow=True)

    assert stopped.redirect_chain == [(page, 302)]
    said = stopped.content.decode()
    assert "It was stopped before it ended" in said
    assert "Prepare it again" in said
    assert not RunFile.objects.exists()
    assert AuditEvent.objects.filter(name="runs.run.cancelled", by=amara).exists()
    client.post(reverse("runs:again", args=[run.pk]), {"back": page})
    anew = Run.objects.filter(kind="letters_file").exclude(pk=run.pk).get()
    work_off(anew)
    assert take(client, pack, "zip").content.startswith(b"PK")


def test_a_failure_is_told_where_the_file_would_be(
    queued_looks: None, work_off: WorkOff, signed_in: Browser, dev: User, prepare: Prepare
) -> None:
    pack, client = prepare(), signed_in(dev)
    make(client, pack, "pdf")
    run = Run.objects.get(kind="letters_file")
    Run.objects.filter(pk=run.pk).update(
        state=State.FAILED, error="The file could not be written: No space left on device."
    )

    said = client.get(reverse("presentation:files", args=[pack.pk])).content.decode()

    assert "No space left on device" in said
    assert "Prepare it again" in said
    assert bundles.make(pack=pack, ending="pdf", by=dev).pk != run.pk


def test_the_worker_says_when_the_letters_are_gone(
    queued_looks: None, dev: User, prepare: Prepare
) -> None:
    pack = prepare()
    run = bundles.make(pack=pack, ending="pdf", by=dev)

    assert "refusals" not in run.inputs
    assert len(registry.filled("letters_file", run.inputs)["refusals"]) == 2
    Run.objects.filter(pk=pack.pk).update(state=State.FAILED)
    with pytest.raises(InputError, match="not there any more"):
        registry.filled("letters_file", run.inputs)


def test_an_observer_neither_asks_nor_stops_nor_takes_nor_reads_it_elsewhere(
    queued_looks: None,
    signed_in: Browser,
    seat_for: Callable[..., User],
    ben: User,
    dev: User,
    prepare: Prepare,
) -> None:
    pack = prepare()
    run = bundles.make(pack=pack, ending="pdf", by=dev)
    observer = seat_for("Olu", Role.OBSERVER)
    for person in (observer, ben):
        client = signed_in(person)
        assert make(client, pack, "pdf").status_code == 403
        assert take(client, pack, "pdf").status_code == 403
        assert client.post(reverse("runs:cancel", args=[run.pk])).status_code == 403
        assert client.post(reverse("runs:again", args=[run.pk])).status_code == 403
        with pytest.raises(NotAllowedError):
            bundles.take(pack=pack, ending="html", by=person)

    page = signed_in(observer).get(reverse("presentation:files", args=[pack.pk]))
    assert "An observer may read the letters here but not take them away" in page.content.decode()
    assert "/make" not in page.content.decode()
    assert signed_in(ben).get(reverse("presentation:files", args=[pack.pk])).status_code == 403


def test_what_is_no_file_is_not_found(signed_in: Browser, dev: User, prepare: Prepare) -> None:
    pack, client = prepare(), signed_in(dev)

    assert make(client, pack, "xlsx").status_code == 404
    assert take(client, pack, "xlsx").status_code == 404
    with pytest.raises(InputError, match="needs no making"):
        bundles.make(pack=pack, ending="html", by=dev)
    with pytest.raises(InputError, match="choose one of zip, pdf, docx, html"):
        bundles.make(pack=pack, ending="xlsx", by=dev)


def test_files_stand_apart_from_runs_that_decide(
    signed_in: Browser, dev: User, prepare: Prepare
) -> None:
    pack, client = prepare(), signed_in(dev)
    run = bundles.make(pack=pack, ending="pdf", by=dev)

    usual = client.get(reverse("runs:list")).content.decode()
    whole = client.get(reverse("runs:list"), {"looks": "1"}).content.decode()
    shown = client.get(reverse("runs:show", args=[run.pk])).content.decode()

    assert "all-answers.pdf" not in usual
    assert "all-answers.pdf" in whole
    assert reverse("presentation:files", args=[pack.pk]) in shown


def test_two_files_are_written_side_by_side_on_one_page(
    queued_looks: None, signed_in: Browser, dev: User, prepare: Prepare
) -> None:
    pack, client = prepare(), signed_in(dev)
    for ending in SLOW:
        page = make(client, pack, ending).content.decode()

    for ending in SLOW:
        assert page.count(f'id="stop-{ending}"') == 1
