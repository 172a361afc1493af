"""What people may send to the pages of business cases."""

from django import forms

from headwater.web.appraisal.models import SignOff
from headwater.web.organization.versions import MOST
from headwater.web.service.models import Engagement, Need


class ImportForm(forms.Form):
    """A case workbook, and the need that it answers."""

    file = forms.FileField(label="A case workbook (.xlsx)")
    note = forms.CharField(label="What changed?", required=False, max_length=300)
    need = forms.ModelChoiceField(
        Need.objects.standing(), label="Which need does it answer?", required=False,
        empty_label="Not said",
    )  # fmt: skip


class SeenForm(forms.Form):
    """The version that the person saw."""

    seen = forms.IntegerField(min_value=1, max_value=MOST)


class SignForm(SeenForm):
    """A verdict, with words."""

    verdict = forms.ChoiceField(choices=SignOff.Verdict.choices)
    words = forms.CharField(required=False, max_length=1_000)


class CommentForm(forms.Form):
    """A remark, and what it is about."""

    text = forms.CharField(label="Comment", max_length=5_000)
    about = forms.CharField(required=False, max_length=200)


class LinkForm(forms.Form):
    """What a case belongs to."""

    need = forms.ModelChoiceField(Need.objects.all(), required=False, empty_label="No need")
    engagement = forms.ModelChoiceField(
        Engagement.objects.all(), required=False, empty_label="No engagement"
    )


class BundleForm(forms.Form):
    """Which cases belong together, and what that brings."""

    name = forms.CharField(max_length=200)
    text = forms.CharField(required=False, max_length=5_000)
    together = forms.CharField(required=False, max_length=20_000)
    caps = forms.CharField(required=False, max_length=20_000)
    seen = forms.IntegerField(required=False, min_value=0, max_value=MOST)

    def clean_seen(self) -> int:
        """Take a missing version for that of a new bundle."""
        return self.cleaned_data["seen"] or 0
