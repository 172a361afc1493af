"""Cells of what goes together in a case: rank correlations and common shocks, row by row."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from math import isfinite

from headwater.errors import InputError
from headwater.vocabulary.appraisal_case import BusinessCase
from headwater.vocabulary.appraisal_cells import Place
from headwater.vocabulary.appraisal_chances import CommonShock, RankCorrelation
from headwater.vocabulary.appraisal_formula import key

Row = dict[str, str]
BETWEEN = " ~ "


def together_cells(case: BusinessCase) -> dict[Place, str]:
    """Return the cells of correlations and of each shock's quantities, as they are typed."""
    found: dict[Place, str] = {}
    for each in case.correlations:
        row = _pair(each)
        found |= {("correlation", row, "first"): each.first,
                  ("correlation", row, "second"): each.second,
                  ("correlation", row, "value"): f"{each.value:.15g}"}  # fmt: skip
    for shock in case.shocks:
        for name, loading in shock.loadings.items():
            row = f"{shock.name}{BETWEEN}{name}"
            found |= {("shock", row, "name"): shock.name, ("shock", row, "quantity"): name,
                      ("shock", row, "value"): f"{loading:.15g}"}  # fmt: skip
    return found


def with_together(
    case: BusinessCase,
    *,
    of: BusinessCase,
    correlations: Mapping[str, Row],
    shocks: Mapping[str, Row],
    names: Mapping[str, str],
) -> BusinessCase:
    """Give a changed case the correlations and shocks of the one before, with typed changes.

    Parameters
    ----------
    case, of
        The case as changed, without any; and as it was.
    correlations, shocks
        Typed cells by row; new rows begin with "+".
    names
        By the key of an old name, the new one. What names a quantity that is gone goes with it.

    Raises
    ------
    InputError
        If a number lies outside -1 to 1, or a new row is not filled in.
    """
    there = set(case.uncertain_names())

    def now(name: str) -> str | None:
        found = names.get(key(name), name)
        return found if key(found) in there else None

    return replace(
        case,
        correlations=tuple(_correlations(of, correlations, now)),
        shocks=tuple(_shocks(of, shocks, now)),
    )


def _correlations(
    of: BusinessCase, rows: Mapping[str, Row], now: Callable[[str], str | None]
) -> Iterable[RankCorrelation]:
    for each in of.correlations:
        row = rows.get(_pair(each), {})
        first, second = row.get("first") or now(each.first), row.get("second") or now(each.second)
        if row.get("remove") or first is None or second is None:
            continue
        value = _number(row["value"], _pair(each)) if "value" in row else each.value
        yield replace(each, first=first, second=second, value=value)
    for row in _new(rows, "correlation", ("first", "second", "value")):
        where = f"{row['first']}{BETWEEN}{row['second']}"
        yield RankCorrelation(row["first"], row["second"], _number(row["value"], where))


def _shocks(
    of: BusinessCase, rows: Mapping[str, Row], now: Callable[[str], str | None]
) -> Iterable[CommonShock]:
    found: dict[str, CommonShock] = {}

    def load(name: str, quantity: str, value: float, like: CommonShock) -> None:
        held = found.setdefault(key(name), replace(like, name=name, loadings={}))
        found[key(name)] = replace(held, loadings={**held.loadings, quantity: value})

    for shock in of.shocks:
        for name, loading in shock.loadings.items():
            where = f"{shock.name}{BETWEEN}{name}"
            row = rows.get(where, {})
            quantity = row.get("quantity") or now(name)
            if row.get("remove") or quantity is None:
                continue
            value = _number(row["value"], where) if "value" in row else loading
            load(row.get("name") or shock.name, quantity, value, shock)
    for row in _new(rows, "shock", ("name", "quantity", "value")):
        where = f"{row['name']}{BETWEEN}{row['quantity']}"
        load(row["name"], row["quantity"], _number(row["value"], where), CommonShock("new", {}))
    return found.values()


def _new(rows: Mapping[str, Row], kind: str, needed: tuple[str, ...]) -> Iterable[Row]:
    for name in sorted((each for each in rows if each.startswith("+")), key=lambda n: (len(n), n)):
        row = rows[name]
        if row.get("remove") or not any(row.get(each) for each in needed):
            continue
        if lacking := [each for each in needed if not row.get(each)]:
            raise InputError(
                f"A new {kind} has no {lacking[0]}: fill its {', '.join(needed)}, or empty the row."
            )
        yield row


def _number(text: str, where: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not (isfinite(number) and -1 <= number <= 1):
        raise InputError(f"{where}: {text[:40]!r} is no number from -1 to 1; write 0.5.")
    return number


def _pair(each: RankCorrelation) -> str:
    return f"{each.first}{BETWEEN}{each.second}"
