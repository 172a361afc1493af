"""Decision records: made once, superseded, never edited; and how decisions last."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from headwater.errors import ConflictError, InputError
from headwater.vocabulary.durability import DecisionTaken, Durability
from headwater.web.judgement.actions.announcing import announce
from headwater.web.judgement.models import DecisionRecord, Item, Participant, Turnout, Workshop
from headwater.web.judgement.permissions import check_can_conduct
from headwater.web.judgement.states import State
from headwater.web.organization import audit
from headwater.web.organization.models import name_of
from headwater.web.organization.permissions import check_can
from headwater.web.runs.actions import canonical
from headwater.web.runs.models import Run

LONGEST = 10_000
EFFECTS = ("refines", "reverses")


@dataclass(frozen=True, slots=True)
class Words:
    """What a decision record says, as a person writes it.

    alternatives, dissent and evidence are (what, why or where) pairs.
    """

    title: str
    decision: str
    alternatives: Sequence[tuple[str, str]] = ()
    dissent: Sequence[tuple[str, str]] = ()
    evidence: Sequence[tuple[str, str]] = ()
    conditions: str = ""
    trigger: str = ""
    review: date | None = None


@transaction.atomic
def record_decision(
    *,
    words: Words,
    by: User,
    workshop: Workshop | None = None,
    item: Item | None = None,
    run: Run | None = None,
    supersedes: DecisionRecord | None = None,
    effect: str = "",
    why: str = "",
) -> DecisionRecord:
    """Write a decision down for good.

    Raises
    ------
    InputError
        If title or decision is blank, or what it supersedes lacks an effect or a reason.
    ConflictError
        If the decision was superseded already.
    """
    check_can(by, "facilitate")
    if workshop is not None:
        check_can_conduct(by, workshop)
    _check(words)
    _check_supersedes(supersedes, effect, why)
    number = (DecisionRecord.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    head, seal = audit.head()
    made = DecisionRecord(
        number=number,
        workshop=workshop,
        item=item,
        title=words.title.strip(),
        decision=words.decision.strip(),
        alternatives=_pairs(words.alternatives, "what", "why_not"),
        dissent=_pairs(words.dissent, "who", "why"),
        evidence=_pairs(words.evidence, "what", "where"),
        run=run,
        conditions=words.conditions.strip(),
        trigger=words.trigger.strip(),
        review=words.review,
        supersedes=supersedes,
        effect=effect if supersedes else "",
        why=why.strip() if supersedes else "",
        minutes=executive_minutes(item) if item else None,
        made=timezone.now(),
        by=by,
        by_name=name_of(by),
        trail=f"{head}:{seal}",
    )
    made.digest = digest_of(made)
    made.save(force_insert=True)
    audit.record(
        "judgement.decision.recorded",
        target=made,
        by=by,
        detail={
            "number": number,
            "digest": made.digest,
            "supersedes": supersedes.number if supersedes else None,
        },
    )
    if item is not None and workshop is not None:
        Item.objects.filter(pk=item.pk).update(state=State.DECIDED)
        announce(workshop, "decided")
    return made


def digest_of(record: DecisionRecord) -> str:
    """Return the SHA-256 of what a record says, in hexadecimal."""
    fields = (
        "number", "title", "decision", "alternatives", "dissent", "evidence", "conditions",
        "trigger", "effect", "why", "minutes", "by_name", "trail",
    )  # fmt: skip
    plain: dict[str, Any] = {name: getattr(record, name) for name in fields}
    plain |= {
        "review": record.review.isoformat() if record.review else None,
        "made": record.made.isoformat(timespec="microseconds"),
        "run": str(record.run_id or ""),
        "supersedes": str(record.supersedes_id or ""),
    }
    return hashlib.sha256(canonical(json.loads(json.dumps(plain))).encode()).hexdigest()


def executive_minutes(item: Item) -> int:
    """Return how long an item was on screen, in minutes, times the leaders who were there."""
    spent = item.spent
    if item.began is not None:
        spent += int((timezone.now() - item.began).total_seconds())
    there = item.workshop.participants.filter(
        part=Participant.Part.LEADER, joined=True, removed=False
    ).count()
    return round(spent / 60 * there)


@dataclass(frozen=True, slots=True)
class Lasting:
    """How decisions last: the engine's figures, and the reversals with their records."""

    figures: Durability
    reversals: tuple[DecisionRecord, ...]


def durability() -> Lasting:
    """Measure how decisions last and what they cost in leaders' time."""
    from headwater.judgement.durability import durability as measured

    records = list(DecisionRecord.objects.select_related("supersedes"))
    taken = [
        DecisionTaken(
            number=each.number,
            made=each.made.date(),
            replaces=each.supersedes.number if each.supersedes else None,
            effect=each.effect,  # type: ignore[arg-type]
            why=each.why,
            minutes=each.minutes,
        )
        for each in records
    ]
    figures = measured(taken, today=timezone.now().date())
    return Lasting(figures, tuple(each for each in records if each.effect == "reverses"))


def draft(item: Item) -> Words:
    """Return a record to start from: the options, and the dissent that the last reveal shows."""
    last = item.rounds.filter(state=State.REVEALED).order_by("-number").first()
    published: Mapping[str, Any] = (last.published if last else None) or {}
    question = next(iter(published.get("questions", ())), None)
    if not question or question["kind"] != "choice" or "counts" not in question:
        return Words(title=item.title, decision=item.outcome)
    ranked = sorted(question["counts"], key=lambda each: -each[1])
    chosen = ranked[0][0]
    others = [(option, f"{count} for it") for option, count in ranked[1:]]
    return Words(
        title=item.title,
        decision=item.outcome or chosen,
        alternatives=others,
        dissent=_dissent(question, chosen, others),
        evidence=[(f"Round {last.number if last else 1}: {ranked[0][1]} for “{chosen}”", "")],
    )


def _dissent(
    question: Mapping[str, Any], chosen: str, others: Sequence[tuple[str, str]]
) -> list[tuple[str, str]]:
    if "by_person" in question:
        why = dict(question["comments"])
        return [
            (name, why.get(name) or f"For “{said}”")
            for name, said in question["by_person"]
            if said and said != chosen
        ]
    return [(f"Those for “{option}”", "") for option, count in others if not count.startswith("0")]


def answered_names(item: Item) -> list[str]:
    """Return who answered the item's last round, where names are shown; for the minutes."""
    last = item.rounds.order_by("-number").first()
    if last is None or last.is_hidden:
        return []
    rows = Turnout.objects.filter(round=last, answered=True)
    return sorted(rows.values_list("participant__name", flat=True))


def _check(words: Words) -> None:
    if not words.title.strip() or len(words.title) > 300:
        raise InputError("A decision needs a title of 1 to 300 characters.")
    if not words.decision.strip():
        raise InputError("Say what was decided, in a sentence that someone else can act on.")
    texts = [words.decision, words.conditions, words.trigger]
    texts += [
        text for pair in (*words.alternatives, *words.dissent, *words.evidence) for text in pair
    ]
    if any(len(text) > LONGEST for text in texts):
        raise InputError(f"A part of a record takes {LONGEST:,} characters at most.")


def _check_supersedes(supersedes: DecisionRecord | None, effect: str, why: str) -> None:
    if supersedes is None:
        return
    if DecisionRecord.objects.filter(supersedes=supersedes).exists():
        raise ConflictError(
            f"Decision {supersedes.number} was superseded already; supersede the newer one."
        )
    if effect not in EFFECTS:
        raise InputError("Say whether the new decision refines or reverses the earlier one.")
    if not why.strip():
        raise InputError("Say why the earlier decision no longer stands as it was.")


def _pairs(pairs: Sequence[tuple[str, str]], first: str, second: str) -> list[dict[str, str]]:
    return [{first: a.strip(), second: b.strip()} for a, b in pairs if a.strip()]


def words_of(record: DecisionRecord) -> Words:
    """Return the words of a record, to start its successor from."""
    return Words(
        title=record.title,
        decision=record.decision,
        alternatives=[(each["what"], each["why_not"]) for each in record.alternatives],
        dissent=[(each["who"], each["why"]) for each in record.dissent],
        evidence=[(each["what"], each["where"]) for each in record.evidence],
        conditions=record.conditions,
        trigger=record.trigger,
        review=record.review,
    )
