"""Decisions as they are kept: runs of this room's kind that are done."""

from django.db import models

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
