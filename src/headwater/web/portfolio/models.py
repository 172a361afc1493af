"""Decisions as they are kept, and the ledger of what overrules them."""

from typing import Any

from django.contrib.auth.models import User
from django.db import models

from headwater.vocabulary.override import OVERRIDE_KINDS
from headwater.web.runs.models import Run, State

KIND = "rationalize"


class Decisions(models.Manager["Decision"]):
    """Runs that ended with a decision, newest first."""

    def get_queryset(self) -> "models.QuerySet[Decision]":
        """Keep this room's runs that are done."""
        found = super().get_queryset().filter(kind=KIND, state=State.DONE)
        return found.order_by("-number")


class Decision(Run):
    """A finished run of this room: what was found, with its inputs."""

    kept = Decisions()

    class Meta:
        proxy = True


class OverrideEntry(models.Model):
    """One line of the ledger of overrides: an order that overrules a run's choice, and its price.

    The database refuses to remove a line, and to change one but for undoing it once.

    Attributes
    ----------
    number
        Counts from 1 within the run; never used again.
    key
        Made with the form: the same form sent twice makes one line.
    other
        The project that this one goes behind; for `reorder` only.
    by_name, undone_by_name
        How the persons were called at the time.
    value_lost
        In the decision's unit of value: what it added to the orders that stood at the time.
    priced
        A PricedOverride, whole.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="overrides")
    number = models.PositiveIntegerField()
    key = models.UUIDField(unique=True)
    kind = models.CharField(max_length=20)
    project = models.TextField()
    other = models.TextField(blank=True)
    reason = models.TextField()
    cycle = models.CharField(max_length=40)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=300)
    value_lost = models.FloatField()
    priced: "models.JSONField[Any, Any]" = models.JSONField()
    created = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    undone_by_name = models.CharField(max_length=300, blank=True)
    undo_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["run", "number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="override_number_is_unique"),
            models.CheckConstraint(
                condition=models.Q(kind__in=OVERRIDE_KINDS), name="override_has_a_known_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"Override {self.number} on {self.project}"

    @property
    def stands(self) -> bool:
        """Whether it has not been undone."""
        return self.undone_at is None


class ScenarioQuerySet(models.QuerySet["Scenario"]):
    """Choices of scenarios."""

    def light(self) -> "ScenarioQuerySet":
        """Leave changes and results on the disk; lists and trees need neither."""
        return self.defer("changes", "result")


class Scenario(models.Model):
    """A named set of changes of a run's inputs, kept with what would then be best.

    Attributes
    ----------
    number
        Counts from 1 within the run; never used again.
    key
        Made with the form: the same form sent twice makes one scenario.
    parent
        The scenario that it grows from: its changes come first. None: it grows from the run.
    changes, result
        A list of Change, and a Branch, whole.
    words
        The changes in words.
    value, step, gap, entered, left
        Of the best choice, against its parent's, open in the proof, and how many projects enter
        and leave against the run's choice; None where nothing is allowed.
    put_away_at
        Since when it is no longer shown; its children with it.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="scenarios")
    number = models.PositiveIntegerField()
    key = models.UUIDField(unique=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    name = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    changes: "models.JSONField[Any, Any]" = models.JSONField()
    words: "models.JSONField[Any, Any]" = models.JSONField()
    feasible = models.BooleanField()
    value = models.FloatField(null=True)
    step = models.FloatField(null=True)
    gap = models.FloatField(null=True)
    entered = models.PositiveIntegerField(null=True)
    left = models.PositiveIntegerField(null=True)
    result: "models.JSONField[Any, Any]" = models.JSONField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=300)
    created = models.DateTimeField(auto_now_add=True)
    put_away_at = models.DateTimeField(null=True)

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        ordering = ["run", "number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="scenario_number_is_unique"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def proved(self) -> bool:
        """Whether what was found when it was made is proved best."""
        return self.gap is not None and self.gap <= 0

    @property
    def bound(self) -> float | None:
        """The highest value not ruled out when it was made; None where nothing is allowed."""
        if self.value is None or self.gap is None:
            return None
        return self.value + self.gap * abs(self.value)
