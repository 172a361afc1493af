"""What people fill in on the pages of engagements: one small form for each thing that happens."""

from typing import Any

from django import forms

from headwater.vocabulary.service import MEASURES, Measure, Target
from headwater.web.organization.models import Unit
from headwater.web.service.forms import DAY, PeopleField, read_level
from headwater.web.service.models import Calendar, Engagement, Need, Offering, ValueStatement

WAITS = [("customer", "The customer"), ("supplier", "A supplier"), ("office", "The office")]


def long(label: str, *, rows: int = 3, needed: bool = True, help_text: str = "") -> forms.CharField:
    """Return a field for a few sentences."""
    return forms.CharField(
        label=label,
        required=needed,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


def short(label: str, *, needed: bool = True, help_text: str = "") -> forms.CharField:
    """Return a field for a line."""
    return forms.CharField(label=label, required=needed, max_length=500, help_text=help_text)


class AskForm(forms.Form):
    """Asking for a service."""

    offering = forms.ModelChoiceField(
        Offering.objects.filter(is_retired=False),
        to_field_name="key",
        label="Which service?",
        empty_label=None,
    )
    title = short("What is it about?")
    wish = long("What should be different afterwards?", needed=False)
    need = forms.ModelChoiceField(
        Need.objects.standing(),
        required=False,
        label="Which need is behind it?",
        empty_label="None is recorded",
    )
    initiative = forms.ChoiceField(
        label="Who came first?",
        choices=Engagement.Initiative.choices,
        initial="request",
        widget=forms.RadioSelect,
    )
    customer = PeopleField(label="For whom?", empty_label="Nobody with a seat here")
    customer_name = short("Or, without a seat here", needed=False)
    unit = forms.ModelChoiceField(
        Unit.objects.all(), required=False, empty_label="Not one unit alone"
    )
    calendar = forms.ModelChoiceField(
        Calendar.objects.all(), required=False, empty_label="The usual hours", label="Hours"
    )
    follows = forms.ModelChoiceField(
        Engagement.objects.all(), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["need"].label_from_instance = (  # type: ignore[attr-defined]
            lambda need: f"{need.label}: {need.title}"
        )


class WholeForm(forms.Form):
    """What is promised for a whole chain."""

    within = short("Everything delivered within", help_text="10 days or 40 hours.")
    calendar = forms.ModelChoiceField(
        Calendar.objects.all(), required=False, empty_label="The usual hours", label="Hours"
    )

    def clean_within(self) -> Target | None:
        """Read the promise."""
        return read_level(self.cleaned_data["within"], "delivery", None)


class TakeInForm(forms.Form):
    """Taking a request in."""

    answer = long("What do you answer?", help_text="What happens next, and when they hear more.")
    lead = PeopleField(label="Who leads it?", empty_label="Nobody with a seat here")
    lead_name = short("Or, without a seat here", needed=False)


class ReasonForm(forms.Form):
    """A reason."""

    reason = short("Why?")


class DeclineForm(forms.Form):
    """Declining a request."""

    reason = long("Why, and what else could help?")


class LevelsForm(forms.Form):
    """What is promised, where it differs from the catalogue."""

    response = short("Response within", needed=False)
    delivery = short("Delivery within", needed=False)
    decision = short("Decision within", needed=False, help_text="2 days or 4 hours.")
    calendar = forms.ModelChoiceField(
        Calendar.objects.all(), required=False, empty_label="The usual hours", label="Hours"
    )

    def __init__(self, *args: Any, held: dict[str, Target] | None = None, **kwargs: Any) -> None:
        self.held = held or {}
        initial = {name: str(target) for name, target in self.held.items()}
        kwargs["initial"] = {**initial, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def clean_response(self) -> Target | None:
        """Read the promise of a response."""
        return self._level("response")

    def clean_delivery(self) -> Target | None:
        """Read the promise of delivery."""
        return self._level("delivery")

    def clean_decision(self) -> Target | None:
        """Read the promise of a decision."""
        return self._level("decision")

    def levels(self) -> list[Target] | None:
        """Return the promises; None where they are as they were and on the usual hours."""
        found = {each: self.cleaned_data[each] for each in MEASURES if self.cleaned_data.get(each)}
        same = found == self.held and not self.cleaned_data.get("calendar")
        return None if same else list(found.values())

    def _level(self, measure: Measure) -> Target | None:
        return read_level(self.cleaned_data[measure], measure, self.held.get(measure))


class AgreeForm(LevelsForm):
    """Agreeing on scope and level."""

    scope = long("What will be done?")
    not_in_scope = long("What not?", rows=2, needed=False)
    agreed_with = short("Agreed with", help_text="Who agreed on the customer's side.")
    field_order = ["scope", "not_in_scope", "agreed_with"]


class PromiseForm(LevelsForm):
    """Changing what is promised."""

    reason = short("Why?")


class CalendarForm(forms.Form):
    """Counting by another calendar."""

    calendar = forms.ModelChoiceField(Calendar.objects.all(), label="Hours", empty_label=None)
    reason = short("Why?")


class PauseForm(forms.Form):
    """Pausing the clocks."""

    reason = short("Why does it wait?")
    waits_for = forms.ChoiceField(label="Who must act?", choices=WAITS)


class NoteForm(forms.Form):
    """A note, where one is wanted."""

    reason = short("A note", needed=False)


class HandOverForm(forms.Form):
    """Handing the work over."""

    lead = PeopleField(label="To whom?", empty_label="Nobody with a seat here")
    lead_name = short("Or, without a seat here", needed=False)
    reason = short("What should they know?")


class StepForm(forms.Form):
    """Ticking off a step."""

    step = forms.IntegerField(min_value=1, max_value=100, widget=forms.HiddenInput)
    artefact = short("Where is it?", needed=False)


class TextForm(forms.Form):
    """A note to the history."""

    text = long("Note")


class DeliverForm(forms.Form):
    """Delivering."""

    what = long("What was delivered?")
    band = forms.ChoiceField(
        label="How much time did it take?",
        choices=Engagement.Band.choices,
        required=False,
        help_text="Only roughly: there are no timesheets here.",
    )


class SubmitForm(forms.Form):
    """Putting up for decision."""

    to = short("To whom?")


class DecideForm(forms.Form):
    """Recording a decision."""

    decision = long("What was decided?")
    by_whom = short("By whom?")


class AcceptForm(forms.Form):
    """Accepting."""

    words = short("A word on it", needed=False)


class ReopenForm(forms.Form):
    """Opening again."""

    reason = short("What is missing?")


class QuestionForm(forms.Form):
    """Asking the one question."""

    name = short("Who is asked?")


class ValueForm(forms.Form):
    """Stating value."""

    kind = forms.ChoiceField(
        label="Which value?", choices=ValueStatement.Kind.choices[:2], initial="forecast"
    )
    words = short("What is it?")
    amount = forms.FloatField(
        required=False, label="Amount", help_text="In the organization's currency; may be blank."
    )
    said_by = short("Who says so?", needed=False)
    on = forms.DateField(required=False, widget=DAY, label="On which day?")


class RecognizeForm(forms.Form):
    """Recognizing value."""

    words = short("What did it bring?")
    amount = forms.FloatField(
        required=False, label="Amount", help_text="In the organization's currency; may be blank."
    )


class ComplaintForm(forms.Form):
    """A complaint."""

    text = long("What were they not content with?")
    said_by = short("Who said it?")
    on = forms.DateField(required=False, widget=DAY, label="On which day?")


class DoneForm(forms.Form):
    """What was done about a complaint."""

    done = long("What was done?")


class AnswerQuestionForm(forms.Form):
    """The one question, answered by link."""

    score = forms.TypedChoiceField(
        label="Would you come to us again with something like this?",
        choices=[(str(each), str(each)) for each in range(11)],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    comment = long("What should we know?", needed=False)
    accepts = forms.TypedChoiceField(
        label="Is it what was agreed?",
        choices=[("yes", "Yes, I accept it"), ("no", "Not yet"), ("", "I cannot say")],
        coerce=lambda said: said == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


class HoursForm(forms.Form):
    """A calendar."""

    name = short("Name")
    zone = short("Time zone", help_text="Such as Europe/London or Africa/Lagos.")
    mon = short("Monday", needed=False)
    tue = short("Tuesday", needed=False)
    wed = short("Wednesday", needed=False)
    thu = short("Thursday", needed=False)
    fri = short("Friday", needed=False)
    sat = short("Saturday", needed=False)
    sun = short(
        "Sunday",
        needed=False,
        help_text="09:00-12:30, 13:30-17:00 leaves lunch out. Blank is closed.",
    )
    country = short("Public holidays of", needed=False, help_text="Two letters: GB, NG, DE.")
    subdivision = short(
        "Part of the country", needed=False, help_text="ENG, SCT, BY; may be blank."
    )
    own_days = forms.CharField(
        label="Own days",
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One a line: day | name | hours. 12-24 | Christmas Eve | 09:00-12:00. "
        "Without hours it is closed; 2027-05-03 is that day only.",
    )
    is_usual = forms.BooleanField(required=False, label="The usual hours for new requests")
