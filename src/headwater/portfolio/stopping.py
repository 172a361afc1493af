"""What goes on while a project starts, as an exact program: which projects have to stop."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from math import fsum

import numpy as np

from headwater.errors import HeadwaterError, InfeasibleError, InputError
from headwater.numeric.milp import maximize
from headwater.numeric.programs import BinaryProgram, Solution
from headwater.portfolio import conflict, wording
from headwater.portfolio.flips.forced import required_by
from headwater.portfolio.grids import Integers, on_grid, power_of, total_of
from headwater.portfolio.model import Model, compile_model
from headwater.portfolio.rows import Row
from headwater.vocabulary.explanation import Room
from headwater.vocabulary.portfolio import Problem
from headwater.vocabulary.progress import Progress, Watcher

STAGE = "Looking for room"
MOST_NODES = 200_000
"""Nodes of the solver after which a set of stops counts as too hard to find."""


class Going:
    """What goes on, and the stops found so far; every later set contains none of them."""

    def __init__(
        self,
        problem: Problem,
        project: str,
        running: frozenset[str],
        exit_costs: Mapping[str, float],
    ) -> None:
        self._problem, self._project, self._running = problem, project, running
        self._names = wording.names_of(problem)
        self._exit = {each: cost for each, cost in exit_costs.items() if each in running and cost}
        starts = {project, *required_by(problem, project)} - running
        self._starts = tuple(sorted(starts))
        self._model = self._compiled()
        self._cuts: list[Row] = []
        self._doubts = self._weak_points()

    def _compiled(self) -> Model:
        """Compile with what starts ordered, and all that neither runs nor starts barred."""
        base = compile_model(self._problem)
        at = {each: position for position, each in enumerate(base.ids)}
        for each in self._starts:
            if at[each] in base.unknown:
                limits = wording.listed(base.unknown[at[each]], most=2)
                raise InputError(
                    f"what {self._names[each]} takes of {limits} is not known; give it first, "
                    f"then room can be made"
                )
        idle = {at[each] for each in base.ids} - {
            at[each] for each in (*self._running, *self._starts)
        }
        forced = base.forced | {at[each] for each in self._starts}
        barred = frozenset(idle)
        changed = replace(base, forced=forced, barred=barred)
        rows, powers = list(changed.limit_rows), list(changed.powers)
        for number, limit in enumerate(changed.limits):
            if limit.name in self._charged and self._exit:
                rows[number], powers[number] = self._with_exit(changed, number)
        return replace(changed, limit_rows=tuple(rows), powers=tuple(powers))

    def _with_exit(self, model: Model, number: int) -> tuple[Row, int]:
        """Charge exit costs to a budget: cost x (1 - chosen), so each use shrinks by its cost."""
        amount, uses = model.limits[number].amount, model.uses[number]
        most = 2 * (float(np.abs(uses).sum()) + abs(amount))  # what nothing could pay
        costs = np.array([min(self._exit.get(each, 0.0), most) for each in model.ids])
        power = power_of(total_of(np.concatenate([uses, costs, [amount]])))
        dense = on_grid(uses, power) - on_grid(costs, power)
        limit = int(on_grid(np.array([amount]), power)[0]) - int(on_grid(costs, power).sum())
        columns = np.flatnonzero(dense)
        return replace(
            model.limit_rows[number], columns=columns, coefficients=dense[columns], limit=limit
        ), power

    @cached_property
    def _charged(self) -> frozenset[str]:
        """Names of the budgets that pay exit costs: for all periods, and the first period's."""
        budgets = [each for each in self._problem.limits if each.kind == "budget"]
        whole = sorted(each.name for each in budgets if not each.period)
        periods = sorted((each.period, each.name) for each in budgets if each.period)
        return frozenset([*whole[:1], *(name for _, name in periods[:1])])

    def next_stops(self, watch: Watcher) -> tuple[str, ...] | None:
        """Return the next smallest set of stops; None when there is none left.

        Raises
        ------
        InfeasibleError
            If not even stopping everything makes room.
        """
        model = self._model
        value, _ = model.graded(model.middle_values)
        kept = np.zeros(value.size, np.int64)
        kept[[model.ids.index(each) for each in self._running]] = 1
        fewest = self._solve(kept, value, [], watch)
        if fewest.x is None:
            if not self._cuts:
                raise self._explained()
            return None
        row = Row(np.flatnonzero(kept), -kept[np.flatnonzero(kept)], -fewest.value, "fewest")
        best = self._solve(value, value, [row], watch, first=fewest.x)
        x = fewest.x if best.x is None else best.x
        inside = set(model.portfolio(x))
        stops = tuple(sorted(self._running - inside))
        self._cut(stops)
        return stops

    def _solve(
        self,
        cost: Integers,
        value: Integers,
        more: list[Row],
        watch: Watcher,
        *,
        first: Integers | None = None,
    ) -> Solution:
        base = self._model.program(value)
        lines = [*self._cuts, *more]
        program = BinaryProgram(
            cost=cost,
            start=np.concatenate(
                [base.start, base.start[-1] + np.cumsum([row.columns.size for row in lines])]
            ).astype(np.int64),
            index=np.concatenate([base.index, *(row.columns for row in lines)]),
            coefficient=np.concatenate([base.coefficient, *(row.coefficients for row in lines)]),
            limit=np.concatenate([base.limit, np.array([r.limit for r in lines], np.int64)]),
            lower=base.lower,
            upper=base.upper,
        )
        start = None if first is None else self._model.with_synergies(first)
        found = maximize(
            program,
            first=start,
            most_nodes=MOST_NODES,
            report=lambda _v, _b: watch(Progress(STAGE)),
        )
        if not found.proved:
            raise HeadwaterError("the smallest set of stops was not proved; too many limits bind")
        return found

    def _cut(self, stops: tuple[str, ...]) -> None:
        """Ask from now on that at least one of these goes on."""
        columns = np.array([self._model.ids.index(each) for each in stops], np.int64)
        self._cuts.append(Row(columns, -np.ones_like(columns), -1, "found before"))

    def _explained(self) -> InfeasibleError:
        """Name a smallest conflict, in the words of starting and going on."""
        model, names = self._model, self._names
        idle = dict.fromkeys(model.barred, ("it",))
        said = {
            wording.of_unknown(model.candidates[at], idle[at], names): (
                f"{names[model.ids[at]]} is not going on"
            )
            for at in idle
        }
        for each in self._starts:
            starter = model.candidates[model.ids.index(each)]
            said[wording.of_mandatory(starter, names)] = f"{names[each]} starts"
        found = conflict.explain(replace(model, unknown=idle))
        rules = tuple(sorted(said.get(each, each) for each in found.rules))
        return InfeasibleError(
            f"No room can be made for {names[self._project]}, whatever stops: these cannot all "
            f"hold together: {'; '.join(rules)}.",
            rules,
        )

    def room(self, stops: tuple[str, ...]) -> Room:
        """Say what a set of stops means, counted again from the tables."""
        before, kept = self._running, self._running - set(stops)
        after = kept | set(self._starts)
        lost = self._worth(before) - self._worth(kept)
        gained = self._worth(after) - self._worth(kept)
        exit_cost = fsum(self._exit.get(each, 0.0) for each in stops)
        frees, left = {}, {}
        for limit in self._problem.limits:
            paid = exit_cost if limit.name in self._charged else 0.0
            frees[limit.name] = self._used(limit.name, set(stops)) - paid
            left[limit.name] = limit.amount - self._used(limit.name, after) - paid
        if short := [name for name, rest in left.items() if rest < -1e-9 * self._size(name)]:
            raise HeadwaterError(f"the room found breaks {wording.listed(short)}")
        return Room(
            starts=self._starts,
            stops=stops,
            value_lost=lost,
            value_gained=gained,
            exit_cost=exit_cost,
            frees=frees,
            left=left,
            text=self._said(stops, lost, gained, exit_cost),
            doubts=self._doubts,
        )

    def _worth(self, chosen: frozenset[str]) -> float:
        return self._model.value_of(self._model.positions(sorted(chosen)))

    def _used(self, limit: str, chosen: set[str] | frozenset[str]) -> float:
        uses = (each.uses.get(limit) for each in self._problem.candidates if each.id in chosen)
        return fsum(use.high for use in uses if use is not None)

    def _size(self, limit: str) -> float:
        amount = next(each.amount for each in self._problem.limits if each.name == limit)
        return max(abs(amount), self._used(limit, set(self._model.ids)), 1e-300)

    def _said(self, stops: tuple[str, ...], lost: float, gained: float, exit_cost: float) -> str:
        name = self._names[self._project]
        others = [self._names[each] for each in self._starts if each != self._project]
        company = f" and {wording.listed(others, most=4)}, which it requires," if others else ""
        if not stops:
            return f"{name}{company} can start now: nothing has to stop."
        names = sorted((self._names[each] for each in stops), key=str.casefold)
        paid = f" and {wording.amount(exit_cost)} to stop" if exit_cost else ""
        verdict = "more" if gained >= lost else "less"
        return (
            f"To start {name}{company} stop {wording.listed(names, most=6)}: that gives up "
            f"{wording.amount(lost)}{paid} and gains {wording.amount(gained)}, "
            f"{wording.amount(abs(gained - lost))} {verdict}."
        ).replace(f"{name} stop", f"{name}, stop")

    def _weak_points(self) -> tuple[str, ...]:
        model = self._model
        found = []
        now = model.positions(sorted(self._running))
        plain = compile_model(self._problem)
        broken = [
            row.words
            for row in (*plain.limit_rows, *plain.rule_rows)
            if int(row.coefficients @ now[row.columns]) > row.limit
        ]
        if broken:
            words = wording.listed(broken, most=3)
            found.append(f"What is going on already breaks {words}; the stops mend that too.")
        unknown = [self._names[model.ids[at]] for at in sorted(model.unknown)
                   if model.ids[at] in self._running]  # fmt: skip
        if unknown:
            names = wording.listed(unknown, most=4)
            found.append(f"What {names} still takes is not known: it was counted as 0.")
        return tuple(found)
