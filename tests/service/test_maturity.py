"""Proactivity and maturity: every figure by hand, every level with its records."""

from dataclasses import replace
from datetime import date

import pytest
from worked import TODAY, day, record

from headwater.errors import InputError
from headwater.service import ladder
from headwater.service.methods import METHODS
from headwater.service.proactivity import of_service, proactivity
from headwater.vocabulary.service_figures import ServiceFigure
from headwater.vocabulary.service_work import NeedHeard, RecordOfWork

FIGURES = {each.key: each for each in proactivity(record(), today=TODAY)}


@pytest.mark.parametrize(
    ("key", "value", "number"),
    [
        ("charters_with_need", 6 / 8, 8),
        ("needs_found", 4 / 12, 12),
        ("attainment", 10 / 12, 12),
        ("forecasts_scored", 7 / 10, 10),
        ("cases_evaluable", 7 / 10, 10),
        ("repeat_customers", 1.0, 4),
        ("recognized", 80 / 160, 2),
        ("net_score", (7 - 2) / 12, 12),
        ("lead_time", 20, 12),
        ("decision_latency", 14, 10),
        ("decisions_standing_90", 8 / 9, 9),
    ],
)
def test_figures_by_hand(key: str, value: float, number: int) -> None:
    figure = FIGURES[key]

    assert figure.value == pytest.approx(value)
    assert figure.number == number


@pytest.mark.parametrize("figure", FIGURES.values(), ids=lambda each: each.key)
def test_every_figure_names_its_records(figure: ServiceFigure) -> None:
    held = record()
    known = {
        f"{kind}:{each.id}"
        for kind, entries in {
            "need": held.needs, "charter": held.charters, "decision": held.decisions,
            "forecast": held.forecasts, "case": held.cases, "value": held.values,
            "feedback": held.feedback,
        }.items()
        for each in entries
    }  # fmt: skip
    known |= {f"clock:{each.engagement}/{each.measure}" for each in held.clocks}
    known |= {f"customer:{each.customer}" for each in held.engagements}

    assert {*figure.records, *figure.rest} <= known
    if figure.unit == "share" and figure.key != "recognized":
        assert len(figure.records) + len(figure.rest) == figure.number
    if figure.unit == "share" and figure.key != "recognized" and figure.number:
        assert len(figure.records) / figure.number == pytest.approx(figure.value)


def test_open_needs_are_censored_and_not_left_out() -> None:
    """Two needs chartered in ten days and six open for a hundred: most take longer."""
    needs = tuple(NeedHeard(f"n{n}", "", date(2026, 3, 23), "office") for n in range(8))
    charters = tuple(
        replace(each, id=f"c{n}", need=f"n{n}", issued=date(2026, 4, 2))
        for n, each in enumerate(record().charters[:2])
    )

    (lead, *_) = proactivity(RecordOfWork(needs=needs, charters=charters), today=TODAY)

    assert lead.value is None
    assert "Fewer than half are over" in lead.text
    assert len(lead.rest) == 6


def test_a_charter_on_the_day_of_its_need_has_no_earlier_need() -> None:
    held = record()
    same = replace(held.charters[0], issued=day(0))

    found = proactivity(replace(held, charters=(same,)), today=TODAY)

    assert {each.key: each.value for each in found}["charters_with_need"] == 0


def test_a_reversal_counts_only_within_its_days_and_young_decisions_wait() -> None:
    found = {each.key: each for each in proactivity(record(), today=day(150))}

    assert found["decisions_standing_90"].number == 7
    assert found["decisions_standing_90"].rest == ("decision:d1",)
    assert "2 decisions are younger than 90 days" in found["decisions_standing_90"].doubts[1]
    assert found["decisions_standing_180"].value is None


def test_a_level_is_reached_by_records_and_says_what_raises_it() -> None:
    found = METHODS["maturity"].assess(record(), today=TODAY)

    assert found.at
    assert found.next
    assert (found.at.key, found.next.key) == ("advisory", "proactive")
    assert found.ladder.edition == "2026"
    assert any("at least 80% from 10 records is asked, now 75% from 8" in h for h in found.holds)
    assert any("intervals do not wholly meet it" in each for each in found.doubts)


def test_a_rule_says_how_many_records_would_do() -> None:
    held = record()
    few = replace(held, cases=tuple(replace(c, missing=("owner",)) for c in held.cases[:6])
                  + held.cases[6:7])  # fmt: skip

    found = METHODS["maturity"].assess(few, today=TODAY)

    assert found.at
    assert found.at.key == "responsive"
    assert found.holds == (
        "Cases that can be evaluated: at least 70% is asked, now 14%. 4 of the 6 that do not "
        "count yet would be enough.",
    )


def test_nothing_recorded_is_reactive_and_says_so() -> None:
    found = METHODS["maturity"].assess(RecordOfWork(), today=TODAY)

    assert found.at
    assert found.at.key == "reactive"
    assert all("nothing is known yet" in each for each in found.holds)


def test_a_service_is_assessed_by_its_own_records() -> None:
    own = of_service(record(), "advice")

    assert {each.id for each in own.engagements} == {f"a{n}" for n in range(0, 12, 2)}
    assert {each.id for each in own.charters} == {"c0", "c2", "c4", "c6"}
    assert {each.engagement for each in own.clocks} == {each.id for each in own.engagements}
    found = METHODS["maturity"].assess(record(), today=TODAY, service="advice")
    assert found.of == "advice"


def test_more_of_what_counts_never_lowers_a_level() -> None:
    held = record()
    order = [each.key for each in ladder.pick("maturity").rungs]
    before = METHODS["maturity"].assess(held, today=TODAY).at
    better = replace(held, charters=tuple(
        replace(each, need=f"n{n}", issued=day(7 * n + 20)) for n, each in enumerate(held.charters)
    ))  # fmt: skip
    after = METHODS["maturity"].assess(better, today=TODAY).at

    assert before
    assert after
    assert order.index(after.key) >= order.index(before.key)


def test_editions_are_data_and_unknown_ones_are_named() -> None:
    with pytest.raises(InputError, match="no ladder maturity 1999; there are maturity 2026"):
        METHODS["maturity"].assess(record(), today=TODAY, edition="1999")
    for editions in ladder.ladders().values():
        for each in editions:
            assert each.source
            assert all(rule.least is not None or rule.most is not None
                       for rung in each.rungs for rule in rung.rules)  # fmt: skip
