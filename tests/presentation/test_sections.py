"""What the documents say: titles that state the finding, and honesty where nothing is known."""

from dataclasses import replace
from types import ModuleType

import pytest

from headwater.presentation.methods import board_deck, decision_page
from headwater.vocabulary.decision import Decision
from headwater.vocabulary.report import Callout, Chart, Report, Section, Table


def section(report: Report, key: str) -> Section:
    return next(each for each in report.sections if each.key == key)


def keys(decision: Decision) -> list[str]:
    return [each.key for each in board_deck.build(decision).sections]


def said(section: Section) -> str:
    return " ".join(
        f"{each.title} {each.text}"
        for each in (*section.blocks, *section.aside)
        if isinstance(each, Callout)
    )


def test_the_first_title_is_the_decision_and_its_price(decisions: ModuleType) -> None:
    report = board_deck.build(decisions.rich())

    assert report.sections[0].title == (
        "Start 41 projects for at least GBP 100.3 million, settle 12, stop 46"
    )


def test_the_deck_tells_the_story_in_order(decisions: ModuleType) -> None:
    assert keys(decisions.rich()) == [
        "decision", "start", "contested", "contested-reasons", "stop", "value", "frontier",
        "limits", "coverage", "weights", "leaders", "doubts", "questions", "method", "manifest",
    ]  # fmt: skip


def test_what_is_not_stated_gets_no_slide_and_is_said(decisions: ModuleType) -> None:
    made = decisions.bare()

    assert not {"start", "value", "frontier", "coverage", "weights", "leaders"} & {*keys(made)}
    opening = section(board_deck.build(made), "decision")
    assert "No project is safe to start yet" in opening.title
    assert "No value is stated" in said(opening)


def test_a_portfolio_that_is_not_proved_shows_its_gap(decisions: ModuleType) -> None:
    made = replace(decisions.rich(), status="best found", gap=0.034)

    assert "at most 3.4% better" in said(section(board_deck.build(made), "decision"))


def test_a_proved_portfolio_says_so(decisions: ModuleType) -> None:
    made = replace(decisions.rich(), doubts=())

    assert "is proved best" in said(section(board_deck.build(made), "decision"))


@pytest.mark.parametrize("key", ["decision", "start", "contested", "stop", "weights", "leaders"])
def test_illustrative_judgements_are_marked_where_they_are_used(
    decisions: ModuleType, key: str
) -> None:
    for method in (board_deck, decision_page):
        report = method.build(decisions.rich())
        if key in [each.key for each in report.sections]:
            assert section(report, key).tags == ("Illustrative",)
        clean = method.build(replace(decisions.rich(), doubts=("The river is wide.",)))
        if key in [each.key for each in clean.sections]:
            assert section(clean, key).tags == ()


def test_illustrative_judgements_do_not_mark_the_budgets(decisions: ModuleType) -> None:
    report = board_deck.build(decisions.rich())

    assert section(report, "limits").tags == () and section(report, "coverage").tags == ()


def test_several_illustrative_tables_are_one_sentence_on_the_first_slide(
    decisions: ModuleType,
) -> None:
    tail = "are illustrative: they were made up to show the method, nobody gave them."
    made = replace(decisions.rich(), doubts=(f"The budgets {tail}", f"The judgements {tail}"))

    assert f"The budgets and judgements {tail}" in said(section(board_deck.build(made), "decision"))


def test_every_doubt_assumption_and_unused_thing_is_shown_unchanged(decisions: ModuleType) -> None:
    made = decisions.rich()
    doubts = section(board_deck.build(made), "doubts")

    shown = [
        item for each in (*doubts.blocks, *doubts.aside) for item in getattr(each, "items", ())
    ]
    assert {*made.doubts, *made.assumptions, *made.ignored} == {*shown}


def test_gaps_are_counted_among_the_lowest_objectives(decisions: ModuleType) -> None:
    report = board_deck.build(decisions.rich())

    assert section(report, "coverage").title == (
        "2 of 24 objectives have no project and 1 would lose every project"
    )


def test_the_frontier_reads_real_points_beside_the_budget(decisions: ModuleType) -> None:
    made = decisions.rich()
    by_budget = {point.budget: point.value for point in made.frontier}
    gain = (by_budget[143.0] - by_budget[130.0]) / by_budget[130.0]

    title = section(board_deck.build(made), "frontier").title
    assert f"GBP 13 million more would add {gain:.1%} to the value" in title


def test_every_chart_carries_the_table_of_its_data(decisions: ModuleType) -> None:
    for method in (board_deck, decision_page):
        for name in ("rich", "hostile"):
            for block in method.build(decisions.ALL[name]()).blocks():
                if isinstance(block, Chart):
                    assert block.table.rows and len(block.table.rows) >= len(block.categories[:1])


def test_a_reason_that_most_share_is_said_once(decisions: ModuleType) -> None:
    table = section(board_deck.build(decisions.rich()), "start").blocks[0]

    assert isinstance(table, Table)
    assert "In every good portfolio" in table.caption
    assert [row[-1] for row in table.rows].count("") == 39  # all but the two mandatory ones


def test_a_reason_that_all_share_takes_no_column(decisions: ModuleType) -> None:
    made = decisions.rich()
    alike = tuple(replace(each, reason="It fits.", mandatory=False) for each in made.projects)
    table = section(board_deck.build(replace(made, projects=alike)), "start").blocks[0]

    assert isinstance(table, Table)
    assert table.caption == "For all of them: It fits."
    assert "Reason" not in [column.title for column in table.columns]


def test_a_budget_that_does_not_bind_buys_nothing_more(decisions: ModuleType) -> None:
    made = decisions.rich()
    flat = tuple(replace(point, value=20.0) for point in made.frontier)

    assert section(board_deck.build(replace(made, frontier=flat)), "frontier").title == (
        "GBP 13 million more would add nothing to the value; GBP 13 million less would cost nothing"
    )


def test_the_page_holds_every_project(decisions: ModuleType) -> None:
    made = decisions.rich()
    table = section(decision_page.build(made), "projects").blocks[0]

    assert isinstance(table, Table) and table.searchable
    assert sorted(table.ids) == sorted(each.id for each in made.projects)


def test_a_heavy_tail_of_costs_gets_an_axis_that_multiplies(decisions: ModuleType) -> None:
    made = decisions.rich()
    chart = section(board_deck.build(made), "value").blocks[0]
    assert isinstance(chart, Chart) and chart.x.logarithmic

    even = tuple(
        replace(each, cost=each.cost and type(each.cost).point(5.0 + place % 7))
        for place, each in enumerate(made.projects)
    )
    chart = section(board_deck.build(replace(made, projects=even)), "value").blocks[0]
    assert isinstance(chart, Chart) and not chart.x.logarithmic


def test_an_empty_decision_still_says_something(decisions: ModuleType) -> None:
    made = replace(
        decisions.single(), projects=(), manifest={}, value=0.0, bound=0.0, spent=0.0, portfolios=0
    )

    report = board_deck.build(made)
    assert report.sections[0].title == "There is no project to decide on"
    assert section(report, "manifest").title.startswith("This decision carries no manifest")
