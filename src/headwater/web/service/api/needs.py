"""REST API of the register of needs: read, record, change, evidence, logic, merging, answering."""

from datetime import date, datetime
from typing import Any, Literal

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from headwater.vocabulary.need import Part
from headwater.vocabulary.shapes import to_json
from headwater.web.organization.models import Unit
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request, person
from headwater.web.organization.shapes import ERRORS
from headwater.web.service.actions import logic, merging
from headwater.web.service.actions import needs as actions
from headwater.web.service.models import Evidence, Merge, Need

router = Router(tags=["Needs"])
Text = Field("", max_length=10_000)


class EvidenceIn(Schema):
    """A fact with its source and day (today unless said)."""

    text: str = Field(max_length=10_000)
    source: str = Field(max_length=1_000)
    day: date | None = None


class EvidenceOut(EvidenceIn):
    """Evidence as it is kept."""

    id: int


class EventOut(Schema):
    """One thing that happened to a need."""

    kind: str
    at: datetime
    by_name: str
    detail: Any


class NeedIn(Schema):
    """A need; title, for_whom and found_by are enough. `owner` is a person's user name."""

    title: str = Field(max_length=10_000)
    for_whom: str = Field(max_length=10_000)
    found_by: Literal["asked", "office"]
    found_on: date | None = None
    lacking: str = Text
    unit: str = Field("", max_length=200, description="Name of a unit, or blank.")
    owner: str = Field("", max_length=150)
    owner_name: str = Text
    urgency: Literal["", "waits", "year", "quarter", "now"] = ""
    urgency_reason: str = Text
    needed_by: date | None = None
    objectives: list[str] = Field([], max_length=100)


class NeedNew(NeedIn):
    """A new need, with what shows it."""

    evidence: list[EvidenceIn] = Field([], max_length=50)


class NeedChange(NeedIn):
    """A need as it should be, and the version that you read."""

    version: int = Field(ge=0, le=2**31 - 1)


class NeedOut(Schema):
    """A need as it is kept."""

    number: int
    title: str
    for_whom: str
    found_by: str
    found_on: date
    lacking: str
    unit: str
    owner: str
    urgency: str
    urgency_reason: str
    needed_by: date | None
    objectives: list[str]
    state: str
    answer: str
    answer_text: str
    answered_on: date | None
    merged_into: int | None
    version: int


class NeedWhole(NeedOut):
    """A need with its evidence, logic and history."""

    evidence: list[EvidenceOut]
    logic: Any
    doubts: list[str]
    events: list[EventOut]


class CardIn(Schema):
    """A card of the map; `share` in per cent, `follows` keys of the part before."""

    text: str = Field(max_length=1_000)
    share: float | None = None
    measure: str = Field("", max_length=1_000)
    follows: list[str] = Field([], max_length=12)


class PartIn(Schema):
    """One part of the map, whole."""

    version: int = Field(ge=0, le=2**31 - 1)
    cards: list[CardIn] = Field(max_length=12)


class AnswerIn(Schema):
    """What answered a need; answer "" where it is no longer needed."""

    answer: Literal["", "small", "advice", "project"]
    text: str = Field(max_length=10_000)
    answered_on: date | None = None


class ReasonIn(Schema):
    """Why, in a sentence."""

    reason: str = Field(max_length=1_000)


class MergeIn(ReasonIn):
    """The number of the need to merge into, and why."""

    into: int


class MergeOut(Schema):
    """A proposal to merge."""

    id: int
    need: int
    into: int
    reason: str
    state: str


class MergeAnswer(Schema):
    """The owner's answer."""

    agreed: bool
    words: str = Field("", max_length=1_000)


class NearOut(Schema):
    """A need that says nearly the same."""

    number: int
    title: str
    share: float
    words: list[str]


@router.get("/needs", response={200: list[NeedOut], **ERRORS})
def list_needs(request: Request, state: str = "", found_by: str = "") -> list[dict[str, Any]]:
    """List needs, the newest first; `state` is open, answered, dropped, merged or blank."""
    check_can(request.user, "read")
    found = Need.objects.select_related("unit", "owner", "merged_into")
    if state:
        found = found.filter(state=state)
    if found_by:
        found = found.filter(found_by=found_by)
    return [_out(each) for each in found]


@router.post("/needs", response={201: NeedWhole, **ERRORS})
def record(request: Request, given: NeedNew) -> Status[dict[str, Any]]:
    """Write a need into the register."""
    facts = [actions.Fact(each.text, each.source, each.day) for each in given.evidence]
    made = actions.record_need(**_given(given), evidence=facts, by=person(request))
    return Status(201, _whole(made))


@router.get("/needs/{int:number}", response={200: NeedWhole, **ERRORS})
def show(request: Request, number: int) -> dict[str, Any]:
    """Show one need with its evidence, logic and history."""
    check_can(request.user, "read")
    return _whole(_found(number))


@router.put("/needs/{int:number}", response={200: NeedWhole, **ERRORS})
def change(request: Request, number: int, given: NeedChange) -> dict[str, Any]:
    """Change what is written of a need."""
    found = _found(number)
    values = _given(given)
    values["found_on"] = values["found_on"] or found.found_on
    actions.change_need(need=found, version=given.version, **values, by=person(request))
    return _whole(_found(number))


@router.post("/needs/{int:number}/evidence", response={201: NeedWhole, **ERRORS})
def add_evidence(request: Request, number: int, given: EvidenceIn) -> Status[dict[str, Any]]:
    """Add a fact that shows the need."""
    actions.add_evidence(need=_found(number), **given.dict(), by=person(request))
    return Status(201, _whole(_found(number)))


@router.delete("/needs/{int:number}/evidence/{int:evidence}", response={200: NeedWhole, **ERRORS})
def remove_evidence(request: Request, number: int, evidence: int) -> dict[str, Any]:
    """Take evidence out; the history keeps it."""
    held = get_object_or_404(Evidence, pk=evidence, need__number=number)
    actions.remove_evidence(evidence=held, by=person(request))
    return _whole(_found(number))


@router.put("/needs/{int:number}/logic/{part}", response={200: NeedWhole, **ERRORS})
def write_part(request: Request, number: int, part: Part, given: PartIn) -> dict[str, Any]:
    """Put one part of the map (problem, benefit, response, solution) in place of the old one."""
    cards = [
        logic.Card(each.text, each.share, each.measure, tuple(each.follows)) for each in given.cards
    ]
    logic.write_part(
        need=_found(number), part=part, cards=cards, version=given.version, by=person(request)
    )
    return _whole(_found(number))


@router.get("/needs/{int:number}/map.{ending}", response={200: None, **ERRORS})
def map_file(request: Request, number: int, ending: str) -> HttpResponse:
    """Draw the map on one page, as svg, pdf or pptx."""
    _, kind, content = logic.map_file(need=_found(number), ending=ending, by=person(request))
    return HttpResponse(content, content_type=kind)


@router.get("/needs/{int:number}/near", response={200: list[NearOut], **ERRORS})
def near(request: Request, number: int) -> list[dict[str, Any]]:
    """List needs that say nearly the same, by their words alone."""
    check_can(request.user, "read")
    return [
        {
            "number": each.need.number,
            "title": each.need.title,
            "share": each.likeness.share,
            "words": list(each.likeness.words),
        }
        for each in actions.near(_found(number))
    ]


@router.post("/needs/{int:number}/answer", response={200: NeedWhole, **ERRORS})
def answer(request: Request, number: int, given: AnswerIn) -> dict[str, Any]:
    """Say what answered the need; without a project is a success."""
    actions.answer_need(need=_found(number), **given.dict(), by=person(request))
    return _whole(_found(number))


@router.post("/needs/{int:number}/reopen", response={200: NeedWhole, **ERRORS})
def reopen(request: Request, number: int, given: ReasonIn) -> dict[str, Any]:
    """Open an answered need again."""
    actions.reopen_need(need=_found(number), reason=given.reason, by=person(request))
    return _whole(_found(number))


@router.post("/needs/{int:number}/merges", response={201: MergeOut, **ERRORS})
def propose_merge(request: Request, number: int, given: MergeIn) -> Status[dict[str, Any]]:
    """Propose to merge the need into another; its owner is asked."""
    made = merging.propose_merge(
        need=_found(number), into=_found(given.into), reason=given.reason, by=person(request)
    )
    return Status(201, _merge(made))


@router.post("/merges/{int:id}/answer", response={200: MergeOut, **ERRORS})
def answer_merge(request: Request, id: int, given: MergeAnswer) -> dict[str, Any]:
    """Take the owner's answer to a proposal."""
    found = get_object_or_404(Merge, pk=id)
    made = merging.answer_merge(
        merge=found, agreed=given.agreed, words=given.words, by=person(request)
    )
    return _merge(made)


def _given(given: NeedIn) -> dict[str, Any]:
    values = given.dict(exclude={"evidence", "version"})
    values["unit"] = get_object_or_404(Unit, name=given.unit) if given.unit else None
    values["owner"] = get_object_or_404(User, username=given.owner) if given.owner else None
    return values


def _found(number: int) -> Need:
    return get_object_or_404(
        Need.objects.select_related("unit", "owner", "merged_into"), number=number
    )


def _out(need: Need) -> dict[str, Any]:
    same = (
        *("number", "title", "for_whom", "found_by", "found_on", "lacking", "urgency"),
        *("urgency_reason", "needed_by", "objectives", "state", "answer", "answer_text"),
        *("answered_on", "version"),
    )
    return {
        **{name: getattr(need, name) for name in same},
        "unit": need.unit.name if need.unit else "",
        "owner": need.owned_by,
        "merged_into": need.merged_into.number if need.merged_into else None,
    }


def _whole(need: Need) -> dict[str, Any]:
    return {
        **_out(need),
        "evidence": list(need.evidence.all()),
        "logic": to_json(need.map)["items"],
        "doubts": list(logic.doubts(need)),
        "events": list(need.events.all()),
    }


def _merge(merge: Merge) -> dict[str, Any]:
    return {
        "id": merge.pk,
        "need": merge.need.number,
        "into": merge.into.number,
        "reason": merge.reason,
        "state": merge.state,
    }
