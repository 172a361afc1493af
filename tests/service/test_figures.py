"""Attainment, satisfaction and value: published cases, small numbers, the records behind."""

from collections.abc import Callable
from datetime import date
from math import comb

import pytest
from rivermouth import AGREEMENTS, CALENDARS, moment

from headwater.errors import InputError
from headwater.numeric.statistics import chance_of_so_few, exact_interval
from headwater.service import attainment as figures
from headwater.service import read_clocks, satisfaction
from headwater.service.satisfaction import net_interval, value_sums
from headwater.vocabulary.service import ServiceEvent
from headwater.vocabulary.service_work import Feedback, ValueStated

Happened = Callable[..., ServiceEvent]


@pytest.mark.parametrize(
    ("hits", "trials", "wilson", "exact"),
    [
        (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
        (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
        (0, 20, (0.0, 0.1611), (0.0, 0.1684)),
        (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
    ],
)
def test_newcombe1998_table_1(
    hits: int, trials: int, wilson: tuple[float, float], exact: tuple[float, float]
) -> None:
    """Newcombe (1998), table I: method 3 (Wilson) and method 5 (exact)."""
    ids = [f"a{number}" for number in range(trials)]

    found = figures.counted(met=ids[:hits], breached=ids[hits:], measure="delivery", objective=0.9)

    assert found.interval
    assert found.exact
    assert (found.interval.low, found.interval.high) == pytest.approx(wilson, abs=6e-5)
    assert (found.exact.low, found.exact.high) == pytest.approx(exact, abs=6e-5)


def test_exact_interval_ends_where_the_tails_are_two_and_a_half_percent() -> None:
    found = exact_interval(3, 10)

    assert chance_of_so_few(3, 10, found.high) == pytest.approx(0.025)
    assert 1 - chance_of_so_few(2, 10, found.low) == pytest.approx(0.025)


def test_error_budget_of_a_month() -> None:
    """Three nines over 30 days leave 43.2 minutes."""
    assert figures.error_budget(0.999, 30 * 24 * 60).allowed == pytest.approx(43.2)


@pytest.mark.parametrize(
    ("met", "breached", "verdict"),
    [
        (5, 0, "not certain"),
        (29, 0, "kept"),
        (3, 3, "missed"),
        (17, 3, "not certain"),
        (0, 0, "nothing to say"),
    ],
)
def test_small_numbers_say_so(met: int, breached: int, verdict: str) -> None:
    """Twenty-nine of twenty-nine is the least that shows that 90 % are kept: 0.9^29 < 5 %."""
    found = figures.counted(
        met=[f"m{n}" for n in range(met)], breached=[f"b{n}" for n in range(breached)],
        measure="delivery", objective=0.9,
    )  # fmt: skip

    assert found.verdict == verdict
    assert bool(found.doubts) == (verdict != "kept")


def test_attainment_lists_its_engagements_and_a_breach_counts_at_once(happened: Happened) -> None:
    events = [
        happened("requested", "2026-03-02 09:00", "in time"),
        happened("delivered", "2026-03-03 09:00", "in time"),
        happened("requested", "2026-03-02 09:00", "late and open"),
        happened("requested", "2026-03-31 16:00", "new"),
        happened("requested", "2026-03-02 09:00", "gone"),
        happened("withdrawn", "2026-03-02 12:00", "gone"),
    ]
    readings = read_clocks(
        events, agreements=AGREEMENTS, calendars=CALENDARS, at=moment("2026-04-01 09:00")
    )

    found = figures.attainment(
        readings, measure="delivery", objective=0.9,
        start=date(2026, 3, 1), end=date(2026, 4, 1),
    )  # fmt: skip

    assert (found.met, found.breached) == (("in time",), ("late and open",))
    assert (found.open, found.left_out) == (("new",), ("gone",))
    assert found.share == 0.5
    earlier = figures.attainment(
        readings, measure="delivery", objective=0.9, end=date(2026, 3, 4)
    )  # fmt: skip
    assert earlier.breached == ()  # it breached on the morning of the 4th


def test_each_service_counts_for_itself(happened: Happened) -> None:
    events = [happened("requested", "2026-03-02 09:00", name) for name in ("a", "b", "c")]
    events.append(happened("delivered", "2026-03-02 10:00", "a"))
    readings = read_clocks(
        events, agreements=AGREEMENTS, calendars=CALENDARS, at=moment("2026-03-20 09:00")
    )

    found = figures.by_name(
        readings, names={"a": "advice", "b": "advice", "c": "workshop"},
        measure="delivery", objectives={"advice": 0.9, "workshop": 0.8},
    )  # fmt: skip

    assert [(each.name, each.met, each.breached) for each in found] == [
        ("advice", ("a",), ("b",)),
        ("workshop", (), ("c",)),
    ]


def test_an_objective_is_a_share() -> None:
    with pytest.raises(InputError, match="between 0 and 1"):
        figures.counted(met=[], breached=[], measure="delivery", objective=95)


def answers(*scores: int | None) -> list[Feedback]:
    return [Feedback(f"f{n:03d}", f"a{n}", date(2026, 3, 2), s) for n, s in enumerate(scores)]


def test_net_score_and_its_error() -> None:
    """55 % promoters and 20 % detractors of 200: multinomial variance."""
    given = answers(*[10] * 110, *[8] * 50, *[3] * 40)

    found = satisfaction.satisfaction(given, asked=220)

    assert found.net == pytest.approx(0.35)
    assert found.error == pytest.approx(0.056013391256020194)
    assert found.interval
    assert (found.interval.low, found.interval.high) == pytest.approx((0.2359, 0.4538), abs=5e-4)
    wald = (found.net - 1.96 * found.error, found.net + 1.96 * found.error)
    assert wald == pytest.approx((0.24021576962028568, 0.4597842303797144), abs=1e-4)
    assert found.doubts == ()


@pytest.mark.parametrize("number", [5, 10, 20])
@pytest.mark.parametrize("shares", [(0.7, 0.2, 0.1), (0.4, 0.3, 0.3), (0.85, 0.1, 0.05)])
def test_the_interval_of_few_answers_holds_its_level(
    number: int, shares: tuple[float, float, float]
) -> None:
    """Every possible outcome weighed by its probability: close to 95 %, 89 % at worst here."""
    up, _, down = shares
    covered = 0.0
    for p in range(number + 1):
        for d in range(number - p + 1):
            chance = comb(number, p) * comb(number - p, d) * up**p * down**d
            chance *= shares[1] ** (number - p - d)
            span = net_interval(p, d, number)
            covered += chance * (span.low <= up - down <= span.high)
    assert covered >= 0.89


def test_comments_and_silence_are_told() -> None:
    given = [*answers(9, None), Feedback("late", "a9", date(2026, 3, 3), 2, "Too late for us.")]

    found = satisfaction.satisfaction(given, asked=9)

    assert (found.answers, found.promoters, found.detractors) == (2, ("f000",), ("late",))
    assert found.comments == {"late": "Too late for us."}
    assert any("2 of 9 answered" in each for each in found.doubts)
    assert satisfaction.satisfaction([]).net is None


def test_value_counts_the_latest_statement_and_names_who() -> None:
    def said(name: str, kind: str, amount: float, day: int, by: str = "Amara") -> ValueStated:
        return ValueStated(name, "advice", kind, amount, date(2026, 3, day), by)  # type: ignore[arg-type]

    found = value_sums(
        [
            said("v3", "delivered", 8.0, 9),
            said("v1", "forecast", 12.0, 1),
            said("v2", "forecast", 10.0, 5),
        ]
    )

    assert found.sums == {"forecast": 10.0, "delivered": 8.0}
    assert found.replaced == ("v1",)
    assert found.statements["forecast"][0].by == "Amara"
    assert "not yet recognized what engagement advice delivered" in found.doubts[0]
    with pytest.raises(InputError, match="does not say by whom"):
        said("v4", "recognized", 8.0, 9, by=" ")
