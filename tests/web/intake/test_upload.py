"""The way in: staging, mending, comparing, applying; and files that are none."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from headwater import intake, manifest, samples
from headwater.errors import ConflictError
from headwater.web.intake import actions
from headwater.web.intake.models import StagedFile, State, Upload
from headwater.web.organization.models import AuditEvent
from headwater.web.portfolio.actions import assemble
from headwater.web.projects.actions import change
from headwater.web.projects.models import Project, ProjectList

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
SHEET = b"id,name,cost (GBP m),fit\nT,Tram,3..5,4\nF,Ferry,,2\nL,Library,1.5,3\n"


def send(client: Client, *files: tuple[str, bytes]) -> Any:
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(reverse("intake:upload"), {"files": sent})


def use(client: Client, content: bytes, name: str = "projects.csv", **more: Any) -> Any:
    assert send(client, (name, content)).status_code == 302
    upload = Upload.objects.get(state=State.STAGED)
    sent = {"version": upload.version, **more}
    return client.post(reverse("intake:apply", args=[upload.pk]), sent)


def state_of_everything() -> str:
    return manifest.digest(assemble())


def test_a_sheet_is_shown_as_understood_and_changes_nothing_yet(
    signed_in: Browser, dev: User
) -> None:
    client = signed_in(dev)
    response = send(client, ("projects.csv", SHEET))

    page = client.get(response["Location"]).content.decode()

    assert response.status_code == 302
    assert all(
        word in page for word in ("cost (GBP m)", "Tram", "Use this", "3 projects are ready")
    )
    assert Project.objects.count() == 0


def test_using_it_keeps_ranges_blanks_and_the_unit(signed_in: Browser, dev: User) -> None:
    use(signed_in(dev), SHEET)

    costs = {each.key: str(each.cost) for each in Project.objects.all()}
    listed = ProjectList.current()
    assert costs == {"T": "3..5", "F": "None", "L": "1.5"}
    assert (listed.money.label, listed.criteria) == ("GBP million", ["fit"])
    assert AuditEvent.objects.order_by("-number").first().name == "intake.upload.applied"  # type: ignore[union-attr]


def test_what_is_kept_is_what_was_read(signed_in: Browser, dev: User) -> None:
    read = intake.read(samples.path()).workbook
    assert read is not None

    assert actions.load_sample(by=dev)

    assert manifest.digest(assemble()) == manifest.digest(read)


def test_the_sample_is_loaded_once_and_never_over_a_list(dev: User) -> None:
    assert actions.load_sample(by=dev)
    Project.objects.filter(name="Pay.gov").update(name="Ours")

    assert not actions.load_sample(by=dev)
    assert Project.objects.filter(name="Ours").exists()


def test_the_same_file_again_changes_nothing(signed_in: Browser, dev: User) -> None:
    client = signed_in(dev)
    use(client, SHEET)
    before, versions = state_of_everything(), list(Project.objects.values_list("key", "version"))
    shuffled = b"fit,name,id,cost (GBP m)\n3,Library,L,1.5\n2,Ferry,F,\n4,Tram,T,3..5\n"

    page = client.get(send(client, ("projects.csv", shuffled))["Location"]).content.decode()
    use(client, SHEET)

    assert "Nothing changes." in page
    assert state_of_everything() == before
    assert list(Project.objects.values_list("key", "version")) == versions


def test_a_corrected_file_shows_old_beside_new_before_it_applies(
    signed_in: Browser, dev: User
) -> None:
    client = signed_in(dev)
    use(client, SHEET)
    corrected = b"id,name,cost (GBP m),fit\nT,Tram,4,4\nF,Ferry,2,\nQ,Quay,9,1\n"

    response = client.get(send(client, ("projects.csv", corrected))["Location"])

    (projects,) = response.context["changes"]
    assert projects.added == ("Quay",)
    assert projects.removed == ("Library",)
    assert {(each.row, each.field, each.old, each.new) for each in projects.changed} == {
        ("Tram", "cost", "3..5", "4"),
        ("Ferry", "cost", "not known", "2"),
        ("Ferry", "fit", "2", "not known"),
    }
    assert set(Project.objects.present().values_list("key", flat=True)) == {"T", "F", "L"}


def test_projects_that_the_file_lacks_can_be_kept(signed_in: Browser, dev: User) -> None:
    client = signed_in(dev)
    use(client, SHEET)

    use(client, b"id,name,cost (GBP m)\nQ,Quay,9\n", keep_missing="on")

    assert set(Project.objects.present().values_list("key", flat=True)) == {"T", "F", "L", "Q"}
    assert ProjectList.current().criteria == ["fit"]


def test_tables_that_the_file_lacks_stay(signed_in: Browser, dev: User) -> None:
    actions.load_sample(by=dev)
    before = assemble()

    use(signed_in(dev), (samples.path() / "projects.csv").read_bytes())

    after = assemble()
    assert (after.links, after.judgements) == (before.links, before.judgements)
    assert after.budgets == before.budgets


def test_a_column_is_mended_on_the_page(signed_in: Browser, dev: User) -> None:
    client = signed_in(dev)
    sheet = b"Thing,Gut feeling,Worth (EUR k)\nTram,3,5\nFerry,4,7\n"
    response = send(client, ("ideas.csv", sheet))
    assert response.status_code == 422
    upload = Upload.objects.get()

    sent = {"version": 1, "meaning-0-0": "name", "meaning-0-2": "cost"}
    mended = client.post(reverse("intake:show", args=[upload.pk]), sent)

    upload.refresh_from_db()
    reading = actions.reading_of(upload)
    assert mended.status_code == 302
    assert reading.workbook is not None
    assert {each.name for each in reading.workbook.projects} == {"Tram", "Ferry"}
    assert upload.mapping == {"name": "Thing", "cost": "Worth (EUR k)"}


def test_two_columns_cannot_be_mended_to_the_same(signed_in: Browser, dev: User) -> None:
    client = signed_in(dev)
    send(client, ("ideas.csv", b"Thing,Object,Worth\nTram,a,5\n"))
    upload = Upload.objects.get()

    sent = {"version": 1, "meaning-0-0": "name", "meaning-0-1": "name"}
    response = client.post(reverse("intake:show", args=[upload.pk]), sent)

    assert response.status_code == 422
    assert "cannot both be" in response.content.decode()


def test_mending_a_stale_page_is_refused(signed_in: Browser, dev: User) -> None:
    send(signed_in(dev), ("projects.csv", SHEET))
    upload = Upload.objects.get()
    stale = Upload.objects.get()
    actions.mend(upload=upload, mapping={"ignore": "fit"}, version=1, by=dev)

    with pytest.raises(ConflictError):
        actions.mend(upload=stale, mapping={}, version=1, by=dev)
    with pytest.raises(ConflictError):
        actions.apply(upload=stale, version=1, by=dev)
    assert Project.objects.count() == 0


def test_pasted_cells_are_read(signed_in: Browser, dev: User) -> None:
    client = signed_in(dev)
    response = client.post(reverse("intake:upload"), {"text": "Name\tCost\nTram\t3\nFerry\t4..5\n"})

    assert response.status_code == 302
    assert actions.reading_of(Upload.objects.get()).workbook is not None


def test_several_csv_files_are_one_upload(signed_in: Browser, dev: User) -> None:
    files = [(path.name, path.read_bytes()) for path in sorted(samples.path().glob("*.csv"))]

    assert send(signed_in(dev), *files).status_code == 302

    assert Upload.objects.get().title == "5 files"


def bomb() -> bytes:
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(actions.template())) as real,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in real.namelist():
            swollen = name == "xl/worksheets/sheet1.xml"
            archive.writestr(name, b"0" * 150_000_000 if swollen else real.read(name))
    return packed.getvalue()


BAD = {
    "empty": ("projects.csv", b""),
    "no names": ("projects.csv", b"colour,size\nred,3\n"),
    "text for a number": ("projects.csv", b"name,cost\nTram,lots\n"),
    "a negative cost": ("projects.csv", b"name,cost\nTram,-3\n"),
    "not a number": ("projects.csv", b"name,cost\nTram,nan\n"),
    "a name twice": ("projects.csv", b"name,cost\nTram,3\nTram,4\n"),
    "two currencies": ("projects.csv", "name,cost\nTram,£3\nFerry,$4\n".encode()),
    "an old Excel file": ("projects.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600),
    "a program": ("projects.xlsx", b"MZ" + bytes(range(256)) * 4),
    "a picture": ("projects.csv", b"\x89PNG\r\n\x1a\n" + b"\x00" * 90),
    "a broken workbook": ("projects.xlsx", b"PK\x03\x04" + b"\x00" * 90),
}


@pytest.mark.parametrize("what", BAD)
def test_a_file_that_is_none_says_why_and_leaves_everything(
    signed_in: Browser, dev: User, what: str
) -> None:
    client = signed_in(dev)
    use(client, SHEET)
    before = state_of_everything()

    response = send(client, BAD[what])

    assert response.status_code == 422
    assert (
        'role="alert"' in response.content.decode() or "To mend first" in response.content.decode()
    )
    assert "/tmp/" not in response.content.decode()
    assert state_of_everything() == before


def test_a_zip_bomb_is_too_large(signed_in: Browser, dev: User) -> None:
    response = send(signed_in(dev), ("projects.xlsx", bomb()))

    assert response.status_code == 413
    assert Upload.objects.count() == 0


def test_a_fault_names_sheet_row_and_column(signed_in: Browser, dev: User) -> None:
    response = send(signed_in(dev), ("pipeline.csv", b"name,cost\nTram,3\nFerry,lots\n"))

    (fault,) = response.context["faults"]
    assert (fault.sheet, fault.row, fault.column) == ("pipeline", 3, "cost")
    upload = Upload.objects.get()
    refused = signed_in(dev).post(reverse("intake:apply", args=[upload.pk]), {"version": 1})
    assert (refused.status_code, Project.objects.count()) == (422, 0)


def test_names_in_a_sheet_are_text_and_never_markup(signed_in: Browser, dev: User) -> None:
    client = signed_in(dev)
    use(client, SHEET)
    evil = b'id,name,"<img src=x onerror=alert(1)>",cost\nT,<script>alert(2)</script>,<b>,4\n'

    shown = send(client, ('"><svg onload=alert(3)>.csv', evil))

    page = client.get(shown["Location"]).content.decode()
    for dangerous in ("<img src=x", "<script>alert", "<svg onload"):
        assert dangerous not in page


@pytest.mark.parametrize("name", ["../../../etc/passwd.csv", "..\\..\\x.csv", "/abs.csv", ".csv"])
def test_a_file_name_never_leaves_its_folder(signed_in: Browser, dev: User, name: str) -> None:
    actions.stage(files=[(name, SHEET)], by=dev)

    kept = StagedFile.objects.get().name
    assert "/" not in kept
    assert "\\" not in kept
    assert not kept.startswith(".")


def test_applying_twice_is_applying_once(signed_in: Browser, dev: User) -> None:
    send(signed_in(dev), ("projects.csv", SHEET))
    upload = Upload.objects.get()
    actions.apply(upload=upload, version=1, by=dev)
    change(project=Project.objects.get(key="T"), field="cost", text="9", version=1, by=dev)

    actions.apply(upload=upload, version=1, by=dev)

    assert str(Project.objects.get(key="T").cost) == "9"
    assert AuditEvent.objects.filter(name="intake.upload.applied").count() == 1


@pytest.mark.parametrize("who", ["amara", "chioma", "ben"])
def test_only_the_office_and_owners_bring_sheets(
    signed_in: Browser, request: pytest.FixtureRequest, who: str
) -> None:
    client = signed_in(request.getfixturevalue(who))

    answers = [
        client.get(reverse("intake:upload")),
        send(client, ("projects.csv", SHEET)),
        client.post(reverse("intake:sample")),
    ]

    assert [answer.status_code for answer in answers] == [403] * 3
    assert Project.objects.count() == 0


def test_the_template_is_a_workbook(signed_in: Browser, dev: User) -> None:
    response = signed_in(dev).get(reverse("intake:template"))

    assert response.content.startswith(b"PK")
    assert "attachment" in response["Content-Disposition"]


def test_discarding_forgets_the_files(signed_in: Browser, dev: User) -> None:
    client = signed_in(dev)
    send(client, ("projects.csv", SHEET))

    client.post(reverse("intake:discard", args=[Upload.objects.get().pk]))

    assert (Upload.objects.count(), StagedFile.objects.count()) == (0, 0)
