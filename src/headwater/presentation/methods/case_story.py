"""The one-page story of a business case: need, options, worth, what drives it, what we ask."""

from headwater.presentation.cases import pieces, tracing
from headwater.presentation.wording import printable
from headwater.vocabulary.appraisal_file import CaseFile
from headwater.vocabulary.report import Block, Callout, Heading, Report, Section, Table, Text

NAME = "case_story"
TITLE = "One-page story"
SOURCE = "minto2009"

DRIVERS, RISKS = 4, 3


def build(file: CaseFile) -> Report:
    """Tell a case on one page."""
    file = printable(file)
    blocks: list[Block] = [
        pieces.said(file.case.need, "lead"),
        pieces.figures(file),
        pieces.options_table(file, reasons=False),
    ]
    if drivers := pieces.drivers_chart(file):
        table = drivers.table
        rows = table.rows[:DRIVERS]
        blocks += [Heading("What drives it"), Table(table.columns, rows)]
    if risks := pieces.risks_table(file, RISKS):
        blocks.append(Table(risks.columns[:4], tuple(row[:4] for row in risks.rows)))
    blocks.append(Callout(file.case.ask or pieces.NOT_WRITTEN, title="What we ask"))
    blocks.append(Text(" ".join(pieces.doubts(file)[:2]), "small"))
    section = Section(
        "story", "The case on one page", pieces.finding(file), tuple(blocks),
        trace=tracing.traces(file),
    )  # fmt: skip
    return report(file, TITLE, (section,))


def slides(file: CaseFile) -> Report:
    """Tell the same as a short deck with charts that can be edited."""
    file = printable(file)
    case, trace = file.case, tracing.traces(file)
    ask = Callout(case.ask or pieces.NOT_WRITTEN, title="What we ask")
    sections = [
        Section("case", "The case", pieces.finding(file),
                (pieces.figures(file), Heading("The need"), pieces.said(case.need)),
                (ask,), trace=trace),
    ]  # fmt: skip
    if options := pieces.options_chart(file):
        best = file.value.of(file.value.best)
        title = f"Of {len(file.value.options)} options, {best.name if best else ''} is worth most"
        sections.append(
            Section("options", "Options", title, (options,),
                    (pieces.options_table(file, reasons=False),), trace=trace)
        )  # fmt: skip
    if drivers := pieces.drivers_chart(file):
        first = drivers.table.rows[0][0]
        title = f"{str(first).capitalize()} moves the value most"
        note = Text(file.spread.method)
        aside = (drivers.table, note)
        sections.append(Section("drivers", "What drives it", title, (drivers,), aside))
    if years := pieces.years_chart(file):
        title = "When money is spent, and when it comes back"
        sections.append(Section("years", "Money by year", title, (years,), trace=trace))
    if risks := pieces.risks_table(file):
        title = "What could go wrong, and what is done about it"
        sections.append(Section("risks", "Risks", title, (risks,)))
    return report(file, "Deck", tuple(sections))


def report(file: CaseFile, kind: str, sections: tuple[Section, ...]) -> Report:
    """Put sections under the case's name and reference."""
    version = f", version {file.number}" if file.number else ""
    return Report(
        title=file.case.name,
        subtitle=f"{kind}{version}",
        sections=sections,
        money=file.value.money,
        digest=file.digest,
    )
