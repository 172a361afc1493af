"""What people may send to the pages of the papers."""

from django import forms


class LettersForm(forms.Form):
    """When the refused projects are looked at again, and whom their sponsors may ask."""

    review = forms.CharField(required=False, max_length=20)
    contact = forms.CharField(required=False, max_length=200)
