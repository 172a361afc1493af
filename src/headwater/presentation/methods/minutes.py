"""Minutes of a decision: what was decided first, then what it rests on and what follows."""

from collections.abc import Sequence
from datetime import date

from headwater.presentation.wording import printable
from headwater.vocabulary.minutes import Minutes
from headwater.vocabulary.report import (
    Block,
    Callout,
    Column,
    Heading,
    Points,
    Report,
    Section,
    Table,
    Text,
)
from headwater.vocabulary.units import MoneyUnit

NAME = "minutes"
TITLE = "Minutes of a decision"
SOURCE = "iso24495_1"

NO_DISSENT = "Nobody dissented, or nobody said so."


def build(minutes: Minutes) -> Report:
    """Tell one decision: the decision itself, alternatives, dissent, evidence, and what follows.

    Returns
    -------
    Report
        One section; lists that are empty are left out, except dissent, whose absence is said.
        Sentences stand as people wrote them.
    """
    minutes = printable(minutes)
    blocks: list[Block] = [Callout(minutes.decision, "What was decided", "start")]
    if minutes.replaces is not None:
        blocks.append(Text(_replaced(minutes)))
    blocks += _pairs("Alternatives", minutes.alternatives, "Alternative", "Why not")
    blocks += _dissent(minutes.dissent)
    blocks += _pairs("What it rests on", minutes.evidence, "Evidence", "Where")
    blocks += _holds(minutes)
    blocks += _outcomes(minutes)
    blocks += _to_do(minutes.to_do)
    blocks.append(Text(_foot(minutes), "small"))
    return Report(
        title=minutes.organization or "Headwater",
        subtitle="Minutes of a decision",
        sections=(
            Section(
                key=f"decision-{minutes.number}",
                label=f"Decision {minutes.number} · {_day(minutes.made)}",
                title=minutes.title,
                blocks=tuple(blocks),
            ),
        ),
        money=MoneyUnit(),
        digest=minutes.digest,
    )


def _replaced(minutes: Minutes) -> str:
    why = f": {minutes.why}" if minutes.why else "."
    return f"It {minutes.effect} decision {minutes.replaces}{why}"


def _pairs(title: str, pairs: Sequence[tuple[str, str]], first: str, second: str) -> list[Block]:
    if not pairs:
        return []
    if not any(why for _, why in pairs):
        return [Heading(title), Points(tuple(what for what, _ in pairs))]
    columns = (Column(first, share=2), Column(second, share=3))
    return [Heading(title), Table(columns, tuple(pairs))]


def _dissent(pairs: Sequence[tuple[str, str]]) -> list[Block]:
    if not pairs:
        return [Heading("Dissent"), Text(NO_DISSENT)]
    return _pairs("Dissent", pairs, "Who", "Why")


def _holds(minutes: Minutes) -> list[Block]:
    rows = [
        ("It holds if", minutes.conditions),
        ("It is opened again when", minutes.trigger),
        ("It is looked at again on", _day(minutes.review) if minutes.review else ""),
    ]
    said = tuple(row for row in rows if row[1])
    if not said:
        return []
    columns = (Column("Clause", share=2), Column("As agreed", share=3))
    return [Heading("How long it holds"), Table(columns, said)]


def _outcomes(minutes: Minutes) -> list[Block]:
    said = {point: text for point, text in (minutes.outcomes or {}).items() if text}
    if not said:
        return []
    rows = tuple(said.items())
    return [
        Heading("What came out of each point"),
        Table((Column("Point", share=2), Column("Outcome", share=3)), rows),
    ]


def _to_do(actions: Sequence[tuple[str, str, str]]) -> list[Block]:
    if not actions:
        return []
    rows = tuple(actions)
    columns = (Column("Action", share=4), Column("Who", share=2), Column("By", share=2))
    return [Heading("Who does what"), Table(columns, rows)]


def _foot(minutes: Minutes) -> str:
    parts = [f"Recorded by {minutes.by} on {_day(minutes.made)}."]
    if minutes.meeting:
        mode = f", answers {minutes.mode.lower()}" if minutes.mode else ""
        parts.append(f"Workshop: {minutes.meeting}{mode}.")
    if minutes.present:
        parts.append(f"Present: {', '.join(minutes.present)}.")
    if minutes.minutes is not None:
        parts.append(f"It took {minutes.minutes} leaders' minutes.")
    if minutes.trail:
        number, _, seal = minutes.trail.partition(":")
        parts.append(f"Audit trail at event {number}, {seal[:16]}.")
    return " ".join(parts)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
