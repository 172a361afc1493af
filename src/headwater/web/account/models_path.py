"""The path of a transformation as it is kept: goal, savings, end-to-end processes, growth."""

from typing import Any

from django.contrib.auth.models import User
from django.db import models

from headwater.vocabulary.service_path import (
    EndToEndProcess,
    GrowthInitiative,
    ProcessStep,
    SavingClaimed,
)
from headwater.web.organization.models import name_of
from headwater.web.service.models import Agreement


class SavingsGoal(models.Model):
    """What is to be saved, in the organization's currency; the newest row holds."""

    amount = models.FloatField()
    reason = models.CharField(max_length=500, default="", blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"Savings goal of {self.amount:,.0f}"


class Saving(models.Model):
    """A saving as it is claimed; the ledger of the engine says whether it is admitted.

    Attributes
    ----------
    line, period
        The cost line that it reduces, and the year or quarter in which it counts.
    amount, baseline
        In the organization's currency; the baseline is what the line cost before.
    confirmed_by
        Who confirmed it: somebody else than whoever claimed it.
    withdrawn_at
        Since when it no longer counts; a claim is never removed.
    """

    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=300)
    line = models.CharField(max_length=200)
    period = models.CharField(max_length=20)
    amount = models.FloatField()
    baseline = models.FloatField(null=True, blank=True)
    baseline_source = models.CharField(max_length=300, default="", blank=True)
    evidence = models.CharField(max_length=500, default="", blank=True)
    evidenced = models.DateField(null=True, blank=True)
    claimed = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.label} {self.title}"

    @property
    def label(self) -> str:
        """How people call it: "S-3"."""
        return f"S-{self.number}"

    def record(self) -> SavingClaimed:
        """Return the claim as the ledger reads it; two people of one name are told apart."""
        claimed_by, confirmed_by = name_of(self.by), ""
        if self.confirmed_by:
            confirmed_by = name_of(self.confirmed_by)
            if confirmed_by == claimed_by and self.confirmed_by_id != self.by_id:
                confirmed_by += f" ({self.confirmed_by.username})"
        return SavingClaimed(
            id=self.label,
            title=self.title,
            line=self.line,
            period=self.period,
            amount=self.amount,
            claimed=self.claimed,
            claimed_by=claimed_by,
            baseline=self.baseline,
            baseline_source=self.baseline_source,
            evidence=self.evidence,
            evidenced=self.evidenced,
            confirmed_by=confirmed_by,
        )


class Process(models.Model):
    """Several services in a chain that the customer sees as one, with one promise.

    What it is now is what its newest edition says; runs keep to the edition they began under.

    Attributes
    ----------
    steps
        [{"service", "unit", "region"}], in order; `service` is the key of an offering.
    owner, owner_name
        Who answers for the whole: a person with a seat here, or else a name.
    agreement
        The promise for the whole; None while there is none.
    since
        Runs that began before this day do not count.
    version
        The number of its newest edition.
    ended_on
        The last day whose runs count; None while it is offered.
    """

    key = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    customer = models.CharField(max_length=200)
    steps: "models.JSONField[Any, Any]" = models.JSONField()
    owner = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    owner_name = models.CharField(max_length=200, default="", blank=True)
    agreement = models.ForeignKey(
        Agreement, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    since = models.DateField()
    version = models.PositiveIntegerField(default=1)
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    @property
    def owned_by(self) -> str:
        """Who answers for it, as people say it; "" where nobody does."""
        return name_of(self.owner) if self.owner else self.owner_name

    @property
    def days(self) -> int | None:
        """Working days promised for the whole; None where nothing is."""
        return days_of(self.agreement)

    def record(self) -> EndToEndProcess:
        """Return the process as the engine knows it."""
        return _process(self, self.title, self.customer, self.steps, self.owned_by, self.agreement)


class ProcessEdition(models.Model):
    """A process as it holds for runs that begin on `holds_from` or later. Never changed.

    Where several hold for a day, the one with the highest number does: a later edition that
    holds from an earlier day corrects what was wrong.
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    customer = models.CharField(max_length=200)
    steps: "models.JSONField[Any, Any]" = models.JSONField()
    owner_name = models.CharField(max_length=200, default="", blank=True)
    agreement = models.ForeignKey(
        Agreement, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    holds_from = models.DateField()
    note = models.CharField(max_length=500, default="", blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["process", "number"], name="one_process_edition")
        ]

    def __str__(self) -> str:
        return f"{self.title}, edition {self.number}"

    @property
    def days(self) -> int | None:
        """Working days promised for the whole; None where nothing is."""
        return days_of(self.agreement)

    def record(self) -> EndToEndProcess:
        """Return this edition as the engine knows it."""
        return _process(
            self.process, self.title, self.customer, self.steps, self.owner_name, self.agreement
        )


def days_of(agreement: Agreement | None) -> int | None:
    """Return the working days that an agreement promises for a whole process."""
    return agreement.said.targets[0].amount if agreement else None


def _process(
    row: Process,
    title: str,
    customer: str,
    steps: list[dict[str, str]],
    owner: str,
    agreement: Agreement | None,
) -> EndToEndProcess:
    return EndToEndProcess(
        id=row.key,
        title=title,
        customer=customer,
        steps=tuple(ProcessStep(**each) for each in steps),
        owner=owner,
        agreement=agreement.said if agreement else None,
    )


class Growth(models.Model):
    """Something that grows out of what was freed; `objectives` are keys of the strategy's."""

    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=300)
    objectives: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    value = models.FloatField(null=True, blank=True)
    owner_name = models.CharField(max_length=200, default="", blank=True)
    starts = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_why = models.CharField(max_length=500, default="", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.label} {self.title}"

    @property
    def label(self) -> str:
        """How people call it: "G-3"."""
        return f"G-{self.number}"

    def record(self) -> GrowthInitiative:
        """Return the initiative as the engine knows it."""
        return GrowthInitiative(
            id=self.label,
            title=self.title,
            objectives=tuple(self.objectives),
            value=self.value,
            owner=self.owner_name,
            starts=self.starts,
        )
