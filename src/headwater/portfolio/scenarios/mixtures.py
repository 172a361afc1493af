"""Problems between two: some groups of inputs as they were, the others as they are now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from headwater.portfolio import wording
from headwater.vocabulary.portfolio import Candidate, Limit, Problem
from headwater.vocabulary.units import Interval

BUDGETS, CAPACITIES = "budgets", "capacities"
USES, VALUES, WEIGHTS, LIST = "costs and needs", "values", "weights", "projects and rules"
NOTHING = Interval.point(0.0)


@dataclass(frozen=True)
class Pair:
    """Two problems, and the groups of inputs in which they differ."""

    before: Problem
    after: Problem

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """By group, the name under which it is replaced: those that hang together share one."""
        labels = {group: group for group in (BUDGETS, CAPACITIES, USES, VALUES, WEIGHTS, LIST)}
        if set(self.before.weights.criteria) != set(self.after.weights.criteria):
            both = "values and weights"
            if set(self._old) != set(self._new):
                both = "projects, rules, values and weights"
                labels[LIST] = both
            labels[VALUES] = labels[WEIGHTS] = both
        return labels

    @cached_property
    def moved(self) -> tuple[str, ...]:
        """Names of the groups that differ, in a fixed order."""
        pairs: dict[str, list[object]] = {
            BUDGETS: [_amounts(each, "budget") for each in (self.before, self.after)],
            CAPACITIES: [_amounts(each, "capacity") for each in (self.before, self.after)],
            USES: [self._uses(self._old), self._uses(self._new)],
            VALUES: [self._values(self._old), self._values(self._new)],
            WEIGHTS: [_weights(self.before), _weights(self.after)],
            LIST: [_list(self.before), _list(self.after)],
        }
        differ = [self.labels[group] for group, (one, other) in pairs.items() if one != other]
        return tuple(dict.fromkeys(differ))

    @cached_property
    def _old(self) -> Mapping[str, Candidate]:
        return {each.id: each for each in self.before.candidates}

    @cached_property
    def _new(self) -> Mapping[str, Candidate]:
        return {each.id: each for each in self.after.candidates}

    @cached_property
    def _shared_limits(self) -> set[str]:
        return {each.name for each in self.before.limits} & {e.name for e in self.after.limits}

    def _uses(self, side: Mapping[str, Candidate]) -> dict[str, dict[str, Interval | None]]:
        return {
            id_: {name: side[id_].uses.get(name, NOTHING) for name in self._shared_limits}
            for id_ in set(self._old) & set(self._new)
        }

    def _values(self, side: Mapping[str, Candidate]) -> dict[str, dict[str, Interval]]:
        return {id_: dict(side[id_].values) for id_ in set(self._old) & set(self._new)}

    def mixture(self, taken: Iterable[str]) -> Problem:
        """Return the problem with these groups as in `after`, the others as in `before`."""
        inside = set(taken)

        def side(group: str) -> Problem:
            return self.after if self.labels[group] in inside else self.before

        limits = (
            *(each for each in side(BUDGETS).limits if each.kind == "budget"),
            *(each for each in side(CAPACITIES).limits if each.kind == "capacity"),
        )
        limits = tuple({each.name: each for each in limits}.values())
        late = {group: side(group) is self.after for group in (USES, VALUES)}
        candidates = tuple(
            replace(
                each,
                uses=self._mixed_uses(each, limits, late[USES]),
                values=self._pick(each.id, late[VALUES]).values,
            )
            for each in side(LIST).candidates
        )
        return Problem(candidates, side(WEIGHTS).weights, limits, side(LIST).rules)

    def _pick(self, id_: str, late: bool) -> Candidate:
        first, second = (self._new, self._old) if late else (self._old, self._new)
        return first[id_] if id_ in first else second[id_]

    def _mixed_uses(
        self, candidate: Candidate, limits: Iterable[Limit], late: bool
    ) -> dict[str, Interval | None]:
        """Take each use from the side that is asked for, or the only one that has the limit."""
        found: dict[str, Interval | None] = {}
        for limit in limits:
            here = late
            if limit.name not in self._shared_limits:
                here = limit.name in {each.name for each in self.after.limits}
            source = self._pick(candidate.id, here)
            if limit.name in source.uses:
                found[limit.name] = source.uses[limit.name]
        return found

    def differences(self) -> tuple[str, ...]:
        """Say in words what the inputs differ in, each limit and project once."""
        old, new = _by_name(self.before), _by_name(self.after)
        found = [
            f"{name}: {wording.in_unit(old[name].amount, old[name])} before, "
            f"{wording.in_unit(new[name].amount, new[name])} now"
            for name in sorted(set(old) & set(new))
            if old[name].amount != new[name].amount
        ]
        found += [f"{name} limits only before" for name in sorted(set(old) - set(new))]
        found += [f"{name} limits only now" for name in sorted(set(new) - set(old))]
        names = {**wording.names_of(self.before), **wording.names_of(self.after)}
        found += [f"{names[each]} is gone" for each in sorted(set(self._old) - set(self._new))]
        found += [f"{names[each]} is new" for each in sorted(set(self._new) - set(self._old))]
        takes = (self._uses(self._old), self._uses(self._new), "takes", "take")
        worth = (self._values(self._old), self._values(self._new), "is worth", "are worth")
        for one, other, single, many in (takes, worth):
            differ = sorted(names[each] for each in one if one[each] != other[each])
            if differ:
                verb = single if len(differ) == 1 else many
                found.append(f"{wording.listed(differ, most=3)} {verb} something else now")
        if _weights(self.before) != _weights(self.after):
            found.append("the weights differ")
        gone, come = (set(_rules(side)) for side in (self.before, self.after))
        found += [f"no longer: {words}" for words in sorted(gone - come)]
        found += [f"now: {words}" for words in sorted(come - gone)]
        return tuple(found)


def _amounts(problem: Problem, kind: str) -> dict[str, float]:
    return {each.name: each.amount for each in problem.limits if each.kind == kind}


def _by_name(problem: Problem) -> dict[str, Limit]:
    return {each.name: each for each in problem.limits}


def _weights(problem: Problem) -> tuple[frozenset[frozenset[tuple[str, float]]], frozenset[object]]:
    given = problem.weights
    vertices = (frozenset(zip(given.criteria, v, strict=True)) for v in given.vertices)
    return frozenset(vertices), frozenset(zip(given.criteria, given.centre, strict=True))


def _list(problem: Problem) -> tuple[frozenset[tuple[str, bool]], tuple[object, ...]]:
    ids = frozenset((each.id, each.mandatory) for each in problem.candidates)
    rules = sorted((r.kind, r.project, sorted(r.other), r.value or 0.0) for r in problem.rules)
    return ids, tuple(map(repr, rules))


def _rules(problem: Problem) -> list[str]:
    names = wording.names_of(problem)
    found = [wording.of_rule(rule, names) for rule in problem.rules]
    ordered = (each for each in problem.candidates if each.mandatory)
    return found + [wording.of_mandatory(each, names) for each in ordered]
