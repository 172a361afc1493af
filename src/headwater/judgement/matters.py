"""Disagreement that matters: would taking one view instead of another change what is chosen?"""

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import combinations, pairwise

from headwater.errors import InputError, NotAllowedError
from headwater.judgement.publication import FLOOR, check_floor
from headwater.vocabulary.matters import Agenda, Contrast, Matter

Weights = Mapping[str, float]
Choose = Callable[[Weights], Collection[str]]
"""Solves again: from the weight of each criterion to the names of the projects chosen."""

SAME_WEIGHT = 1e-6
MOST_TURNS = 4
WITHIN = 0.01
LOWER, HIGHER = "the lower view", "the higher view"
TURN_STEPS = 7  # halvings that bring any stretch of weights below one percentage point

VIEWS = "views run from {low:.0%} to {high:.0%}"
SOMEWHERE = "the middle of the views lies somewhere from {low:.0%} to {high:.0%}"
SKIP = "Views differ on {names}, and whichever is taken the same projects are chosen: skip it."
HIDDEN = (
    "Views are told as positions, worked out from what was published of the round; nobody's own "
    "answer was used."
)


def agenda(
    views: Mapping[str, Weights],
    choose: Choose,
    *,
    minutes: int = 45,
    base: Weights | None = None,
    at_least: int = 5,
) -> Agenda:
    """Find the criteria on which taking one view instead of another changes the choice.

    Parameters
    ----------
    views
        Weights by person or group; the same criteria for all, each summing to 1.
    choose
        Solves the portfolio again for given weights, always the same way.
    minutes
        Time to share out.
    base
        The weights in which one criterion at a time takes each view; the mean of the views
        where not given.
    at_least
        Minutes are given in steps of this.

    Returns
    -------
    Agenda
        For each criterion and each pair of views: the base with that criterion's weight set to the
        one view's, then the other's, the rest in proportion, both solved. Minutes go to the
        criteria whose views choose differently, by the number of projects that depend on it.

    Raises
    ------
    InputError
        If there is no view, or criteria differ.
    """
    criteria = _criteria(views)
    middle = base or {
        name: sum(view[name] for view in views.values()) / len(views) for name in criteria
    }
    solver = _Remembering(choose)
    found = [
        _matter(name, {who: view[name] for who, view in views.items()}, middle, solver)
        for name in criteria
    ]
    return _with_minutes(found, minutes=minutes, at_least=at_least, solves=solver.solves)


def hidden_agenda(
    spans: Mapping[str, tuple[float, float]],
    base: Weights,
    choose: Choose,
    *,
    answered: int,
    minutes: int = 45,
    floor: int = FLOOR,
    at_least: int = 5,
) -> Agenda:
    """Do the same for a confidential or anonymous round, from what was published of it only.

    Parameters
    ----------
    spans
        For each criterion the lower and the higher position to compare: ends of what was
        published of it, never somebody's answer.
    base
        Weights that were published, or the middles of the spans made to sum to 1.
    answered
        How many answered.

    Raises
    ------
    NotAllowedError
        If fewer than `floor` answered: then nothing may be shown at all.
    InputError
        If the floor is below 5, a span runs backwards or criteria differ.
    """
    check_floor(floor)
    if answered < floor:
        raise NotAllowedError(
            f"fewer than {floor} answered, so which disagreements matter is not shown"
        )
    if set(spans) != set(base):
        raise InputError("the published spans and the weights are of different criteria")
    if backwards := [name for name, (low, high) in spans.items() if low > high]:
        raise InputError(f"the span of {backwards[0]!r} runs backwards")
    solver = _Remembering(choose)
    found = [
        _matter(name, {LOWER: spans[name][0], HIGHER: spans[name][1]}, base, solver, SOMEWHERE)
        for name in sorted(spans)
    ]
    told = _with_minutes(found, minutes=minutes, at_least=at_least, solves=solver.solves)
    return Agenda(told.matters, told.text, told.solves, (HIDDEN,))


def with_weight(base: Weights, criterion: str, weight: float) -> dict[str, float]:
    """Set one criterion's weight and scale the others, so that all sum to 1 again."""
    rest = sum(value for name, value in base.items() if name != criterion)
    left = 1 - weight
    others = len(base) - 1
    return {
        name: weight if name == criterion else (value * left / rest if rest > 0 else left / others)
        for name, value in base.items()
    }


class _Remembering:
    """Solves each weighting once."""

    def __init__(self, choose: Choose) -> None:
        self._choose = choose
        self._known: dict[tuple[tuple[str, float], ...], frozenset[str]] = {}

    @property
    def solves(self) -> int:
        return len(self._known)

    def __call__(self, base: Weights, criterion: str, weight: float) -> frozenset[str]:
        weights = with_weight(base, criterion, weight) if len(base) > 1 else dict(base)
        key = tuple(sorted((name, round(value, 9)) for name, value in weights.items()))
        if key not in self._known:
            self._known[key] = frozenset(self._choose(weights))
        return self._known[key]


def _criteria(views: Mapping[str, Weights]) -> list[str]:
    if not views:
        raise InputError("there is no view to compare; ask at least one person")
    sets = {frozenset(view) for view in views.values()}
    if len(sets) != 1:
        raise InputError("views must weigh the same criteria")
    return sorted(next(iter(sets)))


def _matter(
    criterion: str,
    weights: Mapping[str, float],
    base: Weights,
    solve: _Remembering,
    span: str = VIEWS,
) -> Matter:
    chosen = {who: solve(base, criterion, weight) for who, weight in sorted(weights.items())}
    contrasts = [
        Contrast(
            one=one,
            other=other,
            weight_one=weights[one],
            weight_other=weights[other],
            only_one=tuple(sorted(chosen[one] - chosen[other])),
            only_other=tuple(sorted(chosen[other] - chosen[one])),
        )
        for one, other in (
            sorted(pair, key=lambda who: (weights[who], who)) for pair in combinations(chosen, 2)
        )
        if chosen[one] != chosen[other]
    ]
    contrasts.sort(key=lambda each: (-each.at_stake, each.one, each.other))
    always = frozenset.intersection(*chosen.values())
    projects = tuple(sorted(frozenset.union(*chosen.values()) - always))
    low, high = min(weights.values()), max(weights.values())
    turns = _turns(criterion, sorted(set(weights.values())), base, solve) if contrasts else ()
    text = _told(criterion, low, high, projects, turns, span=span)
    return Matter(criterion, low, high, tuple(contrasts), projects, turns, 0, text)


def _turns(
    criterion: str, weights: Sequence[float], base: Weights, solve: _Remembering
) -> tuple[float, ...]:
    """Find one turning weight between each pair of neighbouring views that choose differently."""
    found: list[float] = []
    for low, high in pairwise(weights):
        before = solve(base, criterion, low)
        if before == solve(base, criterion, high) or len(found) == MOST_TURNS:
            continue
        for _ in range(TURN_STEPS):
            if high - low <= WITHIN:
                break
            middle = (low + high) / 2
            low, high = (
                (middle, high) if solve(base, criterion, middle) == before else (low, middle)
            )
        found.append((low + high) / 2)
    return tuple(found)


def _told(
    criterion: str,
    low: float,
    high: float,
    projects: Sequence[str],
    turns: Sequence[float],
    *,
    span: str,
) -> str:
    if high - low <= SAME_WEIGHT:
        return f"All give {criterion} the same weight."
    span = f"{criterion}: {span.format(low=low, high=high)}"
    if not projects:
        return f"{span}, and the same projects are chosen whichever is taken."
    shown = ", ".join(projects[:4]) + (
        f" and {len(projects) - 4} more" if len(projects) > 4 else ""
    )
    where = f"; the choice turns at about {turns[0]:.0%}" if turns else ""
    verb = "depends" if len(projects) == 1 else "depend"
    return f"{span}, and {shown} {verb} on it{where}."


def _with_minutes(found: Sequence[Matter], *, minutes: int, at_least: int, solves: int) -> Agenda:
    order = sorted(found, key=lambda each: (-len(each.projects), each.criterion))
    matters = [each for each in order if each.matters]
    shares = _shares([len(each.projects) for each in matters], minutes, at_least)
    told = [
        Matter(
            each.criterion,
            each.lowest,
            each.highest,
            each.contrasts,
            each.projects,
            each.turns_at,
            share,
            each.text,
        )
        for each, share in zip(matters, shares, strict=True)
    ]
    rest = [each for each in order if not each.matters]
    differ = [each.criterion for each in rest if each.highest - each.lowest > SAME_WEIGHT]
    return Agenda((*told, *rest), _summary(told, differ), solves)


def _shares(stakes: Sequence[int], minutes: int, at_least: int) -> list[int]:
    """Share minutes out by what is at stake, in steps of `at_least`; the last may get nothing."""
    steps = max(0, minutes // at_least)
    kept = list(stakes[:steps])
    free = steps - len(kept)
    exact = [free * stake / sum(kept) for stake in kept]
    given = [int(each) for each in exact]
    rest = sorted(range(len(kept)), key=lambda each: (given[each] - exact[each], each))
    for each in rest[: free - sum(given)]:
        given[each] += 1
    return [*(at_least * (1 + each) for each in given), *([0] * (len(stakes) - len(kept)))]


def _summary(matters: Sequence[Matter], differ: Sequence[str]) -> str:
    skip = SKIP.format(names=", ".join(differ)) if differ else ""
    if not matters:
        return skip or "Nobody differs on anything that is weighed."
    times = ", ".join(f"{each.criterion} ({each.minutes} min)" for each in matters if each.minutes)
    late = [each.criterion for each in matters if not each.minutes]
    more = f" There is no time left for {', '.join(late)}." if late else ""
    return (
        f"Talk about {times}: there the choice depends on whose view is taken.{more} {skip}".strip()
    )
