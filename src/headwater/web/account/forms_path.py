"""What people fill in on the path of a transformation: goal, savings, processes, growth."""

from typing import Any

from django import forms

from headwater.web.account.models_path import Process
from headwater.web.service.models import Offering
from headwater.web.strategy.models import Objective

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
STEPS = 6


class GoalForm(forms.Form):
    """What is to be saved, in all."""

    amount = forms.FloatField(label="What is to be saved, in all?", min_value=0)
    reason = forms.CharField(label="Who set it, and where?", required=False, max_length=500)


class SavingForm(forms.Form):
    """One saving; what is blank may come later, and does not count until then."""

    title = forms.CharField(label="What is saved?", max_length=300)
    cost_line = forms.CharField(
        label="On which cost line?", max_length=200, help_text="As the accounts call it."
    )
    period = forms.CharField(
        label="In which year or quarter?",
        max_length=20,
        help_text="2026, or 2026 Q3. One line is saved once a period.",
    )
    amount = forms.FloatField(label="How much?")
    baseline = forms.FloatField(label="What did the line cost before?", required=False)
    baseline_source = forms.CharField(
        label="Where does that stand?", required=False, max_length=300
    )
    evidence = forms.CharField(
        label="Which paper shows the saving?", required=False, max_length=500
    )
    evidenced = forms.DateField(label="Of which day?", required=False, widget=DAY)


class ProcessForm(forms.Form):
    """Several services that the customer sees as one."""

    title = forms.CharField(
        label="What does the customer call it?", max_length=200, help_text="From ... to ..."
    )
    customer = forms.CharField(label="Who is the customer?", max_length=200)
    owner = forms.CharField(
        label="Who answers for the whole?", required=False, max_length=200
    )  # fmt: skip
    days = forms.IntegerField(
        label="Promised within how many working days?",
        required=False,
        min_value=1,
        max_value=1_000,
        help_text="One clock for the customer, hand-offs included. Blank: no promise yet.",
    )
    since = forms.DateField(label="Counts from which day on?", required=False, widget=DAY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Offering.objects.filter(is_retired=False).values_list("key", "title")
        self.choices = [("", "–"), *rows]
        for number in range(1, STEPS + 1):
            self.fields[f"step_{number}"] = forms.ChoiceField(
                label=f"Step {number}", choices=self.choices, required=number <= 2
            )
            self.fields[f"unit_{number}"] = forms.CharField(
                label=f"Given by which unit or region? (step {number})", required=False,
                max_length=200,
            )  # fmt: skip

    @property
    def services(self) -> list[str]:
        """The keys of the services, in order."""
        return [each for each, _ in self._steps]

    @property
    def _steps(self) -> list[tuple[str, str]]:
        data, numbers = self.cleaned_data, range(1, STEPS + 1)
        found = [(data[f"step_{number}"], data[f"unit_{number}"]) for number in numbers]
        return [each for each in found if each[0]]

    def given(self) -> dict[str, Any]:
        """Return what the action takes."""
        same = {
            name: self.cleaned_data[name]
            for name in ("title", "customer", "owner", "days", "since")
        }
        return {**same, "services": self.services, "units": [unit for _, unit in self._steps]}


class ProcessChangeForm(ProcessForm):
    """A process as it should be, and for which runs."""

    holds_from = forms.DateField(
        label="Holds for runs that begin from which day on?",
        required=False,
        widget=DAY,
        help_text="Blank: from today on; runs under way keep to what held when they began. "
        "An earlier day corrects a mistake.",
    )
    note = forms.CharField(label="What changed, and why?", required=False, max_length=500)

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "title": process.title,
            "customer": process.customer,
            "owner": process.owned_by,
            "days": process.days,
            "since": process.since,
            **{f"step_{place}": each["service"] for place, each in enumerate(process.steps, 1)},
            **{f"unit_{place}": each["unit"] for place, each in enumerate(process.steps, 1)},
        }
        super().__init__(*args, **kwargs)
        known = {key for key, _ in self.choices}
        gone = [(each["service"],) * 2 for each in process.steps if each["service"] not in known]
        for number in range(1, STEPS + 1):
            self.fields[f"step_{number}"].choices = [*self.choices, *gone]  # type: ignore[attr-defined]
        steps = [f"{name}_{number}" for number in range(1, STEPS + 1) for name in ("step", "unit")]
        self.order_fields(("title", "customer", "owner", "days", *steps, "since", "holds_from"))

    def given(self) -> dict[str, Any]:
        """Return what the action takes."""
        more = {name: self.cleaned_data[name] for name in ("holds_from", "note")}
        return {**super().given(), **more}


class EndForm(forms.Form):
    """Why something ends, and with which day."""

    reason = forms.CharField(label="Why?", max_length=500)
    on = forms.DateField(
        label="Which is its last day?",
        required=False,
        widget=DAY,
        help_text="Blank: today. Runs that began by then go on and count.",
    )


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label="Why?", max_length=500)


class GrowthForm(forms.Form):
    """What grows out of what was freed."""

    title = forms.CharField(label="What shall grow?", max_length=300)
    value = forms.FloatField(label="Worth how much?", required=False)
    owner = forms.CharField(label="Who answers for it?", required=False, max_length=200)
    starts = forms.DateField(label="Starts when?", required=False, widget=DAY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = list(Objective.objects.values_list("key", "name"))
        known = {key for key, _ in choices}
        before = (self.initial or {}).get("objectives", ())
        choices += [(key, f"{key} (no longer there)") for key in before if key not in known]
        self.fields["objectives"] = forms.MultipleChoiceField(
            label="Which objectives does it serve?",
            required=False,
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            help_text="Without one it is planned, but does not count.",
        )
        self.order_fields(("title", "objectives"))
