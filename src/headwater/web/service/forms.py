"""What people fill in on the pages of services: needs, the session, catalogue, vision."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib.auth.models import User

from headwater.vocabulary.offering import KEY, Offering, PlaybookStep
from headwater.vocabulary.service import MEASURES, Escalation, EventKind, Measure, Target, Unit
from headwater.web.organization.models import Unit as OrganizationUnit
from headwater.web.organization.models import name_of
from headwater.web.service.models import Need

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
STEP_MARK = "|"
WITHIN = re.compile(r"(\d{1,4})\s*(hours?|days?|h|d)?", re.IGNORECASE)
MOST_WITHIN = 1_000
ESCALATE = re.compile(r"(\d{1,4})\s*%?\s*\|\s*(.{1,100})")


class PeopleField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the people with a seat, by the name they are called."""

    def __init__(self, **kwargs: Any) -> None:
        people = User.objects.filter(seat__isnull=False, is_active=True).order_by("first_name")
        super().__init__(people, required=False, **kwargs)

    def label_from_instance(self, obj: User) -> str:
        """Return how the person is called."""
        return name_of(obj)


class NeedForm(forms.Form):
    """What is lacking and for whom; everything else may stay blank."""

    title = forms.CharField(
        label="What is lacking?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One sentence about what is wrong today. No solution yet: not “a new portal” "
        "but “parents cannot see where their application stands”.",
    )
    for_whom = forms.CharField(
        label="For whom?", max_length=300, help_text="Those who feel it, in their own words."
    )
    lacking = forms.CharField(
        label="What does it cause?",
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    found_by = forms.ChoiceField(
        label="Who came first?",
        choices=Need.Found.choices,
        initial=Need.Found.ASKED,
        widget=forms.RadioSelect,
    )
    found_on = forms.DateField(label="On which day?", required=False, widget=DAY)
    unit = forms.ModelChoiceField(
        OrganizationUnit.objects.all(), required=False, empty_label="Not one unit alone"
    )
    owner = PeopleField(
        label="Who has the need?",
        empty_label="Nobody with a seat here",
        help_text="The owner is asked before it is merged into another need.",
    )
    owner_name = forms.CharField(label="Or, without a seat here", required=False, max_length=200)
    urgency = forms.ChoiceField(label="How soon?", choices=Need.Urgency.choices, required=False)
    urgency_reason = forms.CharField(label="Why so soon?", required=False, max_length=300)
    needed_by = forms.DateField(label="By which day?", required=False, widget=DAY)


class EvidenceForm(forms.Form):
    """A fact, its source, its day."""

    text = forms.CharField(
        label="What shows it?", max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    source = forms.CharField(
        label="Where does it come from?",
        max_length=300,
        help_text="A report with its page, a count, or who said it.",
    )
    day = forms.DateField(label="Of which day?", required=False, widget=DAY)


class FirstEvidenceForm(EvidenceForm):
    """The same beside a new need: all of it may stay blank."""

    text = forms.CharField(
        label="What shows it?",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    source = forms.CharField(label="Where does that come from?", required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        """Ask for the source where there is a fact, and the other way round."""
        given = self.cleaned_data
        if bool(given.get("text")) != bool(given.get("source")):
            raise forms.ValidationError(
                "Evidence needs both: what it shows, and where it comes from."
            )
        return given


class AnswerForm(forms.Form):
    """What answered a need."""

    answer = forms.ChoiceField(
        label="What answered it?",
        choices=[*Need.Answer.choices, ("", "Nothing: it is no longer needed")],
        required=False,
        widget=forms.RadioSelect,
        initial=Need.Answer.SMALL,
    )
    text = forms.CharField(
        label="What was done?", max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    answered_on = forms.DateField(label="On which day?", required=False, widget=DAY)


class ReasonForm(forms.Form):
    """A reason, in a sentence."""

    reason = forms.CharField(max_length=500)


class MergeForm(ReasonForm):
    """Which need to merge into, and why."""

    into = forms.ModelChoiceField(Need.objects.all())


class FilterForm(forms.Form):
    """Which needs to show; wrong values are left out, never an error."""

    q = forms.CharField(required=False, max_length=200)
    state = forms.ChoiceField(
        required=False, choices=[(each, each) for each in ("open", "answered", "merged", "all")]
    )
    found = forms.ChoiceField(required=False, choices=Need.Found.choices)
    evidence = forms.ChoiceField(required=False, choices=[("yes", "yes"), ("no", "no")])
    answer = forms.ChoiceField(required=False, choices=[("without", "without")])
    unit = forms.ModelChoiceField(OrganizationUnit.objects.all(), required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=10**6)

    def wanted(self) -> dict[str, Any]:
        """Return what was asked for, by field; what could not be read is as if not said."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) for name in self.fields}


class OfferingForm(forms.Form):
    """An offering as text: one thing a line where there are several."""

    key = forms.CharField(
        max_length=80,
        label="Short name",
        help_text="Small letters, digits and hyphens; it stays the same for good.",
    )
    title = forms.CharField(max_length=200)
    purpose = forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    may_ask = forms.CharField(
        label="Who may ask",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    gives = forms.CharField(
        label="What they get",
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One thing a line.",
    )
    asks = forms.CharField(
        label="What is needed from them",
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One thing a line.",
    )
    response = forms.CharField(label="Response within", required=False, max_length=30)
    delivery = forms.CharField(label="Delivery within", required=False, max_length=30)
    decision = forms.CharField(
        label="Decision within",
        required=False,
        max_length=30,
        help_text="In working time: 2 days, 4 hours. A decision counts from when it is put up.",
    )
    escalate = forms.CharField(
        label="Whom to tell",
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One a line: share of the promised time | who. 100% | Head of the office.",
    )
    measures = forms.CharField(
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="How you would see that it is any good; one a line.",
    )
    steps = forms.CharField(
        label="Playbook",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="One step a line: title | what to do | what it leaves behind.",
    )
    note = forms.CharField(label="What changed", required=False, max_length=500)

    def __init__(self, *args: Any, offering: Offering | None = None, **kwargs: Any) -> None:
        if offering is not None:
            kwargs["initial"] = _typed(offering)
        super().__init__(*args, **kwargs)
        self.offering = offering
        if offering is not None:
            del self.fields["key"]
        else:
            del self.fields["note"]

    def clean_key(self) -> str:
        """Check the short name here, so that the fault stands beside its field."""
        key: str = self.cleaned_data["key"].strip()
        if not KEY.fullmatch(key):
            raise forms.ValidationError("Small letters and digits, with hyphens between them.")
        return key

    def record(self) -> Offering:
        """Return what was typed, as the vocabulary knows it.

        Raises
        ------
        InputError
            If the parts do not make an offering.
        """
        given = self.cleaned_data
        return Offering(
            key=self.offering.key if self.offering else given["key"],
            title=given["title"].strip(),
            purpose=given["purpose"].strip(),
            may_ask=given["may_ask"].strip(),
            gives=tuple(_lines(given["gives"])),
            asks=tuple(_lines(given["asks"])),
            levels=tuple(
                replace(given[each], escalations=given["escalate"])
                for each in MEASURES
                if given[each] is not None
            ),
            measures=tuple(_lines(given["measures"])),
            steps=tuple(_steps(given["steps"])),
        )

    def clean_response(self) -> Target | None:
        """Read the promise of a response."""
        return self._level("response")

    def clean_delivery(self) -> Target | None:
        """Read the promise of delivery."""
        return self._level("delivery")

    def clean_decision(self) -> Target | None:
        """Read the promise of a decision."""
        return self._level("decision")

    def clean_escalate(self) -> tuple[Escalation, ...]:
        """Read whom to tell at which share of the promised time."""
        found = []
        for each in _lines(self.cleaned_data["escalate"]):
            match = ESCALATE.fullmatch(each)
            if not match or not 0 < int(match[1]) <= MOST_WITHIN:
                raise forms.ValidationError("Write it like 90% | Head of the office.")
            found.append(Escalation(int(match[1]) / 100, match[2].strip()))
        return tuple(found)

    def _level(self, measure: Measure) -> Target | None:
        held = {each.measure: each for each in self.offering.levels} if self.offering else {}
        return read_level(self.cleaned_data[measure], measure, held.get(measure))


def read_level(typed: str, measure: Measure, before: Target | None) -> Target | None:
    """Read a promise as a person types it: "2 days", "4 hours", "3"; None for a blank.

    What else was promised before (warnings, escalations) stays.
    """
    if not typed.strip():
        return None
    match = WITHIN.fullmatch(typed.strip())
    if not match or not 1 <= int(match[1]) <= MOST_WITHIN:
        raise forms.ValidationError("Write it like 2 days or 4 hours.")
    unit: Unit = "hours" if (match[2] or "").lower().startswith("h") else "days"
    if before is not None:
        return replace(before, amount=int(match[1]), unit=unit)
    starts: EventKind = "submitted" if measure == "decision" else "requested"
    return Target(measure, int(match[1]), unit, starts=starts)


class VisionForm(forms.Form):
    """The vision but for its standards, which stand in rows of their own."""

    for_whom = forms.CharField(
        label="For whom are we here?", max_length=1_000, widget=forms.Textarea(attrs={"rows": 2})
    )
    outcomes = forms.CharField(
        label="What do they get?",
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Outcomes, not activities; one a line.",
    )
    difference = forms.CharField(
        label="How do we differ?",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="From whoever else they could turn to, or from doing it themselves.",
    )
    review_on = forms.DateField(label="Looked at again on", required=False, widget=DAY)


class ReviewForm(forms.Form):
    """What a review found."""

    found = forms.CharField(
        label="What did we find?", max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    next_on = forms.DateField(label="Looked at again on", required=False, widget=DAY)


def _lines(text: str) -> Iterable[str]:
    return (each for each in (" ".join(part.split()) for part in text.splitlines()) if each)


def _steps(text: str) -> Iterable[PlaybookStep]:
    for each in _lines(text):
        title, _, rest = each.partition(STEP_MARK)
        detail, _, artefact = rest.partition(STEP_MARK)
        yield PlaybookStep(title.strip(), detail.strip(), artefact.strip())


def _typed(offering: Offering) -> dict[str, Any]:
    """Write an offering the way a person would type it."""
    steps = [
        f" {STEP_MARK} ".join((each.title, each.detail, each.artefact)).rstrip(f" {STEP_MARK}")
        for each in offering.steps
    ]
    told = dict.fromkeys(rule for each in offering.levels for rule in each.escalations)
    return {
        "escalate": "\n".join(f"{each.share * 100:.0f}% | {each.to}" for each in told),
        "title": offering.title,
        "purpose": offering.purpose,
        "may_ask": offering.may_ask,
        "gives": "\n".join(offering.gives),
        "asks": "\n".join(offering.asks),
        "measures": "\n".join(offering.measures),
        "steps": "\n".join(steps),
        **{each.measure: str(each) for each in offering.levels},
    }
