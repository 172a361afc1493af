"""What people may send to the pages of the portfolio."""

from django import forms

from headwater.errors import InputError


class RationalizeForm(forms.Form):
    """What a run needs beside what is kept: the total budget, and the seed of its draws."""

    budget = forms.CharField(required=False, max_length=100)
    seed = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)
    title = forms.CharField(required=False, max_length=200)
    by_size = forms.BooleanField(required=False)


class OverrideForm(forms.Form):
    """An order that overrules the choice, as typed; the action says what is wrong with it."""

    kind = forms.CharField(required=False, max_length=20)
    project = forms.CharField(required=False, max_length=2_000, strip=False)
    other = forms.CharField(required=False, max_length=2_000, strip=False)
    reason = forms.CharField(required=False, max_length=30_000)
    cycle = forms.CharField(required=False, max_length=2_000)

    def order(self) -> dict[str, str]:
        """Return what was typed; the other project counts only where one is put behind it."""
        if not self.is_valid():
            raise InputError(
                "A part of the order is missing or too long: shorten it, or reload the page."
            )
        typed: dict[str, str] = {name: self.cleaned_data[name] for name in OverrideForm.base_fields}
        if typed["kind"] != "reorder":
            typed["other"] = ""
        return typed


class ConfirmForm(OverrideForm):
    """An order whose price was shown: with the ledger it was priced on, and a key of its own."""

    key = forms.UUIDField()
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)


class UndoForm(forms.Form):
    """Why an order is taken back."""

    reason = forms.CharField(required=False, max_length=30_000)


class AnswerForm(forms.Form):
    """What was typed as the answer to a question, and the version of the project seen."""

    text = forms.CharField(required=False, max_length=2_000)
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)
