"""An override as a change of the problem, and the problem that its price is counted against."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from headwater.errors import InfeasibleError, InputError
from headwater.portfolio import wording
from headwater.vocabulary.override import Override
from headwater.vocabulary.portfolio import Candidate, Problem
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Rule

NOTHING = Interval.point(0.0)


def ordered(problem: Problem, override: Override) -> Problem:
    """Return the problem as the override makes it.

    Raises
    ------
    InputError
        If it names an unknown project or limit, or the project is not subject to the limit.
    """
    check(problem, override)
    if override.kind == "force_in":
        return _changed(problem, override.project, lambda each: replace(each, mandatory=True))
    if override.kind == "exempt":
        limits = exempted(problem, override)
        return _without_use(problem, override.project, limits)
    rule = _rule(override)
    return replace(problem, rules=(*problem.rules, rule))


def yardstick(problem: Problem, override: Override) -> Problem:
    """Return the problem that the override's price is counted against.

    It is the problem itself, but: where a project's use of a limit is not known, it counts as
    nothing on both sides, since otherwise an order would seem to gain by making it choosable;
    and an exemption is held against the same extra room free for all.
    """
    check(problem, override)
    candidate = _candidate(problem, override.project)
    if override.kind == "force_in":
        return _without_use(problem, override.project, unknown_of(candidate))
    if override.kind != "exempt":
        return problem
    names = exempted(problem, override)
    room = {name: _high(candidate.uses.get(name)) for name in names}
    raised = tuple(
        replace(limit, amount=limit.amount + room.get(limit.name, 0.0)) for limit in problem.limits
    )
    hidden = [each for each in unknown_of(candidate) if each in names]
    return _without_use(replace(problem, limits=raised), override.project, hidden)


def exempted(problem: Problem, override: Override) -> tuple[str, ...]:
    """Return the names of the limits that an exemption lifts, alphabetically."""
    return tuple(sorted(override.limits or (limit.name for limit in problem.limits)))


def unknown_of(candidate: Candidate) -> tuple[str, ...]:
    """Return the limits whose use by a candidate is not known."""
    return tuple(sorted(name for name, use in candidate.uses.items() if use is None))


def check(problem: Problem, override: Override) -> None:
    """Raise InputError where an override names what is not there."""
    known = {each.id for each in problem.candidates}
    for each in (override.project, override.behind):
        if each and each not in known:
            raise InputError(
                f"the override of {override.by} names {each!r}, which is not a project here"
            )
    limits = {limit.name for limit in problem.limits}
    if missing := sorted(set(override.limits) - limits):
        raise InputError(
            f"the override of {override.by} exempts {override.project!r} from {missing[0]!r}; "
            f"the limits are: {', '.join(sorted(limits)) or 'none'}"
        )


def in_words(problem: Problem, override: Override) -> str:
    """Say what is ordered, without who and why: 'Alpha goes behind Beta'."""
    names = wording.names_of(problem)
    name = names[override.project]
    if override.kind == "force_in":
        return f"{name} is forced in"
    if override.kind == "force_out":
        return f"{name} is forced out"
    if override.kind == "reorder":
        return f"{name} goes behind {names[override.behind]}"
    limits = override.limits or ("every limit",)
    return f"{name} is exempt from {wording.listed(limits, most=3)}"


def conflict_words(
    problem: Problem, overrides: Iterable[Override], error: InfeasibleError
) -> tuple[str, ...]:
    """Return what clashes, the overrides among it called by what and whose they are."""
    names, calls = wording.names_of(problem), dict[str, str]()
    for each in overrides:
        candidate = _candidate(problem, each.project)
        if each.kind == "force_in" and not candidate.mandatory:
            heard = wording.of_mandatory(candidate, names)
        elif each.kind in ("force_out", "reorder"):
            heard = wording.of_rule(_rule(each), names)
        else:
            continue
        calls[heard] = f"{in_words(problem, each)} by order of {each.by}"
    return tuple(sorted(calls.get(words, words) for words in error.rules))


def _rule(override: Override) -> Rule:
    if override.kind == "reorder":
        return Rule("requires", override.project, (override.behind,))
    return Rule("at_most", override.project, (), 0.0)


def _candidate(problem: Problem, id_: str) -> Candidate:
    return next(each for each in problem.candidates if each.id == id_)


def _changed(problem: Problem, id_: str, change: Callable[[Candidate], Candidate]) -> Problem:
    candidates = tuple(change(each) if each.id == id_ else each for each in problem.candidates)
    return replace(problem, candidates=candidates)


def _without_use(problem: Problem, id_: str, limits: Sequence[str]) -> Problem:
    def freed(candidate: Candidate) -> Candidate:
        uses = {n: NOTHING if n in limits else use for n, use in candidate.uses.items()}
        return replace(candidate, uses=uses)

    return _changed(problem, id_, freed)


def _high(use: Interval | None) -> float:
    return max(0.0, use.high) if use is not None else 0.0
