"""Objectives, and the declared links of projects to them, as they are kept."""

from django.db import models

from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Link as LinkRecord
from headwater.vocabulary.workbook import Objective as ObjectiveRecord

LONGEST_NAME = 500


class Objective(models.Model):
    """One objective of the strategy; `parent` is the key of another, "" at the top."""

    key = models.CharField(max_length=LONGEST_NAME, unique=True)
    name = models.CharField(max_length=LONGEST_NAME)
    parent = models.CharField(max_length=LONGEST_NAME, default="", blank=True)
    weight_low = models.FloatField(null=True, blank=True)
    weight_high = models.FloatField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.name

    @property
    def weight(self) -> Interval | None:
        """The stated weight or its range; None where nothing was stated."""
        if self.weight_low is None or self.weight_high is None:
            return None
        return Interval(self.weight_low, self.weight_high)

    def record(self) -> ObjectiveRecord:
        """Return the objective as the vocabulary knows it."""
        return ObjectiveRecord(self.key, self.name, self.parent or None, self.weight)


class Link(models.Model):
    """A declared contribution of a project (its key) to an objective (its key)."""

    project = models.CharField(max_length=LONGEST_NAME)
    objective = models.CharField(max_length=LONGEST_NAME, db_index=True)
    strength_low = models.FloatField(default=1.0)
    strength_high = models.FloatField(default=1.0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "objective"], name="one_link")]

    def __str__(self) -> str:
        return f"{self.project} serves {self.objective}"

    def record(self) -> LinkRecord:
        """Return the link as the vocabulary knows it."""
        return LinkRecord(
            self.project, self.objective, Interval(self.strength_low, self.strength_high)
        )
