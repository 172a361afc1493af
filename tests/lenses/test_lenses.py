"""The lenses on a decision: equal shares from its units and leaders, signals from its past."""

from dataclasses import replace

import pytest

from headwater.errors import InputError
from headwater.journey import rationalize
from headwater.lenses import fair_share, signals
from headwater.lenses.signals import Past
from headwater.vocabulary.signals import Edit, Score
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Judgement, Project, Workbook


def project(name: str, cost: float, benefit: float, unit: str = "", **more: object) -> Project:
    point = Interval.point
    return Project(name, name, point(cost), unit, benefit=point(benefit), **more)  # type: ignore[arg-type]


UNITS = Workbook(
    (
        project("Tram", 6, 30, "Transport"),
        project("Bus", 4, 16, "Transport"),
        project("Library", 5, 10, "Culture"),
        project("Museum", 3, 5, "Culture"),
    )
)


def test_the_starved_unit_and_the_price_of_fairness_are_named():
    found = fair_share(UNITS, rationalize(UNITS, budget=10), budget=10)

    outcome = found.over("units")
    assert found.chosen == ("Bus", "Tram")
    assert outcome.starved == ("Culture",)
    assert set(outcome.chosen) == {"Bus", "Library"}
    assert outcome.price == pytest.approx((46 - 26) / 46)
    standing = {each.voice: each for each in outcome.standings}
    assert (standing["Culture"].entitled, standing["Culture"].optimum) == (5, 0)


def test_leaders_share_too_where_they_have_spoken():
    scored = tuple(
        Project(name, name, Interval.point(1), scores={"green": point, "quick": other})
        for name, point, other in (
            ("A", Interval.point(9), Interval.point(1)),
            ("B", Interval.point(1), Interval.point(8)),
        )
    )
    said = tuple(
        Judgement(leader, "swing", criterion, None, Interval.point(points))
        for leader, points_of in (("Amara", (100, 10)), ("Chioma", (10, 100)))
        for criterion, points in zip(("green", "quick"), points_of, strict=True)
    )
    book = Workbook(scored, judgements=said, criteria=("green", "quick"))

    found = fair_share(book, rationalize(book, budget=2), budget=2)

    assert [each.voice for each in found.over("leaders").standings] == ["Amara", "Chioma"]
    with pytest.raises(InputError, match="not computed over units"):
        found.over("units")


def test_without_voices_or_money_it_says_what_to_do():
    bare = Workbook(tuple(replace(each, unit="") for each in UNITS.projects))
    with pytest.raises(InputError, match="fill in the unit of each project"):
        fair_share(bare, rationalize(bare, budget=10), budget=10)
    with pytest.raises(InputError, match="no limit 'budget 2030' to share out"):
        fair_share(UNITS, rationalize(UNITS, budget=10), budget=10, limit="budget 2030")


def scored(shift: float, mandatory: int) -> Workbook:
    """Sixty projects whose scores are shifted, of which the first are called mandatory."""
    made = tuple(
        Project(
            f"P{at:02d}",
            f"P{at:02d}",
            Interval.point(1 + at % 7),
            scores={"fit": Interval.point(1 + (at * 37 % 61) / 10 + shift)},
            mandatory=at < mandatory,
            mandatory_basis="River Act" if at < mandatory else "",
        )
        for at in range(60)
    )
    return Workbook(made, criteria=("fit",))


def test_a_scale_that_creeps_and_a_label_that_spreads_are_warned_of():
    now, before = scored(1.0, 16), scored(0.0, 3)
    decision = rationalize(now, budget=150)

    watch, missing = signals(now, decision, Past(before=before), budget=150)

    warned = {(each.kind, each.strength) for each in watch.warnings}
    assert ("creep", "strong") in warned
    assert any(kind == "mandatory" for kind, _ in warned)
    assert [each.partition(":")[0] for each in missing] == [
        "Late edits", "Sponsors above the panel", "The influence of one leader",
    ]  # fmt: skip


def test_the_same_list_twice_warns_of_nothing():
    now = scored(0.0, 3)

    watch, _ = signals(now, rationalize(now, budget=150), Past(before=now), budget=150)

    assert watch.warnings == ()
    assert watch.tests > 2


def test_a_falling_score_is_drift_upwards_where_lower_is_better():
    now, before = (
        replace(book, lower_is_better=("fit",)) for book in (scored(-1.0, 0), scored(0.0, 0))
    )

    watch, _ = signals(now, rationalize(now, budget=150), Past(before=before), budget=150)

    (creep,) = (each for each in watch.warnings if each.kind == "creep")
    assert "rose" in creep.text


def test_late_edits_are_undone_in_the_unit_that_the_choice_counts_in():
    """Eight projects were lifted over the line on the last day by doubling their benefit."""
    lifted = [f"L{at}" for at in range(8)]
    rest = [project(f"R{at:02d}", 1, 2 + at / 10) for at in range(20)]
    now = Workbook((*(project(name, 1, 6) for name in lifted), *rest))
    decision = rationalize(now, budget=12)
    edits = tuple(
        Edit(name, "benefit", 1.5, 6.0, "2026-03-30T12:00:00+00:00", "Amara") for name in lifted
    )
    early = tuple(
        Edit(f"R{at:02d}", "cost", 1.1, 1.0, "2026-03-05T12:00:00+00:00", "Dev") for at in range(8)
    )
    past = Past(edits=(*edits, *early), opened="2026-03-01", closed="2026-03-31")

    watch, _ = signals(now, decision, past, budget=12)

    (late,) = (each for each in watch.warnings if each.kind == "late_edits")
    assert "lifted 8 of the 8 projects" in late.text
    assert {row["total before"] for row in late.evidence.rows} == {1.5}
    assert {row["total after"] for row in late.evidence.rows} == {6.0}


def test_a_sponsor_above_the_panel_needs_scores_by_person():
    now = scored(0.0, 0)
    scores = tuple(
        Score(f"P{at:02d}", "fit", who, value + (4 if own else 0), "now", is_sponsor=own)
        for at in range(24)
        for who, value in (("Amara", 4 + at % 3), ("Chioma", 5 - at % 3), ("Dev", 4 + at % 2))
        for own in [who == "Amara" and at < 10]
    )

    watch, _ = signals(now, rationalize(now, budget=150), Past(scores=scores), budget=150)

    assert any(each.kind == "sponsor" for each in watch.warnings)
