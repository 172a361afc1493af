"""Business cases drawn together as futures: what each is worth in each draw."""

from collections.abc import Sequence

import numpy as np

from headwater.appraisal.simulate_cases import drawn_cases
from headwater.errors import InputError
from headwater.vocabulary.appraisal_case import BusinessCase
from headwater.vocabulary.progress import Watcher, ignore
from headwater.vocabulary.risk import Outcomes

FUTURES = 64
"""Draws that become futures: enough for a tenth of bad ones, few enough to choose among."""


def futures_of(
    cases: Sequence[BusinessCase],
    *,
    draws: int = FUTURES,
    seed: int = 1,
    watch: Watcher = ignore,
) -> Outcomes:
    """Draw cases at once, each draw a future of equal chance: net present values by case id.

    What strikes several cases (shocks of the same name) strikes them in the same futures. In the
    scale of money of the first case in alphabetical order, as in `into_workbook`.

    Raises
    ------
    InputError
        If there is no case, currencies differ, or so many draws cannot be.
    """
    cases = sorted(cases, key=lambda each: each.id)
    if not cases:
        raise InputError("there are no cases to draw futures from; give at least one")
    money = cases[0].money
    if strange := [each.id for each in cases if each.money.currency != money.currency]:
        raise InputError(f"{strange[0]!r} is in another currency than {cases[0].id!r}; convert it")
    _, blocks, _, _ = drawn_cases(
        cases, options=[None] * len(cases), practice=None, pack=None, correlations=(), shocks=(),
        draws=draws, seed=seed, sampling="sobol", workers=1, general=False, watch=watch,
        shared=(), prefixed=True,
    )  # fmt: skip
    values = {
        case.id: np.concatenate([block[at].npv for block in blocks])
        * case.money.scale
        / money.scale
        for at, case in enumerate(cases)
    }
    count = next(iter(values.values())).size
    return Outcomes(
        labels=tuple(f"draw {number + 1:0{len(str(count))}}" for number in range(count)),
        probabilities=(1.0 / count,) * count,
        values={id_: tuple(row.tolist()) for id_, row in values.items()},
        unit=money.label,
    )
