"""What people may send to the pages of judgements."""

from collections.abc import Mapping, Sequence
from email.utils import parseaddr
from typing import Any
from uuid import UUID

from django import forms

from headwater.web.judgement import actions
from headwater.web.judgement.actions import Reading, Trail, Typed
from headwater.web.judgement.models import Participant
from headwater.web.judgement.states import Mode, Pace
from headwater.web.judgement.templates import KINDS, TEMPLATES
from headwater.web.projects.forms import VersionForm


class PointsForm(VersionForm):
    """Points for each criterion, as typed; `texts` gives them by criterion."""

    leader = forms.CharField(required=False, max_length=300)

    def __init__(self, criteria: Sequence[str], data: Mapping[str, str]) -> None:
        super().__init__(data)
        self.names = {f"points-{number}": each for number, each in enumerate(criteria)}
        for field, criterion in self.names.items():
            self.fields[field] = forms.CharField(required=False, max_length=100, label=criterion)
            self.fields[f"{field}-of"] = forms.CharField(max_length=500)

    def texts(self) -> dict[str, str]:
        """Return what was typed, by the criterion that the page named beside it."""
        return {self.cleaned_data[f"{field}-of"]: self.cleaned_data[field] for field in self.names}


class JoinForm(forms.Form):
    """PIN and name of someone who enters the room."""

    pin = forms.CharField(
        label="PIN",
        max_length=12,
        help_text="Six digits, on the screen in the room.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label="Your name",
        max_length=100,
        help_text="As the others know you.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


def told(form: forms.Form) -> str:
    """Say what is wrong with a form, in one line."""
    said = [f"{name}: {fault}" for name, faults in form.errors.items() for fault in faults]
    return "; ".join(said) or "The form could not be read; reload the page."


MOMENT = "%Y-%m-%dT%H:%M"


def _moment(label: str, hint: str) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        required=False,
        help_text=hint,
        input_formats=[MOMENT],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )


class NewWorkshopForm(forms.Form):
    """A workshop to begin: its title, and the template it starts from."""

    title = forms.CharField(max_length=200)
    template = forms.ChoiceField(
        required=False,
        choices=[("", "An empty agenda"), *((key, each.title) for key, each in TEMPLATES.items())],
    )


class WorkshopForm(VersionForm):
    """What is settled before a workshop opens."""

    title = forms.CharField(max_length=200)
    purpose = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))
    mode = forms.ChoiceField(choices=Mode.choices, label="Who sees whose answers")
    pace = forms.ChoiceField(choices=Pace.choices, label="How you meet")
    quorum = forms.IntegerField(
        min_value=1, max_value=10_000, help_text="Answers a question needs before it is revealed."
    )
    deadline = _moment("Deadline (UTC)", "Questions close then by themselves when you work apart.")
    remind = _moment("Reminder (UTC)", "One message to each is written then, for you to send.")
    late_joiners = forms.BooleanField(required=False, label="Let people join while it is running")


class ItemForm(forms.Form):
    """One point of the agenda; lists are one name a line."""

    kind = forms.ChoiceField(choices=[(key, each.title) for key, each in KINDS.items()])
    title = forms.CharField(max_length=200)
    question = forms.CharField(required=False, max_length=2000)
    method = forms.CharField(required=False, max_length=40)
    minutes = forms.IntegerField(min_value=0, max_value=600)
    subjects = forms.CharField(required=False)
    criteria = forms.CharField(required=False)
    anchors = forms.CharField(required=False)

    def values(self) -> dict[str, Any]:
        """Return what was typed, with lists taken apart; what the kind does not use is left out."""
        given = dict(self.cleaned_data)
        given["subjects"] = given["subjects"].splitlines()
        given["criteria"] = given["criteria"].splitlines()
        pairs = (line.partition(":") for line in given.pop("anchors").splitlines())
        given["anchors"] = {
            level.strip(): words.strip() for level, _, words in pairs if words.strip()
        }
        if given["kind"] != "criteria" or not given["method"]:
            given.pop("method")
        return given


class PeopleForm(forms.Form):
    """People to put on the list, one a line: a name, and an e-mail address if there is one."""

    people = forms.CharField(max_length=50_000)
    part = forms.ChoiceField(choices=Participant.Part.choices)

    def lines(self) -> list[tuple[str, str]]:
        """Return (name, address) of each line."""
        found = [parseaddr(line) if "@" in line else (line, "") for line in self._lines()]
        return [(name or address.partition("@")[0], address) for name, address in found]

    def _lines(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["people"].splitlines() if line.strip()]


class RecordForm(forms.Form):
    """A decision record as it is typed; lists are one a line, "what - why"."""

    title = forms.CharField(max_length=300)
    decision = forms.CharField()
    alternatives = forms.CharField(required=False)
    dissent = forms.CharField(required=False)
    evidence = forms.CharField(required=False)
    conditions = forms.CharField(required=False)
    trigger = forms.CharField(required=False)
    review = forms.DateField(required=False)
    run = forms.UUIDField(required=False)
    effect = forms.CharField(required=False, max_length=10)
    why = forms.CharField(required=False)

    def pairs(self, name: str) -> list[tuple[str, str]]:
        """Return a list field as (what, why) pairs."""
        found = (line.partition(" - ") for line in self.cleaned_data[name].splitlines())
        return [(what.strip(), why.strip()) for what, _, why in found if what.strip()]


Given = tuple[dict[str, Typed], Reading, Trail | None]
"""What stands in a ballot's fields, the answers found, and the steps that led there if any did."""


def given(data: Mapping[str, str], round_id: UUID, asked: Sequence[Mapping[str, Any]]) -> Given:
    """Read a ballot that is handed in; one that asks step by step brings its trail along."""
    if not (asked and asked[0].get("sparse")):
        typed = ballot_typed(data, asked)
        return typed, actions.read([dict(each) for each in asked], typed), None
    every = [dict(each) for each in asked]
    trail = actions.read_trail(data.get("trail", ""), asked=every)
    now = actions.step(round_id=round_id, trail=trail).asked
    typed = step_typed(data, len(now))
    if any(each != Typed() for each in typed.values()):
        trail, reading = actions.add(trail, now, typed)
        if reading.faults:
            return typed, reading, trail
    return typed, actions.handed_in(round_id, trail, every), trail


def step_typed(data: Mapping[str, str], count: int) -> dict[str, Typed]:
    """Return what the form of one step holds, by the place of the question."""
    return ballot_typed(data, [{"key": str(place)} for place in range(count)])


def ballot_typed(data: Mapping[str, str], asked: Sequence[Mapping[str, Any]]) -> dict[str, Typed]:
    """Return what a ballot's form holds, by the key of the question."""
    found = {}
    for number, question in enumerate(asked):
        given = {
            field: data.get(f"q{number}-{field}", "")
            for field in ("value", "pick", "to", "side", "said", "unknown", "comment")
        }
        found[question["key"]] = Typed(
            value=given["value"] or given["pick"],
            to=given["to"],
            side=given["side"],
            said=given["said"],
            unknown=bool(given["unknown"]),
            comment=given["comment"],
        )
    return found
