"""What units and leaders gain, what their equal share entitles them to, and what they get."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum

from headwater.errors import InputError
from headwater.portfolio import wording
from headwater.portfolio.model import Model, compile_model, weighted
from headwater.vocabulary.fairness import Standing
from headwater.vocabulary.judgement import WeightSet
from headwater.vocabulary.portfolio import Problem

Gains = Mapping[str, Mapping[str, float]]


class Money:
    """One limit as money to share out: what projects take of it, and what is free.

    Attributes
    ----------
    ordered
        Mandatory projects, which are paid first.
    free
        Cost of every other project that could be bought, by id, in the unit of the limit.
    left
        What the mandatory projects leave of the limit, at least 0.
    unheard
        In words, the other limits and the rules, which equal shares do not see.
    """

    def __init__(self, problem: Problem, limit: str, optimum: Sequence[str]) -> None:
        self.model: Model = compile_model(problem)
        names = [each.name for each in self.model.limits]
        if limit not in names:
            known = ", ".join(names) or "none"
            raise InputError(f"there is no limit {limit!r} to share out; the limits are: {known}")
        if missing := sorted(set(optimum) - set(self.model.ids)):
            raise InputError(f"the optimum names unknown projects: {', '.join(missing)}")
        row = names.index(limit)
        self.limit, self.optimum = limit, tuple(sorted(optimum))
        self.budget = float(self.model.limits[row].amount)
        self._cost = dict(zip(self.model.ids, self.model.uses[row].tolist(), strict=True))
        if low := sorted(each for each, cost in self._cost.items() if cost < 0):
            raise InputError(
                f"{low[0]!r} gives back {limit!r}; equal shares need costs of 0 or more"
            )
        ids, forced = self.model.ids, self.model.forced
        closed = forced | self.model.barred
        self.ordered = tuple(ids[at] for at in sorted(forced))
        self.free = {each: self._cost[each] for at, each in enumerate(ids) if at not in closed}
        self.left = max(0.0, self.budget - self.cost(self.ordered))
        others = [
            wording.the(each.name) if each.kind == "budget" else f"the {each.kind} {each.name}"
            for each in self.model.limits
            if each.name != limit
        ]
        self.unheard = (*others, *(line.words for line in self.model.rule_rows))

    @cached_property
    def smallest(self) -> float:
        """The least positive cost, for a step where no money is left; 1 where there is none."""
        return min((cost for cost in self.free.values() if cost > 0), default=1.0)

    @cached_property
    def worth(self) -> Mapping[str, float]:
        """Value by id under the centre weights, at the middle of each range."""
        return dict(zip(self.model.ids, self.model.middle_values.tolist(), strict=True))

    def cost(self, chosen: Sequence[str]) -> float:
        """Return what projects take of the limit, in its unit."""
        return fsum(self._cost[each] for each in chosen)

    def value(self, chosen: Sequence[str]) -> float:
        """Return the value of a portfolio under the centre weights, synergies included."""
        return self.model.value_of(self.model.positions(chosen))

    def by_unit(
        self, units: Mapping[str, Sequence[str]], chosen: Sequence[str]
    ) -> dict[str, float]:
        """Return what a portfolio spends on each unit; joint projects are split evenly."""
        inside = set(chosen)
        owners = _owners(units)
        return {
            unit: fsum(self._cost[each] / owners[each] for each in members if each in inside)
            for unit, members in units.items()
        }

    def broken(self, chosen: Sequence[str]) -> tuple[str, ...]:
        """Return, in words, the limits and rules that a portfolio does not keep."""
        x = self.model.positions(chosen)
        return tuple(
            line.words
            for line in (*self.model.limit_rows, *self.model.rule_rows)
            if int(line.coefficients @ x[line.columns]) > line.limit
        )


@dataclass(frozen=True, slots=True)
class Voices:
    """Who shares the money.

    Attributes
    ----------
    sizes
        Equal shares by voice.
    gains
        What each free project gives a voice, none negative: what the rule buys by.
    values
        By voice and project, in the unit of the portfolio's value: what a voice then has of it.
    costs
        By voice and project, in the unit of the limit, for units; empty for leaders.
    """

    sizes: Mapping[str, int]
    gains: Gains
    values: Gains
    costs: Gains
    doubts: tuple[str, ...] = ()

    def standings(self, money: Money, fair: Sequence[str], part: float) -> tuple[Standing, ...]:
        """Return what each voice gets, mandatory projects left out, by name of the voice."""
        people = sum(self.sizes.values())
        best = [each for each in money.optimum if each in money.free]
        found = []
        for voice in sorted(self.sizes):
            share = money.left * self.sizes[voice] / people
            measure = self.costs[voice] if self.costs else self.values[voice]
            entitled = (
                min(share, fsum(measure.values()))
                if self.costs
                else _bought(money.free, self.values[voice], share)
            )
            gets = _sum(measure, best)
            found.append(
                Standing(
                    voice=voice,
                    share=share,
                    entitled=entitled,
                    optimum=gets,
                    fair=_sum(measure, fair),
                    value_optimum=_sum(self.values[voice], best),
                    value_fair=_sum(self.values[voice], fair),
                    starved=gets < part * entitled * (1 - 1e-9),
                )
            )
        return tuple(found)


def of_units(money: Money, units: Mapping[str, Sequence[str]], sizes: Mapping[str, int]) -> Voices:
    """Let every unit speak for its own projects; a joint project gives each owner its part."""
    if strange := sorted(set(sizes) - set(units)):
        raise InputError(f"sizes name unknown units: {', '.join(strange)}")
    if small := sorted(unit for unit in units if sizes.get(unit, 1) < 1):
        raise InputError(f"the size of unit {small[0]!r} must be 1 or more")
    owners = _owners(units)
    free = {unit: [each for each in own if each in money.free] for unit, own in units.items()}
    values = {u: {each: money.worth[each] / owners[each] for each in free[u]} for u in free}
    return Voices(
        sizes={unit: sizes.get(unit, 1) for unit in units},
        gains=_positive(values),
        values=values,
        costs={u: {each: money.free[each] / owners[each] for each in free[u]} for u in free},
    )


def of_leaders(money: Money, leaders: Mapping[str, WeightSet]) -> Voices:
    """Let every leader speak for what they value, all leaders equally loud."""
    criteria = sorted(money.model.problem.weights.criteria)
    middles = money.model.lows / 2 + money.model.highs / 2
    values = {}
    for leader in sorted(leaders):
        own = leaders[leader]
        if sorted(own.criteria) != criteria:
            raise InputError(
                f"the weights of {leader!r} are for {sorted(own.criteria)}, "
                f"the projects are valued on {criteria}"
            )
        centre = money.model.centre * 0.0
        for at, criterion in enumerate(criteria):
            centre[at] = own.centre[own.criteria.index(criterion)]
        worth = zip(money.model.ids, weighted(middles, centre).tolist(), strict=True)
        values[leader] = {each: value for each, value in worth if each in money.free}
    gains = _positive(values)
    totals = {leader: fsum(own.values()) or 1.0 for leader, own in gains.items()}
    silent = [leader for leader, own in gains.items() if not own]
    return Voices(
        sizes=dict.fromkeys(values, 1),
        gains={
            who: {e: gain / totals[who] for e, gain in own.items()} for who, own in gains.items()
        },
        values=values,
        costs={},
        doubts=(f"{wording.listed(silent, most=3)} would gain from no project.",) if silent else (),
    )


def _positive(values: Gains) -> dict[str, dict[str, float]]:
    return {
        voice: {e: gain for e, gain in own.items() if gain > 0} for voice, own in values.items()
    }


def _owners(units: Mapping[str, Sequence[str]]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for members in units.values():
        for each in members:
            counted[each] = counted.get(each, 0) + 1
    return counted


def _sum(measure: Mapping[str, float], chosen: Sequence[str]) -> float:
    return fsum(measure[each] for each in chosen if each in measure)


def _bought(costs: Mapping[str, float], values: Mapping[str, float], share: float) -> float:
    """Return the most value that a share of money buys, parts of projects allowed."""
    wanted = sorted((costs[each] / value, each) for each, value in values.items() if value > 0)
    gained = []
    for _, each in wanted:
        part = 1.0 if costs[each] <= share else share / costs[each]
        gained.append(part * values[each])
        share -= part * costs[each]
        if part < 1:
            break
    return fsum(gained)
