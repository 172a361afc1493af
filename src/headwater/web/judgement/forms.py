"""What people may send to the pages of judgements."""

from collections.abc import Mapping, Sequence

from django import forms

from headwater.web.projects.forms import VersionForm


class PointsForm(VersionForm):
    """Points for each criterion, as typed; `texts` gives them by criterion."""

    leader = forms.CharField(required=False, max_length=300)

    def __init__(self, criteria: Sequence[str], data: Mapping[str, str]) -> None:
        super().__init__(data)
        self.names = {f"points-{number}": each for number, each in enumerate(criteria)}
        for field, criterion in self.names.items():
            self.fields[field] = forms.CharField(required=False, max_length=100, label=criterion)
            self.fields[f"{field}-of"] = forms.CharField(max_length=500)

    def texts(self) -> dict[str, str]:
        """Return what was typed, by the criterion that the page named beside it."""
        return {self.cleaned_data[f"{field}-of"]: self.cleaned_data[field] for field in self.names}
