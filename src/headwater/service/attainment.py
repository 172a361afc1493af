"""How often promises were kept: counts, intervals, error budgets; each with its engagements."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time

from headwater.errors import InputError
from headwater.numeric.statistics import chance_of_so_few, exact_interval, wilson_interval
from headwater.vocabulary.service import ClockReading, Measure
from headwater.vocabulary.service_figures import Attainment, ErrorBudget, Verdict

FEW = 20
LEVEL = 0.05


def attainment(
    readings: Iterable[ClockReading],
    *,
    measure: Measure,
    objective: float,
    name: str = "",
    start: date | None = None,
    end: date | None = None,
) -> Attainment:
    """Count how often a promise was kept.

    Parameters
    ----------
    readings
        Clocks at one moment; those of other measures are left out.
    objective
        The share that shall be met, between 0 and 1.
    start, end
        The first day and the day after the last, in UTC: a clock counts in the period in which
        it was settled, so the figures of a past period do not change unless work is reopened.

    Raises
    ------
    InputError
        If the objective is no share between 0 and 1.
    """
    own = [each for each in readings if each.measure == measure]
    within = [each for each in own if each.settled is None or _within(each.settled, start, end)]
    by = {
        outcome: tuple(each.engagement for each in within if each.outcome == outcome)
        for outcome in ("met", "breached", "open", "none")
    }
    return counted(
        met=by["met"], breached=by["breached"], open=by["open"], left_out=by["none"],
        measure=measure, objective=objective, name=name, start=start, end=end,
    )  # fmt: skip


def counted(
    *,
    met: Sequence[str],
    breached: Sequence[str],
    open: Sequence[str] = (),
    left_out: Sequence[str] = (),
    measure: Measure,
    objective: float,
    name: str = "",
    start: date | None = None,
    end: date | None = None,
) -> Attainment:
    """Make the figure of engagements (ids) that are told apart already.

    Raises
    ------
    InputError
        If the objective is no share between 0 and 1.
    """
    if not 0 < objective < 1:
        raise InputError(f"the objective is {objective:g}; give a share between 0 and 1, say 0.9")
    hits, trials = len(met), len(met) + len(breached)
    exact = exact_interval(hits, trials) if trials else None
    chance = chance_of_so_few(hits, trials, objective) if trials else None
    return Attainment(
        name=name,
        measure=measure,
        start=start,
        end=end,
        met=tuple(sorted(met)),
        breached=tuple(sorted(breached)),
        open=tuple(sorted(open)),
        left_out=tuple(sorted(left_out)),
        objective=objective,
        share=hits / trials if trials else None,
        interval=wilson_interval(hits, trials) if trials else None,
        exact=exact,
        chance=chance,
        verdict=_verdict(hits, trials, objective),
        budget=error_budget(objective, trials, used=trials - hits),
        doubts=_doubts(trials, hits, objective),
    )


def by_name(
    readings: Iterable[ClockReading],
    *,
    names: Mapping[str, str],
    measure: Measure,
    objectives: Mapping[str, float],
    start: date | None = None,
    end: date | None = None,
) -> tuple[Attainment, ...]:
    """Count each name (a service, say) for itself, in alphabetical order.

    `names` is by engagement; `objectives` by name.
    """
    apart: dict[str, list[ClockReading]] = {}
    for each in readings:
        if each.engagement in names:
            apart.setdefault(names[each.engagement], []).append(each)
    return tuple(
        attainment(
            own, measure=measure, objective=objectives[name], name=name, start=start, end=end
        )
        for name, own in sorted(apart.items())
        if name in objectives
    )


def error_budget(objective: float, whole: float, *, used: float = 0.0) -> ErrorBudget:
    """Return what an objective allows to miss of a whole: of a count, or of a time.

    0.999 of 30 days (43,200 minutes) allows 43.2 minutes.
    """
    return ErrorBudget(allowed=(1 - objective) * whole, used=used)


def _verdict(hits: int, trials: int, objective: float) -> Verdict:
    """Decide each way at a one-sided exact level of 5%."""
    if not trials:
        return "nothing to say"
    if chance_of_so_few(hits, trials, objective) <= LEVEL:
        return "missed"
    so_many = 1.0 - (chance_of_so_few(hits - 1, trials, objective) if hits else 0.0)
    return "kept" if so_many <= LEVEL else "not certain"


def _doubts(trials: int, hits: int, objective: float) -> tuple[str, ...]:
    if not trials:
        return ("Nothing was settled in the period, so there is nothing to say.",)
    said = []
    if trials < FEW:
        said.append(
            f"Only {trials} {'was' if trials == 1 else 'were'} settled: one more or less moves the "
            f"share by {1 / trials:.0%}."
        )
    if _verdict(hits, trials, objective) == "not certain":
        said.append(
            f"So few cannot tell whether {objective:.0%} is kept: chance alone could give {hits} "
            f"of {trials} either way."
        )
    return tuple(said)


def _within(at: datetime, start: date | None, end: date | None) -> bool:
    return (start is None or at >= _midnight(start)) and (end is None or at < _midnight(end))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
