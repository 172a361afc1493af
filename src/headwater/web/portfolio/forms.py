"""What people may send to the pages of the portfolio."""

from django import forms


class RationalizeForm(forms.Form):
    """What a run needs beside what is kept: the total budget, and the seed of its draws."""

    budget = forms.CharField(required=False, max_length=100)
    seed = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)
    title = forms.CharField(required=False, max_length=200)
