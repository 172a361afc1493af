"""The service vision: drafted by the office, agreed by a leader, measured by kept figures."""

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from docx import Document

from headwater.errors import ConflictError, InputError, NotAllowedError
from headwater.web.organization.models import AuditEvent
from headwater.web.service.actions import figures
from headwater.web.service.actions import vision as actions
from headwater.web.service.models import Need, VisionEdition

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]


@pytest.fixture
def draft(dev: User) -> Callable[..., VisionEdition]:
    def write(**more: Any) -> VisionEdition:
        given: dict[str, Any] = {
            "for_whom": "The leaders of Rivermouth Council",
            "outcomes": ["Decisions hold"],
            "standards": [actions.Standard("We come first", "proactive", "50 %")],
            "by": dev,
        }
        return actions.draft_vision(**{**given, **more})

    return write


def test_each_standard_is_held_against_its_figure(
    signed_in: Browser, draft: Callable[..., VisionEdition], record: Callable[..., Need], dev: User
) -> None:
    edition = draft()
    (held,) = actions.standards_of(edition)
    assert (held.kept, held.now) == (None, "nothing to measure yet")
    record(found_by="office")
    record(found_by="asked")
    record(found_by="asked")

    (held,) = actions.standards_of(edition)
    assert (held.kept, held.now, held.wanted, held.measured.of) == (False, "33%", "at least 50%", 3)
    page = signed_in(dev).get(reverse("service:vision")).content.decode()
    assert "not kept" in page
    records = signed_in(dev).get(held.figure.records)  # the link on the page leads to the records
    assert len(records.context["page"].object_list) == 1
    assert f'href="{held.figure.records.replace("&", "&amp;")}"' in page


def test_the_office_cannot_agree_to_its_own_draft(
    signed_in: Browser, draft: Callable[..., VisionEdition], amara: User, dev: User, owner: User
) -> None:
    edition = draft()
    with pytest.raises(NotAllowedError):
        actions.agree_vision(edition=edition, by=dev)
    own = draft(by=owner, seen=1)
    with pytest.raises(NotAllowedError, match="also agree"):
        actions.agree_vision(edition=own, by=owner)
    with pytest.raises(ConflictError, match="newer draft"):
        actions.agree_vision(edition=edition, by=amara)
    assert "Agree to edition 2" in signed_in(amara).get(reverse("service:vision")).content.decode()

    signed_in(amara).post(reverse("service:agree_vision", args=[2]))

    found = actions.in_force()
    assert found is not None
    assert (found.number, found.agreed_by_name, actions.draft()) == (2, "Amara", None)
    with pytest.raises(ConflictError, match="already"):
        actions.agree_vision(edition=found, by=amara)


def test_the_agreed_edition_stays_in_force_beside_a_new_draft(
    signed_in: Browser, draft: Callable[..., VisionEdition], amara: User
) -> None:
    actions.agree_vision(edition=draft(), by=amara)
    draft(seen=1, for_whom="Everyone in town")

    page = signed_in(amara).get(reverse("service:vision")).content.decode()
    assert "agreed by Amara" in page
    assert "A new draft waits: edition 2" in page
    with pytest.raises(ConflictError, match="edition 2"):
        draft(seen=1)


@pytest.mark.parametrize(
    ("standard", "said"),
    [
        (("x", "nonsense", "1"), "keeps no figure"),
        (("x", "proactive", "lots"), "no number"),
        (("x", "proactive", "101"), "0 to 100"),
        ((" ", "proactive", "1"), "The standard is missing"),
    ],
)
def test_a_standard_that_nothing_measures_is_refused(
    draft: Callable[..., VisionEdition], standard: tuple[str, str, str], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        draft(standards=[actions.Standard(*standard)])


def test_the_form_comes_back_whole_and_a_review_is_kept(
    signed_in: Browser, draft: Callable[..., VisionEdition], dev: User
) -> None:
    client = signed_in(dev)
    draft(review_on=date(2099, 3, 1))
    page = client.get(reverse("service:edit_vision")).content.decode()
    assert 'value="We come first"' in page
    assert 'value="50%"' in page
    sent = {
        "version": 1,
        "for_whom": "All",
        "outcomes": "One\nTwo",
        "text-1": "Few projects",
        "figure-1": "without-project",
        "wanted-1": "x",
    }
    wrong = client.post(reverse("service:edit_vision"), sent)
    assert wrong.status_code == 422
    assert 'value="Few projects"' in wrong.content.decode()
    client.post(reverse("service:edit_vision"), {**sent, "wanted-1": "30"})
    assert VisionEdition.objects.get(number=2).standards[0]["wanted"] == 0.3

    review = reverse("service:review_vision", args=[2])
    assert client.post(review, {"found": "x", "next_on": "2001-01-01"}).status_code == 422
    client.post(review, {"found": "It still holds", "next_on": "2099-01-01"})
    assert "It still holds" in client.get(reverse("service:vision")).content.decode()


def test_an_interval_is_written_in_the_unit_of_its_figure() -> None:
    known = {each.key: each for each in figures.FIGURES.values()}
    net = next(each for each in known.values() if each.unit == "points")
    share = next(each for each in known.values() if each.unit == "share")
    assert net.range(figures.Measured(-7.4, 27, -33.9, 20.6)) == "\u221234 to +21"
    assert share.range(figures.Measured(0.9, 42, 0.78, 0.96)) == "78% to 96%"
    assert share.range(figures.Measured(None, 0)) == ""


def test_the_vision_is_taken_away_on_one_page(
    signed_in: Browser, draft: Callable[..., VisionEdition], amara: User, dev: User
) -> None:
    edition = draft(difference="We come before the project.", review_on=date(2027, 3, 1))
    address = reverse("service:vision_file", args=[edition.number, "pdf"])
    assert address in signed_in(dev).get(reverse("service:vision")).content.decode()

    first = signed_in(dev).get(address)
    assert first.content.startswith(b"%PDF")
    assert set(re.findall(rb"/Count (\d+)", first.content)) == {b"1"}  # pages
    actions.agree_vision(edition=edition, by=amara)
    word = signed_in(dev).get(reverse("service:vision_file", args=[edition.number, "docx"]))
    text = "\n".join(each.text for each in Document(BytesIO(word.content)).paragraphs)
    assert "For the leaders of Rivermouth Council" in text
    assert "Agreed by Amara on" in text
    assert "looked at again on 1 March 2027" in text
    assert "A draft" not in text
    assert AuditEvent.objects.filter(name="service.vision.taken").count() == 2
    wrong = signed_in(dev).get(reverse("service:vision_file", args=[edition.number, "exe"]))
    assert wrong.status_code == 422
