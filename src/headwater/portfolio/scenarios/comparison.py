"""Two problems side by side: what entered and left, what it is worth, and which input did it."""

from collections.abc import Sequence
from math import fsum
from typing import Literal

from headwater.portfolio import wording
from headwater.portfolio.optimum import optimum
from headwater.portfolio.robust import robust
from headwater.portfolio.scenarios.attribution import Attribution, attribute
from headwater.portfolio.scenarios.mixtures import VALUES, WEIGHTS, Pair
from headwater.vocabulary.decision import Verdict
from headwater.vocabulary.portfolio import Optimum, Problem, RobustSet
from headwater.vocabulary.progress import Progress, Watcher, ignore
from headwater.vocabulary.scenario import CallChange, Cause, Comparison, Move

SMALL = 1e-9
"""Part of the value below which a difference is rounding."""
MOST_SHOWN = 6


def compare(
    before: Problem,
    after: Problem,
    *,
    calls: bool = True,
    causes: bool = True,
    seed: int = 1,
    time_limit: float = 30.0,
    causes_time: float | None = None,
    watch: Watcher = ignore,
    best: tuple[Optimum | None, Optimum | None] = (None, None),
) -> Comparison:
    """Say what differs between the best choices of two problems, and which inputs did it.

    Parameters
    ----------
    calls
        Whether to compare start, contested and stop too, which needs both robust sets.
    causes
        Whether to solve the mixtures of the two, at most 2**6 problems, for what is due to
        which group of inputs.
    seed
        Of the robust sets, where they are sampled.
    time_limit
        Seconds for each solve.
    causes_time
        Seconds for all mixtures together, where a person waits; None: `time_limit` for each.
    best
        What `optimum` found for either, where it is known.

    Raises
    ------
    InfeasibleError
        If one of the two allows no portfolio.
    """
    pair = Pair(before, after)
    old = best[0] or optimum(before, watch=watch, time_limit=time_limit)
    new = best[1] or optimum(after, watch=watch, time_limit=time_limit)
    why = Attribution((), {})
    if causes:
        each = time_limit if causes_time is None else causes_time / 2 ** len(pair.moved)
        why = attribute(pair, old, new, time_limit=min(each, time_limit), watch=watch)
    shifts: tuple[CallChange, ...] = ()
    more: tuple[str, ...] = ()
    if calls:
        shifts, more = _calls(before, after, seed, watch)
    moves = _moves(old, new, why)
    names = {**wording.names_of(before), **wording.names_of(after)}
    change = new.value - old.value
    return Comparison(
        before=old.chosen,
        after=new.chosen,
        value_before=old.value,
        value_after=new.value,
        value_change=change,
        moves=moves,
        calls=shifts,
        causes=why.value,
        uses=_uses(before, after, old, new),
        differences=pair.differences(),
        text=_text(old, new, moves, why.value, names),
        doubts=tuple(dict.fromkeys((*_doubts(pair, old, new), *why.doubts, *more))),
    )


def _moves(old: Optimum, new: Optimum, why: Attribution) -> tuple[Move, ...]:
    entered = sorted(set(new.chosen) - set(old.chosen))
    left = sorted(set(old.chosen) - set(new.chosen))
    return (
        *(Move(each, 1, why.moves.get(each, ())) for each in entered),
        *(Move(each, -1, why.moves.get(each, ())) for each in left),
    )


def _calls(
    before: Problem, after: Problem, seed: int, watch: Watcher
) -> tuple[tuple[CallChange, ...], tuple[str, ...]]:
    watch(Progress("Comparing what to start, contest and stop"))
    old, new = robust(before, seed=seed, watch=watch), robust(after, seed=seed, watch=watch)
    found = []
    for each in sorted(set(old.core_index) | set(new.core_index)):
        one, other = _call(old, each), _call(new, each)
        if one != other:
            found.append(
                CallChange(
                    each, one, other, old.core_index.get(each, 0.0), new.core_index.get(each, 0.0)
                )
            )
    return tuple(found), tuple(dict.fromkeys((*old.doubts, *new.doubts)))


def _call(found: RobustSet, id_: str) -> Verdict | Literal[""]:
    if id_ not in found.core_index:
        return ""
    index = found.core_index[id_]
    return "start" if index == 1 else "stop" if index == 0 else "contested"


def _uses(
    before: Problem, after: Problem, old: Optimum, new: Optimum
) -> dict[str, tuple[float, float]]:
    names = sorted({limit.name for side in (before, after) for limit in side.limits})
    return {name: (_used(before, name, old), _used(after, name, new)) for name in names}


def _used(problem: Problem, limit: str, best: Optimum) -> float:
    uses = [each.uses.get(limit) for each in problem.candidates if each.id in best.chosen]
    return fsum(use.high for use in uses if use is not None)


def _text(
    old: Optimum,
    new: Optimum,
    moves: Sequence[Move],
    causes: Sequence[Cause],
    names: dict[str, str],
) -> str:
    change = new.value - old.value
    small = SMALL * max(abs(old.value), abs(new.value))
    if not moves and abs(change) <= small:
        return "Nothing changes: the same projects are best, and worth the same."
    sentences = [_value_sentence(old, new, change, small)]
    parts = [
        f"{'+' if cause.part > 0 else '-'}{wording.amount(abs(cause.part))} by {cause.group}"
        for cause in causes
        if abs(cause.part) > small
    ]
    if len(parts) > 1:
        sentences.append(f"That is {wording.listed(parts)}.")
    for direction, verb in ((1, "enter"), (-1, "leave")):
        some = [move for move in moves if move.direction == direction]
        if some:
            sentences.append(_move_sentence(some, verb, names))
    return " ".join(sentences)


def _value_sentence(old: Optimum, new: Optimum, change: float, small: float) -> str:
    ends = f"from {wording.amount(old.value)} to {wording.amount(new.value)}"
    if abs(change) <= small:
        return f"The value stays at {wording.amount(new.value)}."
    return f"The value {'rises' if change > 0 else 'falls'} {ends}."


def _move_sentence(moves: Sequence[Move], verb: str, names: dict[str, str]) -> str:
    said = wording.listed((names[each.project] for each in moves), most=MOST_SHOWN)
    ends = "" if len(moves) > 1 else "s"
    why = {move.causes[0].group for move in moves if move.causes}
    because = f", most of all because of the {why.pop()}" if len(why) == 1 else ""
    return f"{said} {verb}{ends}{because}."


def _doubts(pair: Pair, old: Optimum, new: Optimum) -> tuple[str, ...]:
    doubts = [*old.doubts, *new.doubts]
    if any(word in label for label in pair.moved for word in (VALUES, WEIGHTS)):
        doubts.append(
            "What projects are worth differs, so part of the change of value is a change of "
            "measure, not of the choice."
        )
    tied = sorted({*(old.ties or ()), *(new.ties or ())} & (set(old.chosen) ^ set(new.chosen)))
    if tied:
        names = {**wording.names_of(pair.before), **wording.names_of(pair.after)}
        called = wording.listed((names[each] for each in tied), most=3)
        doubts.append(
            f"{called} may have changed places only because equally good portfolios differ in it."
            if len(tied) == 1
            else f"{called} may have changed places only because equally good portfolios differ "
            f"in them."
        )
    return tuple(dict.fromkeys(doubts))
