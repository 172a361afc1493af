"""Equal shares again, slowly and in fractions: what the fast rule is held against."""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

Gains = Mapping[str, Mapping[str, Fraction]]


def price_per_point(
    cost: Fraction, money: Mapping[str, Fraction], gains: Mapping[str, Fraction]
) -> Fraction | None:
    """Everybody pays in proportion; who cannot gives all, and the others try again."""
    if sum((money[voter] for voter in gains), Fraction(0)) < cost:
        return None
    paying = dict(gains)
    due = cost
    while True:
        rho = due / sum(paying.values(), Fraction(0)) if paying else Fraction(0)
        empty = [voter for voter, gain in paying.items() if rho * gain > money[voter]]
        if not empty:
            break
        for voter in empty:
            due -= money[voter]
            del paying[voter]
    if paying:
        return rho
    return max(money[voter] / gain for voter, gain in gains.items())


def once(costs: Mapping[str, Fraction], gains: Gains, share: Fraction) -> list[str]:
    """The plain rule, one voter a name."""
    money = dict.fromkeys(gains, share)
    supporters = {
        project: {voter: own[project] for voter, own in gains.items() if own.get(project, 0) > 0}
        for project in costs
    }
    left = {project for project, found in supporters.items() if found}
    bought: list[str] = []
    while left:
        offers = {
            project: rho
            for project in left
            if (rho := price_per_point(costs[project], money, supporters[project])) is not None
        }
        if not offers:
            break
        best = min(offers, key=lambda project: (offers[project], costs[project], project))
        for voter, gain in supporters[best].items():
            money[voter] -= min(money[voter], offers[best] * gain)
        bought.append(best)
        left = set(offers) - {best}
    return bought


def completed(
    costs: Mapping[str, Fraction], gains: Gains, *, budget: Fraction, steps: int, step: Fraction
) -> list[str]:
    """Raise every share step by step, and keep the last outcome before one too dear."""
    supported = {each for own in gains.values() for each, gain in own.items() if gain > 0}
    best = once(costs, gains, budget / len(gains))
    for number in range(1, steps + 1):
        if set(best) == supported:
            break
        bigger = once(costs, gains, budget / len(gains) + number * step)
        if sum(costs[each] for each in bigger) > budget:
            break
        best = bigger
    return best


def election(path: Path) -> tuple[int, dict[str, int], Counter[tuple[tuple[str, int], ...]]]:
    """Read a .pb file: budget, costs, and how often each ballot (project, points) was cast.

    An approved project counts with its cost, a project with points with its points.
    """
    budget, costs = 0, {}
    ballots: Counter[tuple[tuple[str, int], ...]] = Counter()
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
        if part == "META" and row["key"] == "budget":
            budget = int(row["value"])
        elif part == "PROJECTS":
            costs[row["project_id"]] = int(row["cost"])
        elif part == "VOTES" and row["vote"]:
            named = row["vote"].split(",")
            given = row.get("points", "")
            points = (
                [int(each) for each in given.split(",")] if given else [costs[n] for n in named]
            )
            ballots[tuple(sorted(zip(named, points, strict=True)))] += 1
    return budget, costs, ballots
