"""Around a decision: room for a project, what would have to be true, zombies, what money buys.

Each takes longer than a page may, so it is a look: a run of its own that streams in.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User

from headwater.errors import InfeasibleError, InputError
from headwater.vocabulary.decision import Decision
from headwater.vocabulary.explanation import Conditions, Room, Zombie
from headwater.vocabulary.portfolio import FrontierStep, Limit, MarginalValue, RobustSet
from headwater.vocabulary.progress import Watcher
from headwater.vocabulary.shapes import from_json, to_json
from headwater.web.organization.permissions import check_can
from headwater.web.portfolio.actions import looking
from headwater.web.portfolio.actions.cases import Case, case_of
from headwater.web.projects import actions as projects
from headwater.web.runs.models import Run

ROOM, CONDITIONS, MONEY = "room", "conditions", "money"
"""Kinds of look."""
ROOMS = 5
FIRST_LEVELS, LEVELS = 6, 24
"""Amounts in the first picture of the frontier, and in the whole one."""


@dataclass(frozen=True, slots=True)
class Rooms:
    """What would have to stop so that a project can start.

    `running` are ids of what counts as going on, `among` which kind that is, `said` how it was
    understood; `rooms` is empty where not even stopping everything helps, and `obstacles` says
    what stands in the way; None until it is worked out.
    """

    running: tuple[str, ...]
    among: str
    said: str
    rooms: tuple[Room, ...] | None
    obstacles: tuple[str, ...]
    look: Run


@dataclass(frozen=True, slots=True)
class Money:
    """What amounts of one limit buy, and what a little more of each limit changes.

    `steps` or `marginal` is None until it is worked out; the first steps are a coarse picture.
    """

    limit: Limit
    steps: tuple[FrontierStep, ...] | None
    marginal: tuple[MarginalValue, ...] | None
    look: Run


@dataclass(frozen=True, slots=True)
class Conditioned:
    """What would have to be true; None until anything is worked out."""

    found: Conditions | None
    look: Run


def running_in(run: Run) -> tuple[str, ...]:
    """Return the ids of the projects whose stage says that they have begun, alphabetically."""
    return _running(case_of(run))


def make_room(*, run: Run, project: str, among: str = "", exits: str = "", by: User) -> Rooms:
    """Find the smallest sets of projects to stop so that one can start.

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
    check_can(by, "read")
    case = case_of(run)
    if project not in case.names:
        raise InputError(f"{run} has no project with the id {project!r}.")
    begun = _running(case)
    if among not in ("", "running", "recommended"):
        raise InputError("Say what goes on: 'running' or 'recommended'.")
    among, said = _among(among, project, begun)
    going = begun if among == "running" else case.best.chosen
    if project in going:
        raise InputError(f"{case.names[project]} goes on already, so it needs no room.")
    asked = {
        "project": project, "going": list(going), "exits": _exit_costs(case, exits),
        "among": among, "typed": exits.strip(),
    }  # fmt: skip
    look = looking.look(
        kind=ROOM, run=run, asked=asked, title=f"Room for {case.names[project]}", by=by
    )
    found = looking.found_in(look)
    rooms = from_json(tuple[Room, ...], found["rooms"]) if found else None
    return Rooms(going, among, said, rooms, tuple(found.get("obstacles", ())), look)


def room_work(inputs: dict[str, Any], watch: Watcher) -> dict[str, Any]:
    """Find the sets; called in the worker process."""
    from headwater.portfolio import make_room as engine  # slow to import

    case, asked = looking.case_in(inputs), inputs["asked"]
    try:
        rooms = engine(
            case.problem, case.best, asked["project"], running=asked["going"],
            exit_costs=asked["exits"], most=ROOMS, watch=watch,
        )  # fmt: skip
    except InfeasibleError as error:
        return {"rooms": [], "obstacles": list(error.rules or (str(error),))}
    return {"rooms": to_json(rooms), "obstacles": []}


def zombies_of(*, run: Run, by: User) -> tuple[Zombie, ...]:
    """Return the running projects that almost no good portfolio contains, for a reader."""
    check_can(by, "read")
    return zombies_in(run)


def zombies_in(run: Run) -> tuple[Zombie, ...]:
    """Return the running projects that almost no good portfolio contains."""
    from headwater.portfolio import zombies  # slow to import

    case = case_of(run)
    return zombies(case.problem, _robust(case.decision), _running(case))


def conditions(*, run: Run, wanted: Sequence[str], by: User) -> Conditioned:
    """Find the fewest assumptions, within what is stated, that bring projects in.

    Raises
    ------
    NotAllowedError
        If the person may not read here.
    InputError
        If a project is not there, or nothing is wanted.
    """
    check_can(by, "read")
    names = case_of(run).names
    ids = sorted(set(wanted))
    if not ids:
        raise InputError("Say which projects are wanted.")
    if missing := [each for each in ids if each not in names]:
        raise InputError(f"{run} has no project with the id {missing[0]!r}.")
    title = f"What would have to be true for {names[ids[0]]}"
    title += f" and {len(ids) - 1} more" if len(ids) > 1 else ""
    look = looking.look(kind=CONDITIONS, run=run, asked={"wanted": ids}, title=title, by=by)
    found = looking.found_in(look)
    return Conditioned(from_json(Conditions, found["conditions"]) if found else None, look)


def conditions_work(inputs: dict[str, Any], watch: Watcher) -> Iterator[dict[str, Any]]:
    """Find what would have to be true, first in little time; called in the worker process."""
    from headwater.portfolio import what_would_have_to_be_true as engine  # slow to import

    case = looking.case_in(inputs)
    for seconds in (looking.FIRST, looking.PROOF):
        found = engine(
            case.problem, case.best, to=inputs["asked"]["wanted"], time_limit=seconds, watch=watch
        )
        if found.complete or found.sets or seconds == looking.PROOF:
            yield {"conditions": to_json(found)}
        if found.complete:
            return


def limits_of(run: Run) -> tuple[Limit, ...]:
    """Return the limits that value can be drawn against: budgets first, the total one first."""
    found = case_of(run).problem.limits
    return tuple(sorted(found, key=lambda each: (each.kind, bool(each.period), each.name)))


def what_money_buys(*, run: Run, limit: str = "", by: User) -> Money:
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
    limits = limits_of(run)
    drawn = next((each for each in limits if not limit or each.name == limit), None)
    if drawn is None:
        raise InputError(f"There is no limit {limit!r} in this run.")
    title = f"What {drawn.name} buys"
    look = looking.look(kind=MONEY, run=run, asked={"limit": drawn.name}, title=title, by=by)
    found = looking.found_in(look)
    steps, marginal = found.get("steps"), found.get("marginal")
    return Money(
        drawn,
        None if steps is None else from_json(tuple[FrontierStep, ...], steps),
        None if marginal is None else from_json(tuple[MarginalValue, ...], marginal),
        look,
    )


def money_work(inputs: dict[str, Any], watch: Watcher) -> Iterator[dict[str, Any]]:
    """Draw the frontier, a coarse one first, then what a little more brings; in the worker."""
    from headwater.portfolio import frontier_steps, marginal_values  # slow to import

    case, limit = looking.case_in(inputs), inputs["asked"]["limit"]
    told: dict[str, Any] = {}
    for levels in (FIRST_LEVELS, LEVELS):
        steps = frontier_steps(
            case.problem, limit=limit, levels=levels, optimum=case.best, watch=watch
        )
        told = {"steps": to_json(steps), "marginal": None}
        yield told
    marginal = marginal_values(case.problem, optimum=case.best, watch=watch)
    yield told | {"marginal": to_json(marginal)}


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
