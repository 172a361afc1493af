"""Method of equal shares: by hand, and against a published election."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.errors import InputError
from headwater.portfolio.fair_share import equal_shares, preferred

WIELICZKA = (
    Path(__file__).parents[2] / "../shared/data/pabulib/dev/Poland_Wieliczka_2023_Green_Budget.pb"
)


def test_a_small_group_gets_its_part_where_a_majority_would_take_all() -> None:
    """Six voters for A, B, C; three for D: two thirds of 9 buy A and B, one third buys D."""
    costs = dict.fromkeys("ABCD", 3.0)
    approvals = {"many": dict.fromkeys("ABC", 3.0), "few": {"D": 3.0}}

    found = equal_shares(costs, approvals, budget=9, voters={"many": 6, "few": 3})

    assert found.chosen == ("A", "B", "D")
    assert found.paid == {"many": 6, "few": 3}


def test_a_supporter_without_money_left_lets_the_others_pay_more() -> None:
    """After X (shared by both) ana has 1 left; Y costs 3, so ben pays the other 2."""
    satisfaction = {"ana": {"X": 4.0, "Y": 1.0, "Z": 0.0}, "ben": {"X": 1.0, "Y": 1.0}}

    found = equal_shares({"X": 5, "Y": 3}, satisfaction, budget=10)

    assert found.chosen == ("X", "Y")
    assert found.paid["ana"] == pytest.approx(5)
    assert found.paid["ben"] == pytest.approx(3)


def test_wieliczka2023_equal_shares_with_add_one() -> None:
    """The published outcome: 30 of 64 projects for 995,079 of 1,000,000 PLN."""
    if not WIELICZKA.exists():
        pytest.skip("the published election is not here")
    costs, selected, ballots = _election(WIELICZKA)
    voters = {",".join(ballot): count for ballot, count in ballots.items()}
    satisfaction = {",".join(ballot): {each: costs[each] for each in ballot} for ballot in ballots}

    found = equal_shares(costs, satisfaction, budget=1_000_000, voters=voters, steps=1000)

    assert (set(found.chosen), found.spent, len(selected)) == (selected, 995_079, 30)
    greedy = _most_votes_first(costs, ballots, 1_000_000)
    assert preferred(found.chosen, greedy, satisfaction, voters) > 0


@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=6),
    st.lists(st.lists(st.integers(0, 3), min_size=6, max_size=6), min_size=1, max_size=4),
    st.integers(1, 40),
)
def test_nobody_pays_more_than_a_share_and_every_purchase_is_paid(
    prices: list[int], gains: list[list[int]], budget: int
) -> None:
    costs = {f"p{number}": float(price) for number, price in enumerate(prices)}
    voices = {
        f"v{voice}": {each: float(gain) for each, gain in zip(costs, row, strict=False)}
        for voice, row in enumerate(gains)
    }

    found = equal_shares(costs, voices, budget=budget)

    assert found.spent <= budget * (1 + 1e-6)
    assert sum(found.paid.values()) == pytest.approx(found.spent)
    assert all(paid <= found.share * (1 + 1e-6) for paid in found.paid.values())


def test_no_voter_is_refused() -> None:
    with pytest.raises(InputError, match="at least one voter"):
        equal_shares({"A": 1}, {}, budget=1)


def _election(path: Path) -> tuple[dict[str, float], set[str], Counter[tuple[str, ...]]]:
    costs: dict[str, float] = {}
    selected: set[str] = set()
    ballots: Counter[tuple[str, ...]] = Counter()
    part, head = "", [""]
    for line in path.read_text(encoding="utf-8").splitlines():
        if line in ("META", "PROJECTS", "VOTES"):
            part, head = line, []
            continue
        cells = line.split(";")
        if not head:
            head = cells
            continue
        row = dict(zip(head, cells, strict=False))
        if part == "PROJECTS":
            costs[row["project_id"]] = float(row["cost"])
            selected |= {row["project_id"]} if row["selected"] == "1" else set()
        elif part == "VOTES":
            ballots[tuple(sorted(row["vote"].split(",")))] += 1
    return costs, selected, ballots


def _most_votes_first(
    costs: dict[str, float], ballots: Counter[tuple[str, ...]], budget: float
) -> list[str]:
    votes: Counter[str] = Counter()
    for ballot, count in ballots.items():
        votes.update(dict.fromkeys(ballot, count))
    taken: list[str] = []
    for each, _ in votes.most_common():
        if costs[each] <= budget:
            taken.append(each)
            budget -= costs[each]
    return taken
