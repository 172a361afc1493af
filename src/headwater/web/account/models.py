"""What the room of the account keeps: that a simulated year was loaded, and how far it reaches."""

from datetime import date

from django.contrib.auth.models import User
from django.db import models

from headwater.web.account.models_path import (
    Growth,
    Process,
    ProcessEdition,
    Saving,
    SavingsGoal,
)

__all__ = ["Growth", "Process", "ProcessEdition", "SampleYear", "Saving", "SavingsGoal"]


class SampleYear(models.Model):
    """A simulated year of service that was written here once; everything it wrote is illustrative.

    Attributes
    ----------
    seed
        Of the simulation: the same seed and the same last day give the same year.
    first, last
        The days between which it lies.
    need, engagement, charter, saving, growth
        The highest number of each that the simulation wrote; later ones are real.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    seed = models.PositiveIntegerField()
    first = models.DateField()
    last = models.DateField()
    need = models.PositiveIntegerField(default=0)
    engagement = models.PositiveIntegerField(default=0)
    charter = models.PositiveIntegerField(default=0)
    saving = models.PositiveIntegerField(default=0)
    growth = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="sample_year_is_only_one")
        ]

    def __str__(self) -> str:
        return f"Sample year, {self.first:%Y-%m-%d} to {self.last:%Y-%m-%d}"

    @property
    def notice(self) -> str:
        """What every page that it feeds says."""
        last = f"need N-{self.need} and engagement E-{self.engagement}"
        if self.saving:
            last = f"need N-{self.need}, engagement E-{self.engagement} and saving S-{self.saving}"
        return (
            f"Illustrative: the services of {_day(self.first)} to {_day(self.last)} are simulated "
            f"(seed {self.seed}), up to {last}. They are facts about no organization."
        )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
