"""Real options by simulation: a right that is used where it pays, at one date or at several."""

from collections.abc import Sequence
from math import exp
from typing import Any, TypeAlias

import numpy as np

from headwater.appraisal.lattice import NEVER_ADDED
from headwater.appraisal.simulate_spread import between, probability
from headwater.errors import InputError
from headwater.vocabulary.appraisal_drivers import Flexibility
from headwater.vocabulary.appraisal_rights import OptionKind

Array: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]


def right_by_simulation(
    kind: OptionKind,
    *,
    benefits: Sequence[Array],
    costs: Sequence[Array] | float,
    modelled: bool = False,
) -> Flexibility:
    """Value a right that is used only where it pays: E max(S - X, 0) [mathews2007]_.

    Parameters
    ----------
    benefits
        By independent block of draws: present value of what using it brings, discounted at the
        rate for its risk.
    costs
        Present value of what using it costs, discounted at the rate for money that is sure: draws
        like the benefits, or one number.

    Returns
    -------
    Flexibility
        `inflexible` is E(S - X), going ahead whatever happens; `worth` what the right adds to the
        better of that and of doing nothing.

    Raises
    ------
    InputError
        If there are no draws, or the shapes differ.
    """
    if not benefits or not len(benefits[0]):
        raise InputError("there are no draws; simulate first")
    paid = (
        [np.full(len(each), float(costs)) for each in benefits]
        if isinstance(costs, int | float)
        else costs
    )
    if [len(each) for each in paid] != [len(each) for each in benefits]:
        raise InputError("benefits and costs must be draws of the same number, block by block")
    gains = [s - x for s, x in zip(benefits, paid, strict=True)]
    whole = between(
        float(np.mean([np.maximum(each, 0).mean() for each in gains])),
        [float(np.maximum(each, 0).mean()) for each in gains],
    )
    plain = float(np.mean([each.mean() for each in gains]))
    now = max(0.0, plain)
    of_blocks = [
        float(np.maximum(each, 0).mean() - (each.mean() if now else 0.0)) for each in gains
    ]
    return Flexibility(
        kind=kind,
        worth=between(whole.value - now, of_blocks),
        inflexible=now,
        modelled=modelled,
        use=probability([each > 0 for each in gains]),
        method="simulation, used where it pays (Datar and Mathews)",
        parameters={"go ahead whatever happens": plain, "with the right": whole.value},
        doubts=(NEVER_ADDED,) if modelled else (),
    )


def right_at_dates(
    paths: Array, payoffs: Array, *, rate: float, step: float, degree: int = 2
) -> tuple[float, Array]:
    """Value a right that can be used at several dates, by least squares [longstaff2001]_.

    Parameters
    ----------
    paths
        Draws x dates: what is known at each date (the value, say).
    payoffs
        Draws x dates: what using the right brings there, not discounted; 0 or less: not used.
    rate, step
        Continuously compounded yearly rate, and years between dates; the first is one step away.
    degree
        Of the polynomial that says from what is known what waiting brings.

    Returns
    -------
    value, used
        Present value of the right, and by draw the date (0, 1, ...) at which it is used, -1 never.

    Raises
    ------
    InputError
        If the shapes differ.
    """
    if paths.shape != payoffs.shape or paths.ndim != 2:
        raise InputError("paths and pay-offs must be draws x dates, of the same shape")
    discount = exp(-rate * step)
    draws, dates = paths.shape
    got = np.maximum(payoffs[:, -1], 0.0)
    used = np.where(got > 0, dates - 1, -1)
    for at in range(dates - 2, -1, -1):
        got = got * discount
        open_ = payoffs[:, at] > 0
        if open_.sum() > degree:
            x = paths[open_, at]
            basis = np.vander(x / max(1e-300, np.abs(x).max()), degree + 1)
            curve, *_ = np.linalg.lstsq(basis, got[open_], rcond=None)
            take = np.zeros(draws, dtype=bool)
            take[open_] = payoffs[open_, at] > basis @ curve
            got = np.where(take, payoffs[:, at], got)
            used = np.where(take, at, used)
    return float(got.mean() * discount), used
