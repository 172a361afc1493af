"""The finance summary: what a finance director reads, on one or two pages."""

from headwater.presentation.cases import certainty, pieces, tracing
from headwater.presentation.methods.case_story import report
from headwater.presentation.methods.five_cases import money_block
from headwater.presentation.wording import money, printable
from headwater.vocabulary.appraisal_file import CaseFile
from headwater.vocabulary.appraisal_value import OptionValue
from headwater.vocabulary.report import Column, Heading, Points, Report, Section, Table, Text

NAME = "finance_summary"
TITLE = "Finance summary"
SOURCE = "hmt2026"


def build(file: CaseFile) -> Report:
    """Tell what it costs by year, what comes back, at which rate, and how sure that is."""
    file = printable(file)
    sure = (certainty.chances_table(file), certainty.rights_table(file))
    trace = tracing.traces(file)
    sections = [
        Section(
            "summary", "Finance summary", pieces.finding(file),
            (pieces.figures(file), _returns(file), *(each for each in sure if each is not None)),
            trace=trace,
        ),
        Section("years", "Money by year", "What is spent and what comes back, year by year",
                (money_block(file),), trace=trace),
    ]  # fmt: skip
    if chart := pieces.payback_chart(file):
        title = pieces.payback_finding(file)
        sections.append(Section("payback", "Payback", title, (chart,), trace=trace))
    steps = (*file.value.steps, *pieces.doubts(file))
    basis = Section(
        "basis", "How it is worked out", "What was done to the figures, and what is not sure",
        (Text(pieces.basis(file)), Heading("Steps and doubts"), Points(steps)),
    )  # fmt: skip
    return report(file, TITLE, (*sections, basis))


def _returns(file: CaseFile) -> Table:
    chosen, unit = file.chosen, file.value.money
    rows = (
        ("Net present value by itself", money(chosen.npv if chosen else None, unit)),
        ("Net present value against usual", money(file.central, unit)),
        ("Present costs", money(chosen.pv_costs if chosen else None, unit)),
        ("Present benefits", money(chosen.pv_benefits if chosen else None, unit)),
        ("Equivalent annual value", money(chosen.annual if chosen else None, unit)),
        ("Rates of return (every one there is)", _rates(chosen)),
        ("Payback, discounted", _years(chosen.discounted_payback if chosen else None)),
        ("Expected cost of risks not in the figures",
         money(chosen.expected_risk if chosen else None, unit)),
    )  # fmt: skip
    return Table((Column("Measure", share=2), Column("Of the option asked for", share=2)), rows)


def _rates(chosen: OptionValue | None) -> str:
    if chosen is None or not chosen.rates_of_return:
        return "none"
    return ", ".join(f"{100 * each:.1f}%" for each in chosen.rates_of_return)


def _years(years: float | None) -> str:
    return "does not pay back" if years is None else f"{years:.1f} years"
