"""The project charter: why, what and by what it is measured, on two pages, with its gaps named."""

from datetime import date

from headwater.presentation.wording import printable
from headwater.vocabulary.charter import Charter
from headwater.vocabulary.report import (
    Block,
    Callout,
    Column,
    Figure,
    Figures,
    Heading,
    Points,
    Report,
    Section,
    Table,
    Text,
)
from headwater.vocabulary.units import MoneyUnit

NAME = "charter"
TITLE = "Project charter"
SOURCE = "iso21502"
NOBODY = "not named"


def build(charter: Charter) -> Report:
    """Tell a charter in two pages: the reason, then what was agreed and what is missing.

    Returns
    -------
    Report
        What is not known stands under its own heading, so that nobody takes a blank for a no.
    """
    said = printable(charter)
    return Report(
        title=said.project,
        subtitle="Project charter",
        sections=(_why(said), _what(said)),
        money=MoneyUnit(),
        digest=said.reference,
    )


def _why(said: Charter) -> Section:
    blocks: list[Block] = [_figures(said)]
    if said.need:
        blocks += [
            Heading("The need"),
            Text(said.need, "lead"),
            Text(f"For whom: {said.for_whom}."),
        ]
    else:
        blocks += [Heading("The need"), Text("No need was recorded before this charter.", "lead")]
    if said.evidence:
        blocks.append(
            Table(
                (Column("What shows it", share=3), Column("Source", share=2), Column("Of")),
                tuple((each.text, each.source, day(each.day)) for each in said.evidence),
            )
        )
    if said.objectives:
        blocks += [Heading("Objectives that it serves"), Points(said.objectives)]
    blocks += [Heading("The case"), *_told(said.case, "No business case is attached yet.")]
    blocks += [Heading("The decision"), *_told(said.decision, "No decision is recorded yet.")]
    title = f"Why: {said.need}" if said.need else f"Why {said.project}"
    return Section("why", f"Charter {said.number}", title, tuple(blocks))


def _what(said: Charter) -> Section:
    blocks: list[Block] = []
    if said.scope:
        agreed = f"Agreed with {said.agreed_with}." if said.agreed_with else ""
        blocks += [Heading("Scope"), Text(said.scope)]
        if said.not_in_scope:
            blocks.append(Text(f"Not in it: {said.not_in_scope}"))
        if agreed:
            blocks.append(Text(agreed, "small"))
    if said.measures:
        rows = tuple((each.benefit, each.measure or "no measure yet") for each in said.measures)
        blocks += [
            Heading("What is to be better, and what shows it"),
            Table((Column("Benefit", share=3), Column("Measure", share=2)), rows),
        ]
    if said.people:
        blocks += [
            Heading("People"),
            Table(
                (Column("Role"), Column("Who", share=2)),
                tuple((role, who or NOBODY) for role, who in said.people),
            ),
        ]
    if said.levels:
        blocks += [Heading("What is promised"), Points(said.levels)]
    if said.gaps:
        blocks += [Heading("What is missing"), Points(said.gaps)]
    else:
        blocks.append(
            Callout("Need, case, decision, measures and people are all named.", "Whole", "start")
        )
    title = "What was agreed, and by what it is measured"
    return Section("what", f"Charter {said.number}", title, tuple(blocks))


def _figures(said: Charter) -> Figures:
    lead = "not known" if said.lead_days is None else f"{said.lead_days:,} days"
    found = f"the need is known since {day(said.found)}" if said.found else "no earlier need"
    missing = f"{len(said.gaps)}" if said.gaps else "None"
    return Figures(
        (
            Figure(day(said.issued), "Issued", said.organization),
            Figure(lead, "From need to charter", found),
            Figure(
                missing, "Parts missing", "named on the next page" if said.gaps else "all named"
            ),
        )
    )


def _told(sentences: tuple[str, ...], otherwise: str) -> tuple[Block, ...]:
    return tuple(Text(each) for each in sentences) or (Text(otherwise),)


def day(text: str) -> str:
    """Write a day the way people do: "15 March 2027"; "" stays ""."""
    if not text:
        return ""
    found = date.fromisoformat(text)
    return f"{found.day} {found:%B %Y}"
