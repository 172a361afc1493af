"""Minutes of a decision as files: the words of the record, and the meeting around them."""

from django.contrib.auth.models import User

from headwater.errors import InputError
from headwater.vocabulary.minutes import Minutes
from headwater.web.judgement.models import DecisionRecord, Participant, Workshop
from headwater.web.judgement.states import Mode
from headwater.web.organization import audit
from headwater.web.organization.models import Organization
from headwater.web.organization.permissions import check_can

KINDS = ("docx", "html")


def minutes_of(*, record: DecisionRecord, kind: str, by: User) -> bytes:
    """Write the minutes of a decision as .docx or .html, and note who took them away."""
    from headwater.presentation.methods import minutes as method
    from headwater.presentation.render import docx
    from headwater.presentation.render.html import letter

    check_can(by, "download")
    if kind not in KINDS:
        raise InputError(f"There are no minutes as {kind!r}; there are: {', '.join(KINDS)}.")
    report = method.build(told(record))
    audit.record("judgement.minutes.taken", target=record, by=by, detail={"kind": kind})
    return docx.render(report) if kind == "docx" else letter.render(report).encode()


def told(record: DecisionRecord) -> Minutes:
    """Return a record and its meeting as the vocabulary knows them."""
    workshop = record.workshop
    served = Organization.objects.first()
    return Minutes(
        number=record.number,
        title=record.title,
        decision=record.decision,
        made=record.made.date(),
        by=record.by_name,
        alternatives=tuple((each["what"], each["why_not"]) for each in record.alternatives),
        dissent=tuple((each["who"], each["why"]) for each in record.dissent),
        evidence=_evidence(record),
        conditions=record.conditions,
        trigger=record.trigger,
        review=record.review,
        organization=served.name if served else "",
        meeting=workshop.title if workshop else "",
        purpose=workshop.purpose if workshop else "",
        mode=Mode(workshop.mode).label if workshop else "",
        present=_present(workshop) if workshop else (),
        outcomes=dict(workshop.items.values_list("title", "outcome")) if workshop else None,
        to_do=_to_do(workshop) if workshop else (),
        replaces=record.supersedes.number if record.supersedes else None,
        effect=record.effect,
        why=record.why,
        minutes=record.minutes,
        digest=record.digest,
        trail=record.trail,
    )


def _evidence(record: DecisionRecord) -> tuple[tuple[str, str], ...]:
    rows = [(each["what"], each["where"]) for each in record.evidence]
    if record.run:
        rows.append((f"Run {record.run.number}: {record.run.title}", record.run.input_digest[:16]))
    return tuple(rows)


def _present(workshop: Workshop) -> tuple[str, ...]:
    """Return who was there: that they came, never what they answered."""
    rows = workshop.participants.filter(joined=True, removed=False, part=Participant.Part.LEADER)
    return tuple(rows.values_list("name", flat=True))


def _to_do(workshop: Workshop) -> tuple[tuple[str, str, str], ...]:
    rows = workshop.parked.filter(is_action=True, taken_away=False)
    return tuple(
        (each.text, each.owner, f"{each.due:%d %B %Y}".lstrip("0") if each.due else "")
        for each in rows
    )
