"""Rows that two people may change at once: written only if nobody was faster."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import models

from headwater.errors import ConflictError

MOST = 2**31 - 1  # a larger number is no version


class VersionForm(forms.Form):
    """The version that the person saw."""

    version = forms.IntegerField(min_value=0, max_value=MOST)


def write_if_unchanged(row: models.Model, version: int, values: Mapping[str, Any]) -> None:
    """Write fields of a row only if its version is still the one that was seen.

    Raises
    ------
    ConflictError
        When someone else wrote in between; nothing is written.
    """
    kind = type(row)
    found = kind._default_manager.filter(pk=row.pk, version=version)
    if not found.update(version=version + 1, **values):
        raise ConflictError(f"{row} was changed by someone else while you were editing")
    for name, value in values.items():
        setattr(row, name, value)
    row.version = version + 1  # type: ignore[attr-defined]
