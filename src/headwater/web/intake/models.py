"""Uploads: what was brought, how it was understood, and whether it was applied."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models


class State(models.TextChoices):
    """Where an upload stands."""

    STAGED = "staged", "Waiting to be applied"
    APPLIED = "applied", "Applied"


class Upload(models.Model):
    """Files brought together, kept beside the list until someone applies them.

    Attributes
    ----------
    digest
        SHA-256 (hexadecimal) of the names and contents of the files.
    mapping
        What the person mended: canonical column -> heading.
    reading
        How the engine understood the files, as plain JSON.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.STAGED)
    applied = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64)
    mapping: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    reading: "models.JSONField[Any, Any]" = models.JSONField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-created"]

    def __str__(self) -> str:
        return self.title


class StagedFile(models.Model):
    """One file of an upload, as it was sent."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    content = models.BinaryField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
