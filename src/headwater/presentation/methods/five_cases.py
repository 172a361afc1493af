"""The five-case document: strategic, economic, commercial, financial, management, and annexes."""

from collections.abc import Mapping
from math import fsum

from headwater.presentation.cases import certainty, pieces, tracing
from headwater.presentation.methods.case_story import report
from headwater.presentation.wording import count, percent, printable
from headwater.vocabulary.appraisal_file import CaseFile
from headwater.vocabulary.report import (
    Block,
    Callout,
    Cell,
    Chart,
    Column,
    Heading,
    Points,
    Report,
    Section,
    Table,
    Text,
)

NAME = "five_cases"
TITLE = "Five-case document"
SOURCE = "hmt2026"

MOST_FINDINGS = 14
GROUPS = {
    "Capital": ("capex",),
    "Running costs": ("opex",),
    "Cash benefits": ("cash_benefit",),
    "Other benefits": ("non_cash_benefit", "societal_benefit", "residual_value"),
}


def build(file: CaseFile) -> Report:
    """Tell a case whole: a summary, the five cases, what a reviewer found, every source."""
    file = printable(file)
    return report(
        file,
        TITLE,
        (
            _summary(file),
            _strategic(file),
            _economic(file),
            _sensitivity(file),
            *_chances(file),
            _commercial(file),
            _financial(file),
            _management(file),
            _review(file),
            *tracing.annexes(file),
        ),
    )


def _summary(file: CaseFile) -> Section:
    case = file.case
    blocks: tuple[Block, ...] = (
        pieces.said(case.need, "lead"),
        pieces.figures(file),
        Callout(case.ask or pieces.NOT_WRITTEN, title="What is asked"),
        Heading("How the document is built"),
        Text(
            f"Sponsor: {case.sponsor or 'not named'}. Author: {case.author or 'not named'}. "
            f"Stage: {case.stage or 'not said'}. {pieces.basis(file)}"
        ),
        pieces.gate(file),
    )
    return Section("summary", "Summary", pieces.finding(file), blocks, trace=tracing.traces(file))


def _strategic(file: CaseFile) -> Section:
    blocks: list[Block] = [Heading("The need"), pieces.said(file.case.need)]
    if file.case.objectives:
        blocks += [Heading("Objectives"), Points(file.case.objectives, "steps")]
    blocks += _statements(file, "strategic")
    if file.case.dependencies:
        rows = tuple((e.on, e.kind, e.text, e.by) for e in file.case.dependencies)
        columns = (Column("Depends on", share=2), Column("How"), Column("Why", share=3),
                   Column("By"))  # fmt: skip
        blocks.append(Table(columns, rows))
    return Section("strategic", "Strategic case", "Why something has to change", tuple(blocks))


def _economic(file: CaseFile) -> Section:
    blocks: list[Block] = [pieces.options_table(file)]
    if chart := pieces.options_chart(file):
        blocks.append(chart)
    if aside := pieces.set_aside(file):
        blocks.append(aside)
    if file.case.success_factors:
        names = [each.name for each in file.case.success_factors]
        rows = tuple(
            (each.name, *(each.ratings.get(name, "?") for name in names))
            for each in file.case.options
        )
        columns = (Column("Option", share=2), *(Column(name) for name in names))
        blocks.append(Table(columns, rows, caption="Critical success factors"))
    if beside := pieces.beside(file):
        blocks.append(beside)
    blocks += _statements(file, "economic")
    title = "Which option gives the most public value"
    return Section("economic", "Economic case", title, tuple(blocks), trace=tracing.traces(file))


def _sensitivity(file: CaseFile) -> Section:
    blocks: list[Block] = []
    if drivers := pieces.drivers_chart(file):
        blocks += [drivers, Text(file.spread.method, "small")]
    else:
        blocks.append(Text("No assumption has a range yet: nothing drives the value visibly."))
    chosen = file.chosen
    if chosen and chosen.adjustments:
        rows = tuple(
            (
                each.target,
                (each.reference or each.kind).replace("_", " "),
                percent(each.upper),
                percent(each.mitigated),
                percent(each.uplift),
                f"{each.amount:,.1f}",
                f"{each.evidence} {each.by} {each.date}".strip(),
            )
            for each in chosen.adjustments
        )
        columns = (
            Column("On"), Column("Reference", share=1.6), Column("Before"), Column("Mitigated"),
            Column("Applied"), Column("Adds"), Column("Evidence, who, when", share=3.4),
        )  # fmt: skip
        blocks.append(Table(columns, rows, caption="Optimism bias"))
    if doubts := pieces.doubts(file):
        blocks += [Heading("Doubts"), Points(doubts)]
    return Section("sensitivity", "Economic case", "How sure the value is", tuple(blocks))


def _chances(file: CaseFile) -> tuple[Section, ...]:
    found = certainty.blocks(file)
    if not found:
        return ()
    title = "What a simulation says, and what is worth finding out"
    trace = tracing.traces(file)
    return (Section("chances", "Economic case", title, tuple(found), trace=trace),)


def _commercial(file: CaseFile) -> Section:
    blocks = _statements(file, "commercial")
    if file.case.contracts:
        rows = tuple(
            (e.supplier or "?", e.route, e.kind, f"{e.start} to {e.end}", e.value, e.risk_shared)
            for e in file.case.contracts
        )
        columns = (
            Column("Supplier", share=2), Column("Route", share=1.2), Column("Kind", share=1.4),
            Column("Time", share=1.4), Column("Value"), Column("Who carries which risk", share=2.4),
        )  # fmt: skip
        blocks.append(Table(columns, rows, caption="Contracts"))
    blocks = blocks or [Text("Nothing is written of suppliers and contracts yet.")]
    return Section("commercial", "Commercial case", "How it is bought", tuple(blocks))


def _financial(file: CaseFile) -> Section:
    blocks: list[Block] = [money_block(file)]
    blocks += _statements(file, "financial")
    if file.case.funding:
        rows = tuple(
            (each.source, each.status or "?", each.kind, _span(each.amounts))
            for each in file.case.funding
        )
        columns = (Column("Money from", share=2), Column("Sure?"), Column("Kind"),
                   Column("By year", share=4))  # fmt: skip
        blocks.append(Table(columns, rows, caption="Funding"))
    return Section("financial", "Financial case", "What it costs, and who pays", tuple(blocks))


def _management(file: CaseFile) -> Section:
    blocks: list[Block] = []
    if file.case.measures:
        rows = tuple(
            (e.outcome, e.baseline or "?", e.target or "?", e.data_source or "?", e.owner or "?",
             e.review or "?")
            for e in file.case.measures
        )  # fmt: skip
        columns = (
            Column("Outcome", share=2.4), Column("Baseline", share=1.3),
            Column("Target", share=1.3),
            Column("Data", share=1.3), Column("Owner", share=1.4), Column("Review"),
        )  # fmt: skip
        blocks.append(Table(columns, rows, caption="How it will be seen to have worked"))
    if risks := pieces.risks_table(file):
        blocks.append(risks)
    blocks += _statements(file, "management")
    blocks.append(pieces.gate(file))
    title = "How it is done, and how it is seen to have worked"
    return Section("management", "Management case", title, tuple(blocks))


def _review(file: CaseFile) -> Section:
    found = file.review
    total = len(found.passed) + len({each.check.id for each in found.findings})
    blocks: list[Block] = []
    if found.findings:
        rows = tuple(
            (each.check.severity, each.place, each.text, each.check.mend, each.check.edition)
            for each in found.findings[:MOST_FINDINGS]
        )
        columns = (Column("Severity"), Column("Where", share=1.3), Column("Found", share=2.6),
                   Column("Mend", share=2.6), Column("Rule from", share=1.5))  # fmt: skip
        more = len(found.findings) - len(rows)
        blocks.append(Table(columns, rows, note=f"And {more} more." if more else ""))
    else:
        blocks.append(Text("No check found anything to mend."))
    shares = tuple((name, percent(share)) for name, share in found.completeness.items())
    blocks.append(Table((Column("Case"), Column("Topics spoken of")), shares))
    title = f"{len(found.passed)} of {total} checks hold: {count(len(found.findings), 'finding')}"
    return Section("review", "Pre-review", title, tuple(blocks))


def money_block(file: CaseFile) -> Table | Chart:
    """Give the money by year as a chart over its table, or the table where there is one year."""
    table = money_table(file)
    return pieces.kinds_chart(file, table) or table


def money_table(file: CaseFile) -> Table:
    """Give capital, running costs and benefits of the option that is asked for by year."""
    chosen = file.chosen
    counted = [each for each in chosen.lines if each.counted] if chosen else []
    years = sorted({year for each in counted for year in each.adjusted})
    rows: list[tuple[Cell, ...]] = []
    for year in years:
        sums = [
            fsum(each.adjusted.get(year, 0.0) for each in counted if each.kind in kinds)
            for kinds in GROUPS.values()
        ]
        rows.append((str(year), *(round(each, 2) for each in sums)))
    columns = (Column("Year"), *(Column(name, "money", share=1.4) for name in GROUPS))
    note = f"With adjustments, not discounted, {file.value.money.label}."
    name = chosen.name if chosen else ""
    return Table(columns, tuple(rows), caption=f"{name} by year", note=note)


def _statements(file: CaseFile, case: str) -> list[Block]:
    found: list[Block] = []
    for each in file.case.statements:
        if each.case == case:
            found += [Heading(each.topic.capitalize()), Text(each.text)]
    return found


def _span(amounts: Mapping[int, str]) -> str:
    spans: list[tuple[int, int, str]] = []
    for year in sorted(amounts):
        text = amounts[year] or "?"
        if spans and spans[-1][2] == text and spans[-1][1] == year - 1:
            spans[-1] = (spans[-1][0], year, text)
        else:
            spans.append((year, year, text))
    return "; ".join(
        f"{first}: {text}" if first == last else f"{first} to {last}: {text} a year"
        for first, last, text in spans
    )
