"""What people may send to the pages of the way in."""

from django import forms

from headwater.web.projects.forms import VersionForm


class ApplyForm(VersionForm):
    """The version that the person saw, and what to do with projects that the sheet lacks."""

    keep_missing = forms.BooleanField(required=False)
