"""What people fill in on the organization's pages."""

from typing import Any

from django import forms
from django.contrib.auth.models import User

from headwater.web.organization.actions.tokens import LONGEST
from headwater.web.organization.models import ApiToken, Role, Stakeholder, Unit, name_of


class SignInForm(forms.Form):
    """Name and password."""

    username = forms.CharField(
        label="E-mail address or name",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class PasswordForm(forms.Form):
    """A new password, and the old one where there is one."""

    current = forms.CharField(
        label="Current password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label="New password",
        max_length=1000,
        strip=False,
        help_text="At least 12 characters. Four plain words are better than one odd one.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="The new password again",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if not user.has_usable_password():
            del self.fields["current"]

    def clean_current(self) -> str:
        """Check the old password, so that an unlocked screen is not enough."""
        current: str = self.cleaned_data["current"]
        if not self.user.check_password(current):
            raise forms.ValidationError("This is not your current password.")
        return current

    def clean_again(self) -> str:
        """Check that both are the same."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password"):
            raise forms.ValidationError("The two new passwords are not the same.")
        return again


class InviteForm(forms.Form):
    """Whom to invite, as what."""

    name = forms.CharField(max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.CharField(
        label="E-mail address",
        max_length=150,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(choices=Role.choices, initial=Role.LEADER)
    unit = forms.ModelChoiceField(Unit.objects.all(), required=False, empty_label="The whole")


class TokenForm(forms.Form):
    """A token for a program."""

    name = forms.CharField(
        max_length=100, label="What uses it", widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    scope = forms.ChoiceField(choices=ApiToken.Scope.choices)
    days = forms.IntegerField(label="Days it lasts", min_value=1, max_value=LONGEST, initial=90)


class OrganizationForm(forms.Form):
    """What the organization is called, and what it counts in."""

    name = forms.CharField(max_length=200)
    currency = forms.CharField(
        min_length=3, max_length=3, help_text="Three letters (ISO 4217): GBP, EUR, USD."
    )


class NoteForm(forms.Form):
    """What is known in one respect, from where, as of when."""

    text = forms.CharField(
        label="What we know",
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Plain sentences; figures with their year.",
    )
    source = forms.CharField(
        label="Where it comes from",
        required=False,
        max_length=300,
        help_text="A paper with its page, or who said it.",
    )
    as_of = forms.DateField(
        label="As of", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class UnitForm(forms.Form):
    """A part of the organization and who leads it."""

    name = forms.CharField(max_length=200)
    parent = forms.ModelChoiceField(
        Unit.objects.all(), required=False, empty_label="The whole", label="Part of"
    )
    purpose = forms.CharField(required=False, max_length=500, label="What it is there for")
    leader = forms.ModelChoiceField(
        User.objects.filter(seat__isnull=False, is_active=True),
        required=False,
        empty_label="Nobody with a seat here",
        label="Led by",
    )
    leader_name = forms.CharField(
        required=False, max_length=200, label="Or, without a seat here, by"
    )

    def __init__(self, *args: Any, unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leader"].label_from_instance = name_of  # type: ignore[attr-defined]
        if unit is not None:
            self.fields["parent"].queryset = Unit.objects.exclude(pk=unit.pk)  # type: ignore[attr-defined]


class StakeholderForm(forms.Form):
    """Who has a part in what is decided, and which."""

    name = forms.CharField(max_length=200, help_text="A person, a group or an office.")
    part = forms.CharField(required=False, max_length=200, label="Position")
    unit = forms.ModelChoiceField(Unit.objects.all(), required=False, empty_label="None")
    decides = forms.BooleanField(required=False)
    pays = forms.BooleanField(required=False)
    is_affected = forms.BooleanField(required=False, label="Is affected")
    influence = forms.TypedChoiceField(
        choices=[("", "Not known"), *Stakeholder.Say.choices],
        required=False,
        coerce=int,
        empty_value=None,
    )
    interest = forms.TypedChoiceField(
        choices=[("", "Not known"), *Stakeholder.Say.choices],
        required=False,
        coerce=int,
        empty_value=None,
    )
    cares_about = forms.CharField(
        required=False,
        max_length=500,
        label="What matters to them",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
