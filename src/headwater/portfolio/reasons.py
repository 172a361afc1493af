"""Why each project starts, is contested or stops: one plain, specific and true sentence."""

from collections.abc import Mapping

import numpy as np

from headwater.portfolio import wording
from headwater.portfolio.displacement import Field
from headwater.portfolio.grids import off_grid
from headwater.portfolio.model import compile_model
from headwater.vocabulary.portfolio import Optimum, Problem, RobustSet

FEW = 20
"""Up to so many portfolios, shares are counted instead of given in percent."""


def reasons(problem: Problem, optimum: Optimum, robust: RobustSet) -> Mapping[str, str]:
    """Return a sentence for each candidate, by id.

    Parameters
    ----------
    optimum, robust
        What `optimum` and `robust` found for this problem.
    """
    field = Field(compile_model(problem))
    writer = _Writer(field, optimum, robust)
    return {id_: writer.sentence(at) for at, id_ in enumerate(field.model.ids)}


class _Writer:
    def __init__(self, field: Field, optimum: Optimum, robust: RobustSet) -> None:
        self._field, self._model = field, field.model
        self._limits = {each.name: each for each in field.model.limits}
        self._optimum, self._robust = optimum, robust
        self._chosen = field.model.positions(optimum.chosen)

    def sentence(self, at: int) -> str:
        candidate = self._model.candidates[at]
        share = self._robust.core_index[candidate.id]
        if candidate.mandatory:
            basis = candidate.mandatory_basis
            return (
                f"Ordered by {basis}, so it is in every portfolio."
                if basis
                else "Marked as mandatory, so it is in every portfolio."
            )
        if at in self._model.unknown:
            return self._unknown(at, share)
        if share == 1:
            return self._always(at)
        if share == 0:
            return self._never(at)
        return self._sometimes(at, share)

    def _amount(self, number: float, limit: str) -> str:
        return wording.about(number, self._limits[limit])

    def _name(self, at: int) -> str:
        return self._model.names[self._model.ids[at]]

    def _all(self) -> str:
        """Name the set that the shares are of: 'the 412 portfolios that nothing beats'."""
        count = self._robust.count
        if not self._robust.exact:
            return f"the best portfolios of {count:,} draws"
        return (
            "the one portfolio that nothing beats"
            if count == 1
            else (f"the {count:,} portfolios that nothing beats")
        )

    def _part(self, share: float) -> str:
        few = self._robust.exact and self._robust.count <= FEW
        return f"{share * self._robust.count:.0f}" if few else wording.percent(share)

    def _whatever(self) -> str:
        ranges = bool((self._model.lows < self._model.highs).any())
        if len(self._model.vertices) > 1:
            return "no mix of the leaders' weights drops it"
        return "no value within the ranges drops it" if ranges else "nothing takes its place"

    def _unknown(self, at: int, share: float) -> str:
        limits = wording.listed(map(wording.the, self._model.unknown[at]), most=2)
        first = f"What it takes of {limits} is not known, so it cannot be recommended yet"
        if share == 0:
            return f"{first}; even if it took nothing, it would not be worth it."
        return f"{first}; if it took nothing, it would be worth having."

    def _always(self, at: int) -> str:
        if self._field.settled_in[at]:
            for rule in self._field.rules_of(at):
                if rule.kind == "requires" and rule.project != self._model.ids[at]:
                    return (
                        f"{self._model.names[rule.project]} requires it and is in every "
                        f"portfolio, so it is too."
                    )
            return "The rules leave no portfolio without it."
        whole = self._all()
        if self._robust.exact and self._robust.count > 1:
            return f"In all {whole.removeprefix('the ')}: {self._whatever()}."
        if self._robust.exact:
            return f"In {whole}: {self._whatever()}."
        return f"In the best portfolio of every one of the {self._robust.count:,} draws."

    def _never(self, at: int) -> str:
        return (
            self._ruled_out(at)
            or self._worthless(at)
            or self._too_large(at)
            or self._outdone(at)
            or f"In none of {self._all()}: for what it takes, others give more."
        )

    def _ruled_out(self, at: int) -> str:
        if not self._field.settled_out[at]:
            return ""
        id_ = self._model.ids[at]
        inside = {self._model.ids[n] for n in np.flatnonzero(self._field.settled_in)}
        out = {self._model.ids[n] for n in np.flatnonzero(self._field.settled_out)}
        for rule in self._field.rules_of(at):
            others = sorted(set(rule.members) - {id_})
            if rule.kind == "excludes":
                hit = others if id_ == rule.project else [rule.project]
                hit = [each for each in hit if each in inside]
                if hit:
                    return (
                        f"{self._model.names[hit[0]]} is in every portfolio, and the two exclude "
                        f"each other."
                    )
            if rule.kind == "requires" and rule.project == id_:
                missing = [each for each in others if each in out]
                if missing:
                    return f"It requires {self._model.names[missing[0]]}, which cannot be chosen."
        return self._too_large(at) or "The rules leave no portfolio with it."

    def _worthless(self, at: int) -> str:
        highs = self._field.highs[:, at]
        if (highs > 0).any() or any(rule.kind == "synergy" for rule in self._field.rules_of(at)):
            return ""
        if (highs == 0).all() and (self._field.lows[:, at] == 0).all():
            return "Nothing stated gives it any value, and it takes what others can use."
        return "What is stated makes it a loss: any portfolio is worth more without it."

    def _too_large(self, at: int) -> str:
        found = self._field.too_large(at)
        if found is None:
            return ""
        limit, need, left, ordered = found
        if ordered:
            return (
                f"It needs {self._amount(need, limit)} of {wording.the(limit)}, and the mandatory "
                f"projects leave only {self._amount(left, limit)}."
            )
        return (
            f"It needs {self._amount(need, limit)} of {wording.the(limit)}, "
            f"which is {self._amount(left, limit)} in all."
        )

    def _outdone(self, at: int) -> str:
        better = self._field.better(at)
        if not better:
            return ""
        known = len(self._model.vertices) == 1
        weights = "" if known else " under every weight the leaders allow"
        names = [self._name(each) for each in better]
        if len(better) == 2 and self._is_pair(at, better):
            return f"For what it takes, {names[0]} and {names[1]} together give more{weights}."
        verb = "gives" if len(better) == 1 else "each give"
        return f"For what it takes or less, {wording.listed(names)} {verb} more{weights}."

    def _is_pair(self, at: int, better: tuple[int, ...]) -> bool:
        return (
            not (self._field.lows[:, better[0]] > self._field.highs[:, at]).all()
            or not (self._field.lows[:, better[1]] > self._field.highs[:, at]).all()
        )

    def _sometimes(self, at: int, share: float) -> str:
        first = f"In {self._part(share)} of {self._all()}"
        rival = self._robust.rivals.get(self._model.ids[at])
        known = bool((self._model.lows[at] == self._model.highs[at]).all())
        if known and self._model.ids[at] in (self._optimum.ties or ()):
            first += (
                "; under the central weights the best portfolios are worth the same with and "
                "without it"
            )
        if rival is None:
            return f"{first}{self._value_note(at)}."
        tight = self._tightest(at, self._model.ids.index(rival))
        over = f" for {tight}" if tight else ""
        return f"{first}; it competes with {self._model.names[rival]}{over}."

    def _value_note(self, at: int) -> str:
        if (self._field.highs[:, at] == 0).all() and (self._field.lows[:, at] == 0).all():
            return "; nothing stated gives it any value, so it changes no portfolio's worth"
        return "; no single project decides whether it fits"

    def _tightest(self, at: int, rival: int) -> str:
        """Return what both need of the limit with least left: 'the last 12 of FY2017'."""
        best, words = 1.0, ""
        for number, row in enumerate(self._model.limit_rows):
            need = min(int(self._field.uses[number, at]), int(self._field.uses[number, rival]))
            if need <= 0 or row.limit <= 0:
                continue
            others = self._chosen.copy()
            others[[at, rival]] = 0
            left = int(row.limit - self._field.uses[number] @ others)
            both = int(self._field.uses[number, at] + self._field.uses[number, rival])
            if left < both and left / both < best:
                best = left / both
                name = self._model.limits[number].name
                amount = self._amount(off_grid(left, self._model.powers[number]), name)
                words = f"the last {amount} of {wording.the(name)}"
        return words
