"""Distributions: what is known of a quantity becomes a shape that can be drawn from."""

from collections.abc import Callable, Mapping

from headwater.appraisal.distributions.classic import (
    lognormal,
    lognormal_between,
    normal,
    pert,
    triangular,
    uniform,
)
from headwater.appraisal.distributions.marginal import Marginal, constant
from headwater.appraisal.distributions.metalog import coefficients, is_feasible, metalog
from headwater.appraisal.distributions.observed import discrete, empirical, through
from headwater.errors import InputError
from headwater.vocabulary.appraisal_figures import Uncertainty

__all__ = [
    "Marginal",
    "coefficients",
    "constant",
    "discrete",
    "empirical",
    "is_feasible",
    "lognormal",
    "lognormal_between",
    "marginal_of",
    "metalog",
    "normal",
    "pert",
    "through",
    "triangular",
    "uniform",
]

FEW = 10
PLAIN: Mapping[str, Callable[..., Marginal]] = {
    "pert": pert,
    "triangular": triangular,
    "uniform": uniform,
    "normal": normal,
    "lognormal": lognormal,
}


def marginal_of(name: str, uncertainty: Uncertainty) -> Marginal:
    """Return the distribution of a quantity called `name`, in its unit (ratios for ratios).

    Three points and percentiles become a metalog through them [keelin2016]_; where no metalog
    goes through them, monotone cubics do, with a doubt. A kind `metalog` that is no distribution
    is refused.

    Raises
    ------
    InputError
        If the numbers cannot make a distribution; names the quantity and the mend.
    """
    kind, numbers = uncertainty.kind, uncertainty.numbers
    try:
        if kind in PLAIN:
            made = PLAIN[kind](*numbers)
        elif kind == "discrete":
            made = discrete(numbers, uncertainty.probabilities)
        elif kind in ("empirical", "reference_class"):
            made = _seen(name, uncertainty)
        elif kind == "three_points":
            made = _stated(name, (0.1, 0.5, 0.9), numbers, uncertainty)
        else:
            made = _stated(name, uncertainty.probabilities, numbers, uncertainty)
    except InputError as error:
        raise InputError(f"{name}: {error}") from None
    return _held(made, uncertainty) if kind in (*PLAIN, "empirical", "reference_class") else made


def _seen(name: str, uncertainty: Uncertainty) -> Marginal:
    seen = uncertainty.numbers
    if not seen:
        raise InputError(
            f"the reference class {uncertainty.reference or '(unnamed)'!r} has no observed ratios; "
            "give them, or state P10, P50 and P90"
        )
    made = empirical(seen)
    if len(seen) >= FEW:
        return made
    sentence = (
        f"{name} rests on {len(seen)} observed values; what lies beyond the largest is not drawn."
    )
    return Marginal(made.name, made.at, made.steps, (sentence,))


def _stated(
    name: str, probabilities: tuple[float, ...], numbers: tuple[float, ...], stated: Uncertainty
) -> Marginal:
    lower, upper = stated.lower, stated.upper
    points = list(zip(probabilities, numbers, strict=True))
    if points and points[0][0] == 0:
        lower = points.pop(0)[1]
    if points and points[-1][0] == 1:
        upper = points.pop()[1]
    if not points:
        if lower is None or upper is None:
            raise InputError("state at least one percentile between 0 and 1 beside an end")
        return uniform(lower, upper)
    if len({x for _, x in points}) == 1:
        if len(points) == 1 and (lower is not None or upper is not None):
            raise InputError("one percentile says too little; state P10, P50 and P90")
        return constant(points[0][1])
    inner, within = [p for p, _ in points], [x for _, x in points]
    if (lower is not None and within[0] <= lower) or (upper is not None and within[-1] >= upper):
        raise InputError("a percentile lies at or beyond an end that cannot be passed")
    a = coefficients(inner, within, lower=lower, upper=upper)
    if len(inner) <= len(a) and is_feasible(a):
        return metalog(a, lower=lower, upper=upper)
    if stated.kind == "metalog":
        if is_feasible(a):
            return metalog(a, lower=lower, upper=upper)
        raise InputError(
            "no metalog goes through these percentiles: its curve would fall somewhere; state "
            "them as plain percentiles, or give an end"
        )
    sentence = (
        f"The percentiles of {name} are too lopsided for a smooth curve; straight pieces in the "
        "normal score were drawn through them."
    )
    return through(inner, within, lower=lower, upper=upper, doubts=(sentence,))


def _held(made: Marginal, stated: Uncertainty) -> Marginal:
    """Keep draws within ends that cannot be passed; what would lie beyond them lies on them."""
    if stated.lower is None and stated.upper is None:
        return made
    import numpy as np

    low = -np.inf if stated.lower is None else stated.lower
    high = np.inf if stated.upper is None else stated.upper
    return Marginal(made.name, lambda z: np.clip(made.at(z), low, high), made.steps, made.doubts)
