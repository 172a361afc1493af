"""What people may send to the pages of objectives."""

from django import forms

from headwater.web.projects.forms import VersionForm


class AddForm(forms.Form):
    """A new objective."""

    name = forms.CharField(required=False, max_length=2_000)
    parent = forms.CharField(required=False, max_length=500)
    key = forms.CharField(required=False, max_length=500)


class ObjectiveForm(VersionForm):
    """An objective as changed, and the version that the person saw."""

    name = forms.CharField(required=False, max_length=2_000)
    parent = forms.CharField(required=False, max_length=500)
    weight = forms.CharField(required=False, max_length=100)


class LinksForm(VersionForm):
    """The projects that serve an objective, by key."""

    projects = forms.MultipleChoiceField(required=False)

    def __init__(self, data: object, keys: list[str]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["projects"].choices = [(key, key) for key in keys]  # type: ignore[attr-defined]
