"""The decision page: the same findings as the deck, with every project, to read and to search."""

from dataclasses import replace

from headwater.presentation import charts, facts, tables
from headwater.presentation.sections import calls, certainty, opening, overruled, strategy, worth
from headwater.presentation.wording import count, printable
from headwater.vocabulary.decision import Decision
from headwater.vocabulary.report import Block, Callout, Report, Section, Trace

NAME = "decision_page"
TITLE = "Decision page"
SOURCE = "minto2009"


def build(decision: Decision) -> Report:
    """Tell a decision to everyone who has questions about it: nothing is left out.

    Parameters
    ----------
    decision
        The whole answer. What it does not state gets no section.

    Returns
    -------
    Report
        The deck's findings, with one searchable table of all projects in place of the three
        lists, and every limit, objective, weight and question.
    """
    said = printable(decision)
    sections = (
        opening.build(said),
        _projects(said),
        calls.contested(said),
        worth.value_against_cost(said),
        worth.frontier(said),
        _limits(said),
        _coverage(said),
        strategy.weights(said),
        strategy.leaders(said),
        overruled.findings(said),
        overruled.overrides(said),
        certainty.questions(said),
        certainty.doubts(said),
        certainty.method(said),
        certainty.manifest(said),
    )
    return Report(
        title=said.title or "Portfolio decision",
        subtitle="Decision report",
        sections=tuple(section for section in sections if section),
        money=said.money,
        digest=facts.digest(said),
    )


def _projects(decision: Decision) -> Section | None:
    if not decision.projects:
        return None
    return Section(
        key="projects",
        label="All projects",
        title=f"{count(len(decision.projects), 'project')}, each with its call and the reason",
        blocks=(tables.projects(decision),),
        trace=(calls.ROWS, Trace("Value of each row", "projects[<id>].value")),
    )


def _limits(decision: Decision) -> Section | None:
    section = worth.limits(decision)
    if section is None:
        return None
    roles = sorted({each.role for each in decision.limits if each.kind == "capacity"})
    budget = charts.budgets(decision)
    shown: list[Block] = [budget] if budget else []
    shown += [chart for role in roles if (chart := charts.capacity(decision, role))]
    aside = tuple(each for each in section.aside if isinstance(each, Callout))
    return replace(section, blocks=(*shown, tables.limits(decision)), aside=aside)


def _coverage(decision: Decision) -> Section | None:
    section = strategy.coverage(decision)
    if section is None:
        return None
    return replace(section, blocks=(charts.coverage(decision), tables.coverage(decision)))
