"""What ties drawn quantities together: the correlations and shocks that cases state, by column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from headwater.appraisal.simulate_plan import Quantity
from headwater.vocabulary.appraisal_case import BusinessCase
from headwater.vocabulary.appraisal_chances import CommonShock, RankCorrelation
from headwater.vocabulary.appraisal_formula import key


@dataclass(frozen=True)
class Ties:
    """Correlations and shocks by the names of drawn columns.

    `struck` are the ids of the cases by the name of each shock that reaches a quantity.
    """

    correlations: tuple[RankCorrelation, ...]
    shocks: tuple[CommonShock, ...]
    struck: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.correlations or self.shocks)


def ties_of(
    drawn: Sequence[tuple[BusinessCase, Sequence[tuple[Quantity, str]]]],
    *,
    correlations: Sequence[RankCorrelation] = (),
    shocks: Sequence[CommonShock] = (),
) -> Ties:
    """Gather what ties quantities together.

    Parameters
    ----------
    drawn
        Cases, each with its drawn quantities and the name of the column of each.
    correlations, shocks
        More of them, by the names of columns; they win over what a case states of the same pair,
        and over its loadings of the same shock and quantity.

    Returns
    -------
    Ties
        Shocks of the same name are one. What names a quantity without a range is left out, with a
        doubt; what belongs to an option that is not drawn is left out silently.
    """
    pairs = {frozenset((each.first, each.second)): each for each in correlations}
    merged: dict[str, CommonShock] = {}
    for each in shocks:
        _merge(merged, each, each.loadings)
    struck: dict[str, set[str]] = {}
    doubts: list[str] = []
    for case, quantities in drawn:
        own = _Own(case, quantities, doubts)
        for stated in case.correlations:
            first = own.column(stated.first, "a correlation")
            second = own.column(stated.second, "a correlation")
            if first and second and first != second:
                pair = frozenset((first, second))
                pairs.setdefault(pair, replace(stated, first=first, second=second))
        for shock in case.shocks:
            found = {
                column: loading
                for name, loading in shock.loadings.items()
                if (column := own.column(name, f"shock {shock.name!r}"))
            }
            if found:
                struck.setdefault(_merge(merged, shock, found), set()).add(case.id)
    return Ties(
        tuple(pairs.values()),
        tuple(merged.values()),
        {name: tuple(sorted(cases)) for name, cases in struck.items()},
        tuple(dict.fromkeys(doubts)),
    )


class _Own:
    """The drawn columns of one case, found by what correlations and shocks call them."""

    def __init__(
        self, case: BusinessCase, drawn: Sequence[tuple[Quantity, str]], doubts: list[str]
    ) -> None:
        self.case, self.doubts = case, doubts
        self.names = case.uncertain_names()
        self.columns: dict[str, str] = {}
        for quantity, column in drawn:
            if quantity.kind in ("assumption", "line"):
                self.columns[quantity.key] = column
            elif quantity.kind == "event":
                self.columns[f"risk {key(quantity.key)}"] = column
        self.sure = {key(each.name) for each in case.assumptions}
        self.sure |= {key(each.id) for each in case.lines if each.uncertainty is None}

    def column(self, name: str, what: str) -> str:
        """Return the column of a name; "" and perhaps a doubt where it is not drawn."""
        one = self.names[key(name)]
        if one not in self.columns and one in self.sure:
            self.doubts.append(
                f"{what[0].upper()}{what[1:]} of case {self.case.id!r} names {name!r}, which has "
                "no range: it moves nothing."
            )
        return self.columns.get(one, "")


def _merge(
    merged: dict[str, CommonShock], shock: CommonShock, loadings: Mapping[str, float]
) -> str:
    """Add loadings to the shock of that name; what is there already stays. Returns its name."""
    before = merged.get(key(shock.name))
    loaded = {**loadings, **(before.loadings if before else {})}
    merged[key(shock.name)] = replace(before or shock, loadings=loaded)
    return merged[key(shock.name)].name


def told_ties(case: BusinessCase) -> tuple[str, ...]:
    """Say in sentences which quantities of a case go together, and what strikes them at once."""
    told = [
        f"{each.first} and {each.second} go together (rank correlation {each.value:g})."
        for each in case.correlations
    ]
    for shock in case.shocks:
        moved = ", ".join(f"{name} ({by:g})" for name, by in shock.loadings.items())
        told.append(f"The shock {shock.name!r} moves {moved}.")
    return tuple(told)
