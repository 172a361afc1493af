"""What people may send to the pages of the papers."""

from typing import Any

from django import forms

from headwater.web.projects.models import Project


class LettersForm(forms.Form):
    """When the refused projects are looked at again, and whom their sponsors may ask."""

    review = forms.CharField(required=False, max_length=20)
    contact = forms.CharField(required=False, max_length=200)


class CharterForm(forms.Form):
    """Which project is chartered, and on which day."""

    project = forms.ModelChoiceField(
        Project.objects.present(), required=False, empty_label="None on the list yet"
    )
    name = forms.CharField(
        required=False, max_length=300, label="Or, not on the list, what it is called"
    )
    issued = forms.DateField(
        required=False,
        label="Issued on",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, projects: list[Project], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["project"]
        field.choices = [("", "None on the list yet")] + [  # type: ignore[attr-defined]
            (each.pk, each.name) for each in projects
        ]
