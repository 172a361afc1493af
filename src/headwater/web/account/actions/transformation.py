"""The path of a transformation: where it stands, its goal, and the claims of its ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from headwater.errors import ConflictError, InputError, NotAllowedError
from headwater.service.transformation import growth_plan, transformation
from headwater.vocabulary.service_path import ProcessReading, TransformationReading
from headwater.web.account.actions import process_runs
from headwater.web.account.gather import Gathered
from headwater.web.account.models_path import Growth, Process, Saving, SavingsGoal
from headwater.web.organization import audit
from headwater.web.organization.permissions import check_can
from headwater.web.service.actions.texts import line, moment, past
from headwater.web.strategy.models import Objective

MOST_MONEY = 1e15


@dataclass(frozen=True, slots=True)
class Path:
    """Where the transformation stands, and each run of an end-to-end process behind it.

    `names` say what savings, processes, runs and initiatives are called, `first` is the key of
    the first engagement of each run.
    """

    reading: TransformationReading
    runs: tuple[ProcessReading, ...]
    goal: SavingsGoal | None
    names: Mapping[str, str]
    first: Mapping[str, int]


def path(*, found: Gathered, at: datetime | None = None) -> Path:
    """Say which stage is reached, what each rests on, and what holds the next one."""
    at = moment(at)
    savings = Saving.objects.filter(withdrawn_at=None).select_related("by", "confirmed_by")
    rows = list(Process.objects.select_related("owner", "agreement"))
    standing = [each for each in rows if each.ended_on is None]
    growth = [each.record() for each in Growth.objects.filter(dropped_at=None)]
    goal = SavingsGoal.objects.select_related("by").first()
    chains = process_runs.chains_of(rows, at)
    runs = process_runs.read(chains, at)
    claims = [each.record() for each in savings]
    reading = transformation(
        found.record,
        savings=claims,
        goal=goal.amount if goal else None,
        processes=[each.record() for each in standing],
        runs=runs,
        growth=growth_plan(growth),
        objectives=Objective.objects.values_list("key", flat=True),
    )
    names = {f"saving:{each.id}": f"{each.id} {each.title}" for each in claims}
    names |= {f"process:{each.key}": each.title for each in rows}
    names |= {f"growth:{each.id}": f"{each.id} {each.title}" for each in growth}
    names |= {
        f"run:{reading.run}": f"{edition.process.title}, from {chain[0].label}"
        for reading, (edition, chain) in zip(runs, chains, strict=True)
    }
    first = {
        reading.run: chain[0].pk for reading, (_, chain) in zip(runs, chains, strict=True)
    }  # fmt: skip
    return Path(reading, runs, goal, names, first)


@transaction.atomic
def set_goal(
    *, amount: float, reason: str = "", by: User, at: datetime | None = None
) -> SavingsGoal:
    """Say what is to be saved; the goals before stay on record."""
    check_can(by, "edit_catalogue")
    if not (isfinite(amount) and 0 < amount <= MOST_MONEY):
        raise InputError("The goal is an amount above 0.")
    made = SavingsGoal.objects.create(
        amount=amount, reason=line(reason, what="The reason", most=500), at=moment(at), by=by
    )
    audit.record("account.goal.set", target=made, by=by, detail={"amount": amount})
    return made


@transaction.atomic
def claim_saving(
    *,
    title: str,
    cost_line: str,
    period: str,
    amount: float,
    baseline: float | None = None,
    baseline_source: str = "",
    evidence: str = "",
    evidenced: date | None = None,
    by: User,
    at: datetime | None = None,
) -> Saving:
    """Claim a saving; blanks are kept, and the ledger says what they lack.

    Raises
    ------
    InputError
        If the title, the line or the period is missing, or an amount is no number.
    """
    check_can(by, "work_engagements")
    at = moment(at)
    made = Saving(
        number=(Saving.objects.aggregate(last=Max("number"))["last"] or 0) + 1,
        claimed=at.date(),
        by=by,
    )
    _write(
        made, title=title, cost_line=cost_line, period=period, amount=amount, baseline=baseline,
        baseline_source=baseline_source, evidence=evidence, evidenced=evidenced, at=at,
    )  # fmt: skip
    audit.record("account.saving.claimed", target=made, by=by, detail={"amount": amount})
    return made


@transaction.atomic
def mend_saving(
    *,
    saving: Saving,
    seen: int,
    title: str,
    cost_line: str,
    period: str,
    amount: float,
    baseline: float | None = None,
    baseline_source: str = "",
    evidence: str = "",
    evidenced: date | None = None,
    by: User,
    at: datetime | None = None,
) -> Saving:
    """Add what a claim lacks, or correct it; it then has to be confirmed anew.

    Raises
    ------
    ConflictError
        If someone changed it since version `seen`, or it was withdrawn.
    InputError
        As `claim_saving`.
    """
    check_can(by, "work_engagements")
    saving = Saving.objects.select_for_update().get(pk=saving.pk)
    if saving.withdrawn_at or saving.version != seen:
        raise ConflictError(f"{saving.label} was changed or withdrawn while you were editing.")
    saving.version += 1
    saving.by, saving.confirmed_by, saving.confirmed_at = by, None, None
    _write(
        saving, title=title, cost_line=cost_line, period=period, amount=amount, baseline=baseline,
        baseline_source=baseline_source, evidence=evidence, evidenced=evidenced, at=moment(at),
    )  # fmt: skip
    audit.record("account.saving.mended", target=saving, by=by, detail={"amount": amount})
    return saving


@transaction.atomic
def confirm_saving(*, saving: Saving, by: User, at: datetime | None = None) -> Saving:
    """Confirm a saving on the customer's side; never whoever claimed it.

    Raises
    ------
    NotAllowedError
        If the person is not of the customer's side, or claimed it.
    ConflictError
        If it was confirmed or withdrawn meanwhile.
    """
    check_can(by, "accept")
    saving = Saving.objects.select_for_update().get(pk=saving.pk)
    if saving.by_id == by.pk:
        raise NotAllowedError("Whoever claims a saving cannot confirm it; ask a second person.")
    if saving.confirmed_at or saving.withdrawn_at:
        raise ConflictError(f"{saving.label} was confirmed or withdrawn already.")
    saving.confirmed_by, saving.confirmed_at = by, moment(at)
    saving.save(update_fields=["confirmed_by", "confirmed_at"])
    audit.record("account.saving.confirmed", target=saving, by=by)
    return saving


@transaction.atomic
def withdraw_saving(*, saving: Saving, by: User, at: datetime | None = None) -> Saving:
    """Take a claim back; it stays on record and no longer counts."""
    check_can(by, "work_engagements")
    saving = Saving.objects.select_for_update().get(pk=saving.pk)
    if saving.withdrawn_at:
        raise ConflictError(f"{saving.label} was withdrawn already.")
    saving.withdrawn_at = moment(at)
    saving.save(update_fields=["withdrawn_at"])
    audit.record("account.saving.withdrawn", target=saving, by=by)
    return saving


def _write(
    row: Saving,
    *,
    title: str,
    cost_line: str,
    period: str,
    amount: float,
    baseline: float | None,
    baseline_source: str,
    evidence: str,
    evidenced: date | None,
    at: datetime,
) -> None:
    for each in (amount, baseline):
        if each is not None and not (isfinite(each) and abs(each) <= MOST_MONEY):
            raise InputError("An amount is no number that can be added up.")
    row.title = line(title, what="What is saved", needed=True)
    row.line = line(cost_line, what="The cost line", most=200, needed=True)
    row.period = line(period, what="The period", most=20, needed=True)
    row.amount, row.baseline = amount, baseline
    row.baseline_source = line(baseline_source, what="The source of the baseline")
    row.evidence = line(evidence, what="The evidence", most=500)
    row.evidenced = past(evidenced, at, what="The evidence") if evidenced else None
    row.save()
