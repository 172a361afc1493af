"""A run: a computation that is asked for, done elsewhere, and kept with its inputs and result."""

import uuid
from typing import Any

from django.contrib.auth.models import User
from django.db import models


class State(models.TextChoices):
    """Where a run stands."""

    QUEUED = "queued", "Waiting"
    RUNNING = "running", "Computing"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


ENDED = (State.DONE, State.FAILED, State.CANCELLED)


class RunQuerySet(models.QuerySet["Run"]):
    """Choices of runs."""

    def light(self) -> "RunQuerySet":
        """Leave inputs and results on the disk; lists and progress need neither."""
        return self.defer("inputs", "result").select_related("by")

    def open(self) -> "RunQuerySet":
        """Keep those that wait or compute."""
        return self.exclude(state__in=ENDED)


class Run(models.Model):
    """One computation.

    Attributes
    ----------
    number
        Counts the runs of a kind from 1, in the order in which they were asked for.
    fraction, value, bound, gap
        The last progress: 0 to 1, and the best answer so far with its proven bound;
        None where not known.
    attempts
        How often a worker has taken it and lost it or not finished yet.
    lease
        New each time a worker takes the run: a worker that has lost it can no longer write to it.
    result
        The answer once it is done; before, what was found so far, if anything.
    input_digest
        SHA-256 of the canonical JSON of `inputs`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="runs")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    inputs: "models.JSONField[Any, Any]" = models.JSONField()
    input_digest = models.CharField(max_length=64)
    result: "models.JSONField[Any, Any]" = models.JSONField(null=True)
    error = models.TextField(blank=True)
    stage = models.CharField(max_length=200, blank=True)
    fraction = models.FloatField(null=True)
    value = models.FloatField(null=True)
    bound = models.FloatField(null=True)
    gap = models.FloatField(null=True)
    heartbeat = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True)
    cancel_requested = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)
    started = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-created"]
        indexes = [
            models.Index(fields=["state", "created"]),
            models.Index(fields=["kind", "input_digest"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="run_number_is_unique"),
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="run_has_a_known_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} (run {self.number})"

    @property
    def is_open(self) -> bool:
        """Say whether it still waits or computes."""
        return self.state not in ENDED

    @property
    def seconds(self) -> float | None:
        """How long the last attempt took; None until it has ended."""
        if self.started is None or self.finished is None:
            return None
        return (self.finished - self.started).total_seconds()


class RunFile(models.Model):
    """The file that a run made, kept apart from its result: what it is called stands there.

    It is kept for a time (`files.KEPT`) after it was made; the run stays.

    Attributes
    ----------
    size
        Bytes of the content, to be told without reading it.
    """

    run = models.OneToOneField(Run, on_delete=models.CASCADE, primary_key=True, related_name="file")
    content = models.BinaryField()
    size = models.PositiveBigIntegerField()
    made = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return f"the file of {self.run}"
