"""Signals of gaming and drift: by hand, and what holds for all of them."""

import random
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.errors import InputError
from headwater.portfolio import signals
from headwater.portfolio.signals.family import holm, odds
from headwater.vocabulary.shapes import from_json, to_json
from headwater.vocabulary.signals import Edit, Evidence, Listing, Score, Signal, Watch
from headwater.vocabulary.units import Interval


def spread(count: int = 100) -> dict[str, float]:
    """Totals at even distances: nothing bunches anywhere."""
    return {f"p{at:03d}": float(at) for at in range(count)}


class TestBunching:
    def test_an_even_spread_gives_no_warning(self) -> None:
        found = signals.bunching(spread(), funded=[f"p{at:03d}" for at in range(60, 100)])

        assert found.strength == "none"
        assert found.evidence.p == pytest.approx(0.5, abs=0.1)
        assert "The line is at 59.5" in found.text

    def test_projects_lifted_to_just_above_the_line_give_a_warning(self) -> None:
        totals = spread()
        for at in range(50, 60):
            totals[f"p{at:03d}"] = 60 + (at - 50) / 20

        found = signals.bunching(totals, funded=[each for each in totals if totals[each] >= 60])

        assert found.strength != "none"
        assert found.evidence.estimate is not None and found.evidence.estimate > 0.8
        assert {row["side"] for row in found.evidence.rows} >= {"above"}

    def test_an_announced_line_counts_a_total_on_it_as_above(self) -> None:
        totals = spread() | {f"q{at}": 60.0 for at in range(15)}

        assert signals.bunching(totals, line=60.0).strength == "strong"

    def test_projects_on_the_wrong_side_are_said(self) -> None:
        funded = [f"p{at:03d}" for at in range(60, 100) if at != 80] + ["p010"]

        found = signals.bunching(spread(), funded=funded)

        assert "The line is at 59.5" in found.text
        assert any(doubt.startswith("2 projects are funded below") for doubt in found.doubts)

    @pytest.mark.parametrize(
        ("totals", "why"),
        [
            (spread(19), "19 projects are too few"),
            (dict.fromkeys(spread(), 5.0), "no line divides these totals"),
        ],
    )
    def test_what_cannot_be_told_is_said(self, totals: Mapping[str, float], why: str) -> None:
        found = signals.bunching(totals, funded=sorted(totals)[-8:])

        assert (found.strength, found.evidence.p) == ("none", None)
        assert why in found.text

    def test_a_line_or_a_choice_is_needed_and_not_both(self) -> None:
        for given_ in ({}, {"line": 3.0, "funded": ["p001"]}):
            with pytest.raises(InputError, match="one of the two"):
                signals.bunching(spread(), **given_)  # type: ignore[arg-type]
        with pytest.raises(InputError, match="not finite"):
            signals.bunching(spread() | {"x": float("nan")}, line=3.0)
        with pytest.raises(InputError, match="without a total: zebra"):
            signals.bunching(spread(), funded=["zebra"])


class TestLateEdits:
    def look(self, late: int, early: int, *, drops: int = 0) -> Signal:
        """Benefit is the total and the line is 50; late edits lift, early ones stay above."""
        edits = [Edit(f"l{at}", "benefit", 40, 60, "2026-03-30T09:00", "Dev") for at in range(late)]
        edits += [Edit(f"e{at}", "benefit", 70, 75, "2026-02-01", "Dev") for at in range(early)]
        edits += [Edit(f"d{at}", "benefit", 60, 40, "2026-03-30", "Dev") for at in range(drops)]
        now = {each.project: each.after for each in edits}
        return signals.late_edits(
            edits,
            opened="2026-01-01",
            closed="2026-03-31",
            line=50,
            total=lambda project, back: float(back.get("benefit", now[project]) or 0),
        )

    def test_late_lifts_beside_early_ones_that_lift_nothing_warn(self) -> None:
        """4 of 4 against 0 of 10: mid-p is half of 1 / C(14, 4) = 1 / 2002."""
        found = self.look(4, 10)

        assert found.strength == "strong"
        assert found.evidence.p == pytest.approx(0.5 / 1001)
        assert [row["project"] for row in found.evidence.rows] == ["l0", "l1", "l2", "l3"]
        assert found.evidence.rows[0]["total before"] == 40

    def test_with_few_early_edits_lifts_are_compared_with_drops(self) -> None:
        """6 lifts, no drop: mid-p is half of 1 / 64."""
        assert self.look(6, 2).evidence.p == pytest.approx(0.5 / 64)
        assert self.look(6, 2, drops=6).strength == "none"

    def test_an_edit_that_was_undone_counts_for_nothing(self) -> None:
        edits = [
            Edit("a", "cost", 5, 3, "2026-03-29", "Dev"),
            Edit("a", "cost", 3, 5, "2026-03-30", "Dev"),
        ]

        found = signals.late_edits(
            edits,
            opened="2026-01-01",
            closed="2026-03-31",
            line=-4,
            total=lambda _, back: -float(back.get("cost", 5) or 0),
        )

        assert (found.strength, found.evidence.p, found.evidence.rows) == ("none", None, ())

    def test_no_edits_give_no_warning(self) -> None:
        assert self.look(0, 0).strength == "none"

    def test_a_time_that_is_none_is_refused(self) -> None:
        with pytest.raises(InputError, match="'yesterday', which is no ISO 8601"):
            signals.late_edits(
                [Edit("a", "cost", 1, 2, "yesterday", "Dev")],
                opened="2026-01-01", closed="2026-03-31", line=1, total=lambda *_: 0.0,
            )  # fmt: skip


def panel(
    sponsor_adds: float, *, generous: float = 0.0, noise: float = 0.4, seed: int = 1
) -> list[Score]:
    """Six scorers score thirty projects on one criterion; each sponsors five of them."""
    dice = random.Random(seed)
    return [
        Score(
            f"p{at:02d}", "value", f"scorer {who}",
            at % 7 + generous * (who == 0) + sponsor_adds * (at % 6 == who) + dice.gauss(0, noise),
            is_sponsor=at % 6 == who,
        )
        for at in range(30)
        for who in range(6)
    ]  # fmt: skip


class TestSponsors:
    def test_sponsors_above_the_panel_are_seen_together_and_alone(self) -> None:
        found = signals.sponsors(panel(1.5), spans={"value": 10})

        everyone = found[0]
        assert (everyone.about, everyone.strength != "none") == ("all sponsors", True)
        assert everyone.evidence.estimate == pytest.approx(0.15, abs=0.03)
        assert everyone.evidence.interval is not None
        assert everyone.evidence.interval.low < 0.15 < everyone.evidence.interval.high
        assert [each.about for each in found[1:]] == [f"scorer {who}" for who in range(6)]
        assert any(each.strength != "none" for each in found[1:])
        assert "15% of the scale" in everyone.text or "14%" in everyone.text

    def test_a_generous_scorer_is_not_taken_for_a_partial_one(self) -> None:
        found = signals.sponsors(panel(0, generous=3.0, seed=3), spans={"value": 10})

        assert {each.strength for each in found} == {"none"}

    def test_six_sponsors_all_above_have_the_sign_test_s_least_p(self) -> None:
        assert signals.sponsors(panel(1.5))[0].evidence.p == pytest.approx(1 / 64)

    def test_too_few_sponsors_are_said(self) -> None:
        few = [each for each in panel(2.0) if not (each.is_sponsor and each.scorer > "scorer 1")]

        found = signals.sponsors(few)

        assert "there are 2" in found[0].text
        assert found[0].evidence.p is None

    def test_two_scores_in_one_cell_need_a_time(self) -> None:
        twice = [Score("a", "value", "Amara", 3), Score("a", "value", "Amara", 4)]

        with pytest.raises(InputError, match="'Amara' scored 'a' on 'value' twice"):
            signals.sponsors(twice)

    def test_of_several_scores_in_a_cell_the_latest_holds(self) -> None:
        later = [
            Score(s.project, s.criterion, s.scorer, s.value, at="2026-01-02") for s in panel(0)
        ]
        first = [Score(s.project, s.criterion, s.scorer, 9, at="2026-01-01") for s in later]

        assert signals.sponsors([*first, *later], spans={"value": 10}) == signals.sponsors(
            later, spans={"value": 10}
        )


def listing(count: int, mandatory: int, *, cycle: str = "2026", dear: float = 1.0) -> Listing:
    costs = {f"{cycle} {at:03d}": dear if at < mandatory else 1.0 for at in range(count)}
    return Listing(cycle, costs, tuple(sorted(costs)[:mandatory]))


class TestMandatory:
    def test_far_more_than_usual_warns_by_count_and_by_cost(self) -> None:
        count, cost = signals.mandatory_share(listing(60, 24), usual=0.15)

        assert (count.strength, cost.strength) == ("strong", "strong")
        assert "24 of 60 projects (40%)" in count.text
        assert count.evidence.estimate == 0.4

    def test_the_usual_share_is_no_warning(self) -> None:
        for each in signals.mandatory_share(listing(60, 9), usual=0.15):
            assert each.strength == "none"

    def test_a_few_dear_projects_warn_by_cost_against_an_earlier_cycle(self) -> None:
        found = signals.mandatory_share(
            listing(60, 12, dear=20), earlier=listing(60, 9, cycle="2025", dear=0.5)
        )

        by = {each.about: each for each in found}
        assert by["share of projects called mandatory"].strength == "none"
        assert by["share of cost called mandatory"].strength != "none"

    def test_something_to_compare_with_is_needed(self) -> None:
        with pytest.raises(InputError, match="usual share or an earlier cycle"):
            signals.mandatory_share(listing(10, 1))
        with pytest.raises(InputError, match="between 0 and 1"):
            signals.mandatory_share(listing(10, 1), usual=1.0)
        with pytest.raises(InputError, match="without a cost: x"):
            Listing("2026", {"a": 1.0}, ("x",))


def two_cycles(shift: float, *, only: int | None = None, both: bool = True) -> list[Score]:
    """Five scorers, twenty projects a cycle, the same ones or others."""
    dice = random.Random(4)
    quality = [dice.gauss(5, 1) for _ in range(40)]
    return [
        Score(
            f"p{at:02d}", "value", f"scorer {who}",
            quality[at] + shift * (cycle == "2026" and only in (None, who)) + dice.gauss(0, 0.5),
            cycle,
        )
        for cycle in ("2025", "2026")
        for at in (range(20) if both or cycle == "2025" else range(20, 40))
        for who in range(5)
    ]  # fmt: skip


class TestCreep:
    @pytest.mark.parametrize("both", [True, False])
    def test_scores_that_rise_for_all_are_seen(self, both: bool) -> None:
        found = signals.creep(
            two_cycles(1.5, both=both), now="2026", before="2025", spans={"value": 10}
        )

        assert (found[0].about, found[0].strength != "none") == ("all scorers", True)
        assert found[0].evidence.estimate == pytest.approx(0.15, abs=0.06)
        assert "rose by" in found[0].text
        assert {each.strength for each in found[1:]} == {"none"}  # nobody apart from the others

    def test_one_who_drifts_apart_is_named(self) -> None:
        found = signals.creep(
            two_cycles(-2.0, only=3), now="2026", before="2025", spans={"value": 10}
        )

        by = {each.about: each for each in found}
        assert by["scorer 3"].strength == "strong"
        assert "fell by" in by["scorer 3"].text
        others = [each for each in found if each.about != "scorer 3"]
        assert {each.strength for each in others} == {"none"}  # they did not move the other way
        assert by["all scorers"].doubts[-1] == "Left out: scorer 3, apart from the others."

    def test_honest_cycles_give_no_warning(self) -> None:
        found = signals.creep(two_cycles(0), now="2026", before="2025")

        assert {each.strength for each in found} == {"none"}

    def test_too_few_projects_are_said(self) -> None:
        few = [each for each in two_cycles(2) if each.project < "p04"]

        found = signals.creep(few, now="2026", before="2025")

        assert [each.about for each in found] == ["all scorers"]
        assert "was not tested" in found[0].text


class TestInfluence:
    def test_one_who_turns_the_choice_stands_out(self) -> None:
        without = {"Amara": "abcdewxyzv", "Ben": "abcdefghij", "Chioma": "abcdefghik"}

        found = signals.influence(
            ["Chioma", "Ben", "Amara"], chosen="abcdefghij", solve=lambda who: list(without[who])
        )

        assert [(each.about, each.strength) for each in found] == [
            ("Amara", "strong"),
            ("Ben", "none"),
            ("Chioma", "none"),
        ]
        assert "5 of the 10 chosen projects would leave" in found[0].text
        assert found[0].evidence.estimate == 0.5
        assert found[0].evidence.p is None

    def test_with_two_people_nobody_can_stand_out(self) -> None:
        found = signals.influence(["Amara", "Dev"], chosen="ab", solve=lambda _: ["c"])

        assert {each.strength for each in found} == {"none"}


def test_holm1979_adjusts_by_rank() -> None:
    """0.01, 0.04, 0.03, 0.005: times 4, 3, 2, 1 from the least, never falling."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))


def test_together_shares_one_level_and_says_so() -> None:
    def tested(name: str, p: float | None) -> Signal:
        return Signal("bunching", name, "some", "x", Evidence("t", p=p))

    watch = signals.together([tested("a", 0.02), tested("b", 0.04), tested("c", None)])

    assert [(each.about, each.strength) for each in watch.signals] == [
        ("a", "some"),
        ("b", "some"),
        ("c", "some"),
    ]
    assert watch.tests == 2
    assert signals.together([tested("a", 0.03), tested("b", 0.2)]).warnings == ()
    assert "2 tests were made, 2 of them warn" in watch.text
    assert from_json(Watch, to_json(watch)) == watch


def test_odds_are_said_in_words() -> None:
    assert odds(0.7).endswith("in most cases")
    assert odds(0.024).endswith("once in 42 times")
    assert odds(0.0021).endswith("once in 480 times")
    assert odds(1e-9).endswith("less than once in 10,000 times")


def test_a_score_that_is_no_number_is_refused() -> None:
    with pytest.raises(InputError, match="finite"):
        Score("a", "value", "Amara", float("nan"))
    with pytest.raises(InputError, match="'cost' of 'a'"):
        Edit("a", "cost", 1, float("inf"), "2026-01-01", "Dev")


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000), st.floats(-5, 5))
def test_without_variation_nothing_warns(seed: int, level: float) -> None:
    flat = [
        Score(f"p{at}", "value", f"s{who}", level, cycle, is_sponsor=at % 6 == who)
        for cycle in ("2025", "2026")
        for at in range(30)
        for who in range(6)
    ]
    found = [
        signals.bunching({f"p{at}": level for at in range(40)}, line=level - 1),
        *signals.sponsors(flat, cycle="2026", seed=seed),
        *signals.creep(flat, now="2026", before="2025", spans={"value": 10}, seed=seed),
        *signals.mandatory_share(listing(40, 6), earlier=listing(40, 6, cycle="2025"), seed=seed),
        *signals.influence(["a", "b", "c"], chosen="xyz", solve=lambda _: "xyz"),
    ]

    assert {each.strength for each in signals.together(found).signals} == {"none"}


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6))
def test_order_changes_nothing(seed: int) -> None:
    dice = random.Random(seed)

    def mixed(items: list[Score]) -> list[Score]:
        return dice.sample(items, len(items))

    totals = {f"p{at:02d}": dice.gauss(0, 1) for at in range(40)}
    other = dict(dice.sample(sorted(totals.items()), 40))
    funded = sorted(totals, key=lambda each: -totals[each])[:15]
    now, old = listing(40, 12, dear=3), listing(30, 5, cycle="2025")
    turned = Listing(now.cycle, dict(reversed(now.costs.items())), now.mandatory[::-1])

    assert signals.bunching(totals, funded=funded) == signals.bunching(other, funded=funded[::-1])
    assert signals.sponsors(panel(1)) == signals.sponsors(mixed(panel(1)))
    cycles = two_cycles(0.7)
    assert signals.creep(cycles, now="2026", before="2025") == signals.creep(
        mixed(cycles), now="2026", before="2025"
    )
    assert signals.mandatory_share(now, usual=0.2, earlier=old) == signals.mandatory_share(
        turned, usual=0.2, earlier=old
    )


def test_intervals_hold_the_estimate() -> None:
    for each in (
        *signals.sponsors(panel(1)),
        *signals.creep(two_cycles(1), now="2026", before="2025"),
    ):
        interval = each.evidence.interval
        assert isinstance(interval, Interval)
        assert each.evidence.estimate is not None
        assert interval.low <= each.evidence.estimate <= interval.high
