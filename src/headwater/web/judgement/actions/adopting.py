"""Taking what a workshop found over into what leaders value, where the next run reads it."""

from django.contrib.auth.models import User
from django.db import transaction

from headwater.errors import ConflictError, InputError
from headwater.vocabulary.shapes import JOIN
from headwater.web.judgement.actions.announcing import announce
from headwater.web.judgement.actions.asking import ask_again
from headwater.web.judgement.models import Judgement, Round, Sheet
from headwater.web.judgement.permissions import check_can_conduct
from headwater.web.judgement.states import Mode, State
from headwater.web.organization import audit
from headwater.web.organization.permissions import check_can
from headwater.web.projects import actions as projects
from headwater.web.projects.models import Project, ProjectList

GROUP_METHOD = "rating"
LONGEST = 200


@transaction.atomic
def adopt(*, round: Round, by: User) -> int:
    """Let the answers of a revealed round about criteria be what leaders value; count the sheets.

    Named: each leader's answers replace the sheet of that name. Hidden: the group as a whole gets
    one sheet, with the published (rounded) range of each criterion's weight; nobody's own answers
    leave the room.

    Raises
    ------
    ConflictError
        If the round was not revealed.
    InputError
        If it was not about criteria, or too few answered for anything to be published.
    """
    check_can_conduct(by, round.item.workshop)
    kept = Round.objects.select_related("item__workshop").get(pk=round.pk)
    if kept.state != State.REVEALED:
        raise ConflictError("Reveal the answers first: everyone sees what is taken over.")
    if kept.frozen["kind"] == "projects":
        return _scores(kept, by)
    if kept.frozen["kind"] != "criteria":
        raise InputError("Only answers about criteria and projects are taken over.")
    published = kept.published or {}
    if not published.get("weights"):
        raise InputError("Nothing was published of this round, so there is nothing to take over.")
    count = _named(kept, by) if kept.mode == Mode.NAMED else _group(kept, by)
    announce(kept.item.workshop, "adopted", wide=False)
    audit.record("judgement.points.adopted", target=kept, by=by, detail={"sheets": count})
    ask_again(kept.item.workshop, by)
    return count


def _scores(round: Round, by: User) -> int:
    """Let the published scores of projects be their scores; count the cells.

    Named: the middle half of the answers. Hidden: the part of the scale that was published.
    """
    check_can(by, "edit_projects")
    criteria, cells = ProjectList.current().criteria, 0
    for each in (round.published or {}).get("questions", ()):
        name, _, criterion = each["key"].partition(JOIN)
        found = Project.objects.present().filter(name=name)
        ends = each.get("spread") or each.get("release") or {}
        if criterion not in criteria or len(found) != 1 or ends.get("low") is None:
            continue
        text = f"{ends['low']:.3g}..{ends['high']:.3g}"
        field = f"score:{criterion}"
        projects.change(project=found[0], field=field, text=text, version=found[0].version, by=by)
        cells += 1
    if not cells:
        raise InputError(
            "None of these is a project of the list judged on one of its criteria, so there is "
            "nothing to take over."
        )
    announce(round.item.workshop, "adopted", wide=False)
    audit.record("judgement.scores.adopted", target=round, by=by, detail={"cells": cells})
    ask_again(round.item.workshop, by)
    return cells


def _named(round: Round, by: User) -> int:
    ballots = list(round.ballots.select_related("participant"))
    for ballot in ballots:
        rows = []
        for asked in round.frozen["asked"]:
            if asked.get("sparse") and asked["key"] not in ballot.answers:
                continue
            left, _, right = asked["key"].partition(JOIN)
            answer = ballot.answers.get(asked["key"], {})
            rows.append((left, right, answer.get("low"), answer.get("high")))
        _write(ballot.participant.name, round.frozen["method"], rows, by)
    return len(ballots)


def _group(round: Round, by: User) -> int:
    published = round.published or {}
    rows = [
        (each["criterion"], "", _percent(each["low"]), _percent(each["high"]))
        for each in published["weights"]
    ]
    name = f"{round.item.workshop.title}, together"[:LONGEST]
    _write(name, GROUP_METHOD, rows, by)
    return 1


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * min(1.0, share)


def _write(
    leader: str,
    method: str,
    rows: list[tuple[str, str, float | None, float | None]],
    by: User,
) -> None:
    sheet, _ = Sheet.objects.get_or_create(leader=leader)
    Sheet.objects.filter(pk=sheet.pk).update(
        illustrative=False, recorded_by=by, version=sheet.version + 1
    )
    sheet.answers.all().delete()
    Judgement.objects.bulk_create(
        Judgement(sheet=sheet, method=method, left=left, right=right, low=low, high=high)
        for left, right, low, high in rows
    )
