"""A canary in each answer: what one person wrote is nowhere until the reveal, in any form.

Swept: pages of everybody, fragments, minutes as Word and HTML, API, audit trail, events of open
screens, reminders, steps to undo, progress, and what is logged, also of ballots that were refused.
After the reveal the same sweep must find every canary, or it would prove nothing.
"""

import io
import logging
import zipfile
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client

from headwater.web.judgement import actions, live, looks
from headwater.web.judgement.models import Participant, Round, Workshop
from headwater.web.judgement.states import Mode
from headwater.web.organization.actions import make_token
from headwater.web.organization.models import AuditEvent

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true"}


@pytest.fixture
def enter(chioma: User) -> Any:
    def join(participant: Participant) -> Client:
        browser = Client()
        link = actions.make_personal_link(participant=participant, by=chioma)
        assert browser.post(link.path).status_code == 302
        return browser

    return join


def hand_in(browser: Client, round: Round, said: str, comment: str = "") -> int:
    fields = {"q0-said": said, "q0-comment": comment, "key": uuid4().hex, "revision": "0"}
    address = f"/j/{round.item.workshop.code}/ballot/{round.pk}"
    return browser.post(address, fields, headers=PART).status_code


def unzipped(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return " ".join(
            archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
        )


def frames(workshop: Workshop) -> str:
    """Return all that a console's open stream was ever sent."""
    place, screen = live.Place(0), live.Screen(watches=True)
    place.screens.add(screen)
    for key, news in live.look({workshop.pk: live.Asked(0, watched=True)}).items():
        assert key == workshop.pk
        live._tell(place, news)
    sent = []
    while not screen.queue.empty():
        message = screen.queue.get_nowait()
        assert message is not None
        sent.append(message[1].decode())
    assert any("data: asked" in each for each in sent)
    return " ".join(sent)


def sweep(
    workshop: Workshop, record: int, others: Client, people: tuple[User, ...], token: str
) -> dict[str, str]:
    """Return everything that anybody but the writer can get at, by where it was found."""
    item = workshop.items.first()
    assert item
    base = f"/judgement/workshops/{workshop.pk}"
    addresses = [f"{base}{each}" for each in ("", "/console", "/console/now", "/wall", "/wall/now")]
    addresses += [f"{base}/items/{item.pk}/record", "/judgement/", "/judgement/workshops", "/audit"]
    addresses += ["/judgement/decisions", f"/judgement/decisions/{record}", "/"]
    found: dict[str, str] = {}
    for person in people:
        browser = Client()
        browser.force_login(person)
        for address in addresses:
            found[f"{person} {address}"] = browser.get(address).content.decode()
        minutes = f"/judgement/decisions/{record}/minutes"
        found[f"{person} docx"] = unzipped(browser.get(f"{minutes}.docx").content)
        found[f"{person} html"] = browser.get(f"{minutes}.html").content.decode()
        assert "Wait for the reveal" in found[f"{person} docx"]
    for page in ("room", "now", "who-sees-what"):
        found[f"guest {page}"] = others.get(f"/j/{workshop.code}/{page}").content.decode()
    for each in ("workshops", f"workshops/{workshop.pk}", "decisions"):
        answer = Client().get(
            f"/api/v1/judgement/{each}", headers={"Authorization": f"Bearer {token}"}
        )
        assert answer.status_code == 200
        found[f"API {each}"] = answer.content.decode()
    looks._drawn.clear()
    found["shared screen"] = looks.shared(workshop, answered=True).page
    found["events"] = frames(workshop)
    found["audit"] = str(list(AuditEvent.objects.values()))
    found["steps"] = str(list(workshop.steps.values()))
    found["announcements"] = str(list(workshop.announcements.values()))
    found["notes"] = str(list(workshop.notes.values()))
    found["progress"] = " ".join(repr(actions.progress(each)) for each in item.rounds.all())
    return found


@pytest.mark.parametrize("mode", [Mode.CONFIDENTIAL, Mode.ANONYMOUS])
def test_no_canary_sings_before_the_reveal(
    convene: Any,
    ask: Any,
    people: Any,
    enter: Any,
    chioma: User,
    owner: User,
    mode: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    workshop = convene(mode, kind="write", leaders=7)
    words = actions.Words("Not yet", "Wait for the reveal.")
    item = workshop.items.first()
    record = actions.record_decision(words=words, by=chioma, item=item).number
    round = ask(workshop)
    token = make_token(name="t", scope="read", days=1, by=owner).secret
    *writers, other = people(workshop)
    canaries = [f"Kanarie{uuid4().hex[:9]}" for _ in writers]
    browsers = [enter(each) for each in writers]
    others = enter(other)
    for browser, canary in zip(browsers, canaries, strict=True):
        browser.get(f"/j/{workshop.code}/room")
        assert hand_in(browser, round, canary, f"{canary} too") == 200
    refused = f"Refused{uuid4().hex[:9]}"
    assert hand_in(browsers[0], round, refused * 400) == 422  # over the limit

    def singing() -> set[str]:
        found = sweep(workshop, record, others, (chioma, owner), token)
        found["log"] = caplog.text
        return {
            f"{canary} in {place}"
            for place, text in found.items()
            for canary in (*canaries, refused)
            if canary in text
        }

    assert singing() == set()
    actions.close_round(round=round, by=chioma)
    assert hand_in(browsers[0], round, refused) == 403  # too late
    assert singing() == set()

    actions.reveal(round=round, by=chioma)

    places = {each.partition(" in ")[2] for each in singing()}
    assert {canary for canary in canaries if any(canary in each for each in singing())} == set(
        canaries
    )
    assert {f"{chioma} /judgement/workshops/{workshop.pk}/console", "guest room"} <= places
    assert f"API workshops/{workshop.pk}" in places
    assert not places & {"log", "events", "audit", "steps", "announcements", "notes", "progress"}
    assert not [each for each in singing() if each.startswith(refused)]
