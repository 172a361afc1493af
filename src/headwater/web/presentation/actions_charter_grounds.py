"""What a charter stands on: the case that is kept, and the decision that was recorded."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from headwater.presentation.wording import money
from headwater.vocabulary.appraisal_plans import Measure
from headwater.vocabulary.charter import CharterMeasure
from headwater.vocabulary.units import Interval
from headwater.web.appraisal.models import Case, CaseVersion, SignOff
from headwater.web.judgement.models import DecisionRecord
from headwater.web.organization.models import Organization
from headwater.web.portfolio import actions as portfolio
from headwater.web.projects.models import Project
from headwater.web.service.models import Engagement, Need


@dataclass(frozen=True, slots=True)
class Grounds:
    """The case and the decision as whole sentences, and what the case will be measured by."""

    case: tuple[str, ...]
    decision: tuple[str, ...]
    measures: tuple[CharterMeasure, ...]


def grounds(engagement: Engagement, project: Project | None) -> Grounds:
    """Gather them: the stored case and the decision records first, else what was said here."""
    version = _stored_case(engagement)
    return Grounds(
        case=_of_case(version) if version else _forecasts(engagement),
        decision=_recorded(engagement, project) or _said(engagement, project),
        measures=tuple(_measure(each) for each in version.said.measures) if version else (),
    )


def _stored_case(engagement: Engagement) -> CaseVersion | None:
    """Return the newest version of the case of this engagement, else of its need.

    An approved case goes before a draft, one of the engagement before one of the need only.
    """
    about = Q(engagement=engagement)
    if engagement.need_id is not None:
        about |= Q(need=engagement.need_id)
    cases = list(Case.objects.filter(about, is_illustrative=False).order_by("-changed", "-pk"))
    if not cases:
        return None
    first = min(
        cases,
        key=lambda each: (
            each.engagement_id != engagement.pk, each.state != Case.State.APPROVED,
        ),
    )  # fmt: skip
    return first.versions.select_related("case", "by").get(number=first.version)


def _of_case(version: CaseVersion) -> tuple[str, ...]:
    case, said, value = version.case, version.said, version.valued
    day = f"{version.at.day} {version.at:%B %Y}"
    found = [f"Business case “{said.name}”, version {version.number} of {day}: {_standing(case)}"]
    chosen = value.of(value.preferred) if value.preferred else None
    if chosen is None:
        found.append("The case prefers no option yet.")
        return tuple(found)
    worth = chosen.npv if chosen.against is None else chosen.against
    whether = "by itself" if chosen.against is None else "against business as usual"
    low, high = version.ranged.npv.low, version.ranged.npv.high
    span = f", from {_money(low, version)} to {_money(high, version)}" if low < high else ""
    ratio = f"; {chosen.bcr:.2f} of benefits for each unit of cost" if chosen.bcr else ""
    name = next((each.name for each in said.options if each.id == chosen.option), chosen.option)
    found.append(
        f"It prefers “{name}”: net present value {_money(worth, version)} {whether}{span}{ratio}."
    )
    return tuple(found)


def _standing(case: Case) -> str:
    """Say whether the version in force was approved, and by whom."""
    sign = case.signs.filter(version=case.version, verdict=SignOff.Verdict.APPROVED).first()
    if sign is None:
        return f"{case.get_state_display().lower()}, not approved."
    return f"approved by {sign.by_name} on {sign.at.day} {sign.at:%B %Y}."


def _money(amount: Interval | float, version: CaseVersion) -> str:
    return money(amount, version.valued.money)


def _measure(given: Measure) -> CharterMeasure:
    """Write a measure of a case as the charter shows it."""
    parts = []
    if given.baseline:
        since = f" ({given.baseline_date})" if given.baseline_date else ""
        parts.append(f"now {given.baseline}{since}")
    if given.target:
        parts.append(f"wanted {given.target}")
    if not parts:
        return CharterMeasure(given.outcome, "")
    parts += [given.unit] if given.unit else []
    parts += [f"seen in {given.data_source}"] if given.data_source else []
    parts += [f"{given.owner} answers for it"] if given.owner else []
    parts += [f"looked at again {given.review}"] if given.review else []
    return CharterMeasure(given.outcome, "; ".join(parts))


def _forecasts(engagement: Engagement) -> tuple[str, ...]:
    """Tell the value that was forecast here, where no case is kept."""
    currency = Organization.objects.values_list("currency", flat=True).first() or ""
    found = []
    for each in engagement.values.filter(kind="forecast"):
        amount = f", {currency} {each.amount:,.0f}" if each.amount is not None else ""
        day = f"{each.on.day} {each.on:%B %Y}"
        found.append(f"Value forecast: {each.words}{amount} ({each.said_by}, {day}).")
    return tuple(found)


def _recorded(engagement: Engagement, project: Project | None) -> tuple[str, ...]:
    """Tell the decision records in force that name the engagement, the need or the project."""
    rows = DecisionRecord.objects.filter(superseded_by=None).select_related(
        "workshop", "item", "run"
    )
    run = portfolio.latest() if project else None
    found: list[str] = []
    for row in rows.order_by("number"):
        named = names(row, engagement, engagement.need, project)
        by_run = run is not None and row.run_id == run.pk
        if not (named or by_run):
            continue
        found.append(_told(row))
        if by_run:
            found += _called(project)
    return tuple(dict.fromkeys(found))


def names(
    row: DecisionRecord, engagement: Engagement | None, need: Need | None, project: Project | None
) -> bool:
    """Say whether a record names one of them: by label in its words or evidence, or as a subject.

    Labels and names count as whole words, so E-1 is not found in E-12.
    """
    said = [row.title, row.decision]
    said += [str(part) for each in row.evidence for part in each.values()]
    if mentions(said, engagement, need):
        return True
    if project is None:
        return False
    if row.item is not None and project.name in row.item.subjects:
        return True
    return any(_holds(text, project.name) for text in said)


def mentions(texts: Iterable[str], engagement: Engagement | None, need: Need | None) -> bool:
    """Say whether one of the texts names an engagement or a need, by label or address."""
    wanted = [engagement.label, f"engagements/{engagement.pk}"] if engagement else []
    wanted += [need.label, f"needs/{need.pk}"] if need else []
    return any(_holds(text, each) for text in texts for each in wanted)


def _holds(text: str, name: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text) is not None


def _told(row: DecisionRecord) -> str:
    day = f"{row.made.day} {row.made:%B %Y}"
    meeting = f", in “{row.workshop.title}”" if row.workshop else ""
    parts = [f"Decision {row.number} of {day}{meeting}: {_sentence(row.decision)}"]
    if row.dissent:
        parts.append(f"Dissent: {_list(row.dissent, 'who', 'why')}.")
    if row.conditions:
        parts.append(f"It holds under: {_sentence(row.conditions)}")
    if row.trigger:
        parts.append(f"It is opened again if: {_sentence(row.trigger)}")
    return " ".join(parts) + f" Recorded by {row.by_name}."


def _list(pairs: Iterable[dict[str, str]], first: str, second: str) -> str:
    return "; ".join(f"{each[first]} ({each[second].rstrip('.')})" for each in pairs)


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _said(engagement: Engagement, project: Project | None) -> tuple[str, ...]:
    """Tell what was written down on the engagement, and what the portfolio says of the project."""
    found = []
    for event in engagement.events.filter(kind="decided"):
        who = event.detail.get("decided by", event.by_name)
        found.append(
            f"{_sentence(event.reason)} Decided by {who} on {event.at.day} {event.at:%B %Y}."
        )
    return (*found, *_called(project))


def _called(project: Project | None) -> tuple[str, ...]:
    """Tell the call of the latest portfolio run on the project."""
    run = portfolio.latest() if project else None
    if run is None or project is None:
        return ()
    calls = {each.id: each for each in portfolio.decision_of(run).projects}
    call = calls.get(project.key)
    if call is None:
        return ()
    chosen = "in" if call.chosen else "not in"
    day = f"{run.created.day} {run.created:%B %Y}"
    return (
        f"Portfolio run {run.number} of {day}: {call.call}, {chosen} the recommended portfolio. "
        f"{call.reason}",
    )
