"""What would have to stop so that a project can start: every smallest set, best first."""

from collections.abc import Collection, Mapping
from math import isfinite

from headwater.errors import InputError
from headwater.portfolio import wording
from headwater.portfolio.stopping import Going
from headwater.vocabulary.explanation import Room, Zombie
from headwater.vocabulary.portfolio import Optimum, Problem, RobustSet
from headwater.vocabulary.progress import Progress, Watcher, ignore

STAGE = "Looking for room"
NEARLY_NEVER = 0.05
"""Core index up to which a running project counts as one that no good portfolio needs."""
MOST_EQUAL = 20
"""Sets as good as the last one wanted that are still looked at, so that names decide."""


def make_room(
    problem: Problem,
    optimum: Optimum,
    project_id: str,
    *,
    running: Collection[str] = (),
    exit_costs: Mapping[str, float] | None = None,
    most: int = 5,
    watch: Watcher = ignore,
) -> tuple[Room, ...]:
    """Find the smallest sets of projects to stop so that one can start.

    Everything else that is going on goes on. What a project still costs counts, what is
    spent on it does not; what stopping costs is taken from the budget that it frees.

    Parameters
    ----------
    optimum
        What is recommended: it counts as going on where nothing is said to be running.
    project_id
        Who wants to start; what it requires starts with it.
    running
        Ids of what is going on; mandatory projects count too. Empty for what is recommended.
    exit_costs
        By id, what stopping costs, in the money unit; taken from the budget for all periods,
        or from the first period where there is none.
    most
        How many sets to return.

    Returns
    -------
    tuple of Room
        Fewest stops first, then the least value given up for what is gained, then by id. No
        part of a set makes room.
        One room without stops where the project fits as it is.

    Raises
    ------
    InputError
        If an id is not known, the project is going on already, or what it takes is not known.
    InfeasibleError
        If not even stopping everything makes room; `rules` names what stands in the way.

    Notes
    -----
    Each set is the answer of an exact program (fewest stops, then most value going on); it and all
    that contain it are then cut off, so no later set contains an earlier one, and since every
    part of a set would have come before it, none is too large. See docs/methods/room_making.md.
    """
    costs = dict(exit_costs or {})
    going = Going(problem, project_id, _running(problem, optimum, running, project_id), costs)
    if most < 1:
        raise InputError("at least one set must be asked for")
    _check_costs(costs, problem)
    found: list[Room] = []
    while len(found) < most + MOST_EQUAL:
        watch(Progress(STAGE, fraction=min(1.0, len(found) / most)))
        stops = going.next_stops(watch)
        if stops is None:
            break
        found.append(going.room(stops))
        if len(found) > most and _rank(found[-1]) > _rank(found[most - 1]):
            break
        if not stops:
            break
    found.sort(key=lambda room: (*_rank(room), room.stops))
    return tuple(found[:most])


def _rank(room: Room) -> tuple[int, float]:
    return len(room.stops), float(f"{-room.gain:.9g}")


def _running(
    problem: Problem, optimum: Optimum, running: Collection[str], project: str
) -> frozenset[str]:
    known = {each.id for each in problem.candidates}
    if missing := sorted({project, *running} - known):
        raise InputError(f"no project has the id {missing[0]!r}; give ids that are in the table")
    going = set(running) if running else set(optimum.chosen)
    going |= {each.id for each in problem.candidates if each.mandatory}
    if project in going:
        name = wording.names_of(problem)[project]
        raise InputError(f"{name} is going on already, so no room has to be made for it")
    return frozenset(going)


def _check_costs(costs: Mapping[str, float], problem: Problem) -> None:
    known = {each.id for each in problem.candidates}
    if missing := sorted(set(costs) - known):
        raise InputError(f"an exit cost is given for {missing[0]!r}, which is not in the table")
    for each, cost in sorted(costs.items()):
        if not (isfinite(cost) and cost >= 0):
            raise InputError(f"the exit cost of {each!r} is {cost:g}; give 0 or more")


def zombies(
    problem: Problem,
    robust: RobustSet,
    running: Collection[str],
    *,
    threshold: float = NEARLY_NEVER,
) -> tuple[Zombie, ...]:
    """Find running projects that almost no portfolio that nothing beats contains.

    Parameters
    ----------
    running
        Ids of what is going on.
    threshold
        Core index, 0 to 1, up to which a project is named.

    Returns
    -------
    tuple of Zombie
        Lowest core index first, then by id.

    Raises
    ------
    InputError
        If an id is not known, or the threshold is not between 0 and 1.
    """
    if not 0 <= threshold <= 1:
        raise InputError(f"the threshold is {threshold:g}; give a share between 0 and 1")
    names = wording.names_of(problem)
    if missing := sorted(set(running) - set(names)):
        raise InputError(f"no project has the id {missing[0]!r}; give ids that are in the table")
    found = [
        Zombie(each, names[each], share, _zombie(names[each], share, robust))
        for each in set(running)
        if (share := robust.core_index[each]) <= threshold
    ]
    return tuple(sorted(found, key=lambda each: (each.core_index, each.project)))


def _zombie(name: str, share: float, robust: RobustSet) -> str:
    if robust.exact:
        every = f"the {robust.count:,} portfolios that nothing beats"
        every = "the one portfolio that nothing beats" if robust.count == 1 else every
    else:
        every = f"the best portfolios of {robust.count:,} draws"
    part = "none" if share == 0 else wording.percent(share)
    return (
        f"{name} is running, yet {part} of {every} {'have' if share else 'has'} it: on what is "
        f"still to be spent, others give more."
    )
