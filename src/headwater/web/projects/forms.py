"""What people may send to the pages of projects."""

from typing import Any

from django import forms

from headwater.vocabulary.workbook import RULE_KINDS
from headwater.web.organization.versions import MOST as MOST  # noqa: PLC0414
from headwater.web.organization.versions import VersionForm as VersionForm  # noqa: PLC0414
from headwater.web.service.models import Need

KIND_WORDS = {
    "requires": "requires",
    "excludes": "excludes",
    "at_least": "at least",
    "at_most": "at most",
    "synergy": "synergy",
}


class FilterForm(forms.Form):
    """Which projects to show, in which order; wrong values are left out, never an error."""

    q = forms.CharField(required=False, max_length=200)
    unit = forms.CharField(required=False, max_length=500)
    stage = forms.CharField(required=False, max_length=500)
    unknown = forms.BooleanField(required=False)
    sort = forms.CharField(required=False, max_length=600)
    page = forms.IntegerField(required=False, min_value=1, max_value=MOST)

    def wanted(self) -> dict[str, Any]:
        """Return what was asked for, by field; what could not be read is as if not said."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) for name in self.fields}


class CellForm(forms.Form):
    """What was typed into a cell, and the version of the project that the person saw."""

    field = forms.CharField(max_length=600)
    text = forms.CharField(required=False, max_length=30_000, strip=False)
    version = forms.IntegerField(min_value=0, max_value=MOST)


class AddForm(forms.Form):
    """A new project: a name is enough."""

    name = forms.CharField(required=False, max_length=2_000)
    cost = forms.CharField(required=False, max_length=100)
    key = forms.CharField(required=False, max_length=500)


class LimitForm(VersionForm):
    """An amount for a period, for a role in a period, or for everything."""

    role = forms.CharField(required=False, max_length=200)
    period = forms.CharField(required=False, max_length=200)
    amount = forms.CharField(required=False, max_length=100)


class RuleForm(VersionForm):
    """A rule between projects."""

    kind = forms.ChoiceField(choices=[(kind, KIND_WORDS[kind]) for kind in RULE_KINDS])
    project = forms.CharField(max_length=500)
    other = forms.CharField(max_length=20_000)
    value = forms.FloatField(required=False)

    def clean_other(self) -> list[str]:
        """Split the list of projects at line ends and semicolons."""
        text = self.cleaned_data["other"].replace("\n", ";")
        return [name for part in text.split(";") if (name := part.strip())]


class NeedForm(VersionForm):
    """The need that a project answers."""

    need = forms.ModelChoiceField(Need.objects.all(), required=False)
