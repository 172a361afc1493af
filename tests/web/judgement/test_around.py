"""Around the answers: reminders, taking results over, minutes as documents."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import docx
import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from headwater.errors import ConflictError, InputError
from headwater.vocabulary.progress import ignore
from headwater.web.judgement import actions
from headwater.web.judgement.actions import mattering
from headwater.web.judgement.models import Note, Sheet, Workshop
from headwater.web.judgement.states import Mode
from headwater.web.projects.models import Project, ProjectList

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("mode", "written"), [(Mode.NAMED, 2), (Mode.CONFIDENTIAL, 3)])
def test_one_reminder_is_written_to_those_who_are_waited_for(
    convene: Any, ask: Any, people: Any, vote: Any, mode: str, written: int
) -> None:
    soon = timezone.now() + timedelta(hours=2)
    workshop = convene(mode, pace="apart", deadline=soon)
    vote(ask(workshop), people(workshop)[0])
    assert actions.remind_due() == 0  # no time was set for it
    Workshop.objects.update(remind=timezone.now() - timedelta(minutes=1))

    assert actions.remind_due() == 1
    assert actions.remind_due() == 0

    notes = list(Note.objects.all())
    assert len(notes) == written
    assert "Leader" in notes[0].text
    assert "one question is open until" in notes[0].text
    assert f"/j/{workshop.code}" in notes[0].text
    assert ("answered already" in notes[0].text) == (mode != Mode.NAMED)


def _revealed(
    convene: Any, ask: Any, people: Any, vote: Any, chioma: User, mode: str, leaders: int
) -> Any:
    round = ask(convene(mode, leaders=leaders))
    for number, leader in enumerate(people(round.item.workshop)):
        given = {
            "safety": {"low": 100, "high": 100},
            "cost": {"low": 30 + number, "high": 40 + number},
        }
        vote(round, leader, answers=given)
    actions.close_round(round=round, by=chioma)
    with pytest.raises(ConflictError, match="Reveal"):
        actions.adopt(round=round, by=chioma)
    return actions.reveal(round=round, by=chioma)


def test_named_answers_become_what_each_leader_values(
    convene: Any, ask: Any, people: Any, vote: Any, chioma: User
) -> None:
    ProjectList.objects.create(pk=1, criteria=["safety", "cost", "speed"])
    scores = {"safety": 1, "cost": 2, "speed": 3}
    Project.objects.create(key="A", name="A", cost_low=1, cost_high=1, scores=scores)
    round = _revealed(convene, ask, people, vote, chioma, Mode.NAMED, 2)

    assert actions.adopt(round=round, by=chioma) == 2

    sheet = Sheet.objects.get(leader="Leader 1")
    answers = {each.left: (each.low, each.high) for each in sheet.answers.all()}
    assert answers == {"safety": (100, 100), "cost": (30, 40), "speed": (None, None)}
    assert {each.criterion for each in actions.values().ranges} == set(answers)


def test_hidden_answers_are_taken_over_as_one_rounded_group(
    convene: Any, ask: Any, people: Any, vote: Any, chioma: User
) -> None:
    round = _revealed(convene, ask, people, vote, chioma, Mode.CONFIDENTIAL, 6)

    assert actions.adopt(round=round, by=chioma) == 1

    sheet = Sheet.objects.get()
    assert sheet.leader == "What counts, together"
    shown = {each["criterion"]: each for each in round.published["weights"]}
    assert {each.left for each in sheet.answers.all()} == {"safety", "cost", "speed"}
    for answer in sheet.answers.all():
        assert answer.low == pytest.approx(100 * shown[answer.left]["low"])
        assert answer.high > 1.9 * answer.low  # as coarse as it was published


@pytest.mark.parametrize(("mode", "leaders"), [(Mode.NAMED, 2), (Mode.CONFIDENTIAL, 6)])
def test_what_is_worth_talking_about_is_found_from_what_is_public_only(
    convene: Any, ask: Any, people: Any, vote: Any, chioma: User, mode: str, leaders: int
) -> None:
    ProjectList.objects.create(pk=1, criteria=["safety", "cost", "speed"], budget=2)
    for key, *scores in (("Tram", 5, 1, 1), ("Ferry", 1, 5, 1), ("Quay", 1, 1, 5)):
        given = dict(zip(("safety", "cost", "speed"), scores, strict=True))
        Project.objects.create(key=key, name=key, cost_low=1, cost_high=1, scores=given)
    round = _revealed(convene, ask, people, vote, chioma, mode, leaders)

    run = actions.find_what_matters(round=round, by=chioma)
    found = mattering.work(run.inputs, ignore)

    assert found["agenda"]["text"]
    assert found["line"]["text"]
    assert {each["criterion"] for each in found["agenda"]["matters"]} == {"safety", "cost", "speed"}
    names = "Leader" in str(run.inputs)
    assert names == (mode == Mode.NAMED)
    if mode != Mode.NAMED:
        assert "judgements" not in run.inputs
        assert run.inputs["workbook"]["judgements"] == []
    assert mattering.address(run).endswith(f"?item={round.item_id}")


def test_too_few_hidden_answers_are_not_taken_over(
    convene: Any, ask: Any, people: Any, vote: Any, chioma: User
) -> None:
    round = _revealed(convene, ask, people, vote, chioma, Mode.ANONYMOUS, 3)

    with pytest.raises(InputError, match="Nothing was published"):
        actions.adopt(round=round, by=chioma)
    assert not Sheet.objects.exists()


def test_minutes_say_the_decision_first_and_all_it_rests_on(
    convene: Any, people: Any, chioma: User
) -> None:
    workshop = convene(kind="decide")
    workshop.participants.update(joined=True)
    item = workshop.items.get()
    actions.capture_outcome(item=item, text="The wall comes first.", by=chioma)
    parked = actions.park(workshop=workshop, text="Ask for the grant", by=chioma)
    actions.make_action(parked=parked, owner="Amara", due=None, by=chioma)
    made = actions.record_decision(
        words=actions.Words(
            "The quay",
            "Rebuild the quay.",
            alternatives=[("Wait", "the wall will not last")],
            dissent=[("Dev", "too dear")],
            conditions="The grant comes.",
        ),
        workshop=workshop,
        item=item,
        by=chioma,
    )

    page = actions.minutes_of(record=made, kind="html", by=chioma).decode()
    file = docx.Document(BytesIO(actions.minutes_of(record=made, kind="docx", by=chioma)))

    cells = [c.text for t in file.tables for row in t.rows for c in row.cells]
    words = " ".join([*(p.text for p in file.paragraphs), *cells])
    for said in ("Rebuild the quay.", "the wall will not last", "too dear", "The grant comes.",
                 "The wall comes first.", "Ask for the grant", "Amara", "Leader 1"):  # fmt: skip
        assert said in page, said
        assert said in words, said
    assert page.index("Rebuild the quay.") < page.index("the wall will not last")
    with pytest.raises(InputError, match="no minutes as"):
        actions.minutes_of(record=made, kind="pdf", by=chioma)
