"""Around a decision: room for a project, what would have to be true, zombies, what money buys."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.contrib.auth.models import User
from django.core.cache import cache

from headwater.errors import CancelledError, InfeasibleError, InputError
from headwater.vocabulary.decision import Decision
from headwater.vocabulary.explanation import Conditions, Room, Zombie
from headwater.vocabulary.portfolio import FrontierStep, Limit, MarginalValue, RobustSet
from headwater.web.organization.permissions import check_can
from headwater.web.portfolio.actions.cases import Case, case_of, until
from headwater.web.projects import actions as projects
from headwater.web.runs.models import Run

KEPT = 24 * 3600  # seconds; a finished run never changes, so neither do its answers
SECONDS = 5.0
LONGER = 20.0
"""How long a person waits for an answer, and where they chose to wait longer."""
ROOMS = 5
LEVELS = 24


@dataclass(frozen=True, slots=True)
class Rooms:
    """What would have to stop so that a project can start.

    `running` are ids of what counts as going on, `among` which kind that is, `said` how it was
    understood; `rooms` is empty where not even stopping everything helps, and `obstacles` says
    what stands in the way. `late`: nothing was found in the time a person waits.
    """

    running: tuple[str, ...]
    among: str
    said: str
    rooms: tuple[Room, ...]
    obstacles: tuple[str, ...] = ()
    late: bool = False


@dataclass(frozen=True, slots=True)
class Money:
    """What amounts of one limit buy, and what a little more of each limit changes.

    `steps` or `marginal` is None where it was not finished in the time a person waits.
    """

    limit: Limit
    steps: tuple[FrontierStep, ...] | None
    marginal: tuple[MarginalValue, ...] | None


def running_in(run: Run) -> tuple[str, ...]:
    """Return the ids of the projects whose stage says that they have begun, alphabetically."""
    return _running(case_of(run))


def make_room(
    *, run: Run, project: str, among: str = "", exits: str = "", longer: bool = False, by: User
) -> Rooms:
    """Find the smallest sets of projects to stop so that one can start; nothing is written.

    Parameters
    ----------
    among
        "running": what its stage says has begun goes on; "recommended": what is recommended
        does. Blank: what has begun where stages say so, else what is recommended.
    exits
        What stopping projects costs: lines such as "Bridge repair = 2m".

    Raises
    ------
    NotAllowedError
        If the person may not read here.
    InputError
        If a project is not there or goes on already, or a line is not understood.
    """
    from headwater.portfolio import make_room as engine  # slow to import

    check_can(by, "read")
    case = case_of(run)
    if project not in case.names:
        raise InputError(f"{run} has no project with the id {project!r}.")
    begun = _running(case)
    if among not in ("", "running", "recommended"):
        raise InputError("Say what goes on: 'running' or 'recommended'.")
    among, said = _among(among, project, begun)
    going = begun if among == "running" else case.best.chosen
    costs = _exit_costs(case, exits)
    try:
        rooms = engine(
            case.problem, case.best, project, running=going, exit_costs=costs, most=ROOMS,
            watch=until(LONGER if longer else SECONDS),
        )  # fmt: skip
    except InfeasibleError as error:
        return Rooms(going, among, said, (), error.rules or (str(error),))
    except CancelledError:
        return Rooms(going, among, said, (), late=True)
    return Rooms(going, among, said, rooms)


def zombies_of(*, run: Run, by: User) -> tuple[Zombie, ...]:
    """Return the running projects that almost no good portfolio contains, for a reader."""
    check_can(by, "read")
    return zombies_in(run)


def zombies_in(run: Run) -> tuple[Zombie, ...]:
    """Return the running projects that almost no good portfolio contains."""
    from headwater.portfolio import zombies  # slow to import

    case = case_of(run)
    return zombies(case.problem, _robust(case.decision), _running(case))


def conditions(
    *, run: Run, wanted: Sequence[str], longer: bool = False, by: User
) -> Conditions | None:
    """Find the fewest assumptions, within what is stated, that bring projects in.

    None where time did not suffice to find out anything.

    Raises
    ------
    NotAllowedError
        If the person may not read here.
    InputError
        If a project is not there, or nothing is wanted.
    """
    from headwater.portfolio import what_would_have_to_be_true as engine  # slow to import

    check_can(by, "read")
    case = case_of(run)
    ids = "\n".join(sorted(set(wanted)))
    digest = sha256(ids.encode("utf-8", "surrogatepass")).hexdigest()
    key = f"conditions:{run.pk}:{digest}"
    kept: Conditions | None = cache.get(key)
    if kept is not None:
        return kept
    seconds = LONGER if longer else SECONDS
    try:
        found = engine(case.problem, case.best, to=wanted, time_limit=seconds,
                       watch=until(2 * seconds))  # fmt: skip
    except CancelledError:
        return None
    if found.complete or found.sets:
        cache.set(key, found, KEPT)
    return found


def limits_of(run: Run) -> tuple[Limit, ...]:
    """Return the limits that value can be drawn against: budgets first, the total one first."""
    found = case_of(run).problem.limits
    return tuple(sorted(found, key=lambda each: (each.kind, bool(each.period), each.name)))


def what_money_buys(*, run: Run, limit: str = "", longer: bool = False, by: User) -> Money:
    """Draw value against a limit, with who enters and leaves, and value a little more of each.

    Parameters
    ----------
    limit
        Blank: the total budget, else the first budget.

    Raises
    ------
    NotAllowedError
        If the person may not read here.
    InputError
        If there is no such limit.
    """
    check_can(by, "read")
    case = case_of(run)
    limits = limits_of(run)
    found = next((each for each in limits if not limit or each.name == limit), None)
    if found is None:
        raise InputError(f"There is no limit {limit!r} in this run.")
    seconds = LONGER if longer else SECONDS
    steps = _steps(case, found, seconds)
    return Money(found, steps, _marginal(case, seconds))


def _steps(case: Case, limit: Limit, seconds: float) -> tuple[FrontierStep, ...] | None:
    from headwater.portfolio import frontier_steps  # slow to import

    digest = sha256(limit.name.encode("utf-8", "surrogatepass")).hexdigest()
    key = f"steps:{case.run}:{digest}"
    kept: tuple[FrontierStep, ...] | None = cache.get(key)
    if kept is not None:
        return kept
    try:
        found = frontier_steps(
            case.problem, limit=limit.name, levels=LEVELS, optimum=case.best, watch=until(seconds)
        )
    except CancelledError:
        return None
    cache.set(key, found, KEPT)
    return found


def _marginal(case: Case, seconds: float) -> tuple[MarginalValue, ...] | None:
    from headwater.portfolio import marginal_values  # slow to import

    key = f"marginal:{case.run}"
    kept: tuple[MarginalValue, ...] | None = cache.get(key)
    if kept is not None:
        return kept
    try:
        found = marginal_values(case.problem, optimum=case.best, watch=until(seconds))
    except CancelledError:
        return None
    cache.set(key, found, KEPT)
    return found


def _running(case: Case) -> tuple[str, ...]:
    from headwater.vocabulary.decision import RUNNING

    stages = ((each.id, each.stage.strip().casefold()) for each in case.workbook.projects)
    return tuple(sorted(id_ for id_, stage in stages if stage in RUNNING))


def _among(among: str, project: str, begun: tuple[str, ...]) -> tuple[str, str]:
    """Return what counts as going on, and in words why."""
    if among != "recommended" and begun and project not in begun:
        return "running", "what its stage says has begun"
    if project in begun and among != "recommended":
        return "recommended", "what is recommended, since by its stage this one has begun itself"
    return "recommended", "what is recommended"


def _robust(decision: Decision) -> RobustSet:
    return RobustSet(
        core_index={each.id: each.core_index for each in decision.projects},
        count=decision.portfolios,
        exact=decision.exact,
    )


def _exit_costs(case: Case, text: str) -> dict[str, float]:
    from headwater.portfolio.scenarios import change_of  # slow to import

    found: dict[str, float] = {}
    for line in text.splitlines():
        if not line.strip():
            continue
        name, sign, typed = line.rpartition("=")
        if not sign:
            raise InputError(f"{line.strip()!r} is not an exit cost; write 'Bridge repair = 2m'.")
        project = change_of("remove", case.problem, name=name.strip()).name
        amount = projects.money(
            typed.strip(), unit=case.workbook.money, what=f"cost of stopping {name.strip()}"
        )
        if amount is None:
            raise InputError(
                f"Write what stopping {name.strip()} costs, as in 'Bridge repair = 2m'."
            )
        found[project] = amount
    return found
