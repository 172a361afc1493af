"""How long decisions hold, and scores on anchored scales."""

from datetime import date, timedelta

import pytest

from headwater.errors import InputError
from headwater.judgement import scoring
from headwater.judgement.durability import durability
from headwater.vocabulary.ballot import Anchor
from headwater.vocabulary.durability import DecisionTaken
from headwater.vocabulary.publication import Scale
from headwater.vocabulary.units import Interval

TODAY = date(2026, 11, 20)
FIVE = Scale(1, 5)


def taken(number: int, days_ago: int, **more) -> DecisionTaken:
    return DecisionTaken(number, TODAY - timedelta(days=days_ago), **more)


RECORD = (
    taken(1, 400, minutes=120),
    taken(2, 300, minutes=60),
    taken(3, 250, replaces=2, effect="reverses", why="the grant was refused"),
    taken(4, 200, minutes=30),
    taken(5, 60, replaces=4, effect="reverses", why=""),
    taken(6, 50, replaces=1, effect="refines", why="a new date"),
)


def test_reversals_are_counted_among_decisions_old_enough() -> None:
    found = durability(RECORD, today=TODAY)
    quarter, half = found.held
    assert (quarter.old_enough, quarter.reversed) == (4, 1)  # 5 and 6 are too young to tell
    assert (half.old_enough, half.reversed) == (4, 2)
    assert half.between is not None and half.between.high > 0.8
    assert found.reversals == {
        2: (50, "the grant was refused"),
        4: (140, "no reason was recorded"),
    }
    assert (found.measured, found.minutes, found.minutes_in_all) == (3, 60, 210)
    assert found.text[0].startswith("1 of 4 decisions were reversed within 90 days (25%;")
    assert (
        found.text[2]
        == "A decision took 60 minutes of leaders' time (median; 3 were not measured)."
    )
    assert durability(RECORD[::-1], today=TODAY) == found


def test_young_records_claim_nothing() -> None:
    found = durability([taken(1, 3)], today=TODAY)
    assert found.held[0].share is None
    assert found.text[0] == "No decision is 90 days old yet."
    assert durability([], today=TODAY).decisions == 0


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ([taken(1, 3), taken(1, 2)], "two decisions bear the number 1"),
        ([taken(1, 3, replaces=9, effect="reverses")], "replaces 9, which is not recorded"),
        ([taken(1, -3)], "after 2026-11-20"),
        ([taken(1, 3), taken(2, 9, replaces=1, effect="refines")], "which is later"),
        ([taken(1, 3, effect="reverses")], "reverses nothing"),
        ([taken(1, 3, minutes=-1)], "took -1 minutes"),
    ],
)
def test_a_broken_record_is_named(record, message: str) -> None:
    with pytest.raises(InputError, match=message):
        durability(record, today=TODAY)


ANCHORS = {"Service": [Anchor(4, "clear help", "Online permits", "9 days became 4")]}


def test_scores_are_asked_criterion_by_criterion_with_their_anchors() -> None:
    asked = scoring.questions(
        ("Online permits", "Depot"), ("Service", "Safety"), scale=FIVE, anchors=ANCHORS
    )
    assert [each.items for each in asked] == [
        ("Online permits", "Service"),
        ("Depot", "Service"),
        ("Online permits", "Safety"),
        ("Depot", "Safety"),
    ]
    assert asked[0].anchors[0].text == (
        "A 4 (clear help) looks like Online permits: 9 days became 4."
    )
    told = scoring.feedback(asked, {("Online permits", "Service"): Interval.point(2)})
    assert told[0].suggested == {("Online permits", "Service"): Interval.point(4)}
    with pytest.raises(InputError, match="the anchor 7 lies off the scale"):
        scoring.questions(("Depot",), ("Service",), scale=FIVE, anchors={"Service": [Anchor(7)]})
    with pytest.raises(InputError, match="which is no criterion"):
        scoring.questions(("Depot",), ("Service",), scale=FIVE, anchors={"Cost": [Anchor(4)]})


def test_a_panel_enters_with_its_middle_half() -> None:
    key = ("Depot", "Service")
    found = scoring.panel(
        {
            "Amara": {key: Interval.point(3)},
            "Chioma": {key: Interval(3, 5)},
            "Dev": {key: None},
        },
        scale=FIVE,
    )
    assert (found[key].answered, found[key].blank, found[key].median) == (2, 1, 3.5)
    assert scoring.scores(found) == {key: Interval(3.25, 3.75)}


def test_the_same_score_everywhere_is_told() -> None:
    asked = scoring.questions(("a", "b", "c"), ("Service",), scale=FIVE)
    same = {question.items: Interval.point(3) for question in asked}
    assert "tells none of them apart" in scoring.feedback(asked, same)[0].text


def test_keeney1976_half_the_range_halves_the_weight() -> None:
    weights = {"benefit": 0.4, "risk": 0.32, "speed": 0.2, "fit": 0.08}
    found = scoring.rescaled(weights, {"benefit": 0.5})
    assert list(found.values()) == pytest.approx([0.25, 0.4, 0.25, 0.1])
    with pytest.raises(InputError, match="there is no weight for 'cost'"):
        scoring.rescaled(weights, {"cost": 2})


def test_belton1983_a_copy_changes_no_order_in_ideal_mode() -> None:
    """Three alternatives by three equal criteria, and a copy of the second.

    Sums of shares put B first and, after the copy, A; ideal mode leaves the order.
    """
    on = ((1, 9, 1), (9, 1, 1), (8, 9, 1))

    def order(columns, mode) -> list[int]:
        total = [0.0] * len(columns[0])
        for column in columns:
            shares = {str(k): value / sum(column) for k, value in enumerate(column)}
            worth = scoring.ideal(shares) if mode == "ideal" else shares
            total = [each + worth[str(k)] for k, each in enumerate(total)]
        return sorted(range(3), key=lambda k: -round(total[k], 9))

    copied = tuple((*column, column[1]) for column in on)
    assert order(on, "shares")[0] == 1
    assert order(copied, "shares")[0] == 0
    assert order(on, "ideal") == order(copied, "ideal")
