"""The list of projects as it is kept: projects, limits, rules, cash flows, and the log of edits."""

from typing import Self

from django.conf import settings
from django.db import models

from headwater.vocabulary.shapes import JOIN, to_json
from headwater.vocabulary.units import Interval, MoneyUnit
from headwater.vocabulary.workbook import CashFlow as CashFlowRecord
from headwater.vocabulary.workbook import Project as ProjectRecord
from headwater.vocabulary.workbook import Rule as RuleRecord
from headwater.vocabulary.workbook import RuleKind
from headwater.web.organization.versions import write_if_unchanged as write_if_unchanged  # noqa: PLC0414
from headwater.web.service.models import Need

LONGEST_NAME = 500


class ProjectList(models.Model):
    """What is true of the list as a whole: its money unit, criteria and total budget.

    There is one a installation. `budget` is in the list's money unit; None is "not set".
    """

    title = models.CharField(max_length=200, default="")
    currency = models.CharField(max_length=8, default="", blank=True)
    scale = models.PositiveBigIntegerField(default=1)
    criteria = models.JSONField(default=list, blank=True)
    lower_is_better = models.JSONField(default=list, blank=True)
    illustrative = models.JSONField(default=list, blank=True)
    notes = models.JSONField(default=list, blank=True)
    ignored = models.JSONField(default=list, blank=True)
    budget = models.FloatField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.title or "Projects"

    @classmethod
    def current(cls) -> Self:
        """Return the installation's list; it is made when first asked for."""
        return cls.objects.get_or_create(pk=1)[0]

    @property
    def money(self) -> MoneyUnit:
        """The unit in which every amount of the list is written."""
        return MoneyUnit(self.currency, self.scale)


class ProjectQuerySet(models.QuerySet["Project"]):
    """Choices of projects."""

    def present(self) -> Self:
        """Keep those that were not removed."""
        return self.filter(removed=False)

    def with_benefit(self) -> bool:
        """Say whether any project that is present states a benefit."""
        return self.present().exclude(benefit_high=None).exists()


class Project(models.Model):
    """One project. Removing it only marks it, so that removal can be undone."""

    key = models.CharField(max_length=LONGEST_NAME, unique=True)
    name = models.CharField(max_length=LONGEST_NAME)
    unit = models.CharField(max_length=LONGEST_NAME, default="", blank=True)
    stage = models.CharField(max_length=LONGEST_NAME, default="", blank=True)
    description = models.TextField(default="", blank=True)
    cost_low = models.FloatField(null=True, blank=True)
    cost_high = models.FloatField(null=True, blank=True)
    benefit_low = models.FloatField(null=True, blank=True)
    benefit_high = models.FloatField(null=True, blank=True)
    mandatory = models.BooleanField(default=False)
    mandatory_basis = models.TextField(default="", blank=True)
    mandatory_date = models.CharField(max_length=100, default="", blank=True)
    mandatory_penalty = models.TextField(default="", blank=True)
    mandatory_option = models.TextField(default="", blank=True)
    mandatory_cost_low = models.FloatField(null=True, blank=True)
    mandatory_cost_high = models.FloatField(null=True, blank=True)
    sponsor = models.CharField(max_length=LONGEST_NAME, default="", blank=True)
    sponsor_email = models.CharField(max_length=320, default="", blank=True)
    start = models.CharField(max_length=100, default="", blank=True)
    end = models.CharField(max_length=100, default="", blank=True)
    costs_by_period = models.JSONField(default=dict, blank=True)
    capacity = models.JSONField(default=dict, blank=True)
    scores = models.JSONField(default=dict, blank=True)
    need = models.ForeignKey(
        Need, null=True, blank=True, on_delete=models.PROTECT, related_name="projects"
    )
    removed = models.BooleanField(default=False, db_index=True)
    version = models.PositiveIntegerField(default=1)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["removed", "name"])]

    def __str__(self) -> str:
        return self.name

    @property
    def cost(self) -> Interval | None:
        """Total cost in the list's money unit; None is "not known"."""
        return _interval(self.cost_low, self.cost_high)

    @property
    def benefit(self) -> Interval | None:
        """Stated benefit; None is "not known"."""
        return _interval(self.benefit_low, self.benefit_high)

    @property
    def mandatory_cost(self) -> Interval | None:
        """Cost of the least option that satisfies the law; None is "not known"."""
        return _interval(self.mandatory_cost_low, self.mandatory_cost_high)

    def record(self) -> ProjectRecord:
        """Return the project as the vocabulary knows it."""
        return ProjectRecord(
            id=self.key,
            name=self.name,
            cost=self.cost,
            unit=self.unit,
            description=self.description,
            stage=self.stage,
            costs_by_period={key: held(value) for key, value in self.costs_by_period.items()},
            capacity={_pair(key): held(value) for key, value in self.capacity.items()},
            benefit=self.benefit,
            scores={key: held(value) for key, value in self.scores.items()},
            mandatory=self.mandatory,
            mandatory_basis=self.mandatory_basis,
            start=self.start,
            end=self.end,
            mandatory_date=self.mandatory_date,
            mandatory_penalty=self.mandatory_penalty,
            mandatory_option=self.mandatory_option,
            mandatory_cost=self.mandatory_cost,
            sponsor=self.sponsor,
            sponsor_email=self.sponsor_email,
        )

    def take(self, record: ProjectRecord) -> None:
        """Take every field from a record of the vocabulary; nothing is saved."""
        plain = to_json(record)
        for field in SAME_IN_BOTH:
            setattr(self, field, plain[field])
        self.key = record.id
        self.cost_low, self.cost_high = _ends(record.cost)
        self.benefit_low, self.benefit_high = _ends(record.benefit)
        self.mandatory_cost_low, self.mandatory_cost_high = _ends(record.mandatory_cost)


SAME_IN_BOTH = (
    "name",
    "unit",
    "stage",
    "description",
    "mandatory",
    "mandatory_basis",
    "mandatory_date",
    "mandatory_penalty",
    "mandatory_option",
    "sponsor",
    "sponsor_email",
    "start",
    "end",
    "costs_by_period",
    "capacity",
    "scores",
)
"""Fields that a row and a record of a project share, in the same plain form."""


class Budget(models.Model):
    """The money that one period has, in the list's money unit."""

    period = models.CharField(max_length=100, unique=True)
    amount = models.FloatField()

    def __str__(self) -> str:
        return f"{self.period}: {self.amount:g}"


class Capacity(models.Model):
    """How much of one role one period has, in the unit of the sheet."""

    role = models.CharField(max_length=200)
    period = models.CharField(max_length=100)
    amount = models.FloatField()

    class Meta:
        verbose_name_plural = "capacities"
        constraints = [models.UniqueConstraint(fields=["role", "period"], name="one_capacity")]

    def __str__(self) -> str:
        return f"{self.role} {self.period}: {self.amount:g}"


class Rule(models.Model):
    """A logical rule between projects, by their keys."""

    kind = models.CharField(max_length=20)
    project = models.CharField(max_length=LONGEST_NAME, blank=True)
    other = models.JSONField(default=list)
    value = models.FloatField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.project} {self.kind} {'; '.join(self.other)}"

    def record(self) -> RuleRecord:
        """Return the rule as the vocabulary knows it."""
        kind: RuleKind = self.kind  # type: ignore[assignment]
        return RuleRecord(kind, self.project, tuple(self.other), self.value)


class CashFlow(models.Model):
    """An amount of money in one year of one project, in the list's money unit."""

    project = models.CharField(max_length=LONGEST_NAME, db_index=True)
    year = models.IntegerField()
    kind = models.CharField(max_length=20)
    amount = models.FloatField()

    def __str__(self) -> str:
        return f"{self.project} {self.year} {self.kind}: {self.amount:g}"

    def record(self) -> CashFlowRecord:
        """Return the flow as the vocabulary knows it."""
        return CashFlowRecord(self.project, self.year, self.kind, self.amount)


class Edit(models.Model):
    """One change of one project, as it was and as it became, so that it can be undone.

    `before` and `after` hold what changed, in plain form, by path: "name", "scores:safety".
    `version` is the project's version that the edit made.
    """

    KINDS = [("changed", "changed"), ("added", "added"), ("removed", "removed")]

    kind = models.CharField(max_length=10, choices=KINDS)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="edits")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    at = models.DateTimeField(auto_now_add=True)
    undone = models.BooleanField(default=False)
    version = models.PositiveIntegerField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.project.name}: {', '.join(self.after)}"


def held(value: float | list[float] | None) -> Interval | None:
    """Return the interval that a plain value stands for: a number, [low, high], or None."""
    if value is None:
        return None
    return Interval(*value) if isinstance(value, list) else Interval.point(value)


def _pair(key: str) -> tuple[str, str]:
    role, _, period = key.partition(JOIN)
    return role, period


def _interval(low: float | None, high: float | None) -> Interval | None:
    return None if low is None or high is None else Interval(low, high)


def _ends(interval: Interval | None) -> tuple[float | None, float | None]:
    return (None, None) if interval is None else (interval.low, interval.high)
