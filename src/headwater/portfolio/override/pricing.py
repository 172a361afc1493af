"""What overrides cost: the best portfolio with them against the best without, solved again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import fsum

from headwater.errors import InfeasibleError, InputError
from headwater.portfolio import wording
from headwater.portfolio.optimum import optimum as solve
from headwater.portfolio.override.orders import (
    check,
    conflict_words,
    exempted,
    in_words,
    ordered,
    unknown_of,
    yardstick,
)
from headwater.vocabulary.override import Override, PricedOverride, PricedOverrides
from headwater.vocabulary.portfolio import Optimum, Problem
from headwater.vocabulary.progress import Watcher, ignore

SMALL = 1e-9
"""Part of the value below which a loss is rounding and counts as nothing."""


def price(
    problem: Problem,
    optimum: Optimum,
    override: Override,
    *,
    time_limit: float = 30.0,
    watch: Watcher = ignore,
) -> PricedOverride:
    """Say what an override displaces and what it costs, by solving again with it.

    Parameters
    ----------
    optimum
        What `optimum` found for this problem.
    time_limit
        Seconds for each of at most two solves.

    Returns
    -------
    PricedOverride
        Not feasible, with a smallest conflict, where no portfolio is allowed with the order;
        nothing is raised then, since a person is asking what would happen.

    Raises
    ------
    InputError
        If it names an unknown project or limit, or the optimum is of another problem.
    """
    return price_all(problem, optimum, [override], time_limit=time_limit, watch=watch).each[0]


def price_all(
    problem: Problem,
    optimum: Optimum,
    overrides: Sequence[Override],
    *,
    time_limit: float = 30.0,
    watch: Watcher = ignore,
) -> PricedOverrides:
    """Price several overrides: each alone, each in its turn, and all of them together.

    The loss after the first k is the best value against which they are counted less the best
    with them; what the k-th adds is the difference to the loss after k - 1, so the parts add
    up. After an order that makes the choice impossible the rest are not priced in their turn.

    Raises
    ------
    InputError
        If an override names an unknown project or limit, or the optimum is of another problem.
    """
    known = {each.id for each in problem.candidates}
    if missing := sorted(set(optimum.chosen) - known):
        raise InputError(f"the optimum is of another problem: it has {', '.join(missing)}")
    for each in overrides:
        check(problem, each)
    clerk = _Clerk(problem, optimum, time_limit, watch)
    after = [clerk.loss(overrides[: count + 1]) for count in range(len(overrides))]
    priced = []
    for at, each in enumerate(overrides):
        alone = after[0] if at == 0 else clerk.loss([each])
        before = after[at - 1] if at else _Loss(optimum, optimum, 0.0)
        priced.append(clerk.priced(each, alone, before, after[at], overrides[: at + 1]))
    joint = after[-1] if after else _Loss(optimum, optimum, 0.0)
    return clerk.together(tuple(priced), joint, overrides)


@dataclass(frozen=True, slots=True)
class _Loss:
    """The best without and with some overrides; `best` None where nothing is allowed."""

    against: Optimum
    best: Optimum | None
    lost: float | None
    conflict: tuple[str, ...] = ()


class _Clerk:
    def __init__(
        self, problem: Problem, optimum: Optimum, time_limit: float, watch: Watcher
    ) -> None:
        self._problem, self._optimum = problem, optimum
        self._time_limit, self._watch = time_limit, watch
        self._names = wording.names_of(problem)
        self._limits = {limit.name: limit for limit in problem.limits}

    def loss(self, overrides: Sequence[Override]) -> _Loss:
        """Solve with these overrides, and without them where that differs from the optimum."""
        free, bound = self._problem, self._problem
        for each in _once(self._problem, overrides):
            free, bound = yardstick(free, each), ordered(bound, each)
        against = self._optimum if free == self._problem else self._solved(free)
        try:
            best = self._solved(bound)
        except InfeasibleError as error:
            words = conflict_words(self._problem, overrides, error)
            return _Loss(against, None, None, words)
        lost = against.value - best.value
        size = max(abs(against.value), abs(best.value))
        return _Loss(against, best, 0.0 if abs(lost) <= SMALL * size else lost)

    def _solved(self, problem: Problem) -> Optimum:
        return solve(problem, watch=self._watch, time_limit=self._time_limit, ties=False)

    def priced(
        self,
        override: Override,
        alone: _Loss,
        before: _Loss,
        after: _Loss,
        overrides: Sequence[Override],
    ) -> PricedOverride:
        if after.best is None or before.best is None or before.lost is None:
            conflict = after.conflict or before.conflict
            return PricedOverride(
                override, False, alone=alone.lost, conflict=conflict,
                text=self._refusal(override, conflict),
            )  # fmt: skip
        old, new = set(before.best.chosen), set(after.best.chosen)
        lost = None if after.lost is None else after.lost - before.lost
        found = PricedOverride(
            override=override,
            feasible=True,
            displaced=tuple(sorted(old - new)),
            entered=tuple(sorted(new - old)),
            value_lost=lost,
            share=_share(lost, alone.against.value),
            alone=alone.lost,
            overrun=self._overrun(after.best, overrides),
            doubts=self._doubts([override], [alone, before, after]),
        )
        return replace(found, text=self._text(found, len(overrides) > 1))

    def together(
        self, priced: tuple[PricedOverride, ...], joint: _Loss, overrides: Sequence[Override]
    ) -> PricedOverrides:
        if joint.best is None:
            return PricedOverrides(
                priced, False, conflict=joint.conflict, text=self._refusal(None, joint.conflict)
            )
        old, new = set(self._optimum.chosen), set(joint.best.chosen)
        share = _share(joint.lost, joint.against.value)
        count = "One override costs" if len(priced) == 1 else f"{len(priced)} overrides cost"
        return PricedOverrides(
            each=priced,
            feasible=True,
            chosen=joint.best.chosen,
            displaced=tuple(sorted(old - new)),
            entered=tuple(sorted(new - old)),
            value_lost=joint.lost,
            share=share,
            text=f"{count} {_cost(joint.lost, share)}." if priced else "Nothing is overruled.",
            doubts=self._doubts(overrides, [joint]),
        )

    def _overrun(self, best: Optimum, overrides: Sequence[Override]) -> dict[str, float]:
        lifted = {
            name
            for each in overrides
            if each.kind == "exempt"
            for name in exempted(self._problem, each)
        }
        found = {}
        for name in sorted(lifted):
            uses = [
                each.uses.get(name) for each in self._problem.candidates if each.id in best.chosen
            ]
            over = fsum(use.high for use in uses if use is not None) - self._limits[name].amount
            if over > SMALL * max(abs(self._limits[name].amount), 1e-300):
                found[name] = over
        return found

    def _refusal(self, override: Override | None, conflict: Sequence[str]) -> str:
        what = "These orders" if override is None else "This order"
        return (
            f"{what} cannot be carried out: "
            f"{'these cannot all hold together' if len(conflict) > 1 else 'this cannot hold'}: "
            f"{'; '.join(conflict)}."
        )

    def _text(self, found: PricedOverride, later: bool) -> str:
        words = in_words(self._problem, found.override)
        beyond = f"After the orders before it, {words}" if later else words[0].upper() + words[1:]
        if not found.displaced and not found.entered and not found.value_lost:
            return f"{beyond}: that changes nothing, the best portfolio is so already."
        first = f"{beyond}: that costs {_cost(found.value_lost, found.share)}"
        moved = [
            f"{wording.listed((self._names[each] for each in ids), most=wording.MOST_NAMES)} "
            f"{'come' if many > 1 else 'comes'} {way}"
            for ids, way in ((found.displaced, "out"), (found.entered, "in"))
            if (many := len(ids))
        ]
        over = [
            f"{name} is overrun by {wording.in_unit(amount, self._limits[name])}"
            for name, amount in found.overrun.items()
        ]
        return f"{first}; {'; '.join([*moved, *over])}." if moved or over else f"{first}."

    def _doubts(self, overrides: Sequence[Override], losses: Sequence[_Loss]) -> tuple[str, ...]:
        doubts = []
        by_id = {each.id: each for each in self._problem.candidates}
        for each in overrides:
            hidden = unknown_of(by_id[each.project])
            if hidden and each.kind in ("force_in", "exempt"):
                doubts.append(
                    f"What {self._names[each.project]} takes of {wording.listed(hidden, most=2)} "
                    f"is not known and counts as nothing here: the true price is higher."
                )
            if each.kind == "exempt":
                doubts.append(
                    "An exemption is held against the best use of the same extra room: what it "
                    "takes is still spent."
                )
        rough = [side for one in losses for side in (one.against, one.best) if side is not None]
        if any(side.status != "optimal" for side in rough):
            doubts.append(
                "Not every solve was proved best in the time allowed, so the price is a "
                "first estimate."
            )
        return tuple(dict.fromkeys(doubts))


def _once(problem: Problem, overrides: Sequence[Override]) -> list[Override]:
    """Return the overrides, with every exemption from a limit counted once."""
    found, lifted = [], set[tuple[str, str]]()
    for each in overrides:
        if each.kind == "exempt":
            names = exempted(problem, each)
            names = tuple(name for name in names if (each.project, name) not in lifted)
            lifted |= {(each.project, name) for name in names}
            if names:
                found.append(replace(each, limits=names))
        else:
            found.append(each)
    return found


def _share(lost: float | None, value: float) -> float | None:
    return None if lost is None or value == 0 else lost / abs(value)


def _cost(lost: float | None, share: float | None) -> str:
    if not lost:
        return "nothing"
    if lost < 0:
        return f"nothing, and eases what others cost by {wording.amount(-lost)} of value"
    part = ""
    if share is not None:
        part = f", {'under 0.1%' if share < 0.001 else wording.part(share)} of all"
    return f"{wording.amount(lost)} of value{part}"
