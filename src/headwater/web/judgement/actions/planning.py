"""Writing what is worth the time into the agenda, with one step that can be taken back."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from headwater.errors import ConflictError, InputError
from headwater.web.judgement.actions.announcing import announce
from headwater.web.judgement.actions.asking import asking_of
from headwater.web.judgement.actions.capturing import park
from headwater.web.judgement.actions.mattering import matters_of
from headwater.web.judgement.actions.preparing import LONGEST_QUESTION, MOST_ITEMS, USUAL_METHOD
from headwater.web.judgement.actions.undoing import note
from headwater.web.judgement.actions.values import values
from headwater.web.judgement.models import Item, Round, Workshop
from headwater.web.judgement.permissions import check_can_conduct
from headwater.web.judgement.states import State
from headwater.web.organization import audit
from headwater.web.projects.models import ProjectList

PLANNED = "planned"
MINUTES_TO_ASK = 5


@transaction.atomic
def plan_talk(*, round: Round, by: User) -> list[Item]:
    """Put the disagreements that change the choice behind the judged point, with their minutes.

    The minutes come out of the next discussion where one follows at once, and nothing is put in
    for what can be skipped.

    Raises
    ------
    InputError
        If it is not known yet what matters, or nothing does.
    ConflictError
        If it is in the agenda already, or the agenda is full.
    """
    kept = Round.objects.select_related("item__workshop", "matters").get(pk=round.pk)
    workshop = kept.item.workshop
    check_can_conduct(by, workshop)
    told = matters_of(kept)
    if not told or not told["result"]:
        raise InputError("Find out first what is worth talking about.")
    if is_planned(kept):
        raise ConflictError("That is in the agenda already; undo it first to put it in anew.")
    matters = [each for each in told["result"]["agenda"]["matters"] if each["minutes"]]
    if not matters:
        raise InputError("Nothing that people differ on changes the choice: there is no need.")
    points = [
        {
            "kind": "discuss",
            "title": f"Talk about {each['criterion']}"[:200],
            "question": each["text"][:LONGEST_QUESTION],
            "minutes": each["minutes"],
        }
        for each in matters
    ]
    words = f"Agenda: {', '.join(each['criterion'] for each in matters)}"
    made = _put(workshop, kept.item, points, words, {"round": str(kept.pk)})
    audit.record("judgement.talk.planned", target=kept, by=by, detail={"points": len(made)})
    return made


@transaction.atomic
def plan_question(*, workshop: Workshop, at: int, by: User) -> Item | None:
    """Put one of the next best questions behind the point on screen; a cost goes to be found out.

    Returns the new point; None where a thought was parked instead, since leaders judge no costs.

    Raises
    ------
    InputError
        If there is no such question.
    """
    kept = Workshop.objects.select_related("asking", "now").get(pk=workshop.pk)
    check_can_conduct(by, kept)
    told = asking_of(kept)
    asks = told["result"]["asks"] if told and told["result"] else []
    if not 0 <= at < len(asks):
        raise InputError("That question is no longer asked; look at the console again.")
    ask = asks[at]
    if ask["kind"] not in ("score", "weight"):
        park(workshop=kept, text=f"Find out: {ask['text']}", by=by)
        return None
    point = _weights(kept, ask) if ask["kind"] == "weight" else _score(ask)
    (made,) = _put(kept, kept.now, [point], f"Asked next: {ask['about']}", {})
    audit.record("judgement.question.planned", target=made, by=by, detail={"about": ask["about"]})
    return made


def is_planned(round: Round) -> bool:
    """Say whether what matters in a round stands in the agenda."""
    steps = round.item.workshop.steps.filter(what=PLANNED, undone=False)
    return steps.filter(before__round=str(round.pk)).exists()


def unplan(before: dict[str, Any]) -> None:
    """Take planned points off again and give their minutes back; for undoing.

    Raises
    ------
    ConflictError
        If one of them was asked, is on screen or has an outcome.
    """
    made = list(Item.objects.filter(pk__in=before["made"]).select_related("workshop"))
    for each in made:
        if each.outcome or each.rounds.exists() or each.workshop.now_id == each.pk:
            raise ConflictError(f"“{each.title}” was begun meanwhile; it stays on the agenda.")
    for each in made:
        each.delete()
    for pk, (place, minutes) in before["was"].items():
        Item.objects.filter(pk=pk).update(place=place, minutes=minutes)


def _put(
    workshop: Workshop,
    behind: Item | None,
    points: Sequence[dict[str, Any]],
    words: str,
    more: dict[str, str],
) -> list[Item]:
    items = list(workshop.items.all())
    if len(items) + len(points) > MOST_ITEMS:
        raise ConflictError(f"An agenda holds {MOST_ITEMS} points; take some off first.")
    was = {str(each.pk): [each.place, each.minutes] for each in items}
    here = items.index(behind) + 1 if behind in items else len(items)
    _take_minutes(
        items[here:], sum(each["minutes"] for each in points if each["kind"] == "discuss")
    )
    made = [Item.objects.create(workshop=workshop, place=0, **each) for each in points]
    for place, each in enumerate([*items[:here], *made, *items[here:]]):
        Item.objects.filter(pk=each.pk).update(place=place)
    before = {"made": [str(each.pk) for each in made], "was": was, **more}
    note(workshop, PLANNED, words, before)
    announce(workshop, "changed")
    return made


def _take_minutes(following: Sequence[Item], minutes: int) -> None:
    """Let the discussion that follows at once give its minutes to what is talked about instead."""
    if following and not following[0].asks and following[0].state == State.DRAFT:
        left = max(0, following[0].minutes - minutes)
        Item.objects.filter(pk=following[0].pk).update(minutes=left)


def _score(ask: dict[str, Any]) -> dict[str, Any]:
    on = [ask["criterion"]] if ask["criterion"] in ProjectList.current().criteria else []
    return {
        "kind": "projects",
        "title": f"{ask['name']}: {ask['criterion'] or 'how well it does'}"[:200],
        "question": ask["text"][:LONGEST_QUESTION],
        "subjects": [ask["name"]],
        "criteria": on,
        "minutes": MINUTES_TO_ASK,
    }


def _weights(workshop: Workshop, ask: dict[str, Any]) -> dict[str, Any]:
    """Ask about the weights again, as the workshop asked before where it did."""
    asked = workshop.items.filter(kind="criteria").order_by("-place")
    before = next((each for each in asked if ask["criterion"] in each.subjects), None)
    subjects = list(before.subjects) if before else list(values().criteria)
    return {
        "kind": "criteria",
        "title": f"How much {ask['criterion'] or 'each criterion'} counts"[:200],
        "question": ask["text"][:LONGEST_QUESTION],
        "method": before.method if before else USUAL_METHOD,
        "subjects": subjects,
        "minutes": MINUTES_TO_ASK,
    }
