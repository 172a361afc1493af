"""What leaders value, as kept on sheets: reading, giving and replacing answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from headwater.errors import InputError, NotAllowedError
from headwater.vocabulary.decision import WeightRange
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Workbook
from headwater.web.judgement.models import Judgement, Sheet
from headwater.web.organization import audit
from headwater.web.organization.permissions import can, check_can
from headwater.web.projects.actions import amount
from headwater.web.projects.models import (
    Budget,
    Capacity,
    CashFlow,
    Project,
    ProjectList,
    Rule,
    write_if_unchanged,
)
from headwater.web.strategy.models import Link, Objective

TABLE = "judgements"
POINTS = "swing"
MOST_POINTS = 100.0


@dataclass(frozen=True, slots=True)
class Values:
    """What is weighed, and which weights the answers so far allow (none: nothing to weigh)."""

    criteria: tuple[str, ...]
    ranges: tuple[WeightRange, ...]
    doubts: tuple[str, ...]


def gather() -> Workbook:
    """Return everything that is kept, in one record: what a run takes in."""
    listed = ProjectList.current()
    projects = tuple(each.record() for each in Project.objects.present())
    keys = {each.id for each in projects}
    sheets = Sheet.objects.prefetch_related("answers")
    illustrative = {name for name in listed.illustrative if name != TABLE}
    if any(sheet.illustrative for sheet in sheets):
        illustrative.add(TABLE)
    rules = [rule.record() for rule in Rule.objects.all()]
    dropped = [rule for rule in rules if not set(rule.members) <= keys]
    return Workbook(
        projects=projects,
        objectives=tuple(each.record() for each in Objective.objects.all()),
        links=tuple(each.record() for each in Link.objects.all() if each.project in keys),
        judgements=tuple(answer.record() for sheet in sheets for answer in _answers(sheet)),
        budgets={each.period: each.amount for each in Budget.objects.all()},
        capacities={(each.role, each.period): each.amount for each in Capacity.objects.all()},
        rules=tuple(rule for rule in rules if rule not in dropped),
        cash_flows=tuple(each.record() for each in CashFlow.objects.all() if each.project in keys),
        money=listed.money,
        criteria=tuple(listed.criteria),
        lower_is_better=tuple(listed.lower_is_better),
        illustrative=tuple(sorted(illustrative)),
        notes=tuple(listed.notes),
        ignored=(*listed.ignored, *(_dropped(rule.kind, rule.members, keys) for rule in dropped)),
    )


def values() -> Values:
    """Say what leaders weigh against each other, and the weights that follow from their answers."""
    from headwater import journey, judgement

    workbook = gather()
    if not workbook.projects:
        return Values((), (), ())
    try:
        model, group, doubts = journey.worth(workbook)
    except InputError as error:
        return Values((), (), (str(error),))
    if not model.stated:
        return Values((), (), model.doubts)
    return Values(model.criteria, judgement.weight_ranges(group), (*doubts, *group.doubts))


def read_points(
    texts: Mapping[str, str],
) -> tuple[dict[str, Interval | None], dict[str, str]]:
    """Read points as typed, by criterion: what they say, and what is wrong with the others."""
    found: dict[str, Interval | None] = {}
    wrong: dict[str, str] = {}
    for criterion, text in texts.items():
        try:
            points = amount(text, what=criterion)
        except InputError as error:
            wrong[criterion] = str(error)
            continue
        if points and (points.low < 0 or points.high > MOST_POINTS):
            wrong[criterion] = f"{text!r} lies off the scale; points run from 0 to 100."
        else:
            found[criterion] = points
    return found, wrong


@transaction.atomic
def give_points(
    *, leader: str, points: Mapping[str, Interval | None], version: int, by: User
) -> Sheet:
    """Keep a leader's points for each criterion; they replace what the leader said before.

    `leader` is a name; leaders write on their own sheet only, the portfolio office on any
    (and is then named as who recorded it). `version` is 0 for a sheet that is new.

    Raises
    ------
    NotAllowedError
        If the person may not judge, or not for this leader.
    InputError
        If the leader has no name, or nothing was answered.
    ConflictError
        If the sheet was changed since it was shown.
    """
    check_can(by, "judge")
    leader = leader.replace("\x00", "").strip()
    if not leader or len(leader) > 200:
        raise InputError("Say whose judgement this is: a name or a role, up to 200 characters.")
    if all(each is None for each in points.values()):
        raise InputError("Nothing was answered: give at least one criterion points from 0 to 100.")
    own = leader == own_name(by)
    if not own and not can(by, "edit_projects"):
        raise NotAllowedError(
            "You may answer for yourself; the portfolio office can record what others said."
        )
    sheet = _sheet(leader, version)
    values = {"illustrative": False, "recorded_by": by, "user": by if own else sheet.user}
    write_if_unchanged(sheet, sheet.version, values)
    sheet.answers.all().delete()
    Judgement.objects.bulk_create(
        Judgement(sheet=sheet, method=POINTS, left=criterion, low=_low(found), high=_high(found))
        for criterion, found in points.items()
    )
    audit.record("judgement.points.given", target=sheet, by=by, detail={"on_behalf": not own})
    return sheet


@transaction.atomic
def remove_sheet(*, sheet: Sheet, version: int, by: User) -> None:
    """Take a leader's answers away; leaders only their own."""
    check_can(by, "judge")
    if sheet.user_id != by.pk and not can(by, "edit_projects"):
        raise NotAllowedError("Only the portfolio office may remove another leader's answers.")
    write_if_unchanged(sheet, version, {})
    audit.record("judgement.sheet.removed", target=sheet, by=by)
    sheet.delete()


@transaction.atomic
def replace(*, workbook: Workbook, by: User) -> None:
    """Make the answers say what the workbook says; the caller records the audit event."""
    check_can(by, "judge")
    made_up = TABLE in workbook.illustrative
    kept = {sheet.leader: sheet for sheet in Sheet.objects.prefetch_related("answers")}
    by_leader: dict[str, list[Judgement]] = {}
    for each in workbook.judgements:
        answer = Judgement(method=each.method, left=each.left, right=each.right or "")
        answer.low, answer.high = _low(each.answer), _high(each.answer)
        by_leader.setdefault(each.leader, []).append(answer)
    for leader, answers in by_leader.items():
        sheet = kept.pop(leader, None) or Sheet(leader=leader, version=0)
        if (
            sheet.pk
            and sheet.illustrative == made_up
            and _said(sheet.answers.all()) == _said(answers)
        ):
            continue
        sheet.illustrative, sheet.recorded_by = made_up, by
        sheet.version += 1
        sheet.save()
        sheet.answers.all().delete()
        for answer in answers:
            answer.sheet = sheet
        Judgement.objects.bulk_create(answers)
    Sheet.objects.filter(leader__in=list(kept)).delete()


def own_name(person: User) -> str:
    """Return the name under which a person's own answers are kept."""
    sheet = Sheet.objects.filter(user=person).first()
    return sheet.leader if sheet else person.get_full_name() or person.get_username()


def _sheet(leader: str, version: int) -> Sheet:
    sheet, made = Sheet.objects.get_or_create(leader=leader)
    if not made and sheet.version != version:
        write_if_unchanged(sheet, version, {})  # says that someone was faster
    return sheet


def _answers(sheet: Sheet) -> list[Judgement]:
    answers = list(sheet.answers.all())
    for answer in answers:
        answer.sheet = sheet  # no query for each
    return answers


def _said(answers: Iterable[Judgement]) -> list[tuple[object, ...]]:
    return sorted(
        (each.method, each.left, each.right, str(each.low), str(each.high)) for each in answers
    )


def _dropped(kind: str, members: tuple[str, ...], keys: set[str]) -> str:
    gone = ", ".join(sorted(set(members) - keys))
    return f"A rule {kind!r} was left out, because {gone} is no longer on the list."


def _low(points: Interval | None) -> float | None:
    return points.low if points else None


def _high(points: Interval | None) -> float | None:
    return points.high if points else None
