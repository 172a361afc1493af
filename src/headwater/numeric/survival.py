"""How long things take when some have not ended yet: Kaplan and Meier's estimate."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, log, sqrt

from headwater.errors import InputError
from headwater.numeric.statistics import NINETY_FIVE


@dataclass(frozen=True, slots=True)
class Survival:
    """The share that has not ended, as a step function of time.

    Attributes
    ----------
    times
        The times at which something ended, rising, in the unit given.
    shares
        The share left after each.
    lows, highs
        95% limits of each share, by the log(-log) transformation.
    at_risk
        How many had lasted so long.
    ended, open
        How many ended, and how many were still open when last looked at.
    """

    times: tuple[float, ...]
    shares: tuple[float, ...]
    lows: tuple[float, ...]
    highs: tuple[float, ...]
    at_risk: tuple[int, ...]
    ended: int
    open: int

    def quantile(self, share: float = 0.5) -> float | None:
        """Return the first time by which `share` of all ended; None where that is not reached."""
        return _first(self.times, self.shares, 1 - share)

    def quantile_interval(self, share: float = 0.5) -> tuple[float | None, float | None]:
        """Return the 95% limits of a quantile (Brookmeyer and Crowley); None is "not reached".

        They are the times at which the limits of the curve pass the share [brookmeyer1982]_.
        """
        return (
            _first(self.times, self.lows, 1 - share),
            _first(self.times, self.highs, 1 - share),
        )


def kaplan_meier(durations: Sequence[float], ended: Sequence[bool]) -> Survival:
    """Estimate how long things last; those not ended count for as long as they were seen.

    S(t) is the product of 1 - d/n over the times up to t at which d of the n still there ended
    [kaplan1958]_; its variance is Greenwood's.

    Parameters
    ----------
    durations
        How long each was seen, 0 or more; any unit.
    ended
        Whether it ended then; False is censored. Same length.

    Raises
    ------
    InputError
        If the lengths differ, or a duration is negative.
    """
    if len(durations) != len(ended):
        raise InputError(f"{len(durations)} durations were given with {len(ended)} endings")
    if any(each < 0 for each in durations):
        raise InputError(f"a duration is {min(durations):g}; give 0 or more")
    times, shares, lows, highs, risks = [], [], [], [], []
    share, spread = 1.0, 0.0
    for time in sorted({at for at, done in zip(durations, ended, strict=True) if done}):
        at_risk = sum(each >= time for each in durations)
        deaths = sum(done and at == time for at, done in zip(durations, ended, strict=True))
        share *= 1 - deaths / at_risk
        spread += deaths / (at_risk * (at_risk - deaths)) if deaths < at_risk else inf
        low, high = _limits(share, spread)
        times.append(time)
        shares.append(share)
        lows.append(low)
        highs.append(high)
        risks.append(at_risk)
    done = sum(ended)
    return Survival(
        tuple(times), tuple(shares), tuple(lows), tuple(highs), tuple(risks),
        done, len(durations) - done,
    )  # fmt: skip


def _limits(share: float, spread: float) -> tuple[float, float]:
    if share <= 0:
        return 0.0, 0.0
    reach = NINETY_FIVE * sqrt(spread) / abs(log(share)) if share < 1 else 0.0
    return share ** exp(reach), share ** exp(-reach)


def _first(times: Sequence[float], shares: Sequence[float], level: float) -> float | None:
    """Return the first time at which a share has fallen to a level."""
    return next(
        (time for time, share in zip(times, shares, strict=True) if share <= level + 1e-12), None
    )
