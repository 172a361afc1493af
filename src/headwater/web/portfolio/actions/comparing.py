"""Two choices side by side: scenarios and runs, whichever; what changed, why, what it costs."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeAlias
from uuid import UUID

from django.contrib.auth.models import User
from django.core.cache import cache

from headwater.errors import CancelledError, InfeasibleError, InputError
from headwater.vocabulary.portfolio import Limit, Optimum, Problem
from headwater.vocabulary.progress import Watcher, ignore
from headwater.vocabulary.scenario import Comparison
from headwater.vocabulary.scenario import Scenario as Told
from headwater.vocabulary.units import MoneyUnit
from headwater.web.organization.permissions import check_can
from headwater.web.portfolio.actions.cases import Case, case_of, until
from headwater.web.portfolio.actions.deciding import latest
from headwater.web.portfolio.actions.scenarios import changes_of, lineage
from headwater.web.portfolio.models import Decision, Scenario
from headwater.web.runs.models import Run

SECONDS, CAUSES_SECONDS = 2.0, 4.0
CALLS_SECONDS = 15.0
"""How long a person waits for start, contested and stop of both sides."""
KEPT = 24 * 3600  # seconds; neither runs nor scenarios ever change what they say
LATEST = "latest"
_Kept: TypeAlias = tuple[Comparison | None, tuple[str, ...], bool]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: a run as it is, or a scenario of it."""

    ref: str
    name: str
    run: Run
    scenario: Scenario | None
    money: MoneyUnit
    value_unit: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Two sides and what differs; `found` is None where one of them allows nothing.

    `clash` says which side allows nothing, and what clashes there. `open_calls` says that start,
    contested and stop were not settled in the time a person waits.
    """

    one: Side
    other: Side
    found: Comparison | None
    names: Mapping[str, str]
    limits: tuple[Limit, ...]
    clash: tuple[str, ...] = ()
    open_calls: bool = False


def compare_sides(*, one: str, other: str, calls: bool = False, by: User) -> Compared:
    """Compare two choices; nothing is written.

    Parameters
    ----------
    one, other
        "latest", "run:" with the id of a run, or "scenario:" with that of a scenario.
    calls
        Whether to find start, contested and stop of both, which takes longer.

    Raises
    ------
    NotAllowedError
        If the person may not read here.
    InputError
        If a side is not there, or both are the same.
    """
    check_can(by, "read")
    left, right = side_of(one), side_of(other)
    if left.ref == right.ref:
        raise InputError("Choose two different choices to compare.")
    before, after = _problem(left), _problem(right)
    names = {each.id: each.name for each in (*before.candidates, *after.candidates)}
    limits = tuple({each.name: each for each in (*before.limits, *after.limits)}.values())
    key = "compared:" + sha256(f"{left.ref}|{right.ref}|{calls}".encode()).hexdigest()
    kept: _Kept | None = cache.get(key)
    if kept is None:
        kept = _compared(left, right, (before, after), calls)
        cache.set(key, kept, KEPT)
    found, clash, open_calls = kept
    return Compared(left, right, found, names, limits, clash, open_calls)


def side_of(ref: str) -> Side:
    """Return the side that a reference names.

    Raises
    ------
    InputError
        If there is none.
    """
    kind, _, id_ = ref.partition(":")
    scenario: Scenario | None = None
    run: Run | None = None
    if ref == LATEST:
        run = latest()
    elif kind == "run" and _is_uuid(id_):
        run = Decision.kept.filter(pk=id_).first()
    elif kind == "scenario" and id_.isdecimal() and len(id_) < 18:
        scenario = Scenario.objects.select_related("run").filter(pk=int(id_)).first()
        run = scenario.run if scenario else None
    if run is None:
        raise InputError(f"There is no choice {ref!r} to compare; choose two from the lists.")
    decision = case_of(run).decision
    name = scenario.name if scenario else str(run)
    ref = f"scenario:{scenario.pk}" if scenario else f"run:{run.pk}"
    return Side(ref, name, run, scenario, decision.money, decision.value_unit)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _problem(side: Side) -> Problem:
    from headwater.portfolio.scenarios import apply  # slow to import

    problem = case_of(side.run).problem
    if side.scenario is not None:
        for each in lineage(side.scenario):
            problem = apply(problem, Told(each.name, changes_of(each)))
    return problem


def _compared(left: Side, right: Side, problems: tuple[Problem, Problem], calls: bool) -> _Kept:
    from headwater.portfolio.scenarios import compare  # slow to import

    clash: list[str] = []
    best: list[Optimum] = []
    for side, problem in zip((left, right), problems, strict=True):
        try:
            best.append(_best(side, problem))
        except InfeasibleError as error:
            clash.append(f"{side.name}: {error}")
    if clash:
        return None, tuple(clash), False
    pair = (best[0], best[1])

    def ask(*, with_calls: bool, watch: Watcher) -> Comparison:
        return compare(
            *problems, calls=with_calls, time_limit=SECONDS, causes_time=CAUSES_SECONDS,
            watch=watch, best=pair,
        )  # fmt: skip

    try:
        return ask(with_calls=calls, watch=until(CALLS_SECONDS) if calls else ignore), (), False
    except CancelledError:
        return ask(with_calls=False, watch=ignore), (), True


def _best(side: Side, problem: Problem) -> Optimum:
    from headwater.portfolio import optimum  # slow to import

    case: Case = case_of(side.run)
    return case.best if side.scenario is None else optimum(problem, time_limit=SECONDS)
