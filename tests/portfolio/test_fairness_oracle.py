"""Equal shares against the slow rule in fractions: elections of cities, and random ones."""

import importlib.util
import random
import sys
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import pytest

from headwater.portfolio.fair_share import equal_shares

ELECTIONS = Path(__file__).parents[2] / "../shared/data/pabulib/dev"
CASES = 300


def _load(name: str) -> ModuleType:
    """Load a file beside this one: tests are no package."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


oracle = _load("equal_shares_oracle")


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        ("Netherlands_Amsterdam_166", 3),
        ("Netherlands_Amsterdam_179", 3),
        ("Netherlands_Amsterdam_287", 0),
        ("Switzerland_Zurich_D5", 400),
        ("Switzerland_Zurich_D10", 400),
        ("Switzerland_Zurich_S5", 400),
    ],
)
def test_stolicki2020_elections_agree_with_fractions(name: str, steps: int) -> None:
    """The plain rule, and as many raises of one unit of money a voter as there is time for."""
    path = ELECTIONS / f"{name}.pb"
    if not path.exists():
        pytest.skip("the published elections are not here")
    budget, costs, ballots = oracle.election(path)
    voices = {f"ballot {at:04d}": ballot for at, ballot in enumerate(sorted(ballots))}
    voters = {voice: ballots[ballot] for voice, ballot in voices.items()}
    gains = {voice: {each: float(gain) for each, gain in b} for voice, b in voices.items()}
    slow_gains = {
        f"{voice}/{copy}": {each: Fraction(gain) for each, gain in ballot}
        for voice, ballot in voices.items()
        for copy in range(voters[voice])
    }
    slow_costs = {each: Fraction(cost) for each, cost in costs.items()}
    prices = {each: float(cost) for each, cost in costs.items()}

    plain = equal_shares(prices, gains, budget=budget, voters=voters)
    raised = equal_shares(prices, gains, budget=budget, voters=voters, steps=steps, step=1.0)

    share = Fraction(budget, len(slow_gains))
    assert list(plain.chosen) == oracle.once(slow_costs, slow_gains, share)
    # the oracle is run once, at the share that was reached, and once beyond it
    number = round(raised.share - budget / len(slow_gains))
    assert list(raised.chosen) == oracle.once(slow_costs, slow_gains, share + number)
    beyond = oracle.once(slow_costs, slow_gains, share + number + 1)
    assert number == steps or sum(costs[each] for each in beyond) > budget


def test_random_elections_agree_with_fractions() -> None:
    """Bought in the same order, plain and completed; leaders, units and crowds."""
    mismatches = []
    for seed in range(CASES):
        dice = random.Random(seed)
        projects = [f"p{number:02d}" for number in range(dice.randint(1, 12))]
        costs = {each: dice.randint(0, 40) for each in projects}
        most = dice.choice([1, 3, 1000])
        chance = dice.choice([0.15, 0.5, 1.0])
        gains = {
            f"v{number}": {e: dice.randint(0, most) for e in projects if dice.random() < chance}
            for number in range(dice.randint(1, 9))
        }
        if seed % 3 == 0:  # units: nobody gains from another's project
            owner = {each: dice.choice(sorted(gains)) for each in projects}
            gains = {v: {e: g for e, g in own.items() if owner[e] == v} for v, own in gains.items()}
        budget, step = dice.randint(1, 120), dice.choice([1, 2, 5])

        fast = [
            list(
                equal_shares(
                    {each: float(cost) for each, cost in costs.items()},
                    {v: {e: float(g) for e, g in own.items()} for v, own in gains.items()},
                    budget=budget, steps=steps, step=step,
                ).chosen
            )
            for steps in (0, 25)
        ]  # fmt: skip

        exact_costs = {each: Fraction(cost) for each, cost in costs.items()}
        exact_gains = {v: {e: Fraction(g) for e, g in own.items()} for v, own in gains.items()}
        slow = [
            oracle.completed(
                exact_costs, exact_gains, budget=Fraction(budget), steps=steps, step=Fraction(step)
            )
            for steps in (0, 25)
        ]
        if fast != slow:
            mismatches.append((seed, fast, slow))
    assert mismatches == []
