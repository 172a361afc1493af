"""Where each record is shown: from the ids in figures to the addresses of pages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse

from headwater.vocabulary.service_work import ForecastMade, RecordOfWork
from headwater.web.service.models import Engagement, Need

KINDS = {
    "need", "engagement", "decision", "charter", "value", "feedback", "clock", "lesson",
    "customer", "complaint", "case", "forecast",
}  # fmt: skip
SECTIONS = {"value": "#value", "forecast": "#value", "feedback": "#said", "decision": "#history"}
"""The part of an engagement's page that shows a record of it."""


@dataclass(frozen=True, slots=True)
class Places:
    """The pages of the records of one reading."""

    needs: Mapping[str, int]
    engagements: Mapping[str, int]
    belongs: Mapping[str, str]
    names: Mapping[str, str]
    own: Mapping[str, str] = field(default_factory=dict)

    def address(self, record_id: str) -> str:
        """Return the page that shows a record; "" where none does."""
        if record_id in self.own:
            return self.own[record_id]
        kind, _, rest = record_id.partition(":")
        name = rest if kind in KINDS and rest else record_id
        if name in self.needs:
            return reverse("service:need", args=[self.needs[name]])
        if kind == "customer":
            return f"{reverse('service:engagements')}?{urlencode({'q': name})}"
        if kind == "case" or name.startswith("case-"):
            return reverse("appraisal:case", args=[int(name.removeprefix("case-"))])
        if kind == "clock":
            label, _, measure = name.partition("/")
            pk = self.engagements.get(label)
            return reverse("service:clock", args=[pk, measure]) if pk and measure else ""
        return self._other(kind, name)

    def name(self, record_id: str) -> str:
        """Return what people call a record."""
        kind, _, rest = record_id.partition(":")
        name = rest if kind in KINDS and rest else record_id
        if record_id in self.names:
            return self.names[record_id]
        label, _, measure = name.partition("/")
        called = self.names.get(name) or self.names.get(label) or name
        return f"{called}: {measure}" if measure else called

    def _other(self, kind: str, name: str) -> str:
        if name.startswith("D-"):
            return reverse("judgement:decision", args=[int(name[2:])])
        if name.startswith("O-"):
            return reverse("portfolio:overrides", args=[name[2:].partition(".")[0]])
        what, _, number = name.rpartition(":")
        what = what or kind
        if what == "charter":
            return reverse("presentation:charter", args=[int(number)])
        if what == "review":
            return reverse("service:vision")
        if what == "complaint":
            return f"{reverse('service:satisfaction')}#complaints"
        pk = self.engagements.get(self.belongs.get(name, name))
        return f"{reverse('service:engagement', args=[pk])}{SECTIONS.get(kind, '')}" if pk else ""


def places(record: RecordOfWork) -> Places:
    """Look up what the addresses of a record need, in two queries."""
    needs = {f"N-{number}": (pk, title) for number, pk, title in _rows(Need)}
    engagements = {f"E-{number}": (pk, title) for number, pk, title in _rows(Engagement)}
    belongs = {each.id: each.engagement for each in record.values}
    belongs |= {each.id: each.engagement for each in record.feedback}
    belongs |= {each.id: each.engagement for each in record.decisions if each.engagement}
    names = {label: f"{label} {title}" for label, (_, title) in (needs | engagements).items()}
    names |= {each.id: f"Charter for {each.project}" for each in record.charters}
    names |= {each.id: each.title for each in record.decisions}
    names |= {each.id: f"{each.kind} value, {each.by}, {each.on}" for each in record.values}
    names |= {each.id: f"answer of {each.by}, {each.on}" for each in record.feedback}
    names |= {each.id: each.text[:80] for each in record.lessons}
    names |= {f"case:{each.id}": each.title for each in record.cases}
    names |= {f"forecast:{each.id}": _forecast(each) for each in record.forecasts}
    return Places(
        needs={label: pk for label, (pk, _) in needs.items()},
        engagements={label: pk for label, (pk, _) in engagements.items()},
        belongs=belongs,
        names=names,
    )


def _forecast(made: ForecastMade) -> str:
    if made.scored is None:
        return f"{made.what}, not scored yet"
    how = {True: ", within its range", False: ", outside its range", None: ""}[made.inside]
    return f"{made.what}, scored on {made.scored.day} {made.scored:%b %Y}{how}"


def _rows(model: type[Need] | type[Engagement]) -> list[tuple[int, int, str]]:
    return list(model.objects.values_list("number", "pk", "title"))
