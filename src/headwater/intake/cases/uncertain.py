"""Rows about chances made into records: what goes together, what strikes at once, what can wait."""

from collections.abc import Mapping
from functools import partial

from headwater.intake.cases import cells
from headwater.intake.cases.layout import Row
from headwater.intake.cases.parts import Parts
from headwater.intake.findings import closest
from headwater.vocabulary.appraisal_chances import CommonShock, RankCorrelation
from headwater.vocabulary.appraisal_figures import Provenance
from headwater.vocabulary.appraisal_formula import key
from headwater.vocabulary.appraisal_rights import OPTION_KINDS, Right


def correlations(parts: Parts) -> tuple[RankCorrelation, ...]:
    """Read which uncertain quantities go together; each pair once."""
    known = _known(parts)
    found: list[RankCorrelation] = []
    seen: dict[frozenset[str], int] = {}
    for row in parts.rows("correlations"):
        value = _share(row, "correlation")
        names = [_named(row, column, known) for column in ("first", "second")]
        if value is None or "" in names:
            continue
        pair = frozenset(known[key(name)] for name in names)
        before = seen.setdefault(pair, row.number)
        if len(pair) == 1:
            row.fault("second", f"{names[1]!r} cannot be correlated with itself; name another")
        elif before != row.number:
            row.fault("second", f"rows {before} and {row.number} state the same pair; keep one")
        elif one := cells.made(
            row, "correlation",
            partial(RankCorrelation, names[0], names[1], value, cells.provenance(row)),
        ):  # fmt: skip
            found.append(one)
    return tuple(found)


def shocks(parts: Parts) -> tuple[CommonShock, ...]:
    """Read what strikes several quantities at once; the rows of one shock bear its name."""
    known = _known(parts)
    loadings: dict[str, dict[str, float]] = {}
    said: dict[str, tuple[str, str, Provenance]] = {}
    squares: dict[str, float] = {}
    for row in parts.rows("shocks"):
        name = row.text("shock")
        if not name:
            row.fault("shock", "the shock has no name; cases share it by its name")
            continue
        quantity, loading = _named(row, "quantity", known), _share(row, "loading")
        if not quantity or loading is None:
            continue
        of = loadings.setdefault(key(name), {})
        said.setdefault(key(name), (name, row.text("text"), cells.provenance(row)))
        same = known[key(quantity)]
        if same in {known[key(each)] for each in of}:
            row.fault("quantity", f"the shock {name!r} moves {quantity!r} twice; keep one row")
            continue
        squares[same] = squares.get(same, 0.0) + loading**2
        if squares[same] > 1 + 1e-9:
            row.fault(
                "loading",
                f"the squares of the loadings of {quantity!r} sum to {squares[same]:.3g}; 1 is all "
                "there is",
            )
            continue
        of[quantity] = loading
    return tuple(
        CommonShock(said[name][0], of, said[name][1], said[name][2])
        for name, of in loadings.items()
        if of
    )


def rights(parts: Parts) -> tuple[Right, ...]:
    """Read what may be decided later."""
    found: list[Right] = []
    seen: dict[str, int] = {}
    for place, row in enumerate(parts.rows("rights"), start=1):
        identity = row.text("id") or f"right {place}"
        kind = cells.choice(row, "kind", OPTION_KINDS)
        if not kind:
            if not row.text("kind"):
                row.fault("kind", f"it is blank; write one of: {', '.join(OPTION_KINDS)}")
            continue
        before = seen.setdefault(key(identity), row.number)
        if before != row.number:
            row.fault("id", f"rows {before} and {row.number} bear the same name; rename one")
            continue
        made = cells.made(
            row, "kind",
            partial(
                Right, identity, kind, parts.option(row), row.text("text"),
                parts.amount(row, "amount"), cells.number(row, "share"), cells.year(row, "first"),
                cells.year(row, "last"), cells.number(row, "volatility"), cells.provenance(row),
            ),
        )  # fmt: skip
        if made:
            found.append(made)
    return tuple(found)


def _known(parts: Parts) -> dict[str, str]:
    """Return what may be named, by key: assumptions, lines (by id or name) and risks."""
    found = {
        key(row.text("name")): key(row.text("line") or row.text("name"))
        for row in parts.rows("cash flows")
        if row.text("name")
    }
    for place, row in enumerate(parts.rows("risks"), start=1):
        name = key(row.text("id") or f"risk {place}")
        found[name] = f"risk {name}"
    return found | {name: name for name in parts.known}


def _named(row: Row, column: str, known: Mapping[str, str]) -> str:
    name = row.text(column)
    if not name:
        row.fault(column, "it is blank; name an assumption, a line or a risk of the case")
        return ""
    if key(name) not in known:
        near = closest(key(name), known) or "; add it, or mend the name"
        row.fault(column, f"{name[:60]!r} is no assumption, line or risk of the case{near}")
        return ""
    return name


def _share(row: Row, column: str) -> float | None:
    value = cells.number(row, column)
    if value is None:
        if not row.text(column):
            row.fault(column, "it is blank; write a number from -1 to 1")
        return None
    if not -1 <= value <= 1:
        row.fault(column, f"{value:g} is out of reach; write a number from -1 to 1")
        return None
    return value
