"""Decks of a case: the five cases and the finance summary as slides, with charts to edit."""

from dataclasses import replace

from headwater.presentation.cases import certainty, pieces, tracing
from headwater.presentation.methods import finance_summary, five_cases
from headwater.presentation.methods.case_story import report
from headwater.presentation.wording import printable
from headwater.vocabulary.appraisal_file import CaseFile
from headwater.vocabulary.report import Block, Callout, Chart, Heading, Report, Section, Text

NAME = "case_decks"
TITLE = "Decks of a case"
SOURCE = "hmt2026"

CORRECTED = "What was corrected, and what is not sure"


def five_case_deck(file: CaseFile) -> Report:
    """Tell the five cases on slides: each with its tables, and a chart where one can be drawn."""
    file = printable(file)
    drawn = {"economic": _options(file), "sensitivity": _sure(file), "financial": _years(file)}
    sections: list[Section] = []
    for section in five_cases.build(file).sections:
        chart = drawn.get(section.key)
        if chart is not None:
            sections.append(chart)
        if section.key == "chances":  # its chart and tables are on the slides before
            continue
        rest = tuple(_table_of(each) for each in section.blocks if _stays(each, section.key))
        if rest:
            title = CORRECTED if section.key == "sensitivity" else section.title
            sections.append(replace(section, title=title, blocks=rest))
    return report(file, "Five cases", tuple(sections))


def _stays(block: Block, key: str) -> bool:
    """Say whether a block stays beside the slide with the chart; its table of years does."""
    small = isinstance(block, Text) and block.size == "small" and key == "sensitivity"
    return not small and (key == "financial" or not isinstance(block, Chart))


def _table_of(block: Block) -> Block:
    if not isinstance(block, Chart):
        return block
    return replace(block.table, caption=block.table.caption or block.title)


def finance_deck(file: CaseFile) -> Report:
    """Tell what it costs, what comes back and how sure that is, on slides."""
    file = printable(file)
    trace = tracing.traces(file)
    whole = finance_summary.build(file)
    figures, returns, *_ = whole.sections[0].blocks
    sections = [
        Section("summary", "Finance summary", pieces.finding(file), (figures, returns),
                (Callout(file.case.ask or pieces.NOT_WRITTEN, title="What is asked"),
                 Text(pieces.basis(file), "small")), trace=trace),
    ]  # fmt: skip
    if chart := pieces.kinds_chart(file):
        title = "What is spent and what comes back, year by year"
        sections.append(Section("kinds", "Money by year", title, (chart,), trace=trace))
    if chart := pieces.payback_chart(file):
        title = pieces.payback_finding(file)
        sections.append(Section("payback", "Payback", title, (chart,), trace=trace))
    table = five_cases.money_table(file)
    sections.append(Section("table", "Money by year", "Every year in figures", (table,)))
    if (sure := _sure(file)) is not None:
        sections.append(sure)
    sections.append(whole.sections[-1])
    return report(file, "Finance summary", tuple(sections))


def _options(file: CaseFile) -> Section | None:
    chart = pieces.options_chart(file)
    if chart is None:
        return None
    best = file.value.of(file.value.best)
    title = f"Of {len(file.value.options)} options, {best.name if best else ''} is worth most"
    regret = certainty.regret_table(file)
    return Section(
        "options", "Economic case", title, (chart,), (regret,) if regret else (),
        trace=tracing.traces(file),
    )  # fmt: skip


def _sure(file: CaseFile) -> Section | None:
    """Show what moves the value, beside the chances where the case was simulated."""
    blocks: list[Block] = []
    aside: list[Block] = []
    if drivers := pieces.drivers_chart(file):
        blocks.append(drivers)
        aside.append(Text(file.spread.method, "small"))
    if table := certainty.chances_table(file):
        aside.insert(0, table)
    if shares := certainty.shares_chart(file):
        blocks.append(shares)
    more = (certainty.finding_out_table(file), certainty.rights_table(file))
    aside += [table for table in more if table is not None]
    if not blocks and not aside:
        return None
    blocks = blocks or [Heading("Nothing in the case is uncertain")]
    title = "How sure the value is, and what moves it"
    return Section("sure", "Economic case", title, tuple(blocks), tuple(aside),
                   trace=tracing.traces(file))  # fmt: skip


def _years(file: CaseFile) -> Section | None:
    chart = pieces.kinds_chart(file)
    if chart is None:
        return None
    title = "When money is spent, and when it comes back"
    return Section("years", "Financial case", title, (chart,), trace=tracing.traces(file))
