"""Attainment from columns of clocks: thousands of engagements in one look."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time

import numpy as np

from headwater.errors import InputError
from headwater.service.attainment import counted
from headwater.service.replay import Clocks
from headwater.vocabulary.service_figures import Attainment


def tallies(
    clocks: Clocks,
    *,
    names: Sequence[str],
    of: np.ndarray,
    objectives: Mapping[str, float],
    start: date | None = None,
    end: date | None = None,
) -> tuple[Attainment, ...]:
    """Count how often each name (a service, say) kept its promise, in the order of `names`.

    Parameters
    ----------
    of
        Place in `names` of each engagement, in the order of the clocks; -1 for none of them.
    objectives
        The share that shall be met, by name.
    start, end
        The first day and the day after the last (UTC) in which a clock was settled.

    Raises
    ------
    InputError
        If `of` has another length, or an objective is missing.
    """
    if len(of) != len(clocks.engagements):
        raise InputError(f"{len(of)} names were given for {len(clocks.engagements)} engagements")
    if missing := [name for name in names if name not in objectives]:
        raise InputError(f"no objective is given for {', '.join(missing)}")
    ids = np.array(clocks.engagements, dtype=object)
    settled = clocks.settled
    within = np.ones(len(ids), dtype=bool)
    if start:
        within &= (settled < 0) | (settled >= _midnight(start))
    if end:
        within &= (settled < 0) | (settled < _midnight(end))
    promised = within & (clocks.target > 0)
    found = []
    for place, name in enumerate(names):
        own = promised & (of == place)
        by = {
            outcome: ids[own & clocks.where(outcome)].tolist()
            for outcome in ("met", "breached", "open", "none")
        }
        found.append(
            counted(
                met=by["met"],
                breached=by["breached"],
                open=by["open"],
                left_out=by["none"],
                measure=clocks.measure,
                objective=objectives[name],
                name=name,
                start=start,
                end=end,
            )
        )
    return tuple(found)


def _midnight(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())
